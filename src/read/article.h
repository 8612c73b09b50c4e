// article.h - an article as the readers give it to whoever indexes it.

#ifndef OFFPRINT_READ_ARTICLE_H
#define OFFPRINT_READ_ARTICLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

// All slices are valid UTF-8 without NUL, trimmed; empty where there is none.
// They live until the callback that received the article returns.
struct article {
    struct slice member; // which one inside its source: the article's own id,
                         // else its line; empty where the source is the article
    struct slice name;   // the article's own id ("_id", "docno")
    struct slice title;  // never empty: else the name of the file
    bool title_from_path;  // the title is the name of the file
    struct slice body;     // a paragraph, heading, item or table row a line
    struct slice captions; // of pictures, a line each
    struct slice description;
    struct slice authors;   // one a line
    struct slice site;      // publication
    struct slice published; // ISO 8601 of its own precision
    struct slice modified;  // same
    struct slice language;  // "en", "pt-BR", as declared
    struct slice tags;      // one a line
    struct slice url;       // the address that the article names
    bool whole_page;        // no article was found in the page: all of it
};

#endif
