// postings.h - asking the words: which articles match, with which score.
//
// An expression is FTS5's query language. Its quoted texts are cut by our
// tokenizer, or begin with the byte 1 and are terms as they are (tokenizer.h).

#ifndef OFFPRINT_STORE_POSTINGS_H
#define OFFPRINT_STORE_POSTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"
#include "store/filter.h"

struct store;

// How much an occurrence in each field counts.
struct field_weights {
    double title;
    double body;
    double extra;
};

// A phrase of an expression, in FTS5's sense: a term, or terms in a row.
struct match_phrase {
    uint32_t family; // of which it is a form
    float weight;    // of one occurrence, beside the typed form's 1; 0: it does
                     // not score
    uint32_t terms;
};

struct match_family {
    double weight; // W
    double k1;
    bool even; // an occurrence counts 1, in whatever field
};

// Families of which forms stand next to each other, the second behind the
// first.
struct match_pair {
    uint32_t first;
    uint32_t second;
    double weight;
};

// What is asked for, and how it is scored: BM25 in which all forms of a family
// count as one word (Robertson & Zaragoza, The Probabilistic Relevance
// Framework: BM25 and Beyond, 2009), and pairs of families as another one.
//
//     score = sum over families and pairs of W * x * (k1 + 1) / (x + k1 * K)
//     x     = sum over forms of weight * occurrences, by field weights; for a
//             pair, of its occurrences
//     K     = 1 - b + b * length / average length, of title and body
struct match_request {
    const char *expression;
    const struct match_phrase *phrases; // in the order of the expression
    size_t phrase_count;
    const struct match_family *families;
    size_t family_count;
    const struct match_pair *pairs;
    size_t pair_count;
    double pair_k1;
    struct field_weights fields;
    double b;
};

struct match {
    int64_t id;
    double score; // higher is better, above 0
};

// Calls on_match for each article that matches, in the order of ids; false ends
// it. Only articles of the filter count; NULL: all.
enum offprint_status store_match(struct store *store,
                                 const struct match_request *request,
                                 const struct article_set *filter,
                                 bool (*on_match)(void *context,
                                                  const struct match *match),
                                 void *context, struct offprint_error *err);

// The same without scores, which are 0.
enum offprint_status store_match_ids(struct store *store,
                                     const char *expression,
                                     const struct article_set *filter,
                                     bool (*on_match)(void *context,
                                                      const struct match *),
                                     void *context, struct offprint_error *err);

// Whether one article matches.
enum offprint_status store_matches(struct store *store, const char *expression,
                                   int64_t id, bool *matches,
                                   struct offprint_error *err);

// How many articles match an expression.
enum offprint_status store_count_matches(struct store *store,
                                         const char *expression,
                                         uint64_t *count,
                                         struct offprint_error *err);

// How many articles there are.
enum offprint_status store_article_count(struct store *store, uint64_t *count,
                                         struct offprint_error *err);

// Registers what store_match() scores with.
enum offprint_status postings_register(struct store *store,
                                       struct offprint_error *err);

#endif
