// snippet.h - the passages of a text that answer a query best.
//
// A passage is the window that holds the most of the query by weight, closest
// together; it begins at a sentence where one begins near.

#ifndef OFFPRINT_SEARCH_SNIPPET_H
#define OFFPRINT_SEARCH_SNIPPET_H

#include "search/marks.h"

struct passage {
    size_t start; // bytes of the text
    size_t end;
};

// Chooses up to limit passages of about width columns, in the order of the
// text; returns how many. A text without marks gives its beginning; an empty
// one nothing.
size_t snippet_choose(const struct search *search, struct slice text,
                      const struct marks *marks, size_t width,
                      struct passage *passages, size_t limit);

#endif
