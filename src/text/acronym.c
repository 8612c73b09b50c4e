#include "text/acronym.h"

#include <utf8proc.h>

#include "base/utf8.h"

// ---- Characters -------------------------------------------------------------

static enum acronym_kind kind_of_ascii(uint32_t c)
{
    const uint32_t lower = c | 0x20;
    if ((lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9'))
        return ACRONYM_LETTER;
    return strchr(" -/,'&", (int)c) && c ? ACRONYM_BREAK : ACRONYM_STOP;
}

enum acronym_kind acronym_kind_of(uint32_t c)
{
    enum { APOSTROPHE = 0x2019, EM_DASH = 0x2014 };
    if (c < 0x80) return kind_of_ascii(c);
    if (c == APOSTROPHE) return ACRONYM_BREAK;
    if (c == EM_DASH) return ACRONYM_STOP;
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND: return ACRONYM_LETTER;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_CF: return ACRONYM_MARK; // soft hyphens among them
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_ZS: return ACRONYM_BREAK;
    default: return ACRONYM_STOP;
    }
}

struct acronym_letter acronym_letter_of(uint32_t c)
{
    if (c < 0x80) {
        const bool capital = c >= 'A' && c <= 'Z';
        return (struct acronym_letter){ capital ? c + ('a' - 'A') : c,
                                        capital };
    }
    const utf8proc_int32_t point = (utf8proc_int32_t)c;
    enum { PARTS = 4 }; // the longest canonical decomposition
    utf8proc_int32_t parts[PARTS] = { 0 };
    int boundary = UTF8PROC_BOUNDCLASS_START;
    const utf8proc_option_t options =
        (utf8proc_option_t)(UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD);
    if (utf8proc_decompose_char(point, parts, PARTS, options, &boundary) < 1)
        parts[0] = point;
    return (struct acronym_letter){
        (uint32_t)parts[0],
        utf8proc_category(point) == UTF8PROC_CATEGORY_LU,
    };
}

size_t acronym_step_back(struct slice text, size_t end, uint32_t *c)
{
    size_t start = end - 1;
    while (start > 0 && end - start < UTF8_MAX
           && utf8_continues(text.ptr[start]))
        start--;
    if (start + utf8_decode(text.ptr + start, end - start, c) == end)
        return start;
    *c = UTF8_REPLACEMENT;
    return end - 1;
}

// ---- Acronyms ---------------------------------------------------------------

// A token without quotes and the like around it.
static struct slice strip(struct slice token)
{
    uint32_t c;
    while (token.len > 0) {
        const size_t width = utf8_decode(token.ptr, token.len, &c);
        if (acronym_kind_of(c) == ACRONYM_LETTER) break;
        token = slice_from(token, width);
    }
    while (token.len > 0) {
        const size_t start = acronym_step_back(token, token.len, &c);
        if (acronym_kind_of(c) == ACRONYM_LETTER) break;
        token.len = start;
    }
    return token;
}

// A token without a plural s: MSCs, MSC's.
static struct slice strip_plural(struct slice token)
{
    uint32_t c;
    if (token.len < 2 || token.ptr[token.len - 1] != 's') return token;
    const struct slice singular =
        strip((struct slice){ token.ptr, token.len - 1 });
    if (singular.len == 0) return token;
    acronym_step_back(singular, singular.len, &c);
    return acronym_letter_of(c).capital ? singular : token;
}

static bool is_roman_digit(uint32_t base)
{
    return base == 'i' || base == 'v' || base == 'x';
}

// Capitals make an acronym, at least half of its letters. Numerals above XXXIX
// would be CD and DVI.
static bool is_plausible(const struct acronym *acronym)
{
    unsigned capitals = 0, roman = 0;
    for (unsigned i = 0; i < acronym->count; i++) {
        capitals += acronym->letters[i].capital;
        roman += is_roman_digit(acronym->letters[i].base);
    }
    return capitals >= ACRONYM_LETTERS_MIN && 2 * capitals >= acronym->count
           && roman < acronym->count;
}

// Each letter has a stop behind it, but perhaps the last, or none has.
bool acronym_read(struct slice token, struct acronym *acronym)
{
    token = strip_plural(strip(token));
    *acronym = (struct acronym){ .text = token };
    unsigned stops = 0;
    for (size_t at = 0; at < token.len;) {
        uint32_t c;
        at += utf8_decode(token.ptr + at, token.len - at, &c);
        const enum acronym_kind kind = acronym_kind_of(c);
        if (c == '.') stops++;
        if (c == '.' || kind == ACRONYM_MARK) continue;
        if (kind != ACRONYM_LETTER || acronym->count == ACRONYM_LETTERS_MAX)
            return false;
        acronym->letters[acronym->count++] = acronym_letter_of(c);
    }
    if (stops > 0 && stops != acronym->count - 1) return false;
    return is_plausible(acronym);
}
