#include <stdlib.h>

#include "search/top.h"
#include "test.h"

static int best_first(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->complete != b->complete) return a->complete ? -1 : 1;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

TEST(top, keeps_the_best_of_random_offers)
{
    enum { OFFERS = 1000 };
    static const size_t LIMITS[] = { 0, 1, 2, 10, 999, 1000, 5000 };
    static struct ranked all[OFFERS];
    for (size_t i = 0; i < OFFERS; i++)
        all[i] = (struct ranked){ .id = (int64_t)i,
                                  .score = (double)(test_random() % 50),
                                  .complete = test_random() % 4 == 0 };
    static struct ranked sorted[OFFERS];
    memcpy(sorted, all, sizeof sorted);
    qsort(sorted, OFFERS, sizeof *sorted, best_first);
    for (size_t l = 0; l < sizeof LIMITS / sizeof LIMITS[0]; l++) {
        struct top top = { .limit = LIMITS[l] };
        for (size_t i = 0; i < OFFERS; i++) top_offer(&top, all[i]);
        top_sort(&top);
        CHECK_INT(top.count, LIMITS[l] < OFFERS ? LIMITS[l] : OFFERS);
        for (size_t i = 0; i < top.count; i++)
            CHECK_INT(top.items[i].id, sorted[i].id);
        top_free(&top);
    }
}
