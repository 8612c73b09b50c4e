#include "build/merge.h"

#include <stdlib.h>

// A chunk while its terms are taken one by one.
struct cursor {
    uint64_t head; // of the term at hand: decides most comparisons
    struct slice text;
    const struct inverted_term *term;
    const struct inverted_term *end;
    const struct chunk *chunk;
    uint32_t number; // of the chunk
};

struct merge {
    struct cursor *heap; // the root has the smallest term, of the first chunk
    size_t count;
    struct fts5_run *runs;
};

static bool comes_first(const struct cursor *a, const struct cursor *b)
{
    if (a->head != b->head) return a->head < b->head;
    int order = slice_compare(a->text, b->text);
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

static void read_term(struct cursor *cursor)
{
    cursor->text = inverted_text(&cursor->chunk->inverted, cursor->term);
    cursor->head = slice_head(cursor->text);
}

// Goes on to the next term of the chunk at the root.
static void advance(struct merge *merge)
{
    struct cursor *root = &merge->heap[0];
    if (++root->term == root->end)
        merge->heap[0] = merge->heap[--merge->count];
    else
        read_term(root);
    if (merge->count) sift_down(merge, 0);
}

static bool is_next(const struct merge *merge, uint64_t head, struct slice term)
{
    const struct cursor *root = &merge->heap[0];
    return merge->count && root->head == head && slice_equal(root->text, term);
}

// Takes the smallest term from all chunks that have it.
static struct merged_term take_term(struct merge *merge)
{
    const uint64_t head = merge->heap[0].head;
    struct merged_term merged = { .term = merge->heap[0].text,
                                  .runs = merge->runs };
    while (is_next(merge, head, merged.term)) {
        const struct cursor *cursor = &merge->heap[0];
        const struct inverted_term *term = cursor->term;
        const int64_t base = cursor->chunk->items[0].row.id;
        struct slice entries = inverted_entries(&cursor->chunk->inverted, term);
        merge->runs[merged.run_count++] = (struct fts5_run){
            .base = base,
            .last = base + term->last,
            .bytes = (const uint8_t *)entries.ptr,
            .size = entries.len,
        };
        merged.articles += term->articles;
        merged.occurrences += term->occurrences;
        merged.languages |= term->languages;
        advance(merge);
    }
    return merged;
}

static void add_cursor(struct merge *merge, const struct chunk *chunk,
                       size_t number)
{
    const struct inverted *inverted = &chunk->inverted;
    if (inverted->count == 0) return;
    struct cursor *cursor = &merge->heap[merge->count++];
    *cursor = (struct cursor){ .term = inverted->terms,
                               .end = inverted->terms + inverted->count,
                               .chunk = chunk,
                               .number = (uint32_t)number };
    read_term(cursor);
}

enum offprint_status merge_terms(
    struct chunk *const *chunks, size_t count,
    enum offprint_status (*on_term)(void *context,
                                    const struct merged_term *term,
                                    struct offprint_error *err),
    void *context, struct offprint_error *err)
{
    struct merge merge = { .heap = calloc(count + 1, sizeof *merge.heap),
                           .runs = calloc(count + 1, sizeof *merge.runs) };
    enum offprint_status status = OFFPRINT_OK;
    if (!merge.heap || !merge.runs) status = fail_no_memory(err);
    for (size_t i = 0; !status && i < count; i++)
        add_cursor(&merge, chunks[i], i);
    for (size_t i = merge.count; i-- > 0;) sift_down(&merge, i);
    while (!status && merge.count) {
        struct merged_term term = take_term(&merge);
        status = on_term(context, &term, err);
    }
    free(merge.heap);
    free(merge.runs);
    return status;
}
