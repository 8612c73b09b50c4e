// Pages without what is never looked at, and text without a tree.

#include "base/buffer.h"
#include "read/html/lean.h"
#include "read/html/plain.h"
#include "test.h"

TEST(html_lean, leaves_out_what_no_pass_asks_for)
{
    static const struct {
        const char *page;
        const char *lean;
    } ROWS[] = {
        { "<!DOCTYPE html><p>a<!-- b -->c", "<!DOCTYPE html><p>ac" },
        { "<p>a<script src=x>b</script>c<style>d</style>", "<p>ac" },
        { "<script type='application/ld+json'>{}</script>",
          "<script type='application/ld+json'>{}</script>" },
        { "<iframe src=a>b</iframe><textarea>c</textarea>",
          "<textarea></textarea>" },
        { "<title>a <b></title>", "<title>a <b></title>" },
        { "<p onclick='x' class=\"a b\"id=c data-x>d",
          "<p class=\"a b\"id=c>d" },
        { "a<img src=b>c<wbr>d<nobr>e</nobr>", "acde" },
        { "<path d=x/><br/><a href=b />", "<path><br/><a href=b />" },
        { "<frameset><frame><noframes><p>a</noframes></frameset>", "<p>a" },
        // What is left out must not make a tag of the text around it.
        { "<<!-- x -->div>", "< div>" },
        { "a <<script>b</script>p>", "a < p>" },
    };
    struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].page);
        struct html_lean lean;
        CHECK(html_lean_read(slice_of(ROWS[i].page), &arena, &lean));
        CHECK(!lean.flat);
        CHECK_SLICE(lean.page, slice_of(ROWS[i].lean));
        CHECK(lean.page.len <= strlen(ROWS[i].page));
    }
    arena_free(&arena);
}

TEST(html_lean, saved_address)
{
    static const struct {
        const char *page;
        const char *address;
    } ROWS[] = {
        { "<!-- saved from url=(0021)https://example.com/a --><html>",
          "https://example.com/a" },
        { "<html><!--\n Page saved with SingleFile \n url: "
          "https://example.com/b \n saved date: x\n-->",
          "https://example.com/b" },
        { "<!-- saved from url=(0014)about:internet --> http://x/", "" },
        { "<p>https://example.com/", "" },
    };
    struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].page);
        struct html_lean lean;
        CHECK(html_lean_read(slice_of(ROWS[i].page), &arena, &lean));
        CHECK_SLICE(lean.saved.url, slice_of(ROWS[i].address));
    }
    arena_free(&arena);
}

// head, then part many times.
static struct slice repeat(const char *head, const char *part, int times,
                           struct buffer *buffer)
{
    buffer_reset(buffer);
    buffer_add_string(buffer, head);
    for (int i = 0; i < times; i++) buffer_add_string(buffer, part);
    return buffer_slice(buffer);
}

TEST(html_lean, flattens_wild_pages_alone)
{
    static const struct {
        const char *head;
        const char *part;
        int times;
        bool flat;
    } ROWS[] = {
        { "", "<div>", 2000, false },
        { "", "<div>", 2001, true },
        { "", "<div/>", 2001, true },
        { "", "<div></div>", 100000, false },
        { "", "<path/>", 100000, false },
        { "", "<p>a<li>b<td>c<br><hr>", 100000, false },
        { "", "<div></x>", 2001, true },
        { "<a ", "b=c ", 100000, false }, // never ends: no tag
        { "<a b=c>", "<b></b>", 100000, false },
    };
    struct arena arena = { 0 };
    struct buffer buffer = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].part);
        struct html_lean lean;
        struct slice page =
            repeat(ROWS[i].head, ROWS[i].part, ROWS[i].times, &buffer);
        CHECK(html_lean_read(page, &arena, &lean));
        CHECK_INT(lean.flat, ROWS[i].flat);
        arena_reset(&arena);
    }
    test_row("attributes");
    struct html_lean lean;
    repeat("<a ", "b=c ", 1001, &buffer);
    buffer_add_string(&buffer, ">");
    CHECK(html_lean_read(buffer_slice(&buffer), &arena, &lean));
    CHECK(lean.flat);
    buffer_free(&buffer);
    arena_free(&arena);
}

TEST(html_lean, flat_pages_keep_what_speaks_of_them)
{
    static const struct {
        const char *page;
        const char *flat;
    } ROWS[] = {
        { "<html lang=de><head><title>A</title><link rel=x href=y>",
          "<html lang=de><title>A</title><link rel=x href=y>" },
        { "<p>text</p><meta name=a content=b>", "<meta name=a content=b>" },
        { "<script>a</script><script type=ld+json>{}</script>b",
          "<script type=ld+json>{}</script>" },
        { "<title>never ends <meta name=a content=b>",
          "<meta name=a content=b>" },
    };
    struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].page);
        struct html_lean lean;
        CHECK(html_lean_flatten(slice_of(ROWS[i].page), &arena, &lean));
        CHECK(lean.flat);
        CHECK_SLICE(lean.page, slice_of(ROWS[i].flat));
    }
    arena_free(&arena);
}

TEST(html_lean, plain_text)
{
    static const struct {
        const char *markup;
        const char *text;
    } ROWS[] = {
        { "", "" },
        { " plain  text\n ", "plain text" },
        { "<p>a<b>b</b> c</p><p> </p><div>d", "ab c\nd" },
        { "a<br>b<br><br>c", "a\nb\nc" },
        { "<title>t</title><style>s</style><p>a<script>x</script>b", "ab" },
        { "&lt;b&gt; &amp;amp; &eacute;&#x20AC;&nosuch; & &",
          "<b> &amp; é€&nosuch; & &" },
        { "a <!-- never ends> b", "a b" },
        { "<xmp>a <b> c</xmp>", "a <b> c" },
        { "a < b", "a < b" },
    };
    struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].markup);
        struct slice text;
        CHECK(html_plain_text(slice_of(ROWS[i].markup), &arena, &text));
        CHECK_SLICE(text, slice_of(ROWS[i].text));
    }
    arena_free(&arena);
}
