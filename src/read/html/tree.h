// tree.h - the tree of a page as one array in the order of the page.
//
//     html   head   title  "T"    body   p      "one "  b      "two"
//     0..9   1..4   2..4   3..4   4..9   5..9   6..7    7..9   8..9
//
// Each node knows its parent and where its descendants end, so that a pass is
// a loop, "not below this one" is a jump, and no tree is too deep.

#ifndef OFFPRINT_READ_HTML_TREE_H
#define OFFPRINT_READ_HTML_TREE_H

#include <gumbo.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

enum { HTML_TEXT_NODE = GUMBO_TAG_LAST }; // the tag of a run of text

// What a pass decided about a node and all below it.
enum html_fate {
    HTML_KEPT,
    HTML_DROPPED,
    HTML_CAPTION, // belongs to a picture: kept apart
};

struct html_node {
    GumboTag tag;
    uint32_t parent; // its own index: the root
    uint32_t end;    // one past its last descendant
    uint32_t line;   // the nearest node around it that begins and ends a line
    const GumboElement *element; // NULL for text
    struct slice text;           // of text, entities decoded
    bool block;                  // begins and ends a line
    // What the passes over the tree leave here.
    enum html_fate fate;
    uint32_t first_block; // the half-open range of its blocks,
    uint32_t end_block;   // see html_blocks.h
};

struct html_tree {
    struct html_node *nodes; // nodes[0] is <html>, where there is any
    uint32_t count;
    uint32_t texts;    // runs of text that are not all white space
    size_t text_bytes; // of all of them
};

enum html_tree_result {
    HTML_TREE_READ,
    HTML_TREE_TOO_LARGE, // in memory or time
    HTML_TREE_NO_MEMORY,
};

// Parses a page as html_lean.h leaves it. All of the tree is in the arena, or
// points into the page.
enum html_tree_result html_tree_read(struct slice page, struct arena *arena,
                                     struct html_tree *tree);

// Whether elements of this name begin and end a line. Those that HTML does not
// know do where they hold one that does.
bool html_is_block(GumboTag tag);

// The name of an element as written; empty where the page does not have its
// tag. For those that HTML does not know.
struct slice html_tag_name(const struct html_node *node);

// The value of an attribute, empty where there is none.
struct slice html_attribute(const struct html_node *node, const char *name);

// Whether it is there at all, empty or not.
bool html_has_attribute(const struct html_node *node, const char *name);

// The text of a node and all below it as one line, in the arena; ptr is NULL
// where there is no memory. Of a large node its beginning: some 4 kB, and no
// more than a few thousand nodes.
struct slice html_text(const struct html_tree *tree, uint32_t node,
                       struct arena *arena);

#endif
