#include "cli/entry.h"

#include "base/file.h"
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

void entry_add_passage(struct buffer *out, const struct entry_layout *layout,
                       const struct offprint_passage *passage)
{
    struct wrap wrap = wrap_of(out, layout);
    bool asterisks = !layout->terminal->colour;
    if (passage->starts_inside) wrap_add(&wrap, SLICE("… "), STYLE_PLAIN);
    for (size_t i = 0; i < passage->fragment_count; i++) {
        const struct offprint_fragment *fragment = &passage->fragments[i];
        bool marked = fragment->hit && asterisks;
        if (marked) wrap_add(&wrap, SLICE("*"), STYLE_PLAIN);
        wrap_add(&wrap, (struct slice){ fragment->text, fragment->size },
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
