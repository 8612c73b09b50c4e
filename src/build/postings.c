#include "build/postings.h"

#include "store/fts5_lengths.h"
#include "store/fts5_segment.h"

enum offprint_status postings_add_term(struct fts5_segment *segment,
                                       const struct merged_term *term,
                                       struct offprint_error *err)
{
    enum offprint_status status =
        fts5_segment_add_term(segment, term->term, err);
    for (size_t i = 0; !status && i < term->run_count; i++)
        status = fts5_segment_add_run(segment, &term->runs[i], err);
    return status;
}

enum offprint_status postings_add_lengths(struct store *store,
                                          struct chunk *const *chunks,
                                          size_t count,
                                          struct offprint_error *err)
{
    uint64_t articles = 0, words[POSTING_COLUMNS] = { 0 };
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < count; i++)
        for (size_t j = 0; !status && j < chunks[i]->count; j++) {
            const struct chunk_article *item = &chunks[i]->items[j];
            status = fts5_add_lengths(store, item->row.id, item->lengths,
                                      POSTING_COLUMNS, err);
            for (size_t k = 0; k < POSTING_COLUMNS; k++)
                words[k] += item->lengths[k];
            articles++;
        }
    if (!status)
        status = fts5_add_totals(store, articles, words, POSTING_COLUMNS, err);
    return status;
}

enum offprint_status postings_insert(struct store *store,
                                     struct chunk *const *chunks, size_t count,
                                     struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < count; i++)
        for (size_t j = 0; !status && j < chunks[i]->count; j++)
            status = store_add_postings(store, &chunks[i]->items[j].row, err);
    return status;
}
