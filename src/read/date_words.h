// date_words.h - dates as languages write them: names of months, digits, eras.

#ifndef OFFPRINT_READ_DATE_WORDS_H
#define OFFPRINT_READ_DATE_WORDS_H

#include "base/slice.h"

// The month, 1 to 12, that a word names in some language; 0 for others, and for
// names that stand for different months in different languages.
int date_month_of(struct slice word);

// The month of the Persian calendar that a word names; else 0.
int date_persian_month_of(struct slice word);

// A year, month and day of the Persian calendar in ours.
void date_from_persian(int *year, int *month, int *day);

// Writes text with digits of any script as those of ASCII, and without marks of
// direction, into room of size bytes; cuts what does not fit.
struct slice date_plain(struct slice text, char *room, size_t size);

#endif
