// find.h - slice_find() for many short searches in much text.
//
// memmem() prepares a table for each call and then goes byte by byte where the
// needle is short; this looks at 16 places at once for the first and the last
// byte of the needle, which takes a fifth to a half of the time for some
// letters in a list of words. It has no bound but text.len * needle.len: it is
// not for needles and texts that both repeat themselves at length.

#ifndef OFFPRINT_BASE_FIND_H
#define OFFPRINT_BASE_FIND_H

#include "base/slice.h"

// The first place of needle in text, or NULL. An empty needle is at the start.
const char *find_quickly(struct slice text, struct slice needle);

#endif
