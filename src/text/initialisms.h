// initialisms.h - U.S.A. and e.g.: single letters with full stops between them.
//
// Two letters or more are one word; a full stop behind the last one belongs to
// it but not to its term (u.s.a). "J. R. R." is three words.

#ifndef OFFPRINT_TEXT_INITIALISMS_H
#define OFFPRINT_TEXT_INITIALISMS_H

#include "text/analysis.h"

// Reads an initialism (see analysis.h).
size_t initialisms_read(struct analysis *analysis, size_t at);

#endif
