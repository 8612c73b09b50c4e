// trim.c - where the article begins and ends: the heading that is its
// title, dates and bylines go, the lead that stands before the container comes.

#include "read/html/byline.h"
#include "read/html/content.h"
#include "read/html/likeness.h"

static const double TITLE_LIKENESS = 0.7;
static const double TITLE_REPEATED = 0.9;
static const double LEAD_LINKED_MAX = 0.3;
static const double BEFORE_TITLE_MAX = 0.6; // of the container's gain

enum {
    HEAD_BLOCKS = 8,    // from the start, where dates and bylines stand
    LINE_LETTERS = 80,  // of a date or a byline
    LEAD_BLOCKS = 3,    // paragraphs of a lead
    LEAD_LETTERS = 50,  // of each, at least
    LEAD_DISTANCE = 14, // blocks between the heading and the container
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// A year or a time of day: "1987", "9:30".
static bool holds_date(struct slice text)
{
    for (size_t i = 0, run = 0; i < text.len; i++) {
        bool colon = text.ptr[i] == ':' && run > 0 && run <= 2
                     && i + 2 < text.len && is_digit(text.ptr[i + 1])
                     && is_digit(text.ptr[i + 2]);
        if (colon) return true;
        run = is_digit(text.ptr[i]) ? run + 1 : 0;
        bool ends = i + 1 == text.len || !is_digit(text.ptr[i + 1]);
        const char *year = text.ptr + i + 1 - run;
        if (run == 4 && ends
            && (memcmp(year, "19", 2) == 0 || memcmp(year, "20", 2) == 0))
            return true;
    }
    return false;
}

static bool is_title(const struct html_content *content,
                     const struct html_block *block)
{
    return block->heading
           && html_likeness(block->text, content->title) >= TITLE_LIKENESS;
}

// The title once more in a line of its own.
static bool repeats_title(const struct html_content *content,
                          const struct html_block *block)
{
    enum { BYTES_MAX = 400 };
    return block->text.len <= BYTES_MAX
           && html_likeness(block->text, content->title) >= TITLE_REPEATED
           && html_likeness(content->title, block->text) >= TITLE_REPEATED;
}

static bool is_first_heading(const struct html_content *content,
                             const struct html_block *block)
{
    return content->tree->nodes[block->node].tag == GUMBO_TAG_H1;
}

static bool is_dateline(const struct html_block *block)
{
    char last = block->text.ptr[block->text.len - 1];
    bool sentence = html_ends_sentence(block->text) && last != ']'
                    && last != ')' && last != ':';
    return block->length <= LINE_LETTERS && !sentence
           && (holds_date(block->text) || html_byline_start(block->text) > 0);
}

static bool is_whole_title(const struct html_content *content,
                           const struct html_block *block)
{
    return is_title(content, block)
           && html_likeness(content->title, block->text) >= TITLE_LIKENESS;
}

// The first heading that is the page's title begins the article: what stands
// before it in the container is none of it, unless that is most of the prose.
static void begin_at_title(struct html_content *content,
                           const struct html_node *container)
{
    enum { HEADINGS = 50 }; // that are looked at
    const struct html_blocks *blocks = &content->blocks;
    uint32_t first = container->first_block, left = HEADINGS, i = 0;
    for (; i < container->end_block && left; i++) {
        const struct html_block *block = &blocks->blocks[i];
        left -= block->heading;
        if (block->heading && is_whole_title(content, block)) break;
    }
    if (i <= first || i == container->end_block || !left) return;
    double before = blocks->gain[i] - blocks->gain[first];
    if (before > BEFORE_TITLE_MAX * html_sum_of(blocks, container).gain) return;
    for (uint32_t k = first; k < i; k++) blocks->blocks[k].fate = HTML_DROPPED;
}

// What stands before the first paragraph.
static void trim_start(struct html_content *content,
                       const struct html_node *container)
{
    uint32_t end = container->end_block;
    for (uint32_t i = container->first_block, seen = 0;
         i < end && seen < HEAD_BLOCKS; i++) {
        struct html_block *block = &content->blocks.blocks[i];
        if (block->fate != HTML_KEPT) continue;
        bool title = is_title(content, block)
                     || is_first_heading(content, block)
                     || repeats_title(content, block);
        if (block->value > 0 && !title) return;
        seen++;
        if (title || is_dateline(block)) block->fate = HTML_DROPPED;
    }
}

// Headings with nothing after them.
static void trim_end(struct html_content *content,
                     const struct html_node *container)
{
    for (uint32_t i = container->end_block; i-- > container->first_block;) {
        struct html_block *block = &content->blocks.blocks[i];
        if (block->fate == HTML_KEPT && !block->heading) return;
        if (block->fate == HTML_KEPT) block->fate = HTML_DROPPED;
    }
}

static bool is_lead(const struct html_block *block)
{
    return block->fate == HTML_KEPT && block->value > 0
           && block->length >= LEAD_LETTERS
           && block->link_length < LEAD_LINKED_MAX * block->length;
}

// A standfirst often stands between the heading and the container: the prose
// there, when there is little of it, is part of the text.
static void find_lead(struct html_content *content,
                      const struct html_node *container)
{
    struct html_block *blocks = content->blocks.blocks;
    uint32_t from = container->first_block, heading = from;
    for (uint32_t i = from; i-- > 0 && from - i <= LEAD_DISTANCE;)
        if (is_title(content, &blocks[i])) {
            heading = i;
            break;
        }
    uint32_t count = 0;
    for (uint32_t i = heading; i < from; i++)
        if (is_lead(&blocks[i])) count++;
    if (count == 0 || count > LEAD_BLOCKS) return;
    content->lead = heading;
    for (uint32_t i = heading; i < from; i++)
        if (!is_lead(&blocks[i])) blocks[i].fate = HTML_DROPPED;
}

void html_content_trim(struct html_content *content)
{
    const struct html_node *container =
        &content->tree->nodes[content->container];
    content->lead = container->first_block;
    find_lead(content, container);
    begin_at_title(content, container);
    trim_start(content, container);
    trim_end(content, container);
    html_blocks_sum(&content->blocks);
}
