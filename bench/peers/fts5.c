// fts5.c - stock FTS5 as a peer: fts5 index DATABASE ARCHIVE [EXTENSION], fts5
// count DATABASE WORD..., fts5 version.
//
// Nothing but SQLite: its own tokenizer, content stored, its own JSON functions
// take title and text out of the lines, one transaction. Settings are SQLite's
// defaults but for a page cache as large as Lucene's buffer. With offprint.so
// as EXTENSION, words are cut as offprint cuts them.

#include <stdbool.h>
#include <string.h>

#include "sql.h"

#define CREATE_WITH(tokenizer)                             \
    "PRAGMA cache_size = -262144;" /* kB */                \
    "BEGIN;"                                               \
    "CREATE VIRTUAL TABLE article USING fts5(title, text," \
    " tokenize = '" tokenizer "')"

static const char CREATE[] = CREATE_WITH("unicode61");
static const char CREATE_LIKE_OURS[] = CREATE_WITH("offprint");

static const char ADD_ARTICLE[] =
    "INSERT INTO article(title, text)"
    " VALUES(json_extract(?1, '$.title'), json_extract(?1, '$.text'))";

static const char COUNT_ARTICLES[] = "SELECT count(*) FROM article";

static const char COUNT_HITS[] =
    "SELECT count(*) FROM article WHERE article MATCH ?1";

static void load(sqlite3 *db, const char *extension)
{
    char *message = NULL;
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
    if (sqlite3_load_extension(db, extension, NULL, &message) != SQLITE_OK)
        die(extension, message ? message : "cannot be loaded");
}

static void add_articles(sqlite3 *db, const char *archive,
                         const char *extension)
{
    FILE *lines = fopen(archive, "r");
    if (!lines) die(archive, "cannot be read");
    if (extension) load(db, extension);
    execute(db, extension ? CREATE_LIKE_OURS : CREATE);
    sqlite3_stmt *add = prepare(db, ADD_ARTICLE);
    char *line = NULL;
    size_t room = 0;
    for (ssize_t len; (len = getline(&line, &room, lines)) > 0;) {
        sqlite3_bind_text64(add, 1, line, (sqlite3_uint64)len, SQLITE_STATIC,
                            SQLITE_UTF8);
        if (sqlite3_step(add) != SQLITE_DONE) die(archive, sqlite3_errmsg(db));
        sqlite3_reset(add);
    }
    if (ferror(lines)) die(archive, "cannot be read to its end");
    sqlite3_finalize(add);
    execute(db, "COMMIT");
    free(line);
    fclose(lines);
}

// Prints the one number that a query gives; word, its parameter, may be NULL.
static void print_count(sqlite3 *db, const char *sql, const char *word)
{
    sqlite3_stmt *count = prepare(db, sql);
    sqlite3_bind_text(count, 1, word, -1, SQLITE_STATIC);
    if (sqlite3_step(count) != SQLITE_ROW) die(sql, sqlite3_errmsg(db));
    printf("%lld\n", (long long)sqlite3_column_int64(count, 0));
    sqlite3_finalize(count);
}

int main(int argc, char **argv)
{
    const char *verb = argc > 1 ? argv[1] : "";
    if (strcmp(verb, "version") == 0) {
        puts(sqlite3_libversion());
        return 0;
    }
    bool index = strcmp(verb, "index") == 0 && (argc == 4 || argc == 5);
    bool count = strcmp(verb, "count") == 0 && argc > 2;
    if (!index && !count) {
        fprintf(stderr, "usage: fts5 index DATABASE ARCHIVE [EXTENSION]\n"
                        "       fts5 count DATABASE WORD...\n"
                        "       fts5 version\n");
        return 2;
    }
    sqlite3 *db = open_database(argv[2]);
    if (index) add_articles(db, argv[3], argc == 5 ? argv[4] : NULL);
    if (count) print_count(db, COUNT_ARTICLES, NULL);
    for (int i = 3; count && i < argc; i++)
        print_count(db, COUNT_HITS, argv[i]);
    if (sqlite3_close(db) != SQLITE_OK) die(argv[2], sqlite3_errmsg(db));
    return fflush(stdout) != 0;
}
