// languages.h - what is known of the languages whose words have stems.
//
// A row a language in languages.c; adding one is one line there. Constant
// tables only: share freely between threads.

#ifndef OFFPRINT_TEXT_LANGUAGES_H
#define OFFPRINT_TEXT_LANGUAGES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

struct language {
    const char *code;    // ISO 639-1: "de"
    const char *stemmer; // libstemmer's name: "german"
    // Letters to which a stem may end where the word goes on otherwise:
    // English i and e (happy, happi). As keys (fold_key.h), UTF-8 code points
    // one after the other; "" where there are none.
    const char *changing;
    const char *script;       // of its words, as script_of() says it: "Latin"
    const char *other_script; // that it is written in as well, or NULL
    bool prefixes_change;     // its stemmer changes beginnings as well
    bool compounds; // long words are made of short ones without a space
    bool digraphs;  // ae, oe, ue are typed for ä, ö, ü
};

enum { LANGUAGES_MAX = 30 }; // so that a set of them is one uint32_t

extern const struct language LANGUAGES[];
extern const unsigned LANGUAGE_COUNT; // at most LANGUAGES_MAX

// Sets of languages: bit n is the language number n, and one of these two.
static const uint32_t LANGUAGE_UNKNOWN = (uint32_t)1 << 31; // could not be told
static const uint32_t LANGUAGE_OTHER = (uint32_t)1 << 30;   // has no stemmer

// The bit of the language that a tag names; empty: unknown.
uint32_t language_bit(struct slice tag);

// The number of the language that a tag names ("de", "pt-BR", "sr_Latn", in any
// case), or -1 where its words have no stemmer. Bokmål and Nynorsk (nb, nn) are
// Norwegian.
int language_number(struct slice tag);

// Whether a language is written in a script.
bool language_uses_script(const struct language *language, const char *script);

// The script of the first letter of a term, by its name in Unicode: "Latin",
// "Cyrillic", "Greek", "Arabic", "Hebrew", "Devanagari", "Han" ...; "" where
// there is no letter or it is of one of the rarer scripts (languages.c lists
// the others).
const char *script_of(struct slice term);

// The language whose stems a term of a script most likely has where nothing
// more is known of it: English for Latin, Russian for Cyrillic. -1: none. So it
// is for Hebrew, of which Hebrew has no stemmer, and Yiddish has.
int language_of_script(const char *script);

#endif
