// expression.h - a query in the language of FTS5's MATCH.
//
// Everything that the user typed stands in quotes, so that no input is a
// syntax error; FTS5 cuts it with our tokenizer.

#ifndef OFFPRINT_SEARCH_EXPRESSION_H
#define OFFPRINT_SEARCH_EXPRESSION_H

#include "base/buffer.h"
#include "search/query.h"

// Articles with one of the words of any group, none excluded. Words of a chunk
// such as AT&T are scored one by one; a phrase in quotation marks is whole.
void expression_of_any(const struct query *query, struct buffer *out);

// Articles with a term of each group, none excluded; groups of which
// skipped[group] is true are not asked for. Empty where all are.
void expression_of_all(const struct query *query, const bool *skipped,
                       struct buffer *out);

// Articles with a term of one group.
void expression_of_group(const struct query_group *group, struct buffer *out);

// Articles with one word.
void expression_of_word(const struct query_term *term, size_t word,
                        struct buffer *out);

#endif
