#include "cli/entry.h"

#include "base/file.h"
#include "base/utf8.h"
#include "cli/escape.h"
#include "cli/shown.h"
#include "cli/wrap.h"

int entry_indent(const struct entry_layout *layout)
{
    return layout->number_width + ENTRY_GAP;
}

static struct wrap wrap_of(struct buffer *out,
                           const struct entry_layout *layout)
{
    return (struct wrap){ .out = out,
                          .terminal = layout->terminal,
                          .indent = entry_indent(layout),
                          .width = terminal_text_width(layout->terminal) };
}

// "4 Mar 2021 · en"
static void add_date_and_language(struct buffer *out,
                                  const struct offprint_article *article)
{
    if (article->published) shown_date(out, slice_of(article->published));
    if (!article->language) return;
    if (out->len > 0) buffer_add_string(out, " · ");
    escape_name(out, slice_of(article->language));
}

static void add_title(struct wrap *wrap, const struct offprint_passage *title,
                      const struct offprint_article *article)
{
    if (!title || title->fragment_count == 0) {
        wrap_add(wrap, slice_of(article->title), STYLE_TITLE);
        return;
    }
    for (size_t i = 0; i < title->fragment_count; i++) {
        const struct offprint_fragment *fragment = &title->fragments[i];
        wrap_add(wrap, (struct slice){ fragment->text, fragment->size },
                 fragment->hit ? STYLE_HIT : STYLE_TITLE);
    }
}

void entry_add(struct buffer *out, const struct entry_layout *layout,
               uint64_t number, const struct offprint_passage *title,
               const struct offprint_article *article)
{
    struct buffer aside = { 0 };
    add_date_and_language(&aside, article);
    char lead[24];
    snprintf(lead, sizeof lead, "%*llu", layout->number_width,
             (unsigned long long)number);

    struct wrap wrap = wrap_of(out, layout);
    wrap.lead = slice_of(lead);
    wrap.aside = buffer_slice(&aside);
    add_title(&wrap, title, article);
    wrap_end(&wrap);
    buffer_format(out, "%*s", entry_indent(layout), "");
    entry_add_path(out, layout, article);
    buffer_add_byte(out, '\n');
    if (aside.failed) out->failed = true;
    buffer_free(&aside);
}

// ---- Passages ---------------------------------------------------------------

// All lines of a passage run on. Those of a list or a table, and a heading,
// have a dot behind them, so that one is told from the next; where a sentence
// ends, or a long line was broken by hand, a blank does.

enum { BROKEN_LINE = 60 }; // bytes of a line that was perhaps broken by hand

// What was read of the line at hand.
struct line {
    size_t size;  // bytes
    bool cut;     // it begins before the passage
    bool dot;     // is due before it
    bool stopped; // its last character, but for closing marks, is a stop
};

static bool is_one_of(const uint16_t *set, uint32_t c)
{
    while (*set && *set != c) set++;
    return *set != 0;
}

static void read_character(struct line *line, uint32_t c, size_t size)
{
    static const uint16_t STOPS[] = { '.',    '!',    '?',    ':',    ';',
                                      ',',    0x2026, 0x3001, 0x3002, 0xFF01,
                                      0xFF0C, 0xFF1A, 0xFF1B, 0xFF1F, 0 };
    static const uint16_t CLOSING[] = { ' ',    '\t',   '"',    '\'',   ')',
                                        0xBB,   0x2019, 0x201C, 0x201D, 0x300D,
                                        0x300F, 0xFF09, 0 };
    line->size += size;
    if (!is_one_of(CLOSING, c)) line->stopped = is_one_of(STOPS, c);
}

// Reads a piece up to its first line break; returns its size.
static size_t read_line(struct line *line, struct slice text)
{
    size_t at = 0;
    while (at < text.len && text.ptr[at] != '\n') {
        uint32_t c;
        const size_t size = utf8_decode(text.ptr + at, text.len - at, &c);
        read_character(line, c, size);
        at += size;
    }
    return at;
}

// Passes white space and returns how many lines end in it.
static size_t pass_breaks(struct slice *text)
{
    size_t count = 0;
    while (text->len && strchr(" \t\n", text->ptr[0])) {
        count += text->ptr[0] == '\n';
        *text = slice_from(*text, 1);
    }
    return count;
}

// Whether a line may go on with the text.
static bool may_be_broken(const struct line *line, struct slice text)
{
    if (line->size >= BROKEN_LINE) return true;
    return line->cut && text.len && text.ptr[0] >= 'a' && text.ptr[0] <= 'z';
}

// What is between lines, before something else.
static void end_break(struct wrap *wrap, struct line *line)
{
    if (line->dot) wrap_add(wrap, SLICE(" \u00B7 "), STYLE_PLAIN);
    line->dot = false;
}

static void add_piece(struct wrap *wrap, struct line *line, struct slice text,
                      enum style style)
{
    while (text.len) {
        struct slice piece = { text.ptr, read_line(line, text) };
        wrap_add(wrap, piece, style);
        text = slice_from(text, piece.len);
        if (!text.len) return;
        const size_t breaks = pass_breaks(&text);
        const bool runs_on = line->stopped || line->size == 0
                             || (breaks == 1 && may_be_broken(line, text));
        wrap_add(wrap, SLICE(" "), style);
        *line = (struct line){ .dot = !runs_on };
        if (text.len) end_break(wrap, line);
    }
}

void entry_add_passage(struct buffer *out, const struct entry_layout *layout,
                       const struct offprint_passage *passage)
{
    struct line line = { .cut = passage->starts_inside };
    struct wrap wrap = wrap_of(out, layout);
    bool asterisks = !layout->terminal->colour;
    if (passage->starts_inside) wrap_add(&wrap, SLICE("… "), STYLE_PLAIN);
    for (size_t i = 0; i < passage->fragment_count; i++) {
        const struct offprint_fragment *fragment = &passage->fragments[i];
        bool marked = fragment->hit && asterisks;
        end_break(&wrap, &line);
        if (marked) wrap_add(&wrap, SLICE("*"), STYLE_PLAIN);
        add_piece(&wrap, &line,
                  (struct slice){ fragment->text, fragment->size },
                  fragment->hit ? STYLE_HIT : STYLE_PLAIN);
        if (marked) wrap_add(&wrap, SLICE("*"), STYLE_PLAIN);
    }
    if (passage->ends_inside) wrap_add(&wrap, SLICE(" …"), STYLE_PLAIN);
    wrap_end(&wrap);
}

// Not wrapped, however long: it is there to be copied.
void entry_add_path(struct buffer *out, const struct entry_layout *layout,
                    const struct offprint_article *article)
{
    const char *shown = article->uri ? article->uri : article->path;
    if (!shown) return;
    if (layout->folder) path_is_under(shown, layout->folder, &shown);
    if (article->path)
        terminal_link(out, layout->terminal, slice_of(article->path));
    terminal_style(out, layout->terminal, STYLE_PATH);
    escape_name(out, slice_of(shown));
    terminal_style(out, layout->terminal, STYLE_PLAIN);
    if (article->path) terminal_link_end(out, layout->terminal);
}

void entry_add_plain_path(struct buffer *out, const struct terminal *terminal,
                          const struct offprint_article *article, bool null)
{
    if (terminal->present)
        escape_name(out, slice_of(article->path));
    else
        buffer_add_string(out, article->path);
    buffer_add_byte(out, null ? '\0' : '\n');
}
