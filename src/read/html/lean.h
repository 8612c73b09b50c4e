// lean.h - a page without what the reader never looks at.
//
// Scripts, styles, drawings, comments, images inside addresses and most
// attributes are half of a usual page and nearly all of a saved one. Without
// them the parser takes half the time, and a page of 50 MB with its pictures
// inside is as small as its text.
//
// The parser's time is quadratic in the depth of a tree, in the attributes of a
// tag and in tags that are closed in the wrong order, and its memory is fifteen
// times the page. A page that is deeper or larger than any author writes is
// made flat: only the tags are left that speak of the whole page, and plain.h
// has the text. Of titles and JSON-LD half a megabyte is kept.

#ifndef OFFPRINT_READ_HTML_LEAN_H
#define OFFPRINT_READ_HTML_LEAN_H

#include "base/arena.h"

// What the comment says that a browser leaves in a page which it saves; empty
// where there is none. Points into the page as it was.
struct html_saved {
    struct slice url;
    struct slice date; // as it was written
};

struct html_lean {
    struct slice page; // for the parser; in the arena
    struct html_saved saved;
    bool flat; // page holds what speaks of the page alone
};

// False where there is no memory.
bool html_lean_read(struct slice page, struct arena *arena,
                    struct html_lean *lean);

// The flat form of a page, whatever it is: for one whose tree turned out too
// large, or empty. False where there is no memory.
bool html_lean_flatten(struct slice page, struct arena *arena,
                       struct html_lean *lean);

#endif
