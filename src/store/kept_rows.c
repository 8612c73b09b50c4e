#include "store/kept_rows.h"

#include <stdlib.h>
#include <string.h>

#include "store/connection.h"

enum {
    // Sets of rows, as a power of two: a table is made for a few, and grows
    // when it has as many rows as sets.
    BITS_MIN = 6,
    BITS_MAX = 11,
    ROWS = 2,             // of a set, the one that was used last first
    KEPT_SIZE_MAX = 4096, // bytes; FTS5's leaves and our chunks have fewer
};

struct kept_set {
    struct kept_row *rows[ROWS];
};

struct kept_rows {
    unsigned bits;
    size_t count;
    struct kept_set *sets;
};

static size_t set_count(const struct kept_rows *rows)
{
    return (size_t)1 << rows->bits;
}

struct kept_rows *kept_rows_new(void)
{
    struct kept_rows *rows = calloc(1, sizeof *rows);
    if (!rows) return NULL;
    rows->bits = BITS_MIN;
    rows->sets = calloc(set_count(rows), sizeof *rows->sets);
    if (rows->sets) return rows;
    free(rows);
    return NULL;
}

void kept_rows_forget(struct kept_rows *rows)
{
    if (!rows) return;
    for (size_t i = 0; i < set_count(rows) * ROWS; i++) {
        struct kept_row **row = &rows->sets[i / ROWS].rows[i % ROWS];
        kept_row_let_go(*row);
        *row = NULL;
    }
    rows->count = 0;
}

void kept_rows_free(struct kept_rows *rows)
{
    if (!rows) return;
    kept_rows_forget(rows);
    free(rows->sets);
    free(rows);
}

// Neighbouring ids have different sets: multiplied by the golden ratio, their
// high bits are spread evenly (Knuth, The Art of Computer Programming 3, 6.4).
static struct kept_set *set_of(const struct kept_rows *rows,
                               enum kept_table table, int64_t id)
{
    const uint64_t number = (uint64_t)id << 1 | table;
    return &rows->sets[number * 0x9E3779B97F4A7C15u >> (64 - rows->bits)];
}

static struct kept_row *find(const struct kept_rows *rows,
                             enum kept_table table, int64_t id)
{
    struct kept_set *set = set_of(rows, table, id);
    for (size_t i = 0; i < ROWS; i++) {
        struct kept_row *row = set->rows[i];
        if (!row || row->id != id || row->table != table) continue;
        set->rows[i] = set->rows[0];
        set->rows[0] = row;
        return row;
    }
    return NULL;
}

// Puts a row in front of its set, from which the last one has to go.
static void put(struct kept_rows *rows, struct kept_row *row)
{
    struct kept_set *set = set_of(rows, row->table, row->id);
    struct kept_row *last = set->rows[ROWS - 1];
    if (!last) rows->count++;
    kept_row_let_go(last);
    memmove(set->rows + 1, set->rows, (ROWS - 1) * sizeof set->rows[0]);
    set->rows[0] = row;
}

// Where there is no memory, the table stays as it is.
static void grow(struct kept_rows *rows)
{
    struct kept_rows grown = { .bits = rows->bits + 1 };
    grown.sets = calloc(set_count(&grown), sizeof *grown.sets);
    if (!grown.sets) return;
    for (size_t i = set_count(rows) * ROWS; i-- > 0;) {
        struct kept_row *row = rows->sets[i / ROWS].rows[i % ROWS];
        if (row) put(&grown, row);
    }
    free(rows->sets);
    *rows = grown;
}

static void keep(struct kept_rows *rows, struct kept_row *row)
{
    if (rows->count >= set_count(rows) && rows->bits < BITS_MAX) grow(rows);
    row->holders++;
    put(rows, row);
}

static struct kept_row *copy_row(enum kept_table table, int64_t id,
                                 struct slice bytes)
{
    const size_t beyond =
        table == KEPT_LEAF ? KEPT_BEYOND_LEAF : KEPT_BEYOND_PACKED;
    struct kept_row *row = malloc(sizeof *row + bytes.len + beyond);
    if (!row) return NULL;
    *row = (struct kept_row){ table, 1, id, bytes.len };
    if (bytes.len > 0) memcpy(row->bytes, bytes.ptr, bytes.len);
    memset(row->bytes + bytes.len, 0, beyond);
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
