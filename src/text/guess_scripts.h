// guess_scripts.h - which scripts a text is written in.

#ifndef OFFPRINT_TEXT_GUESS_SCRIPTS_H
#define OFFPRINT_TEXT_GUESS_SCRIPTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

enum script {
    SCRIPT_NONE, // signs, and scripts that no language here is written in
    SCRIPT_LATIN,
    SCRIPT_GREEK,
    SCRIPT_CYRILLIC,
    SCRIPT_ARMENIAN,
    SCRIPT_HEBREW,
    SCRIPT_ARABIC,
    SCRIPT_THAANA,
    SCRIPT_DEVANAGARI,
    SCRIPT_BENGALI,
    SCRIPT_GURMUKHI,
    SCRIPT_GUJARATI,
    SCRIPT_ORIYA,
    SCRIPT_TAMIL,
    SCRIPT_TELUGU,
    SCRIPT_KANNADA,
    SCRIPT_MALAYALAM,
    SCRIPT_SINHALA,
    SCRIPT_THAI,
    SCRIPT_LAO,
    SCRIPT_TIBETAN,
    SCRIPT_MYANMAR,
    SCRIPT_GEORGIAN,
    SCRIPT_ETHIOPIC,
    SCRIPT_KHMER,
    SCRIPT_HANGUL,
    SCRIPT_KANA,
    SCRIPT_BOPOMOFO,
    SCRIPT_HAN,
    SCRIPT_COUNT
};

// How much of a text is in each script, in bytes: a Chinese character tells as
// much as three Latin letters, and takes as many bytes.
struct script_counts {
    uint32_t bytes[SCRIPT_COUNT]; // SCRIPT_NONE stays 0
    uint32_t total;
};

// Counts the letters at the beginning of a text, SCRIPT_ENOUGH bytes of them,
// and looks no further than at SCRIPT_REACH bytes. Any bytes are accepted.
enum { SCRIPT_ENOUGH = 400, SCRIPT_REACH = 4096 };
void scripts_count(struct slice text, struct script_counts *counts);

// The script that most of the text is in, SCRIPT_NONE where it has no letters.
// Han, Kana and Bopomofo, which one text mixes, count together: as SCRIPT_KANA
// where there is enough Kana for Japanese, else as SCRIPT_HAN.
enum script scripts_main(const struct script_counts *counts);

// The code of the language that a script alone stands for, or nearly so: "el"
// for Greek, "he" for Hebrew. NULL where several share it evenly: Latin,
// Cyrillic, Arabic, Devanagari.
const char *script_owner(enum script script);

#endif
