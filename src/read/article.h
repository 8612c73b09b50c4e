// article.h - an article as the readers give it to whoever indexes it.

#ifndef OFFPRINT_READ_ARTICLE_H
#define OFFPRINT_READ_ARTICLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

// What a page turned out to be. A text that is no page is an article.
enum page_kind {
    PAGE_ARTICLE,
    PAGE_LISTING, // teasers of other pages: a front page
    PAGE_WHOLE,   // no article was found: all of its text
};

// Where each value was found: "json-ld headline", "og:title", "h1"; NULL where
// there is no value. They live as long as the slices of the article.
struct article_sources {
    const char *title;
    const char *description;
    const char *authors;
    const char *site;
    const char *published;
    const char *modified;
    const char *language;
    const char *tags;
    const char *url;
};

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
    struct slice saved;     // when a browser saved the page, ISO 8601
    enum page_kind kind;
    struct article_sources sources;
};

#endif
