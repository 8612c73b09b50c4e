#include "text/graphemes.h"

#include <stdbool.h>
#include <utf8proc.h>

#include "base/utf8.h"

enum { LOOK_BACK = 128 }; // bytes: an emoji of a family has 25, a flag 28

// Whether a grapheme begins between two ASCII characters.
static bool is_plain_place(struct slice text, size_t at)
{
    char before = text.ptr[at - 1], after = text.ptr[at];
    return (uint8_t)before < 0x80 && (uint8_t)after < 0x80
           && !(before == '\r' && after == '\n');
}

// A place before `at` where a grapheme begins for certain, or where nobody
// looks further back.
static size_t certain_before(struct slice text, size_t at)
{
    size_t limit = at > LOOK_BACK ? at - LOOK_BACK : 0;
    size_t place = at - 1;
    while (place > limit && !is_plain_place(text, place)) place--;
    while (place > 0 && utf8_continues(text.ptr[place])) place--;
    return place;
}

size_t graphemes_begin(struct slice text, size_t at)
{
    if (at == 0 || at >= text.len || is_plain_place(text, at)) return at;
    size_t begin = certain_before(text, at), next = begin;
    uint32_t last = 0;
    utf8proc_int32_t state = 0;
    for (bool first = true; next <= at; first = false) {
        uint32_t c;
        size_t width = utf8_decode(text.ptr + next, text.len - next, &c);
        if (!first
            && utf8proc_grapheme_break_stateful((utf8proc_int32_t)last,
                                                (utf8proc_int32_t)c, &state))
            begin = next;
        last = c;
        next += width;
        if (next >= text.len) break;
    }
    return begin;
}
