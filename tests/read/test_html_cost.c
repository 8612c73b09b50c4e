// The most that a page may cost, whatever it is: memory and time.
//
// Each is read in a process of its own, which gives back first what the tests
// before it left.

#include <malloc.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "read/html/html.h"
#include "test.h"

// One second is what is promised; machines differ, and sanitizers slow down
// and take memory of their own.
#if defined __SANITIZE_ADDRESS__
enum { SECONDS_MAX = 30, MEGABYTES_MAX = 2000 };
#else
enum { SECONDS_MAX = 3, MEGABYTES_MAX = 64 };
#endif

// head once, part and then more, many times, tail once.
struct page {
    const char *name;
    const char *head;
    const char *part;
    const char *more;
    const char *tail;
    size_t part_times, more_times;
};

static const struct page PAGES[] = {
    { "deep div", "", "<div>", "", "x", 100000, 0 },
    { "deep inline", "", "<b>", "", "x", 100000, 0 },
    { "deep, closed", "", "<div>", "x</div>", "", 1900, 1900 },
    { "deep in turns", "", "<div><b>", "x<p>", "", 900, 100000 },
    { "wide below deep", "", "<div>", "<p>x y z</p>", "", 1900, 100000 },
    { "unclosed p", "", "<p>x", "", "", 400000, 0 },
    { "unclosed b p", "", "<b>x<p>", "", "", 100000, 0 },
    { "unclosed a", "", "<a href=x>x<div>", "", "", 100000, 0 },
    { "unclosed font", "", "<font color=x>x<p>y", "", "", 100000, 0 },
    { "formatting of its own", "", "<b class=a><i class=b><p>x", "", "", 50000,
      0 },
    { "misnested", "", "<b><i><u></b>x</i>", "", "", 100000, 0 },
    { "tables in cells", "", "<table><tr><td>", "x", "", 900, 1 },
    { "text in tables", "<table>", "x<b>y", "", "", 100000, 0 },
    { "rows", "<table>", "<tr><td>x<td>y", "", "", 200000, 0 },
    { "cells of one row", "<table><tr>", "<td>x", "", "", 400000, 0 },
    { "selects", "", "<select><option>x", "", "", 100000, 0 },
    { "lists", "", "<ul><li>x", "", "", 100000, 0 },
    { "attributes", "<div ", "a=b ", "", ">x", 1000000, 0 },
    { "attributes of their own", "", "<i a=1 b=2 c=3 d=4>", "", "x", 1900, 0 },
    { "many attributes", "", "<p class=a id=b rel=c lang=d role=e>x", "", "",
      200000, 0 },
    { "classes", "<p class='", "ab-cd ", "", "'>x", 600000, 0 },
    { "classes everywhere", "", "<p class='ad-box share-x comment'>x", "", "",
      150000, 0 },
    { "entities", "", "&amp;&#1;&notanentity", "", "", 400000, 0 },
    { "a line", "<p>", "word ", "", "", 1500000, 0 },
    { "short lines", "", "x<br><br>", "", "", 800000, 0 },
    { "data address", "<img src='data:;base64,", "AAAAAAAAAA", "", "'>x",
      5000000, 0 },
    { "data in a style", "<style>", "a{b:url(data:;base64,AAAA)}", "",
      "</style>x", 1800000, 0 },
    { "a long attribute", "<p title='", "word ", "", "'>x", 2000000, 0 },
    { "a long content", "<meta name=description content='", "word ", "", "'>x",
      2000000, 0 },
    { "JSON-LD of 10 MB", "<script type='application/ld+json'>[",
      "{\"@type\":\"Article\",\"name\":\"a\"},", "", "{}]</script>x", 300000,
      0 },
    { "JSON-LD that is deep", "<script type='application/ld+json'>",
      "[{\"a\":", "", "</script>x", 1500000, 0 },
    { "JSON-LD of strings", "<script type='application/ld+json'>[", "\"a\",",
      "", "1]</script>x", 2500000, 0 },
    { "a long headline in JSON-LD",
      "<script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"",
      "word ", "", "\"}</script>x", 2000000, 0 },
    { "a long body in JSON-LD",
      "<script type='application/ld+json'>{\"@type\":\"Article\","
      "\"articleBody\":\"",
      "word ", "", "\"}</script>x", 2000000, 0 },
    { "scripts of JSON-LD", "",
      "<script type=ld+json>{\"@type\":\"Article\",\"author\":{\"@id\":\"1\"}}"
      "</script>",
      "", "x", 100000, 0 },
    { "a long title", "<title>", "word ", "", "</title>x", 1500000, 0 },
    { "headings", "", "<h1>one two three four five six</h1>", "", "", 100000,
      0 },
    { "titles", "<title>one two three</title>", "<h2>one two three</h2>y", "",
      "", 200000, 0 },
    { "bylines", "", "<p class=byline>By Ann Lee<p>x", "", "", 150000, 0 },
    { "nested items", "", "<span itemprop=author>", "x", "", 1900, 200000 },
    { "nested bylines", "", "<div class=byline>", "<p>x</p>", "", 1900,
      200000 },
    { "times", "", "<time>4 May 2001</time>", "", "", 200000, 0 },
    { "tags", "", "<a rel=tag href=x>word</a>", "", "", 150000, 0 },
    { "teasers in teasers", "", "<div class=a><a href=x>one two three four</a>",
      "", "", 1900, 0 },
    { "teasers", "", "<div class=a><a href=x>one two three four</a></div>", "",
      "", 80000, 0 },
    { "tables of tables", "", "<div><table><tr><td>x</td></tr></table>", "", "",
      1900, 0 },
    { "figures in figures", "", "<figure>", "<p>x</p>", "", 1900, 100000 },
    { "asides in links", "", "<span class=ad><a class=ad href=x>", "x y ", "",
      900, 500000 },
    { "phrases",
      "<p>A long line of prose to have something to hold on to, "
      "which ends as a sentence does, and is here to be long enough.",
      "<p>Share", "", "", 400000, 0 },
    { "rows as lines", "", "<table><tr>", "<td>x", "", 900, 200000 },
    { "svg", "", "<svg><g>", "x", "", 100000, 1 },
    { "math", "", "<math><mi>", "x", "", 100000, 1 },
    { "templates", "", "<template>", "x", "", 100000, 1 },
    { "unknown elements", "", "<x-y>", "x", "", 100000, 1 },
    { "frames", "<frameset>", "<frame src=x>", "", "", 300000, 0 },
    { "comments", "", "<!-- x -->", "", "x", 800000, 0 },
    { "an open comment", "<p>x<!-- ", "word ", "", "", 1500000, 0 },
    { "closing tags", "", "</p>", "", "x", 500000, 0 },
    { "closing tags of what is not open", "<div><div>", "</b></i>", "", "x",
      300000, 0 },
    { "NUL", "", "\1", "", "", 1000000, 0 },
};

static void repeat(struct buffer *page, const char *part, size_t times)
{
    for (size_t i = 0; i < times && *part; i++) buffer_add_string(page, part);
}

struct cost {
    double seconds, megabytes;
    size_t text;
};

static struct rusage usage(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used;
}

static double seconds_of(const struct rusage *used)
{
    return (double)used->ru_utime.tv_sec + (double)used->ru_utime.tv_usec / 1e6
           + (double)used->ru_stime.tv_sec
           + (double)used->ru_stime.tv_usec / 1e6;
}

static struct cost measure(const struct page *made)
{
    struct buffer page = { 0 };
    buffer_reserve(&page, strlen(made->head) + strlen(made->tail)
                              + strlen(made->part) * made->part_times
                              + strlen(made->more) * made->more_times + 1);
    buffer_add_string(&page, made->head);
    repeat(&page, made->part, made->part_times);
    repeat(&page, made->more, made->more_times);
    buffer_add_string(&page, made->tail);
    struct arena arena = { 0 };
    struct article article = { 0 };
    malloc_trim(0);
    const struct rusage before = usage();
    if (page.failed
        || html_read(buffer_slice(&page), &arena, &article, NULL)
               != OFFPRINT_OK)
        _exit(1);
    const struct rusage after = usage();
    return (struct cost){ seconds_of(&after) - seconds_of(&before),
                          (double)(after.ru_maxrss - before.ru_maxrss) / 1000,
                          article.body.len };
}

static bool measure_apart(const struct page *made, struct cost *cost)
{
    int report[2];
    if (pipe(report) != 0) return false;
    pid_t child = fork();
    if (child == 0) {
        struct cost measured = measure(made);
        _exit(write(report[1], &measured, sizeof measured) < 0);
    }
    close(report[1]);
    bool measured =
        child > 0 && read(report[0], cost, sizeof *cost) == sizeof *cost;
    close(report[0]);
    if (child > 0) waitpid(child, NULL, 0);
    return measured;
}

static void check_cost(const struct page *made)
{
    struct cost cost = { 0 };
    CHECK(measure_apart(made, &cost));
    CHECK(cost.seconds <= SECONDS_MAX);
    CHECK(cost.megabytes <= MEGABYTES_MAX);
    if (getenv("OFFPRINT_LONG"))
        printf("%5.2f s %5.1f MB %8zu bytes of text: %s\n", cost.seconds,
               cost.megabytes, cost.text, made->name);
}

TEST(html_cost, no_page_takes_long_or_much)
{
    for (size_t i = 0; i < sizeof PAGES / sizeof PAGES[0]; i++) {
        test_row(PAGES[i].name);
        check_cost(&PAGES[i]);
    }
}

// Some pieces in a row, and that row many times.
TEST(html_cost, nor_do_pages_made_at_random)
{
    static const char *const PIECES[] = {
        "<div>",         "</div>",
        "<p>",           "</p>",
        "<b>",           "</b>",
        "<i class=a>",   "</i>",
        "<a href=x>",    "</a>",
        "<table>",       "</table>",
        "<tr>",          "<td>",
        "<ul>",          "<li>",
        "</ul>",         "<span itemprop=author>",
        "</span>",       "<font size=1>",
        "<h1>",          "</h1>",
        "<form>",        "<select>",
        "<option>",      "<svg>",
        "</svg>",        "<math>",
        "<mi>",          "<template>",
        "</template>",   "<button>",
        "<nobr>",        "<center>",
        "<pre>",         "<figure>",
        "<figcaption>",  "<blockquote>",
        "<article>",     "<body class=b>",
        "<html lang=x>", "<!-- ",
        "-->",           "<br>",
        "<hr>",          "<p class=byline>",
        "word ",         "A sentence of some length, yes. ",
        "&lt;",          "4 May 2001 ",
        "<time>",        "<x-y>",
        "<applet>",      "<object>",
        "<marquee>",     "<rp>",
        "<ruby>",        "<dd>",
        "<dt>",          "<frameset>",
        "<caption>",     "<colgroup>",
        "<col>",         "<tbody>",
        "<input>",       "<textarea>",
        "<title>",       "</x>",
        "<script>",      "</script>",
        "<noscript>",
    };
    enum { COUNT = sizeof PIECES / sizeof PIECES[0], ROW_MAX = 6 };
    enum { BYTES = 3000000 };
    for (int rounds = getenv("OFFPRINT_LONG") ? 300 : 15; rounds > 0;
         rounds--) {
        char rows[2][256] = { "", "" };
        for (int r = 0; r < 2; r++)
            for (uint64_t k = test_random() % ROW_MAX + 1; k > 0; k--) {
                size_t len = strlen(rows[r]);
                snprintf(rows[r] + len, sizeof rows[r] - len, "%s",
                         PIECES[test_random() % COUNT]);
            }
        size_t times = (size_t)1 << test_random() % 18;
        struct page page = { "at random",
                             "",
                             rows[0],
                             rows[1],
                             "",
                             times,
                             BYTES / strlen(rows[1]) };
        if (times * strlen(rows[0]) > BYTES)
            page.part_times = BYTES / strlen(rows[0]);
        char name[600];
        snprintf(name, sizeof name, "%zu %s, %zu %s", page.part_times, rows[0],
                 page.more_times, rows[1]);
        page.name = name;
        test_row(name);
        check_cost(&page);
    }
}
