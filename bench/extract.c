// extract.c - what the reader makes of web pages, and how fast it is.
//
//     extract text FILE...   an object of JSON for each page, one a line
//     extract speed FILE...  time and memory beside those of the parser alone
//
// Times are processor time, the best of several turns, of pages that are UTF-8
// already. The parser is gumbo with its own settings, on the page as it is.

#include <gumbo.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/buffer.h"
#include "faults/counted_memory.h"
#include "read/charset.h"
#include "read/html/html.h"

enum { TURNS = 3 };

static void die(const char *path, const char *what)
{
    fprintf(stderr, "extract: %s: %s\n", path, what);
    exit(1);
}

// A page in UTF-8, in *decoded or *bytes.
static struct slice read_page(const char *path, struct buffer *bytes,
                              struct buffer *decoded)
{
    char block[65536];
    FILE *file = fopen(path, "rb");
    if (!file) die(path, "cannot be read");
    buffer_reset(bytes);
    for (size_t got; (got = fread(block, 1, sizeof block, file)) > 0;)
        buffer_add(bytes, (struct slice){ block, got });
    fclose(file);
    struct slice page = buffer_slice(bytes);
    struct decoded text;
    struct offprint_error err;
    if (bytes->failed
        || charset_decode(page, html_declared_charset(page), decoded, &text,
                          &err))
        die(path, "cannot be decoded");
    return text.text;
}

static struct article extract(const char *path, struct slice page,
                              struct arena *arena)
{
    struct article article = { 0 };
    struct offprint_error err;
    if (html_read(page, arena, &article, &err)) die(path, err.message);
    return article;
}

// ---- Text -------------------------------------------------------------------

static void print_string(struct slice text)
{
    putchar('"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c == '"' || c == '\\') putchar('\\');
        c < ' ' ? (void)printf("\\u%04x", c) : (void)putchar(c);
    }
    putchar('"');
}

static void print_field(const char *name, struct slice text)
{
    printf(",\"%s\":", name);
    print_string(text);
}

static void print_list(const char *name, struct slice lines)
{
    printf(",\"%s\":[", name);
    for (bool first = true; lines.len; first = false) {
        const char *end = memchr(lines.ptr, '\n', lines.len);
        size_t len = end ? (size_t)(end - lines.ptr) : lines.len;
        if (!first) putchar(',');
        print_string((struct slice){ lines.ptr, len });
        lines = slice_from(lines, end ? len + 1 : len);
    }
    putchar(']');
}

// The page DIR/NAME/source.html is called NAME, as is DIR/NAME.html.
static struct slice name_of(const char *path)
{
    static const struct slice SUFFIXES[] = { { "/source.html", 12 },
                                             { ".html", 5 } };
    struct slice name = slice_of(path);
    for (size_t i = 0; i < sizeof SUFFIXES / sizeof SUFFIXES[0]; i++)
        if (slice_ends_with(name, SUFFIXES[i])) name.len -= SUFFIXES[i].len;
    size_t at = name.len;
    while (at > 0 && name.ptr[at - 1] != '/') at--;
    return slice_from(name, at);
}

static void print_article(const char *path, const struct article *article)
{
    static const char *const KINDS[] = { "article", "listing", "whole page" };
    printf("{\"id\":");
    print_string(name_of(path));
    print_field("kind", slice_of(KINDS[article->kind]));
    print_field("title", article->title);
    print_list("authors", article->authors);
    print_field("publication", article->site);
    print_field("published", article->published);
    print_field("modified", article->modified);
    print_field("language", article->language);
    print_field("uri", article->url);
    print_field("captions", article->captions);
    print_field("text", article->body);
    puts("}");
}

// ---- Speed ------------------------------------------------------------------

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double time_parser(struct slice page)
{
    double start = seconds();
    GumboOptions options = kGumboDefaultOptions;
    gumbo_destroy_output(
        &options, gumbo_parse_with_options(&options, page.ptr, page.len));
    return seconds() - start;
}

// An arena of its own for each turn: a run of pages would reuse one.
static double time_reader(const char *path, struct slice page)
{
    struct arena arena = { 0 };
    double start = seconds();
    extract(path, page, &arena);
    double taken = seconds() - start;
    arena_free(&arena);
    return taken;
}

struct cost {
    double bytes, parser, reader; // seconds, the latter
    double memory;                // bytes, at the most, beyond the page
};

static struct cost cost_of(const char *path, struct slice page)
{
    struct cost cost = { (double)page.len, 1e9, 1e9, 0 };
    for (int i = 0; i < TURNS; i++) {
        double parser = time_parser(page);
        counted_memory_reset();
        double reader = time_reader(path, page);
        cost.memory = (double)counted_memory_peak();
        if (parser < cost.parser) cost.parser = parser;
        if (reader < cost.reader) cost.reader = reader;
    }
    return cost;
}

// ---- Main -------------------------------------------------------------------

int main(int argc, char **argv)
{
    struct buffer bytes = { 0 }, decoded = { 0 };
    struct cost all = { 0 }, slowest = { 0 }, largest = { 0 };
    const char *slow = "", *large = "";
    bool speed = argc > 1 && strcmp(argv[1], "speed") == 0;
    for (int i = 2; i < argc; i++) {
        struct slice page = read_page(argv[i], &bytes, &decoded);
        struct arena arena = { 0 };
        struct article article = { 0 };
        if (!speed) {
            article = extract(argv[i], page, &arena);
            print_article(argv[i], &article);
            arena_free(&arena);
            continue;
        }
        struct cost cost = cost_of(argv[i], page);
        all.bytes += cost.bytes;
        all.parser += cost.parser;
        all.reader += cost.reader;
        if (cost.reader > slowest.reader) slowest = cost, slow = argv[i];
        if (cost.memory > largest.memory) largest = cost, large = argv[i];
    }
    if (speed && argc > 2) {
        printf("pages %d, %.1f MB; parser %.2f s, reader %.2f s: %.2f times, "
               "%.1f MB/s\n",
               argc - 2, all.bytes / 1e6, all.parser, all.reader,
               all.reader / all.parser, all.bytes / 1e6 / all.reader);
        printf("slowest %.0f ms (parser %.0f), %s\n", slowest.reader * 1e3,
               slowest.parser * 1e3, slow);
        printf("largest %.1f MB beyond a page of %.1f, %s\n",
               largest.memory / 1e6, largest.bytes / 1e6, large);
    }
    buffer_free(&bytes);
    buffer_free(&decoded);
    return 0;
}
