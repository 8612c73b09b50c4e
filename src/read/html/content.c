// content.c - what the passes know of each node before they begin.

#include "read/html/content.h"

static float max(float a, float b)
{
    return a > b ? a : b;
}

static float share_of(const struct html_blocks *blocks,
                      const struct html_node *node)
{
    double all = blocks->gain[blocks->count];
    return all > 0 ? (float)(html_sum_of(blocks, node).gain / all) : 0;
}

// Standing of the nodes: their own first, then, from the last to the first,
// what is best below each.
static void find_standing(struct html_content *content)
{
    const struct html_tree *tree = content->tree;
    for (uint32_t i = 0; i < tree->count; i++) {
        const struct html_node *node = &tree->nodes[i];
        if (!node->element) continue;
        content->standing[i].names = html_names_of(node);
        content->standing[i].share = share_of(&content->blocks, node);
    }
    for (uint32_t i = tree->count; i-- > 1;) {
        const struct html_standing *own = &content->standing[i];
        struct html_standing *parent =
            &content->standing[tree->nodes[i].parent];
        bool named = own->names.praise >= HTML_IS_NAMED;
        bool article = own->names.praise >= HTML_IS_ARTICLE;
        parent->holds_named = max(
            parent->holds_named, max(own->holds_named, named ? own->share : 0));
        parent->holds_article =
            max(parent->holds_article,
                max(own->holds_article, article ? own->share : 0));
    }
}

static uint64_t find_named_length(const struct html_content *content)
{
    const struct html_tree *tree = content->tree;
    uint64_t longest = 0;
    for (uint32_t i = 0; i < tree->count;) {
        const struct html_node *node = &tree->nodes[i];
        const struct html_names *names = &content->standing[i].names;
        i = names->reproach == HTML_HARD_REPROACH ? node->end : i + 1;
        if (names->reproach == HTML_HARD_REPROACH
            || names->praise < HTML_IS_NAMED)
            continue;
        uint64_t length = html_sum_of(&content->blocks, node).length;
        if (length > longest) longest = length;
    }
    return longest;
}

bool html_content_prepare(struct html_tree *tree, struct slice title,
                          struct arena *arena, struct html_content *content)
{
    *content = (struct html_content){ .tree = tree, .title = title };
    content->standing =
        arena_alloc(arena, tree->count * sizeof *content->standing);
    if (!content->standing
        || !html_blocks_prepare(tree, arena, &content->blocks))
        return false;
    for (uint32_t i = 0; i < tree->count; i++)
        tree->nodes[i].fate =
            tree->nodes[i].tag == GUMBO_TAG_NOSCRIPT ? HTML_DROPPED : HTML_KEPT;
    html_blocks_cut(tree, &content->blocks);
    find_standing(content);
    content->named_length = find_named_length(content);
    return true;
}
