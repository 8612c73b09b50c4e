// long_form.h - the words that an acronym stands for, at the end of a text.

#ifndef OFFPRINT_TEXT_LONG_FORM_H
#define OFFPRINT_TEXT_LONG_FORM_H

#include "text/acronym.h"

// The words at the end of text that acronym is the short form of; empty where
// they are not. Looks at no more words than twice the letters of the acronym.
struct slice long_form_find(struct slice text, const struct acronym *acronym);

#endif
