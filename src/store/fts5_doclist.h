// fts5_doclist.h - the articles of one term, in FTS5's own bytes.
//
// This is what inverts articles and what writes segments have in common, and
// all that anybody but store/fts5_* knows of FTS5's format. A doclist is a row
// of entries, by ascending id; numbers are varints (fts5_varint.h):
//
//     entry     id, less that of the entry before it
//               size of the list in bytes, times 2
//     list      positions in the title, each + 2 and less the one before it
//               for each other column with positions: 1, column, positions
//
// A term at the positions 3 and 10 of the body (column 1) of article 7, and at
// 0 of the title and 2 of the body of article 9:
//
//     07 08 01 01 05 09    02 08 02 01 01 04
//
// The size is doubled since its lowest bit marks a deletion, of which there are
// none here. Whoever inverts a few consecutive articles counts ids from a base
// of its own: the first id stands as it is, relative to the base, and all
// others are relative to each other. So a run of entries moves to its place in
// a segment with a new first id and one memcpy().

#ifndef OFFPRINT_STORE_FTS5_DOCLIST_H
#define OFFPRINT_STORE_FTS5_DOCLIST_H

#include <assert.h>
#include <string.h>

#include "store/fts5_varint.h"

enum {
    FTS5_TERM_LONGEST = 511, // bytes; words.h gives 128
    FTS5_COLUMN_MAX = 1999,
    FTS5_POSITION_MAX = 0x7FFFFFFD, // + 2 has to fit into 31 bits
    // The most bytes that one call below adds: 4 for the size of a list that
    // is closed, 5 + 1 for a new entry, 3 for a column, 5 for a position.
    FTS5_DOCLIST_STEP = 18,
};

// Part of the doclist of a term: entries in whole, at least one.
struct fts5_run {
    int64_t base;         // what the first id counts from
    int64_t last;         // the last id, base included
    const uint8_t *bytes; // the caller's
    size_t size;          // bytes
};

// A doclist in the making. All zero bytes but for the memory: empty and ready.
// One thread at a time.
struct fts5_doclist {
    uint8_t *bytes;    // the caller's, who may move them between two calls
    uint32_t size;     // bytes in use
    uint32_t list;     // where the open list begins
    uint32_t id;       // of the open entry; relative to the caller's base
    uint32_t position; // the last one of the open list
    uint32_t column;   // likewise
};

// Writes the size of the open list, if there is one, in front of it. One byte
// was kept, which is enough for most. Behind bytes + size there is room for
// FTS5_DOCLIST_STEP. Call it once, after the last fts5_doclist_add().
static inline void fts5_doclist_close(struct fts5_doclist *doclist)
{
    if (doclist->size == 0) return;
    uint8_t *list = doclist->bytes + doclist->list;
    uint32_t size = doclist->size - doclist->list;
    assert(size < 1u << 30);
    size_t moved = fts5_varint_size(size * 2) - 1;
    if (moved) memmove(list + moved, list, size);
    fts5_varint_write(list - 1, size * 2);
    doclist->size += (uint32_t)moved;
}

// Adds a position of the term, behind all before it by id, then column, then
// position. Behind bytes + size there is room for FTS5_DOCLIST_STEP.
static inline void fts5_doclist_add(struct fts5_doclist *doclist, uint32_t id,
                                    uint32_t column, uint32_t position)
{
    assert(column <= FTS5_COLUMN_MAX && position <= FTS5_POSITION_MAX);
    if (doclist->size == 0 || id != doclist->id) {
        assert(doclist->size == 0 || id > doclist->id);
        fts5_doclist_close(doclist);
        doclist->size += (uint32_t)fts5_varint_write(
            doclist->bytes + doclist->size, id - doclist->id);
        doclist->list = ++doclist->size;
        doclist->id = id;
        doclist->column = doclist->position = 0;
    }
    if (column != doclist->column) {
        assert(column > doclist->column);
        doclist->bytes[doclist->size++] = 1;
        doclist->size +=
            (uint32_t)fts5_varint_write(doclist->bytes + doclist->size, column);
        doclist->column = column;
        doclist->position = 0;
    }
    assert(position >= doclist->position);
    doclist->size += (uint32_t)fts5_varint_write(
        doclist->bytes + doclist->size,
        (uint64_t)(position - doclist->position) + 2);
    doclist->position = position;
}

// The doclist of a term while it is put together from runs, each at higher
// places than the one before; its ids count from 0. All zero bytes but for the
// buffer and the start: empty and ready.
struct fts5_runs {
    struct buffer *bytes; // the caller's
    size_t start;         // of the doclist in them
    int64_t last;         // id; 0: none yet
    // What fts5_runs_join() knows of the last list: where it begins in bytes
    // (0: nothing), and its last place.
    size_t list;
    uint64_t column;
    uint64_t position;
};

// Adds a run that begins with the article that those before it end with: at is
// behind its first id.
void fts5_runs_join(struct fts5_runs *runs, const uint8_t *at,
                    const uint8_t *end);

// Adds a run. Whether it goes on in the article that those before it end with:
// the two lists of that become one.
static inline bool fts5_runs_add(struct fts5_runs *runs,
                                 const struct fts5_run *run)
{
    const uint8_t *at = run->bytes, *end = at + run->size;
    uint64_t relative = 0;
    fts5_varint_read(&at, end, &relative);
    const int64_t id = run->base + (int64_t)relative;
    const bool joined = id == runs->last;
    assert(id >= runs->last);
    if (joined) {
        fts5_runs_join(runs, at, end);
    } else {
        fts5_varint_add(runs->bytes, (uint64_t)(id - runs->last));
        buffer_add(runs->bytes,
                   (struct slice){ (const char *)at, (size_t)(end - at) });
        runs->list = 0;
    }
    runs->last = run->last;
    return joined;
}

// The whole of a closed doclist, which is not empty, as a run.
static inline struct fts5_run fts5_doclist_run(
    const struct fts5_doclist *doclist, int64_t base)
{
    return (struct fts5_run){ base, base + doclist->id, doclist->bytes,
                              doclist->size };
}

#endif
