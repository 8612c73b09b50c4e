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

static const char FORGET_CURRENT[] =
    "DELETE FROM meta WHERE key = 'zstd_dictionary';"
    "DELETE FROM zstd_sample;";
static const char ADD[] =
    "INSERT OR IGNORE INTO zstd_dictionary(id, bytes) VALUES(?1, ?2)";
static const char MAKE_CURRENT[] =
    "INSERT INTO meta VALUES('zstd_dictionary', ?1)";
static const char ADD_TO_SAMPLE[] = "INSERT INTO zstd_sample VALUES(?1)";

// Runs a statement for a number.
static enum offprint_status run_for(struct store *store, const char *sql,
                                    int64_t number, struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, sql, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, number);
    return store_run(store, stmt, err);
}

static enum offprint_status add_dictionary(struct store *store, int64_t id,
                                           struct slice bytes,
                                           struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, ADD, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, id);
    bind_bytes(stmt, 2, bytes);
    return store_run(store, stmt, err);
}

enum offprint_status store_set_text_dictionary(struct store *store,
                                               struct slice bytes,
                                               const int64_t *ids, size_t count,
                                               struct offprint_error *err)
{
    const int64_t id = body_id_of_dictionary(bytes);
    enum offprint_status status = store_execute(store, FORGET_CURRENT, err);
    if (status || bytes.len == 0) return status;
    status = add_dictionary(store, id, bytes, err);
    if (!status) status = run_for(store, MAKE_CURRENT, id, err);
    for (size_t i = 0; !status && i < count; i++)
        status = run_for(store, ADD_TO_SAMPLE, ids[i], err);
    return status;
}

static const char STATE[] =
    "SELECT " CURRENT " IS NOT NULL,"
    " EXISTS(SELECT 1 FROM zstd_sample"
    "  WHERE article NOT IN (SELECT id FROM article)),"
    " count(*) FILTER (WHERE zstd_dictionary_id IS NOT " CURRENT "),"
    " coalesce(sum(length), 0) FROM article";

enum offprint_status store_text_dictionary_state(
    struct store *store, struct text_dictionary_state *state,
    struct offprint_error *err)
{
    *state = (struct text_dictionary_state){ .exists = false };
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, STATE, &stmt, err);
    if (status) return status;
    int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW)
        *state = (struct text_dictionary_state){
            .exists = sqlite3_column_int(stmt, 0) != 0,
            .is_tainted = sqlite3_column_int(stmt, 1) != 0,
            .other_texts = (uint64_t)sqlite3_column_int64(stmt, 2),
            .bytes = (uint64_t)sqlite3_column_int64(stmt, 3),
        };
    return store_rows_end(store, stmt, code, err);
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
