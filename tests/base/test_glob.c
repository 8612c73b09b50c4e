// Patterns with * and ?, against matching by trying everything.

#include <stdlib.h>

#include "base/buffer.h"
#include "base/glob.h"
#include "base/utf8.h"
#include "test.h"

TEST(glob, table)
{
    static const struct {
        const char *pattern, *text;
        bool matches;
    } ROWS[] = {
        { "", "", true },
        { "", "a", false },
        { "*", "", true },
        { "*", "anything", true },
        { "**", "", true },
        { "?", "", false },
        { "?", "a", true },
        { "?", "ab", false },
        { "?", "\u00E9", true },     // two bytes
        { "?", "\U0001F600", true }, // four
        { "??", "\u00E9", false },
        { "?", "\xFF", true }, // a byte that is not UTF-8
        { "??", "\xC3\xC3", true },
        { "a?c",
          "a\u00E9"
          "c",
          true },
        { "abc", "abc", true },
        { "abc", "abcd", false },
        { "abc", "ab", false },
        { "a*", "abc", true },
        { "*c", "abc", true },
        { "a*c", "ac", true },
        { "a*c", "abcbc", true },
        { "a*c", "abcb", false },
        { "a*b*c", "aXbYbZc", true },
        { "*a*", "bab", true },
        { "*ab", "aab", true },
        { "abc*", "abc", true },
        { "abc**", "abc", true },
        { "abc*?", "abc", false },
        { "*?", "\u00E9", true },
        { "*\u00E9", "\u00C3\u00E9", true },
        { "/home/*/x.html", "/home/me/deep/x.html", true },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].pattern);
        CHECK_INT(
            glob_matches(slice_of(ROWS[i].pattern), slice_of(ROWS[i].text)),
            ROWS[i].matches);
    }
}

TEST(glob, longest_literal)
{
    static const char *const ROWS[][2] = {
        { "", "" },           { "*", "" },        { "abc", "abc" },
        { "a*bcd?e", "bcd" }, { "*abc*", "abc" }, { "ab?cd", "ab" },
        { "a?", "a" },        { "??", "" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i][0]);
        CHECK_SLICE(glob_longest_literal(slice_of(ROWS[i][0])),
                    slice_of(ROWS[i][1]));
    }
}

// Every way a pattern can be read.
static bool matches_somehow(struct slice pattern, struct slice text)
{
    if (pattern.len == 0) return text.len == 0;
    const char sign = pattern.ptr[0];
    const struct slice rest = slice_from(pattern, 1);
    uint32_t code_point;
    const size_t size =
        text.len ? utf8_decode(text.ptr, text.len, &code_point) : 0;
    if (sign == '*')
        return matches_somehow(rest, text)
               || (text.len
                   && matches_somehow(pattern, slice_from(text, size)));
    if (text.len == 0) return false;
    if (sign == '?') return matches_somehow(rest, slice_from(text, size));
    return sign == text.ptr[0] && matches_somehow(rest, slice_from(text, 1));
}

static struct slice random_text(char *bytes, size_t most, const char *letters)
{
    const size_t len = test_random() % (most + 1), kinds = strlen(letters);
    for (size_t i = 0; i < len; i++) bytes[i] = letters[test_random() % kinds];
    return (struct slice){ bytes, len };
}

TEST(glob, as_trying_everything)
{
    for (int i = 0; i < 20000; i++) {
        char pattern_bytes[8], text_bytes[12];
        const struct slice pattern = random_text(pattern_bytes, 8, "aab*?"),
                           text = random_text(text_bytes, 12, "aaab");
        const bool wanted = matches_somehow(pattern, text);
        if (glob_matches(pattern, text) != wanted) {
            test_row(pattern_bytes);
            CHECK_INT(!wanted, wanted);
        }
    }
}

// Many stars cost no more than their product with the text.
TEST(glob, many_stars_end)
{
    enum { TEXT = 100000, STARS = 40 };
    struct buffer pattern = { 0 }, text = { 0 };
    for (int i = 0; i < STARS; i++) buffer_add_string(&pattern, "a*");
    buffer_add_byte(&pattern, 'b');
    for (int i = 0; i < TEXT; i++) buffer_add_byte(&text, 'a');
    CHECK(!glob_matches(buffer_slice(&pattern), buffer_slice(&text)));
    buffer_add_byte(&text, 'b');
    CHECK(glob_matches(buffer_slice(&pattern), buffer_slice(&text)));
    buffer_free(&pattern);
    buffer_free(&text);
}
