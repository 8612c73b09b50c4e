// glob.h - patterns in which * stands for any text and ? for one character.

#ifndef OFFPRINT_BASE_GLOB_H
#define OFFPRINT_BASE_GLOB_H

#include <stdbool.h>

#include "base/slice.h"

// Whether a pattern stands for the whole of a text; both are UTF-8 (a byte that
// is not counts as a character). Takes at most pattern.len * text.len steps,
// whatever the pattern, and usually their sum.
bool glob_matches(struct slice pattern, struct slice text);

// The longest part of a pattern without signs; empty where there is none.
struct slice glob_longest_literal(struct slice pattern);

#endif
