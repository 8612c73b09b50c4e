// postings.h - chunks become postings: one segment of all of them, or row by row.

#ifndef OFFPRINT_BUILD_POSTINGS_H
#define OFFPRINT_BUILD_POSTINGS_H

#include "build/chunk.h"

struct store;

// Merges the terms of chunks into one segment of the index, with the lengths of
// their articles. Ids rise by one from article to article of a chunk, and from
// chunk to chunk.
enum offprint_status postings_write_segment(struct store *store,
                                            struct chunk *const *chunks,
                                            size_t count,
                                            struct offprint_error *err);

// Lets FTS5 index the articles one by one; their texts are still there.
enum offprint_status postings_insert(struct store *store,
                                     struct chunk *const *chunks, size_t count,
                                     struct offprint_error *err);

#endif
