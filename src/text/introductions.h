// introductions.h - acronyms that a text itself introduces:
//
//     mesenchymal stem cells (MSCs)      MSC, mesenchymal stem cells
//     NATO (North Atlantic Treaty Organization)
//
// Found as Schwartz and Hearst do (A simple algorithm for identifying
// abbreviation definitions in biomedical text, PSB 2003), held stricter: each
// letter of the short form begins a word of the long one, or nearly so.

#ifndef OFFPRINT_TEXT_INTRODUCTIONS_H
#define OFFPRINT_TEXT_INTRODUCTIONS_H

#include "base/slice.h"

struct introduction {
    struct slice acronym; // parts of the text; without a plural s
    struct slice long_form;
};

// A return other than 0 ends the search.
typedef int introductions_sink(void *context,
                               const struct introduction *introduction);

// Gives each introduction to sink, in order. Returns what sink returned last, 0
// where there was none. Linear time, nothing is allocated, any bytes accepted.
int introductions_find(struct slice text, introductions_sink *sink,
                       void *context);

#endif
