// fts5_walk.h - reads the terms of a segment and their doclists, leaf by leaf.
//
//     struct fts5_walk walk;
//     fts5_walk_open(&walk, store, &segment);
//     fts5_walk_find(&walk, term, &found, err);    to one term, or
//     fts5_walk_term(&walk, &more, err);           to the next one in order
//     while (fts5_walk_next(&walk, &more, err), more)
//         walk.id, walk.deleted, walk.place
//         fts5_walk_list(&walk, &list, err);       its positions, if wanted
//     fts5_walk_close(&walk);
//
// fts5_leaf.h has the bytes of a leaf. What makes reading harder than writing:
// a list of positions may run over several leaves; the first id that begins on
// a leaf stands there in full; and a doclist ends where a term begins, which
// for the last term of a leaf only a later leaf can tell. Nothing that is read
// is believed: whatever contradicts itself is OFFPRINT_CORRUPT.
//
// One thread at a time, inside one transaction.

#ifndef OFFPRINT_STORE_FTS5_WALK_H
#define OFFPRINT_STORE_FTS5_WALK_H

#include "base/buffer.h"
#include "store/fts5_leaf.h"
#include "store/fts5_structure.h"
#include "store/kept_rows.h"
#include "store/term_index.h"

// Where an entry of a doclist has the size of its list.
struct fts5_place {
    uint32_t page;
    uint32_t offset;
};

struct fts5_walk {
    struct store *store;
    struct fts5_structure_segment segment;

    struct kept_rows *rows;          // where leaves are kept; NULL: nowhere
    const struct term_index *leaves; // fts5_leaves_read(); NULL: it was not

    struct kept_row *leaf; // at hand
    uint32_t page;         // its number; 0: none
    size_t end;            // of terms and doclists: where the footer begins
    size_t footer;         // what of it is to be read next
    size_t next_term;      // where the next term begins; end: none on this leaf
    bool has_term;         // one of this leaf was read
    bool term_ahead;       // the term was read, and nobody went to it

    uint8_t term[FTS5_TERM_MAX]; // at hand, its '0' in front
    size_t term_size;

    // The entry at hand.
    int64_t id;
    bool deleted; // a marker: what is older does not count
    struct fts5_place place;
    size_t list_size; // bytes of its list that were not passed yet
    size_t at;        // where they are
    bool id_in_full;  // the next id is the first of this leaf, or of a term
    struct buffer spare;
};

// Nothing is read yet.
void fts5_walk_open(struct fts5_walk *walk, struct store *store,
                    const struct fts5_structure_segment *segment);
void fts5_walk_close(struct fts5_walk *walk);
// Opens another in the memory of one, which keeps leaves where that did.
void fts5_walk_reopen(struct fts5_walk *walk, struct store *store,
                      const struct fts5_structure_segment *segment);

// Adds the first terms of leaves, a '0' in front, to an empty index, as FTS5
// has them in posting_idx: with twice the number of the leaf.
enum offprint_status fts5_leaves_read(
    struct store *store, const struct fts5_structure_segment *segment,
    struct term_index *leaves, struct offprint_error *err);

// Goes to the doclist of a term, without a '0' in front. Where the segment has
// no such term, *found is false, and the walk stands before the next greater
// term: fts5_walk_term() goes there.
enum offprint_status fts5_walk_find(struct fts5_walk *walk, struct slice term,
                                    bool *found, struct offprint_error *err);

// Goes to the next term; *more is false at the end.
enum offprint_status fts5_walk_term(struct fts5_walk *walk, bool *more,
                                    struct offprint_error *err);

// The term at hand, without its '0'; lives until the walk goes on.
struct slice fts5_walk_term_text(const struct fts5_walk *walk);

// Goes to the next entry of the doclist; *more is false at its end.
enum offprint_status fts5_walk_next(struct fts5_walk *walk, bool *more,
                                    struct offprint_error *err);

// Goes count entries further; *more is false where there are fewer.
enum offprint_status fts5_walk_skip(struct fts5_walk *walk, uint32_t count,
                                    bool *more, struct offprint_error *err);

// An entry that lies wholly on the leaf at hand.
struct fts5_entry {
    int64_t id;
    uint32_t place; // offset of the size of its list
    uint32_t list;  // of the list itself
    uint32_t size;  // its bytes
    bool deleted;
};

// Goes to the next entries and passes their lists, as long as they lie wholly
// on the leaf at hand, room of them at most; returns how many. 0:
// fts5_walk_next() goes on.
size_t fts5_walk_entries(struct fts5_walk *walk, struct fts5_entry *entries,
                         size_t room);

// The list of one of them, while the leaf is at hand, with 16 bytes behind it.
static inline struct slice fts5_entry_list(const struct fts5_walk *walk,
                                           const struct fts5_entry *entry)
{
    return (struct slice){ walk->leaf->bytes + entry->list, entry->size };
}

// Passes the list of the entry at hand and gives its bytes, which live until
// the walk goes on; 16 bytes behind them may be read. Once an entry.
enum offprint_status fts5_walk_list(struct fts5_walk *walk, struct slice *list,
                                    struct offprint_error *err);

// Goes to the list of an entry whose place is known; its id is not.
enum offprint_status fts5_walk_to(struct fts5_walk *walk,
                                  struct fts5_place place,
                                  struct offprint_error *err);

// ---- Lists ------------------------------------------------------------------

// Eight bytes at once: the high bits of all, and the others.
#define FTS5_HIGH_BITS 0x8080808080808080u
#define FTS5_LOW_BITS  0x7F7F7F7F7F7F7F7Fu

// How many of the high bits are set; no others are.
static inline uint32_t fts5_count_high(uint64_t bits)
{
    return (uint32_t)((bits >> 7) * 0x0101010101010101u >> 56);
}

// As most lists are: eight bytes at most, in one column. Tells the column and
// how often the term stands there; false for all other lists. Eight bytes
// behind the list may be read; they are numbered from the lowest on, which is
// for machines that keep numbers that way.
static inline bool fts5_list_count_short(struct slice list, uint32_t *column,
                                         uint32_t *occurrences)
{
    if (list.len > 8 || list.len == 0
        || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__)
        return false;
    uint64_t bytes;
    memcpy(&bytes, list.ptr, 8);
    bytes |= list.len == 8 ? 0 : UINT64_MAX << 8 * list.len;
    const uint64_t ends = ~bytes & FTS5_HIGH_BITS;
    // Marks of a column: bytes that are 1 where a varint begins.
    const uint64_t other = bytes ^ 0x0101010101010101u;
    const uint64_t ones =
        ~(((other & FTS5_LOW_BITS) + FTS5_LOW_BITS) | other | FTS5_LOW_BITS);
    uint64_t marks = ones & (ends << 8 | 0x80);
    *column = 0;
    *occurrences = fts5_count_high(ends);
    if (marks == 0) return true;
    // One in front of all: the byte behind it is the column.
    *column = bytes >> 8 & 0xFF;
    marks &= ~(uint64_t)0x8000;
    if (marks != 0x80 || *column >= 0x80) return false;
    *occurrences -= 2;
    return true;
}

// How often a term stands in each of the first count columns; further columns
// are left out. Eight bytes behind the list may be read. False where it is
// damaged.
bool fts5_list_count(struct slice list, uint32_t *occurrences, size_t count);

// The places of a list, in its order: false at the end.
struct fts5_positions {
    const uint8_t *at;
    const uint8_t *end;
    uint32_t column;
    uint32_t position;
};

static inline struct fts5_positions fts5_positions_of(struct slice list)
{
    const uint8_t *at = (const uint8_t *)list.ptr;
    return (struct fts5_positions){ at, at + list.len, 0, 0 };
}

static inline bool fts5_positions_next(struct fts5_positions *positions)
{
    uint64_t number;
    if (positions->at >= positions->end
        || !fts5_varint_read(&positions->at, positions->end, &number))
        return false;
    if (number == 1) {
        uint64_t column;
        if (!fts5_varint_read(&positions->at, positions->end, &column)
            || !fts5_varint_read(&positions->at, positions->end, &number))
            return false;
        positions->column = (uint32_t)column;
        positions->position = 0;
    }
    positions->position += (uint32_t)(number - 2);
    return true;
}

#endif
