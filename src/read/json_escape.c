// yajl gives NUL for \u0000, and for half a surrogate pair a "?" that swallows
// the character behind it. Mending the text first makes it and our own scanner
// agree.

#include "read/json_escape.h"

#include <stdbool.h>

#include "base/utf8.h"

enum { ESCAPE = 6 }; // bytes of "\u00e9"

// The value of the escape that text begins with, at least one digit long.
static bool read_unit(struct slice text, uint32_t *unit)
{
    if (text.len < ESCAPE || text.ptr[0] != '\\' || text.ptr[1] != 'u')
        return false;
    *unit = 0;
    for (int i = 2; i < ESCAPE; i++) {
        char c = text.ptr[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0) return false;
        *unit = *unit * 16 + (uint32_t)digit;
    }
    return true;
}

size_t json_escape_read(struct slice text, uint32_t *code_point)
{
    uint32_t unit, second;
    if (!read_unit(text, &unit)) return 0;
    *code_point = unit;
    if (unit >= 0xD800 && unit < 0xDC00
        && read_unit(slice_from(text, ESCAPE), &second) && second >= 0xDC00
        && second < 0xE000) {
        *code_point = 0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00);
        return 2 * ESCAPE;
    }
    if (unit == 0 || (unit >= 0xD800 && unit < 0xE000))
        *code_point = UTF8_REPLACEMENT;
    return ESCAPE;
}

void json_escape_mend(char *text, size_t len)
{
    char *end = text + len;
    for (char *at = text; (at = memchr(at, '\\', (size_t)(end - at)));) {
        uint32_t c;
        size_t size =
            json_escape_read((struct slice){ at, (size_t)(end - at) }, &c);
        if (size && c == UTF8_REPLACEMENT) memcpy(at + 2, "fffd", 4);
        // Any other escape is a backslash and one character.
        if (size == 0) size = end - at > 1 ? 2 : 1;
        at += size;
    }
}
