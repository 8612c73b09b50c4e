// Scripts are found by blocks, which is coarser than Unicode's own property:
// the digits and signs of a block count as its letters. A text has few of them.

#include "text/guess_scripts.h"

#include "base/utf8.h"

static const struct block {
    uint32_t first;
    uint32_t last;
    enum script script;
} BLOCKS[] = {
    { 0x00AA, 0x00AA, SCRIPT_LATIN },
    { 0x00BA, 0x00BA, SCRIPT_LATIN },
    { 0x00C0, 0x02AF, SCRIPT_LATIN },
    { 0x0370, 0x03FF, SCRIPT_GREEK },
    { 0x0400, 0x052F, SCRIPT_CYRILLIC },
    { 0x0530, 0x058F, SCRIPT_ARMENIAN },
    { 0x0590, 0x05FF, SCRIPT_HEBREW },
    { 0x0600, 0x06FF, SCRIPT_ARABIC },
    { 0x0750, 0x077F, SCRIPT_ARABIC },
    { 0x0780, 0x07BF, SCRIPT_THAANA },
    { 0x08A0, 0x08FF, SCRIPT_ARABIC },
    { 0x0900, 0x097F, SCRIPT_DEVANAGARI },
    { 0x0980, 0x09FF, SCRIPT_BENGALI },
    { 0x0A00, 0x0A7F, SCRIPT_GURMUKHI },
    { 0x0A80, 0x0AFF, SCRIPT_GUJARATI },
    { 0x0B00, 0x0B7F, SCRIPT_ORIYA },
    { 0x0B80, 0x0BFF, SCRIPT_TAMIL },
    { 0x0C00, 0x0C7F, SCRIPT_TELUGU },
    { 0x0C80, 0x0CFF, SCRIPT_KANNADA },
    { 0x0D00, 0x0D7F, SCRIPT_MALAYALAM },
    { 0x0D80, 0x0DFF, SCRIPT_SINHALA },
    { 0x0E00, 0x0E7F, SCRIPT_THAI },
    { 0x0E80, 0x0EFF, SCRIPT_LAO },
    { 0x0F00, 0x0FFF, SCRIPT_TIBETAN },
    { 0x1000, 0x109F, SCRIPT_MYANMAR },
    { 0x10A0, 0x10FF, SCRIPT_GEORGIAN },
    { 0x1100, 0x11FF, SCRIPT_HANGUL },
    { 0x1200, 0x139F, SCRIPT_ETHIOPIC },
    { 0x1780, 0x17FF, SCRIPT_KHMER },
    { 0x1C80, 0x1C8F, SCRIPT_CYRILLIC },
    { 0x1C90, 0x1CBF, SCRIPT_GEORGIAN },
    { 0x1E00, 0x1EFF, SCRIPT_LATIN },
    { 0x1F00, 0x1FFF, SCRIPT_GREEK },
    { 0x2C60, 0x2C7F, SCRIPT_LATIN },
    { 0x2D00, 0x2D2F, SCRIPT_GEORGIAN },
    { 0x2D80, 0x2DDF, SCRIPT_ETHIOPIC },
    { 0x3041, 0x30FA, SCRIPT_KANA },
    { 0x30FC, 0x30FF, SCRIPT_KANA },
    { 0x3105, 0x312F, SCRIPT_BOPOMOFO },
    { 0x3131, 0x318E, SCRIPT_HANGUL },
    { 0x31A0, 0x31BF, SCRIPT_BOPOMOFO },
    { 0x31F0, 0x31FF, SCRIPT_KANA },
    { 0x3400, 0x4DBF, SCRIPT_HAN },
    { 0x4E00, 0x9FFF, SCRIPT_HAN },
    { 0xA640, 0xA69F, SCRIPT_CYRILLIC },
    { 0xA720, 0xA7FF, SCRIPT_LATIN },
    { 0xA8E0, 0xA8FF, SCRIPT_DEVANAGARI },
    { 0xAA60, 0xAA7F, SCRIPT_MYANMAR },
    { 0xAC00, 0xD7AF, SCRIPT_HANGUL },
    { 0xF900, 0xFAFF, SCRIPT_HAN },
    { 0xFB00, 0xFB06, SCRIPT_LATIN },
    { 0xFB13, 0xFB17, SCRIPT_ARMENIAN },
    { 0xFB1D, 0xFB4F, SCRIPT_HEBREW },
    { 0xFB50, 0xFDFF, SCRIPT_ARABIC },
    { 0xFE70, 0xFEFC, SCRIPT_ARABIC },
    { 0xFF21, 0xFF3A, SCRIPT_LATIN },
    { 0xFF41, 0xFF5A, SCRIPT_LATIN },
    { 0xFF66, 0xFF9D, SCRIPT_KANA },
    { 0x1B000, 0x1B16F, SCRIPT_KANA },
    { 0x20000, 0x3FFFF, SCRIPT_HAN },
};

// What a code point between two blocks belongs to.
static const struct block NOWHERE = { 1, 0, SCRIPT_NONE };

static const struct block *block_of(uint32_t code_point)
{
    size_t low = 0, high = sizeof BLOCKS / sizeof BLOCKS[0];
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (BLOCKS[middle].last < code_point)
            low = middle + 1;
        else
            high = middle;
    }
    bool inside = low < sizeof BLOCKS / sizeof BLOCKS[0]
                  && BLOCKS[low].first <= code_point;
    return inside ? &BLOCKS[low] : &NOWHERE;
}

static bool is_ascii_letter(uint32_t code_point)
{
    return (code_point | 0x20) - 'a' < 26;
}

void scripts_count(struct slice text, struct script_counts *counts)
{
    *counts = (struct script_counts){ 0 };
    const struct block *block = &NOWHERE; // the next is mostly in the same one
    uint32_t latin = 0, total = 0;
    size_t end = text.len < SCRIPT_REACH ? text.len : SCRIPT_REACH;
    for (size_t at = 0, len; at < end && total < SCRIPT_ENOUGH; at += len) {
        uint32_t c;
        len = utf8_decode(text.ptr + at, text.len - at, &c);
        if (c < 0x80) {
            bool letter = is_ascii_letter(c);
            latin += letter;
            total += letter;
            continue;
        }
        if (c < block->first || c > block->last) block = block_of(c);
        if (block->script == SCRIPT_NONE) continue;
        counts->bytes[block->script] += (uint32_t)len;
        total += (uint32_t)len;
    }
    counts->bytes[SCRIPT_LATIN] += latin;
    counts->total = total;
}

// A Chinese text may name something Japanese. A Japanese one cannot do without
// particles and endings, which are Kana: half of it mostly, less in lists.
enum { KANA_LEAST = 6 }; // one byte in so many

enum script scripts_main(const struct script_counts *counts)
{
    const uint32_t *bytes = counts->bytes;
    uint32_t kana = bytes[SCRIPT_KANA];
    uint32_t east = bytes[SCRIPT_HAN] + bytes[SCRIPT_BOPOMOFO] + kana;
    enum script best = SCRIPT_NONE;
    for (enum script script = 1; script < SCRIPT_KANA; script++)
        if (bytes[script] > bytes[best]) best = script;
    if (east == 0 || east < bytes[best]) return best;
    return kana * KANA_LEAST >= east ? SCRIPT_KANA : SCRIPT_HAN;
}

static const char *const OWNERS[SCRIPT_COUNT] = {
    [SCRIPT_GREEK] = "el",    [SCRIPT_ARMENIAN] = "hy",
    [SCRIPT_HEBREW] = "he",   [SCRIPT_THAANA] = "dv",
    [SCRIPT_BENGALI] = "bn",  [SCRIPT_GURMUKHI] = "pa",
    [SCRIPT_GUJARATI] = "gu", [SCRIPT_ORIYA] = "or",
    [SCRIPT_TAMIL] = "ta",    [SCRIPT_TELUGU] = "te",
    [SCRIPT_KANNADA] = "kn",  [SCRIPT_MALAYALAM] = "ml",
    [SCRIPT_SINHALA] = "si",  [SCRIPT_THAI] = "th",
    [SCRIPT_LAO] = "lo",      [SCRIPT_TIBETAN] = "bo",
    [SCRIPT_MYANMAR] = "my",  [SCRIPT_GEORGIAN] = "ka",
    [SCRIPT_ETHIOPIC] = "am", [SCRIPT_KHMER] = "km",
    [SCRIPT_HANGUL] = "ko",   [SCRIPT_KANA] = "ja",
    [SCRIPT_BOPOMOFO] = "zh", [SCRIPT_HAN] = "zh",
};

const char *script_owner(enum script script)
{
    return OWNERS[script];
}
