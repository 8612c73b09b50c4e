#include "build/pipeline.h"

#include <stdlib.h>

#include "base/file.h"
#include "build/choice.h"
#include "build/crew.h"
#include "build/postings.h"
#include "store/fts5_table.h"
#include "store/packed.h"

enum {
    // Articles of a batch from which on a segment of their own costs less than
    // FTS5's INSERT. In a new index that are some thirty, and three hundred
    // take two thirds of the time; but each adds a segment.
    SEGMENT_ARTICLES = 100,
    SEGMENT_BYTES = 1024 * 1024, // and bytes of their texts, likewise
    SPARES_MAX = 8,
    SPARE_CHUNKS = 4,  // as many bytes as the texts of so many chunks
    RAMP = 8,          // a chunk has this part of all text before it
    GROWTH_FIRST = 10, // of chunks before one is done
    // Parts of the memory that may be used:
    CHUNK_SHARE = 64,
    KEPT_SHARE = 2, // what was digested, and is to become a segment, and more
    KEPT_BESIDE = 32 * 1024 * 1024,
    ON_WAY_SHARE = 4, // chunks on their way
    ON_WAY_MIN = 32 * 1024 * 1024,
};

// A chunk on its way.
struct task {
    struct job job;
    struct pipeline *pipeline;
    struct chunk chunk;
    bool decides; // on the text dictionary
};

struct pipeline {
    struct store *store;
    struct vocabulary *vocabulary;
    struct profile *profile; // of the caller's thread
    struct crew *crew;
    uint64_t memory;    // that may be used
    bool segments;      // may be written to this index
    size_t chunk_bytes; // of the largest chunks
    uint64_t bytes;     // of the articles so far
    int64_t next_id;
    int64_t batch_id; // of the first article that was not written yet
    bool submitted;   // any task so far
    struct choice choice;
    struct task *filling; // NULL: none
    // What is on its way.
    uint64_t on_way;   // bytes of texts
    double growth;     // memory of a chunk that is done, for each byte of texts
    struct job *aside; // done, and taken back while others are written
    struct job **aside_end;
    size_t aside_count;
    // Tasks that came back, in order.
    struct chunk **chunks;
    struct task **tasks;
    size_t count;
    size_t chunk_room;
    size_t task_room;
    uint64_t articles;   // in them
    uint64_t texts;      // bytes
    uint64_t kept;       // memory of what they keep
    bool is_for_segment; // they are enough; without texts, and lengths written
    struct postings_totals totals; // of a segment
    bool wrote;                    // postings, since they were packed
    // Memory of texts that were dropped, for the next ones.
    struct arena spares[SPARES_MAX];
    size_t spare_count;
};

uint64_t pipeline_share(uint64_t memory)
{
    uint64_t beside = memory > KEPT_BESIDE ? memory - KEPT_BESIDE : 0;
    if (beside > KEPT_BESIDE) beside = KEPT_BESIDE;
    return memory / KEPT_SHARE + beside;
}

// ---- Opening and closing ----------------------------------------------------

static enum offprint_status digest(struct job *job, struct worker *worker,
                                   struct offprint_error *err)
{
    struct task *task = (struct task *)job;
    struct choice *choice = &task->pipeline->choice;
    enum offprint_status status = OFFPRINT_OK;
    profile_enter(&worker->profile, OFFPRINT_TRAINING);
    if (task->decides) status = choice_make(choice, &task->chunk, err);
    profile_enter(&worker->profile, OFFPRINT_DIGESTING);
    if (!status) status = chunk_digest(&task->chunk, true, &worker->tools, err);
    profile_enter(&worker->profile, OFFPRINT_IDLE);
    const struct body_dictionary *dictionary = choice_wait(choice);
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
    if (bytes > CHUNK_BYTES) return CHUNK_BYTES;
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
    choice_init(&pipeline->choice);
    pipeline->store = store;
    pipeline->vocabulary = vocabulary;
    pipeline->profile = profile;
    pipeline->memory = limits->memory;
    pipeline->chunk_bytes = chunk_bytes(limits->memory);
    pipeline->growth = GROWTH_FIRST;
    pipeline->aside_end = &pipeline->aside;
    enum offprint_status status = look_at_table(pipeline, err);
    if (!status) status = choice_read(&pipeline->choice, store, err);
    if (!status)
        status = crew_open(limits->workers, pipeline->chunk_bytes, profile,
                           &pipeline->crew, err);
    if (!status) status = store_last_id(store, &pipeline->next_id, err);
    pipeline->batch_id = ++pipeline->next_id;
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

// ---- On the way -------------------------------------------------------------

static bool has_tasks(const struct pipeline *pipeline)
{
    return pipeline->aside || crew_jobs(pipeline->crew) > 0;
}

// Waits until all tasks are done, and leaves the crew to other jobs.
static void set_aside(struct pipeline *pipeline)
{
    while (crew_jobs(pipeline->crew) > 0) {
        struct job *job = crew_take(pipeline->crew);
        job->next = NULL;
        *pipeline->aside_end = job;
        pipeline->aside_end = &job->next;
        pipeline->aside_count++;
    }
}

static struct job *take_aside(struct pipeline *pipeline)
{
    struct job *job = pipeline->aside;
    pipeline->aside = job->next;
    if (!pipeline->aside) pipeline->aside_end = &pipeline->aside;
    pipeline->aside_count--;
    return job;
}

static double growth_of(const struct chunk *chunk)
{
    const size_t memory = chunk->texts.bytes + chunk->arena.bytes
                          + chunk->relations.room
                          + chunk->room * sizeof *chunk->items;
    return (double)memory / (double)(chunk->bytes + 1);
}

// Waits for the oldest task.
static struct task *next_task(struct pipeline *pipeline)
{
    struct job *job =
        pipeline->aside ? take_aside(pipeline) : crew_take(pipeline->crew);
    struct task *task = (struct task *)job;
    pipeline->on_way -= task->chunk.bytes;
    pipeline->growth = growth_of(&task->chunk);
    return task;
}

// Whether so much is on its way that something has to be taken back first.
static bool has_enough(const struct pipeline *pipeline)
{
    if (crew_is_busy(pipeline->crew, pipeline->aside_count)) return true;
    uint64_t most = pipeline->memory / ON_WAY_SHARE;
    if (most < ON_WAY_MIN) most = ON_WAY_MIN;
    return has_tasks(pipeline)
           && (double)pipeline->on_way * pipeline->growth > (double)most;
}

// Forgets the tasks that came back.
static void forget_taken(struct pipeline *pipeline)
{
    for (size_t i = 0; i < pipeline->count; i++) free_task(pipeline->tasks[i]);
    pipeline->count = 0;
    pipeline->articles = pipeline->texts = pipeline->kept = 0;
    pipeline->is_for_segment = false;
    pipeline->totals = (struct postings_totals){ .articles = 0 };
}

void pipeline_close(struct pipeline *pipeline)
{
    if (!pipeline) return;
    crew_close(pipeline->crew, forget_job);
    free_task(pipeline->filling);
    while (pipeline->aside) forget_job(take_aside(pipeline));
    forget_taken(pipeline);
    free(pipeline->chunks);
    free(pipeline->tasks);
    for (size_t i = 0; i < pipeline->spare_count; i++)
        arena_free(&pipeline->spares[i]);
    choice_free(&pipeline->choice);
    free(pipeline);
}

// ---- Writing ----------------------------------------------------------------

static enum offprint_status write_postings(struct pipeline *pipeline,
                                           struct offprint_error *err)
{
    const struct chunks chunks = { pipeline->chunks, pipeline->count };
    if (chunks.count == 0) return OFFPRINT_OK;
    pipeline->wrote = true;
    if (pipeline->is_for_segment)
        return postings_write_segment(pipeline->store, chunks,
                                      &pipeline->totals, pipeline->crew,
                                      pipeline->vocabulary, err);
    return postings_insert(pipeline->store, chunks, pipeline->vocabulary, err);
}

// Writes all that was taken back, but for its rows.
static enum offprint_status write_taken(struct pipeline *pipeline,
                                        struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    enum offprint_stage before =
        profile_enter(pipeline->profile, OFFPRINT_MERGING);
    if (pipeline->count)
        status = store_set_meta(pipeline->store, "last_id",
                                pipeline->next_id - 1, err);
    if (!status && pipeline->count)
        status = store_note_arrival(pipeline->store, pipeline->batch_id,
                                    clock_now_ns(), err);
    pipeline->batch_id = pipeline->next_id;
    if (!status) status = write_postings(pipeline, err);
    profile_enter(pipeline->profile, OFFPRINT_DICTIONARY);
    if (!status) status = vocabulary_write(pipeline->vocabulary, err);
    profile_enter(pipeline->profile, before);
    forget_taken(pipeline);
    return status;
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

static void drop_articles(struct pipeline *pipeline, struct chunk *chunk)
{
    struct arena texts = chunk_drop_articles(chunk);
    if (pipeline->spare_count < SPARES_MAX
        && texts.bytes <= SPARE_CHUNKS * pipeline->chunk_bytes)
        pipeline->spares[pipeline->spare_count++] = texts;
    else
        arena_free(&texts);
}

// Once there are enough articles for a segment, they are not needed any more,
// as they are for INSERT.
static enum offprint_status prepare_segment(struct pipeline *pipeline,
                                            struct offprint_error *err)
{
    if (!pipeline->segments
        || (pipeline->articles < SEGMENT_ARTICLES
            && pipeline->texts < SEGMENT_BYTES))
        return OFFPRINT_OK;
    enum offprint_status status = OFFPRINT_OK;
    size_t from = pipeline->is_for_segment ? pipeline->count - 1 : 0;
    for (size_t i = from; !status && i < pipeline->count; i++) {
        status = postings_add_lengths(pipeline->store, pipeline->chunks[i],
                                      &pipeline->totals, err);
        drop_articles(pipeline, pipeline->chunks[i]);
    }
    pipeline->is_for_segment = true;
    return status;
}

static enum offprint_status write_rows(struct pipeline *pipeline,
                                       struct chunk *chunk,
                                       struct offprint_error *err)
{
    enum offprint_stage before =
        profile_enter(pipeline->profile, OFFPRINT_ROWS);
    enum offprint_status status =
        choice_store(&pipeline->choice, pipeline->store, chunk, err);
    for (size_t i = 0; !status && i < chunk->count; i++) {
        const struct chunk_article *item = &chunk->items[i];
        status = store_add_row(pipeline->store, &item->row, &item->frame, err);
    }
    if (!status) status = postings_note_lengths(pipeline->store, chunk, err);
    if (!status) status = vocabulary_add(pipeline->vocabulary, chunk, err);
    buffer_free(&chunk->relations); // they are counted
    profile_enter(pipeline->profile, before);
    return status;
}

// Keeps a task that came back.
static enum offprint_status keep(struct pipeline *pipeline, struct task *task,
                                 struct offprint_error *err)
{
    struct chunk *chunk = &task->chunk;
    pipeline->chunks[pipeline->count] = chunk;
    pipeline->tasks[pipeline->count++] = task;
    pipeline->articles += chunk->count;
    pipeline->texts += chunk->bytes;
    pipeline->kept += chunk_kept(chunk);
    enum offprint_status status = prepare_segment(pipeline, err);
    if (!pipeline->is_for_segment) pipeline->kept += chunk->texts.bytes;
    return status;
}

// Waits for the oldest task and keeps it.
static enum offprint_status take_oldest(struct pipeline *pipeline,
                                        struct offprint_error *err)
{
    struct task *task = next_task(pipeline);
    enum offprint_status status = task->job.status;
    if (status && err) *err = task->job.error;
    if (!status && !make_room(pipeline)) status = fail_no_memory(err);
    if (!status) status = write_rows(pipeline, &task->chunk, err);
    if (status) {
        free_task(task);
        return status;
    }
    status = keep(pipeline, task, err);
    if (status || pipeline->kept < pipeline_share(pipeline->memory))
        return status;
    set_aside(pipeline);
    return write_taken(pipeline, err);
}

// ---- Adding -----------------------------------------------------------------

static enum offprint_status submit(struct pipeline *pipeline,
                                   struct offprint_error *err)
{
    struct task *task = pipeline->filling;
    pipeline->filling = NULL;
    task->decides = !pipeline->submitted && !pipeline->choice.dictionary;
    pipeline->submitted = true;
    pipeline->on_way += task->chunk.bytes;
    crew_submit(pipeline->crew, &task->job);
    enum offprint_status status = OFFPRINT_OK;
    while (!status && has_enough(pipeline)) status = take_oldest(pipeline, err);
    return status;
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

// ---- All of it --------------------------------------------------------------

enum offprint_status pipeline_settle(struct pipeline *pipeline,
                                     struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    if (pipeline->filling) status = submit(pipeline, err);
    while (!status && has_tasks(pipeline)) status = take_oldest(pipeline, err);
    return status;
}

enum offprint_status pipeline_write(struct pipeline *pipeline,
                                    struct offprint_error *err)
{
    enum offprint_status status = pipeline_settle(pipeline, err);
    if (!status) status = write_taken(pipeline, err);
    if (status || !pipeline->wrote) return status;
    enum offprint_stage before =
        profile_enter(pipeline->profile, OFFPRINT_MERGING);
    status = packed_refresh(pipeline->store, err);
    profile_enter(pipeline->profile, before);
    pipeline->wrote = false;
    return status;
}
