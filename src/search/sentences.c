#include "search/sentences.h"

#include "base/utf8.h"

enum { BROKEN_LINE = 60 }; // bytes of a line that was perhaps broken by hand

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x3000
           || (c >= 0x2000 && c <= 0x200A);
}

static bool is_small_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_letter(char c)
{
    return is_small_letter(c) || (c >= 'A' && c <= 'Z');
}

// Reads the code point before a place above 0; returns where it begins.
static size_t step_back(struct slice text, size_t at, uint32_t *c)
{
    size_t begin = at - 1;
    while (begin > 0 && at - begin < UTF8_MAX
           && utf8_continues(text.ptr[begin]))
        begin--;
    utf8_decode(text.ptr + begin, at - begin, c);
    return begin;
}

static bool is_one_of(const uint16_t *set, size_t count, uint32_t c)
{
    for (size_t i = 0; i < count; i++)
        if (set[i] == c) return true;
    return false;
}

#define IS_ONE_OF(set, c) is_one_of(set, sizeof(set) / sizeof *(set), c)

static bool closes(uint32_t c)
{
    static const uint16_t CLOSING[] = {
        '"',    '\'',   ')',    ']',    '}',    0xAB,   0xBB,
        0x2018, 0x2019, 0x201C, 0x201D, 0x3009, 0x300B, 0x300D,
        0x300F, 0x3011, 0x3015, 0xFF09, 0xFF3D, 0xFF63,
    };
    return IS_ONE_OF(CLOSING, c);
}

// Behind these no space is needed.
static bool is_wide_stop(uint32_t c)
{
    static const uint16_t STOPS[] = { 0x3002, 0xFF01, 0xFF0E, 0xFF1F, 0xFF61 };
    return IS_ONE_OF(STOPS, c);
}

static bool is_stop(uint32_t c)
{
    static const uint16_t STOPS[] = {
        '!',    '.',    '?',    0x2026, // ...
        0x0589, 0x061F, 0x06D4, 0x0964, 0x0965, 0x104B,
        0x1362, 0x1367, 0x17D4, 0x203C, 0x2047, 0x2048,
    };
    return IS_ONE_OF(STOPS, c);
}

// ---- Full stops that end nothing --------------------------------------------

static bool is_abbreviation(struct slice word)
{
    static const char KNOWN[][5] = {
        "Mr",  "Mrs", "Ms",  "Dr",  "Prof", "St",  "Mt",  "Gen", "Col",
        "No",  "Nos", "vs",  "cf",  "Fig",  "al",  "Sr",  "Sra", "Nr",
        "bzw", "ca",  "Art", "Jan", "Feb",  "Aug", "Sep", "Oct", "Nov",
        "Dec", "pp",  "vol", "Vol", "Rev",  "Lt",  "Sgt", "Gov", "Sen",
    };
    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++)
        if (slice_equal(word, slice_of(KNOWN[i]))) return true;
    return false;
}

// Whether the full stop at a place belongs to an initial, an abbreviation, or
// to what is numbered: J. Smith, Dr. Smith, para. 3.
static bool belongs_to_word(struct slice text, size_t stop, char following)
{
    enum { LONGEST = 5 };
    bool number_follows = following >= '0' && following <= '9';
    size_t begin = stop;
    while (begin > 0 && stop - begin < LONGEST
           && is_letter(text.ptr[begin - 1]))
        begin--;
    struct slice word = { text.ptr + begin, stop - begin };
    bool stands_alone = begin == 0 || (uint8_t)text.ptr[begin - 1] < 0x80;
    if (word.len == 0 || !stands_alone) return false;
    return word.len == 1 || (number_follows && word.len < LONGEST)
           || is_abbreviation(word);
}

// ---- Beginnings -------------------------------------------------------------

// The line break before a place divides nothing where a long line is followed
// by one that goes on with a small letter.
static bool line_begins(struct slice text, size_t at)
{
    if (at == text.len || !is_small_letter(text.ptr[at])) return true;
    size_t length = 0;
    while (length < BROKEN_LINE && length < at - 1
           && text.ptr[at - 2 - length] != '\n')
        length++;
    return length < BROKEN_LINE;
}

// Whether the text before a place that spaces and closing marks may precede
// ends a sentence.
static bool sentence_ends(struct slice text, size_t at, bool space,
                          char following)
{
    uint32_t c = 0;
    size_t begin = at;
    do {
        at = begin;
        if (at == 0) return false;
        begin = step_back(text, at, &c);
    } while (closes(c));
    if (is_wide_stop(c)) return true;
    if (!space || !is_stop(c)) return false;
    return c != '.'
           || (!is_small_letter(following)
               && !belongs_to_word(text, begin, following));
}

bool sentences_begin(struct slice text, size_t at)
{
    if (at == 0) return true;
    const char before = text.ptr[at - 1];
    if (before == '\n') return line_begins(text, at);
    // Most places of most texts are between two letters.
    if ((uint8_t)before < 0x80 && !is_space((uint8_t)before)) return false;
    if (at < text.len && utf8_continues(text.ptr[at])) return false;
    char following = at < text.len ? text.ptr[at] : '\n';
    if (is_space((uint8_t)following) && following != '\n') return false;
    uint32_t c;
    size_t end = at, begin = step_back(text, at, &c);
    while (is_space(c) && begin > 0) {
        end = begin;
        begin = step_back(text, end, &c);
    }
    bool space = end < at;
    // A mark that closes belongs to the sentence before it.
    if (!space && at < text.len) {
        utf8_decode(text.ptr + at, text.len - at, &c);
        if (closes(c) || is_stop(c) || is_wide_stop(c)) return false;
    }
    return sentence_ends(text, end, space, following);
}
