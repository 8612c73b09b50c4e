#include "read/markdown.h"

#include <stdlib.h>
#include <time.h>

#include "base/buffer.h"
#include "read/reading.h"
#include "test.h"

TEST(markdown, blocks)
{
    static const struct {
        const char *name, *text, *title, *body, *captions;
    } ROWS[] = {
        { "heading and paragraphs", "# Title\n\nOne\ntwo.\n\nThree.\n", "Title",
          "One two.\nThree.", "" },
        { "underlined heading", "Title\n=====\n\nText.", "Title", "Text.", "" },
        { "a later heading is the title", "Lead.\n\n# Title\n\nText.", "Title",
          "Lead.\nText.", "" },
        { "lower heading first", "## Title\n\nText.\n\n## More\n\nEnd.",
          "Title", "Text.\nMore\nEnd.", "" },
        { "lower heading inside", "Text.\n\n## Part\n\nEnd.", "a.md",
          "Text.\nPart\nEnd.", "" },
        { "only the first is taken", "# A\n\n# B\n\nText.", "A", "B\nText.",
          "" },
        { "empty heading", "#\n\n# A\n\nText.", "A", "Text.", "" },
        { "emphasis and code", "# T\n\nA *b* **c** `d e` ~~f~~.", "T",
          "A b c d e f.", "" },
        { "links",
          "# T\n\n[text](http://x.y 'title') <http://a.b> [ref][r]\n\n"
          "[r]: http://c.d",
          "T", "text http://a.b ref", "" },
        { "wiki links", "# T\n\n[[Page]] and [[Page|label]]", "T",
          "[[Page]] and [[Page|label]]", "" },
        { "bare addresses", "# T\n\nhttp://a.b www.c.d e@f.g", "T",
          "http://a.b www.c.d e@f.g", "" },
        { "ends inside a link", "# T\n\n[a](b", "T", "[a](b", "" },
        { "images", "# T\n\nA ![the *alt*](a.png 'b') z.\n\n![two](b)", "T",
          "A  z.", "the alt\ntwo" },
        { "linked image", "# T\n\n[![alt](a.png)](b) text", "T", "text",
          "alt" },
        { "lists", "# T\n\n- one\n- two\n  - inner\n\n1. first\n2. second\n",
          "T", "one\ntwo\ninner\nfirst\nsecond", "" },
        { "loose list", "# T\n\n- one\n\n- two\n", "T", "one\ntwo", "" },
        { "tasks", "# T\n\n- [x] done\n- [ ] open\n", "T", "done\nopen", "" },
        { "quote", "# T\n\n> quoted\n> text\n>\n> more", "T",
          "quoted text\nmore", "" },
        { "fenced code", "# T\n\n```c\nint a;\n  int b;\n```\nEnd.", "T",
          "int a;\n  int b;\nEnd.", "" },
        { "table", "# T\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 |\n", "T",
          "a | b\n1 | 2\n3 |", "" },
        { "rule", "# T\n\nA\n\n***\n\nB", "T", "A\nB", "" },
        { "line break", "# T\n\nA  \nB\\\nC", "T", "A B C", "" },
        { "entities", "# T &amp; U\n\n&copy; &eacute;&#233;&#xE9; &nope; &#0;",
          "T & U", "© ééé &nope; &#0;", "" },
        { "tags among words", "# T\n\nA <b>bold</b> <br/>word<!-- c -->.", "T",
          "A bold word.", "" },
        { "no markup", "Just text.", "a.md", "Just text.", "" },
        { "CRLF", "# T\r\n\r\nA\r\nB\r\n", "T", "A B", "" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        struct reading *reading = read_bytes("a.md", slice_of(ROWS[i].text));
        CHECK_INT(reading->report.state, SOURCE_READ);
        CHECK_STRING(reading->report.kind, "markdown");
        CHECK_SLICE(reading->articles[0].title, slice_of(ROWS[i].title));
        CHECK_SLICE(reading->articles[0].body, slice_of(ROWS[i].body));
        CHECK_SLICE(reading->articles[0].captions, slice_of(ROWS[i].captions));
        reading_free(reading);
    }
}

TEST(markdown, html_blocks_lose_their_tags)
{
    struct reading *reading = read_bytes(
        "a.md", SLICE("# T\n\nBefore.\n\n<table><tr><td>A first cell</td>"
                      "<td>and a second one</td></tr></table>\n\n"
                      "<!-- a comment -->\n\nAfter.\n"));
    struct slice body = reading->articles[0].body;
    CHECK(slice_starts_with(body, SLICE("Before.\n")));
    CHECK(slice_ends_with(body, SLICE("\nAfter.")));
    CHECK(slice_find(body, SLICE("A first cell")) != NULL);
    CHECK(slice_find(body, SLICE("<")) == NULL);
    CHECK(slice_find(body, SLICE("comment")) == NULL);
    reading_free(reading);
}

TEST(markdown, front_matter)
{
    struct reading *reading = read_bytes(
        "a.md", SLICE("---\n"
                      "Title: \"Storm: the \\u00e9nd\"\n"
                      "authors:\n  - name: Ann Other\n    url: x\n  - Bob\n"
                      "date: 2021-03-04\n"
                      "lastmod: 5 March 2021\n"
                      "tags: [one, 'two, three']\n"
                      "lang: de_AT\n"
                      "canonical: https://example.com/a\n"
                      "description: >\n  Folded\n  text.\n"
                      "id: ignored\n"
                      "source: https://example.com\n"
                      "params:\n  title: inner\n"
                      "---\n"
                      "# Another heading\n\nText.\n"));
    CHECK_INT(reading->report.state, SOURCE_READ);
    CHECK_STRING(reading->report.message, "");
    const struct article *article = &reading->articles[0];
    CHECK_SLICE(article->title, SLICE("Storm: the énd"));
    CHECK_SLICE(article->authors, SLICE("Ann Other\nBob"));
    CHECK_SLICE(article->published, SLICE("2021-03-04"));
    CHECK_SLICE(article->modified, SLICE("2021-03-05"));
    CHECK_SLICE(article->tags, SLICE("one\ntwo, three"));
    CHECK_SLICE(article->language, SLICE("de-AT"));
    CHECK_SLICE(article->url, SLICE("https://example.com/a"));
    CHECK_SLICE(article->description, SLICE("Folded text."));
    CHECK_SLICE(article->name, SLICE(""));
    CHECK_SLICE(article->site, SLICE(""));
    CHECK_SLICE(article->body, SLICE("Another heading\nText."));
    reading_free(reading);
}

TEST(markdown, front_matter_shapes)
{
    static const struct {
        const char *name, *text, *title, *tags, *body, *message;
    } ROWS[] = {
        { "heading repeats the title", "---\ntitle: A b\n---\n# a B\n\nText.",
          "A b", "", "Text.", "" },
        { "ended by stops", "---\ntitle: A\n...\nText.", "A", "", "Text.", "" },
        { "CRLF", "---\r\ntitle: A\r\ntags: x, y\r\n---\r\nText.", "A", "x\ny",
          "Text.", "" },
        { "nothing in it", "---\n---\nText.", "a.md", "", "Text.", "" },
        { "comments", "---\n# c\n\ntitle: A\n---\nText.", "A", "", "Text.",
          "" },
        { "flow mapping", "---\n{title: A, tags: [b]}\n---\nText.", "A", "b",
          "Text.", "" },
        { "null", "---\ntitle: ~\ntags:\n---\n# B\n\nText.", "B", "", "Text.",
          "" },
        { "alias", "---\nx: &a A\ntitle: *a\n---\nText.", "a.md", "", "Text.",
          "" },
        { "list as key", "---\ntitle: A\n? [x, y]\n: z\ntags: b\n---\nText.",
          "A", "b", "Text.", "" },
        { "no end", "---\ntitle: A\n\nText.", "a.md", "", "title: A\nText.",
          "" },
        { "prose between rules", "---\nSome prose\n\n---\nText.", "a.md", "",
          "Some prose\nText.", "" },
        { "not first", "\n---\ntitle: A\n---\nText.", "title: A", "", "Text.",
          "" },
        { "unquoted colon",
          "---\ntitle: Storm: the second day\ntags: 'x'\n---\nText.",
          "Storm: the second day", "x", "Text.",
          "front matter, line 2: mapping values are not allowed in this "
          "context" },
        { "tab", "---\ntitle: A\n\tb: c\n---\nText.", "A", "", "Text.",
          "front matter, line 3: found a tab character that violates indentation" },
        { "NUL escape", "---\ntitle: \"A\\0B\"\n---\nText.", "A", "", "Text.",
          "" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        struct reading *reading = read_bytes("a.md", slice_of(ROWS[i].text));
        CHECK_INT(reading->report.state, SOURCE_READ);
        CHECK_STRING(reading->report.message, ROWS[i].message);
        CHECK_SLICE(reading->articles[0].title, slice_of(ROWS[i].title));
        CHECK_SLICE(reading->articles[0].tags, slice_of(ROWS[i].tags));
        CHECK_SLICE(reading->articles[0].body, slice_of(ROWS[i].body));
        reading_free(reading);
    }
}

TEST(markdown, headings_of_html)
{
    static const char *const ROWS[][2] = {
        { "<h1 align=center>Name</h1>\n\nText.\n", "Name" },
        { "<h1>Name</h1>\n\n# Better\n\nText.\n", "Better" },
        { "Text.\n\n<h1>Name</h1>\n", "a.md" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct reading *reading = read_bytes("a.md", slice_of(ROWS[i][0]));
        CHECK_SLICE(reading->articles[0].title, slice_of(ROWS[i][1]));
        reading_free(reading);
    }
}

// Small text that a naive reader makes huge, or takes forever over.
TEST(markdown, hostile_text_stays_cheap)
{
    static const struct {
        const char *name, *start, *unit, *end;
    } ROWS[] = {
        { "columns by rows", "", "|x", "\n" },
        { "quotes", "", ">", "a" },
        { "lists", "", "- ", "a" },
        { "brackets", "", "[", "" },
        { "brackets closed", "", "[a](", "" },
        { "emphasis", "", "*a **a _a ", "" },
        { "yaml lists", "---\na: ", "[", "\n---\n" },
        { "yaml mappings", "---\n", "a: {", "\n---\n" },
        { "yaml anchors", "---\na: &a x\nb: [", "*a, ", "]\n---\n" },
        { "html blocks", "", "<div>\n\n", "" },
        { "comments", "", "<!-- ", "" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct buffer text = { 0 };
        test_row(ROWS[i].name);
        buffer_add_string(&text, ROWS[i].start);
        for (int j = 0; j < 12000; j++) buffer_add_string(&text, ROWS[i].unit);
        buffer_add_string(&text, ROWS[i].end);
        clock_t start = clock();
        struct reading *reading = read_bytes("a.md", buffer_slice(&text));
        CHECK(clock() - start < 5 * CLOCKS_PER_SEC);
        CHECK_INT(reading->count, 1);
        CHECK(reading->articles[0].body.len < 10 * text.len);
        reading_free(reading);
        buffer_free(&text);
    }
}

// 4,000 columns in the head and 4,000 rows of one: 16 million cells.
TEST(markdown, wide_tables_are_read_as_text)
{
    struct buffer text = { 0 };
    for (int i = 0; i < 4000; i++) buffer_add_string(&text, "|a");
    buffer_add_byte(&text, '\n');
    for (int i = 0; i < 4000; i++) buffer_add_string(&text, "|-");
    buffer_add_byte(&text, '\n');
    for (int i = 0; i < 4000; i++) buffer_add_string(&text, "|b\n");
    struct reading *reading = read_bytes("a.md", buffer_slice(&text));
    CHECK(reading->articles[0].body.len <= text.len);
    CHECK(slice_starts_with(reading->articles[0].body, SLICE("|a|a")));
    reading_free(reading);
    buffer_free(&text);
}
