// search.h - the one door of search/: a query becomes ranked ids.
//
//     text --query.c--> tree --families.c--> families --statistics.c--> weights
//     --plan.c--> plan --topk.c, or match_plan.c--> ids
//     article --marks.c--> marks --snippet.c--> passages
//
// The caller holds a read transaction around all of it.

#ifndef OFFPRINT_SEARCH_SEARCH_H
#define OFFPRINT_SEARCH_SEARCH_H

#include "base/arena.h"
#include "base/error.h"
#include "search/outer_filters.h"
#include "search/plan.h"
#include "search/top.h"
#include "search/word_lists.h"
#include "store/articles.h"

struct search_request {
    struct slice text;
    struct query_options query;
    struct expansion_options expansion;
    struct outer_filters filters;
    bool strict; // a query that needs repair is refused
    bool sorted; // by order, not by score
    enum article_order order;
    enum offprint_match match;
    const struct scorer *scorer; // NULL: the default
    // What ^ would say of each word of a literal text, in their order; NULL: 1.
    const double *boosts;
    size_t boost_count;
    int64_t except;  // id of an article that does not count; 0: none
    uint64_t limit;  // ids that are wanted
    bool brief;      // nobody reads suggestions
    double deadline; // clock_seconds() when it ends with what it has; 0: never
};

// What is known of a term of the query before the search.
struct group_statistics {
    double weight; // inverse document frequency, for snippets
};

struct search {
    struct query query;
    struct expansion expansion;
    uint64_t articles;               // in the archive
    double mean_occurrences;         // of a word in an article that has it
    struct group_statistics *groups; // beside query.terms
    struct plan plan;
    struct article_set filter;   // articles that count,
    bool filtered;               // if not all do
    bool by_lists;               // postings are read by ourselves, not by MATCH
    struct word_context context; // for that
    struct posting_mark mark;    // likewise: of the lists before
    bool scored_by_match;        // all the same, scores are those of MATCH
    struct search_part *parts;   // what is wanted, for telling what a hit lacks
    size_t part_count;
    struct top top;
    uint64_t total;           // articles that match: at least,
    bool total_exact;         // or exactly so many
    bool partial;             // the deadline came first
    bool refused;             // nothing was searched: see query.warnings
    const char **suggestions; // the query as it may have been meant,
    size_t suggestion_count;  // and how many of these are shown where nobody
    size_t likely_count;      // knows what they find
};

// Runs a query: search->top has the best limit of the articles that match. In
// the arena, but for what search_free() releases.
enum offprint_status search_run(struct store *store,
                                const struct search_request *request,
                                struct arena *arena, struct search *search,
                                struct offprint_error *err);

// The articles that meet the filters of a query, in the arena. OFFPRINT_MISUSE
// where it has words, too.
enum offprint_status search_filter(struct store *store, struct slice text,
                                   const struct outer_filters *filters,
                                   const char *today, struct arena *arena,
                                   struct article_set *set,
                                   struct offprint_error *err);

// The parts of the query that an article does not match: their texts, in the
// arena.
enum offprint_status search_missing(struct store *store,
                                    const struct search *search, int64_t id,
                                    struct arena *arena, const char ***words,
                                    size_t *count, struct offprint_error *err);

void search_free(struct search *search);

#endif
