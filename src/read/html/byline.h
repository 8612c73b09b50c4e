// byline.h - "By Ann Lee", in the languages of the web.

#ifndef OFFPRINT_READ_HTML_BYLINE_H
#define OFFPRINT_READ_HTML_BYLINE_H

#include <stddef.h>

#include "base/slice.h"

// The bytes of the words that say "by" at the start of a text, with what stands
// between them and the name: "Written by ", "Von ", "文／"; else 0.
size_t html_byline_start(struct slice text);

#endif
