// best.h - the best of the terms that a look-up finds, and how many there are.
//
// An edit of distance costs as much as having a 32nd of the articles: the order
// "distance * 40 - 8 * log2(articles)", chosen by hand on typing errors
// (recieve, anarchsim, einstien, schwarzeneger, teh), without its logarithm.
// Where nothing is an edit away, the most frequent are the best.

#ifndef OFFPRINT_SEARCH_BEST_H
#define OFFPRINT_SEARCH_BEST_H

#include "search/lookup.h"
#include "search/top.h"

// Made as { .arena = arena, .top.limit = limit }, else all zero.
struct best {
    struct arena *arena;
    struct top top;
    struct lookup_term *kept; // copies; some of them lost their place since
    size_t kept_count;
    size_t kept_room;
    uint64_t total; // terms offered
};

// Offers a term, which is copied if it is among the best so far. Terms are
// offered in the order of their keys, then of the terms: the earlier of two
// equally good ones wins. Favoured ones come before all others.
void best_offer(struct best *best, const struct dictionary_entry *entry,
                unsigned distance, bool favoured);

// Fills *lookup, but for cut_short, with what was offered, unless status, the
// look-up's so far, is a failure; gives all memory back that is not the
// arena's. Returns status, or OFFPRINT_NO_MEMORY where an offer found none.
enum offprint_status best_finish(struct best *best, enum offprint_status status,
                                 struct lookup *lookup,
                                 struct offprint_error *err);

#endif
