#include "search/best.h"

#include <math.h>
#include <stdlib.h>

#include "base/buffer.h"

enum { EDIT_SHIFT = 5 }; // 32 times the articles make up for one edit

static bool can_enter(const struct top *top, double score, bool favoured)
{
    if (top->count < top->limit) return top->limit > 0;
    if (top->limit == 0) return false;
    const struct ranked *worst = &top->items[0];
    if (worst->complete != favoured) return favoured;
    return score > worst->score;
}

static bool keep(struct best *best, const struct dictionary_entry *entry,
                 unsigned distance)
{
    void *grown = array_grow(best->kept, best->kept_count, &best->kept_room,
                             sizeof *best->kept);
    if (!grown) return false;
    best->kept = grown;

    struct lookup_term *kept = &best->kept[best->kept_count];
    *kept = (struct lookup_term){ *entry, distance };
    kept->entry.term = arena_copy(best->arena, entry->term);
    bool same = slice_equal(entry->key, entry->term);
    kept->entry.key =
        same ? kept->entry.term : arena_copy(best->arena, entry->key);
    if (!kept->entry.key.ptr || !kept->entry.term.ptr) return false;
    best->kept_count++;
    return true;
}

void best_offer(struct best *best, const struct dictionary_entry *entry,
                unsigned distance, bool favoured)
{
    best->total++;
    double score = ldexp((double)entry->articles, -EDIT_SHIFT * (int)distance);
    if (best->top.no_memory || !can_enter(&best->top, score, favoured)) return;
    if (!keep(best, entry, distance)) {
        best->top.no_memory = true;
        return;
    }
    struct ranked item = { .id = (int64_t)best->kept_count - 1,
                           .score = score,
                           .complete = favoured };
    top_offer(&best->top, item);
}

static enum offprint_status take(struct best *best, struct lookup *lookup,
                                 struct offprint_error *err)
{
    size_t count = best->top.count;
    if (best->top.no_memory) return fail_no_memory(err);
    lookup->total = best->total;
    if (count == 0) return OFFPRINT_OK;
    lookup->items = arena_alloc(best->arena, count * sizeof *lookup->items);
    if (!lookup->items) return fail_no_memory(err);
    top_sort(&best->top);
    for (size_t i = 0; i < count; i++)
        lookup->items[i] = best->kept[best->top.items[i].id];
    lookup->count = count;
    return OFFPRINT_OK;
}

enum offprint_status best_finish(struct best *best, enum offprint_status status,
                                 struct lookup *lookup,
                                 struct offprint_error *err)
{
    if (!status) status = take(best, lookup, err);
    if (status) *lookup = (struct lookup){ 0 };
    top_free(&best->top);
    free(best->kept);
    *best = (struct best){ 0 };
    return status;
}
