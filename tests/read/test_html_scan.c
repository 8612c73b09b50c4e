// Tokens of markup, and the label of its charset.

#include "read/html/html.h"
#include "read/html/scan.h"
#include "test.h"

// Tokens as one string: kind, then text, with "|" behind each.
static struct slice tokens_of(struct slice page, bool forgiving,
                              struct arena *arena)
{
    static const char KINDS[] = {
        [HTML_TEXT] = 't',    [HTML_OPEN] = 'o', [HTML_CLOSE] = 'c',
        [HTML_COMMENT] = '#', [HTML_RAW] = 'r',
    };
    struct html_scan scan = { .page = page, .forgiving = forgiving };
    struct html_token token;
    const char *all = "";
    while (html_scan_next(&scan, &token))
        all = arena_format(arena, "%s%c%.*s|", all, KINDS[token.kind],
                           SLICE_ARGS(token.text));
    return slice_of(all);
}

TEST(html_scan, tokens_end_where_browsers_end_them)
{
    static const struct {
        const char *page;
        const char *tokens;
    } ROWS[] = {
        { "", "" },
        { "a<b>c</b>", "ta|o<b>|tc|c</b>|" },
        { "1 < 2 <3 a<", "t1 < 2 <3 a<|" },
        { "<a title='x > y'>", "o<a title='x > y'>|" },
        { "<a title=\"it's >\">z", "o<a title=\"it's >\">|tz|" },
        { "<br/><img src=/x/>", "o<br/>|o<img src=/x/>|" },
        { "<!-- <b> -->x", "#<!-- <b> -->|tx|" },
        { "<!-->x<!--->y<!-- --!>z", "#<!-->|tx|#<!--->|ty|#<!-- --!>|tz|" },
        { "<!doctype html>x<?xml ?>y</ z>",
          "#<!doctype html>|tx|#<?xml ?>|ty|#</ z>|" },
        { "<script>a<b></b></SCRIPT >c",
          "o<script>|ra<b></b>|c</SCRIPT >|tc|" },
        { "<script>a</scripts></script>",
          "o<script>|ra</scripts>|c</script>|" },
        { "<title></title>", "o<title>|r|c</title>|" },
        { "<noframes><p>x</noframes>", "o<noframes>|o<p>|tx|c</noframes>|" },
        { "a<b c=\"d", "ta|#<b c=\"d|" },
        { "a<!-- b", "ta|#<!-- b|" },
        { "<style>a<b>", "o<style>|ra<b>|" },
    };
    struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].page);
        CHECK_SLICE(tokens_of(slice_of(ROWS[i].page), false, &arena),
                    slice_of(ROWS[i].tokens));
    }
    arena_free(&arena);
}

TEST(html_scan, forgives_what_never_ends)
{
    static const struct {
        const char *page;
        const char *tokens;
    } ROWS[] = {
        { "<!-- a -->b<!-- c>d", "#<!-- a -->|tb|#<!-- c>|td|" },
        { "<style>a<b>c", "o<style>|r|ta|o<b>|tc|" },
        { "<style>a<script>b</script>",
          "o<style>|r|ta|o<script>|tb|c</script>|" },
    };
    struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].page);
        CHECK_SLICE(tokens_of(slice_of(ROWS[i].page), true, &arena),
                    slice_of(ROWS[i].tokens));
    }
    arena_free(&arena);
}

TEST(html_scan, attributes)
{
    struct html_scan scan = {
        .page = SLICE("<META Name = 'a b' content=\"c&amp;d\"e f=g/h / i>")
    };
    struct html_token tag;
    CHECK(html_scan_next(&scan, &tag));
    CHECK_INT(tag.tag, GUMBO_TAG_META);
    CHECK_INT(tag.attributes, 5);
    CHECK(!tag.closes_itself);
    CHECK_SLICE(html_tag_attribute(&tag, SLICE("name")), SLICE("a b"));
    CHECK_SLICE(html_tag_attribute(&tag, SLICE("content")), SLICE("c&amp;d"));
    CHECK_SLICE(html_tag_attribute(&tag, SLICE("e")), SLICE(""));
    CHECK_SLICE(html_tag_attribute(&tag, SLICE("f")), SLICE("g/h"));
    CHECK_SLICE(html_tag_attribute(&tag, SLICE("none")), SLICE(""));
}

TEST(html_scan, only_a_stroke_of_its_own_closes_a_tag)
{
    static const struct {
        const char *page;
        bool closes_itself;
    } ROWS[] = {
        { "<a/>", true },       { "<a />", true },     { "<a b/>", true },
        { "<a b=c/>", false },  { "<a b=c />", true }, { "<a b='c'/>", true },
        { "<a b='/'>", false }, { "<a / b>", false },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].page);
        struct html_scan scan = { .page = slice_of(ROWS[i].page) };
        struct html_token tag;
        CHECK(html_scan_next(&scan, &tag));
        CHECK_INT(tag.closes_itself, ROWS[i].closes_itself);
    }
}

TEST(html_scan, declared_charset)
{
    static const struct {
        const char *page;
        const char *label;
    } ROWS[] = {
        { "", "" },
        { "no markup, charset=utf-8", "" },
        { "<meta charset=utf-8>", "utf-8" },
        { "<META CHARSET=' Shift_JIS '>", "Shift_JIS" },
        { "<meta http-equiv=Content-Type content='text/html; charset=gb2312'>",
          "gb2312" },
        { "<meta content=\"text/html;CHARSET = 'koi8-r';x\" "
          "http-equiv='content-type'>",
          "koi8-r" },
        { "<meta name=description content='charset=x'>", "" },
        { "<meta http-equiv=content-type content='text/html'>", "" },
        { "<?xml version='1.0' encoding='iso-8859-2'?><html>", "iso-8859-2" },
        { "<?xml version='1.0' encoding='a'?><meta charset=b>", "b" },
        { "<!-- <meta charset=a> --><meta charset=b>", "b" },
        { "<script>'<meta charset=a>'</script><meta charset=b>", "b" },
        { "<meta charset><meta charset=b>", "b" },
        { "<meta charset=\"a", "" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].page);
        CHECK_SLICE(html_declared_charset(slice_of(ROWS[i].page)),
                    slice_of(ROWS[i].label));
    }
}

TEST(html_scan, declared_charset_is_looked_for_in_the_whole_head)
{
    static char page[300000];
    static const char META[] = "<meta charset=a>";
    memset(page, ' ', sizeof page);
    memcpy(page + sizeof page - sizeof META, META, sizeof META - 1);
    struct slice all = { page, sizeof page };
    CHECK_SLICE(html_declared_charset(all), SLICE("a"));
    memcpy(page, "</head>", 7);
    CHECK_SLICE(html_declared_charset(all), SLICE(""));
    memcpy(page, "<body> ", 7);
    CHECK_SLICE(html_declared_charset(all), SLICE(""));
}
