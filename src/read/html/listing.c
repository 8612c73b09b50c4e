// listing.c - tells front pages from articles: there, prose stands in pieces
// under headlines that lead elsewhere.

#include "read/html/content.h"

// Of the container's gain; and where the page has a headline, as articles have
// and some listings.
static const double LISTED_SHARE = 0.6, LISTED_SHARE_TITLED = 0.9;

enum {
    TEASERS_LEAST = 4,
    HEADLINES_LEAST = 20,  // of a front page without prose
    TEASER_PROSE = 2,      // paragraphs under a headline
    HEADLINE_LETTERS = 12, // of a link that may be one
    HEADLINE_DISTANCE = 3, // blocks from it to the prose
    TEASER_LETTERS = 700,  // of all its prose
};

struct counter {
    uint32_t since_headline; // blocks
    uint32_t prose;          // paragraphs since then
    uint32_t letters;        // of them
    double gain;             // of them
    uint32_t teasers;
    double teaser_gain;
};

static bool is_headline(const struct html_block *block)
{
    return block->length >= HEADLINE_LETTERS
           && block->link_length > 0.8 * block->length;
}

bool html_content_is_front_page(const struct html_content *content)
{
    uint32_t headlines = 0;
    for (uint32_t i = 0; i < content->blocks.count; i++)
        headlines += content->blocks.blocks[i].fate == HTML_KEPT
                     && is_headline(&content->blocks.blocks[i]);
    return headlines >= HEADLINES_LEAST;
}

// At a headline, or at the end: what stood under the one before.
static void end_teaser(struct counter *counter)
{
    if (counter->prose > 0 && counter->prose <= TEASER_PROSE
        && counter->letters <= TEASER_LETTERS) {
        counter->teasers++;
        counter->teaser_gain += counter->gain;
    }
    counter->prose = counter->letters = 0;
    counter->gain = 0;
}

bool html_content_is_listing(const struct html_content *content, bool titled)
{
    const struct html_node *container =
        &content->tree->nodes[content->container];
    struct counter counter = { .since_headline = HEADLINE_DISTANCE };
    for (uint32_t i = container->first_block; i < container->end_block; i++) {
        const struct html_block *block = &content->blocks.blocks[i];
        if (block->fate != HTML_KEPT) continue;
        if (is_headline(block)) {
            end_teaser(&counter);
            counter.since_headline = 0;
        } else if (block->value > 0) {
            // Prose far from any headline is an article's.
            bool under =
                counter.prose > 0 || counter.since_headline < HEADLINE_DISTANCE;
            counter.prose += under ? 1 : TEASER_PROSE + 1;
            counter.letters += block->length;
            counter.gain += block->value;
        } else {
            counter.since_headline++;
        }
    }
    end_teaser(&counter);
    double gain = html_sum_of(&content->blocks, container).gain;
    return counter.teasers >= TEASERS_LEAST
           && counter.teaser_gain
                  > (titled ? LISTED_SHARE_TITLED : LISTED_SHARE) * gain;
}
