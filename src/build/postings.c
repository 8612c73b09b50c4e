#include "build/postings.h"

#include <stdlib.h>

#include "store/fts5_lengths.h"
#include "store/fts5_segment.h"
#include "store/fts5_table.h"
#include "store/lengths.h"

enum {
    // Leaves up to which a segment is small: many small ones have to become
    // few. Large ones are few from the beginning, and long to merge.
    SMALL_LEAVES = 4096,
    MERGED_LEAVES = 4, // that FTS5 merges for each leaf of a small one
};

// ---- Merging ----------------------------------------------------------------

struct part_job {
    struct job job;
    struct merge_part part;
};

static enum offprint_status merge(struct job *job, struct worker *worker,
                                  struct offprint_error *err)
{
    struct part_job *part_job = (struct part_job *)job;
    profile_enter(&worker->profile, OFFPRINT_PREMERGING);
    return merge_part(&part_job->part, err);
}

// A segment while it is written.
struct writing {
    struct crew *crew;
    struct chunks chunks;
    struct fts5_segment *segment;
    struct vocabulary *vocabulary;
    struct part_job *spares; // jobs whose memory serves for the next ones
};

static void free_spares(struct writing *writing)
{
    for (struct part_job *job = writing->spares, *next; job; job = next) {
        next = (struct part_job *)job->job.next;
        merge_part_free(&job->part);
        free(job);
    }
}

static struct part_job *new_job(struct writing *writing)
{
    struct part_job *job = writing->spares;
    if (!job) return calloc(1, sizeof *job);
    writing->spares = (struct part_job *)job->job.next;
    return job;
}

static enum offprint_status submit(struct writing *writing,
                                   const struct merge_cuts *cuts, size_t number,
                                   struct offprint_error *err)
{
    struct part_job *job = new_job(writing);
    if (!job) return fail_no_memory(err);
    job->job.work = merge;
    merge_part_set(&job->part, writing->chunks, cuts, number);
    crew_submit(writing->crew, &job->job);
    return OFFPRINT_OK;
}

static enum offprint_status write_part(struct writing *writing,
                                       const struct merge_part *part,
                                       struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < part->count; i++) {
        const struct merged_term *term = &part->terms[i];
        status = vocabulary_add_term(writing->vocabulary, term, err);
        if (!status)
            status = fts5_segment_add_term(writing->segment, term->term, err);
        if (!status)
            status = fts5_segment_add_run(writing->segment, &term->run, err);
    }
    return status;
}

// Takes the oldest part back. After a failure it is not looked at.
static enum offprint_status take(struct writing *writing,
                                 enum offprint_status status,
                                 struct offprint_error *err)
{
    struct part_job *job = (struct part_job *)crew_take(writing->crew);
    if (!status && job->job.status) {
        status = job->job.status;
        if (err) *err = job->job.error;
    }
    if (!status) status = write_part(writing, &job->part, err);
    job->job.next = (struct job *)writing->spares;
    writing->spares = job;
    return status;
}

static enum offprint_status write_terms(struct writing *writing,
                                        struct offprint_error *err)
{
    struct merge_cuts cuts;
    enum offprint_status status = merge_cut(writing->chunks, &cuts, err);
    for (size_t i = 0; !status && i < cuts.count; i++) {
        status = submit(writing, &cuts, i, err);
        if (!status && crew_is_busy(writing->crew, 0))
            status = take(writing, status, err);
    }
    while (crew_jobs(writing->crew) > 0) status = take(writing, status, err);
    merge_cuts_free(&cuts);
    return status;
}

// ---- A segment --------------------------------------------------------------

enum offprint_status postings_note_lengths(struct store *store,
                                           const struct chunk *chunk,
                                           struct offprint_error *err)
{
    if (chunk->count == 0) return OFFPRINT_OK;
    uint8_t *codes = malloc(chunk->count);
    if (!codes) return fail_no_memory(err);
    for (size_t i = 0; i < chunk->count; i++) {
        const uint32_t *lengths = chunk->items[i].lengths;
        codes[i] = length_encode((uint64_t)lengths[POSTING_BODY]
                                 + lengths[POSTING_TITLE]);
    }
    enum offprint_status status =
        lengths_write(store, chunk->items[0].row.id, codes, chunk->count, err);
    free(codes);
    return status;
}

enum offprint_status postings_add_lengths(struct store *store,
                                          const struct chunk *chunk,
                                          struct postings_totals *totals,
                                          struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < chunk->count; i++) {
        const struct chunk_article *item = &chunk->items[i];
        status = fts5_add_lengths(store, item->row.id, item->lengths,
                                  POSTING_COLUMNS, err);
        for (size_t j = 0; j < POSTING_COLUMNS; j++)
            totals->words[j] += item->lengths[j];
        totals->articles++;
    }
    return status;
}

enum offprint_status postings_write_segment(
    struct store *store, struct chunks chunks,
    const struct postings_totals *totals, struct crew *crew,
    struct vocabulary *vocabulary, struct offprint_error *err)
{
    struct writing writing = { crew, chunks, NULL, vocabulary, NULL };
    enum offprint_status status =
        fts5_segment_open(store, &writing.segment, err);
    if (!status) status = write_terms(&writing, err);
    const uint32_t leaves = status ? 0 : fts5_segment_leaves(writing.segment);
    if (!status) status = fts5_segment_finish(writing.segment, err);
    fts5_segment_close(writing.segment);
    free_spares(&writing);
    if (!status)
        status = fts5_add_totals(store, totals->articles, totals->words,
                                 POSTING_COLUMNS, err);
    if (!status && leaves <= SMALL_LEAVES)
        status = fts5_table_merge_some(store, MERGED_LEAVES * leaves + 1, err);
    return status;
}

// ---- Row by row -------------------------------------------------------------

static enum offprint_status count_term(void *context,
                                       const struct merged_term *term,
                                       struct offprint_error *err)
{
    return vocabulary_add_term(context, term, err);
}

enum offprint_status postings_insert(struct store *store, struct chunks chunks,
                                     struct vocabulary *vocabulary,
                                     struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < chunks.count; i++)
        for (size_t j = 0; !status && j < chunks.items[i]->count; j++)
            status =
                store_add_postings(store, &chunks.items[i]->items[j].row, err);
    return status ? status : merge_each(chunks, count_term, vocabulary, err);
}
