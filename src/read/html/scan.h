// scan.h - cut markup into tags, comments and text, without a tree.
//
// The rules are those of the HTML standard's tokenizer, as far as they decide
// where a token ends. Linear in the page whatever the page is, so that it can
// look at pages before the parser does, and at bytes of unknown encoding.

#ifndef OFFPRINT_READ_HTML_SCAN_H
#define OFFPRINT_READ_HTML_SCAN_H

#include <gumbo.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

enum html_token_kind {
    HTML_TEXT,
    HTML_OPEN,    // <p class="lead">
    HTML_CLOSE,   // </p>
    HTML_COMMENT, // comments, declarations, processing instructions
    HTML_RAW,     // what stands in script, style, title and their like
};

struct html_token {
    enum html_token_kind kind;
    struct slice text;  // all of it, as written
    struct slice name;  // of the tag; of the element around what is raw
    GumboTag tag;       // the same name, where HTML knows it
    size_t attributes;  // of a tag
    bool closes_itself; // <br/>
};

// Begin with { .page = page }.
struct html_scan {
    struct slice page;
    size_t next;      // first byte not yet read
    struct slice raw; // the element whose raw text comes next
    // A comment or raw text that never ends hides the rest of the page. When
    // forgiving, it does not count as one, nor does any after it.
    bool forgiving;
    bool forgave;
};

// Reads the next token; false at the end. A tag that never ends is a comment
// up to the end of the page.
bool html_scan_next(struct html_scan *scan, struct html_token *token);

struct html_attribute {
    struct slice name;
    struct slice value; // without quotes, entities as written
    struct slice text;  // both, as written
};

// Reads the attribute at *at of a tag's text (begin with the byte behind the
// name) and moves *at behind it; false at the end of the tag, where *at stays
// on its ">" or at the end of the text.
bool html_attribute_next(struct slice tag, size_t *at,
                         struct html_attribute *attribute);

// The value of the named attribute of a tag, empty where it has none.
struct slice html_tag_attribute(const struct html_token *tag,
                                struct slice name);

#endif
