#include "search/order.h"

#include <stdlib.h>

static int by_id(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    return (a->id > b->id) - (a->id < b->id);
}

// Puts the articles of ids, which are those of top, in their order there.
static enum offprint_status take_order(struct top *top, const int64_t *ids,
                                       size_t count, size_t limit,
                                       struct arena *arena,
                                       struct offprint_error *err)
{
    struct ranked *items = arena_alloc(arena, (count + 1) * sizeof *items);
    if (!items) return fail_no_memory(err);
    if (top->count) qsort(top->items, top->count, sizeof *top->items, by_id);
    size_t taken = 0;
    for (size_t i = 0; i < count && taken < limit; i++) {
        const struct ranked key = { .id = ids[i] };
        const struct ranked *found = top->count
                                         ? bsearch(&key, top->items, top->count,
                                                   sizeof *top->items, by_id)
                                         : NULL;
        if (found) items[taken++] = *found;
    }
    if (taken) memcpy(top->items, items, taken * sizeof *items);
    top->count = taken;
    return OFFPRINT_OK;
}

enum offprint_status order_apply(struct store *store, enum article_order order,
                                 size_t limit, struct arena *arena,
                                 struct top *top, struct offprint_error *err)
{
    struct article_set set;
    int64_t *ids = NULL;
    size_t count = 0;
    enum offprint_status status = article_set_new(store, arena, &set, err);
    for (size_t i = 0; !status && i < top->count; i++)
        article_set_add(&set, top->items[i].id);
    struct list_request list = { .order = order, .set = &set };
    if (!status) status = store_list(store, &list, &ids, &count, err);
    if (!status) status = take_order(top, ids, count, limit, arena, err);
    free(ids);
    return status;
}
