// plan.h - a query made ready: which articles it finds, and what they score.
//
// The tree of what matches and the list of what scores are apart: a word that
// is wanted scores whether or not it stands in a bracket, under an OR, or
// beside a filter; one that is excluded never does. Whoever runs a plan
// (topk.h; match_plan.h by FTS5's MATCH) knows nothing of operators as they are
// typed.
//
//     stem cells -mouse       matches   BUT(ANY(stem, cells), mouse)
//     under --match auto      complete  ALL(stem, cells)
//                             words     stem 5.1, cells 4.2
//                             pairs     (stem, cells)
//                             phrase    "stem cells"

#ifndef OFFPRINT_SEARCH_PLAN_H
#define OFFPRINT_SEARCH_PLAN_H

#include "search/families.h"
#include "store/postings.h"

enum plan_kind {
    PLAN_FAMILY, // a form of a family stands in the article
    PLAN_NEAR,   // all parts, families each, stand in one field, with at most
                 // distance words between the first and the last that are
                 // of none of them, in any order (FTS5's NEAR)
    PLAN_ANY,    // of its parts
    PLAN_ALL,    // of its parts
    PLAN_BUT,    // its first part, and none of the others
    PLAN_EVERY,  // every article
};

struct plan_node {
    enum plan_kind kind;
    const struct family *family; // of PLAN_FAMILY
    unsigned distance;           // of PLAN_NEAR
    struct plan_node **parts;    // of the others: at least one
    size_t part_count;
};

// A family that scores: W in ranking's terms, times how often it was typed,
// times what ^ says. Never below 0.
struct plan_word {
    const struct family *family;
    double weight;
};

// Two words next to each other in the query: their numbers in plan.words.
struct plan_pair {
    uint32_t first;
    uint32_t second;
};

struct plan {
    const struct plan_node *matching;
    const struct plan_node *complete; // those of matching that come first, by
                                      // score likewise; NULL: none does
    struct plan_word *words;
    size_t word_count;
    struct plan_pair *pairs;
    size_t pair_count;
    // The whole query as it was typed, in order; without terms, or with one,
    // where it has operators or is one word.
    struct form phrase;
    double phrase_weight;                // sum of the weights of its words
    const struct article_filter *filter; // NULL: none
};

#endif
