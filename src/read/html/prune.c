// prune.c - drops what stands in the container and is no part of the
// article: lists of links, rows of teasers, figures, lines that are a link.
//
// Nothing that holds a fifth of the container's value is ever dropped here.

#include "read/html/content.h"

static const double TOO_MUCH = 0.2; // of the container's gain
static const double TOO_MANY_TEASERS = 0.45;

enum {
    SMALL_LETTERS = 400,
    TEASER_BLOCKS = 8,
    TEASER_LETTERS = 700,
    TEASERS_LEAST = 3,
    LINK_LETTERS = 12,      // of a teaser's own headline
    LINK_LINE_LETTERS = 15, // of a line that is nothing but a link
    REACH = 2000,           // nodes of a table or figure that are looked at
};

struct pruner {
    struct html_content *content;
    double gain;         // of the container
    uint32_t last_fifth; // the first block of it
};

static double linked(const struct html_sum *sum)
{
    return sum->length ? (double)sum->link_length / (double)sum->length : 0;
}

static void drop_node(struct pruner *pruner, struct html_node *node)
{
    bool figure = node->tag == GUMBO_TAG_FIGURE;
    node->fate = HTML_DROPPED;
    for (uint32_t i = node->first_block; i < node->end_block; i++) {
        struct html_block *block = &pruner->content->blocks.blocks[i];
        if (!figure || block->fate != HTML_CAPTION) block->fate = HTML_DROPPED;
    }
}

static bool holds(const struct html_tree *tree, const struct html_node *node,
                  GumboTag a, GumboTag b, GumboTag c)
{
    uint32_t from = (uint32_t)(node - tree->nodes) + 1;
    uint32_t end = node->end - from < REACH ? node->end : from + REACH;
    for (uint32_t i = from; i < end; i++) {
        GumboTag tag = tree->nodes[i].tag;
        if (tag == a || tag == b || tag == c) return true;
    }
    return false;
}

// Encyclopedias and sports pages have tables of data that are full of links.
static bool is_table_of_data(const struct html_tree *tree,
                             const struct html_node *node)
{
    return node->tag == GUMBO_TAG_TABLE
           && holds(tree, node, GUMBO_TAG_TH, GUMBO_TAG_TH, GUMBO_TAG_TH);
}

static bool is_list_of_links(const struct pruner *pruner,
                             const struct html_node *node,
                             const struct html_sum *sum)
{
    double share = linked(sum);
    switch (node->tag) {
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_TABLE: {
        bool late = node->first_block >= pruner->last_fifth;
        return sum->links >= 2 && share > (late ? 0.5 : 0.7)
               && !is_table_of_data(pruner->content->tree, node);
    }
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_SECTION:
        return (share > 0.5 && sum->links >= 2)
               || (sum->length < SMALL_LETTERS && share > 0.8);
    default: return false;
    }
}

static bool is_picture(const struct html_tree *tree,
                       const struct html_node *node)
{
    return node->tag == GUMBO_TAG_FIGURE
           && !holds(tree, node, GUMBO_TAG_TABLE, GUMBO_TAG_PRE,
                     GUMBO_TAG_BLOCKQUOTE);
}

// ---- Teasers ----------------------------------------------------------------

static struct slice first_class(const struct html_node *node)
{
    struct slice class = html_attribute(node, "class");
    size_t end = 0;
    while (end < class.len && (unsigned char)class.ptr[end] > ' ') end++;
    return (struct slice){ class.ptr, end };
}

// A headline that is a link, and little more.
static bool is_teaser(const struct html_content *content,
                      const struct html_node *node)
{
    struct html_sum sum = html_sum_of(&content->blocks, node);
    if (node->tag == GUMBO_TAG_TR) return false; // of a table of data
    if (!node->block || sum.blocks == 0 || sum.blocks > TEASER_BLOCKS
        || sum.length > TEASER_LETTERS)
        return false;
    for (uint32_t i = 0; i < sum.blocks && i < 3; i++) {
        const struct html_block *block =
            &content->blocks.blocks[node->first_block + i];
        if (block->length >= LINK_LETTERS
            && block->link_length > 0.8 * block->length)
            return true;
    }
    return false;
}

static bool is_sibling(const struct html_node *node, GumboTag tag,
                       struct slice class)
{
    return node->tag == tag && slice_equal(first_class(node), class);
}

// Three or more children of one kind that are teasers: a list of them,
// whatever it is called.
static void drop_teasers(struct pruner *pruner, uint32_t parent)
{
    struct html_node *nodes = pruner->content->tree->nodes;
    GumboTag tag = GUMBO_TAG_UNKNOWN;
    struct slice class = { 0 };
    uint32_t count = 0;
    double gain = 0;
    for (uint32_t i = parent + 1; i < nodes[parent].end; i = nodes[i].end) {
        if (nodes[i].fate != HTML_KEPT
            || !is_teaser(pruner->content, &nodes[i]))
            continue;
        if (count == 0) {
            tag = nodes[i].tag;
            class = first_class(&nodes[i]);
        }
        if (!is_sibling(&nodes[i], tag, class)) continue;
        count++;
        gain += html_sum_of(&pruner->content->blocks, &nodes[i]).gain;
    }
    if (count < TEASERS_LEAST || gain >= TOO_MANY_TEASERS * pruner->gain)
        return;
    for (uint32_t i = parent + 1; i < nodes[parent].end; i = nodes[i].end)
        if (nodes[i].fate == HTML_KEPT && is_teaser(pruner->content, &nodes[i])
            && is_sibling(&nodes[i], tag, class))
            drop_node(pruner, &nodes[i]);
}

// ---- The passes -------------------------------------------------------------

static void prune_nodes(struct pruner *pruner)
{
    struct html_tree *tree = pruner->content->tree;
    uint32_t end = tree->nodes[pruner->content->container].end;
    uint32_t i = pruner->content->container;
    drop_teasers(pruner, i);
    for (i++; i < end;) {
        struct html_node *node = &tree->nodes[i];
        if (node->fate != HTML_KEPT) {
            i = node->end;
            continue;
        }
        uint32_t here = i++;
        if (!node->block) continue;
        struct html_sum sum = html_sum_of(&pruner->content->blocks, node);
        if (sum.gain < TOO_MUCH * pruner->gain
            && (is_list_of_links(pruner, node, &sum)
                || is_picture(tree, node))) {
            drop_node(pruner, node);
            i = node->end;
        } else {
            drop_teasers(pruner, here);
        }
    }
}

// "Related: ..." between paragraphs.
static bool is_link_line(const struct html_block *block)
{
    return !block->heading && block->length >= LINK_LINE_LETTERS
           && block->link_length > 0.8 * block->length;
}

static void prune_blocks(struct pruner *pruner)
{
    const struct html_content *content = pruner->content;
    const struct html_node *container =
        &content->tree->nodes[content->container];
    for (uint32_t i = container->first_block; i < container->end_block; i++) {
        struct html_block *block = &content->blocks.blocks[i];
        bool paragraph = content->tree->nodes[block->node].tag == GUMBO_TAG_P;
        if (block->fate == HTML_KEPT && paragraph && is_link_line(block))
            block->fate = HTML_DROPPED;
    }
}

void html_content_prune(struct html_content *content)
{
    const struct html_node *container =
        &content->tree->nodes[content->container];
    struct html_sum sum = html_sum_of(&content->blocks, container);
    struct pruner pruner = {
        .content = content,
        .gain = sum.gain,
        .last_fifth = container->end_block - sum.blocks / 5,
    };
    prune_nodes(&pruner);
    prune_blocks(&pruner);
    html_blocks_sum(&content->blocks);
}
