// What pages say of themselves, and whom to believe.

#include "read/html/html.h"
#include "read/html/metadata_names.h"
#include "test.h"

#define JSON(text) "<script type='application/ld+json'>" text "</script>"

static struct article read_page(const char *page, struct arena *arena)
{
    struct article article = { 0 };
    struct offprint_error err;
    CHECK_INT(html_read(slice_of(page), arena, &article, &err), OFFPRINT_OK);
    return article;
}

struct row {
    const char *page;
    const char *value;
};

// Which slice of an article a table is about.
#define CHECK_FIELD(rows, field)                                        \
    do {                                                                \
        struct arena arena = { 0 };                                     \
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows)[0]; i++) {   \
            test_row((rows)[i].page);                                   \
            struct article article = read_page((rows)[i].page, &arena); \
            CHECK_SLICE(article.field, slice_of((rows)[i].value));      \
        }                                                               \
        arena_free(&arena);                                             \
    } while (0)

TEST(html_metadata, title)
{
    static const struct row ROWS[] = {
        { "<p>none", "" },
        { "<title> A  title\n</title>", "A title" },
        { "<title></title><h1>A heading</h1>", "A heading" },
        { "<title>&quot;A&quot; &amp; B</title>", "\"A\" & B" },
        // The name of the site is no part of it.
        { "<meta property=og:site_name content='The Daily'>"
          "<title>Foxes sleep - The Daily</title>",
          "Foxes sleep" },
        { "<link rel=canonical href=https://www.the-daily.com/a>"
          "<title>The Daily | Foxes sleep</title>",
          "Foxes sleep" },
        { "<meta property=og:site_name content='The Daily'>"
          "<title>The Daily: Foxes sleep</title>",
          "Foxes sleep" },
        { "<title>Foxes sleep at night - News - Somewhere</title>",
          "Foxes sleep at night" },
        { "<title>Blog » Foxes sleep at night</title>",
          "Foxes sleep at night" },
        { "<title>Self-made foxes and/or dogs</title>",
          "Self-made foxes and/or dogs" },
        // Whom to believe.
        { "<title>Foxes sleep - Daily</title><h1>Foxes sleep</h1>"
          "<meta property=og:title content='You will not believe this'>",
          "Foxes sleep" },
        { "<title>Foxes - Daily</title><h1>Daily</h1>"
          "<meta property=og:site_name content=Daily>"
          "<meta property=og:title content='Foxes sleep'>",
          "Foxes sleep" },
        { "<meta name=twitter:title content=B><meta property=og:title "
          "content=A><title>C</title>",
          "A" },
        { "<meta property='x:title dc:title' content=A><meta "
          "property=og:title content=B>",
          "A" },
        { "<title>Foxes sleep | Daily</title>" JSON(
              "{\"@type\":\"NewsArticle\",\"headline\":\"Foxes sleep\"}"),
          "Foxes sleep" },
        { "<title>Foxes sleep</title>" JSON(
              "{\"@type\":\"Article\",\"headline\":\"Another story\"}"),
          "Foxes sleep" },
        { JSON("{\"@type\":\"Article\",\"headline\":\"Q&amp;A\"}"), "Q&A" },
    };
    CHECK_FIELD(ROWS, title);
}

TEST(html_metadata, authors)
{
    static const struct row ROWS[] = {
        { "<p>none", "" },
        { "<meta name=author content='Ann Lee'>", "Ann Lee" },
        { "<meta name=author content='by Ann Lee and Bo Kim'>",
          "Ann Lee\nBo Kim" },
        { "<meta name=author content='Ann Lee, Bo Kim & Cy Dee'>",
          "Ann Lee\nBo Kim\nCy Dee" },
        { "<meta name=author content='Lee, Ann'>", "Lee, Ann" },
        { "<meta name=author content='Ann Lee'><meta name=author content='Bo "
          "Kim'><meta name=author content='ann lee'>",
          "Ann Lee\nBo Kim" },
        { "<meta name=author content='https://example.com/ann'>", "" },
        { "<meta name=author content=@ann>", "" },
        { "<meta name=author content=admin>", "" },
        { "<meta name=author content='The Daily'><meta property=og:site_name "
          "content='The Daily'>",
          "" },
        { "<meta name=author content='Ann Lee (https://example.com/)'>",
          "Ann Lee" },
        { "<meta name=citation_author content='Lee, A.'><meta "
          "name=citation_author content='Kim, B.'>",
          "Lee, A.\nKim, B." },
        { "<meta property=article:author content=https://facebook.com/ann>"
          "<a rel=author>Ann Lee</a>",
          "Ann Lee" },
        { "<span itemprop=author itemscope>by <b itemprop=name>Ann Lee</b>, "
          "editor</span>",
          "Ann Lee" },
        { "<p class=byline>By Ann Lee</p>", "Ann Lee" },
        { "<p class=byline>Ann Lee has been with us for many years now</p>",
          "" },
        { "<p class=byline>Ann Lee, 3 March</p>", "" },
        { JSON("{\"@type\":\"Article\",\"author\":\"Ann Lee\"}"), "Ann Lee" },
        { JSON("{\"@type\":\"Article\",\"author\":{\"name\":\"Ann Lee\"}}"),
          "Ann Lee" },
        { JSON("{\"@type\":\"Article\",\"author\":[{\"name\":[\"Ann Lee\"]},"
               "\"Bo Kim\"]}"),
          "Ann Lee\nBo Kim" },
        { JSON("{\"@graph\":[{\"@type\":\"Person\",\"@id\":\"#a\",\"name\":"
               "\"Ann Lee\"},{\"@type\":\"Article\",\"author\":{\"@id\":\"#a\""
               "}}]}"),
          "Ann Lee" },
        { "<meta name=author content='Bo Kim'>" JSON(
              "{\"@type\":\"Article\",\"author\":\"Ann Lee\"}"),
          "Ann Lee" },
    };
    CHECK_FIELD(ROWS, authors);
}

TEST(html_metadata, site)
{
    static const struct row ROWS[] = {
        { "<p>none", "" },
        { "<link rel=canonical href=https://www.example.com/a>",
          "example.com" },
        { "<meta name=application-name content=A><meta property=og:site_name "
          "content=B>",
          "B" },
        { "<meta property=og:site_name content=B>" JSON(
              "{\"@type\":\"Article\",\"publisher\":{\"name\":\"C\"}}"),
          "C" },
        { JSON("{\"@type\":\"WebSite\",\"name\":\"D\"}"), "D" },
    };
    CHECK_FIELD(ROWS, site);
}

TEST(html_metadata, published)
{
    static const struct row ROWS[] = {
        { "<p>none", "" },
        { "<meta property=article:published_time "
          "content=2019-11-19T09:30:00+01:00>",
          "2019-11-19T09:30:00+01:00" },
        { "<meta name=citation_publication_date content=2004/05/06>",
          "2004-05-06" },
        { "<meta name=date content='no date'><time>4 May 2001</time>",
          "2001-05-04" },
        { "<time datetime=2002-02-02>today</time>", "2002-02-02" },
        { "<time datetime=2002-02-02>x</time><time pubdate "
          "datetime=2003-03-03>",
          "2003-03-03" },
        { "<meta itemprop=datePublished content=2005-05-05>", "2005-05-05" },
        { "<link rel=canonical href=https://a.com/2006/07/08/b>",
          "2006-07-08" },
        { "<link rel=canonical href=https://a.com/2006/77/08/b>", "" },
        { "<meta name=date content=1970-01-01T00:00:00Z>", "" },
        { "<meta name=date content=2001-01-01>" JSON(
              "{\"@type\":\"BlogPosting\",\"datePublished\":\"2002-02-02\"}"),
          "2002-02-02" },
        // No better date.
        { "<meta property=article:modified_time content=2009-09-09>",
          "2009-09-09" },
    };
    CHECK_FIELD(ROWS, published);
    static const struct row MODIFIED[] = {
        { "<time>4 May 2001</time>", "" },
        { "<meta property=article:modified_time content=2009-09-09>",
          "2009-09-09" },
        { JSON("{\"@type\":\"Article\",\"dateModified\":\"2010-10-10\"}"),
          "2010-10-10" },
    };
    CHECK_FIELD(MODIFIED, modified);
}

TEST(html_metadata, language)
{
    static const struct row ROWS[] = {
        { "<html lang=en>", "en" },
        { "<html xml:lang=pt-BR>", "pt-BR" },
        { "<html lang='not a language'>", "" },
        { "<html lang=''><meta http-equiv=content-language content=de>", "de" },
        { "<meta property=og:locale content=fr_FR>", "fr-FR" },
        { JSON("{\"@type\":\"Article\",\"inLanguage\":\"it\"}"), "it" },
    };
    CHECK_FIELD(ROWS, language);
}

TEST(html_metadata, address)
{
    static const struct row ROWS[] = {
        { "<p>none", "" },
        { "<meta property=og:url content=https://a.com/1><link rel=canonical "
          "href=https://a.com/2>",
          "https://a.com/2" },
        { "<meta property=og:url content=https://a.com/1><link rel=canonical "
          "href=/2>",
          "https://a.com/1" },
        { "<!-- saved from url=(0019)https://example.com --><p>a",
          "https://example.com" },
        { "<a href=javascript:x><link rel=canonical href=javascript:x>", "" },
    };
    CHECK_FIELD(ROWS, url);
}

TEST(html_metadata, what_a_browser_noted)
{
    static const char PAGE[] =
        "<html><!--\n Page saved with SingleFile \n url: https://a.com/b \n"
        " saved date: Sat Nov 28 2020 09:30:00 GMT+0100 (CET)\n--><p>a";
    struct arena arena = { 0 };
    struct article article = read_page(PAGE, &arena);
    CHECK_SLICE(article.url, SLICE("https://a.com/b"));
    CHECK_STRING(article.sources.url, "saved page url");
    CHECK_SLICE(article.saved, SLICE("2020-11-28T09:30:00+01:00"));
    CHECK_SLICE(article.published, SLICE(""));
    arena_free(&arena);
}

TEST(html_metadata, knows_where_each_value_was_found)
{
    static const char PAGE[] =
        "<html lang=en><title>A</title><meta name=author content='Ann Lee'>"
        "<meta property=og:site_name content=Daily>"
        "<meta name=keywords content=x><meta name=description content=y>"
        "<link rel=canonical href=https://a.com/b>" JSON(
            "{\"@type\":\"Article\",\"datePublished\":\"2001-02-03\"}");
    struct arena arena = { 0 };
    struct article article = read_page(PAGE, &arena);
    CHECK_STRING(article.sources.title, "title");
    CHECK_STRING(article.sources.authors, "meta author");
    CHECK_STRING(article.sources.site, "og:site_name");
    CHECK_STRING(article.sources.published, "json-ld datePublished");
    CHECK(article.sources.modified == NULL);
    CHECK_STRING(article.sources.language, "html lang");
    CHECK_STRING(article.sources.tags, "meta keywords");
    CHECK_STRING(article.sources.description, "meta description");
    CHECK_STRING(article.sources.url, "link canonical");
    arena_free(&arena);
}

TEST(html_metadata, description_and_tags)
{
    static const struct row DESCRIPTIONS[] = {
        { "<meta name=description content='A  b'>", "A b" },
        { "<meta name=description content=A><meta property=og:description "
          "content=B>",
          "B" },
        { "<meta name=description content='&amp;quot;A&amp;quot;'>", "\"A\"" },
    };
    CHECK_FIELD(DESCRIPTIONS, description);
    static const struct row TAGS[] = {
        { "<meta name=keywords content='a, b c,, A'>", "a\nb c" },
        { "<meta property=article:tag content=a><meta property=article:tag "
          "content=b><meta name=keywords content=c>",
          "a\nb" },
        { JSON("{\"@type\":\"Article\",\"keywords\":[\"a\",\"b\"]}"), "a\nb" },
        { "<a rel='nofollow tag'>a</a><a rel=tag>b</a>", "a\nb" },
    };
    CHECK_FIELD(TAGS, tags);
}

TEST(html_metadata, tolerates_json_as_it_is_written)
{
    static const struct row ROWS[] = {
        { JSON("<![CDATA[{\"@type\":\"Article\",\"headline\":\"A\"}]]>"), "A" },
        { JSON("//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"A\"}\n"
               "//]]>"),
          "A" },
        { JSON("<!-- {\"@type\":\"Article\",\"headline\":\"A\"} -->"), "A" },
        { JSON("/* a */ {\"@type\":\"Article\", /* b */ \"headline\":\"A\"}"),
          "A" },
        { JSON("{\"@type\":\"Article\",\"headline\":\"A\nb\tc\"}"), "A b c" },
        { JSON("{\"@type\":\"Article\",\"headline\":\"A\\u0000 \\\"b\\\" "
               "\\u00e9\"}"),
          "A \"b\" é" },
        { JSON("{\"a\":1} {\"@type\":\"Article\",\"headline\":\"A\"}"), "A" },
        { JSON("[{\"@type\":[\"X\",\"NewsArticle\"],\"headline\":\"A\"}]"),
          "A" },
        { JSON("{\"@graph\":[{\"@type\":\"Article\",\"headline\":\"A\"}]}"),
          "A" },
        { JSON("{\"@type\":\"WebPage\",\"mainEntity\":{\"@type\":\"Article\","
               "\"headline\":\"A\"}}"),
          "A" },
        { JSON("{\"@type\":\"Article\",\"headline\":\"A\",\"x\":"), "A" },
        { JSON("{\"@type\":\"Article\",\"headline\":null}"), "" },
        // Other stories.
        { JSON("{\"@type\":\"ItemList\",\"itemListElement\":[{\"@type\":"
               "\"Article\",\"headline\":\"A\"}]}"),
          "" },
        { JSON("{\"@type\":\"Article\",\"hasPart\":{\"@type\":\"Article\","
               "\"headline\":\"A\"}}"),
          "" },
        { "<title>B</title>" JSON(
              "[{\"@type\":\"Article\",\"headline\":\"A\"},{\"@type\":"
              "\"Article\",\"headline\":\"B\"}]"),
          "B" },
        { JSON(""), "" },
        { JSON("not JSON"), "" },
        { "<script>{\"@type\":\"Article\",\"headline\":\"A\"}</script>", "" },
    };
    CHECK_FIELD(ROWS, title);
}

TEST(html_metadata, flat_pages_have_it_too)
{
    static char page[40000];
    size_t len = 0;
    for (int i = 0; i < 3000; i++, len += 5) memcpy(page + len, "<div>", 5);
    snprintf(page + len, sizeof page - len,
             "<html lang=en><title>A title</title><meta name=author "
             "content='Ann Lee'><p>Some text" JSON(
                 "{\"@type\":\"Article\",\"datePublished\":\"2001-02-03\"}"));
    struct arena arena = { 0 };
    struct article article = read_page(page, &arena);
    CHECK_INT(article.kind, PAGE_WHOLE);
    CHECK_SLICE(article.title, SLICE("A title"));
    CHECK_SLICE(article.authors, SLICE("Ann Lee"));
    CHECK_SLICE(article.language, SLICE("en"));
    CHECK_SLICE(article.published, SLICE("2001-02-03"));
    CHECK_SLICE(article.body, SLICE("Some text"));
    arena_free(&arena);
}

TEST(html_metadata, lists_of_names)
{
    static const struct row ROWS[] = {
        { "", "" },
        { "Ann Lee", "Ann Lee|" },
        { "Ann Lee; Bo Kim", "Ann Lee|Bo Kim|" },
        { "Lee, Ann; Kim, Bo", "Lee, Ann|Kim, Bo|" },
        { "Ann Lee, Bo Kim and Cy Dee", "Ann Lee|Bo Kim|Cy Dee|" },
        { "Ann Lee und Bo Kim", "Ann Lee|Bo Kim|" },
        { "Johnson and Johnson", "Johnson and Johnson|" },
    };
    struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].page);
        struct slice list = slice_of(ROWS[i].page), name;
        const char *names = "";
        while (author_next(&list, &name))
            names = arena_format(&arena, "%s%.*s|", names, SLICE_ARGS(name));
        CHECK_STRING(names, ROWS[i].value);
    }
    arena_free(&arena);
}
