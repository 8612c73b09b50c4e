#include "store/fts5_block.h"

#include "store/connection.h"

static const char WRITE[] =
    "REPLACE INTO posting_data(id, block) VALUES(?1, ?2)";

enum offprint_status fts5_block_write(struct store *store, int64_t id,
                                      struct slice bytes,
                                      struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, WRITE, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, id);
    bind_bytes(stmt, 2, bytes);
    return store_run(store, stmt, err);
}

static const char READ[] = "SELECT block FROM posting_data WHERE id = ?1";

static enum offprint_status missing(struct store *store, int64_t id,
                                    struct offprint_error *err)
{
    return fail(err, OFFPRINT_CORRUPT, "%s: posting_data has no row %lld",
                store->path, (long long)id);
}

enum offprint_status fts5_block_read(struct store *store, int64_t id,
                                     struct buffer *block,
                                     struct offprint_error *err)
{
    buffer_reset(block);
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, READ, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, id);
    int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) buffer_add(block, column_bytes(stmt, 0));
    status = store_rows_end(store, stmt, code, err);
    if (status) return status;
    if (block->failed) return fail_no_memory(err);
    return code == SQLITE_ROW ? OFFPRINT_OK : missing(store, id, err);
}

enum offprint_status fts5_leaf_hold(struct store *store, struct kept_rows *rows,
                                    uint32_t segment, uint32_t page,
                                    struct kept_row **leaf,
                                    struct offprint_error *err)
{
    const int64_t id = fts5_leaf_id(segment, page);
    enum offprint_status status =
        kept_rows_read(store, rows, KEPT_LEAF, id, leaf, err);
    return status || *leaf ? status : missing(store, id, err);
}
