// Searches in an index some of whose bytes are others: an error, or some
// result.
//
// The first byte chooses the search; six bytes are a change each: the table,
// the row, two for the place in it, what is done there, and with which byte.

#include <string.h>

#include "fuzz/fuzz.h"
#include "small_search.h"

enum { CHANGE_BYTES = 6, CHANGES_MAX = 40 };

struct table {
    const char *read;
    const char *write;
};

static const struct table TABLES[] = {
    { "SELECT id, block FROM posting_data ORDER BY id LIMIT 1 OFFSET ?1",
      "UPDATE posting_data SET block = ?2 WHERE id = ?1" },
    { "SELECT id, bytes FROM packed ORDER BY id LIMIT 1 OFFSET ?1",
      "UPDATE packed SET bytes = ?2 WHERE id = ?1" },
    { "SELECT id, codes FROM length ORDER BY id LIMIT 1 OFFSET ?1",
      "UPDATE length SET codes = ?2 WHERE id = ?1" },
    { "SELECT id, block FROM posting_data WHERE id < 11 ORDER BY id"
      " LIMIT 1 OFFSET ?1",
      "UPDATE posting_data SET block = ?2 WHERE id = ?1" },
};

static const char SWAP_LISTS[] =
    "UPDATE packed_term SET list = list + ?1 WHERE term < ?2";

enum { TABLES_COUNT = sizeof TABLES / sizeof TABLES[0] };

static void write_row(struct store *store, const struct table *table,
                      int64_t id, struct slice bytes)
{
    sqlite3_stmt *stmt;
    FUZZ_CHECK(!store_prepare(store, table->write, &stmt, NULL));
    sqlite3_bind_int64(stmt, 1, id);
    bind_bytes(stmt, 2, bytes);
    FUZZ_CHECK(!store_run(store, stmt, NULL));
}

static void change_bytes(struct buffer *bytes, const uint8_t *change)
{
    const size_t at = (size_t)change[2] << 8 | change[3];
    if (bytes->len == 0) return;
    char *byte = bytes->ptr + at % bytes->len;
    switch (change[4] % 4) {
    case 0: *byte = (char)change[5]; break;
    case 1: *byte ^= (char)change[5]; break;
    case 2: *byte = (char)(*byte + 1); break;
    case 3: bytes->len = at % bytes->len; break;
    }
}

static void swap_lists(struct store *store, const uint8_t *change)
{
    sqlite3_stmt *stmt;
    FUZZ_CHECK(!store_prepare(store, SWAP_LISTS, &stmt, NULL));
    sqlite3_bind_int64(stmt, 1, change[2]);
    bind_bytes(stmt, 2, (struct slice){ (const char *)change + 3, 2 });
    FUZZ_CHECK(!store_run(store, stmt, NULL));
}

static void change_row(struct store *store, const uint8_t *change)
{
    const unsigned kind = change[0] % (TABLES_COUNT + 1);
    if (kind == TABLES_COUNT) {
        swap_lists(store, change);
        return;
    }
    sqlite3_stmt *stmt;
    struct buffer bytes = { 0 };
    FUZZ_CHECK(!store_prepare(store, TABLES[kind].read, &stmt, NULL));
    sqlite3_bind_int64(stmt, 1, change[1]);
    int64_t id = -1;
    if (sqlite3_step(stmt) == SQLITE_ROW) {
        id = sqlite3_column_int64(stmt, 0);
        buffer_add(&bytes,
                   (struct slice){ sqlite3_column_blob(stmt, 1),
                                   (size_t)sqlite3_column_bytes(stmt, 1) });
    }
    sqlite3_reset(stmt);
    change_bytes(&bytes, change);
    if (id >= 0) write_row(store, &TABLES[kind], id, buffer_slice(&bytes));
    buffer_free(&bytes);
}

static void search(struct store *store, unsigned kind, bool exhaustive)
{
    struct topk_result result;
    struct offprint_error err = { 0 };
    small_search_forget(store);
    enum offprint_status status =
        small_search_run(store, kind, exhaustive, &result, &err);
    FUZZ_CHECK(!status || status == OFFPRINT_CORRUPT
               || status == OFFPRINT_TOO_NEW);
    FUZZ_CHECK(result.top.count <= 10);
    top_free(&result.top);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct store store;
    if (!store.db) FUZZ_CHECK(small_search_open(&store));
    if (size == 0) return 0;
    FUZZ_CHECK(!store_execute(&store, "BEGIN", NULL));
    for (size_t i = 0; i < CHANGES_MAX && 1 + (i + 1) * CHANGE_BYTES <= size;
         i++)
        change_row(&store, data + 1 + i * CHANGE_BYTES);
    search(&store, data[0] % SMALL_SEARCH_KINDS, data[0] & 128);
    FUZZ_CHECK(!store_execute(&store, "ROLLBACK", NULL));
    return 0;
}
