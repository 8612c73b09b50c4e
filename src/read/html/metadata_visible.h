// metadata_visible.h - what stands below the headline for readers to see: a
// byline, a date.

#ifndef OFFPRINT_READ_METADATA_VISIBLE_H
#define OFFPRINT_READ_METADATA_VISIBLE_H

#include "read/html/metadata_facts.h"

// Adds the facts that are found between the headline and the first paragraph,
// where the page has a headline: FROM_TEXT "byline" and "date".
void metadata_visible_add(struct metadata_facts *facts,
                          const struct html_tree *tree);

#endif
