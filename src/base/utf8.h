// utf8.h - code points in bytes, and how wide a terminal shows them.

#ifndef OFFPRINT_BASE_UTF8_H
#define OFFPRINT_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

enum {
    UTF8_MAX = 4,              // bytes of the longest code point
    UTF8_REPLACEMENT = 0xFFFD, // stands for what cannot be read
};

// Reads one code point at ptr, of which left > 0 bytes may be read, and returns
// its length. A byte that does not begin a well-formed sequence (surrogates and
// overlong forms included) is one U+FFFD of length 1.
static inline size_t utf8_decode(const char *ptr, size_t left, uint32_t *result)
{
    const uint8_t *s = (const uint8_t *)ptr;
    uint32_t a = s[0];
    if (a < 0x80) {
        *result = a;
        return 1;
    }
#define FOLLOWS(i) ((s[i] & 0xC0) == 0x80)
    if (a >= 0xC2 && a < 0xE0 && left > 1 && FOLLOWS(1)) {
        *result = (a & 0x1F) << 6 | (s[1] & 0x3Fu);
        return 2;
    }
    if (a >= 0xE0 && a < 0xF0 && left > 2 && FOLLOWS(1) && FOLLOWS(2)) {
        uint32_t c = (a & 0x0F) << 12 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
        if (c >= 0x800 && (c < 0xD800 || c > 0xDFFF)) {
            *result = c;
            return 3;
        }
    }
    if (a >= 0xF0 && a < 0xF5 && left > 3 && FOLLOWS(1) && FOLLOWS(2)
        && FOLLOWS(3)) {
        uint32_t c = (a & 0x07) << 18 | (s[1] & 0x3Fu) << 12
                     | (s[2] & 0x3Fu) << 6 | (s[3] & 0x3Fu);
        if (c >= 0x10000 && c < 0x110000) {
            *result = c;
            return 4;
        }
    }
#undef FOLLOWS
    *result = UTF8_REPLACEMENT;
    return 1;
}

// Writes a code point below 0x110000 and returns its length. No NUL.
static inline size_t utf8_encode(uint32_t code_point, char out[UTF8_MAX])
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xC0 | code_point >> 6);
        out[1] = (char)(0x80 | (code_point & 0x3F));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xE0 | code_point >> 12);
        out[1] = (char)(0x80 | (code_point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code_point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code_point >> 18);
    out[1] = (char)(0x80 | (code_point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code_point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code_point & 0x3F));
    return 4;
}

// Whether a byte continues a code point rather than beginning one.
static inline bool utf8_continues(char byte)
{
    return ((uint8_t)byte & 0xC0) == 0x80;
}

// Length of the longest beginning of text that is well-formed UTF-8.
size_t utf8_valid_prefix(struct slice text);

// The number of code points of well-formed text.
size_t utf8_count(struct slice text);

// The longest beginning of text of at most limit bytes that does not cut a
// code point.
struct slice utf8_cut(struct slice text, size_t limit);

// Columns that a terminal gives to a code point: 0 for marks and format
// characters, 2 for wide ones, else 1; control characters count 0.
int utf8_width(uint32_t code_point);

// Columns of a whole text.
size_t utf8_text_width(struct slice text);

// Whether a code point would steer a terminal instead of being shown: C0 and
// C1 controls, and the characters that reverse or embed the direction of text.
bool utf8_is_control(uint32_t code_point);

#endif
