// acronym.h - short forms made of the first letters of words: MSC, DoD, GmbH.
//
// Letters are compared without case and marks, in every script that has case.
// Constant tables only: share freely between threads.

#ifndef OFFPRINT_TEXT_ACRONYM_H
#define OFFPRINT_TEXT_ACRONYM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

enum {
    ACRONYM_LETTERS_MIN = 2,
    ACRONYM_LETTERS_MAX = 10, // what is longer is a word in capitals
};

struct acronym_letter {
    uint32_t base; // in lower case, without marks
    bool capital;
};

struct acronym {
    struct slice text; // part of the token
    struct acronym_letter letters[ACRONYM_LETTERS_MAX];
    unsigned count;
};

// Reads a token as an acronym, without what it is quoted by and without a
// plural s: "MSCs", U.S.A. False where it is none: too few letters or capitals,
// signs inside, a Roman numeral.
bool acronym_read(struct slice token, struct acronym *acronym);

// What a code point is in a long form.
enum acronym_kind {
    ACRONYM_LETTER, // or digit
    ACRONYM_MARK,   // part of a word, but no letter of it
    ACRONYM_BREAK,  // between two words
    ACRONYM_STOP,   // outside of it: everything else
};

enum acronym_kind acronym_kind_of(uint32_t c);

// A code point of ACRONYM_LETTER as it is compared.
struct acronym_letter acronym_letter_of(uint32_t c);

// Reads the code point that ends at end > 0, and returns where it starts. A
// byte that ends none is U+FFFD.
size_t acronym_step_back(struct slice text, size_t end, uint32_t *c);

#endif
