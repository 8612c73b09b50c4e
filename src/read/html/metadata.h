// metadata.h - what a page says of its article: title, authors, dates.
//
// A page says it in many places and not always the truth. metadata.c has the
// table of all places in the order in which they are believed.

#ifndef OFFPRINT_READ_METADATA_H
#define OFFPRINT_READ_METADATA_H

#include "read/html/lean.h"
#include "read/html/tree.h"

enum metadata_field {
    METADATA_TITLE,
    METADATA_AUTHORS, // one a line
    METADATA_SITE,
    METADATA_PUBLISHED, // ISO 8601 of its own precision
    METADATA_MODIFIED,  // same
    METADATA_LANGUAGE,
    METADATA_DESCRIPTION,
    METADATA_TAGS, // one a line
    METADATA_URL,
    METADATA_SAVED,  // when a browser saved the page, ISO 8601
    METADATA_BODY,   // the text of the article, where JSON-LD has it
    METADATA_FIELDS, // how many there are
};

// Each is empty where the page does not have it; in the arena, or what the
// tree points to.
struct metadata {
    struct slice fields[METADATA_FIELDS];
    const char *sources[METADATA_FIELDS]; // where each was found; static
    bool has_article;                     // the page says that it is an article
    bool has_headline;                    // its title stands in a heading
};

// saved is what a browser noted when it saved the page. False where there is
// no memory.
bool metadata_read(const struct html_tree *tree, const struct html_saved *saved,
                   struct arena *arena, struct metadata *metadata);

#endif
