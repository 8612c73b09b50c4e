// What each word of the query stood for:
//
//     cells: in 4 articles
//       as typed            cells 2
//       same stem           cell 3, cela 1, celles 1
//
// The numbers are of articles; for words in a row there are none.

#include "cli/hits.h"
#include "cli/shown.h"
#include "cli/wrap.h"

enum {
    RELATION_INDENT = 2,
    FORMS_INDENT = 20, // columns: "  fits the pattern  "
    FORMS_SHOWN = 24,  // of each relation; the rest is counted
};

static struct wrap wrap_of(struct buffer *out,
                           const struct entry_layout *layout, int indent)
{
    return (struct wrap){ .out = out,
                          .terminal = layout->terminal,
                          .indent = indent,
                          .width = terminal_text_width(layout->terminal) };
}

static void add_word(struct buffer *out, const struct entry_layout *layout,
                     const struct offprint_word *word)
{
    struct buffer line = { 0 };
    buffer_add_string(&line, ": in ");
    shown_count_of(&line, word->articles, "article");
    if (word->form_total > word->form_count) {
        buffer_add_string(&line, "; ");
        shown_count(&line, word->form_count);
        buffer_add_string(&line, " of ");
        shown_count_of(&line, word->form_total, "word");
    }
    struct wrap wrap = wrap_of(out, layout, 0);
    wrap_add(&wrap, slice_of(word->text), STYLE_TITLE);
    wrap_add(&wrap, buffer_slice(&line), STYLE_PLAIN);
    wrap_end(&wrap);
    if (line.failed) out->failed = true;
    buffer_free(&line);
}

// "cell 3", which a line does not end inside of, or "stem cells" in quotes.
static void add_form(struct wrap *wrap, const struct offprint_form *form)
{
    bool several = strchr(form->term, ' ') != NULL;
    struct buffer piece = { 0 };
    if (several) buffer_add_byte(&piece, '"');
    buffer_add_string(&piece, form->term);
    if (several) buffer_add_byte(&piece, '"');
    if (form->articles > 0) {
        buffer_add_string(&piece, "\u00A0");
        shown_count(&piece, form->articles);
    }
    wrap_add(wrap, buffer_slice(&piece), STYLE_PLAIN);
    if (piece.failed) wrap->out->failed = true;
    buffer_free(&piece);
}

static bool same_relation(const struct offprint_form *a,
                          const struct offprint_form *b)
{
    return strcmp(a->relation, b->relation) == 0;
}

// One paragraph of forms of the same relation. Returns how many they are.
static size_t add_relation(struct buffer *out,
                           const struct entry_layout *layout,
                           const struct offprint_form *forms, size_t count)
{
    char lead[FORMS_INDENT + 1];
    snprintf(lead, sizeof lead, "%*s%s", RELATION_INDENT, "",
             forms[0].relation);
    struct wrap wrap = wrap_of(out, layout, FORMS_INDENT);
    if (wrap.width < 2 * FORMS_INDENT) wrap.indent = 2 * RELATION_INDENT;
    wrap.lead = slice_of(lead);
    size_t i = 0;
    for (; i < count && same_relation(&forms[i], &forms[0]); i++) {
        if (i >= FORMS_SHOWN) continue;
        if (i > 0) wrap_add(&wrap, SLICE(", "), STYLE_PLAIN);
        add_form(&wrap, &forms[i]);
    }
    char rest[48];
    snprintf(rest, sizeof rest, " and %zu more", i - FORMS_SHOWN);
    if (i > FORMS_SHOWN) wrap_add(&wrap, slice_of(rest), STYLE_DIM);
    wrap_end(&wrap);
    return i;
}

void hits_add_words(struct buffer *out, const struct entry_layout *layout,
                    const struct offprint_result *result)
{
    for (size_t i = 0; i < result->word_count; i++) {
        const struct offprint_word *word = &result->words[i];
        add_word(out, layout, word);
        for (size_t at = 0; at < word->form_count;)
            at += add_relation(out, layout, word->forms + at,
                               word->form_count - at);
    }
    if (result->word_count > 0) buffer_add_byte(out, '\n');
}
