// Pages that were written to hurt, or damaged on the way.

#include <time.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "read/html/html.h"
#include "test.h"

enum { SECONDS_MAX = 30 }; // far above what is needed, for slow machines

static void check_text(struct slice text)
{
    CHECK_INT(utf8_valid_prefix(text), text.len);
    CHECK(text.len == 0 || memchr(text.ptr, '\0', text.len) == NULL);
    CHECK_INT(slice_trim(text).len, text.len);
}

static void check_line(struct slice text)
{
    check_text(text);
    CHECK(text.len == 0 || memchr(text.ptr, '\n', text.len) == NULL);
}

// Reads a page and checks what holds for all articles. The page lies in memory
// of its own size, so that reading beyond it is seen.
static struct article read_any(struct slice page, struct arena *arena)
{
    struct article article = { 0 };
    char *copy = malloc(page.len ? page.len : 1);
    CHECK(copy != NULL);
    if (!copy) return article;
    if (page.len) memcpy(copy, page.ptr, page.len);
    page.ptr = copy;
    CHECK_INT(html_read(page, arena, &article, NULL), OFFPRINT_OK);
    html_declared_charset(page);
    free(copy);
    check_text(article.body);
    check_text(article.captions);
    check_text(article.authors);
    check_text(article.tags);
    check_line(article.title);
    check_line(article.description);
    check_line(article.site);
    check_line(article.published);
    check_line(article.modified);
    check_line(article.language);
    check_line(article.url);
    return article;
}

TEST(html_hostile, bounded_time_and_the_text_is_found)
{
    static const struct {
        const char *head; // once
        const char *part; // many times
        const char *tail; // once
        int times;
        bool lost; // the text need not be found
    } ROWS[] = {
        { "", "<div>", "<p>TEXT", 100000, false },
        { "", "<b>", "TEXT", 100000, false },
        { "", "<x/>", "TEXT", 100000, false },
        { "", "<table><tr><td>", "TEXT", 20000, false },
        { "", "<ul><li>", "TEXT", 50000, false },
        { "", "<svg>", "</svg><p>TEXT", 50000, false },
        { "", "<template>", "TEXT", 50000, false },
        { "", "<a href=x>", "</a><p>TEXT", 50000, false },
        { "", "<b><p></b>", "TEXT", 20000, false },
        { "", "<div><table><td></div>", "TEXT", 20000, false },
        { "<div ", "a=b ", ">TEXT", 1000000, false },
        { "<div ", "class=b ", ">TEXT", 1000000, false },
        { "<div class='", "a-b ", "'>TEXT", 1000000, false },
        { "<img src=\"data:image/png;base64,", "AAAAAAAAAA", "\">TEXT", 5000000,
          false },
        { "<p>", "&nbsp;&#38;", "TEXT", 500000, false },
        { "<p>TEXT", "<", "", 1000000, false },
        { "<p>TEXT", "<!", "", 1000000, true },
        { "<p>TEXT</p>", "<!--", "", 1000000, false },
        { "<p>TEXT</p>", "</", "", 1000000, true },
        { "<p>TEXT</p>", "<script>", "", 200000, false },
        { "<p>TEXT</p>", "<meta name=author content=x>", "", 100000, false },
        { "<p>TEXT</p>", "<span itemprop=author>", "x", 1900, false },
        { "<p>TEXT</p><script type=ld+json>", "[", "", 500000, false },
        { "<p>TEXT</p><script type=ld+json>", "{\"a\":", "", 500000, false },
        { "<p>TEXT</p><table>", "<tr><td>a<td>b", "", 100000, true },
    };
    struct arena arena = { 0 };
    struct buffer page = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].part);
        buffer_reset(&page);
        buffer_add_string(&page, ROWS[i].head);
        for (int k = 0; k < ROWS[i].times; k++)
            buffer_add_string(&page, ROWS[i].part);
        buffer_add_string(&page, ROWS[i].tail);
        CHECK(!page.failed);
        time_t start = time(NULL);
        struct article article = read_any(buffer_slice(&page), &arena);
        CHECK(time(NULL) - start <= SECONDS_MAX);
        CHECK(ROWS[i].lost || slice_find(article.body, SLICE("TEXT")));
        arena_reset(&arena);
    }
    buffer_free(&page);
    arena_free(&arena);
}

TEST(html_hostile, elements_reopened_without_end)
{
    // Each paragraph opens all that is open again: a tree of 30 million nodes.
    struct arena arena = { 0 };
    struct buffer page = { 0 };
    for (int i = 0; i < 1500; i++) buffer_format(&page, "<b class=c%d>", i);
    for (int i = 0; i < 20000; i++) buffer_add_string(&page, "x<p>");
    struct article article = read_any(buffer_slice(&page), &arena);
    CHECK_INT(article.kind, PAGE_WHOLE);
    CHECK_INT(article.body.len, 2 * 20000 - 1);
    buffer_free(&page);
    arena_free(&arena);
}

TEST(html_hostile, odd_pages)
{
    const struct {
        const char *name;
        struct slice page;
        struct slice title;
        struct slice body;
    } ROWS[] = {
        { "empty", { "", 0 }, { "", 0 }, { "", 0 } },
        { "frames alone",
          SLICE("<title>A</title><frameset><frame src=a></frameset>"),
          { "A", 1 },
          { "", 0 } },
        { "NUL", { "<p>a\0b\0</p>\0", 13 }, { "", 0 }, { "ab", 2 } },
        { "NUL as a reference", SLICE("a&#0;b"), { "", 0 }, SLICE("a\uFFFDb") },
        { "half a surrogate pair",
          SLICE("a&#xD800;b"),
          { "", 0 },
          SLICE("a\uFFFDb") },
        { "beyond Unicode",
          SLICE("a&#x110000;&#99999999999;b"),
          { "", 0 },
          SLICE("a\uFFFD\uFFFDb") },
    };
    struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        struct article article = read_any(ROWS[i].page, &arena);
        CHECK_SLICE(article.title, ROWS[i].title);
        CHECK_SLICE(article.body, ROWS[i].body);
    }
    arena_free(&arena);
}

// A page with something for every pass.
static const char PAGE[] =
    "<!DOCTYPE html><!-- saved from url=(0019)https://example.com -->"
    "<html lang=en><head><title>A page - Site</title><meta charset=utf-8>"
    "<meta property='og:title' content='A page'><link rel=canonical href="
    "'https://example.com/2001/02/03/a'><script type='application/ld+json'>"
    "{\"@graph\":[{\"@type\":\"Article\",\"headline\":\"A page\",\"author\":"
    "[{\"name\":\"Ann &amp; Lee\"}],\"datePublished\":\"2001-02-03\"}]}"
    "</script><style>p{}</style></head><body class=x><nav><ul><li><a href=a>One"
    "</a><li><a href=b>Two</a></ul></nav><main><article class='post entry-"
    "content'><h1>A page</h1><p class=byline>By Ann Lee</p><time datetime="
    "2001-02-03>now</time><p>The quick brown fox jumps over the lazy dog, and "
    "caf\u00E9s &eacute;t\u00E9 <b>bold <i>text</b> goes</i> on &hellip;</p>"
    "<figure><img src='data:x'><figcaption>A fox</figcaption></figure>"
    "<table><tr><th>A<td>B</table><pre>a\n  b</pre>\u65E5\u672C\u8A9E<br><br>"
    "<div class=share>Share</div></article><div id=comments><p>Nice.</div>"
    "</main><noscript>No</noscript><svg><title>s</title></svg></body></html>";

TEST(html_hostile, damaged_pages)
{
    enum { ROUNDS = 3000, CHANGES = 12 };
    static const char SIGNS[] = "<>/\"'=&;!-[]{}: \n";
    struct arena arena = { 0 };
    char page[sizeof PAGE];
    for (int round = 0; round < ROUNDS; round++) {
        memcpy(page, PAGE, sizeof PAGE);
        size_t len = sizeof PAGE - 1;
        if (test_random() % 2) len = test_random() % len;
        for (uint64_t k = test_random() % CHANGES; k && len; k--) {
            char *place = &page[test_random() % len];
            bool ascii = (*place & 0x80) == 0; // the page stays UTF-8
            if (ascii) *place = SIGNS[test_random() % (sizeof SIGNS - 1)];
        }
        struct slice cut = { page, len };
        read_any((struct slice){ page, utf8_valid_prefix(cut) }, &arena);
        arena_reset(&arena);
    }
    arena_free(&arena);
}

TEST(html_hostile, bytes_that_are_no_text)
{
    enum { ROUNDS = 300, LENGTH = 2000 };
    struct arena arena = { 0 };
    for (int round = 0; round < ROUNDS; round++) {
        char page[LENGTH];
        for (size_t i = 0; i < LENGTH; i++) page[i] = (char)test_random();
        struct article article = { 0 };
        struct slice bytes = { page, LENGTH };
        CHECK_INT(html_read(bytes, &arena, &article, NULL), OFFPRINT_OK);
        html_declared_charset(bytes);
        arena_reset(&arena);
    }
    arena_free(&arena);
}
