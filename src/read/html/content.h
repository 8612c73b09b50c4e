// content.h - the passes that find the article in a page.
//
//     tree --cut--> blocks --drop--> blocks --container--> one element
//          --prune--> blocks --edges--> blocks --lines--> body, captions
//
// Each pass is a loop over one array and changes only the fates of nodes and
// blocks. Where a figure stands in a pass, it was measured on 181 news and
// blog pages with reference texts, and 130 pages of Readability's tests.

#ifndef OFFPRINT_READ_HTML_CONTENT_H
#define OFFPRINT_READ_HTML_CONTENT_H

#include "read/html/blocks.h"
#include "read/html/names.h"

// What is known of each node before anything is dropped.
struct html_standing {
    struct html_names names;
    float share;         // of the page's gain; 0 where the page has none
    float holds_named;   // largest share of an element in it that is named as
    float holds_article; // content, or is an article or named
};

struct html_content {
    struct html_tree *tree;
    struct html_blocks blocks;
    struct html_standing *standing; // of each node
    uint64_t named_length; // letters of the largest element that is named as
                           // content and in no other of bad name
    struct slice title;    // of the page, for finding its heading
    uint32_t container;    // the node that holds the article
    bool found;    // there is prose; else the container is all of the page
    uint32_t lead; // the block that the article begins with: the container's
                   // first, or one before it
};

// How much a run trusts the page's own words about its parts; a run that finds
// too little is followed by the next one.
enum html_trust {
    HTML_TRUST_NAMES, // names, elements, roles and what is hidden
    HTML_TRUST_TAGS,  // all but names
    HTML_TRUST_NOTHING,
    HTML_TRUST_NOSCRIPT, // nothing but what is shown without scripts
};

// Memory for the passes, from the arena; tree and title outlive the content.
// False where there is no memory.
bool html_content_prepare(struct html_tree *tree, struct slice title,
                          struct arena *arena, struct html_content *content);

// Drops what cannot be the article, and cuts the blocks.
void html_content_drop(struct html_content *content, enum html_trust trust);

// Chooses the element that holds the article.
void html_content_choose(struct html_content *content);

// Chooses all of the page.
void html_content_choose_all(struct html_content *content);

// Whether it holds teasers of other pages for the most part. A page whose title
// stands in a heading is titled.
bool html_content_is_listing(const struct html_content *content, bool titled);

// Whether the page holds so many headlines that little prose is no article.
bool html_content_is_front_page(const struct html_content *content);

// Drops what stands in it and is no part of it.
void html_content_prune(struct html_content *content);

// Drops lines that are known by their words to be no part of any article.
void html_content_weed(struct html_content *content);

// Drops the heading, the dates and the like at its ends, and finds the lead
// before it.
void html_content_trim(struct html_content *content);

// What is left, in the arena: the body and the captions, a block a line. False
// where there is no memory.
bool html_content_write(const struct html_content *content, struct arena *arena,
                        struct slice *body, struct slice *captions);

#endif
