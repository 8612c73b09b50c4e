// postings.h - chunks become postings: one segment of all of them, or row by row.

#ifndef OFFPRINT_BUILD_POSTINGS_H
#define OFFPRINT_BUILD_POSTINGS_H

#include "build/merge.h"

struct fts5_segment;
struct store;

// Adds a term to a segment of the index, behind all before it.
enum offprint_status postings_add_term(struct fts5_segment *segment,
                                       const struct merged_term *term,
                                       struct offprint_error *err);

// Adds the lengths of the articles of a segment, whose ids rise by one from
// article to article of a chunk.
enum offprint_status postings_add_lengths(struct store *store,
                                          struct chunk *const *chunks,
                                          size_t count,
                                          struct offprint_error *err);

// Lets FTS5 index the articles one by one; their texts are still there.
enum offprint_status postings_insert(struct store *store,
                                     struct chunk *const *chunks, size_t count,
                                     struct offprint_error *err);

#endif
