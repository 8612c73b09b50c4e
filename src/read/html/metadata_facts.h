// metadata_facts.h - everything a page says of itself, as one list.

#ifndef OFFPRINT_READ_METADATA_FACTS_H
#define OFFPRINT_READ_METADATA_FACTS_H

#include "read/html/tree.h"

// Who says it.
enum metadata_origin {
    FROM_ARTICLE,  // JSON-LD of the article: "headline"; authors by "author"
    FROM_WEB_PAGE, // JSON-LD of the page around it
    FROM_WEB_SITE, // JSON-LD of the site
    FROM_META,     // <meta name="og:title">, property, http-equiv
    FROM_LINK,     // <link rel="canonical">: the address
    FROM_REL,      // <a rel="author">: the text
    FROM_ITEMPROP, // <span itemprop="author">: its value, else its text
    FROM_ELEMENT,  // "title", "h1", "html lang", "time pubdate",
                   // "time" below a heading and "time above" one
    FROM_CLASS,    // <p class="byline">: "byline", "byline above"
    FROM_TEXT,     // a line below the headline: "byline", "date"
    FROM_BROWSER,  // the comment in a saved page: "url", "date"
};

struct metadata_fact {
    enum metadata_origin origin;
    struct slice key; // in small letters
    struct slice value;
    uint32_t place; // the node where it stands; 0 for what is of no place
};

struct metadata_facts {
    struct arena *arena;
    struct metadata_fact *list;
    size_t count;
    uint32_t place; // of the next fact
    bool no_memory; // some are missing
};

// In the order of the page, those of JSON-LD last. Only what some field may be
// taken from is there (wanted() says so), and of a page that says too much, or
// the same too often, the beginning.
void metadata_facts_read(struct metadata_facts *facts,
                         const struct html_tree *tree,
                         bool (*wanted)(enum metadata_origin origin,
                                        struct slice key));

void metadata_facts_add(struct metadata_facts *facts,
                        enum metadata_origin origin, struct slice key,
                        struct slice value);

// The value of the first one of that origin and key, or empty.
struct slice metadata_facts_find(const struct metadata_facts *facts,
                                 enum metadata_origin origin, const char *key);

#endif
