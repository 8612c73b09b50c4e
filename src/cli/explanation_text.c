#include <math.h>

#include "base/utf8.h"
#include "cli/escape.h"
#include "cli/explanation.h"
#include "cli/shown.h"

// Columns of a table, counted from where the text of a hit begins.
enum {
    RESULT_END = 60,
    SCORE_END = 70,
    STEP = 2, // inwards
};

// A table while it is written, line by line.
struct table {
    struct buffer *out;
    int indent;
    const struct offprint_explanation *explanation;
    struct buffer line; // the calculation at hand
};

// ---- Lines ------------------------------------------------------------------

static void begin_line(struct table *table, int depth)
{
    buffer_reset(&table->line);
    buffer_format(&table->line, "%*s", depth * STEP, "");
}

// Numbers that are not there are not finite.
static void end_line(struct table *table, double result, double score)
{
    struct buffer *line = &table->line;
    const double numbers[] = { result, score };
    const int ends[] = { RESULT_END, SCORE_END };
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        if (!isfinite(numbers[i])) continue;
        char number[32];
        const int width = snprintf(number, sizeof number, "%.4f", numbers[i]);
        const int blank =
            ends[i] - width - (int)utf8_text_width(buffer_slice(line));
        buffer_format(line, "%*s%s", blank > STEP ? blank : STEP, "", number);
    }
    buffer_format(table->out, "%*s", table->indent, "");
    buffer_add(table->out, buffer_slice(line));
    buffer_add_byte(table->out, '\n');
    if (line->failed) table->out->failed = true;
}

// x may be a count.
static void add_saturation(struct table *table, double x, double k,
                           double saturation, double score)
{
    const int places = x == floor(x) ? 0 : 4;
    begin_line(table, 1);
    buffer_format(&table->line, "S = %g * %.*f / (%.*f + %g * %.4f)", k + 1,
                  places, x, places, x, k, table->explanation->length_factor);
    end_line(table, saturation, score);
}

// ---- Words ------------------------------------------------------------------

// "stem: df 3, cf 12"
static void add_frequencies(struct table *table, int depth,
                            const struct offprint_explained_weight *weight)
{
    struct buffer *line = &table->line;
    begin_line(table, depth);
    escape_name(line, slice_of(weight->text));
    buffer_add_string(line, ": df ");
    shown_count(line, weight->articles);
    const double times = weight->occurrences;
    if (table->explanation->kappa > 0 && times == floor(times)) {
        buffer_add_string(line, ", cf ");
        shown_count(line, (uint64_t)times);
    } else if (table->explanation->kappa > 0) {
        buffer_format(line, ", cf %.4f", times);
    }
    end_line(table, NAN, NAN);
}

static void add_product(struct table *table, int depth,
                        const struct offprint_explained_weight *weight)
{
    begin_line(table, depth);
    buffer_format(&table->line, "W = idf %.4f", weight->idf);
    if (table->explanation->kappa > 0)
        buffer_format(&table->line, " * rare %.4f * burst %.4f", weight->rare,
                      weight->burst);
    end_line(table, weight->weight, NAN);
}

// A phrase in quotation marks weighs what its words do.
static void add_weights(struct table *table,
                        const struct offprint_explained_word *word)
{
    begin_line(table, 0);
    escape_name(&table->line, slice_of(word->text));
    end_line(table, NAN, NAN);
    for (size_t i = 0; i < word->weight_count; i++) {
        add_frequencies(table, 1, &word->weights[i]);
        add_product(table, 2, &word->weights[i]);
    }
    begin_line(table, 1);
    buffer_add_string(&table->line, "W, the sum");
    end_line(table, word->weight, NAN);
}

static void add_weight(struct table *table,
                       const struct offprint_explained_word *word)
{
    if (word->weight_count > 1) {
        add_weights(table, word);
    } else {
        add_frequencies(table, 0, &word->weights[0]);
        add_product(table, 1, &word->weights[0]);
    }
    if (word->times == 1) return;
    begin_line(table, 1);
    buffer_format(&table->line, "W, %g times", word->times);
    end_line(table, word->times * word->weight, NAN);
}

static void add_field(struct buffer *line, const char *name, uint64_t count,
                      double weight, bool *some)
{
    if (count == 0) return;
    buffer_format(line, "%s%s %llu * %.4g", *some ? ", " : ": ", name,
                  (unsigned long long)count, weight);
    *some = true;
}

// "stems: title 1 * 1.602, body 3 * 0.8008"
static void add_form(struct table *table,
                     const struct offprint_explained_form *form)
{
    struct buffer *line = &table->line;
    bool some = false;
    begin_line(table, 1);
    escape_name(line, slice_of(form->term));
    add_field(line, "title", form->title, form->title_weight, &some);
    add_field(line, "body", form->body, form->body_weight, &some);
    add_field(line, "extra", form->extra, form->extra_weight, &some);
    end_line(table, form->x, NAN);
}

static void add_word(struct table *table,
                     const struct offprint_explained_word *word)
{
    add_weight(table, word);
    for (size_t i = 0; i < word->form_count; i++)
        add_form(table, &word->forms[i]);
    add_saturation(table, word->x, table->explanation->k1, word->saturation,
                   word->score);
}

// ---- Rows -------------------------------------------------------------------

static void add_heading(struct table *table, const char *text, const char *what)
{
    begin_line(table, 0);
    escape_name(&table->line, slice_of(text));
    buffer_format(&table->line, ": %s", what);
    end_line(table, NAN, NAN);
}

static void add_pair(struct table *table,
                     const struct offprint_explained_row *pair)
{
    add_heading(table, pair->text, "side by side");
    begin_line(table, 1);
    buffer_format(&table->line, "H = 2 * %.4f * %.4f / (%.4f + %.4f)",
                  pair->first, pair->second, pair->first, pair->second);
    end_line(table, pair->weight, NAN);
    add_saturation(table, (double)pair->count, table->explanation->pair_k1,
                   pair->saturation, pair->score);
}

static void add_whole(struct table *table,
                      const struct offprint_explained_row *whole)
{
    add_heading(table, whole->text, "as it was typed");
    begin_line(table, 1);
    buffer_add_string(&table->line, "W, the sum of all words");
    end_line(table, whole->weight, NAN);
    add_saturation(table, (double)whole->count, table->explanation->phrase_k1,
                   whole->saturation, whole->score);
}

// ---- A hit ------------------------------------------------------------------

static void add_length(struct table *table)
{
    const struct offprint_explanation *explanation = table->explanation;
    begin_line(table, 0);
    buffer_format(&table->line,
                  "K = %g + %g * %.5g / %.5g   (about %.0f words)",
                  1 - explanation->b, explanation->b, explanation->length,
                  explanation->average_length, explanation->length);
    end_line(table, explanation->length_factor, NAN);
}

void explanation_add(struct buffer *out, const struct entry_layout *layout,
                     const struct offprint_explanation *explanation)
{
    struct table table = { .out = out,
                           .indent = entry_indent(layout),
                           .explanation = explanation };
    if (explanation->word_count > 0) add_length(&table);
    for (size_t i = 0; i < explanation->word_count; i++)
        add_word(&table, &explanation->words[i]);
    for (size_t i = 0; i < explanation->pair_count; i++)
        add_pair(&table, &explanation->pairs[i]);
    if (explanation->whole) add_whole(&table, explanation->whole);
    begin_line(&table, 0);
    buffer_add_string(&table.line, "score");
    end_line(&table, NAN, explanation->total);
    buffer_free(&table.line);
}

// ---- Formulas ---------------------------------------------------------------

static void add_sum(struct buffer *out,
                    const struct offprint_explanation *explanation)
{
    buffer_add_string(out, "score = W * S of each word");
    if (explanation->pair > 0)
        buffer_format(out, " + %g * H * S of each pair", explanation->pair);
    if (explanation->phrase > 0)
        buffer_format(out, " + %g * W * S of the query", explanation->phrase);
    buffer_add_byte(out, '\n');
}

void explanation_add_formulas(struct buffer *out,
                              const struct entry_layout *layout,
                              const struct offprint_explanation *explanation)
{
    const double kappa = explanation->kappa;
    terminal_style(out, layout->terminal, STYLE_DIM);
    add_sum(out, explanation);
    buffer_add_string(out,
                      "idf   = ln(1 + (N - df + 0.5) / (df + 0.5))   N is ");
    shown_count(out, explanation->articles);
    buffer_add_string(out, ", df have the word\n");
    if (kappa > 0)
        buffer_format(out,
                      "rare  = 1 - df / (N + 1)\n"
                      "burst = 1 + ln((cf + %g * %.4f) / (df + %g))   they "
                      "have it cf times\n",
                      kappa, explanation->mean_occurrences, kappa);
    buffer_format(out,
                  "K     = %g + %g * length / %.5g   of title and body, "
                  "about\n"
                  "S     = (k + 1) * x / (x + k * K)\n",
                  1 - explanation->b, explanation->b,
                  explanation->average_length);
    terminal_style(out, layout->terminal, STYLE_PLAIN);
    buffer_add_byte(out, '\n');
}
