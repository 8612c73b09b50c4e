// crew.h - workers that do jobs side by side, and give them back in order.
//
//     submit --> job, job, job --workers--> done, done, job --> take the oldest
//
// This is where the threads of a run meet. Workers see nothing but the job at
// hand and their own tools; the caller's thread alone speaks to the store.

#ifndef OFFPRINT_BUILD_CREW_H
#define OFFPRINT_BUILD_CREW_H

#include <pthread.h>

#include "build/chunk.h"
#include "build/profile.h"

struct crew;

struct worker {
    struct crew *crew;
    struct chunk_tools tools;
    struct profile profile; // of its thread
    pthread_t thread;
};

// Something to be done: the first member of what it is done to.
struct job {
    enum offprint_status (*work)(struct job *job, struct worker *worker,
                                 struct offprint_error *err);
    // The crew's.
    bool done;
    enum offprint_status status;
    struct offprint_error error;
    struct job *next;
};

// Starts so many workers, at least one, with tools for chunks of so many bytes;
// 0: as many as the machine has processors. The profile is the caller's: it
// tells of his waiting and, once the workers have ended, of their time.
enum offprint_status crew_open(unsigned workers, size_t chunk_bytes,
                               struct profile *profile, struct crew **crew,
                               struct offprint_error *err);

// Ends the workers, after the jobs at hand. Takes NULL. Jobs that were not
// taken back are given to forget.
void crew_close(struct crew *crew, void (*forget)(struct job *job));

// How many workers there are.
unsigned crew_size(const struct crew *crew);

// How many jobs were not taken back.
size_t crew_jobs(const struct crew *crew);

// Whether so many jobs are on their way, with others that were taken back and
// are still to be dealt with, that more would only wait.
bool crew_is_busy(const struct crew *crew, size_t others);

// Has a job done, which belongs to the crew until it is taken back.
void crew_submit(struct crew *crew, struct job *job);

// Takes back the oldest job, of which there is one; waits until it is done.
// What became of it is its status and error.
struct job *crew_take(struct crew *crew);

#endif
