// explain.h - how the score of an article comes about.
//
// The sum of constants.h is done anew, for one article and in doubles, from its
// occurrences and positions, so that each part of it can be shown. Occurrences
// weigh what they do in a search, in steps of 1/SCORER_UNIT, and a length is
// that of its code (store/lengths.h).

#ifndef OFFPRINT_SEARCH_EXPLAIN_H
#define OFFPRINT_SEARCH_EXPLAIN_H

#include "search/search.h"

// A form of a word that the article has.
struct explained_form {
    const struct form *form;
    uint32_t title; // occurrences that count
    uint32_t body;
    uint32_t extra;
    struct field_weights weights; // of one of them
    double x;
};

// A word that the article has.
struct explained_word {
    const struct family *family;
    // What W is the product of, or where there are several, of a phrase in
    // quotation marks, the sum.
    const struct family *weighed;
    size_t weighed_count;
    double times; // typed, by what ^ says
    struct explained_form *forms;
    size_t form_count;
    double x;
    double saturation; // S
    double score;      // times * W * S
};

// Words in a row.
struct explained_row {
    const struct family *first; // of a pair; NULL: the query as it was typed
    const struct family *second;
    double weight; // H, or the sum of times * W
    uint32_t count;
    double saturation;
    double score;
};

struct explanation {
    bool known; // false: the score was left to FTS5, and nothing is told
    double length;
    double average_length;
    double length_factor; // K
    struct explained_word *words;
    size_t word_count;
    struct explained_row *pairs;
    size_t pair_count;
    struct explained_row phrase; // count 0: it is not there
    double total;
    // The score that the article was given is rounded in each of its parts: it
    // differs from the total by at most so much.
    double rounding;
};

// Explains the score of an article that the search found, in the arena.
enum offprint_status explain_article(const struct search *search, int64_t id,
                                     struct arena *arena,
                                     struct explanation *explanation,
                                     struct offprint_error *err);

#endif
