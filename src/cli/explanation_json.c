#include "cli/explanation.h"

// The signs that the formulas have.
struct named {
    const char *name;
    double number;
};

static void add_numbers(struct json_writer *json, const struct named *numbers,
                        size_t count)
{
    for (size_t i = 0; i < count; i++)
        json_write_number(json, numbers[i].name, numbers[i].number);
}

static void add_constants(struct json_writer *json,
                          const struct offprint_explanation *explanation)
{
    const struct named numbers[] = {
        { "k1", explanation->k1 },
        { "b", explanation->b },
        { "kappa", explanation->kappa },
        { "pair", explanation->pair },
        { "pair_k1", explanation->pair_k1 },
        { "phrase", explanation->phrase },
        { "phrase_k1", explanation->phrase_k1 },
    };
    json_write_object(json, "constants");
    add_numbers(json, numbers, sizeof numbers / sizeof numbers[0]);
    json_write_object_end(json);
}

static void add_weight(struct json_writer *json,
                       const struct offprint_explained_weight *weight)
{
    const struct named numbers[] = {
        { "occurrences", weight->occurrences },
        { "idf", weight->idf },
        { "rare", weight->rare },
        { "burst", weight->burst },
        { "weight", weight->weight },
    };
    json_write_object(json, NULL);
    json_write_string(json, "text", weight->text);
    json_write_integer(json, "articles", weight->articles);
    add_numbers(json, numbers, sizeof numbers / sizeof numbers[0]);
    json_write_object_end(json);
}

static void add_form(struct json_writer *json,
                     const struct offprint_explained_form *form)
{
    const struct named numbers[] = {
        { "title_weight", form->title_weight },
        { "body_weight", form->body_weight },
        { "extra_weight", form->extra_weight },
        { "x", form->x },
    };
    json_write_object(json, NULL);
    json_write_string(json, "term", form->term);
    json_write_string(json, "relation", form->relation);
    json_write_integer(json, "title", form->title);
    json_write_integer(json, "body", form->body);
    json_write_integer(json, "extra", form->extra);
    add_numbers(json, numbers, sizeof numbers / sizeof numbers[0]);
    json_write_object_end(json);
}

static void add_word(struct json_writer *json,
                     const struct offprint_explained_word *word)
{
    const struct named numbers[] = {
        { "weight", word->weight }, { "times", word->times },
        { "x", word->x },           { "saturation", word->saturation },
        { "score", word->score },
    };
    json_write_object(json, NULL);
    json_write_string(json, "text", word->text);
    json_write_array(json, "weights");
    for (size_t i = 0; i < word->weight_count; i++)
        add_weight(json, &word->weights[i]);
    json_write_array_end(json);
    json_write_array(json, "forms");
    for (size_t i = 0; i < word->form_count; i++)
        add_form(json, &word->forms[i]);
    json_write_array_end(json);
    add_numbers(json, numbers, sizeof numbers / sizeof numbers[0]);
    json_write_object_end(json);
}

// What pairs and the phrase have in common.
static void add_row(struct json_writer *json,
                    const struct offprint_explained_row *row)
{
    json_write_string(json, "text", row->text);
    json_write_number(json, "weight", row->weight);
    json_write_integer(json, "count", row->count);
    json_write_number(json, "saturation", row->saturation);
    json_write_number(json, "score", row->score);
}

static void add_pair(struct json_writer *json,
                     const struct offprint_explained_row *pair)
{
    json_write_object(json, NULL);
    json_write_number(json, "first", pair->first);
    json_write_number(json, "second", pair->second);
    add_row(json, pair);
    json_write_object_end(json);
}

static void add_phrase(struct json_writer *json,
                       const struct offprint_explained_row *phrase)
{
    if (!phrase) {
        json_write_string(json, "phrase", NULL);
        return;
    }
    json_write_object(json, "phrase");
    add_row(json, phrase);
    json_write_object_end(json);
}

static void add_parts(struct json_writer *json,
                      const struct offprint_explanation *explanation)
{
    json_write_array(json, "words");
    for (size_t i = 0; i < explanation->word_count; i++)
        add_word(json, &explanation->words[i]);
    json_write_array_end(json);
    json_write_array(json, "pairs");
    for (size_t i = 0; i < explanation->pair_count; i++)
        add_pair(json, &explanation->pairs[i]);
    json_write_array_end(json);
    add_phrase(json, explanation->whole);
}

void explanation_write(struct json_writer *json,
                       const struct offprint_explanation *explanation)
{
    if (!explanation) {
        json_write_string(json, "explain", NULL);
        return;
    }
    const struct named numbers[] = {
        { "mean_occurrences", explanation->mean_occurrences },
        { "length", explanation->length },
        { "average_length", explanation->average_length },
        { "length_factor", explanation->length_factor },
    };
    json_write_object(json, "explain");
    add_constants(json, explanation);
    json_write_integer(json, "articles", explanation->articles);
    add_numbers(json, numbers, sizeof numbers / sizeof numbers[0]);
    add_parts(json, explanation);
    json_write_number(json, "total", explanation->total);
    json_write_number(json, "rounding", explanation->rounding);
    json_write_object_end(json);
}
