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
    if (code == SQLITE_ROW)
        buffer_add(block,
                   (struct slice){ sqlite3_column_blob(stmt, 0),
                                   (size_t)sqlite3_column_bytes(stmt, 0) });
    status = store_rows_end(store, stmt, code, err);
    if (status) return status;
    if (block->failed) return fail_no_memory(err);
    if (code == SQLITE_ROW) return OFFPRINT_OK;
    return fail(err, OFFPRINT_CORRUPT, "%s: posting_data has no row %lld",
                store->path, (long long)id);
}
