// Nothing from outside reaches a terminal, a table or a run file as it should
// not.

#include "cli/escape.h"
#include "test.h"

// A literal as the initialiser of a slice.
#define BYTES(literal)                 \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

static const struct {
    const char *name;
    struct slice text;
    const char *prose;
    const char *shown; // as a name
    const char *field;
    const char *token;
    const char *path;
    const char *url;
} ROWS[] = {
    { "plain", BYTES("a/b.txt"), "a/b.txt", "a/b.txt", "a/b.txt", "a/b.txt",
      "a/b.txt", "a/b.txt" },
    { "empty", BYTES(""), "", "", "", "", "", "" },
    { "blank", BYTES("a b"), "a b", "a b", "a b", "a%20b", "a b", "a%20b" },
    { "letters of all kinds", BYTES("né 日"), "né 日", "né 日", "né 日",
      "né%20日", "né 日", "n%C3%A9%20%E6%97%A5" },
    { "wide blank", BYTES("日\u3000本"), "日\u3000本", "日\u3000本",
      "日\u3000本", "日%E3%80%80本", "日\u3000本",
      "%E6%97%A5%E3%80%80%E6%9C%AC" },
    { "escape", BYTES("\033[31m"), "\uFFFD[31m", "\\x1B[31m", "\\x1B[31m",
      "%1B[31m", "\033[31m", "%1B%5B31m" },
    { "C1", BYTES("\xC2\x9B"), "\uFFFD", "\\xC2\\x9B", "\\xC2\\x9B", "%C2%9B",
      "\xC2\x9B", "%C2%9B" },
    { "direction", BYTES("\u202Ex"), "\uFFFDx", "\\xE2\\x80\\xAEx",
      "\\xE2\\x80\\xAEx", "%E2%80%AEx", "\u202Ex", "%E2%80%AEx" },
    { "line end and tab", BYTES("a\n\tb\r"), "a\n\tb\uFFFD", "a\\n\\tb\\r",
      "a\\n\\tb\\r", "a%0A%09b%0D", "a\n\tb\r", "a%0A%09b%0D" },
    { "backslash", BYTES("a\\nb"), "a\\nb", "a\\nb", "a\\\\nb", "a\\nb",
      "a\\nb", "a%5Cnb" },
    { "not UTF-8", BYTES("\xFF\xC3("), "\uFFFD\uFFFD(", "\\xFF\\xC3(",
      "\\xFF\\xC3(", "%FF%C3(", "%FF%C3(", "%FF%C3%28" },
    { "NUL", BYTES("a\0b"), "a\uFFFDb", "a\\x00b", "a\\x00b", "a%00b", NULL,
      "a%00b" },
    { "U+FFFD itself", BYTES("\uFFFD"), "\uFFFD", "\uFFFD", "\uFFFD", "\uFFFD",
      "\uFFFD", "%EF%BF%BD" },
    { "percent", BYTES("50%"), "50%", "50%", "50%", "50%", "50%", "50%25" },
};

static void check(void (*escape)(struct buffer *, struct slice),
                  struct slice text, const char *want)
{
    struct buffer out = { 0 };
    escape(&out, text);
    CHECK_SLICE(buffer_slice(&out), slice_of(want));
    buffer_free(&out);
}

TEST(cli_escape, table)
{
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        check(escape_prose, ROWS[i].text, ROWS[i].prose);
        check(escape_name, ROWS[i].text, ROWS[i].shown);
        check(escape_field, ROWS[i].text, ROWS[i].field);
        check(escape_token, ROWS[i].text, ROWS[i].token);
        if (ROWS[i].path) check(escape_path, ROWS[i].text, ROWS[i].path);
        check(escape_url, ROWS[i].text, ROWS[i].url);
    }
}

TEST(cli_escape, random_bytes_never_steer)
{
    for (int round = 0; round < 2000; round++) {
        uint64_t noise[4];
        for (int i = 0; i < 4; i++) noise[i] = test_random();
        struct slice bytes = { (const char *)noise, sizeof noise };
        struct buffer out = { 0 };
        escape_name(&out, bytes);
        escape_field(&out, bytes);
        escape_token(&out, bytes);
        for (size_t i = 0; i < out.len; i++)
            CHECK((unsigned char)out.ptr[i] >= 0x20 && out.ptr[i] != 0x7F);
        buffer_free(&out);
    }
}
