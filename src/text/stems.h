// stems.h - what the forms of a word have in common: observing, observations.
//
// Stems are libstemmer's (Snowball). They are made of terms as indexed, accents
// and all, and compared as keys.

#ifndef OFFPRINT_TEXT_STEMS_H
#define OFFPRINT_TEXT_STEMS_H

#include "text/languages.h"
#include "text/words.h"

struct stemmers; // made when first needed; for one thread at a time

struct stemmers *stemmers_open(void);           // NULL where there is no memory
void stemmers_close(struct stemmers *stemmers); // takes NULL

// The stem of a term in the language of that number (languages.h): never empty
// where the term is not, and at most TERM_MAX bytes. It lives until the next
// call for the same language.
//
// It is the term itself where the term has no stem: words of one or two
// letters, of which nothing would be left; words that hold a digit, a stop or a
// sign (u.s.a, c++), which have no forms; words in a script that the language
// is not written in.
//
// .ptr is NULL where there is no memory.
struct slice stem_of(struct stemmers *stemmers, int language,
                     struct slice term);

// The fold key of the stem, in room or in what stem_of() returned: it lives as
// long as both. Never empty where the term is not; .ptr is NULL where there is
// no memory.
struct slice stem_key(struct stemmers *stemmers, int language,
                      struct slice term, char room[TERM_MAX]);

#endif
