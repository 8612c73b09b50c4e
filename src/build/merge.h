// merge.h - the terms of many chunks in one order.
//
//     chunk 1   aal 3   moon 7   sea 1          aal: of chunks 1, 2
//     chunk 2   aal 1            sea 4    -->   moon: of chunk 1
//     chunk 3           ...                     sea: of chunks 1, 2
//
// The order is cut into parts, each with all terms whose first bytes are in a
// range; parts are merged independently of each other, by any thread.

#ifndef OFFPRINT_BUILD_MERGE_H
#define OFFPRINT_BUILD_MERGE_H

#include "build/chunk.h"
#include "store/fts5_doclist.h"

enum { MERGE_PARTS_MAX = 256 };

// The chunks of a batch. Ids rise from chunk to chunk.
struct chunks {
    struct chunk *const *items;
    size_t count;
};

// A term of one chunk at least, and what it is in all of them.
struct merged_term {
    struct slice term; // points into a chunk
    struct slice key;  // text/fold_key.h; the same bytes where it is the term
    struct fts5_run run;
    uint64_t articles;
    uint64_t occurrences;
    uint32_t languages;
};

// A part: terms from one slice_head() on, up to another.
struct merge_part {
    struct chunks chunks;
    uint64_t from;
    uint64_t to;
    bool has_end; // else all terms from the first on
    // What was merged; lives as long as the part and the chunks.
    struct merged_term *terms;
    size_t count;
    size_t room;
    struct buffer entries; // of all runs
    struct arena keys;     // those that are not their terms
};

// Where parts begin: cuts the order into as many parts as the chunks have
// megabytes, about. The first begins at 0. Returns how many there are.
size_t merge_cut(struct chunks chunks, uint64_t starts[MERGE_PARTS_MAX]);

// Merges a part, of which the chunks and the range are given. It is freed in the
// end, or merged again with others, in the same memory.
enum offprint_status merge_part(struct merge_part *part,
                                struct offprint_error *err);
void merge_part_free(struct merge_part *part);

#endif
