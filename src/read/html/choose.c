// choose.c - chooses the element that holds the article: the one whose
// blocks are worth most.
//
// Teasers and menus cost, prose gains, so the largest sum is reached where all
// of the article is in and little else. No depth is preferred, and text that is
// split over siblings is found in their parent. Names only change the weights.

#include "read/html/content.h"
#include "read/html/likeness.h"

// Weights of gain and loss, by what the element is praised for.
static const struct {
    double gain, loss;
} WEIGHTS[] = {
    [HTML_NO_PRAISE] = { 1, 1 },       [HTML_IS_MAIN] = { 1.05, 0.7 },
    [HTML_IS_ARTICLE] = { 1.15, 0.5 }, [HTML_IS_NAMED] = { 1.3, 0.3 },
    [HTML_IS_BODY] = { 1.5, 0.3 },
};

static const double DESCENT_SHARE = 0.35; // of the container, for an article
                                          // in it to be taken in its place
static const double ABOUT_LARGEST = 0.7;
static const double TITLE_LIKENESS = 0.7;

static bool may_contain(const struct html_node *node)
{
    if (!node->block) return false;
    switch (node->tag) {
    case GUMBO_TAG_P:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FIGCAPTION: return false;
    default: return true;
    }
}

// The root where nothing is worth anything.
static uint32_t find_largest(const struct html_content *content,
                             double *best_value)
{
    const struct html_tree *tree = content->tree;
    uint32_t best = 0;
    *best_value = 0;
    for (uint32_t i = 0; i < tree->count;) {
        const struct html_node *node = &tree->nodes[i];
        i = node->fate == HTML_KEPT ? i + 1 : node->end;
        if (node->fate != HTML_KEPT || !may_contain(node)) continue;
        uint32_t index = (uint32_t)(node - tree->nodes);
        struct html_sum sum = html_sum_of(&content->blocks, node);
        enum html_praise praise = content->standing[index].names.praise;
        double value =
            sum.gain * WEIGHTS[praise].gain + sum.loss * WEIGHTS[praise].loss;
        if (value > 0 && value >= *best_value) { // the deeper one of equals
            best = index;
            *best_value = value;
        }
    }
    return best;
}

static bool heading_is_title(const struct html_content *content,
                             const struct html_node *node)
{
    for (uint32_t i = node->first_block; i < node->end_block; i++) {
        const struct html_block *block = &content->blocks.blocks[i];
        if (block->heading)
            return html_likeness(block->text, content->title) >= TITLE_LIKENESS;
    }
    return false;
}

// The articles inside a container: pages that load the next article below the
// first hold several.
struct articles {
    uint32_t count;
    uint32_t first;
    uint32_t titled; // the only one with the page's title, else 0
    uint32_t with_title;
    double first_gain;
    double largest_gain;
};

static struct articles find_articles(const struct html_content *content,
                                     double least_gain)
{
    const struct html_tree *tree = content->tree;
    struct articles found = { 0 };
    uint32_t end = tree->nodes[content->container].end;
    for (uint32_t i = content->container + 1; i < end;) {
        const struct html_node *node = &tree->nodes[i];
        uint32_t here = i;
        bool article = content->standing[i].names.article && node->block;
        i = article || node->fate != HTML_KEPT ? node->end : i + 1;
        if (!article || node->fate != HTML_KEPT) continue;
        double gain = html_sum_of(&content->blocks, node).gain;
        if (gain < least_gain) continue;
        if (found.count++ == 0) {
            found.first = here;
            found.first_gain = gain;
        }
        if (gain > found.largest_gain) found.largest_gain = gain;
        if (heading_is_title(content, node)) {
            found.with_title++;
            found.titled = here;
        }
    }
    return found;
}

static uint32_t descend(const struct html_content *content)
{
    enum { SHORT_ARTICLE = 250 }; // letters; less is a teaser
    uint32_t container = content->container;
    const struct html_standing *standing = &content->standing[container];
    if (standing->names.praise >= HTML_IS_NAMED) return container;
    double gain =
        html_sum_of(&content->blocks, &content->tree->nodes[container]).gain;

    struct articles found = find_articles(content, SHORT_ARTICLE);
    if (found.count == 0) return container;
    if (found.count == 1)
        return found.first_gain >= DESCENT_SHARE * gain ? found.first
                                                        : container;
    if (found.with_title == 1) return found.titled;
    if (found.first_gain >= ABOUT_LARGEST * found.largest_gain)
        return found.first;
    return container;
}

void html_content_choose(struct html_content *content)
{
    double value;
    content->container = find_largest(content, &value);
    content->found = value > 0;
    content->lead = content->tree->nodes[content->container].first_block;
    if (content->found) content->container = descend(content);
}

void html_content_choose_all(struct html_content *content)
{
    content->container = 0;
    content->found = false;
    content->lead = content->tree->nodes[0].first_block;
}
