// query_warn.h - what a reader of the query should know.

#ifndef OFFPRINT_SEARCH_QUERY_WARN_H
#define OFFPRINT_SEARCH_QUERY_WARN_H

#include "search/query.h"

// Adds that text could not be read as it is written at place, a part of it: the
// same message once, and QUERY_WARNINGS_MAX in all, in the order of their
// places. message lives on.
void query_warn(struct query *query, struct slice text, struct slice place,
                const char *message);

#endif
