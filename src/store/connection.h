// connection.h - the open database, for the files of store/ alone.
//
// Statements are prepared on first use and kept. Each stands as a named
// constant above its only user, and its address is its key.

#ifndef OFFPRINT_STORE_CONNECTION_H
#define OFFPRINT_STORE_CONNECTION_H

#include <sqlite3.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"
#include "store/stored_text.h"

enum { STATEMENTS_MAX = 96 }; // more than there are constants in store/

struct statement {
    const char *sql;
    sqlite3_stmt *stmt;
};

struct store {
    sqlite3 *db;
    char *path;         // of the index
    char *build_path;   // of its file while it is being made; else NULL
    bool in_the_making; // opened for reading, and nothing is there yet
    bool writable;
    bool held;                 // the transaction goes on after store_rollback()
    bool outdated;             // of an older schema: to be upgraded before use
    struct text_reader *texts; // of this connection
    struct posting_reader *reader;    // likewise; NULL: nobody asked for it yet
    struct kept_dictionary *words;    // likewise
    struct kept_languages *languages; // likewise
    struct kept_sets *sets;           // likewise
    struct statement statements[STATEMENTS_MAX];
    size_t statement_count;
};

// The prepared statement of sql, reset and without bindings. Belongs to the
// store; NULL on failure.
enum offprint_status store_prepare(struct store *store, const char *sql,
                                   sqlite3_stmt **stmt,
                                   struct offprint_error *err);

// A number that changes with every commit, whoever makes it: what was read
// under one still holds under the same. Begins to read, in a transaction.
enum offprint_status store_version(struct store *store, uint32_t *version,
                                   struct offprint_error *err);

// Whether what was read when *version was set holds still; sets it, so that who
// learns that it does not forgets it, even if it cannot be read anew. Never
// where the connection writes, which may have changed what was not committed
// yet.
enum offprint_status store_still_holds(struct store *store, uint32_t *version,
                                       bool *holds, struct offprint_error *err);

// Runs statements that return no rows.
enum offprint_status store_execute(struct store *store, const char *sql,
                                   struct offprint_error *err);

// Runs one of the kept statements, which returns no rows.
enum offprint_status store_run_often(struct store *store, const char *sql,
                                     struct offprint_error *err);

// Steps a statement that returns no rows and resets it.
enum offprint_status store_run(struct store *store, sqlite3_stmt *stmt,
                               struct offprint_error *err);

// OFFPRINT_OK where code says that all rows were read, else store_failure().
// Resets the statement.
enum offprint_status store_rows_end(struct store *store, sqlite3_stmt *stmt,
                                    int code, struct offprint_error *err);

// Fills *err from the database's last error, with the index as operand.
enum offprint_status store_failure(struct store *store,
                                   struct offprint_error *err);

// Binds text; an empty slice is NULL.
void bind_text(sqlite3_stmt *stmt, int at, struct slice text);
// Binds bytes; an empty slice is an empty blob.
void bind_bytes(sqlite3_stmt *stmt, int at, struct slice bytes);

// A column as bytes, until the statement goes on; NULL is empty.
struct slice column_bytes(sqlite3_stmt *stmt, int at);

// A column as bytes, copied to the arena; NULL is empty. ptr is NULL where
// there is no memory.
struct slice column_copy(sqlite3_stmt *stmt, int at, struct arena *arena);

// A column as a string, copied to the arena; NULL for NULL, and where there is
// no memory.
const char *column_string(sqlite3_stmt *stmt, int at, struct arena *arena);

#endif
