#include "build/merge.h"

#include <stdlib.h>

#include "text/fold_key.h"

enum { PART_BYTES = 1024 * 1024 }; // of records, about

// ---- Cutting ----------------------------------------------------------------

size_t merge_cut(struct chunks chunks, uint64_t starts[MERGE_PARTS_MAX])
{
    // The marks of the largest chunk stand for all.
    const struct inverted *largest = &chunks.items[0]->inverted;
    size_t bytes = 0, count = 0;
    for (size_t i = 0; i < chunks.count; i++) {
        const struct inverted *inverted = &chunks.items[i]->inverted;
        bytes += inverted->records.len;
        if (inverted->count > largest->count) largest = inverted;
    }
    size_t wanted = bytes / PART_BYTES + 1;
    if (wanted > MERGE_PARTS_MAX) wanted = MERGE_PARTS_MAX;
    starts[count++] = 0;
    for (size_t i = 1; i < wanted; i++) {
        size_t at = i * largest->mark_count / wanted;
        if (at < largest->mark_count
            && largest->marks[at].head > starts[count - 1])
            starts[count++] = largest->marks[at].head;
    }
    return count;
}

// ---- Merging ----------------------------------------------------------------

// A chunk while its terms are taken one by one.
struct cursor {
    uint64_t head; // of the term at hand: decides most comparisons
    struct inverted_term term;
    const struct chunk *chunk;
    size_t place;    // of the next record
    uint32_t number; // of the chunk
};

struct merge {
    struct merge_part *part;
    struct cursor *cursors;
    struct cursor **heap; // the root has the smallest term, of the first chunk
    size_t count;
};

static bool comes_first(const struct cursor *a, const struct cursor *b)
{
    if (a->head != b->head) return a->head < b->head;
    int order = slice_compare(a->term.term, b->term.term);
    return order ? order < 0 : a->number < b->number;
}

static void sift_down(struct merge *merge, size_t at)
{
    struct cursor *moved = merge->heap[at];
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= merge->count) break;
        if (child + 1 < merge->count
            && comes_first(merge->heap[child + 1], merge->heap[child]))
            child++;
        if (!comes_first(merge->heap[child], moved)) break;
        merge->heap[at] = merge->heap[child];
        at = child;
    }
    merge->heap[at] = moved;
}

// Goes on to the next term of the part. False at its end.
static bool next_term(const struct merge_part *part, struct cursor *cursor)
{
    if (!inverted_next(&cursor->chunk->inverted, &cursor->place, &cursor->term))
        return false;
    cursor->head = slice_head(cursor->term.term);
    return !part->has_end || cursor->head < part->to;
}

// Goes to the first term of the part, from the last mark before it.
static bool first_term(const struct merge_part *part, struct cursor *cursor)
{
    const struct inverted *inverted = &cursor->chunk->inverted;
    size_t low = 0, high = inverted->mark_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (inverted->marks[middle].head < part->from)
            low = middle + 1;
        else
            high = middle;
    }
    cursor->place = low ? inverted->marks[low - 1].place : 0;
    bool more;
    do more = next_term(part, cursor);
    while (more && cursor->head < part->from);
    return more;
}

static void advance_root(struct merge *merge)
{
    if (!next_term(merge->part, merge->heap[0]))
        merge->heap[0] = merge->heap[--merge->count];
    if (merge->count) sift_down(merge, 0);
}

static bool is_next(const struct merge *merge, uint64_t head, struct slice term)
{
    return merge->count && merge->heap[0]->head == head
           && slice_equal(merge->heap[0]->term.term, term);
}

static struct merged_term *add_term(struct merge_part *part)
{
    void *grown =
        array_grow(part->terms, part->count, &part->room, sizeof *part->terms);
    if (!grown) return NULL;
    part->terms = grown;
    struct merged_term *term = &part->terms[part->count++];
    *term = (struct merged_term){ .articles = 0 };
    return term;
}

static bool set_key(struct merge_part *part, struct merged_term *merged)
{
    char room[TERM_MAX];
    merged->key = fold_key(merged->term, room);
    if (slice_equal(merged->key, merged->term))
        merged->key = merged->term;
    else
        merged->key = arena_copy(&part->keys, merged->key);
    return merged->key.ptr != NULL;
}

// Takes the smallest term from all chunks that have it. Its run begins where
// the entries of those before end, which is remembered as a number since they
// may still move. False where there is no memory.
static bool take_term(struct merge *merge)
{
    struct merge_part *part = merge->part;
    const uint64_t head = merge->heap[0]->head;
    struct merged_term *merged = add_term(part);
    if (!merged) return false;
    struct fts5_runs runs = { .bytes = &part->entries,
                              .start = part->entries.len };
    merged->term = merge->heap[0]->term.term;
    while (is_next(merge, head, merged->term)) {
        const struct cursor *cursor = merge->heap[0];
        const struct inverted_term *term = &cursor->term;
        const int64_t base = cursor->chunk->items[0].row.id;
        const struct fts5_run run = { .base = base,
                                      .last = base + term->last,
                                      .bytes =
                                          (const uint8_t *)term->entries.ptr,
                                      .size = term->entries.len };
        const bool joined = fts5_runs_add(&runs, &run);
        merged->articles += term->articles - joined;
        merged->occurrences += term->occurrences;
        merged->languages |= term->languages;
        advance_root(merge);
    }
    merged->run.last = runs.last;
    merged->run.size = part->entries.len - runs.start;
    return !part->entries.failed && set_key(part, merged);
}

static void place_runs(struct merge_part *part)
{
    const uint8_t *at = (const uint8_t *)part->entries.ptr;
    for (size_t i = 0; i < part->count; i++) {
        part->terms[i].run.bytes = at;
        at += part->terms[i].run.size;
    }
}

enum offprint_status merge_part(struct merge_part *part,
                                struct offprint_error *err)
{
    const size_t count = part->chunks.count;
    struct merge merge = { .part = part,
                           .cursors = calloc(count + 1, sizeof *merge.cursors),
                           .heap = calloc(count + 1, sizeof *merge.heap) };
    bool whole = merge.cursors && merge.heap;
    part->count = 0;
    buffer_reset(&part->entries);
    arena_reset(&part->keys);
    for (size_t i = 0; whole && i < count; i++) {
        struct cursor *cursor = &merge.cursors[i];
        cursor->chunk = part->chunks.items[i];
        cursor->number = (uint32_t)i;
        if (first_term(part, cursor)) merge.heap[merge.count++] = cursor;
    }
    for (size_t i = merge.count; i-- > 0;) sift_down(&merge, i);
    while (whole && merge.count) whole = take_term(&merge);
    if (whole) place_runs(part);
    free(merge.cursors);
    free(merge.heap);
    return whole ? OFFPRINT_OK : fail_no_memory(err);
}

void merge_part_free(struct merge_part *part)
{
    free(part->terms);
    buffer_free(&part->entries);
    arena_free(&part->keys);
}
