#include "text/words_careful.h"

#include "base/utf8.h"
#include "text/elisions.h"
#include "text/fold.h"
#include "text/initialisms.h"
#include "text/runs.h"
#include "text/segments.h"
#include "text/signs.h"

static bool is_quote(uint32_t c)
{
    return word_break_in(property_of(c)->word_break[RULES_TAILORED], WB_QUOTES);
}

// How a code point of a folded word stands in its term: apostrophes all alike,
// and the ASCII quote, which only Hebrew letters have inside, as gershayim.
static struct slice tailor(uint32_t c, struct slice as_it_is)
{
    if (c == '"') return SLICE("\xD7\xB4");
    return is_quote(c) ? SLICE("'") : as_it_is;
}

static void make_term(struct slice source, struct term *term)
{
    char folded[2 * TERM_MAX]; // ’ has three bytes, ' has one
    size_t folded_len = fold_casefold(source, folded, sizeof folded);
    term->len = 0;
    for (size_t at = 0, width; at < folded_len; at += width) {
        uint32_t c;
        width = utf8_decode(folded + at, folded_len - at, &c);
        struct slice out = tailor(c, (struct slice){ folded + at, width });
        if (out.len > TERM_MAX - term->len) break;
        memcpy(term->bytes + term->len, out.ptr, out.len);
        term->len += out.len;
    }
}

// Takes the elided article off a term and gives it to the sink; *at moves
// behind it. False where the sink wants no more.
static bool split_article(struct analysis *analysis, struct term *term,
                          size_t *at)
{
    size_t article = elisions_find(term_slice(term));
    if (!article) return true;
    size_t start = *at;
    uint32_t c;
    do {
        *at +=
            utf8_decode(analysis->text.ptr + *at, analysis->text.len - *at, &c);
    } while (!is_quote(c));
    bool more = analysis_add(analysis, (struct slice){ term->bytes, article },
                             start, *at, WORD_PLAIN);
    term->len -= article;
    memmove(term->bytes, term->bytes + article, term->len);
    return more;
}

// Reads a segment that is a word, or two where an article is elided.
static size_t read_segment(struct analysis *analysis, size_t at)
{
    struct slice text = analysis->text;
    size_t end = segments_end(text, at, RULES_TAILORED);
    struct term term;
    make_term((struct slice){ text.ptr + at, end - at }, &term);
    if (!split_article(analysis, &term, &at)) return end;
    end += signs_append(text, at, end, &term);
    analysis_add(analysis, term_slice(&term), at, end, WORD_PLAIN);
    return end;
}

size_t words_careful_read(struct analysis *analysis, size_t at)
{
    struct slice text = analysis->text;
    uint32_t c;
    size_t width = utf8_decode(text.ptr + at, text.len - at, &c);
    const struct property *property = property_of(c);
    switch ((enum word_group)property->group) {
    case GROUP_RUN:
    case GROUP_CELL: return runs_read(analysis, at);
    case GROUP_EMOJI: return read_segment(analysis, at);
    case GROUP_NONE: break;
    }
    unsigned class = property->word_break[RULES_TAILORED];
    bool letter = word_break_in(class, WB_AHLETTER);
    size_t end = 0;
    if (c == '.') end = signs_read_net(analysis, at);
    if (letter) end = initialisms_read(analysis, at);
    if (!end && (letter || class == WB_NUMERIC))
        end = read_segment(analysis, at);
    return end ? end : at + width;
}

int words_analyse_carefully(struct slice text, words_sink *sink, void *context)
{
    struct analysis analysis = analysis_of(text, sink, context);
    analysis.careful = true;
    for (size_t at = 0; at < text.len && !analysis.verdict;)
        at = words_careful_read(&analysis, at);
    return analysis.verdict;
}
