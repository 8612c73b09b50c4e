#include "store/text_dictionary.h"

#include "store/body.h"
#include "store/connection.h"

#define CURRENT "(SELECT value FROM meta WHERE key = 'zstd_dictionary')"

static const char READ_CURRENT[] =
    "SELECT id, bytes FROM zstd_dictionary WHERE id = " CURRENT;

enum offprint_status store_text_dictionary(struct store *store,
                                           struct buffer *bytes,
                                           struct offprint_error *err)
{
    buffer_reset(bytes);
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, READ_CURRENT, &stmt, err);
    if (status) return status;
    int code = sqlite3_step(stmt);
    int64_t id = 0;
    if (code == SQLITE_ROW) {
        id = sqlite3_column_int64(stmt, 0);
        buffer_add(bytes,
                   (struct slice){ sqlite3_column_blob(stmt, 1),
                                   (size_t)sqlite3_column_bytes(stmt, 1) });
    }
    status = store_rows_end(store, stmt, code, err);
    if (!status && bytes->failed) status = fail_no_memory(err);
    if (!status && id && body_id_of_dictionary(buffer_slice(bytes)) != id)
        status = fail(err, OFFPRINT_CORRUPT,
                      "%s: the dictionary of the stored texts is damaged (run "
                      "offprint check)",
                      store->path);
    return status;
}

static const char ADD[] =
    "INSERT OR IGNORE INTO zstd_dictionary(id, bytes) VALUES(?1, ?2)";
static const char MAKE_CURRENT[] =
    "REPLACE INTO meta VALUES('zstd_dictionary', ?1)";

enum offprint_status store_set_text_dictionary(struct store *store,
                                               struct slice bytes,
                                               struct offprint_error *err)
{
    const int64_t id = body_id_of_dictionary(bytes);
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, ADD, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, id);
    bind_bytes(stmt, 2, bytes);
    status = store_run(store, stmt, err);
    if (!status) status = store_prepare(store, MAKE_CURRENT, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, id);
    return store_run(store, stmt, err);
}

static const char DROP_UNUSED[] =
    "DELETE FROM zstd_dictionary WHERE id NOT IN (SELECT zstd_dictionary_id"
    " FROM article WHERE zstd_dictionary_id IS NOT NULL)"
    " AND id IS NOT " CURRENT;

enum offprint_status store_drop_unused_text_dictionaries(
    struct store *store, struct offprint_error *err)
{
    return store_execute(store, DROP_UNUSED, err);
}
