// drop.c - drops what cannot be the article.
//
// Most of what is gained is gained here: without the names F1 is .960 instead
// of .977. Names lie, though, so what holds much of the page's prose stays
// whatever it is called.

#include "read/html/content.h"

enum { NAMED_LETTERS = 250 };

static const struct html_standing *standing_of(
    const struct html_content *content, uint32_t node)
{
    return &content->standing[node];
}

static bool is_hidden(const struct html_node *node)
{
    if (html_has_attribute(node, "hidden")) return true;
    if (slice_equal(html_attribute(node, "aria-hidden"), SLICE("true")))
        return true;
    struct slice style = html_attribute(node, "style");
    return slice_find(style, SLICE("display:none"))
           || slice_find(style, SLICE("display: none"))
           || slice_find(style, SLICE("visibility:hidden"))
           || slice_find(style, SLICE("visibility: hidden"));
}

static bool is_wrong_element(const struct html_content *content, uint32_t i)
{
    const struct html_node *node = &content->tree->nodes[i];
    const struct html_standing *standing = standing_of(content, i);
    switch (node->tag) {
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_MENU: return true;
    case GUMBO_TAG_UNKNOWN:
        return slice_equal_nocase(html_tag_name(node), SLICE("dialog"));
    case GUMBO_TAG_FORM: // ASP.NET wraps whole pages in one
    case GUMBO_TAG_ASIDE:
        return standing->share <= 0.5 && standing->holds_named <= 0.3;
    case GUMBO_TAG_FOOTER: return standing->share <= 0.5;
    case GUMBO_TAG_HEADER: return standing->share <= 0.3;
    default: break;
    }
    return html_role_is_aside(node) && standing->share <= 0.5;
}

// A quotation, in "social-embed" or "tweet-widget": what is named is its frame.
static bool is_quotation(const struct html_content *content, uint32_t i)
{
    enum { REACH = 50 }; // nodes
    const struct html_tree *tree = content->tree;
    uint32_t end = tree->nodes[i].end;
    for (uint32_t k = i + 1; k < end && k < i + REACH; k++)
        if (tree->nodes[k].tag == GUMBO_TAG_BLOCKQUOTE)
            return html_sum_of(&content->blocks, &tree->nodes[k]).length * 2
                   > html_sum_of(&content->blocks, &tree->nodes[i]).length;
    return false;
}

// A link within a line of prose: class="search-link" says where it leads.
static bool is_word_of_prose(const struct html_content *content,
                             const struct html_node *node)
{
    enum { NODES = 100 }; // of a word
    uint32_t i = (uint32_t)(node - content->tree->nodes);
    if (node->tag != GUMBO_TAG_A || node->end_block != node->first_block + 1
        || node->end - i > NODES)
        return false;
    const struct html_block *line = &content->blocks.blocks[node->first_block];
    size_t bytes = 0;
    for (i++; i < node->end; i++) bytes += content->tree->nodes[i].text.len;
    return line->value > 0 && bytes * 4 < line->text.len;
}

static bool is_wrong_name(const struct html_content *content, uint32_t i)
{
    const struct html_node *node = &content->tree->nodes[i];
    const struct html_standing *standing = standing_of(content, i);
    bool small = node->tag == GUMBO_TAG_P || node->tag == GUMBO_TAG_H1;
    if (small && standing->share >= 0.2) return false;
    bool code = content->tree->nodes[node->line].tag == GUMBO_TAG_PRE;
    if (code || is_word_of_prose(content, node)) return false;
    switch (standing->names.reproach) {
    case HTML_HARD_REPROACH:
        return content->named_length >= NAMED_LETTERS
               || (standing->share <= 0.8 && standing->holds_named <= 0.35);
    case HTML_SOFT_REPROACH:
        return standing->share <= 0.35 && standing->holds_article <= 0.15
               && !is_quotation(content, i);
    case HTML_NO_REPROACH: break;
    }
    return false;
}

static enum html_fate fate_of(const struct html_content *content, uint32_t i,
                              enum html_trust trust)
{
    const struct html_node *node = &content->tree->nodes[i];
    if (node->tag == GUMBO_TAG_NOSCRIPT)
        return trust == HTML_TRUST_NOSCRIPT ? HTML_KEPT : HTML_DROPPED;
    if (node->tag == GUMBO_TAG_FIGCAPTION) return HTML_CAPTION;
    if (trust <= HTML_TRUST_TAGS
        && (is_wrong_element(content, i)
            || (is_hidden(node) && standing_of(content, i)->share <= 0.4)))
        return HTML_DROPPED;
    if (trust == HTML_TRUST_NAMES && is_wrong_name(content, i))
        return standing_of(content, i)->names.caption ? HTML_CAPTION
                                                      : HTML_DROPPED;
    return HTML_KEPT;
}

void html_content_drop(struct html_content *content, enum html_trust trust)
{
    struct html_tree *tree = content->tree;
    for (uint32_t i = 0; i < tree->count;) {
        struct html_node *node = &tree->nodes[i];
        node->fate = HTML_KEPT;
        if (node->element) node->fate = fate_of(content, i, trust);
        i = node->fate == HTML_DROPPED ? node->end : i + 1;
    }
    html_blocks_cut(tree, &content->blocks);
}
