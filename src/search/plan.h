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
#include "store/filter.h"

enum { PLAN_WORDS_MAX = 1024 };

enum plan_kind {
    PLAN_FAMILY, // a form of a family stands in the article
    PLAN_NEAR,   // all parts, families each, stand in one field, in any order,
                 // with at most distance words between the end of the first
                 // and the beginning of the last (FTS5's NEAR). The forms of
                 // a family are one row of terms, or single terms
    PLAN_ANY,    // of its parts
    PLAN_ALL,    // of its parts
    PLAN_BUT,    // its first part, and none of the others
    PLAN_EVERY,  // every article
};

// No part of an ANY is one, nor is a part of an ALL; both have two parts at
// least, BUT and NEAR as well.

struct plan_node {
    enum plan_kind kind;
    const struct family *family; // of PLAN_FAMILY
    unsigned distance;           // of PLAN_NEAR
    struct plan_node **parts;    // of the others
    size_t part_count;
};

// A family that scores: W in ranking's terms (constants.h), times how often it
// was typed, times what ^ says. Never below 0. No family stands in two words.
struct plan_word {
    const struct family *family;
    double weight;
};

// Two words next to each other in the query: their numbers in plan.words, and
// the harmonic mean of their W. What is typed twice stands here twice.
struct plan_pair {
    uint32_t first;
    uint32_t second;
    double weight;
};

struct plan {
    const struct plan_node *matching;
    const struct plan_node *complete; // those of matching that come first, by
                                      // score likewise; NULL: none does
    struct plan_word *words;
    size_t word_count;
    struct plan_pair *pairs;
    size_t pair_count;
    // The whole query as it was typed, in order: two terms at least; or none,
    // where it has operators or is one word. Whatever holds it matches, and is
    // complete, if anything is: the first search (topk.c) relies on that.
    struct form phrase;
    double phrase_weight;             // sum of the weights of its words
    const struct article_set *filter; // what alone counts; NULL: everything
};

// What a plan is made of. The expansion has its statistics already.
struct plan_request {
    const struct query *query; // with words
    const struct expansion *expansion;
    uint64_t articles; // in the archive
    enum offprint_match match;
    const struct article_set *filter;
    // To see what would be found otherwise: words that are wanted together, or
    // near each other, may stand anywhere; none is required.
    bool apart;
    bool any;
};

// Makes a plan, in the arena. It points to the families of the expansion.
enum offprint_status plan_make(const struct plan_request *request,
                               struct arena *arena, struct plan *plan,
                               struct offprint_error *err);

// What an article must match so as not to lack a part of the query, in the
// arena.
enum offprint_status plan_part(const struct plan_request *request,
                               const struct clause *part, struct arena *arena,
                               const struct plan_node **node,
                               struct offprint_error *err);

#endif
