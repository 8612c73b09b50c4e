#include "store/connection.h"

#include <errno.h>
#include <limits.h>

static enum offprint_status status_of_code(sqlite3 *db, int code)
{
    switch (code & 0xFF) {
    case SQLITE_NOMEM: return OFFPRINT_NO_MEMORY;
    case SQLITE_FULL: return OFFPRINT_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return OFFPRINT_BUSY;
    case SQLITE_CORRUPT: return OFFPRINT_CORRUPT;
    case SQLITE_NOTADB: return OFFPRINT_FOREIGN;
    case SQLITE_INTERRUPT: return OFFPRINT_INTERRUPTED;
    case SQLITE_IOERR:
        return sqlite3_system_errno(db) == ENOSPC ? OFFPRINT_FULL : OFFPRINT_IO;
    default: return OFFPRINT_IO;
    }
}

static const char *advice(enum offprint_status status)
{
    switch (status) {
    case OFFPRINT_CORRUPT: return "the index is damaged (run offprint check)";
    case OFFPRINT_FULL: return "no space left (what was committed stays)";
    case OFFPRINT_FOREIGN:
        return "not an index of offprint (name another file with -i)";
    case OFFPRINT_BUSY: return "in use by another process (try again)";
    default: return NULL;
    }
}

// Our statements are always the same: what they name was there when the index
// was opened.
static bool is_something_missing(sqlite3 *db, int code)
{
    return code == SQLITE_ERROR
           && strncmp(sqlite3_errmsg(db), "no such ", 8) == 0;
}

// The database has a message for its last error alone.
static enum offprint_status failure_of(struct store *store, int code,
                                       struct offprint_error *err)
{
    enum offprint_status status = status_of_code(store->db, code);
    if (is_something_missing(store->db, code)) status = OFFPRINT_CORRUPT;
    const char *what = advice(status);
    if (!what)
        what = sqlite3_extended_errcode(store->db) == code
                   ? sqlite3_errmsg(store->db)
                   : sqlite3_errstr(code);
    return fail(err, status, "%s: %s", store->path, what);
}

enum offprint_status store_failure(struct store *store,
                                   struct offprint_error *err)
{
    return failure_of(store, sqlite3_extended_errcode(store->db), err);
}

static struct statement *find_statement(struct store *store, const char *sql)
{
    for (size_t i = 0; i < store->statement_count; i++)
        if (store->statements[i].sql == sql) return &store->statements[i];
    return NULL;
}

enum offprint_status store_prepare(struct store *store, const char *sql,
                                   sqlite3_stmt **stmt,
                                   struct offprint_error *err)
{
    *stmt = NULL;
    struct statement *known = find_statement(store, sql);
    if (known) {
        sqlite3_reset(known->stmt);
        sqlite3_clear_bindings(known->stmt);
        *stmt = known->stmt;
        return OFFPRINT_OK;
    }
    if (store->statement_count == STATEMENTS_MAX)
        return fail(err, OFFPRINT_NO_MEMORY, "too many kinds of statements");
    if (sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, stmt,
                           NULL)
        != SQLITE_OK)
        return store_failure(store, err);
    store->statements[store->statement_count++] =
        (struct statement){ sql, *stmt };
    return OFFPRINT_OK;
}

static const char READ_SOMETHING[] = "SELECT 1 FROM sqlite_schema LIMIT 1";

enum offprint_status store_version(struct store *store, uint32_t *version,
                                   struct offprint_error *err)
{
    *version = 0;
    enum offprint_status status = OFFPRINT_OK;
    if (sqlite3_txn_state(store->db, "main") == SQLITE_TXN_NONE) {
        sqlite3_stmt *stmt;
        status = store_prepare(store, READ_SOMETHING, &stmt, err);
        if (status) return status;
        status = store_rows_end(store, stmt, sqlite3_step(stmt), err);
    }
    if (!status
        && sqlite3_file_control(store->db, "main", SQLITE_FCNTL_DATA_VERSION,
                                version)
               != SQLITE_OK)
        status = store_failure(store, err);
    return status;
}

enum offprint_status store_still_holds(struct store *store, uint32_t *version,
                                       bool *holds, struct offprint_error *err)
{
    uint32_t now;
    enum offprint_status status = store_version(store, &now, err);
    *holds = !status && *version == now && !store->writable;
    if (!status) *version = now;
    return status;
}

enum offprint_status store_execute(struct store *store, const char *sql,
                                   struct offprint_error *err)
{
    if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return OFFPRINT_OK;
    return store_failure(store, err);
}

enum offprint_status store_run(struct store *store, sqlite3_stmt *stmt,
                               struct offprint_error *err)
{
    return store_rows_end(store, stmt, sqlite3_step(stmt), err);
}

enum offprint_status store_run_often(struct store *store, const char *sql,
                                     struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, sql, &stmt, err);
    return status ? status : store_run(store, stmt, err);
}

enum offprint_status store_rows_end(struct store *store, sqlite3_stmt *stmt,
                                    int code, struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    // Who asked for a column of the row that did not come has made another
    // error since.
    if (code != SQLITE_DONE && code != SQLITE_ROW)
        status = failure_of(store, code, err);
    sqlite3_reset(stmt);
    return status;
}

void bind_text(sqlite3_stmt *stmt, int at, struct slice text)
{
    if (text.len == 0)
        sqlite3_bind_null(stmt, at);
    else
        sqlite3_bind_text64(stmt, at, text.ptr, text.len, SQLITE_STATIC,
                            SQLITE_UTF8);
}

void bind_bytes(sqlite3_stmt *stmt, int at, struct slice bytes)
{
    if (bytes.len == 0)
        sqlite3_bind_zeroblob(stmt, at, 0);
    else
        sqlite3_bind_blob64(stmt, at, bytes.ptr, bytes.len, SQLITE_STATIC);
}

struct slice column_bytes(sqlite3_stmt *stmt, int at)
{
    const char *ptr = sqlite3_column_blob(stmt, at);
    return (struct slice){ ptr, (size_t)sqlite3_column_bytes(stmt, at) };
}

struct slice column_copy(sqlite3_stmt *stmt, int at, struct arena *arena)
{
    return arena_copy(arena, column_bytes(stmt, at));
}

const char *column_string(sqlite3_stmt *stmt, int at, struct arena *arena)
{
    if (sqlite3_column_type(stmt, at) == SQLITE_NULL) return NULL;
    return column_copy(stmt, at, arena).ptr;
}
