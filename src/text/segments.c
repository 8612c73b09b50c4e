// The rules stand in the order of UAX #29, section 4.1.1, each with its number.
// A rule joins what stands on its two sides; where none does, WB999 divides.

#include "text/segments.h"

#include "base/utf8.h"

#define IN(word_break, set) word_break_in(word_break, set)

// A place between two code points. By WB4 most rules see through marks, format
// characters and joiners: those are only ever adjacent.
struct place {
    struct slice text;
    enum word_rules rules;
    size_t next;              // behind the code point on the right
    enum word_break before;   // the class before left
    enum word_break left;     // the last class that WB4 does not skip
    enum word_break adjacent; // the last class, skipped or not
    enum word_break right;
    bool odd_indicators; // left ends an odd number of regional indicators
};

// Reads the code point at a place and returns its length.
static size_t read_class(struct slice text, size_t at, enum word_rules rules,
                         enum word_break *result)
{
    uint32_t c;
    size_t width = utf8_decode(text.ptr + at, text.len - at, &c);
    *result = property_of(c)->word_break[rules];
    return width;
}

enum word_break segments_class(struct slice text, size_t at,
                               enum word_rules rules)
{
    enum word_break result = WB_OTHER;
    if (at < text.len) read_class(text, at, rules, &result);
    return result;
}

// The class that follows right, seen through what WB4 skips.
static enum word_break following(const struct place *place)
{
    for (size_t at = place->next; at < place->text.len;) {
        enum word_break class;
        at += read_class(place->text, at, place->rules, &class);
        if (!IN(class, WB_SKIPPED)) return class;
    }
    return WB_OTHER;
}

static bool letters_join(const struct place *p)
{
    bool after_letter = IN(p->left, WB_AHLETTER);
    bool after_hebrew = p->left == WB_HEBREW_LETTER;
    if (after_letter && IN(p->right, WB_AHLETTER)) return true; // WB5
    if (after_letter && IN(p->right, WB_MID_LETTERS)            // WB6
        && IN(following(p), WB_AHLETTER))
        return true;
    if (IN(p->before, WB_AHLETTER) && IN(p->left, WB_MID_LETTERS) // WB7
        && IN(p->right, WB_AHLETTER))
        return true;
    if (after_hebrew && p->right == WB_SINGLE_QUOTE) return true; // WB7a
    if (after_hebrew && p->right == WB_DOUBLE_QUOTE               // WB7b
        && following(p) == WB_HEBREW_LETTER)
        return true;
    return p->before == WB_HEBREW_LETTER && p->left == WB_DOUBLE_QUOTE // WB7c
           && p->right == WB_HEBREW_LETTER;
}

static bool numbers_join(const struct place *p)
{
    bool after_number = p->left == WB_NUMERIC;
    if (after_number && p->right == WB_NUMERIC) return true;             // WB8
    if (IN(p->left, WB_AHLETTER) && p->right == WB_NUMERIC) return true; // WB9
    if (after_number && IN(p->right, WB_AHLETTER)) return true;          // WB10
    if (p->before == WB_NUMERIC && IN(p->left, WB_MID_NUMBERS)           // WB11
        && p->right == WB_NUMERIC)
        return true;
    return after_number && IN(p->right, WB_MID_NUMBERS) // WB12
           && following(p) == WB_NUMERIC;
}

static bool others_join(const struct place *p)
{
    const unsigned extendable =
        WB_AHLETTER | 1 << WB_NUMERIC | 1 << WB_KATAKANA | 1 << WB_EXTENDNUMLET;
    if (p->left == WB_KATAKANA && p->right == WB_KATAKANA) return true; // WB13
    if (IN(p->left, extendable) && p->right == WB_EXTENDNUMLET)         // WB13a
        return true;
    if (p->left == WB_EXTENDNUMLET && IN(p->right, extendable)) // WB13b
        return true;
    return p->odd_indicators && p->right == WB_REGIONAL_INDICATOR; // WB15, WB16
}

static bool joins(const struct place *p)
{
    if (p->adjacent == WB_CR && p->right == WB_LF) return true;       // WB3
    if (IN(p->adjacent, WB_NEWLINES)) return false;                   // WB3a
    if (IN(p->right, WB_NEWLINES)) return false;                      // WB3b
    if (p->adjacent == WB_ZWJ && p->right == WB_EXTPICT) return true; // WB3c
    if (p->adjacent == WB_WSEGSPACE && p->right == WB_WSEGSPACE)      // WB3d
        return true;
    if (IN(p->right, WB_SKIPPED)) return true; // WB4
    return letters_join(p) || numbers_join(p) || others_join(p);
}

// Moves what stands on the right to the left.
static void step(struct place *p)
{
    p->adjacent = p->right;
    if (IN(p->right, WB_SKIPPED)) return; // WB4
    p->before = p->left;
    p->left = p->right;
    p->odd_indicators = p->left == WB_REGIONAL_INDICATOR && !p->odd_indicators;
}

size_t segments_end(struct slice text, size_t start, enum word_rules rules)
{
    struct place place = { .text = text, .rules = rules, .before = WB_OTHER };
    size_t end = start + read_class(text, start, rules, &place.left); // WB1
    place.adjacent = place.left;
    place.odd_indicators = place.left == WB_REGIONAL_INDICATOR;
    while (end < text.len) { // WB2
        place.next = end + read_class(text, end, rules, &place.right);
        if (!joins(&place)) break; // WB999
        step(&place);
        end = place.next;
    }
    return end;
}
