// Text in lines: where they break, and what stands beside them.

#include "base/utf8.h"
#include "cli/wrap.h"
#include "test.h"

static const struct terminal PLAIN = { .width = 80 };
static const struct terminal COLOURED = { .width = 80, .colour = true };

static const struct {
    const char *name;
    int width;
    int indent;
    const char *lead;
    const char *aside;
    const char *text;
    const char *want;
} ROWS[] = {
    { "fits", 20, 0, "", "", "one two", "one two\n" },
    { "breaks at blanks", 9, 0, "", "", "one two three four",
      "one two\nthree\nfour\n" },
    { "just fits", 7, 0, "", "", "one two three", "one two\nthree\n" },
    { "indent", 9, 4, "", "", "one two", "    one\n    two\n" },
    { "white space is one blank", 20, 0, "", "", " a \n\t b\u3000c ",
      "a b c\n" },
    { "nothing", 20, 0, "", "", "", "\n" },
    { "a long word is cut", 5, 0, "", "", "abcdefghijkl x",
      "abcde\nfghij\nkl x\n" },
    { "a long word after another", 6, 1, "", "", "a bcdefghij",
      " a\n bcdef\n ghij\n" },
    { "wide characters", 6, 0, "", "", "日本語です", "日本語\nです\n" },
    { "half a wide one does not fit", 5, 0, "", "", "日本語", "日本\n語\n" },
    { "no line begins with a stop", 6, 0, "", "", "日本語。あ",
      "日本\n語。あ\n" },
    { "no line ends with a bracket", 6, 0, "", "", "日本「語」",
      "日本\n「語」\n" },
    { "wide beside narrow", 6, 0, "", "", "日本abc語", "日本\nabc語\n" },
    { "Korean breaks at blanks", 6, 0, "", "", "가 나다라", "가\n나다라\n" },
    { "combining marks take no room", 4, 0, "", "", "e\u0301e\u0301e\u0301 x",
      "e\u0301e\u0301e\u0301\nx\n" },
    { "a mark stays with its letter", 3, 0, "", "", "abe\u0301d",
      "abe\u0301\nd\n" },
    { "soft hyphens are not shown", 20, 0, "", "", "ab\u00ADcd", "abcd\n" },
    { "zero width space", 4, 0, "", "", "abc\u200Bdef", "abc\ndef\n" },
    { "no-break space", 5, 0, "", "", "ab c\u00A0d", "ab\nc\u00A0d\n" },
    { "controls are seen", 20, 0, "", "", "a\033[2Jb\x7F",
      "a\uFFFD[2Jb\uFFFD\n" },
    { "not UTF-8", 20, 0, "", "", "a\xFF", "a\uFFFD\n" },
    { "lead", 12, 4, " 1", "", "one two three", " 1  one two\n    three\n" },
    { "lead of nothing", 12, 4, " 1", "", "", " 1  \n" },
    { "lead too long", 12, 4, "--long", "", "one", "--long\n    one\n" },
    { "aside", 20, 2, "", "1 May", "one two", "  one two      1 May\n" },
    { "aside makes room", 20, 0, "", "1 May", "one two three four",
      "one two three  1 May\nfour\n" },
    { "aside leaves gap", 20, 0, "", "1 May", "one two threes four",
      "one two        1 May\nthrees four\n" },
    { "aside too long", 20, 4, "", "1 March 2021", "one two",
      "    one two\n    1 March 2021\n" },
};

TEST(cli_wrap, table)
{
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct buffer out = { 0 };
        struct wrap wrap = { .out = &out,
                             .terminal = &PLAIN,
                             .indent = ROWS[i].indent,
                             .width = ROWS[i].width,
                             .lead = slice_of(ROWS[i].lead),
                             .aside = slice_of(ROWS[i].aside) };
        test_row(ROWS[i].name);
        wrap_add(&wrap, slice_of(ROWS[i].text), STYLE_PLAIN);
        wrap_end(&wrap);
        CHECK_SLICE(buffer_slice(&out), slice_of(ROWS[i].want));
        buffer_free(&out);
    }
}

TEST(cli_wrap, colour_ends_with_the_line)
{
    struct buffer out = { 0 };
    struct wrap wrap = { .out = &out, .terminal = &COLOURED, .width = 8 };
    wrap_add(&wrap, SLICE("a "), STYLE_PLAIN);
    wrap_add(&wrap, SLICE("bcd efgh"), STYLE_HIT);
    wrap_add(&wrap, SLICE("i"), STYLE_PLAIN);
    wrap_end(&wrap);
    CHECK_SLICE(buffer_slice(&out), SLICE("a \033[0;1;31mbcd\033[0m\n"
                                          "\033[0;1;31mefgh\033[0mi\n"));
    buffer_free(&out);
}

TEST(cli_wrap, a_paragraph_leaves_nothing_behind)
{
    struct buffer out = { 0 };
    struct wrap wrap = { .out = &out, .terminal = &PLAIN, .width = 20 };
    wrap.aside = SLICE("x");
    wrap_add(&wrap, SLICE("one "), STYLE_PLAIN);
    wrap_end(&wrap);
    wrap_add(&wrap, SLICE("two"), STYLE_PLAIN);
    wrap_end(&wrap);
    CHECK_SLICE(buffer_slice(&out), SLICE("one                x\ntwo\n"));
    buffer_free(&out);
}

static uint32_t random_code_point(void)
{
    static const uint32_t SOME[] = { ' ',    ' ',    'a',     '\n',   0x301,
                                     0x65E5, 0x3002, 0x300C,  0x200B, 0xAD,
                                     0x1B,   0xAC00, 0x1F600, 0x200D, '*' };
    return SOME[test_random() % (sizeof SOME / sizeof SOME[0])];
}

TEST(cli_wrap, no_line_is_too_wide_and_nothing_is_lost)
{
    for (int round = 0; round < 500; round++) {
        struct buffer text = { 0 }, out = { 0 };
        size_t letters = 0, found = 0;
        for (int i = 0; i < 200; i++) {
            uint32_t c = random_code_point();
            buffer_add_code_point(&text, c);
            letters += c == 'a' || c == 0x65E5;
        }
        int width = 2 + (int)(test_random() % 30);
        struct wrap wrap = { .out = &out, .terminal = &PLAIN, .width = width };
        wrap_add(&wrap, buffer_slice(&text), STYLE_PLAIN);
        wrap_end(&wrap);
        size_t columns = 0;
        for (size_t at = 0; at < out.len;) {
            uint32_t c;
            at += utf8_decode(out.ptr + at, out.len - at, &c);
            columns = c == '\n' ? 0 : columns + (size_t)utf8_width(c);
            CHECK(columns <= (size_t)width);
            found += c == 'a' || c == 0x65E5;
        }
        CHECK_INT(found, letters);
        buffer_free(&text), buffer_free(&out);
    }
}
