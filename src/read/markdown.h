// markdown.h - Markdown becomes an article.

#ifndef OFFPRINT_READ_MARKDOWN_H
#define OFFPRINT_READ_MARKDOWN_H

#include "base/arena.h"
#include "base/error.h"
#include "read/article.h"

// Reads valid UTF-8 (CommonMark with tables, and front matter) into *article,
// slices in text or arena. The title is the front matter's, else the first
// heading, which the body then leaves out; else empty. Addresses of links are
// dropped, descriptions of pictures become captions, HTML loses its tags.
//
// message, of size bytes, says what is wrong with the front matter, if
// anything; the article is read all the same.
enum offprint_status markdown_read(struct slice text, struct arena *arena,
                                   struct article *article, char *message,
                                   size_t size, struct offprint_error *err);

#endif
