// extension.c - where SQLite enters when it loads offprint.so.
//
// After `.load offprint` a connection of any program can search an index with
// MATCH and read its texts: the tokenizer and offprint_text(), the same code as
// in the program, are registered with it. README.md shows it in use.

#include "store/sqlite.h"
#include "store/stored_text.h"
#include "store/tokenizer.h"

// The table behind every sqlite3_* call of the extension. SQLite's own scheme:
// it is set once a load, always to the same table of the process.
SQLITE_EXTENSION_INIT1

enum { INNOCUOUS_KNOWN_FROM = 3031000 }; // SQLITE_INNOCUOUS, SQLite 3.31.0

static int refuse(char **message, const char *why)
{
    if (message) *message = sqlite3_mprintf("offprint: %s", why);
    return SQLITE_ERROR;
}

static void close_reader(void *reader)
{
    text_reader_close(reader);
}

__attribute__((visibility("default"))) int sqlite3_offprint_init(
    sqlite3 *db, char **message, const sqlite3_api_routines *api);

int sqlite3_offprint_init(sqlite3 *db, char **message,
                          const sqlite3_api_routines *api)
{
    SQLITE_EXTENSION_INIT2(api);
    if (sqlite3_libversion_number() < INNOCUOUS_KNOWN_FROM)
        return refuse(message, "SQLite 3.31 or newer is needed");
    int code = tokenizer_register(db);
    if (code == SQLITE_ERROR)
        return refuse(message, "this SQLite library has no FTS5");
    if (code != SQLITE_OK) return code;
    struct text_reader *reader = text_reader_open(db);
    return reader ? text_reader_register(reader, close_reader) : SQLITE_NOMEM;
}
