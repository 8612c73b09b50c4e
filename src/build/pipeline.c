#include "build/pipeline.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "build/crew.h"
#include "build/postings.h"
#include "store/fts5_table.h"
#include "store/text_dictionary.h"

enum {
    // Articles of a batch from which on a segment of their own costs less than
    // FTS5's INSERT. In a new index that are some thirty, and three hundred take
    // two thirds of the time; but each adds a segment.
    SEGMENT_ARTICLES = 100,
    SPARES_MAX = 8,
    RAMP = 8,         // a chunk has this part of all text before it
    CHUNK_SHARE = 64, // of the memory that may be used
};

// A chunk on its way.
struct task {
    struct job job;
    struct pipeline *pipeline;
    struct chunk chunk;
    bool decides; // on the text dictionary
};

// What bodies are compressed with. The first chunk of a new index decides, and
// the workers that have others wait for that.
struct choice {
    pthread_mutex_t lock;
    pthread_cond_t made;
    bool is_made;
    struct body_dictionary *dictionary; // NULL: none
    struct buffer bytes;
    bool is_stored; // in the index, or there is none; the caller's alone
};

struct pipeline {
    struct store *store;
    struct vocabulary *vocabulary;
    struct profile *profile; // of the caller's thread
    struct crew *crew;
    bool segments;      // may be written to this index
    size_t chunk_bytes; // of the largest chunks
    uint64_t bytes;     // of the articles so far
    int64_t next_id;
    bool submitted; // any task so far
    struct choice choice;
    struct task *filling; // NULL: none
    // Tasks that came back, in order.
    struct chunk **chunks;
    struct task **tasks;
    size_t count;
    size_t chunk_room;
    size_t task_room;
    uint64_t articles;   // in them
    bool is_for_segment; // they are enough; without texts, and lengths written
    struct postings_totals totals; // of a segment
    // Memory of texts that were dropped, for the next ones.
    struct arena spares[SPARES_MAX];
    size_t spare_count;
};

// ---- The text dictionary ----------------------------------------------------

// Makes a dictionary of the texts of the first chunk, if they are worth it.
static enum offprint_status train(struct choice *choice,
                                  const struct chunk *chunk,
                                  struct offprint_error *err)
{
    if (chunk->bytes < BODY_DICTIONARY_WORTH) return OFFPRINT_OK;
    enum offprint_status status = chunk_train(chunk, &choice->bytes, err);
    if (status || choice->bytes.len == 0) return status;
    return body_dictionary_open(buffer_slice(&choice->bytes),
                                &choice->dictionary, err);
}

static enum offprint_status choose(struct choice *choice,
                                   const struct chunk *chunk,
                                   struct offprint_error *err)
{
    enum offprint_status status = train(choice, chunk, err);
    pthread_mutex_lock(&choice->lock);
    choice->is_made = true;
    pthread_cond_broadcast(&choice->made);
    pthread_mutex_unlock(&choice->lock);
    return status;
}

static const struct body_dictionary *wait_for_choice(struct choice *choice)
{
    pthread_mutex_lock(&choice->lock);
    while (!choice->is_made) pthread_cond_wait(&choice->made, &choice->lock);
    pthread_mutex_unlock(&choice->lock);
    return choice->dictionary;
}

// The dictionary that the index has, for new bodies too.
static enum offprint_status read_dictionary(struct pipeline *pipeline,
                                            struct offprint_error *err)
{
    struct choice *choice = &pipeline->choice;
    enum offprint_status status =
        store_text_dictionary(pipeline->store, &choice->bytes, err);
    if (status || choice->bytes.len == 0) return status;
    choice->is_made = choice->is_stored = true;
    return body_dictionary_open(buffer_slice(&choice->bytes),
                                &choice->dictionary, err);
}

// The dictionary stands in the index before the first body that needs it, of the
// chunk that it was made from.
static enum offprint_status store_dictionary(struct pipeline *pipeline,
                                             const struct chunk *chunk,
                                             struct offprint_error *err)
{
    struct choice *choice = &pipeline->choice;
    if (choice->is_stored) return OFFPRINT_OK;
    choice->is_stored = true;
    if (!choice->dictionary) return OFFPRINT_OK;
    int64_t *ids = malloc((chunk->count + 1) * sizeof *ids);
    if (!ids) return fail_no_memory(err);
    for (size_t i = 0; i < chunk->count; i++) ids[i] = chunk->items[i].row.id;
    enum offprint_status status = store_set_text_dictionary(
        pipeline->store, buffer_slice(&choice->bytes), ids, chunk->count, err);
    free(ids);
    return status;
}

// ---- Opening and closing ----------------------------------------------------

static enum offprint_status digest(struct job *job, struct worker *worker,
                                   struct offprint_error *err)
{
    struct task *task = (struct task *)job;
    struct choice *choice = &task->pipeline->choice;
    enum offprint_status status = OFFPRINT_OK;
    profile_enter(&worker->profile, OFFPRINT_TRAINING);
    if (task->decides) status = choose(choice, &task->chunk, err);
    profile_enter(&worker->profile, OFFPRINT_DIGESTING);
    if (!status) status = chunk_digest(&task->chunk, true, &worker->tools, err);
    profile_enter(&worker->profile, OFFPRINT_IDLE);
    const struct body_dictionary *dictionary = wait_for_choice(choice);
    profile_enter(&worker->profile, OFFPRINT_COMPRESSING);
    if (!status)
        status = chunk_compress(&task->chunk, dictionary, &worker->tools, err);
    return status;
}

static struct task *new_task(struct pipeline *pipeline)
{
    struct task *task = calloc(1, sizeof *task);
    if (!task) return NULL;
    task->job.work = digest;
    task->pipeline = pipeline;
    if (pipeline->spare_count)
        task->chunk.texts = pipeline->spares[--pipeline->spare_count];
    return task;
}

static void free_task(struct task *task)
{
    if (!task) return;
    chunk_free(&task->chunk);
    free(task);
}

static void forget_job(struct job *job)
{
    free_task((struct task *)job);
}

// The first chunks are small, so that small archives keep all workers busy.
static size_t next_chunk_bytes(const struct pipeline *pipeline)
{
    uint64_t bytes = pipeline->bytes / RAMP;
    if (bytes >= pipeline->chunk_bytes) return pipeline->chunk_bytes;
    return bytes > CHUNK_BYTES_MIN ? (size_t)bytes : CHUNK_BYTES_MIN;
}

// A worker holds some ten chunks' worth of memory.
static size_t chunk_bytes(uint64_t memory)
{
    uint64_t bytes = memory / CHUNK_SHARE;
    if (memory == 0 || bytes > CHUNK_BYTES) return CHUNK_BYTES;
    return bytes > CHUNK_BYTES_MIN ? (size_t)bytes : CHUNK_BYTES_MIN;
}

// Whether segments may be written. A format that we do not know is no failure:
// FTS5 does.
static enum offprint_status look_at_table(struct pipeline *pipeline,
                                          struct offprint_error *err)
{
    struct offprint_error why;
    enum offprint_status status = fts5_table_check(pipeline->store, NULL, &why);
    pipeline->segments = status == OFFPRINT_OK;
    if (status == OFFPRINT_OK || status == OFFPRINT_TOO_NEW) return OFFPRINT_OK;
    if (err) *err = why;
    return status;
}

enum offprint_status pipeline_open(struct store *store,
                                   struct vocabulary *vocabulary,
                                   const struct pipeline_limits *limits,
                                   struct profile *profile,
                                   struct pipeline **result,
                                   struct offprint_error *err)
{
    *result = NULL;
    struct pipeline *pipeline = calloc(1, sizeof *pipeline);
    if (!pipeline) return fail_no_memory(err);
    pthread_mutex_init(&pipeline->choice.lock, NULL);
    pthread_cond_init(&pipeline->choice.made, NULL);
    pipeline->store = store;
    pipeline->vocabulary = vocabulary;
    pipeline->profile = profile;
    pipeline->chunk_bytes = chunk_bytes(limits->memory);
    enum offprint_status status = look_at_table(pipeline, err);
    if (!status) status = read_dictionary(pipeline, err);
    if (!status)
        status = crew_open(limits->workers, profile, &pipeline->crew, err);
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
    return crew_size(pipeline->crew);
}

// Forgets the tasks that came back.
static void forget_taken(struct pipeline *pipeline)
{
    for (size_t i = 0; i < pipeline->count; i++) free_task(pipeline->tasks[i]);
    pipeline->count = 0;
    pipeline->articles = 0;
    pipeline->is_for_segment = false;
    pipeline->totals = (struct postings_totals){ .articles = 0 };
}

void pipeline_close(struct pipeline *pipeline)
{
    if (!pipeline) return;
    crew_close(pipeline->crew, forget_job);
    free_task(pipeline->filling);
    forget_taken(pipeline);
    free(pipeline->chunks);
    free(pipeline->tasks);
    for (size_t i = 0; i < pipeline->spare_count; i++)
        arena_free(&pipeline->spares[i]);
    body_dictionary_close(pipeline->choice.dictionary);
    buffer_free(&pipeline->choice.bytes);
    pthread_cond_destroy(&pipeline->choice.made);
    pthread_mutex_destroy(&pipeline->choice.lock);
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

static void drop_texts(struct pipeline *pipeline, struct chunk *chunk)
{
    struct arena texts = chunk_take_texts(chunk);
    if (pipeline->spare_count < SPARES_MAX)
        pipeline->spares[pipeline->spare_count++] = texts;
    else
        arena_free(&texts);
}

// Once there are enough articles for a segment, their texts are not needed any
// more, as they are for INSERT.
static enum offprint_status prepare_segment(struct pipeline *pipeline,
                                            struct offprint_error *err)
{
    if (!pipeline->segments || pipeline->articles < SEGMENT_ARTICLES)
        return OFFPRINT_OK;
    enum offprint_status status = OFFPRINT_OK;
    size_t from = pipeline->is_for_segment ? pipeline->count - 1 : 0;
    for (size_t i = from; !status && i < pipeline->count; i++) {
        drop_texts(pipeline, pipeline->chunks[i]);
        status = postings_add_lengths(pipeline->store, pipeline->chunks[i],
                                      &pipeline->totals, err);
    }
    pipeline->is_for_segment = true;
    return status;
}

static enum offprint_status write_rows(struct pipeline *pipeline,
                                       const struct chunk *chunk,
                                       struct offprint_error *err)
{
    enum offprint_stage before =
        profile_enter(pipeline->profile, OFFPRINT_ROWS);
    enum offprint_status status = store_dictionary(pipeline, chunk, err);
    for (size_t i = 0; !status && i < chunk->count; i++) {
        const struct chunk_article *item = &chunk->items[i];
        status = store_add_row(pipeline->store, &item->row, &item->frame, err);
    }
    if (!status) status = postings_note_lengths(pipeline->store, chunk, err);
    if (!status) status = vocabulary_add(pipeline->vocabulary, chunk, err);
    profile_enter(pipeline->profile, before);
    return status;
}

// Waits for the oldest task and keeps it.
static enum offprint_status take_oldest(struct pipeline *pipeline,
                                        struct offprint_error *err)
{
    struct task *task = (struct task *)crew_take(pipeline->crew);
    enum offprint_status status = task->job.status;
    if (status && err) *err = task->job.error;
    if (!status && !make_room(pipeline)) status = fail_no_memory(err);
    if (!status) status = write_rows(pipeline, &task->chunk, err);
    if (status) {
        free_task(task);
        return status;
    }
    pipeline->chunks[pipeline->count] = &task->chunk;
    pipeline->tasks[pipeline->count++] = task;
    pipeline->articles += task->chunk.count;
    return prepare_segment(pipeline, err);
}

// ---- Adding -----------------------------------------------------------------

static enum offprint_status submit(struct pipeline *pipeline,
                                   struct offprint_error *err)
{
    struct task *task = pipeline->filling;
    pipeline->filling = NULL;
    task->decides = !pipeline->submitted && !pipeline->choice.dictionary;
    pipeline->submitted = true;
    crew_submit(pipeline->crew, &task->job);
    if (!crew_is_busy(pipeline->crew)) return OFFPRINT_OK;
    return take_oldest(pipeline, err);
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
    if (status
        || !chunk_is_full(&pipeline->filling->chunk,
                          next_chunk_bytes(pipeline)))
        return status;
    pipeline->bytes += pipeline->filling->chunk.bytes;
    return submit(pipeline, err);
}

// ---- Writing ----------------------------------------------------------------

static enum offprint_status write_postings(struct pipeline *pipeline,
                                           struct offprint_error *err)
{
    const struct chunks chunks = { pipeline->chunks, pipeline->count };
    if (chunks.count == 0) return OFFPRINT_OK;
    if (pipeline->is_for_segment)
        return postings_write_segment(pipeline->store, chunks,
                                      &pipeline->totals, pipeline->crew,
                                      pipeline->vocabulary, err);
    return postings_insert(pipeline->store, chunks, pipeline->vocabulary, err);
}

enum offprint_status pipeline_write(struct pipeline *pipeline,
                                    struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    if (pipeline->filling) status = submit(pipeline, err);
    while (!status && crew_jobs(pipeline->crew) > 0)
        status = take_oldest(pipeline, err);
    enum offprint_stage before =
        profile_enter(pipeline->profile, OFFPRINT_MERGING);
    if (!status && pipeline->count)
        status = store_set_meta(pipeline->store, "last_id",
                                pipeline->next_id - 1, err);
    if (!status) status = write_postings(pipeline, err);
    profile_enter(pipeline->profile, OFFPRINT_DICTIONARY);
    if (!status)
        status = vocabulary_write(pipeline->vocabulary, pipeline->store, err);
    profile_enter(pipeline->profile, before);
    forget_taken(pipeline);
    return status;
}
