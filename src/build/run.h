// run.h - the state of one update, shared by the files of build/.

#ifndef OFFPRINT_BUILD_RUN_H
#define OFFPRINT_BUILD_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "build/profile.h"
#include "store/store.h"

struct run {
    const struct offprint_update_options *options;
    struct offprint_run *counts;
    struct store *store;
    struct vocabulary *vocabulary; // of the batch
    struct pipeline *pipeline;     // of new articles
    const char *index_name;        // as the caller has it
    const char *index_path;        // absolute
    struct arena arena;            // what lives as long as the run
    double started;                // clock_seconds()
    int64_t started_ns;            // clock_now_ns()
    struct offprint_progress progress;
    double progress_told;   // clock_seconds() of the last report
    struct profile profile; // of the caller's thread
    uint64_t batch_bytes;   // of rows and their texts since the last commit
    // Ids of articles that leave the index with the batch, behind all that
    // come: when those are written depends on the workers.
    int64_t *leaving;
    size_t leaving_count;
    size_t leaving_room;
};

// Opens the index for writing, the run lock being held. Other programs that
// have it locked (a shell, say) are waited for as long as for another run.
enum offprint_status run_open_store(struct run *run, const char *index_path,
                                    bool create, struct offprint_error *err);

// Opens the vocabulary of the run, whose store is open.
enum offprint_status run_open_vocabulary(struct run *run,
                                         struct offprint_error *err);

// Begins a transaction, and waits likewise.
enum offprint_status run_begin(struct run *run, struct offprint_error *err);

// What an error says at the end of a run on the index: where memory is short,
// what holds now and what to do.
void run_explain(const char *index_path, const char *what_now,
                 struct offprint_error *err);

// The bytes of memory to work in.
uint64_t run_memory(const struct run *run);

// Tells the caller of a problem with path (absolute); member may be NULL.
// Counts what failed and what was skipped.
void run_problem(struct run *run, enum offprint_problem_kind kind,
                 const char *path, const char *member, const char *message);

// Tells the caller how far the run is, a few times a second at most.
void run_report_progress(struct run *run, const char *path);

// Whether the caller asked to stop.
bool run_stopped(const struct run *run);

// At the end of a run that ended with status: gives free pages back and makes
// the index one file again,
// without a -wal and a -shm, and says so where others are reading it.
void run_tidy_up(struct run *run, const char *index_path,
                 enum offprint_status status);

// Writes what is still on its way, and commits.
enum offprint_status run_commit(struct run *run, struct offprint_error *err);

// Commits and begins anew when the batch is large or old enough.
enum offprint_status run_end_batch(struct run *run, struct offprint_error *err);

#endif
