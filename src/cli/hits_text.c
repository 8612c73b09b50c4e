#include "cli/escape.h"
#include "cli/explanation.h"
#include "cli/hits.h"
#include "cli/wrap.h"

static void add_without(struct buffer *out, const struct entry_layout *layout,
                        const struct offprint_hit *hit)
{
    if (hit->without_count == 0) return;
    struct wrap wrap = { .out = out,
                         .terminal = layout->terminal,
                         .indent = entry_indent(layout),
                         .width = terminal_text_width(layout->terminal) };
    wrap_add(&wrap, SLICE("without:"), STYLE_DIM);
    for (size_t i = 0; i < hit->without_count; i++) {
        wrap_add(&wrap, i ? SLICE(", ") : SLICE(" "), STYLE_DIM);
        wrap_add(&wrap, slice_of(hit->without[i]), STYLE_DIM);
    }
    wrap_end(&wrap);
}

static int rank_width(const struct offprint_result *result)
{
    uint64_t last = result->hit_count;
    if (last > 0) last = result->hits[last - 1].rank;
    int width = 2;
    for (uint64_t limit = 100; last >= limit && width < 12; limit *= 10)
        width++;
    return width;
}

static void add_heading(struct buffer *out, const struct entry_layout *layout,
                        const char *query, const char *query_id)
{
    terminal_style(out, layout->terminal, STYLE_TITLE);
    escape_name(out, slice_of(query_id));
    buffer_add_string(out, ": ");
    escape_name(out, slice_of(query));
    terminal_style(out, layout->terminal, STYLE_PLAIN);
    buffer_add_string(out, "\n\n");
}

// Above the hits, where their scores are explained and words count for them.
static void add_formulas(struct buffer *out, const struct entry_layout *layout,
                         const struct offprint_result *result)
{
    const struct offprint_explanation *first =
        result->hit_count > 0 ? result->hits[0].explanation : NULL;
    if (first && first->word_count > 0)
        explanation_add_formulas(out, layout, first);
}

void hits_add_text(struct buffer *out, const struct entry_layout *layout,
                   const struct offprint_result *result, const char *query_id)
{
    struct entry_layout fitting = *layout;
    fitting.number_width = rank_width(result);
    if (query_id) add_heading(out, layout, result->query, query_id);
    hits_add_words(out, layout, result);
    add_formulas(out, layout, result);
    for (size_t i = 0; i < result->hit_count; i++) {
        const struct offprint_hit *hit = &result->hits[i];
        if (i > 0) buffer_add_byte(out, '\n');
        entry_add(out, &fitting, hit->rank, &hit->title, &hit->article);
        for (size_t j = 0; j < hit->snippet_count; j++)
            entry_add_passage(out, &fitting, &hit->snippets[j]);
        add_without(out, &fitting, hit);
        if (hit->explanation) explanation_add(out, &fitting, hit->explanation);
    }
    if (query_id && result->hit_count > 0) buffer_add_byte(out, '\n');
}
