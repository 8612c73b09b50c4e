// plain.h - the text of markup, without a tree.
//
// For pages that no parser should be given, and for values in which markup is
// written: descriptions, the text in JSON-LD.

#ifndef OFFPRINT_READ_HTML_PLAIN_H
#define OFFPRINT_READ_HTML_PLAIN_H

#include <stdbool.h>

#include "base/arena.h"

// The text outside of tags, in the arena: a block a line, without empty lines,
// white space as one space, entities decoded; titles, scripts and styles left
// out. What never ends (a comment, a script) does not count as one. Linear in
// the markup, whatever it is. False where there is no memory.
bool html_plain_text(struct slice markup, struct arena *arena,
                     struct slice *text);

#endif
