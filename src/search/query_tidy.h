// query_tidy.h - the tree of a query as it is used: without filters, which hold
// for all of it, and without brackets around a single part.

#ifndef OFFPRINT_SEARCH_QUERY_TIDY_H
#define OFFPRINT_SEARCH_QUERY_TIDY_H

#include "search/query.h"

// A clause without what stands around a single part, in it as well; NULL where
// there is nothing in it.
struct clause *clause_simplify(struct clause *clause);

// Makes root, a group as it was read from text, the root of the query: numbers
// its filters, marks the terms that are wanted, sees whether it is plain.
void query_tidy(struct query *query, struct slice text, struct clause *root);

#endif
