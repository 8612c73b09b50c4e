// merge.h - the terms of many chunks in one order.
//
//     chunk 1   aal 3   moon 7   sea 1          aal: of chunks 1, 2
//     chunk 2   aal 1            sea 4    -->   moon: of chunk 1
//     chunk 3           ...                     sea: of chunks 1, 2
//
// The order is cut into parts, each with all terms in a range; parts are merged
// independently of each other, by any thread.

#ifndef OFFPRINT_BUILD_MERGE_H
#define OFFPRINT_BUILD_MERGE_H

#include "build/chunk.h"
#include "store/fts5_doclist.h"

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

// Where a part begins.
struct merge_start {
    uint64_t head;     // slice_head() of the term
    struct slice term; // points into a chunk
};

// Where all parts begin, the first at the first term.
struct merge_cuts {
    struct merge_start *starts;
    size_t count;
};

struct merge_part {
    struct chunks chunks;
    struct merge_start from;
    struct merge_start to; // the term is NULL: all from the first on
    // What was merged; lives as long as the part and the chunks.
    struct merged_term *terms;
    size_t count;
    size_t room;
    struct buffer entries; // of all runs
    struct arena keys;     // those that are not their terms
};

// Cuts the order of the terms of chunks into parts that take two megabytes or
// so each, unless a single term takes more. Freed in the end.
enum offprint_status merge_cut(struct chunks chunks, struct merge_cuts *cuts,
                               struct offprint_error *err);
void merge_cuts_free(struct merge_cuts *cuts);

// Makes a part the one of a number of all that the chunks were cut into.
void merge_part_set(struct merge_part *part, struct chunks chunks,
                    const struct merge_cuts *cuts, size_t number);

// Merges a part that was set. It is freed in the end, or set and merged again,
// in the same memory.
enum offprint_status merge_part(struct merge_part *part,
                                struct offprint_error *err);
void merge_part_free(struct merge_part *part);

// Merges all terms of chunks, part after part, and gives each to on_term, where
// it lives until that returns.
enum offprint_status merge_each(
    struct chunks chunks,
    enum offprint_status (*on_term)(void *context,
                                    const struct merged_term *term,
                                    struct offprint_error *err),
    void *context, struct offprint_error *err);

#endif
