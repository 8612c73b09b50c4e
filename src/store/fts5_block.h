// fts5_block.h - the rows of posting_data, where FTS5 keeps all of an index.
//
//     id 1     totals          (fts5_lengths.h)
//     id 10    structure       (fts5_structure.h)
//     others   segment << 37 | kind << 36 | height << 31 | page:
//              a leaf of a segment (kind 0, height 0; fts5_leaf.h)
//              or a page of a doclist index (kind 1; fts5_dlidx.h)

#ifndef OFFPRINT_STORE_FTS5_BLOCK_H
#define OFFPRINT_STORE_FTS5_BLOCK_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "store/kept_rows.h"

struct store;

enum {
    FTS5_TOTALS_BLOCK = 1,
    FTS5_STRUCTURE_BLOCK = 10,
    FTS5_PAGE_MAX = 0x7FFFFFFF, // pages are counted from 1
};

static inline int64_t fts5_leaf_id(uint32_t segment, uint32_t page)
{
    return (int64_t)segment << 37 | (int64_t)page;
}

static inline int64_t fts5_dlidx_id(uint32_t segment, unsigned height,
                                    uint32_t page)
{
    return (int64_t)segment << 37 | (int64_t)1 << 36 | (int64_t)height << 31
           | (int64_t)page;
}

// Writes a row, over what was there.
enum offprint_status fts5_block_write(struct store *store, int64_t id,
                                      struct slice bytes,
                                      struct offprint_error *err);

// Puts the bytes of a row into *block, in place of what it holds.
// OFFPRINT_CORRUPT where there is no such row.
enum offprint_status fts5_block_read(struct store *store, int64_t id,
                                     struct buffer *block,
                                     struct offprint_error *err);

// The row of a leaf, held for the caller (kept_rows_read()). OFFPRINT_CORRUPT
// where there is no such row.
enum offprint_status fts5_leaf_hold(struct store *store, struct kept_rows *rows,
                                    uint32_t segment, uint32_t page,
                                    struct kept_row **leaf,
                                    struct offprint_error *err);

#endif
