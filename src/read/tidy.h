// tidy.h - text into the shape that the fields of an article promise.
//
// All take valid UTF-8 and replace *text by the tidy text, which points into
// what it was, or into arena where something had to change. They return false
// where there is no memory; *text is then untouched.

#ifndef OFFPRINT_READ_TIDY_H
#define OFFPRINT_READ_TIDY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

enum {
    TITLE_MAX = 1000,  // bytes of a title, a name, a site
    FIELD_MAX = 65536, // bytes of any field but the body
};

// One line: runs of white space become one blank; cut at limit bytes.
bool tidy_line(struct arena *arena, struct slice *text, size_t limit);

// Lines, each as above, without empty ones; cut at limit bytes in all.
bool tidy_list(struct arena *arena, struct slice *text, size_t limit);

// A body: lines end in "\n" whatever they ended in, form feeds end one.
bool tidy_body(struct arena *arena, struct slice *text);

// The last component of a path as text: what is not UTF-8 becomes U+FFFD.
// Empty where there is no memory.
struct slice tidy_file_name(struct arena *arena, const char *path);

#endif
