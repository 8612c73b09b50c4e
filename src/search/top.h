// top.h - the best few of many: a heap whose root is the worst one kept.

#ifndef OFFPRINT_SEARCH_TOP_H
#define OFFPRINT_SEARCH_TOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ranked {
    int64_t id;
    double score;
    bool complete; // has all words that are asked for: before all others
};

struct top {
    struct ranked *items;
    size_t count;
    size_t room;
    size_t limit;
    bool no_memory;
};

// Offers one; keeps it if it is among the limit best. Complete ones come first,
// then higher scores, then smaller ids.
void top_offer(struct top *top, struct ranked item);

// Puts what was kept in order, the best first.
void top_sort(struct top *top);

void top_free(struct top *top);

#endif
