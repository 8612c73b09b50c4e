// graphemes.h - what readers take for one character (UAX #29).

#ifndef OFFPRINT_TEXT_GRAPHEMES_H
#define OFFPRINT_TEXT_GRAPHEMES_H

#include "base/slice.h"

// The last place at or before `at` where a grapheme begins; text.len is one.
// Looks back some hundred bytes at most: no grapheme that people write is
// longer, and of a longer one code points stay whole.
size_t graphemes_begin(struct slice text, size_t at);

#endif
