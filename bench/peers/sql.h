// sql.h - SQLite for the peers: what fails ends the program.

#ifndef OFFPRINT_BENCH_PEERS_SQL_H
#define OFFPRINT_BENCH_PEERS_SQL_H

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static inline void die(const char *operand, const char *cause)
{
    fprintf(stderr, "fts5: %s: %s\n", operand, cause);
    exit(1);
}

static inline sqlite3 *open_database(const char *path)
{
    sqlite3 *db;
    if (sqlite3_open(path, &db) != SQLITE_OK) die(path, sqlite3_errmsg(db));
    return db;
}

static inline void execute(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        die(sql, sqlite3_errmsg(db));
}

static inline sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt;
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
        die(sql, sqlite3_errmsg(db));
    return stmt;
}

#endif
