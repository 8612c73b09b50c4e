#include "build/crew.h"

#include <stdlib.h>
#include <unistd.h>

enum {
    WORKERS_MAX = 64,
    AHEAD = 2, // jobs that wait or are done, for each worker
};

struct crew {
    struct profile *profile; // of the caller's thread
    size_t jobs;             // that were not taken back; the caller's alone
    struct worker *workers;
    unsigned size;

    // Shared, under the lock.
    pthread_mutex_t lock;
    pthread_cond_t work; // there is a job, or it is over
    pthread_cond_t done; // a job was done
    struct job *first;   // the oldest one that was not taken back
    struct job *last;
    struct job *next; // to be worked on
    bool over;
};

static void *work(void *context)
{
    struct worker *worker = context;
    struct crew *crew = worker->crew;
    profile_enter(&worker->profile, OFFPRINT_IDLE);
    pthread_mutex_lock(&crew->lock);
    for (;;) {
        while (!crew->next && !crew->over)
            pthread_cond_wait(&crew->work, &crew->lock);
        if (crew->over) break;
        struct job *job = crew->next;
        crew->next = job->next;
        pthread_mutex_unlock(&crew->lock);
        job->status = job->work(job, worker, &job->error);
        profile_enter(&worker->profile, OFFPRINT_IDLE);
        pthread_mutex_lock(&crew->lock);
        job->done = true;
        pthread_cond_signal(&crew->done);
    }
    pthread_mutex_unlock(&crew->lock);
    profile_enter(&worker->profile, OFFPRINT_IDLE); // until now
    return NULL;
}

static enum offprint_status start_workers(struct crew *crew, unsigned wanted,
                                          size_t chunk_bytes,
                                          struct offprint_error *err)
{
    crew->workers = calloc(wanted, sizeof *crew->workers);
    if (!crew->workers) return fail_no_memory(err);
    while (crew->size < wanted) {
        struct worker *worker = &crew->workers[crew->size];
        worker->crew = crew;
        bool ready = chunk_tools_open(&worker->tools, chunk_bytes);
        if (!ready
            || pthread_create(&worker->thread, NULL, work, worker) != 0) {
            chunk_tools_close(&worker->tools);
            // Fewer do as well, only none do not.
            return crew->size ? OFFPRINT_OK : fail_no_memory(err);
        }
        crew->size++;
    }
    return OFFPRINT_OK;
}

static unsigned count_processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (unsigned)count : 1;
}

enum offprint_status crew_open(unsigned workers, size_t chunk_bytes,
                               struct profile *profile, struct crew **result,
                               struct offprint_error *err)
{
    *result = NULL;
    struct crew *crew = calloc(1, sizeof *crew);
    if (!crew) return fail_no_memory(err);
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->work, NULL);
    pthread_cond_init(&crew->done, NULL);
    crew->profile = profile;
    if (workers == 0) workers = count_processors();
    if (workers > WORKERS_MAX) workers = WORKERS_MAX;
    enum offprint_status status =
        start_workers(crew, workers, chunk_bytes, err);
    if (status)
        crew_close(crew, NULL);
    else
        *result = crew;
    return status;
}

void crew_close(struct crew *crew, void (*forget)(struct job *job))
{
    if (!crew) return;
    pthread_mutex_lock(&crew->lock);
    crew->over = true;
    pthread_cond_broadcast(&crew->work);
    pthread_mutex_unlock(&crew->lock);
    for (unsigned i = 0; i < crew->size; i++) {
        pthread_join(crew->workers[i].thread, NULL);
        chunk_tools_close(&crew->workers[i].tools);
        profile_add(crew->profile, &crew->workers[i].profile);
    }
    for (struct job *job = crew->first; job;) {
        struct job *next = job->next;
        forget(job);
        job = next;
    }
    free(crew->workers);
    pthread_cond_destroy(&crew->done);
    pthread_cond_destroy(&crew->work);
    pthread_mutex_destroy(&crew->lock);
    free(crew);
}

unsigned crew_size(const struct crew *crew)
{
    return crew->size;
}

size_t crew_jobs(const struct crew *crew)
{
    return crew->jobs;
}

bool crew_is_busy(const struct crew *crew, size_t others)
{
    return crew->jobs + others > (size_t)crew->size * AHEAD;
}

void crew_submit(struct crew *crew, struct job *job)
{
    job->next = NULL;
    job->done = false;
    pthread_mutex_lock(&crew->lock);
    if (crew->last)
        crew->last->next = job;
    else
        crew->first = job;
    crew->last = job;
    if (!crew->next) crew->next = job;
    crew->jobs++;
    pthread_cond_signal(&crew->work);
    pthread_mutex_unlock(&crew->lock);
}

struct job *crew_take(struct crew *crew)
{
    enum offprint_stage before = profile_enter(crew->profile, OFFPRINT_WAITING);
    pthread_mutex_lock(&crew->lock);
    struct job *job = crew->first;
    while (!job->done) pthread_cond_wait(&crew->done, &crew->lock);
    crew->first = job->next;
    if (!crew->first) crew->last = NULL;
    crew->jobs--;
    pthread_mutex_unlock(&crew->lock);
    profile_enter(crew->profile, before);
    return job;
}
