// packed_list.h - the articles of a frequent term in one segment, for
// searching.
//
// FTS5's doclists have positions between the ids, so that to read the ids is to
// read everything. A packed list is made from a doclist, and holds what
// ranking needs: ids, how often the term stands in each article, what the best
// of each 128 articles can be, and where in the doclist positions are found.
// All numbers are little-endian:
//
//     head    u32      articles
//             u32      blocks, of 128 articles each but for the last
//             best     ten times: u16 in the body, u8 in the title, u8 length
//             for each block, all blocks after one another:
//     u32     last     the greatest id
//     u32     page     the leaf on which the first entry is
//     u16     offset   where on it the size of that entry's list is
//     u16     chunk    which chunk has the data, 0: behind the head
//     u16     at       and where in it
//     u8 * 6  frontier three times: occurrences, length
//     u8 * 4           bits of ids, bits of occurrences, exceptions, fields
//
//     data    ids      differences less one, packed (base/packing.h)
//             body     occurrences in the body, less one, packed
//             u8 u16   exceptions: number in the block, occurrences: for those
//                      of none, and those too many for the bits
//             u8 u8 u8 fields: number in the block, occurrences in the title,
//                      and in extra: for those that have any
//
// A frontier tells how good the articles of a block can be without a word of
// how they are scored: each of them has, for one of the three points, no more
// occurrences and no smaller length. An occurrence in the title counts twice
// there, and one in extra once. So any score that grows with occurrences and
// falls with length has its greatest value, or a little more, at a point. best
// are ten articles that any such score finds good: ten as good exist.
//
// Lengths are the codes of lengths.h. 255 occurrences stand for any number.

#ifndef OFFPRINT_STORE_PACKED_LIST_H
#define OFFPRINT_STORE_PACKED_LIST_H

#include "base/buffer.h"
#include "base/packing.h"
#include "store/articles.h"
#include "store/fts5_walk.h"

enum {
    PACKED_BLOCK = PACKING_NUMBERS,
    PACKED_ARTICLES_MIN = 512, // with fewer a term has no packed list
    PACKED_BEST = 10,
    PACKED_POINTS = 3,
    PACKED_ANY = 255,          // occurrences: as many as one likes
    PACKED_CHUNK_BYTES = 3980, // two fit on a page of the file
    PACKED_BLOCK_BYTES_MAX =
        2 * PACKING_NUMBERS * 4 + 6 * PACKED_BLOCK, // of its data
    PACKED_TITLE_COUNTS = 2, // an occurrence in the title, in a frontier
};

// An article of a doclist.
struct packed_posting {
    uint32_t id;
    uint16_t body; // occurrences; no more than fit in are counted
    uint8_t title;
    uint8_t extra;
    uint8_t length;
    struct fts5_place place;
};

struct packed_point {
    uint8_t occurrences;
    uint8_t length;
};

struct packed_best {
    uint16_t body;
    uint8_t title;
    uint8_t length;
};

// ---- Making -----------------------------------------------------------------

// Chunks of a packed list, the head in the first one.
struct packed_chunks {
    struct buffer bytes;
    size_t *ends;
    size_t count;
    size_t room;
};

// Packs postings, at least PACKED_ARTICLES_MIN of them, in place of what the
// chunks hold. False where there is no memory.
bool packed_list_make(const struct packed_posting *postings, size_t count,
                      struct packed_chunks *chunks);
void packed_chunks_free(struct packed_chunks *chunks);

// ---- Reading ----------------------------------------------------------------

// The head of a list. Points into its bytes.
struct packed_head {
    uint32_t articles;
    uint32_t blocks;
    const struct packed_best *best; // PACKED_BEST of them
    const uint32_t *last;
    const uint32_t *page;
    const uint16_t *offset;
    const uint16_t *chunk;
    const uint16_t *at;
    const struct packed_point *frontier; // PACKED_POINTS a block
    const uint8_t *bits; // ids, occurrences, exceptions, fields of each block
    size_t size;         // bytes of the head
};

// Reads a head, which is aligned for numbers of 32 bits. False where it is
// damaged.
bool packed_head_read(struct slice bytes, struct packed_head *head);

// The articles of a block: ids, and their occurrences weighted by units.
struct packed_units {
    uint32_t body;
    uint32_t title;
    uint32_t extra;
};

// As many occurrences as a packed list can hold.
static inline uint32_t packed_at_most(uint32_t occurrences, uint32_t limit)
{
    return occurrences < limit ? occurrences : limit;
}

// How much occurrences in a field come to.
static inline uint32_t packed_weigh_field(const struct packed_units *units,
                                          uint32_t column, uint32_t count)
{
    if (column == POSTING_BODY)
        return packed_at_most(count, UINT16_MAX) * units->body;
    return packed_at_most(count, UINT8_MAX)
           * (column == POSTING_TITLE   ? units->title
              : column == POSTING_EXTRA ? units->extra
                                        : 0);
}

// How much occurrences in each field come to, whatever a list is read from.
static inline uint32_t packed_weigh(const struct packed_units *units,
                                    const uint32_t counts[POSTING_COLUMNS])
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < POSTING_COLUMNS; i++)
        sum += packed_weigh_field(units, i, counts[i]);
    return sum;
}

// Unpacks the ids of a block of a list from the bytes that begin with its data,
// behind which PACKED_BLOCK_BYTES_MAX may be read. Returns how many articles it
// has; 0 where it is damaged.
uint32_t packed_ids_read(const struct packed_head *head, uint32_t block,
                         struct slice data, uint32_t ids[PACKED_BLOCK]);

// Unpacks the occurrences of a block whose ids were read from the same bytes.
// False where it is damaged.
bool packed_occurrences_read(const struct packed_head *head, uint32_t block,
                             struct slice data,
                             const struct packed_units *units,
                             uint32_t occurrences[PACKED_BLOCK]);

#endif
