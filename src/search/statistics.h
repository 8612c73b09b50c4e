// statistics.h - what is known of the words of a query before the search.

#ifndef OFFPRINT_SEARCH_STATISTICS_H
#define OFFPRINT_SEARCH_STATISTICS_H

#include "search/search.h"

// Fills search->groups and the frequency, the weight and, where
// search->by_lists, the lists of each family.
enum offprint_status statistics_take(struct store *store, struct search *search,
                                     const struct scorer *scorer,
                                     struct arena *arena,
                                     struct offprint_error *err);

#endif
