// postings.h - asking the words: which articles match, with which score.
//
// An expression is FTS5's query language. Whoever builds one quotes the user's
// text; FTS5 cuts it with our tokenizer.

#ifndef OFFPRINT_STORE_POSTINGS_H
#define OFFPRINT_STORE_POSTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

struct store;

// How much an occurrence in each field counts, for BM25 (k1 1.2, b .75).
struct field_weights {
    double title;
    double body;
    double extra;
};

struct match {
    int64_t id;
    double score; // higher is better, above 0
};

// Calls on_match for each article that matches, in the order of ids; false ends
// it.
enum offprint_status store_match(struct store *store, const char *expression,
                                 const struct field_weights *weights,
                                 bool (*on_match)(void *context,
                                                  const struct match *match),
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

#endif
