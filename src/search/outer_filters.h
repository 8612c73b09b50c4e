// outer_filters.h - conditions that are given beside the text of a query.

#ifndef OFFPRINT_SEARCH_OUTER_FILTERS_H
#define OFFPRINT_SEARCH_OUTER_FILTERS_H

#include "search/query.h"

struct outer_filters {
    const char *language; // NULL: any; so are the others
    const char *since;    // a date as behind date:
    const char *until;
};

// Adds the conditions to those of the query. OFFPRINT_MISUSE where a value is
// none.
enum offprint_status outer_filters_add(const struct outer_filters *filters,
                                       const char *today, struct arena *arena,
                                       struct query *query,
                                       struct offprint_error *err);

#endif
