// words.h - cut text into words and fold them to terms: what the index sees.
//
// A word is cut by UAX #29 with a small tailoring and folded by NFKC_Casefold;
// accents, apostrophes and the stops inside acronyms stay:
//
//     The U.S.A. don’t l’œuvre C++ 3.14    the u.s.a don't l' œuvre c++ 3.14
//
// Scripts written without spaces, and Hangul, are cut into overlapping pairs of
// characters: each character begins exactly one word, so that positions count
// characters and any substring is a phrase (runs.h). A term is well-formed
// UTF-8, never empty, and has no white space inside.
//
// Offsets are bytes of the given text, so that a snippet marks what the author
// wrote and not what was indexed. From word to word start grows; words overlap
// only where a pair goes before. Any bytes are accepted, NUL among them; a byte
// that is not UTF-8 ends a word. Time is linear in the bytes, whatever they
// are, and nothing is allocated. Constant tables only: share freely between
// threads.

#ifndef OFFPRINT_TEXT_WORDS_H
#define OFFPRINT_TEXT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

enum { TERM_MAX = 128 }; // bytes of a term; longer words are cut, offsets not

enum word_kind {
    WORD_PLAIN,  // letters and digits, as most of the world writes them; emoji
    WORD_PAIR,   // two characters of a run without spaces
    WORD_TAIL,   // the last character of such a run; queries leave it out
    WORD_SINGLE, // a run of one character; a prefix in queries
};

struct word {
    struct slice term; // folded; lives until the sink returns
    size_t start;      // bytes from the start of the text
    size_t end;
    uint32_t position; // counts words from 0, gaps for nothing
    enum word_kind kind;
};

// Receives the words in order. A return other than 0 ends the analysis.
typedef int words_sink(void *context, const struct word *word);

// Cuts text and gives each word to sink. Returns what sink returned last, 0
// where there was no word.
int words_analyse(struct slice text, words_sink *sink, void *context);

// Whether a term is of a run: a pair, a tail or a single character.
bool words_is_of_run(struct slice term);

// "15.0.0": the version of Unicode that the rules come from.
extern const char WORDS_UNICODE_VERSION[];

#endif
