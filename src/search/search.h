// search.h - the one door of search/: a query becomes ranked ids.
//
//     text --query.c--> tree --families.c--> families --matching.c--> ids
//     article --marks.c--> marks --snippet.c--> passages
//
// The caller holds a read transaction around all of it.

#ifndef OFFPRINT_SEARCH_SEARCH_H
#define OFFPRINT_SEARCH_SEARCH_H

#include "base/arena.h"
#include "base/error.h"
#include "search/families.h"
#include "search/query.h"
#include "search/scorer.h"
#include "search/top.h"
#include "store/postings.h"

struct search_request {
    struct slice text;
    struct query_options query;
    struct expansion_options expansion;
    struct slice language; // as lang: in the query; empty: none
    enum offprint_match match;
    const struct scorer *scorer;
    // By what the weight of each word of text is multiplied, in their order;
    // NULL: nothing.
    const double *weights;
    size_t weight_count;
    uint64_t limit; // ids that are wanted
    bool brief;     // nobody reads suggestions
};

// What is known of a group of the query before the search.
struct group_statistics {
    uint64_t articles; // document frequency
    bool required;     // counts for "all words"
    double weight;     // inverse document frequency, for snippets
};

struct search {
    struct query query;
    struct expansion expansion;
    struct group_statistics *groups; // beside query.groups
    struct article_filter filter;
    struct top top;
    uint64_t total;
    const char **suggestions; // the query as it may have been meant
    size_t suggestion_count;
};

// Runs a query: search->top has the best limit of the search->total articles
// that match. In the arena, but for what search_free() releases.
enum offprint_status search_run(struct store *store,
                                const struct search_request *request,
                                struct arena *arena, struct search *search,
                                struct offprint_error *err);

// The groups of the query that an article does not match: their texts, in the
// arena.
enum offprint_status search_missing(struct store *store,
                                    const struct search *search, int64_t id,
                                    struct arena *arena, const char ***words,
                                    size_t *count, struct offprint_error *err);

void search_free(struct search *search);

#endif
