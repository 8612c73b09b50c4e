#include "build/pipeline.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "build/postings.h"
#include "store/fts5_table.h"

enum {
    // Articles of a batch from which on a segment of their own costs less than
    // FTS5's INSERT.
    SEGMENT_ARTICLES = 1000,
    WORKERS_MAX = 64,
    AHEAD = 2, // chunks that wait or are done, for each worker
};

// A chunk with what became of it.
struct task {
    struct chunk chunk;
    bool done;
    enum offprint_status status;
    struct offprint_error error;
    struct task *next;
};

struct worker {
    struct pipeline *pipeline;
    struct chunk_tools tools;
    pthread_t thread;
};

struct pipeline {
    struct store *store;
    struct vocabulary *vocabulary;
    bool segments; // may be written to this index
    int64_t next_id;
    struct task *filling; // NULL: none
    // Tasks that came back, in order; the caller's alone.
    struct chunk **chunks;
    struct task **tasks;
    size_t count;
    size_t chunk_room;
    size_t task_room;
    uint64_t articles; // in them
    size_t in_flight;  // tasks that were not taken back; the caller's, too
    bool texts_dropped;

    // Shared, under the lock.
    pthread_mutex_t lock;
    pthread_cond_t work; // there is a task, or it is over
    pthread_cond_t done; // a task was done
    struct task *first;  // the oldest one that was not taken back
    struct task *last;
    struct task *next; // to be worked on
    bool over;
    struct worker *workers;
    unsigned worker_count;
};

// ---- Workers ----------------------------------------------------------------

static void work_on(struct task *task, const struct chunk_tools *tools)
{
    task->status = chunk_digest(&task->chunk, true, tools, &task->error);
    if (!task->status)
        task->status = chunk_compress(&task->chunk, tools, &task->error);
}

static void *work(void *context)
{
    struct worker *worker = context;
    struct pipeline *pipeline = worker->pipeline;
    pthread_mutex_lock(&pipeline->lock);
    for (;;) {
        while (!pipeline->next && !pipeline->over)
            pthread_cond_wait(&pipeline->work, &pipeline->lock);
        if (pipeline->over) break;
        struct task *task = pipeline->next;
        pipeline->next = task->next;
        pthread_mutex_unlock(&pipeline->lock);
        work_on(task, &worker->tools);
        pthread_mutex_lock(&pipeline->lock);
        task->done = true;
        pthread_cond_signal(&pipeline->done);
    }
    pthread_mutex_unlock(&pipeline->lock);
    return NULL;
}

static enum offprint_status start_workers(struct pipeline *pipeline,
                                          unsigned wanted,
                                          struct offprint_error *err)
{
    pipeline->workers = calloc(wanted, sizeof *pipeline->workers);
    if (!pipeline->workers) return fail_no_memory(err);
    while (pipeline->worker_count < wanted) {
        struct worker *worker = &pipeline->workers[pipeline->worker_count];
        worker->pipeline = pipeline;
        bool ready = chunk_tools_open(&worker->tools);
        if (!ready
            || pthread_create(&worker->thread, NULL, work, worker) != 0) {
            chunk_tools_close(&worker->tools);
            // Fewer do as well, only none do not.
            return pipeline->worker_count ? OFFPRINT_OK : fail_no_memory(err);
        }
        pipeline->worker_count++;
    }
    return OFFPRINT_OK;
}

static unsigned count_processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (unsigned)count : 1;
}

enum offprint_status pipeline_open(struct store *store,
                                   struct vocabulary *vocabulary,
                                   unsigned workers, struct pipeline **result,
                                   struct offprint_error *err)
{
    *result = NULL;
    struct pipeline *pipeline = calloc(1, sizeof *pipeline);
    if (!pipeline) return fail_no_memory(err);
    pthread_mutex_init(&pipeline->lock, NULL);
    pthread_cond_init(&pipeline->work, NULL);
    pthread_cond_init(&pipeline->done, NULL);
    pipeline->store = store;
    pipeline->vocabulary = vocabulary;
    pipeline->segments = fts5_table_check(store, NULL, NULL) == OFFPRINT_OK;
    if (workers == 0) workers = count_processors();
    if (workers > WORKERS_MAX) workers = WORKERS_MAX;
    enum offprint_status status = start_workers(pipeline, workers, err);
    if (!status) status = store_last_id(store, &pipeline->next_id, err);
    pipeline->next_id++;
    if (status)
        pipeline_close(pipeline);
    else
        *result = pipeline;
    return status;
}

static void free_task(struct task *task)
{
    if (!task) return;
    chunk_free(&task->chunk);
    free(task);
}

// Forgets the tasks that came back.
static void forget_taken(struct pipeline *pipeline)
{
    for (size_t i = 0; i < pipeline->count; i++) free_task(pipeline->tasks[i]);
    pipeline->count = 0;
    pipeline->articles = 0;
    pipeline->texts_dropped = false;
}

void pipeline_close(struct pipeline *pipeline)
{
    if (!pipeline) return;
    pthread_mutex_lock(&pipeline->lock);
    pipeline->over = true;
    pthread_cond_broadcast(&pipeline->work);
    pthread_mutex_unlock(&pipeline->lock);
    for (unsigned i = 0; i < pipeline->worker_count; i++) {
        pthread_join(pipeline->workers[i].thread, NULL);
        chunk_tools_close(&pipeline->workers[i].tools);
    }
    for (struct task *task = pipeline->first; task;) {
        struct task *next = task->next;
        free_task(task);
        task = next;
    }
    free_task(pipeline->filling);
    forget_taken(pipeline);
    free(pipeline->chunks);
    free(pipeline->tasks);
    free(pipeline->workers);
    pthread_cond_destroy(&pipeline->done);
    pthread_cond_destroy(&pipeline->work);
    pthread_mutex_destroy(&pipeline->lock);
    free(pipeline);
}

// ---- Taking back ------------------------------------------------------------

static bool make_room(struct pipeline *pipeline)
{
    void *chunks = array_grow(pipeline->chunks, pipeline->count,
                              &pipeline->chunk_room, sizeof *pipeline->chunks);
    if (chunks) pipeline->chunks = chunks;
    void *tasks = array_grow(pipeline->tasks, pipeline->count,
                             &pipeline->task_room, sizeof *pipeline->tasks);
    if (tasks) pipeline->tasks = tasks;
    return chunks && tasks;
}

// Texts are needed for INSERT alone.
static void drop_texts(struct pipeline *pipeline)
{
    if (!pipeline->segments || pipeline->articles < SEGMENT_ARTICLES) return;
    size_t from = pipeline->texts_dropped ? pipeline->count - 1 : 0;
    for (size_t i = from; i < pipeline->count; i++)
        chunk_drop_texts(pipeline->chunks[i]);
    pipeline->texts_dropped = true;
}

static enum offprint_status keep_task(struct pipeline *pipeline,
                                      struct task *task,
                                      struct offprint_error *err)
{
    enum offprint_status status = task->status;
    if (status && err) *err = task->error;
    if (!status && !make_room(pipeline)) status = fail_no_memory(err);
    for (size_t i = 0; !status && i < task->chunk.count; i++) {
        const struct chunk_article *item = &task->chunk.items[i];
        status = store_add_row(pipeline->store, &item->row, item->frame, err);
    }
    if (status) {
        free_task(task);
        return status;
    }
    pipeline->chunks[pipeline->count] = &task->chunk;
    pipeline->tasks[pipeline->count++] = task;
    pipeline->articles += task->chunk.count;
    drop_texts(pipeline);
    return OFFPRINT_OK;
}

// Waits for the oldest task and keeps it.
static enum offprint_status take_oldest(struct pipeline *pipeline,
                                        struct offprint_error *err)
{
    pthread_mutex_lock(&pipeline->lock);
    struct task *task = pipeline->first;
    while (!task->done) pthread_cond_wait(&pipeline->done, &pipeline->lock);
    pipeline->first = task->next;
    if (!pipeline->first) pipeline->last = NULL;
    pipeline->in_flight--;
    pthread_mutex_unlock(&pipeline->lock);
    return keep_task(pipeline, task, err);
}

// ---- Adding -----------------------------------------------------------------

static enum offprint_status submit(struct pipeline *pipeline,
                                   struct offprint_error *err)
{
    struct task *task = pipeline->filling;
    pipeline->filling = NULL;
    pthread_mutex_lock(&pipeline->lock);
    if (pipeline->last)
        pipeline->last->next = task;
    else
        pipeline->first = task;
    pipeline->last = task;
    if (!pipeline->next) pipeline->next = task;
    pipeline->in_flight++;
    pthread_cond_signal(&pipeline->work);
    pthread_mutex_unlock(&pipeline->lock);
    if (pipeline->in_flight <= (size_t)pipeline->worker_count * AHEAD)
        return OFFPRINT_OK;
    return take_oldest(pipeline, err);
}

enum offprint_status pipeline_add(struct pipeline *pipeline,
                                  const struct stored_article *article,
                                  struct offprint_error *err)
{
    if (!pipeline->filling)
        pipeline->filling = calloc(1, sizeof *pipeline->filling);
    if (!pipeline->filling) return fail_no_memory(err);
    struct stored_article row = *article;
    row.id = pipeline->next_id++;
    row.length = row.body.len;
    enum offprint_status status =
        chunk_add(&pipeline->filling->chunk, &row, err);
    if (status || !chunk_is_full(&pipeline->filling->chunk)) return status;
    return submit(pipeline, err);
}

// ---- Writing ----------------------------------------------------------------

static enum offprint_status write_postings(struct pipeline *pipeline,
                                           struct offprint_error *err)
{
    if (pipeline->count == 0) return OFFPRINT_OK;
    if (pipeline->texts_dropped)
        return postings_write_segment(pipeline->store, pipeline->chunks,
                                      pipeline->count, err);
    return postings_insert(pipeline->store, pipeline->chunks, pipeline->count,
                           err);
}

enum offprint_status pipeline_write(struct pipeline *pipeline,
                                    struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    if (pipeline->filling) status = submit(pipeline, err);
    while (!status && pipeline->in_flight > 0)
        status = take_oldest(pipeline, err);
    if (!status) status = write_postings(pipeline, err);
    for (size_t i = 0; !status && i < pipeline->count; i++)
        status = vocabulary_add(pipeline->vocabulary, pipeline->chunks[i], err);
    if (!status)
        status = vocabulary_write(pipeline->vocabulary, pipeline->store, err);
    forget_taken(pipeline);
    return status;
}
