// marks.h - where in a text the words of a query stand.
//
// The text is cut by the same analyser as when it was indexed, so that what is
// marked is what matched. Words that the query wants together are marked where
// they stand together; where they nowhere do, each by itself.

#ifndef OFFPRINT_SEARCH_MARKS_H
#define OFFPRINT_SEARCH_MARKS_H

#include "search/search.h"

struct mark {
    size_t start; // bytes
    size_t end;
    uint32_t group; // number of the term in the query
};

struct marks {
    struct mark *items; // by start; they may overlap
    size_t count;
};

// Finds the marks of text, in the arena. Words that are wanted in titles alone
// are marked in a title.
enum offprint_status marks_find(const struct search *search, struct slice text,
                                bool title, struct arena *arena,
                                struct marks *marks,
                                struct offprint_error *err);

#endif
