// sentences.h - where sentences begin, as far as a passage cares.
//
// The rules of UAX #29 in short: behind a full stop, a question or exclamation
// mark, with closing quotes and brackets, and behind the stops of Chinese and
// Japanese, where no space need follow. Not in the middle of a number, behind
// an initial or a common abbreviation, or before a small letter. Lines begin
// one too, unless they look like the middle of a paragraph that was broken by
// hand.

#ifndef OFFPRINT_SEARCH_SENTENCES_H
#define OFFPRINT_SEARCH_SENTENCES_H

#include <stdbool.h>

#include "base/slice.h"

// Whether a sentence or line begins at a place, at most text.len.
bool sentences_begin(struct slice text, size_t at);

#endif
