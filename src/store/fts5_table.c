#include "store/fts5_table.h"

#include <stdlib.h>

#include "store/connection.h"
#include "store/fts5_leaf.h"
#include "store/fts5_structure.h"

enum {
    VERSION = 4,      // of posting_config; 5 once secure-delete was at work
    PAGE_SIZE = 4050, // where posting_config says nothing else
};

// ---- Options ----------------------------------------------------------------

static bool is_name_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
           || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}

// Length of what begins at sql.ptr and hides all inside: text in quotes, or one
// byte of anything else.
static size_t skip_quoted(struct slice sql)
{
    const char open = sql.ptr[0];
    if (!strchr("'\"`[", open)) return 1;
    const char *end =
        memchr(sql.ptr + 1, open == '[' ? ']' : open, sql.len - 1);
    return end ? (size_t)(end + 1 - sql.ptr) : sql.len;
}

// The next name with = behind it; false at the end.
static bool next_option(struct slice *sql, struct slice *name)
{
    while (sql->len > 0) {
        size_t len = 0;
        while (len < sql->len && is_name_byte(sql->ptr[len])) len++;
        *name = (struct slice){ sql->ptr, len };
        *sql = slice_from(*sql, len ? len : skip_quoted(*sql));
        struct slice rest = slice_trim(*sql);
        if (len > 0 && slice_starts_with(rest, SLICE("="))) return true;
    }
    return false;
}

static bool is_known_option(struct slice name)
{
    return slice_equal_nocase(name, SLICE("content"))
           || slice_equal_nocase(name, SLICE("content_rowid"))
           || slice_equal_nocase(name, SLICE("tokenize"));
}

static const char CREATE_TEXT[] =
    "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'posting'";

static enum offprint_status check_options(struct store *store,
                                          struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, CREATE_TEXT, &stmt, err);
    if (status) return status;
    int code = sqlite3_step(stmt);
    struct slice name,
        sql = slice_of(code == SQLITE_ROW
                           ? (const char *)sqlite3_column_text(stmt, 0)
                           : NULL);
    while (!status && next_option(&sql, &name))
        if (!is_known_option(name))
            status = fail(err, OFFPRINT_TOO_NEW,
                          "%s: FTS5 table with the option %.*s", store->path,
                          SLICE_ARGS(name));
    enum offprint_status end = store_rows_end(store, stmt, code, err);
    return end ? end : status;
}

// ---- Configuration ----------------------------------------------------------

static const char CONFIG[] = "SELECT max(v) FILTER (WHERE k = 'version'),"
                             " max(v) FILTER (WHERE k = 'pgsz')"
                             " FROM posting_config";

static enum offprint_status check_config(struct store *store, size_t *page_size,
                                         struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, CONFIG, &stmt, err);
    if (status) return status;
    int code = sqlite3_step(stmt);
    int64_t version = 0, size = PAGE_SIZE;
    if (code == SQLITE_ROW) {
        version = sqlite3_column_int64(stmt, 0);
        if (sqlite3_column_type(stmt, 1) != SQLITE_NULL)
            size = sqlite3_column_int64(stmt, 1);
    }
    status = store_rows_end(store, stmt, code, err);
    if (status) return status;

    if (version != VERSION)
        return fail(err, OFFPRINT_TOO_NEW, "%s: FTS5 format %lld, not %d",
                    store->path, (long long)version, VERSION);
    if (size < FTS5_LEAF_SIZE_MIN || size > FTS5_LEAF_SIZE_MAX)
        return fail(err, OFFPRINT_TOO_NEW,
                    "%s: FTS5 pages of %lld bytes, not %d to %d", store->path,
                    (long long)size, FTS5_LEAF_SIZE_MIN, FTS5_LEAF_SIZE_MAX);
    *page_size = (size_t)size;
    return OFFPRINT_OK;
}

enum offprint_status fts5_table_check(struct store *store, size_t *page_size,
                                      struct offprint_error *err)
{
    size_t size = PAGE_SIZE;
    struct fts5_structure *structure = NULL;
    enum offprint_status status = check_options(store, err);
    if (!status) status = check_config(store, &size, err);
    if (!status) status = fts5_structure_read(store, &structure, err);
    free(structure);
    if (!status && page_size) *page_size = size;
    return status;
}

// ---- Settling ---------------------------------------------------------------

// Merging nothing makes FTS5 drop its list of segments, and take part in the
// transaction; a savepoint makes whoever does write what it holds.
static const char SETTLE[] =
    "INSERT INTO posting(posting, rank) VALUES('merge', 0);"
    "SAVEPOINT settle;"
    "RELEASE settle;";

enum offprint_status fts5_table_settle(struct store *store,
                                       struct offprint_error *err)
{
    return store_execute(store, SETTLE, err);
}

static const char MERGE_SOME[] =
    "INSERT INTO posting(posting, rank) VALUES('merge', ?1)";

enum offprint_status fts5_table_merge_some(struct store *store, uint32_t leaves,
                                           struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, MERGE_SOME, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, leaves);
    return store_run(store, stmt, err);
}
