// topk_contenders.h - the articles of a window that may still be among the best,
// word by word.

#ifndef OFFPRINT_SEARCH_TOPK_CONTENDERS_H
#define OFFPRINT_SEARCH_TOPK_CONTENDERS_H

#include "search/topk_state.h"

struct contender {
    uint16_t at; // id, in the window
    uint32_t score;
};

struct contenders {
    struct contender items[WINDOW];
    size_t count;
};

// What is left of a when b is taken, or nothing.
static inline uint64_t topk_less(uint64_t a, uint64_t b)
{
    return a > b ? a - b : 0;
}

// Takes the articles of a set, whose scores are in topk->scores, that score
// enough.
void contenders_take(const struct topk *topk, const struct window_set *set,
                     uint64_t enough, struct contenders *contenders);

// Adds what each scores for a word, and drops those that score less than enough
// then, and those that lack the word where it is required. before is what they
// have to score without it.
enum offprint_status contenders_add(struct topk *topk,
                                    const struct word_lists *word,
                                    bool required, uint64_t before,
                                    uint64_t enough,
                                    struct contenders *contenders,
                                    struct offprint_error *err);

#endif
