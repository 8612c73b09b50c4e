#include "base/utf8.h"
#include "cli/page.h"
#include "cli/shown.h"

static struct buffer *out_of(const struct page *page)
{
    return &page->cli->out.text;
}

// ---- Text in markup ---------------------------------------------------------

// Characters that turn the direction of text are references, so that nobody is
// fooled who reads the source; what no page may hold is U+FFFD.
static void add_control(struct buffer *out, uint32_t c)
{
    if (c == '\n' || c == '\t')
        buffer_add_byte(out, (char)c);
    else if (c < 0xA0)
        buffer_add_code_point(out, UTF8_REPLACEMENT);
    else
        buffer_format(out, "&#x%X;", (unsigned)c);
}

static void add_escaped(struct buffer *out, struct slice text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        size_t len = utf8_decode(text.ptr + at, text.len - at, &c);
        switch (c) {
        case '&': buffer_add_string(out, "&amp;"); break;
        case '<': buffer_add_string(out, "&lt;"); break;
        case '>': buffer_add_string(out, "&gt;"); break;
        case '"': buffer_add_string(out, "&quot;"); break;
        default:
            if (utf8_is_control(c))
                add_control(out, c);
            else
                buffer_add_code_point(out, c);
        }
        at += len;
    }
}

static void add_string(struct buffer *out, const char *text)
{
    add_escaped(out, slice_of(text));
}

static void add_pieces(struct buffer *out, struct page_marks *marks,
                       struct slice text, size_t offset)
{
    while (text.len) {
        bool hit;
        struct slice piece = page_next_piece(marks, offset, &text, &hit);
        offset += piece.len;
        if (hit) buffer_add_string(out, "<mark>");
        add_escaped(out, piece);
        if (hit) buffer_add_string(out, "</mark>");
    }
}

// ---- The head ---------------------------------------------------------------

// Languages and scripts that are written from right to left; of the others
// the browser sees the direction.
static const char *direction_of(const char *language)
{
    static const char *const RIGHT_TO_LEFT[] = {
        "ar",  "arc", "arz", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "ks",
        "lrc", "mzn", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi",
    };
    if (!language) return "auto";
    if (strstr(language, "-Latn")) return "ltr";
    if (strstr(language, "-Arab") || strstr(language, "-Hebr")) return "rtl";
    struct slice primary = { language, strcspn(language, "-_") };
    for (size_t i = 0; i < sizeof RIGHT_TO_LEFT / sizeof RIGHT_TO_LEFT[0]; i++)
        if (slice_equal(primary, slice_of(RIGHT_TO_LEFT[i]))) return "rtl";
    return "ltr";
}

static void add_meta(struct buffer *out, const char *name, const char *content)
{
    if (!content) return;
    buffer_format(out, "<meta name=\"%s\" content=\"", name);
    add_string(out, content);
    buffer_add_string(out, "\">\n");
}

static const char STYLE[] =
    "<style>\n"
    "body { max-width: 38em; margin: 2em auto; padding: 0 1em; "
    "font: 1.1em/1.5 serif; color: #222; background: #fffffc }\n"
    "h1 { line-height: 1.2 }\n"
    "header p, footer { color: #666; font-size: .9em; "
    "overflow-wrap: anywhere }\n"
    "p { white-space: pre-wrap; overflow-wrap: break-word }\n"
    "mark { background: #fd6 }\n"
    "@media (prefers-color-scheme: dark) {\n"
    "body { color: #ddd; background: #1b1b1d } mark { background: #a70; "
    "color: inherit } a { color: #9bf } }\n"
    "</style>\n";

static void add_head(const struct page *page)
{
    const struct offprint_article *article = page->article;
    struct buffer *out = out_of(page);
    buffer_add_string(out, "<!DOCTYPE html>\n<html");
    if (article->language) {
        buffer_add_string(out, " lang=\"");
        add_string(out, article->language);
        buffer_add_string(out, "\"");
    }
    buffer_format(out,
                  " dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" "
                  "content=\"default-src 'none'; style-src "
                  "'unsafe-inline'\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width\">\n"
                  "<title>",
                  direction_of(article->language));
    add_string(out, article->title);
    buffer_add_string(out, "</title>\n");
    for (size_t i = 0; i < article->author_count; i++)
        add_meta(out, "author", article->authors[i]);
    add_meta(out, "description", article->description);
    add_meta(out, "date", article->published);
    buffer_add_string(out, STYLE);
    buffer_add_string(out, "</head>\n<body>\n<article>\n");
}

// ---- The article ------------------------------------------------------------

// "Ruth Ansell · Gazette · 4 Mar 2021"
static void add_byline(const struct page *page)
{
    const struct offprint_article *article = page->article;
    struct buffer *out = out_of(page);
    static const char BETWEEN[] = " · ";
    const char *before = "";
    if (!article->author_count && !article->site && !article->published) return;
    buffer_add_string(out, "<p>");
    for (size_t i = 0; i < article->author_count; i++) {
        buffer_add_string(out, i ? ", " : "");
        add_string(out, article->authors[i]);
        before = BETWEEN;
    }
    if (article->site) {
        buffer_add_string(out, before);
        add_string(out, article->site);
        before = BETWEEN;
    }
    if (article->published) {
        buffer_format(out, "%s<time datetime=\"", before);
        add_string(out, article->published);
        buffer_add_string(out, "\">");
        struct buffer date = { 0 };
        shown_date(&date, slice_of(article->published));
        add_escaped(out, buffer_slice(&date));
        if (date.failed) out->failed = true;
        buffer_free(&date);
        buffer_add_string(out, "</time>");
    }
    buffer_add_string(out, "</p>\n");
}

// Only what a browser opens as a page is a link: not "javascript:".
static void add_address(const struct page *page)
{
    struct slice url = slice_of(page->article->url);
    struct buffer *out = out_of(page);
    bool web = slice_starts_with(url, SLICE("https://"))
               || slice_starts_with(url, SLICE("http://"));
    if (url.len == 0) return;
    buffer_add_string(out, "<footer><p>");
    if (web) {
        buffer_add_string(out, "<a rel=\"noreferrer\" href=\"");
        add_escaped(out, url);
        buffer_add_string(out, "\">");
    }
    add_escaped(out, url);
    buffer_add_string(out, web ? "</a></p></footer>\n" : "</p></footer>\n");
}

// Lines that stay together are one paragraph. False where nobody reads on.
static bool add_lines(const struct page *page, struct slice text,
                      struct page_marks marks)
{
    struct buffer *out = out_of(page);
    struct page_lines lines = { .rest = text };
    struct page_line line;
    bool begun = false;
    while (page_next_line(&lines, &line)) {
        if (begun && line.apart) buffer_add_string(out, "</p>\n");
        buffer_add_string(out, !begun || line.apart ? "<p>" : "<br>");
        for (size_t i = 0; i < line.indent; i++) buffer_add_byte(out, ' ');
        add_pieces(out, &marks, line.text, (size_t)(line.text.ptr - text.ptr));
        begun = true;
        if (!output_drain(&page->cli->out)) return false;
    }
    if (begun) buffer_add_string(out, "</p>\n");
    return true;
}

void page_add_html(const struct page *page)
{
    static const struct offprint_marks NONE;
    const struct offprint_marks *marks = page->marks ? page->marks : &NONE;
    const struct offprint_article *article = page->article;
    struct buffer *out = out_of(page);
    struct page_marks title = { marks->title, marks->title_count, 0 };
    add_head(page);
    buffer_add_string(out, "<header>\n<h1>");
    add_pieces(out, &title, slice_of(article->title), 0);
    buffer_add_string(out, "</h1>\n");
    add_byline(page);
    buffer_add_string(out, "</header>\n");
    if (!add_lines(page, slice_of(article->body),
                   (struct page_marks){ marks->body, marks->body_count, 0 }))
        return;
    if (article->captions) {
        buffer_add_string(out, "<aside>\n");
        add_lines(
            page, slice_of(article->captions),
            (struct page_marks){ marks->captions, marks->caption_count, 0 });
        buffer_add_string(out, "</aside>\n");
    }
    add_address(page);
    buffer_add_string(out, "</article>\n</body>\n</html>\n");
}
