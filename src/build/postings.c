#include "build/postings.h"

#include <stdlib.h>

#include "store/fts5_lengths.h"
#include "store/fts5_segment.h"

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

static void forget(struct part_job *job)
{
    merge_part_free(&job->part);
    free(job);
}

static enum offprint_status submit(struct crew *crew, struct chunks chunks,
                                   const uint64_t *starts, size_t count,
                                   size_t at, struct offprint_error *err)
{
    struct part_job *job = calloc(1, sizeof *job);
    if (!job) return fail_no_memory(err);
    job->job.work = merge;
    job->part.chunks = chunks;
    job->part.from = starts[at];
    job->part.has_end = at + 1 < count;
    if (job->part.has_end) job->part.to = starts[at + 1];
    crew_submit(crew, &job->job);
    return OFFPRINT_OK;
}

static enum offprint_status count_terms(const struct merge_part *part,
                                        struct vocabulary *vocabulary,
                                        struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < part->count; i++)
        status = vocabulary_add_term(vocabulary, &part->terms[i], err);
    return status;
}

static enum offprint_status write_part(const struct merge_part *part,
                                       struct fts5_segment *segment,
                                       struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < part->count; i++) {
        status = fts5_segment_add_term(segment, part->terms[i].term, err);
        if (!status)
            status = fts5_segment_add_run(segment, &part->terms[i].run, err);
    }
    return status;
}

// Takes the oldest part back. After a failure it only forgets it.
static enum offprint_status take(struct crew *crew,
                                 struct fts5_segment *segment,
                                 struct vocabulary *vocabulary,
                                 enum offprint_status status,
                                 struct offprint_error *err)
{
    struct part_job *job = (struct part_job *)crew_take(crew);
    if (!status && job->job.status) {
        status = job->job.status;
        if (err) *err = job->job.error;
    }
    if (!status) status = count_terms(&job->part, vocabulary, err);
    if (!status) status = write_part(&job->part, segment, err);
    forget(job);
    return status;
}

static enum offprint_status write_terms(struct fts5_segment *segment,
                                        struct chunks chunks, struct crew *crew,
                                        struct vocabulary *vocabulary,
                                        struct offprint_error *err)
{
    uint64_t starts[MERGE_PARTS_MAX];
    const size_t count = merge_cut(chunks, starts);
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < count; i++) {
        status = submit(crew, chunks, starts, count, i, err);
        if (!status && crew_is_busy(crew))
            status = take(crew, segment, vocabulary, status, err);
    }
    while (crew_jobs(crew) > 0)
        status = take(crew, segment, vocabulary, status, err);
    return status;
}

// ---- A segment --------------------------------------------------------------

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
    struct fts5_segment *segment;
    enum offprint_status status = fts5_segment_open(store, &segment, err);
    if (!status) status = write_terms(segment, chunks, crew, vocabulary, err);
    if (!status) status = fts5_segment_finish(segment, err);
    fts5_segment_close(segment);
    if (status) return status;
    return fts5_add_totals(store, totals->articles, totals->words,
                           POSTING_COLUMNS, err);
}

// ---- Row by row -------------------------------------------------------------

enum offprint_status postings_insert(struct store *store, struct chunks chunks,
                                     struct vocabulary *vocabulary,
                                     struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < chunks.count; i++)
        for (size_t j = 0; !status && j < chunks.items[i]->count; j++)
            status =
                store_add_postings(store, &chunks.items[i]->items[j].row, err);
    struct merge_part all = { .chunks = chunks };
    if (!status) status = merge_part(&all, err);
    if (!status) status = count_terms(&all, vocabulary, err);
    merge_part_free(&all);
    return status;
}
