#include "build/postings.h"

#include <stdlib.h>

#include "store/fts5_lengths.h"
#include "store/fts5_segment.h"

// ---- Merging ----------------------------------------------------------------

// A chunk while its terms are taken one by one.
struct cursor {
    const struct chunk *chunk;
    size_t number; // of the chunk
    size_t at;     // term
};

struct merge {
    struct cursor *heap; // the root has the smallest term, of the first chunk
    size_t count;
    struct fts5_segment *segment;
};

static const struct inverted_term *term_of(const struct cursor *cursor)
{
    return &cursor->chunk->terms[cursor->at];
}

static bool comes_first(const struct cursor *a, const struct cursor *b)
{
    int order = slice_compare(term_of(a)->term, term_of(b)->term);
    return order ? order < 0 : a->number < b->number;
}

static void sift_down(struct merge *merge, size_t at)
{
    struct cursor moved = merge->heap[at];
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= merge->count) break;
        if (child + 1 < merge->count
            && comes_first(&merge->heap[child + 1], &merge->heap[child]))
            child++;
        if (!comes_first(&merge->heap[child], &moved)) break;
        merge->heap[at] = merge->heap[child];
        at = child;
    }
    merge->heap[at] = moved;
}

// Goes on to the next term of the chunk at the root.
static void advance(struct merge *merge)
{
    struct cursor *root = &merge->heap[0];
    if (++root->at == root->chunk->term_count)
        merge->heap[0] = merge->heap[--merge->count];
    if (merge->count) sift_down(merge, 0);
}

static enum offprint_status merge_term(struct merge *merge,
                                       struct offprint_error *err)
{
    struct slice term = term_of(&merge->heap[0])->term;
    enum offprint_status status =
        fts5_segment_add_term(merge->segment, term, err);
    while (!status && merge->count
           && slice_equal(term_of(&merge->heap[0])->term, term)) {
        const struct cursor *cursor = &merge->heap[0];
        const struct inverted_term *found = term_of(cursor);
        int64_t base = cursor->chunk->items[0].row.id;
        struct fts5_run run = { .base = base,
                                .last = base + found->last,
                                .bytes = (const uint8_t *)found->entries.ptr,
                                .size = found->entries.len };
        status = fts5_segment_add_run(merge->segment, &run, err);
        advance(merge);
    }
    return status;
}

static enum offprint_status merge_terms(struct store *store,
                                        struct chunk *const *chunks,
                                        size_t count,
                                        struct offprint_error *err)
{
    struct merge merge = { .heap = calloc(count + 1, sizeof *merge.heap) };
    if (!merge.heap) return fail_no_memory(err);
    for (size_t i = 0; i < count; i++)
        if (chunks[i]->term_count)
            merge.heap[merge.count++] = (struct cursor){ chunks[i], i, 0 };
    for (size_t i = merge.count; i-- > 0;) sift_down(&merge, i);
    enum offprint_status status = fts5_segment_open(store, &merge.segment, err);
    while (!status && merge.count) status = merge_term(&merge, err);
    if (!status) status = fts5_segment_finish(merge.segment, err);
    fts5_segment_close(merge.segment);
    free(merge.heap);
    return status;
}

// ---- Lengths ----------------------------------------------------------------

static enum offprint_status write_lengths(struct store *store,
                                          struct chunk *const *chunks,
                                          size_t count,
                                          struct offprint_error *err)
{
    uint64_t articles = 0, words[CHUNK_COLUMNS] = { 0 };
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < count; i++)
        for (size_t j = 0; !status && j < chunks[i]->count; j++) {
            const struct chunk_article *item = &chunks[i]->items[j];
            status = fts5_add_lengths(store, item->row.id, item->lengths,
                                      CHUNK_COLUMNS, err);
            for (size_t k = 0; k < CHUNK_COLUMNS; k++)
                words[k] += item->lengths[k];
            articles++;
        }
    if (!status)
        status = fts5_add_totals(store, articles, words, CHUNK_COLUMNS, err);
    return status;
}

enum offprint_status postings_write_segment(struct store *store,
                                            struct chunk *const *chunks,
                                            size_t count,
                                            struct offprint_error *err)
{
    enum offprint_status status = merge_terms(store, chunks, count, err);
    return status ? status : write_lengths(store, chunks, count, err);
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
