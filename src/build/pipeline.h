// pipeline.h - new articles on their way into the index, many at a time.
//
//     add --chunks--> workers: digest, compress --in order--> rows
//                                                       write: postings, words
//
// Workers (crew.h) see nothing but the chunk at hand and their own tools; the
// caller's thread alone speaks to the store.
// Chunks are cut by the size of their articles and taken in order, and where
// what was taken fills its part of the memory it becomes a segment, whatever is
// still on its way: so the index does not depend on the number of workers.

#ifndef OFFPRINT_BUILD_PIPELINE_H
#define OFFPRINT_BUILD_PIPELINE_H

#include "build/profile.h"
#include "build/vocabulary.h"

struct pipeline;
struct store;

struct pipeline_limits {
    unsigned workers; // at least one; 0: as many as the machine has processors
    uint64_t memory;  // bytes, about
};

// The bytes of a segment's worth of articles, where so much memory may be used:
// a run may take 150 MB beside it, and each segment and each batch has a price.
uint64_t pipeline_share(uint64_t memory);

// Opens a pipeline into a store. The profile is the caller's: it tells of his
// time and, once the workers have ended, of theirs.
enum offprint_status pipeline_open(struct store *store,
                                   struct vocabulary *vocabulary,
                                   const struct pipeline_limits *limits,
                                   struct profile *profile,
                                   struct pipeline **pipeline,
                                   struct offprint_error *err);

// How many workers there are.
unsigned pipeline_workers(const struct pipeline *pipeline);

// Adds an article, which is copied, inside the caller's transaction; it gets an
// id above all that were. Its row may be written later. A failure may be that
// of an article added before.
enum offprint_status pipeline_add(struct pipeline *pipeline,
                                  const struct stored_article *article,
                                  struct offprint_error *err);

// Waits for all that was added and writes its rows.
enum offprint_status pipeline_settle(struct pipeline *pipeline,
                                     struct offprint_error *err);

// Writes all that was added: rows, postings, and the counts of the vocabulary.
// To be called before the transaction is committed.
enum offprint_status pipeline_write(struct pipeline *pipeline,
                                    struct offprint_error *err);

// Ends the workers and forgets what was not written. Takes NULL.
void pipeline_close(struct pipeline *pipeline);

#endif
