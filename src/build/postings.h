// postings.h - chunks become postings: one segment of all of them, or row by row.

#ifndef OFFPRINT_BUILD_POSTINGS_H
#define OFFPRINT_BUILD_POSTINGS_H

#include "build/crew.h"
#include "build/vocabulary.h"

struct store;

// Merges the terms of chunks into one segment of the index, with the lengths of
// their articles, and counts them in the vocabulary. The crew, which has no
// other jobs, merges, and the caller's thread writes. Ids rise by one from
// article to article of a chunk.
enum offprint_status postings_write_segment(struct store *store,
                                            struct chunks chunks,
                                            struct crew *crew,
                                            struct vocabulary *vocabulary,
                                            struct offprint_error *err);

// Lets FTS5 index the articles one by one; their texts are still there. Counts
// their terms likewise.
enum offprint_status postings_insert(struct store *store, struct chunks chunks,
                                     struct vocabulary *vocabulary,
                                     struct offprint_error *err);

#endif
