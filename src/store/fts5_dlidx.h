// fts5_dlidx.h - the doclist index of a term: with which id each leaf begins.
//
// A term whose doclist goes over several leaves has a tree of pages, so that a
// search can skip leaves. A page of height 0 speaks of leaves:
//
//     size     meaning
//     1        0 for the root, else 1
//     varint   a leaf; the first is the one after that on which the term stands
//     varint   its first id
//     varints  for each leaf behind it: its first id less the one before it,
//              or 0 where no id begins on the leaf
//
// and pages above speak of pages below in the same way. All pages of a height
// follow one another, from the number of the leaf with the term. The leaves 3,
// 4 and 6 of a doclist begin with the ids 100, 300 and 305:
//
//     00 03 64 81 48 00 05
//
// Only what is worth it is kept, and that is known at the end of the doclist
// alone: the caller says.

#ifndef OFFPRINT_STORE_FTS5_DLIDX_H
#define OFFPRINT_STORE_FTS5_DLIDX_H

#include "store/fts5_block.h"

enum { FTS5_DLIDX_HEIGHTS = 32 }; // as many as row ids can tell apart

// A page in the making; empty where bytes.len is 0.
struct fts5_dlidx_page {
    struct buffer bytes;
    uint32_t number;
    int64_t first; // the first id it tells of
    int64_t last;  // the last one
};

// The doclist index of the term at hand. All zero bytes but for the first three
// members: ready. After a failure it can only be freed.
struct fts5_dlidx {
    struct store *store;
    uint32_t segment;
    size_t page_size; // pgsz; a page is full when it has as many bytes
    struct fts5_dlidx_page pages[FTS5_DLIDX_HEIGHTS]; // by height
};

// A term begins on a leaf.
void fts5_dlidx_begin(struct fts5_dlidx *dlidx, uint32_t leaf);

// Its doclist goes on, and id is the first on a leaf.
enum offprint_status fts5_dlidx_add(struct fts5_dlidx *dlidx, uint32_t leaf,
                                    int64_t id, struct offprint_error *err);

// Its doclist goes on, and no id begins on the leaf behind the last one.
enum offprint_status fts5_dlidx_add_none(struct fts5_dlidx *dlidx,
                                         struct offprint_error *err);

// Whether any leaf was added.
bool fts5_dlidx_is_empty(const struct fts5_dlidx *dlidx);

// The doclist ended: the index of the term is written, or forgotten.
enum offprint_status fts5_dlidx_keep(struct fts5_dlidx *dlidx,
                                     struct offprint_error *err);
void fts5_dlidx_forget(struct fts5_dlidx *dlidx);

void fts5_dlidx_free(struct fts5_dlidx *dlidx);

#endif
