#include "store/lengths.h"

#include <math.h>

#include "store/articles.h"
#include "store/connection.h"
#include "store/fts5_varint.h"

const char LENGTH_TABLE[] =
    "CREATE TABLE length(id INTEGER PRIMARY KEY, codes BLOB NOT NULL);";

// ---- Codes ------------------------------------------------------------------

enum {
    EXACT = 40,    // words from which on codes are a logarithm
    AN_OCTAVE = 11 // codes
};

uint8_t length_encode(uint64_t words)
{
    if (words < EXACT) return (uint8_t)(words + 1);
    double code = EXACT + 1 + floor(log2((double)words / EXACT) * AN_OCTAVE);
    return code < LENGTH_CODES ? (uint8_t)code : LENGTH_CODES - 1;
}

double length_decode(uint8_t code)
{
    if (code <= EXACT) return code > 0 ? code - 1 : 0;
    return EXACT * exp2((code - EXACT - 1 + 0.5) / AN_OCTAVE);
}

// ---- Rows -------------------------------------------------------------------

static const char READ[] = "SELECT codes FROM length WHERE id = ?1";

enum offprint_status lengths_read(struct store *store, int64_t window,
                                  uint8_t codes[LENGTH_WINDOW],
                                  struct offprint_error *err)
{
    memset(codes, 0, LENGTH_WINDOW);
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, READ, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, window);
    int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) {
        size_t size = (size_t)sqlite3_column_bytes(stmt, 0);
        const void *bytes = sqlite3_column_blob(stmt, 0);
        if (size > LENGTH_WINDOW) size = LENGTH_WINDOW;
        if (size > 0) memcpy(codes, bytes, size);
    }
    return store_rows_end(store, stmt, code, err);
}

static const char WRITE[] = "REPLACE INTO length(id, codes) VALUES(?1, ?2)";

// Writes a window up to its last code.
static enum offprint_status write_window(struct store *store, int64_t window,
                                         const uint8_t *codes,
                                         struct offprint_error *err)
{
    size_t size = LENGTH_WINDOW;
    while (size > 0 && codes[size - 1] == 0) size--;
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, WRITE, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, window);
    bind_bytes(stmt, 2, (struct slice){ (const char *)codes, size });
    return store_run(store, stmt, err);
}

enum offprint_status lengths_write(struct store *store, int64_t first,
                                   const uint8_t *codes, size_t count,
                                   struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    while (!status && count > 0) {
        uint8_t window[LENGTH_WINDOW];
        const int64_t number = first / LENGTH_WINDOW;
        const size_t at = (size_t)(first % LENGTH_WINDOW);
        const size_t part =
            count < LENGTH_WINDOW - at ? count : LENGTH_WINDOW - at;
        status = lengths_read(store, number, window, err);
        memcpy(window + at, codes, part);
        if (!status) status = write_window(store, number, window, err);
        first += (int64_t)part;
        codes += part;
        count -= part;
    }
    return status;
}

// ---- From FTS5's rows -------------------------------------------------------

// The code of a row of posting_docsize.
static uint8_t code_of(sqlite3_stmt *stmt, int column)
{
    const uint8_t *at = sqlite3_column_blob(stmt, column);
    const uint8_t *end = at + sqlite3_column_bytes(stmt, column);
    uint64_t words[POSTING_COLUMNS] = { 0 };
    for (size_t i = 0; at && i < POSTING_COLUMNS; i++)
        if (!fts5_varint_read(&at, end, &words[i])) break;
    return length_encode(words[POSTING_BODY] + words[POSTING_TITLE]);
}

static const char FORGET_ALL[] = "DELETE FROM length";
static const char ALL[] = "SELECT id, sz FROM posting_docsize ORDER BY id";

enum offprint_status lengths_rebuild(struct store *store,
                                     struct offprint_error *err)
{
    enum offprint_status status = store_execute(store, FORGET_ALL, err);
    sqlite3_stmt *stmt;
    if (!status) status = store_prepare(store, ALL, &stmt, err);
    if (status) return status;
    uint8_t codes[LENGTH_WINDOW];
    int64_t window = -1;
    int code;
    while (!status && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        const int64_t id = sqlite3_column_int64(stmt, 0);
        if (id / LENGTH_WINDOW != window) {
            if (window >= 0) status = write_window(store, window, codes, err);
            window = id / LENGTH_WINDOW;
            memset(codes, 0, sizeof codes);
        }
        if (id >= 0) codes[id % LENGTH_WINDOW] = code_of(stmt, 1);
    }
    if (status) {
        sqlite3_reset(stmt);
        return status;
    }
    status = store_rows_end(store, stmt, code, err);
    if (!status && window >= 0)
        status = write_window(store, window, codes, err);
    return status;
}

static const char ONE[] = "SELECT sz FROM posting_docsize WHERE id = ?1";

enum offprint_status lengths_ask(struct store *store, int64_t id, uint8_t *code,
                                 struct offprint_error *err)
{
    *code = 0;
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, ONE, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, id);
    int result = sqlite3_step(stmt);
    if (result == SQLITE_ROW) *code = code_of(stmt, 0);
    return store_rows_end(store, stmt, result, err);
}
