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
    float weight;    // of one occurrence, beside the typed form's 1
};

// What is asked for, and how it is scored: BM25 in which all forms of a family
// count as one word (Robertson & Zaragoza, The Probabilistic Relevance
// Framework: BM25 and Beyond, 2009).
//
//     score = sum over families of W * x * (k1 + 1) / (x + k1 * K)
//     x     = sum over forms of weight * occurrences, by field weights
//     K     = 1 - b + b * length / average length, of title and body
struct match_request {
    const char *expression;
    const struct match_phrase *phrases; // in the order of the expression
    size_t phrase_count;
    const double *family_weights; // W of each family
    size_t family_count;
    struct field_weights fields;
    double k1;
    double b;
};

struct match {
    int64_t id;
    double score; // higher is better, above 0
};

// Which articles count: those of one of the languages; none: all.
struct article_filter {
    const struct slice *languages;
    size_t language_count;
};

enum { FILTER_LANGUAGES_MAX = 8 };

// Calls on_match for each article that matches, in the order of ids; false ends
// it. The filter may be NULL.
enum offprint_status store_match(struct store *store,
                                 const struct match_request *request,
                                 const struct article_filter *filter,
                                 bool (*on_match)(void *context,
                                                  const struct match *match),
                                 void *context, struct offprint_error *err);

// The same without scores, which are 0.
enum offprint_status store_match_ids(struct store *store,
                                     const char *expression,
                                     const struct article_filter *filter,
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
