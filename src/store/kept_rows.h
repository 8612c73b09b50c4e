// kept_rows.h - rows of bytes that were read, kept for searches to come.
//
// A row costs SQLite a microsecond, most of it its statement's, and searches
// read the same leaves and packed lists again and again. Here they stay until
// others take their place: some 25 MB at most.
//
// Whoever keeps rows forgets them when the file changes. One thread at a time.

#ifndef OFFPRINT_STORE_KEPT_ROWS_H
#define OFFPRINT_STORE_KEPT_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

struct store;

enum kept_table {
    KEPT_LEAF,   // posting_data
    KEPT_PACKED, // packed
};

// Bytes that may be read behind a row, all zero.
enum { KEPT_BEYOND_LEAF = 16, KEPT_BEYOND_PACKED = 2048 };

// A row, as long as anybody holds it.
struct kept_row {
    enum kept_table table;
    uint32_t holders;
    int64_t id;
    size_t size;
    char bytes[];
};

static inline struct slice kept_row_bytes(const struct kept_row *row)
{
    return (struct slice){ row->bytes, row->size };
}

struct kept_rows;

// Without a row. NULL where there is no memory.
struct kept_rows *kept_rows_new(void);

// Takes NULL. Rows that somebody holds stay for them.
void kept_rows_free(struct kept_rows *rows);
void kept_rows_forget(struct kept_rows *rows);

// A row, held for the caller: a kept one, else as it is read from the file, and
// then kept; NULL where there is none. With NULL for rows it is not kept.
enum offprint_status kept_rows_read(struct store *store, struct kept_rows *rows,
                                    enum kept_table table, int64_t id,
                                    struct kept_row **row,
                                    struct offprint_error *err);

// Takes NULL.
void kept_row_let_go(struct kept_row *row);

#endif
