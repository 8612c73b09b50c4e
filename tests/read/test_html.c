// Pages become articles: what each pass keeps and what it leaves out.

#include "read/html/html.h"
#include "test.h"

// Prose, so that pages have something to choose.
#define FOX                                                            \
    "The quick brown fox jumps over the lazy dog, and the dog sleeps " \
    "on until the evening comes and the stars are out."
#define CAT                                                             \
    "A cat may look at a king, says the proverb, but no one has asked " \
    "the king yet what he thinks of it, or the cat for that matter."
#define OWL                                                        \
    "Owls hunt by night because their ears are better than their " \
    "eyes, and because by night the mice believe themselves alone."
#define LONG_FOX  "<p>" FOX "</p><p>" CAT "</p><p>" OWL "</p>"
#define LONG_TEXT FOX "\n" CAT "\n" OWL

static struct article read_page(const char *page, struct arena *arena)
{
    struct article article = { 0 };
    struct offprint_error err;
    CHECK_INT(html_read(slice_of(page), arena, &article, &err), OFFPRINT_OK);
    return article;
}

struct row {
    const char *name;
    const char *page;
    const char *body;
};

static void check_bodies(const struct row *rows, size_t count)
{
    struct arena arena = { 0 };
    for (size_t i = 0; i < count; i++) {
        test_row(rows[i].name);
        struct article article = read_page(rows[i].page, &arena);
        CHECK_SLICE(article.body, slice_of(rows[i].body));
        arena_reset(&arena);
    }
    arena_free(&arena);
}

#define CHECK_BODIES(rows) check_bodies(rows, sizeof(rows) / sizeof(rows)[0])

TEST(html, a_block_is_a_line)
{
    static const struct row ROWS[] = {
        { "nothing", "", "" },
        { "white space", " \n\t ", "" },
        { "text alone", "just  some\n text", "just some text" },
        { "paragraphs", "<p>one<p>two</p>three", "one\ntwo\nthree" },
        { "inline elements", "<p>f<b>o</b>o <i>b</i><a>a</a>r</p>", "foo bar" },
        { "one break is a space", "one<br>two", "one two" },
        { "two breaks end a line", "one<br> <br>two", "one\ntwo" },
        { "rule", "one<hr>two", "one\ntwo" },
        { "list", "<ul><li>one<li>two</ul>", "one\ntwo" },
        { "quotation", "<blockquote>one<p>two</blockquote>", "one\ntwo" },
        { "row of data",
          "<table><tr><th>Year<th>Goals<tr><td>2001<td><b>7</b></table>",
          "Year Goals\n2001 7" },
        { "row that lays out", "<table><tr><td><p>one<p>two<td>three</table>",
          "one\ntwo\nthree" },
        { "lines of code", "<pre>\n  if (a)\n    b;\n\n  c;\n</pre>",
          "if (a)\n    b;\n\n  c;" },
        { "custom elements in a line", "a <x-b>c</x-b> d", "a c d" },
        { "custom elements around lines", "a<x-b><p>c</p></x-b>d", "a\nc\nd" },
        { "entities", "&lt;a&gt; &amp;amp; &#233;&#150;&#x1F600;",
          "<a> &amp; é–😀" },
        { "no-break spaces stay", "<p>&nbsp; a&nbsp;b &nbsp;</p>", "a\u00A0b" },
        { "only no-break spaces", "<p>&nbsp;<p>&nbsp;", "" },
        { "formula", "<p>if <math><mi>a</mi><annotation>x</annotation></math>",
          "if a" },
        { "closed books",
          "a<template><p>b</template><svg><title>c</title><text>d</text></svg>"
          "<button>e</button><select><option>f</select>"
          "<textarea>g</textarea><object>h</object>",
          "a" },
    };
    CHECK_BODIES(ROWS);
}

TEST(html, what_cannot_be_the_article_is_dropped)
{
    static const struct row ROWS[] = {
        { "navigation", "<nav>Home and " FOX "</nav>" LONG_FOX, LONG_TEXT },
        { "role", "<div role=navigation>" FOX "</div>" LONG_FOX, LONG_TEXT },
        { "aside", LONG_FOX "<aside>" FOX "</aside>", LONG_TEXT },
        { "header and footer",
          "<header>" FOX "</header>" LONG_FOX "<footer>" FOX "</footer>",
          LONG_TEXT },
        { "a form around the page", "<form>" LONG_FOX "</form>", LONG_TEXT },
        { "hidden", LONG_FOX "<p hidden>" FOX "<p style='display: none'>" FOX,
          LONG_TEXT },
        { "hidden within a line",
          "<p>" FOX "<span aria-hidden=true> (*)</span></p>" LONG_FOX,
          FOX "\n" LONG_TEXT },
        { "comments", LONG_FOX "<div id=comments>" LONG_FOX "</div>",
          LONG_TEXT },
        { "more comments than article",
          "<div class=entry-content>" LONG_FOX
          "</div><div class=comments>" LONG_FOX LONG_FOX LONG_FOX LONG_FOX
              LONG_FOX "</div>",
          LONG_TEXT },
        { "related", LONG_FOX "<div class='box relatedStories2'>" FOX "</div>",
          LONG_TEXT },
        { "advertisement", LONG_FOX "<div class=ad-slot>" FOX "</div>",
          LONG_TEXT },
        { "a pair of words", LONG_FOX "<div class=author_box>" FOX "</div>",
          LONG_TEXT },
        { "screen reader",
          "<p><span class=sr-only>skip</span>" FOX "</p>" LONG_FOX,
          FOX "\n" LONG_TEXT },
    };
    CHECK_BODIES(ROWS);
}

TEST(html, names_lie)
{
    static const struct row ROWS[] = {
        { "most of the page", "<div class=sidebar>" LONG_FOX "</div>",
          LONG_TEXT },
        { "parts of words", "<div class=shadow>" FOX "</div>" LONG_FOX,
          FOX "\n" LONG_TEXT },
        { "content of a modal",
          "<div class=modal-content>" FOX "</div>" LONG_FOX,
          FOX "\n" LONG_TEXT },
        { "described by a theme",
          "<div class='has-sidebar tag-related'>" FOX "</div>" LONG_FOX,
          FOX "\n" LONG_TEXT },
        { "an id that is a heading",
          "<div id=sharing-with-a-single-developer>" FOX "</div>" LONG_FOX,
          FOX "\n" LONG_TEXT },
        { "a quoted post",
          LONG_FOX "<blockquote class=social-share>" FOX "</blockquote>",
          LONG_TEXT "\n" FOX },
        { "body", "<body class='page sidebar comments'>" LONG_FOX, LONG_TEXT },
    };
    CHECK_BODIES(ROWS);
}

#define LINKS                                           \
    "<ul><li><a href=a>Some other story of the day</a>" \
    "<li><a href=b>And yet another story here</a>"      \
    "<li><a href=c>The weather of tomorrow</a></ul>"

TEST(html, the_container_has_the_largest_value)
{
    static const struct row ROWS[] = {
        { "between columns",
          "<div>" LINKS "</div><div>" LONG_FOX "</div><div>" LINKS "</div>",
          LONG_TEXT },
        { "split over siblings",
          "<div><div><p>" FOX "</div><div><p>" CAT "</div><div><p>" OWL
          "</div></div><div>" LINKS LINKS "</div>",
          LONG_TEXT },
        { "in a cell of an old page",
          "<table><tr><td>" LINKS "<td><font>" FOX "<br><br>" CAT "<br><br>" OWL
          "</font></table>",
          LONG_TEXT },
        { "the only article",
          "<div><p>" FOX "<article>" LONG_FOX LONG_FOX "</article></div>",
          LONG_TEXT "\n" LONG_TEXT },
        { "of several articles the titled one",
          "<title>On cats</title><article><h1>On dogs</h1>" LONG_FOX
          "</article><article><h1>On cats</h1><p>" CAT "<p>" OWL "<p>" FOX
          "</article>",
          CAT "\n" OWL "\n" FOX },
        { "of several articles without titles the first",
          "<article>" LONG_FOX "</article><article><p>" CAT "<p>" OWL "<p>" FOX
          "</article>",
          LONG_TEXT },
        { "named content",
          "<div class=x><p>" FOX
          "</p><div class=entry-content>" LONG_FOX LONG_FOX "</div></div>",
          LONG_TEXT "\n" LONG_TEXT },
    };
    CHECK_BODIES(ROWS);
}

TEST(html, what_is_no_part_of_the_article_is_pruned)
{
    static const struct row ROWS[] = {
        { "list of links", "<div>" LONG_FOX LINKS LONG_FOX "</div>",
          LONG_TEXT "\n" LONG_TEXT },
        { "list of words", "<div>" LONG_FOX "<ul><li>one<li>two</ul></div>",
          LONG_TEXT "\none\ntwo" },
        { "table of links with headings",
          "<div>" LONG_FOX "<table><tr><th>Name<tr><td><a href=a>Some name</a>"
          "<tr><td><a href=b>Another name</a></table></div>",
          LONG_TEXT "\nName\nSome name\nAnother name" },
        { "line that is a link",
          "<div>" LONG_FOX "<p><a href=a>Read this story as well</a>" LONG_FOX,
          LONG_TEXT "\n" LONG_TEXT },
        { "teasers",
          "<div>" LONG_FOX
          "<div><div class=t><h4><a href=a>Some other story</a></h4>Short text "
          "with <a href=x>more</a> here</div>"
          "<div class=t><h4><a href=b>Another story too</a></h4>Some more text "
          "that stands here</div>"
          "<div class=t><h4><a href=c>A third story here</a></h4>And the last "
          "of these texts</div></div></div>",
          LONG_TEXT },
        { "two of them are none",
          "<div>" LONG_FOX
          "<div><div class=t><h4><a href=a>Some other story</a></h4>Short text "
          "with no links in it at all</div>"
          "<div class=t><h4><a href=b>Another story too</a></h4>Some more text "
          "that stands here</div></div>" FOX "</div>",
          LONG_TEXT
          "\nSome other story\nShort text with no links in it at all"
          "\nAnother story too\nSome more text that stands here\n" FOX },
    };
    CHECK_BODIES(ROWS);
}

TEST(html, ends_are_trimmed)
{
    static const struct row ROWS[] = {
        { "heading that is the title",
          "<title>On foxes - Example</title><div><h2>On foxes</h2>" LONG_FOX,
          LONG_TEXT },
        { "another heading stays",
          "<title>On foxes</title><div><h2>What they do</h2>" LONG_FOX,
          "What they do\n" LONG_TEXT },
        { "any h1", "<div><h1>Anything</h1>" LONG_FOX, LONG_TEXT },
        { "byline and date",
          "<div><div>By Ann Lee</div><div>3 March 2019</div><div>Updated "
          "9:30</div>" LONG_FOX,
          LONG_TEXT },
        { "a date inside stays",
          "<div>" LONG_FOX "<p>3 March 2019</p>" LONG_FOX,
          LONG_TEXT "\n3 March 2019\n" LONG_TEXT },
        { "heading with nothing after it",
          "<div>" LONG_FOX "<h3>More to come</h3></div>", LONG_TEXT },
        { "lead before the container",
          "<title>On foxes</title><div><h1>On foxes</h1><p>" CAT
          "</p></div><div class=entry-content>" LONG_FOX LONG_FOX "</div>",
          CAT "\n" LONG_TEXT "\n" LONG_TEXT },
    };
    CHECK_BODIES(ROWS);
}

TEST(html, captions_are_apart)
{
    static const struct {
        const char *name;
        const char *page;
        const char *captions;
    } ROWS[] = {
        { "none", LONG_FOX, "" },
        { "figcaption",
          "<div>" LONG_FOX "<figure><img src=a><figcaption>A <b>fox</b>"
          "</figcaption></figure>" LONG_FOX "</div>",
          "A fox" },
        { "several, one a line",
          "<div>" LONG_FOX "<figcaption>One</figcaption><figcaption>Two"
          "</figcaption>" LONG_FOX "</div>",
          "One\nTwo" },
        { "by its name",
          "<div>" LONG_FOX "<p class=wp-caption>A dog</p>" LONG_FOX "</div>",
          "A dog" },
        { "not of other stories",
          "<div>" LONG_FOX "</div><aside><figcaption>No</figcaption></aside>",
          "" },
    };
    struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        struct article article = read_page(ROWS[i].page, &arena);
        CHECK_SLICE(article.captions, slice_of(ROWS[i].captions));
        CHECK(slice_starts_with(article.body, SLICE(LONG_TEXT)));
    }
    arena_free(&arena);
}

TEST(html, where_little_is_found_more_is_tried)
{
    static const struct row ROWS[] = {
        { "all of it in wrong names",
          "<div class=related><p>" FOX "</div><div class=reply><p>" CAT
          "</div>",
          FOX "\n" CAT },
        { "in an element for menus", "<nav>" LONG_FOX "</nav>", LONG_TEXT },
        { "hidden until a script shows it",
          "<div style='display:none'>" LONG_FOX "</div>", LONG_TEXT },
        { "without scripts", "<noscript>" LONG_FOX "</noscript>", LONG_TEXT },
        { "not where there is text",
          "<p>Short.</p><noscript>" LONG_FOX "</noscript>", "Short." },
        { "in JSON-LD",
          "<p>Loading</p><script type=application/ld+json>{\"@type\":\"Article\","
          "\"articleBody\":\"" FOX "<br>" CAT "\\n<p>" OWL "<p>" FOX "<p>" CAT
          "<p>" OWL "\"}</script>",
          LONG_TEXT "\n" LONG_TEXT },
        { "behind a title that never ends", "<title>" LONG_FOX, LONG_TEXT },
        { "behind a comment that never ends", "<!-- " LONG_FOX, LONG_TEXT },
    };
    CHECK_BODIES(ROWS);
}

TEST(html, says_when_no_article_was_found)
{
    static const struct {
        const char *page;
        enum page_kind kind;
    } ROWS[] = {
        { LONG_FOX, PAGE_ARTICLE },
        { "<a href=a>One</a><a href=b>Two</a>", PAGE_WHOLE },
        { LINKS LINKS, PAGE_WHOLE },
        { "", PAGE_WHOLE },
    };
    struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].page);
        CHECK_INT(read_page(ROWS[i].page, &arena).kind, ROWS[i].kind);
    }
    arena_free(&arena);
}
