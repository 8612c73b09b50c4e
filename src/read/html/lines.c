// lines.c - drops lines of the article that are known by their words: "Read
// more", "You may also like" and what it stands over, readers' comments.

#include "read/html/content.h"
#include "read/html/phrases.h"

enum {
    LOOKS = 2000,       // phrases that are looked up in one page
    BEFORE_LEAST = 250, // gain before readers' comments
    TAIL_BLOCKS = 40,   // from the end, that may be promotion
};

struct weeder {
    struct html_content *content;
    const struct html_node *container;
    int looks;
};

static bool is_prose(const struct html_block *block)
{
    return block->value > 0 && block->link_length * 3 < block->length;
}

// Lines of data and of code are what they are.
static bool is_data(const struct weeder *weeder, const struct html_block *block)
{
    GumboTag tag = weeder->content->tree->nodes[block->node].tag;
    return tag == GUMBO_TAG_TR || tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH
           || tag == GUMBO_TAG_PRE;
}

static enum html_phrase look_up(struct weeder *weeder,
                                const struct html_block *block)
{
    if (weeder->looks == 0 || is_data(weeder, block)) return HTML_NO_PHRASE;
    weeder->looks--;
    return html_phrase_of(block->text);
}

// Below "You may also like": links, and short lines between them.
static uint32_t drop_related(struct weeder *weeder, uint32_t i)
{
    struct html_block *blocks = weeder->content->blocks.blocks;
    bool has_link = blocks[i].link_length * 3 > blocks[i].length;
    for (i++; i < weeder->container->end_block; i++) {
        struct html_block *block = &blocks[i];
        if (block->fate != HTML_KEPT) continue;
        bool link = block->link_length * 2 > block->length;
        bool little = !has_link && block->value <= 0 && !block->heading;
        if ((!link && !little) || is_data(weeder, block)) break;
        block->fate = HTML_DROPPED;
    }
    return i;
}

static bool ends_before(const struct weeder *weeder, uint32_t i)
{
    const struct html_blocks *blocks = &weeder->content->blocks;
    double before =
        blocks->gain[i] - blocks->gain[weeder->container->first_block];
    double all = html_sum_of(blocks, weeder->container).gain;
    return before >= BEFORE_LEAST
           && (before >= all / 2 || blocks->blocks[i].heading);
}

static void drop_lines(struct weeder *weeder)
{
    struct html_block *blocks = weeder->content->blocks.blocks;
    uint32_t end = weeder->container->end_block;
    for (uint32_t i = weeder->container->first_block; i < end;) {
        struct html_block *block = &blocks[i];
        enum html_phrase phrase = HTML_NO_PHRASE;
        if (block->fate == HTML_KEPT && !is_prose(block))
            phrase = look_up(weeder, block);
        i++;
        if (phrase == HTML_FURNITURE && !block->heading)
            block->fate = HTML_DROPPED;
        if (phrase == HTML_RELATED) {
            block->fate = HTML_DROPPED;
            i = drop_related(weeder, i - 1);
        }
        if (phrase != HTML_COMMENTS) continue;
        block->fate = HTML_DROPPED;
        if (!ends_before(weeder, i - 1)) continue;
        for (; i < end; i++) blocks[i].fate = HTML_DROPPED;
    }
}

// Promotion, furniture and headings with nothing after them.
static void drop_tail(struct weeder *weeder)
{
    struct html_block *blocks = weeder->content->blocks.blocks;
    uint32_t first = weeder->container->first_block;
    weeder->looks += TAIL_BLOCKS;
    for (uint32_t i = weeder->container->end_block, seen = 0;
         i-- > first && seen < TAIL_BLOCKS;) {
        struct html_block *block = &blocks[i];
        if (block->fate != HTML_KEPT) continue;
        seen++;
        enum html_phrase phrase =
            block->heading ? HTML_RELATED : look_up(weeder, block);
        if (phrase == HTML_NO_PHRASE
            || (phrase != HTML_PROMOTION && is_prose(block)))
            return;
        block->fate = HTML_DROPPED;
    }
}

void html_content_weed(struct html_content *content)
{
    struct weeder weeder = { .content = content,
                             .container =
                                 &content->tree->nodes[content->container],
                             .looks = LOOKS };
    drop_lines(&weeder);
    drop_tail(&weeder);
    html_blocks_sum(&content->blocks);
}
