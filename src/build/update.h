// update.h - the one door of build/: brings an index in step with its archive.
//
// The way of a run:
//
//     operands --scopes.c--> scopes (a root, or a part of one)
//              --plan.c----> items (a source that is new, changed or gone)
//              --ingest.c--> articles in the index, batch by batch
//
// An article leaves the index only when its source is seen to be gone from a
// folder that could be listed, or when its source was read whole and does not
// hold it any more.

#ifndef OFFPRINT_BUILD_UPDATE_H
#define OFFPRINT_BUILD_UPDATE_H

#include "base/error.h"

// offprint_update() and offprint_forget(), as offprint.h promises them.
enum offprint_status update_index(const char *index_path,
                                  const struct offprint_update_options *options,
                                  struct offprint_run *run,
                                  struct offprint_error *err);
enum offprint_status forget_path(const char *index_path, const char *path,
                                 double wait_seconds, struct offprint_run *run,
                                 struct offprint_error *err);

// offprint_optimize(), likewise.
enum offprint_status optimize_index(const char *index_path, double wait_seconds,
                                    uint64_t *before, uint64_t *after,
                                    struct offprint_error *err);

#endif
