#include "cli/entry.h"
#include "cli/escape.h"
#include "cli/page.h"
#include "cli/shown.h"
#include "cli/wrap.h"

enum {
    LABEL_INDENT = 13, // columns: "  language   "
};

static struct buffer *out_of(const struct page *page)
{
    return &page->cli->out.text;
}

static struct wrap wrap_of(const struct page *page, int indent)
{
    return (struct wrap){ .out = out_of(page),
                          .terminal = &page->cli->screen,
                          .indent = indent,
                          .width = terminal_page_width(&page->cli->screen) };
}

// ---- What is known of it ----------------------------------------------------

// Where a value was found, behind it: "(og:title)".
static void add_source(struct wrap *wrap, const char *source)
{
    if (!source) return;
    wrap_add(wrap, SLICE(" ("), STYLE_DIM);
    wrap_add(wrap, slice_of(source), STYLE_DIM);
    wrap_add(wrap, SLICE(")"), STYLE_DIM);
}

static void add_label(const struct page *page, const char *label,
                      struct slice value, const char *source)
{
    if (value.len == 0) return;
    char lead[LABEL_INDENT + 1];
    snprintf(lead, sizeof lead, "  %-10s", label);
    struct wrap wrap = wrap_of(page, LABEL_INDENT);
    wrap.lead = slice_of(lead);
    wrap_add(&wrap, value, STYLE_PLAIN);
    add_source(&wrap, source);
    wrap_end(&wrap);
}

static void add_list(const struct page *page, const char *label,
                     const char *const *values, size_t count,
                     const char *source)
{
    struct buffer joined = { 0 };
    for (size_t i = 0; i < count; i++) {
        if (i > 0) buffer_add_string(&joined, ", ");
        buffer_add_string(&joined, values[i]);
    }
    if (joined.failed) out_of(page)->failed = true;
    add_label(page, label, buffer_slice(&joined), source);
    buffer_free(&joined);
}

static void add_date(const struct page *page, const char *label,
                     const char *iso, const char *source)
{
    struct buffer date = { 0 };
    if (iso) shown_date(&date, slice_of(iso));
    if (date.failed) out_of(page)->failed = true;
    add_label(page, label, buffer_slice(&date), source);
    buffer_free(&date);
}

// Not wrapped, however long: it is there to be copied.
static void add_address(const struct page *page, const char *source)
{
    struct buffer *out = out_of(page);
    if (!page->article->url) return;
    buffer_format(out, "  %-*s", LABEL_INDENT - 2, "url");
    escape_name(out, slice_of(page->article->url));
    if (source) {
        terminal_style(out, &page->cli->screen, STYLE_DIM);
        buffer_format(out, " (%s)", source);
        terminal_style(out, &page->cli->screen, STYLE_PLAIN);
    }
    buffer_add_byte(out, '\n');
}

static void add_path(const struct page *page)
{
    if (!page->article->path) return;
    struct entry_layout layout = { .terminal = &page->cli->screen };
    buffer_format(out_of(page), "  %-*s", LABEL_INDENT - 2, "path");
    entry_add_path(out_of(page), &layout, page->article);
    buffer_add_byte(out_of(page), '\n');
}

static void add_id(const struct page *page)
{
    char id[24], type[64];
    snprintf(id, sizeof id, "%lld", (long long)page->article->id);
    snprintf(type, sizeof type, "%s%s", page->article->kind,
             page->article->whole_page ? ", whole page" : "");
    add_label(page, "type", slice_of(type), NULL);
    add_label(page, "id", slice_of(id), NULL);
}

// "windows-1252, 2 bytes replaced"
static void add_charset(const struct page *page)
{
    const struct offprint_extract *extract = page->extract;
    if (!extract->charset) return;
    struct buffer line = { 0 };
    buffer_add_string(&line, extract->charset);
    if (extract->replaced) {
        buffer_add_string(&line, ", ");
        shown_count_of(&line, extract->replaced, "byte");
        buffer_add_string(&line, " replaced");
    }
    if (extract->repaired) {
        buffer_add_string(&line, ", ");
        shown_count_of(&line, extract->repaired, "character");
        buffer_add_string(&line, " repaired that had been read as Latin-1");
    }
    if (line.failed) out_of(page)->failed = true;
    add_label(page, "charset", buffer_slice(&line), NULL);
    buffer_free(&line);
}

static void add_extraction(const struct page *page)
{
    add_date(page, "saved", page->extract->saved, NULL);
    char type[64];
    snprintf(type, sizeof type, "%s, %s", page->article->kind,
             page->extract->kind);
    add_label(page, "type", slice_of(type), NULL);
    add_charset(page);
}

static void add_metadata(const struct page *page)
{
    static const struct offprint_sources NONE;
    const struct offprint_article *article = page->article;
    const struct offprint_sources *from =
        page->extract ? &page->extract->sources : &NONE;
    add_list(page, "authors", article->authors, article->author_count,
             from->authors);
    add_label(page, "site", slice_of(article->site), from->site);
    add_date(page, "date", article->published, from->published);
    add_date(page, "modified", article->modified, from->modified);
    add_label(page, "language", slice_of(article->language), from->language);
    add_list(page, "tags", article->tags, article->tag_count, from->tags);
    add_label(page, "about", slice_of(article->description), from->description);
    add_address(page, from->url);
    add_path(page);
    if (article->name && article->uri
        && strcmp(article->name, article->uri) != 0)
        add_label(page, "name", slice_of(article->name), NULL);
    if (page->extract)
        add_extraction(page);
    else
        add_id(page);
}

// ---- The text ---------------------------------------------------------------

// text lies at offset in what is marked. Hits are in colour, or between
// asterisks where there is none.
static void add_pieces(struct wrap *wrap, struct page_marks *marks,
                       struct slice text, size_t offset, enum style style)
{
    bool asterisks = !wrap->terminal->colour;
    while (text.len) {
        bool hit;
        struct slice piece = page_next_piece(marks, offset, &text, &hit);
        offset += piece.len;
        if (hit && asterisks) wrap_add(wrap, SLICE("*"), style);
        wrap_add(wrap, piece, hit ? STYLE_HIT : style);
        if (hit && asterisks) wrap_add(wrap, SLICE("*"), style);
    }
}

static void add_title(const struct page *page)
{
    struct page_marks marks = { 0 };
    if (page->marks)
        marks = (struct page_marks){ page->marks->title,
                                     page->marks->title_count, 0 };
    struct wrap wrap = wrap_of(page, 0);
    add_pieces(&wrap, &marks, slice_of(page->article->title), 0, STYLE_TITLE);
    add_source(&wrap, page->extract ? page->extract->sources.title : NULL);
    wrap_end(&wrap);
}

// False where nobody reads on.
static bool add_lines(const struct page *page, struct slice text,
                      struct page_marks marks, enum style style)
{
    struct wrap wrap = wrap_of(page, 0);
    struct page_lines lines = { .rest = text };
    struct page_line line;
    while (page_next_line(&lines, &line)) {
        if (line.apart) buffer_add_byte(out_of(page), '\n');
        size_t most = (size_t)wrap.width / 2;
        wrap.indent = (int)(line.indent < most ? line.indent : most);
        add_pieces(&wrap, &marks, line.text, (size_t)(line.text.ptr - text.ptr),
                   style);
        wrap_end(&wrap);
        if (!output_drain(&page->cli->out)) return false;
    }
    return true;
}

void page_add_text(const struct page *page)
{
    static const struct offprint_marks NONE;
    const struct offprint_marks *marks = page->marks ? page->marks : &NONE;
    add_title(page);
    buffer_add_byte(out_of(page), '\n');
    add_metadata(page);
    buffer_add_byte(out_of(page), '\n');
    if (!add_lines(page, slice_of(page->article->body),
                   (struct page_marks){ marks->body, marks->body_count, 0 },
                   STYLE_PLAIN))
        return;
    if (!page->article->captions) return;
    buffer_add_byte(out_of(page), '\n');
    add_lines(page, slice_of(page->article->captions),
              (struct page_marks){ marks->captions, marks->caption_count, 0 },
              STYLE_DIM);
}
