// snippet.h - the passages of a text that answer a query best.
//
// A passage holds as much of the query by weight as any piece of its length
// can; among those that do, the one where the words stand closest together, as
// they were typed, in prose and where a sentence begins. Further passages look
// for what those before them lack. It ends between words, with a sentence where
// one ends near, and never inside of a character as readers see it.

#ifndef OFFPRINT_SEARCH_SNIPPET_H
#define OFFPRINT_SEARCH_SNIPPET_H

#include "search/marks.h"

struct passage {
    size_t start; // bytes of the text
    size_t end;
};

// The bytes of the text that fill about width columns.
size_t snippet_bytes(struct slice text, size_t width);

// Chooses up to limit passages of about width columns, in the order of the
// text; those that touch become one. A text without marks gives its beginning;
// an empty one nothing. *count says how many. In the arena.
enum offprint_status snippet_choose(const struct marker *marker,
                                    struct slice text,
                                    const struct marks *marks, size_t width,
                                    size_t limit, struct arena *arena,
                                    struct passage **passages, size_t *count,
                                    struct offprint_error *err);

#endif
