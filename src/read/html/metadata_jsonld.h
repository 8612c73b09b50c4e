// metadata_jsonld.h - facts about the article from the JSON-LD of its page.

#ifndef OFFPRINT_READ_METADATA_JSONLD_H
#define OFFPRINT_READ_METADATA_JSONLD_H

#include "read/html/jsonld.h"
#include "read/html/metadata_facts.h"

// Adds the facts from scripts, a list as jsonld_read() makes them, or NULL. Of
// several articles the one is taken whose headline is like the titles that
// facts hold already, else the first. What stands deeper (parts, comments,
// lists of other stories) is none of this article's.
void metadata_jsonld_add(struct metadata_facts *facts,
                         const struct jsonld *scripts);

// Whether a headline is that of the page, by its title, og:title or headings:
// true as well where the page has none of them.
bool metadata_headline_fits(const struct metadata_facts *facts,
                            struct slice headline);

#endif
