#include "store/dictionary_side.h"

#include "store/connection.h"
#include "store/dictionary_block.h"

static const char COUNT_SIDE[] = "SELECT count(*) FROM dictionary_new";

enum offprint_status dictionary_side_count(struct store *store, uint64_t *count,
                                           struct offprint_error *err)
{
    *count = 0;
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, COUNT_SIDE, &stmt, err);
    if (status) return status;
    int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) *count = (uint64_t)sqlite3_column_int64(stmt, 0);
    status = store_rows_end(store, stmt, code, err);
    if (!status && *count > DICTIONARY_SIDE_MAX) // nobody reads that many
        return dictionary_misfit(store, err);
    return status;
}

static const char SIDE_FROM[] =
    "SELECT articles, occurrences, languages, key, term FROM dictionary_new"
    " WHERE key >= ?1 ORDER BY key, term";

enum offprint_status dictionary_side_from(struct store *store, struct slice key,
                                          sqlite3_stmt **stmt,
                                          struct offprint_error *err)
{
    enum offprint_status status = store_prepare(store, SIDE_FROM, stmt, err);
    if (!status) bind_bytes(*stmt, 1, key);
    return status;
}

// A key or term; empty where the column cannot be one.
static struct slice read_name(sqlite3_stmt *stmt, int at)
{
    struct slice none = { NULL, 0 };
    if (sqlite3_column_type(stmt, at) != SQLITE_BLOB) return none;
    const char *ptr = sqlite3_column_blob(stmt, at);
    size_t len = (size_t)sqlite3_column_bytes(stmt, at);
    if (len == 0 || len > DICTIONARY_KEY_MAX || memchr(ptr, '\n', len))
        return none;
    return (struct slice){ ptr, len };
}

// The first three columns of a row. False where they cannot be languages.
static bool read_change(sqlite3_stmt *stmt, struct dictionary_change *row)
{
    int64_t languages = sqlite3_column_int64(stmt, 2);
    row->articles = sqlite3_column_int64(stmt, 0);
    row->occurrences = sqlite3_column_int64(stmt, 1);
    row->languages = (uint32_t)languages;
    return sqlite3_column_type(stmt, 2) == SQLITE_INTEGER
           && languages == row->languages;
}

enum offprint_status dictionary_side_next(struct store *store,
                                          sqlite3_stmt *stmt,
                                          struct dictionary_change *row,
                                          bool *more,
                                          struct offprint_error *err)
{
    int code = sqlite3_step(stmt);
    *more = code == SQLITE_ROW;
    if (!*more) return store_rows_end(store, stmt, code, err);
    row->key = read_name(stmt, 3);
    row->term = read_name(stmt, 4);
    if (read_change(stmt, row) && row->key.len > 0 && row->term.len > 0)
        return OFFPRINT_OK;
    sqlite3_reset(stmt);
    return dictionary_misfit(store, err);
}

static const char SIDE_FIND[] =
    "SELECT articles, occurrences, languages FROM dictionary_new"
    " WHERE key = ?1 AND term = ?2";

enum offprint_status dictionary_side_find(struct store *store,
                                          struct dictionary_change *row,
                                          struct offprint_error *err)
{
    row->articles = row->occurrences = 0;
    row->languages = 0;
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, SIDE_FIND, &stmt, err);
    if (status) return status;
    bind_bytes(stmt, 1, row->key);
    bind_bytes(stmt, 2, row->term);
    int code = sqlite3_step(stmt);
    bool fits = code != SQLITE_ROW || read_change(stmt, row);
    status = store_rows_end(store, stmt, code, err);
    if (!status && !fits) return dictionary_misfit(store, err);
    return status;
}

static const char SIDE_ADD[] =
    "INSERT INTO dictionary_new(key, term, articles, occurrences, languages)"
    " VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(key, term) DO UPDATE SET"
    " articles = articles + excluded.articles,"
    " occurrences = occurrences + excluded.occurrences,"
    " languages = languages | excluded.languages";

enum offprint_status dictionary_side_add(struct store *store,
                                         const struct dictionary_change *change,
                                         struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, SIDE_ADD, &stmt, err);
    if (status) return status;
    bind_bytes(stmt, 1, change->key);
    bind_bytes(stmt, 2, change->term);
    sqlite3_bind_int64(stmt, 3, change->articles);
    sqlite3_bind_int64(stmt, 4, change->occurrences);
    sqlite3_bind_int64(stmt, 5, change->languages);
    return store_run(store, stmt, err);
}

enum offprint_status dictionary_side_clear(struct store *store,
                                           struct offprint_error *err)
{
    return store_execute(store, "DELETE FROM dictionary_new", err);
}

bool dictionary_count(struct dictionary_entry *entry,
                      const struct dictionary_change *change)
{
    if (__builtin_add_overflow(entry->articles, change->articles,
                               &entry->articles)
        || __builtin_add_overflow(entry->occurrences, change->occurrences,
                                  &entry->occurrences))
        return false;
    entry->languages |= change->languages;
    if (entry->articles == 0) entry->languages = 0;
    if (entry->articles == 0) return entry->occurrences == 0;
    return entry->occurrences >= entry->articles;
}

enum offprint_status dictionary_misfit(struct store *store,
                                       struct offprint_error *err)
{
    return fail(err, OFFPRINT_CORRUPT,
                "%s: the dictionary does not fit its articles (run offprint "
                "check)",
                store->path);
}
