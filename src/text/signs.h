// signs.h - names that are more than letters: C++, C#, F♯, .NET.

#ifndef OFFPRINT_TEXT_SIGNS_H
#define OFFPRINT_TEXT_SIGNS_H

#include "text/analysis.h"

// Appends the signs that stand at the end of a word, which begins at start, to
// its term and returns their length in the text; 0 where there are none or the
// term has no room. They are ++ where the word begins with a letter (C++,
// notepad++), and a sharp behind a single letter from A to Z when no letter
// follows it (C#, F♯).
size_t signs_append(struct slice text, size_t start, size_t end,
                    struct term *term);

// Reads .NET, where no plain word stands right before it (see analysis.h).
size_t signs_read_net(struct analysis *analysis, size_t at);

#endif
