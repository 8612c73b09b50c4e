// words_careful.h - the long way to cut text into words, which defines them.
//
// It decides at each place which kind of word begins there, if any, and folds
// and cuts it. words.c takes short ways where they lead to the same words, and
// this one everywhere else.

#ifndef OFFPRINT_TEXT_WORDS_CAREFUL_H
#define OFFPRINT_TEXT_WORDS_CAREFUL_H

#include "text/analysis.h"

// Reads what begins at a place, which is a boundary; what is no word is passed
// over. Never 0 (see analysis.h).
size_t words_careful_read(struct analysis *analysis, size_t at);

// words_analyse() without any short way. For tests: it has to give the same
// words.
int words_analyse_carefully(struct slice text, words_sink *sink, void *context);

#endif
