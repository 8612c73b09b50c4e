// text.h - plain text becomes an article.

#ifndef OFFPRINT_READ_TEXT_H
#define OFFPRINT_READ_TEXT_H

#include "base/arena.h"
#include "base/error.h"
#include "read/article.h"

// Reads valid UTF-8 into *article, slices in text or arena: the first line is
// the title if it is short and something follows it, and the body is the rest;
// else all is body and there is no title. Lines stay as they are.
enum offprint_status text_read(struct slice text, struct arena *arena,
                               struct article *article,
                               struct offprint_error *err);

#endif
