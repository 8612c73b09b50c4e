#include "store/fts5_lengths.h"

#include <assert.h>

#include "store/connection.h"
#include "store/fts5_block.h"
#include "store/fts5_table.h"
#include "store/fts5_varint.h"

static const char ADD_LENGTHS[] =
    "INSERT INTO posting_docsize(id, sz) VALUES(?1, ?2)";

enum offprint_status fts5_add_lengths(struct store *store, int64_t id,
                                      const uint32_t *words, size_t columns,
                                      struct offprint_error *err)
{
    assert(columns <= FTS5_COLUMNS_MAX);
    uint8_t sizes[FTS5_COLUMNS_MAX * 5]; // no 32 bits need more
    size_t len = 0;
    for (size_t i = 0; i < columns; i++)
        len += fts5_varint_write(sizes + len, words[i]);

    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, ADD_LENGTHS, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, id);
    bind_bytes(stmt, 2, (struct slice){ (const char *)sizes, len });
    return store_run(store, stmt, err);
}

// Adds number to the next varint of old, if there is one, and writes the sum
// behind sums. False where the varint is cut off.
static bool add_next(const uint8_t **at, const uint8_t *end, uint64_t number,
                     struct buffer *sums)
{
    uint64_t before = 0;
    if (*at < end && !fts5_varint_read(at, end, &before)) return false;
    fts5_varint_add(sums, before + number);
    return true;
}

static bool add_all(struct slice old, uint64_t articles, const uint64_t *words,
                    size_t columns, struct buffer *sums)
{
    const uint8_t *at = (const uint8_t *)old.ptr;
    const uint8_t *end = old.len ? at + old.len : at;
    if (!add_next(&at, end, articles, sums)) return false;
    for (size_t i = 0; i < columns; i++)
        if ((old.len > 0 && at == end) || !add_next(&at, end, words[i], sums))
            return false;
    return at == end;
}

enum offprint_status fts5_add_totals(struct store *store, uint64_t articles,
                                     const uint64_t *words, size_t columns,
                                     struct offprint_error *err)
{
    enum offprint_status status = fts5_table_settle(store, err);
    if (status) return status;
    struct buffer old = { 0 }, sums = { 0 };
    status = fts5_block_read(store, FTS5_TOTALS_BLOCK, &old, err);
    if (!status
        && !add_all(buffer_slice(&old), articles, words, columns, &sums))
        status = fail(err, OFFPRINT_CORRUPT, "%s: FTS5 totals are damaged",
                      store->path);
    if (!status && sums.failed) status = fail_no_memory(err);
    if (!status)
        status = fts5_block_write(store, FTS5_TOTALS_BLOCK, buffer_slice(&sums),
                                  err);
    buffer_free(&old);
    buffer_free(&sums);
    return status;
}
