// fts5_leaf.h - one leaf of a segment: terms and their doclists.
//
//     offset  size  meaning
//     0       2     where the first id is, if one stands before any term,
//                   else 0; big-endian, as the next
//     2       2     where the footer begins
//     4             the rest of a doclist that began on a leaf before
//                   term, doclist, term, doclist, ...
//             rest  footer: where each term is, relative to the one before it
//                   (the first one: to the start of the leaf), as varints
//
// The first term of a leaf is its size and its bytes; others are the number of
// bytes shared with the term before, the number of own bytes, and these. All
// terms of the main index have a '0' in front. A leaf with ab (articles 7 and
// 9, as in fts5_doclist.h) and ac (article 9, position 0 of the title):
//
//     00 00   00 1A   03 '0' 'a' 'b'   07 08 01 01 05 09   02 08 02 01 01 04
//                     02 01 'c'        09 02 02            04 10
//
// A doclist goes on from leaf to leaf. The first id of a leaf on which no term
// stands before it is written in full, so that one can begin reading there; an
// id stands on one leaf with the size of its list, and no varint is cut.

#ifndef OFFPRINT_STORE_FTS5_LEAF_H
#define OFFPRINT_STORE_FTS5_LEAF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "store/fts5_doclist.h"

enum {
    FTS5_TERM_MAX = FTS5_TERM_LONGEST + 1, // bytes, the '0' in front included
    FTS5_LEAF_HEAD = 4,      // bytes before the first doclist or term
    FTS5_LEAF_SIZE_MIN = 32, // pgsz: the least that FTS5 takes
    // pgsz: offsets have 16 bits, and FTS5 goes somewhat over the size.
    FTS5_LEAF_SIZE_MAX = 0xE000,
};

// A leaf in the making. It gets no larger than its limit, but for a term that
// alone is larger.
struct fts5_leaf {
    uint8_t *bytes;
    uint8_t *footer;
    size_t limit;       // pgsz
    size_t size;        // bytes in use, without the footer
    size_t footer_size; // bytes
    size_t last_term;   // where it begins; 0: there is none
    bool has_id;        // an id or a term, from which the next id counts
};

// limit is from FTS5_LEAF_SIZE_MIN to FTS5_LEAF_SIZE_MAX. False where there is
// no memory; fts5_leaf_free() it in any case.
bool fts5_leaf_init(struct fts5_leaf *leaf, size_t limit);
void fts5_leaf_free(struct fts5_leaf *leaf);

static inline bool fts5_leaf_is_empty(const struct fts5_leaf *leaf)
{
    return leaf->size == FTS5_LEAF_HEAD;
}

static inline bool fts5_leaf_has_term(const struct fts5_leaf *leaf)
{
    return leaf->last_term > 0;
}

// How many bytes may be added.
static inline size_t fts5_leaf_room(const struct fts5_leaf *leaf)
{
    size_t used = leaf->size + leaf->footer_size;
    return used < leaf->limit ? leaf->limit - used : 0;
}

// Whether a term of size bytes, of which it shares some with the term before,
// may be added, together with some of its doclist. An empty leaf takes any.
bool fts5_leaf_takes_term(const struct fts5_leaf *leaf, size_t size,
                          size_t shared);

// Adds a term of at most FTS5_TERM_MAX bytes.
void fts5_leaf_add_term(struct fts5_leaf *leaf, struct slice term,
                        size_t shared);

// Adds bytes, for which there is room.
static inline void fts5_leaf_add(struct fts5_leaf *leaf, const uint8_t *bytes,
                                 size_t size)
{
    memcpy(leaf->bytes + leaf->size, bytes, size);
    leaf->size += size;
}

// Adds an id as the difference to the one before or, where leaf->has_id is
// false, in full. There is room for it.
void fts5_leaf_add_id(struct fts5_leaf *leaf, uint64_t id);

// The finished bytes; they live in the leaf until it is cleared.
struct slice fts5_leaf_finish(struct fts5_leaf *leaf);

// Empties it.
void fts5_leaf_clear(struct fts5_leaf *leaf);

#endif
