#include "base/utf8.h"

#include <utf8proc.h>

size_t utf8_valid_prefix(struct slice text)
{
    size_t at = 0;
    while (at < text.len) {
        uint32_t c;
        if ((text.ptr[at] & 0x80) == 0) {
            at++;
            continue;
        }
        size_t len = utf8_decode(text.ptr + at, text.len - at, &c);
        if (len == 1) break; // a code point above ASCII has two bytes or more
        at += len;
    }
    return at;
}

size_t utf8_count(struct slice text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) count += !utf8_continues(text.ptr[i]);
    return count;
}

struct slice utf8_cut(struct slice text, size_t limit)
{
    if (text.len <= limit) return text;
    while (limit > 0 && utf8_continues(text.ptr[limit])) limit--;
    return (struct slice){ text.ptr, limit };
}

int utf8_width(uint32_t code_point)
{
    if (utf8_is_control(code_point)) return 0;
    return utf8proc_charwidth((utf8proc_int32_t)code_point);
}

size_t utf8_text_width(struct slice text)
{
    size_t width = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        at += utf8_decode(text.ptr + at, text.len - at, &c);
        width += (size_t)utf8_width(c);
    }
    return width;
}

bool utf8_is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) // C0, DEL, C1
           || (c >= 0x202A && c <= 0x202E)     // embeddings, overrides
           || (c >= 0x2066 && c <= 0x2069);    // isolates
}
