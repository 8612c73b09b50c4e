// segments.h - the word boundaries of UAX #29.
//
// A segment is what stands between two boundaries: a word, a space, a stop.
// With RULES_STANDARD the boundaries are those of the standard, to the letter;
// with RULES_TAILORED the same rules run over another column of the property
// table, and single characters behave as words.h wants it. Which segments are
// words is not decided here.

#ifndef OFFPRINT_TEXT_SEGMENTS_H
#define OFFPRINT_TEXT_SEGMENTS_H

#include "base/slice.h"
#include "text/properties.h"

// The end of the segment that begins at start < text.len. Any bytes are
// accepted; one that is not UTF-8 counts as U+FFFD. Going through a text from
// end to end takes linear time, whatever stands in it.
size_t segments_end(struct slice text, size_t start, enum word_rules rules);

// Word_Break of the code point at a place; WB_OTHER at the end of the text.
enum word_break segments_class(struct slice text, size_t at,
                               enum word_rules rules);

#endif
