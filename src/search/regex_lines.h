// regex_lines.h - regular expressions that cannot see beyond a line.
//
// Words that lie in one text, a newline behind each, can be matched all at once
// by an expression that neither takes a newline nor looks past one: it matches
// in a line just where it matches in the word alone. "." never takes one; [^a]
// would, and \s, and a look-ahead with them.

#ifndef OFFPRINT_SEARCH_REGEX_LINES_H
#define OFFPRINT_SEARCH_REGEX_LINES_H

#include <stdbool.h>

#include "base/buffer.h"

// Appends to *lines an expression that means the same as pattern in a word and
// cannot see beyond a line: pattern itself, with newlines taken out of its
// negated classes. False where pattern is beyond the usual (literals, ., ^, $,
// groups, repeats, alternatives, classes, \w \d \b and their like, look-around,
// back references): then words are to be matched one by one. pattern must be a
// valid expression.
bool regex_for_lines(struct slice pattern, struct buffer *lines);

// Appends to *literal the longest ASCII text, in small letters, that every
// folded term has in which a pattern, for which regex_for_lines() is true,
// matches: colo in colou?r. Nothing where none is seen.
void regex_literal(struct slice pattern, struct buffer *literal);

// Whether a pattern for which regex_for_lines() is true matches the same folded
// terms with regard to case as without: it has ASCII alone, no capitals, and no
// range of signs that goes across them. Says false when in doubt.
bool regex_is_folded(struct slice pattern);

#endif
