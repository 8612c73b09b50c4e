// blocks.h - the lines of a page and what each is worth.
//
// A block is a run of text between block-level boundaries, two line breaks or
// a rule. Old pages keep whole articles in a cell, a font or a span, so what
// an element is called decides nothing here. Its value says how much it looks
// like prose, without any word list: length, links, how it ends. The sums of
// values over the nodes of the tree are prefix sums: any question about a
// subtree takes two subtractions.

#ifndef OFFPRINT_READ_HTML_BLOCKS_H
#define OFFPRINT_READ_HTML_BLOCKS_H

#include "read/html/tree.h"

struct html_block {
    struct slice text;    // one line; those of a <pre> stay
    uint32_t node;        // the nearest element around it that is a block
    uint32_t length;      // letters without space; one of CJK counts for three
    uint32_t link_length; // of those, in links
    uint32_t links;       // that begin in it
    bool heading;
    enum html_fate fate;
    double value;
};

struct html_blocks {
    struct html_block *blocks;
    uint32_t count;
    // Of blocks[0] up to but not including blocks[i], those kept.
    double *gain; // sum of the values above zero
    double *loss; // of those below, negative
    uint64_t *length;
    uint64_t *link_length;
    uint32_t *links;
    char *text; // where the texts of the blocks stand
};

// Room for the blocks of a tree, from the arena. False where there is no
// memory.
bool html_blocks_prepare(const struct html_tree *tree, struct arena *arena,
                         struct html_blocks *blocks);

// Cuts what the tree keeps into blocks, anew at each call, and sets the range
// of blocks of each node: an element within a line has the whole line.
void html_blocks_cut(struct html_tree *tree, struct html_blocks *blocks);

// Sums the blocks again after their fates have changed.
void html_blocks_sum(struct html_blocks *blocks);

// What the blocks of a node that are kept come to.
struct html_sum {
    double gain;
    double loss;
    uint64_t length;
    uint64_t link_length;
    uint32_t links;
    uint32_t blocks; // kept or not
};

struct html_sum html_sum_of(const struct html_blocks *blocks,
                            const struct html_node *node);

// What a character adds to the length of a block: 0 to 3.
uint32_t html_letters_of(uint32_t code_point);

// The value of a block of at least one letter, from its text and counts.
double html_value_of(const struct html_block *block);

// Whether a text ends as a sentence does, in any script.
bool html_ends_sentence(struct slice text);

#endif
