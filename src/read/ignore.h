// ignore.h - patterns as in .gitignore.
//
// A pattern with a slash before its end counts from the folder that its list
// stands in; any other matches a name at any depth. "!" takes back what an
// earlier line said, a "/" at the end asks for a folder; "*" and "?" do not
// match "/", "**" between slashes matches any number of folders.

#ifndef OFFPRINT_READ_IGNORE_H
#define OFFPRINT_READ_IGNORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"

struct ignore_pattern {
    struct slice text; // without "!" and the slashes at its ends
    bool negated;
    bool folders_only;
    bool anchored;                 // counts from the folder of the list
    struct ignore_pattern *before; // the one added before it
};

// The patterns of one folder; all zero is empty.
struct ignore_list {
    struct ignore_pattern *last;
};

enum ignore_verdict {
    IGNORE_SILENT, // no pattern matches
    IGNORE_MATCHED,
    IGNORE_NEGATED, // the last pattern that matches begins with "!"
};

// Adds a line of a file, which must live as long as arena and the list. Blank
// lines and comments add nothing. False where there is no memory.
bool ignore_add(struct ignore_list *list, struct arena *arena,
                struct slice line);

// Adds all lines of a file.
bool ignore_add_lines(struct ignore_list *list, struct arena *arena,
                      struct slice text);

// What the list says of a path, given relative to the folder of the list.
enum ignore_verdict ignore_match(const struct ignore_list *list,
                                 struct slice path, bool is_folder);

#endif
