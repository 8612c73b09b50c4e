#include "text/initialisms.h"

#include "text/fold.h"
#include "text/segments.h"

static bool is_stop(struct slice text, size_t at)
{
    return at < text.len && text.ptr[at] == '.';
}

// The end of a letter with its marks; 0 where none begins.
static size_t letter_end(struct slice text, size_t at)
{
    unsigned expected = WB_AHLETTER;
    size_t end = at;
    while (end < text.len) {
        uint32_t c;
        size_t width = utf8_decode(text.ptr + end, text.len - end, &c);
        unsigned class = property_of(c)->word_break[RULES_TAILORED];
        if (!word_break_in(class, expected)) break;
        end += width;
        expected = WB_SKIPPED;
    }
    return end > at ? end : 0;
}

// The end of the single letters from at; 0 where there are not two. *last is
// where the last letter ends.
static size_t find_end(struct slice text, size_t at, size_t *last)
{
    size_t letters = 0, end = at, letter;
    while ((letter = letter_end(text, end)) && is_stop(text, letter)) {
        letters++;
        *last = letter;
        end = letter + 1;
    }
    if (letters > 0 && letter
        && segments_end(text, end, RULES_TAILORED) == letter) {
        letters++;
        *last = end = letter;
    }
    return letters >= 2 ? end : 0;
}

size_t initialisms_read(struct analysis *analysis, size_t at)
{
    struct slice text = analysis->text;
    size_t last = at;
    size_t end = find_end(text, at, &last);
    if (!end) return 0;

    struct slice source = { text.ptr + at, last - at };
    struct term term;
    term.len = fold_casefold(source, term.bytes, TERM_MAX);
    analysis_add(analysis, term_slice(&term), at, end, WORD_PLAIN);
    return end;
}
