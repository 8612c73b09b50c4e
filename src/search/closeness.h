// closeness.h - what an article scores for words of the query that stand
// together in it: pairs of neighbours, and the whole query as it was typed. Of
// a word that also stands for rows of terms, only single terms make pairs.
//
// Both need positions, which are dear: so there are bounds, and what is asked
// for is asked for those articles alone that may be among the best.

#ifndef OFFPRINT_SEARCH_CLOSENESS_H
#define OFFPRINT_SEARCH_CLOSENESS_H

#include "search/phrase_lists.h"
#include "search/plan.h"

struct closeness_pair {
    const struct word_lists *first;
    const struct word_lists *second;
    float weight;                      // scaled, k1p + 1 included
    const struct closeness_pair *same; // of the same words, before it, or NULL
    uint32_t count;                    // in the article at hand
};

struct closeness {
    struct closeness_pair *pairs;
    size_t pair_count;
    uint32_t pairs_most; // no article scores more for all pairs
    struct scorer_norms pair_norms;
    struct phrase_lists phrase; // without terms: the phrase does not count
    const struct word_lists **phrase_words; // of which its terms are forms
    float phrase_weight;                    // scaled, kph + 1 included
    uint32_t phrase_most;
    struct scorer_norms phrase_norms;
    struct spots *spots; // two, of the search
};

// Makes ready what of a plan is about closeness, all words being open, with
// places.
enum offprint_status closeness_open(const struct word_context *context,
                                    const struct plan *plan, double scale,
                                    double average_length,
                                    const struct word_lists *words,
                                    struct closeness *closeness,
                                    struct offprint_error *err);

// What an article scores for pairs, and for the phrase.
enum offprint_status closeness_score_pairs(struct closeness *closeness,
                                           uint32_t id, uint8_t length,
                                           uint32_t *score,
                                           struct offprint_error *err);
enum offprint_status closeness_score_phrase(struct closeness *closeness,
                                            uint32_t id, uint8_t length,
                                            uint32_t *score,
                                            struct offprint_error *err);

#endif
