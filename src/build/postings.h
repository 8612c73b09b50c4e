// postings.h - chunks become postings: one segment of all of them, or row by
// row.

#ifndef OFFPRINT_BUILD_POSTINGS_H
#define OFFPRINT_BUILD_POSTINGS_H

#include "build/crew.h"
#include "build/vocabulary.h"

struct store;

// What the articles of a segment have in all.
struct postings_totals {
    uint64_t articles;
    uint64_t words[POSTING_COLUMNS];
};

// Notes how long each article of a chunk is, for searches.
enum offprint_status postings_note_lengths(struct store *store,
                                           const struct chunk *chunk,
                                           struct offprint_error *err);

// Writes how many words each article of a chunk has, and adds them up.
enum offprint_status postings_add_lengths(struct store *store,
                                          const struct chunk *chunk,
                                          struct postings_totals *totals,
                                          struct offprint_error *err);

// Merges the terms of chunks, whose lengths were written, into one segment of
// the index, and counts them in the vocabulary. The crew, which has no other
// jobs, merges, and the caller's thread writes. Ids rise by one from article to
// article of a chunk.
enum offprint_status postings_write_segment(
    struct store *store, struct chunks chunks,
    const struct postings_totals *totals, struct crew *crew,
    struct vocabulary *vocabulary, struct offprint_error *err);

// Lets FTS5 index the articles one by one; their texts are still there. Counts
// their terms likewise.
enum offprint_status postings_insert(struct store *store, struct chunks chunks,
                                     struct vocabulary *vocabulary,
                                     struct offprint_error *err);

#endif
