// ingest.h - one item of the plan becomes rows of the index.

#ifndef OFFPRINT_BUILD_INGEST_H
#define OFFPRINT_BUILD_INGEST_H

#include "build/plan.h"
#include "build/run.h"

struct reader;
struct recording;

// Reads the source of a new or changed item, or hears its recording (unless
// NULL), and brings its articles in step, inside the run's transaction, which
// may be committed on the way. What is wrong with the source is a problem of
// the run, not a failure.
enum offprint_status ingest_item(struct run *run, struct reader *reader,
                                 struct item *item,
                                 const struct recording *recording,
                                 struct offprint_error *err);

// Gives the new place of item to the source gone, which has the same content.
enum offprint_status move_source(struct run *run, struct item *item,
                                 struct item *gone, struct offprint_error *err);

// Notes in the index why item could not be looked into; its articles stay.
enum offprint_status note_unreadable(struct run *run, const struct item *item,
                                     struct offprint_error *err);

// Removes the articles that are to leave the index with the batch.
enum offprint_status remove_leaving(struct run *run,
                                    struct offprint_error *err);

// Removes a source with its articles.
enum offprint_status remove_source(struct run *run, int64_t source,
                                   struct offprint_error *err);

#endif
