// runs.h - the words of scripts written without spaces, and of Hangul.
//
// A run is cut into cells: a character with its marks. Each cell begins exactly
// one word, itself and its successor, and the last one stands alone:
//
//     run     東京都          words  東京@0  京都@1  都@2
//
// So positions count cells, any part of two cells or more is the phrase of its
// pairs, and one cell is a prefix of the words that begin with it.

#ifndef OFFPRINT_TEXT_RUNS_H
#define OFFPRINT_TEXT_RUNS_H

#include "text/analysis.h"

// Reads the run that a code point of GROUP_RUN or GROUP_CELL begins (see
// analysis.h).
size_t runs_read(struct analysis *analysis, size_t at);

#endif
