// The short ways. Most words are ASCII between bytes that join nothing, and a
// window finds them; most others are letters, digits and marks that one pass
// folds and ends. Whatever needs a longer look, at what follows or at how it is
// folded, is left to words_careful.c, whose words all ways have to give.
//
// Where our rules differ from UAX #29, and why, is said in properties.py for
// single characters, and in the headers of the files that read words of their
// own kind: runs.h, initialisms.h, elisions.h, signs.h.

#include "text/words.h"

#include "base/utf8.h"
#include "text/analysis.h"
#include "text/fold.h"
#include "text/runs.h"
#include "text/window.h"
#include "text/words_careful.h"

enum { MUSIC_SHARP = 0x266F, NIKHAHIT_THAI = 0x0E4D, NIKHAHIT_LAO = 0x0ECD };

static bool is_ascii_alnum(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z')
           || (byte >= 'A' && byte <= 'Z');
}

// Whether the byte at a place, if any, is ASCII and neither letter nor digit.
static bool nothing_to_join(struct slice text, size_t at)
{
    if (at >= text.len) return true;
    return (uint8_t)text.ptr[at] < 0x80 && !is_ascii_alnum(text.ptr[at]);
}

// Whether the code point at a place surely ends a word whose last letter or
// digit is of the class last.
static bool surely_ends(struct slice text, size_t at, unsigned last)
{
    uint32_t c;
    utf8_decode(text.ptr + at, text.len - at, &c);
    unsigned class = property_of(c)->word_break[RULES_TAILORED];
    switch (c) {
    case '.':
    case ',': return nothing_to_join(text, at + 1);
    case '\'': return last != WB_HEBREW_LETTER && nothing_to_join(text, at + 1);
    case '"': return last != WB_HEBREW_LETTER;
    case '+':
    case '#':
    case MUSIC_SHARP: return false;
    }
    if (class == WB_MIDNUM) return last != WB_NUMERIC;
    return word_break_in(class,
                         1 << WB_OTHER | 1 << WB_WSEGSPACE | WB_NEWLINES);
}

// Reads a word of letters, digits and marks in one pass (see analysis.h).
static size_t read_simple(struct analysis *analysis, size_t start)
{
    const struct slice text = analysis->text;
    unsigned last = WB_OTHER, expected = WB_AHLETTER | 1 << WB_NUMERIC;
    const size_t limit =
        text.len - start > TERM_MAX ? start + TERM_MAX : text.len;
    size_t end = start;
    char bytes[FOLD_ROOM];
    struct fold fold = fold_of(text.ptr + start, bytes);
    while (end < limit) {
        uint32_t c;
        size_t width = utf8_decode(text.ptr + end, text.len - end, &c);
        const struct property *property = property_of(c);
        unsigned class = property->word_break[RULES_TAILORED];
        if (!word_break_in(class, expected)) break;
        if (!fold_add(&fold, c, width, property)) return 0;
        end += width;
        if (!word_break_in(class, WB_SKIPPED)) last = class;
        expected |= WB_SKIPPED;
    }
    if (end == start || end - start > TERM_MAX || fold.len > TERM_MAX) return 0;
    if (end < text.len && !surely_ends(text, end, last)) return 0;
    analysis_add(analysis, fold_result(&fold), start, end, WORD_PLAIN);
    return end;
}

// Reads what begins or goes on outside of ASCII.
static size_t read_mixed(struct analysis *analysis, size_t at)
{
    size_t end = read_simple(analysis, at);
    return end ? end : words_careful_read(analysis, at);
}

// Looks at the text from a place on; behind its end stand zeros.
static void fill(struct window *window, struct slice text, size_t at)
{
    if (text.len - at >= WINDOW_BYTES) {
        window_fill(window, text.ptr + at);
        return;
    }
    char bytes[WINDOW_BYTES] = { 0 };
    memcpy(bytes, text.ptr + at, text.len - at);
    window_fill(window, bytes);
}

// The number of bits set in a row from a place on.
static unsigned count_bits(uint64_t mask, unsigned from)
{
    const uint64_t zeros = ~(mask >> from);
    return zeros ? (unsigned)__builtin_ctzll(zeros) : WINDOW_BYTES;
}

// Reads the words that begin in the window at start; returns the place behind
// them. The last byte of a window is not decided: nobody sees what follows it.
static size_t read_window(struct analysis *analysis, size_t start)
{
    enum { DECIDED = WINDOW_BYTES - 1 };
    struct window window;
    fill(&window, analysis->text, start);
    const uint64_t inside = window.alnum | window.high;
    const uint64_t joins =
        window.high | window.signs | (window.joiners & inside >> 1);
    const uint64_t begins = (inside | (window.joiners & window.alnum >> 1))
                            & ~((uint64_t)1 << DECIDED);

    for (unsigned at = 0; begins >> at;) {
        at += (unsigned)__builtin_ctzll(begins >> at);
        const unsigned end = at + count_bits(window.alnum, at);
        if (end >= DECIDED && at > 0) return start + at; // in the next window
        size_t next = start + end;
        if (end >= DECIDED)
            next = words_careful_read(analysis, start); // it is a long word
        else if (window.high >> end & 1)
            next = read_mixed(analysis, start + at);
        else if (end == at || joins >> end & 1)
            next = words_careful_read(analysis, start + at);
        else
            analysis_add(analysis,
                         (struct slice){ window.lower + at, end - at },
                         start + at, next, WORD_PLAIN);
        if (analysis->verdict || next - start >= DECIDED) return next;
        at = (unsigned)(next - start);
    }
    const size_t left = analysis->text.len - start;
    return start + (left < DECIDED ? left : DECIDED);
}

int words_analyse(struct slice text, words_sink *sink, void *context)
{
    struct analysis analysis = analysis_of(text, sink, context);
    for (size_t at = 0; at < text.len && !analysis.verdict;)
        at = (uint8_t)text.ptr[at] < 0x80 ? read_window(&analysis, at)
                                          : read_mixed(&analysis, at);
    return analysis.verdict;
}

bool words_is_of_run(struct slice term)
{
    uint32_t c;
    if (term.len == 0) return false;
    utf8_decode(term.ptr, term.len, &c);
    unsigned group = property_of(c)->group;
    // SARA AM by itself is folded to a mark and a letter.
    return group == GROUP_RUN || group == GROUP_CELL || c == NIKHAHIT_THAI
           || c == NIKHAHIT_LAO;
}
