// query_term.h - one term of a query: its signs, and its words.

#ifndef OFFPRINT_SEARCH_QUERY_TERM_H
#define OFFPRINT_SEARCH_QUERY_TERM_H

#include "search/query.h"

// Reads the signs of a chunk of text without white space (=, *, ?, ~, /) into
// the form and text of a term. False where there is no memory.
bool query_term_read(struct slice chunk, struct arena *arena,
                     struct query_term *term);

// A chunk in which no character is a sign.
struct query_term query_term_literal(struct slice chunk);

// Cuts the text of a term into its words, at most so many, which is at least 1.
// A term without any is punctuation. False where there is no memory.
bool query_term_cut(struct query_term *term, size_t most, struct arena *arena);

// Whether two terms ask for the same.
bool query_term_equal(const struct query_term *a, const struct query_term *b);

#endif
