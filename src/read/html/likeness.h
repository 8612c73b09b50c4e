// likeness.h - how alike two titles are.

#ifndef OFFPRINT_READ_HTML_LIKENESS_H
#define OFFPRINT_READ_HTML_LIKENESS_H

#include "base/slice.h"

// The share, 0 to 1, of the words of text that stand in other as well, letter
// case aside. 0 where text has no words. Looks at the first 64 words of each.
double html_likeness(struct slice text, struct slice other);

#endif
