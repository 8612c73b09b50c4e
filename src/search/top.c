#include "search/top.h"

#include <stdlib.h>

#include "base/buffer.h"

static bool is_better(const struct ranked *a, const struct ranked *b)
{
    if (a->complete != b->complete) return a->complete;
    if (a->score != b->score) return a->score > b->score;
    return a->id < b->id;
}

static void swap(struct ranked *a, struct ranked *b)
{
    struct ranked old = *a;
    *a = *b;
    *b = old;
}

static void sift_up(struct top *top, size_t at)
{
    while (at > 0) {
        size_t parent = (at - 1) / 2;
        if (!is_better(&top->items[parent], &top->items[at])) return;
        swap(&top->items[parent], &top->items[at]);
        at = parent;
    }
}

static void sift_down(struct top *top, size_t at)
{
    for (;;) {
        size_t worst = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2; child++)
            if (child < top->count
                && is_better(&top->items[worst], &top->items[child]))
                worst = child;
        if (worst == at) return;
        swap(&top->items[worst], &top->items[at]);
        at = worst;
    }
}

void top_offer(struct top *top, struct ranked item)
{
    if (top->limit == 0 || top->no_memory) return;
    if (top->count == top->limit) {
        if (!is_better(&item, &top->items[0])) return;
        top->items[0] = item;
        sift_down(top, 0);
        return;
    }
    void *grown =
        array_grow(top->items, top->count, &top->room, sizeof *top->items);
    if (!grown) {
        top->no_memory = true;
        return;
    }
    top->items = grown;
    top->items[top->count++] = item;
    sift_up(top, top->count - 1);
}

static int best_first(const void *left, const void *right)
{
    return is_better(left, right) ? -1 : is_better(right, left);
}

void top_sort(struct top *top)
{
    if (top->count)
        qsort(top->items, top->count, sizeof *top->items, best_first);
}

void top_free(struct top *top)
{
    free(top->items);
    *top = (struct top){ 0 };
}
