#include "base/glob.h"

#include "base/utf8.h"

// Bytes of the character at an offset below text.len.
static size_t character_at(struct slice text, size_t at)
{
    uint32_t code_point;
    return utf8_decode(text.ptr + at, text.len - at, &code_point);
}

// Only the last star ever gives way: what stands before it has matched as far
// to the left as it could, so a star before it could only lose text by taking
// more. That bounds the steps, where trying all stars takes exponentially many.
bool glob_matches(struct slice pattern, struct slice text)
{
    const size_t none = SIZE_MAX;
    size_t in_pattern = 0, in_text = 0;
    size_t behind_star = none, star_end = 0; // the text that the star took
    while (in_text < text.len) {
        char sign = in_pattern < pattern.len ? pattern.ptr[in_pattern] : '\0';
        bool ended = in_pattern == pattern.len;
        if (!ended && sign == '*') {
            behind_star = ++in_pattern;
            star_end = in_text;
        } else if (!ended && sign == '?') {
            in_pattern++;
            in_text += character_at(text, in_text);
        } else if (!ended && sign == text.ptr[in_text]) {
            in_pattern++;
            in_text++;
        } else if (behind_star != none) {
            star_end += character_at(text, star_end);
            in_text = star_end;
            in_pattern = behind_star;
        } else {
            return false;
        }
    }
    while (in_pattern < pattern.len && pattern.ptr[in_pattern] == '*')
        in_pattern++;
    return in_pattern == pattern.len;
}

struct slice glob_longest_literal(struct slice pattern)
{
    struct slice longest = { pattern.ptr, 0 };
    size_t start = 0;
    for (size_t at = 0; at <= pattern.len; at++) {
        bool ends = at == pattern.len || pattern.ptr[at] == '*'
                    || pattern.ptr[at] == '?';
        if (!ends) continue;
        if (at - start > longest.len)
            longest = (struct slice){ pattern.ptr + start, at - start };
        start = at + 1;
    }
    return longest;
}
