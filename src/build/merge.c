#include "build/merge.h"

#include <stdlib.h>

#include "text/fold_key.h"

enum { PART_BYTES = 2 * 1024 * 1024 }; // of records and merged terms, about

// ---- Cutting ----------------------------------------------------------------

// A term that has a mark, and what the terms from there to the next mark take.
struct piece {
    struct merge_start start;
    size_t bytes;
};

static struct merge_start start_at(const struct inverted *list, size_t mark)
{
    struct inverted_term term;
    size_t place = list->marks[mark].place;
    inverted_next(list, &place, &term);
    return (struct merge_start){ list->marks[mark].head, term.term };
}

static int compare_starts(const struct merge_start *a,
                          const struct merge_start *b)
{
    if (a->head != b->head) return a->head < b->head ? -1 : 1;
    return slice_compare(a->term, b->term);
}

static int by_start(const void *left, const void *right)
{
    const struct piece *a = left, *b = right;
    return compare_starts(&a->start, &b->start);
}

static size_t count_marks(struct chunks chunks)
{
    size_t count = 0;
    for (size_t i = 0; i < chunks.count; i++) {
        const struct inverted *list = chunks.items[i]->inverted;
        for (; list; list = list->next) count += list->mark_count;
    }
    return count;
}

// Lists the pieces of a list. Returns how many there are.
static size_t list_pieces(const struct inverted *list, struct piece *pieces)
{
    for (size_t i = 0; i < list->mark_count; i++) {
        const bool is_last = i + 1 == list->mark_count;
        const size_t end =
            is_last ? list->records.len : list->marks[i + 1].place;
        pieces[i].start = start_at(list, i);
        pieces[i].bytes = end - list->marks[i].place
                          + INVERTED_MARK_TERMS * sizeof(struct merged_term);
    }
    return list->mark_count;
}

// Begins a part wherever the pieces, in order, have filled one.
static void cut_pieces(const struct piece *pieces, size_t count,
                       struct merge_cuts *cuts)
{
    size_t bytes = 0;
    cuts->starts[0] = (struct merge_start){ 0, SLICE("") };
    cuts->count = 1;
    for (size_t i = 0; i < count; i++) {
        const struct merge_start *last = &cuts->starts[cuts->count - 1];
        if (bytes >= PART_BYTES && compare_starts(last, &pieces[i].start) < 0) {
            cuts->starts[cuts->count++] = pieces[i].start;
            bytes = 0;
        }
        bytes += pieces[i].bytes;
    }
}

enum offprint_status merge_cut(struct chunks chunks, struct merge_cuts *cuts,
                               struct offprint_error *err)
{
    const size_t marks = count_marks(chunks);
    struct piece *pieces = malloc((marks + 1) * sizeof *pieces);
    cuts->starts = malloc((marks + 1) * sizeof *cuts->starts);
    if (!pieces || !cuts->starts) {
        free(pieces);
        return fail_no_memory(err);
    }
    size_t count = 0;
    for (size_t i = 0; i < chunks.count; i++) {
        const struct inverted *list = chunks.items[i]->inverted;
        for (; list; list = list->next)
            count += list_pieces(list, pieces + count);
    }
    qsort(pieces, count, sizeof *pieces, by_start);
    cut_pieces(pieces, count, cuts);
    free(pieces);
    return OFFPRINT_OK;
}

void merge_cuts_free(struct merge_cuts *cuts)
{
    free(cuts->starts);
}

// ---- Merging ----------------------------------------------------------------

// A chunk while its terms are taken one by one.
struct cursor {
    uint64_t head; // of the term at hand: decides most comparisons
    struct inverted_term term;
    const struct inverted *list;
    size_t place;    // of the next record
    int64_t base;    // what its ids count from
    uint32_t number; // of the list
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

static bool comes_before(const struct cursor *cursor,
                         const struct merge_start *start)
{
    if (cursor->head != start->head) return cursor->head < start->head;
    return slice_compare(cursor->term.term, start->term) < 0;
}

// Goes on to the next term of the part. False at its end.
static bool next_term(const struct merge_part *part, struct cursor *cursor)
{
    if (!inverted_next(cursor->list, &cursor->place, &cursor->term))
        return false;
    cursor->head = slice_head(cursor->term.term);
    return !part->to.term.ptr || comes_before(cursor, &part->to);
}

// Goes to the first term of the part, from the last mark before it.
static bool first_term(const struct merge_part *part, struct cursor *cursor)
{
    const struct inverted *list = cursor->list;
    size_t low = 0, high = list->mark_count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        const struct merge_start start = start_at(list, middle);
        if (compare_starts(&start, &part->from) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    cursor->place = low ? list->marks[low - 1].place : 0;
    bool more;
    do more = next_term(part, cursor);
    while (more && comes_before(cursor, &part->from));
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
        const struct fts5_run run = { .base = cursor->base,
                                      .last = cursor->base + term->last,
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

static size_t count_lists(struct chunks chunks)
{
    size_t count = 0;
    for (size_t i = 0; i < chunks.count; i++) {
        const struct inverted *list = chunks.items[i]->inverted;
        for (; list; list = list->next) count++;
    }
    return count;
}

// Puts a cursor into each list that has terms of the part.
static void set_cursors(struct merge *merge)
{
    const struct merge_part *part = merge->part;
    uint32_t number = 0;
    for (size_t i = 0; i < part->chunks.count; i++) {
        const struct chunk *chunk = part->chunks.items[i];
        const struct inverted *list = chunk->inverted;
        for (; list; list = list->next) {
            struct cursor *cursor = &merge->cursors[number];
            cursor->list = list;
            cursor->base = chunk->first_id;
            cursor->number = number++;
            if (first_term(part, cursor)) merge->heap[merge->count++] = cursor;
        }
    }
    for (size_t i = merge->count; i-- > 0;) sift_down(merge, i);
}

void merge_part_set(struct merge_part *part, struct chunks chunks,
                    const struct merge_cuts *cuts, size_t number)
{
    part->chunks = chunks;
    part->from = cuts->starts[number];
    part->to = number + 1 < cuts->count ? cuts->starts[number + 1]
                                        : (struct merge_start){ .head = 0 };
}

enum offprint_status merge_part(struct merge_part *part,
                                struct offprint_error *err)
{
    const size_t count = count_lists(part->chunks);
    struct merge merge = { .part = part,
                           .cursors = calloc(count + 1, sizeof *merge.cursors),
                           .heap = calloc(count + 1, sizeof *merge.heap) };
    bool whole = merge.cursors && merge.heap;
    part->count = 0;
    buffer_reset(&part->entries);
    arena_reset(&part->keys);
    if (whole) set_cursors(&merge);
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

// ---- All of it --------------------------------------------------------------

enum offprint_status merge_each(
    struct chunks chunks,
    enum offprint_status (*on_term)(void *context,
                                    const struct merged_term *term,
                                    struct offprint_error *err),
    void *context, struct offprint_error *err)
{
    struct merge_cuts cuts;
    struct merge_part part = { .count = 0 };
    enum offprint_status status = merge_cut(chunks, &cuts, err);
    for (size_t i = 0; !status && i < cuts.count; i++) {
        merge_part_set(&part, chunks, &cuts, i);
        status = merge_part(&part, err);
        for (size_t j = 0; !status && j < part.count; j++)
            status = on_term(context, &part.terms[j], err);
    }
    merge_part_free(&part);
    merge_cuts_free(&cuts);
    return status;
}
