// topk_contenders.h - the articles of a window that may still be among the
// best, word by word.

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

// Takes the articles of a word that score enough, and that the filter keeps and
// were not offered yet; *matching is how many did so.
enum offprint_status contenders_of_word(struct topk *topk,
                                        const struct word_lists *word,
                                        uint64_t enough,
                                        struct contenders *contenders,
                                        size_t *matching,
                                        struct offprint_error *err);

// Takes the articles that the filter keeps and that were not offered yet, with
// a score of 0, if there are so few of them that looking them up is quicker
// than going through so many articles in all windows. False otherwise.
bool contenders_of_filter(const struct topk *topk, uint64_t articles,
                          struct contenders *contenders);

// Adds what each scores for a word, and drops those that score less than enough
// then, and those that lack the word where it is required. before is what they
// have to score without it.
enum offprint_status contenders_add(struct topk *topk,
                                    const struct word_lists *word,
                                    bool required, uint64_t before,
                                    uint64_t enough,
                                    struct contenders *contenders,
                                    struct offprint_error *err);

// Offers them, as topk_finish() does each.
enum offprint_status contenders_offer(struct topk *topk,
                                      const struct contenders *contenders,
                                      bool complete, bool phrase_possible,
                                      struct offprint_error *err);

#endif
