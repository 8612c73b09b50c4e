// elisions.h - l'œuvre is two words: the article and what it stands before.
//
// Only the articles, prepositions and conjunctions of a closed list elide, in
// French, Italian and Catalan; O'Reilly, don't and İstanbul'da are one word.

#ifndef OFFPRINT_TEXT_ELISIONS_H
#define OFFPRINT_TEXT_ELISIONS_H

#include "base/slice.h"

// The length of the elided word, with its apostrophe, at the start of a folded
// term, when something follows it; else 0.
size_t elisions_find(struct slice term);

#endif
