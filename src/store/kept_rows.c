#include "store/kept_rows.h"

#include <stdlib.h>
#include <string.h>

#include "store/connection.h"

enum {
    SET_BITS = 12,
    SETS = 1 << SET_BITS,
    ROWS = 2,             // of a set, the one that was used last first
    KEPT_SIZE_MAX = 4096, // bytes; FTS5's leaves and our chunks have fewer
};

struct kept_rows {
    struct kept_row *sets[SETS][ROWS];
};

struct kept_rows *kept_rows_new(void)
{
    return calloc(1, sizeof(struct kept_rows));
}

void kept_rows_forget(struct kept_rows *rows)
{
    if (!rows) return;
    for (size_t i = 0; i < SETS; i++)
        for (size_t j = 0; j < ROWS; j++) {
            kept_row_let_go(rows->sets[i][j]);
            rows->sets[i][j] = NULL;
        }
}

void kept_rows_free(struct kept_rows *rows)
{
    kept_rows_forget(rows);
    free(rows);
}

// Neighbouring ids have different sets: multiplied by the golden ratio, their
// high bits are spread evenly (Knuth, The Art of Computer Programming 3, 6.4).
static struct kept_row **set_of(struct kept_rows *rows, enum kept_table table,
                                int64_t id)
{
    const uint64_t number = (uint64_t)id << 1 | table;
    return rows->sets[number * 0x9E3779B97F4A7C15u >> (64 - SET_BITS)];
}

static struct kept_row *find(struct kept_rows *rows, enum kept_table table,
                             int64_t id)
{
    struct kept_row **set = set_of(rows, table, id);
    for (size_t i = 0; i < ROWS; i++) {
        struct kept_row *row = set[i];
        if (!row || row->id != id || row->table != table) continue;
        set[i] = set[0];
        set[0] = row;
        return row;
    }
    return NULL;
}

// In place of the row of its set that was not used for the longest time.
static void keep(struct kept_rows *rows, struct kept_row *row)
{
    struct kept_row **set = set_of(rows, row->table, row->id);
    kept_row_let_go(set[ROWS - 1]);
    memmove(set + 1, set, (ROWS - 1) * sizeof *set);
    set[0] = row;
    row->holders++;
}

static struct kept_row *copy_row(enum kept_table table, int64_t id,
                                 struct slice bytes)
{
    struct kept_row *row = malloc(sizeof *row + bytes.len + KEPT_BEYOND);
    if (!row) return NULL;
    *row = (struct kept_row){ table, 1, id, bytes.len };
    if (bytes.len > 0) memcpy(row->bytes, bytes.ptr, bytes.len);
    memset(row->bytes + bytes.len, 0, KEPT_BEYOND);
    return row;
}

static const char READ_LEAF[] = "SELECT block FROM posting_data WHERE id = ?1";
static const char READ_PACKED[] = "SELECT bytes FROM packed WHERE id = ?1";

enum offprint_status kept_rows_read(struct store *store, struct kept_rows *rows,
                                    enum kept_table table, int64_t id,
                                    struct kept_row **row,
                                    struct offprint_error *err)
{
    *row = rows ? find(rows, table, id) : NULL;
    if (*row) {
        (*row)->holders++;
        return OFFPRINT_OK;
    }
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(
        store, table == KEPT_LEAF ? READ_LEAF : READ_PACKED, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, id);
    int code = sqlite3_step(stmt);
    const bool found = code == SQLITE_ROW;
    struct kept_row *read =
        found ? copy_row(table, id, column_bytes(stmt, 0)) : NULL;
    status = store_rows_end(store, stmt, code, err);
    if (!status && found && !read) status = fail_no_memory(err);
    if (status) {
        kept_row_let_go(read);
        return status;
    }
    if (rows && read && read->size <= KEPT_SIZE_MAX) keep(rows, read);
    *row = read;
    return OFFPRINT_OK;
}

void kept_row_let_go(struct kept_row *row)
{
    if (row && --row->holders == 0) free(row);
}
