// pattern.h - the terms that a term of a query stands for when it is a pattern.

#ifndef OFFPRINT_SEARCH_PATTERN_H
#define OFFPRINT_SEARCH_PATTERN_H

#include "search/lookup.h"
#include "search/query.h"

// Looks up a wildcard, an expression or a similar word, whichever the term is;
// nothing for text. OFFPRINT_MISUSE, with the expression as operand, where it
// is none.
enum offprint_status pattern_look_up(struct dictionary *dictionary,
                                     const struct query_term *term,
                                     size_t limit, struct arena *arena,
                                     struct lookup *lookup,
                                     struct offprint_error *err);

#endif
