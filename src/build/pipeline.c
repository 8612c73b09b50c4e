#include "build/pipeline.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "build/postings.h"
#include "store/fts5_segment.h"
#include "store/fts5_table.h"
#include "store/text_dictionary.h"

enum {
    // Articles of a batch from which on a segment of their own costs less than
    // FTS5's INSERT.
    SEGMENT_ARTICLES = 1000,
    WORKERS_MAX = 64,
    AHEAD = 2, // chunks that wait or are done, for each worker
    SPARES_MAX = 8,
};

// A chunk with what became of it.
struct task {
    struct chunk chunk;
    bool decides; // on the dictionary of texts
    bool done;
    enum offprint_status status;
    struct offprint_error error;
    struct task *next;
};

struct worker {
    struct pipeline *pipeline;
    struct chunk_tools tools;
    struct profile profile;
    pthread_t thread;
};

struct pipeline {
    struct store *store;
    struct vocabulary *vocabulary;
    struct profile *profile; // of the caller's thread
    bool segments;           // may be written to this index
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
    // Memory of texts that were dropped, for the next ones.
    struct arena spares[SPARES_MAX];
    size_t spare_count;
    bool submitted;         // any task so far
    bool dictionary_stored; // or there is none

    // Shared, under the lock.
    pthread_mutex_t lock;
    pthread_cond_t work; // there is a task, or it is over
    pthread_cond_t done; // a task was done
    struct task *first;  // the oldest one that was not taken back
    struct task *last;
    struct task *next; // to be worked on
    bool over;
    // What bodies are compressed with; the first chunk of a new index decides.
    bool dictionary_decided;
    pthread_cond_t decided;
    struct body_dictionary *dictionary; // NULL: none
    struct buffer dictionary_bytes;
    struct worker *workers;
    unsigned worker_count;
};

// ---- Workers ----------------------------------------------------------------

// Makes a dictionary of the texts of the first chunk, if they are worth it.
static enum offprint_status train(const struct chunk *chunk,
                                  struct body_dictionary **dictionary,
                                  struct buffer *bytes,
                                  struct offprint_error *err)
{
    *dictionary = NULL;
    if (chunk->bytes < BODY_DICTIONARY_WORTH) return OFFPRINT_OK;
    enum offprint_status status = chunk_train(chunk, bytes, err);
    if (status || bytes->len == 0) return status;
    return body_dictionary_open(buffer_slice(bytes), dictionary, err);
}

// Decides with which dictionary bodies are compressed. Others wait for that.
static enum offprint_status decide_dictionary(struct pipeline *pipeline,
                                              const struct chunk *chunk,
                                              struct offprint_error *err)
{
    struct body_dictionary *dictionary;
    enum offprint_status status =
        train(chunk, &dictionary, &pipeline->dictionary_bytes, err);
    pthread_mutex_lock(&pipeline->lock);
    pipeline->dictionary = dictionary;
    pipeline->dictionary_decided = true;
    pthread_cond_broadcast(&pipeline->decided);
    pthread_mutex_unlock(&pipeline->lock);
    return status;
}

static const struct body_dictionary *wait_for_dictionary(
    struct pipeline *pipeline)
{
    pthread_mutex_lock(&pipeline->lock);
    while (!pipeline->dictionary_decided)
        pthread_cond_wait(&pipeline->decided, &pipeline->lock);
    pthread_mutex_unlock(&pipeline->lock);
    return pipeline->dictionary;
}

static void work_on(struct worker *worker, struct task *task)
{
    struct pipeline *pipeline = worker->pipeline;
    struct chunk *chunk = &task->chunk;
    const struct body_dictionary *dictionary;
    profile_enter(&worker->profile, OFFPRINT_TRAINING);
    if (task->decides)
        task->status = decide_dictionary(pipeline, chunk, &task->error);
    profile_enter(&worker->profile, OFFPRINT_DIGESTING);
    if (!task->status)
        task->status = chunk_digest(chunk, true, &worker->tools, &task->error);
    profile_enter(&worker->profile, OFFPRINT_IDLE);
    dictionary = wait_for_dictionary(pipeline);
    profile_enter(&worker->profile, OFFPRINT_COMPRESSING);
    if (!task->status)
        task->status =
            chunk_compress(chunk, dictionary, &worker->tools, &task->error);
    profile_enter(&worker->profile, OFFPRINT_IDLE);
}

static void *work(void *context)
{
    struct worker *worker = context;
    struct pipeline *pipeline = worker->pipeline;
    profile_enter(&worker->profile, OFFPRINT_IDLE);
    pthread_mutex_lock(&pipeline->lock);
    for (;;) {
        while (!pipeline->next && !pipeline->over)
            pthread_cond_wait(&pipeline->work, &pipeline->lock);
        if (pipeline->over) break;
        struct task *task = pipeline->next;
        pipeline->next = task->next;
        pthread_mutex_unlock(&pipeline->lock);
        work_on(worker, task);
        pthread_mutex_lock(&pipeline->lock);
        task->done = true;
        pthread_cond_signal(&pipeline->done);
    }
    pthread_mutex_unlock(&pipeline->lock);
    profile_enter(&worker->profile, OFFPRINT_IDLE); // until now
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

// The dictionary that the index has, for new bodies too.
static enum offprint_status read_dictionary(struct pipeline *pipeline,
                                            struct offprint_error *err)
{
    struct buffer *bytes = &pipeline->dictionary_bytes;
    enum offprint_status status =
        store_text_dictionary(pipeline->store, bytes, err);
    if (status || bytes->len == 0) return status;
    pipeline->dictionary_decided = pipeline->dictionary_stored = true;
    return body_dictionary_open(buffer_slice(bytes), &pipeline->dictionary,
                                err);
}

enum offprint_status pipeline_open(struct store *store,
                                   struct vocabulary *vocabulary,
                                   unsigned workers, struct profile *profile,
                                   struct pipeline **result,
                                   struct offprint_error *err)
{
    *result = NULL;
    struct pipeline *pipeline = calloc(1, sizeof *pipeline);
    if (!pipeline) return fail_no_memory(err);
    pthread_mutex_init(&pipeline->lock, NULL);
    pthread_cond_init(&pipeline->work, NULL);
    pthread_cond_init(&pipeline->done, NULL);
    pthread_cond_init(&pipeline->decided, NULL);
    pipeline->store = store;
    pipeline->vocabulary = vocabulary;
    pipeline->profile = profile;
    pipeline->segments = fts5_table_check(store, NULL, NULL) == OFFPRINT_OK;
    if (workers == 0) workers = count_processors();
    if (workers > WORKERS_MAX) workers = WORKERS_MAX;
    enum offprint_status status = read_dictionary(pipeline, err);
    if (!status) status = start_workers(pipeline, workers, err);
    if (!status) status = store_last_id(store, &pipeline->next_id, err);
    pipeline->next_id++;
    if (status)
        pipeline_close(pipeline);
    else
        *result = pipeline;
    return status;
}

unsigned pipeline_workers(const struct pipeline *pipeline)
{
    return pipeline->worker_count;
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
        profile_add(pipeline->profile, &pipeline->workers[i].profile);
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
    for (size_t i = 0; i < pipeline->spare_count; i++)
        arena_free(&pipeline->spares[i]);
    body_dictionary_close(pipeline->dictionary);
    buffer_free(&pipeline->dictionary_bytes);
    pthread_cond_destroy(&pipeline->decided);
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
    for (size_t i = from; i < pipeline->count; i++) {
        struct arena texts = chunk_take_texts(pipeline->chunks[i]);
        if (pipeline->spare_count < SPARES_MAX)
            pipeline->spares[pipeline->spare_count++] = texts;
        else
            arena_free(&texts);
    }
    pipeline->texts_dropped = true;
}

// The dictionary stands in the index before the first body that needs it.
static enum offprint_status store_dictionary(struct pipeline *pipeline,
                                             struct offprint_error *err)
{
    if (pipeline->dictionary_stored) return OFFPRINT_OK;
    pipeline->dictionary_stored = true;
    if (!pipeline->dictionary) return OFFPRINT_OK;
    return store_set_text_dictionary(
        pipeline->store, buffer_slice(&pipeline->dictionary_bytes), err);
}

static enum offprint_status keep_task(struct pipeline *pipeline,
                                      struct task *task,
                                      struct offprint_error *err)
{
    enum offprint_status status = task->status;
    enum offprint_stage before =
        profile_enter(pipeline->profile, OFFPRINT_ROWS);
    if (status && err) *err = task->error;
    if (!status && !make_room(pipeline)) status = fail_no_memory(err);
    if (!status) status = store_dictionary(pipeline, err);
    for (size_t i = 0; !status && i < task->chunk.count; i++) {
        const struct chunk_article *item = &task->chunk.items[i];
        status = store_add_row(pipeline->store, &item->row, &item->frame, err);
    }
    profile_enter(pipeline->profile, before);
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
    enum offprint_stage before =
        profile_enter(pipeline->profile, OFFPRINT_WAITING);
    pthread_mutex_lock(&pipeline->lock);
    struct task *task = pipeline->first;
    while (!task->done) pthread_cond_wait(&pipeline->done, &pipeline->lock);
    pipeline->first = task->next;
    if (!pipeline->first) pipeline->last = NULL;
    pipeline->in_flight--;
    pthread_mutex_unlock(&pipeline->lock);
    profile_enter(pipeline->profile, before);
    return keep_task(pipeline, task, err);
}

// ---- Adding -----------------------------------------------------------------

static enum offprint_status submit(struct pipeline *pipeline,
                                   struct offprint_error *err)
{
    struct task *task = pipeline->filling;
    pipeline->filling = NULL;
    task->decides = !pipeline->submitted && !pipeline->dictionary;
    pipeline->submitted = true;
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

static struct task *new_task(struct pipeline *pipeline)
{
    struct task *task = calloc(1, sizeof *task);
    if (task && pipeline->spare_count)
        task->chunk.texts = pipeline->spares[--pipeline->spare_count];
    return task;
}

enum offprint_status pipeline_add(struct pipeline *pipeline,
                                  const struct stored_article *article,
                                  struct offprint_error *err)
{
    if (!pipeline->filling) pipeline->filling = new_task(pipeline);
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

// Where merged terms go: a segment (NULL: none) and the vocabulary.
struct merged {
    struct fts5_segment *segment;
    struct vocabulary *vocabulary;
};

static enum offprint_status take_term(void *context,
                                      const struct merged_term *term,
                                      struct offprint_error *err)
{
    const struct merged *merged = context;
    enum offprint_status status =
        vocabulary_add_term(merged->vocabulary, term, err);
    if (!status && merged->segment)
        status = postings_add_term(merged->segment, term, err);
    return status;
}

static enum offprint_status write_segment(struct pipeline *pipeline,
                                          struct offprint_error *err)
{
    struct merged merged = { .vocabulary = pipeline->vocabulary };
    enum offprint_status status =
        fts5_segment_open(pipeline->store, &merged.segment, err);
    if (!status)
        status = merge_terms(pipeline->chunks, pipeline->count, take_term,
                             &merged, err);
    if (!status) status = fts5_segment_finish(merged.segment, err);
    fts5_segment_close(merged.segment);
    if (!status)
        status = postings_add_lengths(pipeline->store, pipeline->chunks,
                                      pipeline->count, err);
    return status;
}

static enum offprint_status insert_articles(struct pipeline *pipeline,
                                            struct offprint_error *err)
{
    struct merged merged = { .vocabulary = pipeline->vocabulary };
    enum offprint_status status = postings_insert(
        pipeline->store, pipeline->chunks, pipeline->count, err);
    if (!status)
        status = merge_terms(pipeline->chunks, pipeline->count, take_term,
                             &merged, err);
    return status;
}

static enum offprint_status write_words(struct pipeline *pipeline,
                                        struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < pipeline->count; i++)
        status = vocabulary_add(pipeline->vocabulary, pipeline->chunks[i], err);
    if (!status)
        status = vocabulary_write(pipeline->vocabulary, pipeline->store, err);
    return status;
}

enum offprint_status pipeline_write(struct pipeline *pipeline,
                                    struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    if (pipeline->filling) status = submit(pipeline, err);
    while (!status && pipeline->in_flight > 0)
        status = take_oldest(pipeline, err);
    enum offprint_stage before =
        profile_enter(pipeline->profile, OFFPRINT_MERGING);
    if (!status && pipeline->count)
        status = pipeline->texts_dropped ? write_segment(pipeline, err)
                                         : insert_articles(pipeline, err);
    profile_enter(pipeline->profile, OFFPRINT_DICTIONARY);
    if (!status) status = write_words(pipeline, err);
    profile_enter(pipeline->profile, before);
    forget_taken(pipeline);
    return status;
}
