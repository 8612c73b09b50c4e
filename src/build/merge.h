// merge.h - the terms of many chunks in one order.
//
//     chunk 1   aal 3   moon 7   sea 1          aal: chunks 1, 2
//     chunk 2   aal 1            sea 4    -->   moon: chunk 1
//     chunk 3           ...                     sea: chunks 1, 2

#ifndef OFFPRINT_BUILD_MERGE_H
#define OFFPRINT_BUILD_MERGE_H

#include "build/chunk.h"
#include "store/fts5_doclist.h"

// A term of one chunk at least, and what it is in all of them.
struct merged_term {
    struct slice term;
    const struct fts5_run *runs; // a run for each chunk, in their order
    size_t run_count;
    uint64_t articles;
    uint64_t occurrences;
    uint32_t languages;
};

// Calls on_term for each term of the chunks, in the order of their bytes; a
// failure of it ends the merge. Ids rise from chunk to chunk.
enum offprint_status merge_terms(
    struct chunk *const *chunks, size_t count,
    enum offprint_status (*on_term)(void *context,
                                    const struct merged_term *term,
                                    struct offprint_error *err),
    void *context, struct offprint_error *err);

#endif
