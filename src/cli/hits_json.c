#include <math.h>

#include "cli/article_json.h"
#include "cli/explanation.h"
#include "cli/hits.h"

static void add_passage(struct json_writer *json, const char *name,
                        const struct offprint_passage *passage,
                        enum hits_offsets offsets)
{
    json_write_array(json, name);
    for (size_t i = 0; i < passage->fragment_count; i++) {
        const struct offprint_fragment *fragment = &passage->fragments[i];
        json_write_object(json, NULL);
        json_write_slice(json, "text",
                         (struct slice){ fragment->text, fragment->size });
        json_write_bool(json, "hit", fragment->hit);
        if (offsets == HITS_WITH_OFFSETS) {
            json_write_integer(json, "start", fragment->start);
            json_write_integer(json, "end", fragment->end);
        }
        json_write_object_end(json);
    }
    json_write_array_end(json);
}

static void add_hit(struct json_writer *json, const struct offprint_hit *hit,
                    const char *query_id, enum hits_offsets offsets)
{
    json_write_object(json, NULL);
    if (query_id) json_write_string(json, "query_id", query_id);
    json_write_integer(json, "rank", hit->rank);
    article_json_identity(json, &hit->article);
    json_write_number(json, "score", hit->score);
    article_json_fields(json, &hit->article);
    json_write_strings(json, "without", hit->without, hit->without_count);
    add_passage(json, "title_parts", &hit->title, offsets);
    json_write_array(json, "snippets");
    for (size_t i = 0; i < hit->snippet_count; i++)
        add_passage(json, NULL, &hit->snippets[i], offsets);
    json_write_array_end(json);
    explanation_write(json, hit->explanation);
    json_write_object_end(json);
}

// Weights of forms are few and of single precision: .8, not .800000011920929.
static double rounded(double weight)
{
    return round(weight * 1000) / 1000;
}

static void add_form(struct json_writer *json, const struct offprint_form *form)
{
    json_write_object(json, NULL);
    json_write_string(json, "term", form->term);
    json_write_string(json, "relation", form->relation);
    json_write_number(json, "weight", rounded(form->weight));
    json_write_integer(json, "articles", form->articles);
    json_write_object_end(json);
}

static void add_word(struct json_writer *json, const struct offprint_word *word)
{
    json_write_object(json, NULL);
    json_write_string(json, "text", word->text);
    json_write_number(json, "weight", word->weight);
    json_write_integer(json, "articles", word->articles);
    json_write_integer(json, "form_total", word->form_total);
    json_write_array(json, "forms");
    for (size_t i = 0; i < word->form_count; i++)
        add_form(json, &word->forms[i]);
    json_write_array_end(json);
    json_write_object_end(json);
}

static void add_words(struct json_writer *json,
                      const struct offprint_result *result)
{
    if (!result->words) {
        json_write_string(json, "words", NULL);
        return;
    }
    json_write_array(json, "words");
    for (size_t i = 0; i < result->word_count; i++)
        add_word(json, &result->words[i]);
    json_write_array_end(json);
}

static const char *kind_name(enum offprint_part_kind kind)
{
    switch (kind) {
    case OFFPRINT_PART_WORD: return "word";
    case OFFPRINT_PART_EXCLUDED: return "excluded";
    case OFFPRINT_PART_FILTER: break;
    }
    return "filter";
}

// Why nothing was found; null where something was.
static void add_nothing(struct json_writer *json,
                        const struct offprint_result *result)
{
    if (!result->parts) {
        json_write_string(json, "nothing", NULL);
        return;
    }
    json_write_object(json, "nothing");
    json_write_string(json, "reason", result->reason);
    json_write_array(json, "parts");
    for (size_t i = 0; i < result->part_count; i++) {
        const struct offprint_part *part = &result->parts[i];
        json_write_object(json, NULL);
        json_write_string(json, "text", part->text);
        json_write_string(json, "kind", kind_name(part->kind));
        json_write_integer(json, "articles", part->articles);
        json_write_integer(json, "without", part->without);
        json_write_object_end(json);
    }
    json_write_array_end(json);
    json_write_array(json, "looser");
    for (size_t i = 0; i < result->looser_count; i++) {
        json_write_object(json, NULL);
        json_write_string(json, "change", result->looser[i].change);
        json_write_integer(json, "articles", result->looser[i].articles);
        json_write_object_end(json);
    }
    json_write_array_end(json);
    json_write_object_end(json);
}

static const char *match_name(enum offprint_match match)
{
    switch (match) {
    case OFFPRINT_MATCH_ALL: return "all";
    case OFFPRINT_MATCH_ANY: return "any";
    case OFFPRINT_MATCH_AUTO: break;
    }
    return "auto";
}

void hits_add_json(struct buffer *out, const struct offprint_result *result,
                   const char *query_id, enum hits_offsets offsets)
{
    struct json_writer json = { .out = out };
    json_write_object(&json, NULL);
    if (query_id) json_write_string(&json, "id", query_id);
    json_write_string(&json, "query", result->query);
    json_write_string(&json, "match", match_name(result->match));
    json_write_integer(&json, "total", result->total);
    json_write_bool(&json, "total_exact", result->total_exact);
    json_write_milliseconds(&json, "elapsed_ms", result->elapsed_ms);
    json_write_bool(&json, "partial", result->partial);
    json_write_array(&json, "warnings");
    for (size_t i = 0; i < result->warning_count; i++)
        json_write_string(&json, NULL, result->warnings[i].message);
    json_write_array_end(&json);
    json_write_strings(&json, "suggestions", result->suggestions,
                       result->suggestion_count);
    add_nothing(&json, result);
    add_words(&json, result);
    json_write_array(&json, "hits");
    for (size_t i = 0; i < result->hit_count; i++)
        add_hit(&json, &result->hits[i], NULL, offsets);
    json_write_array_end(&json);
    json_write_object_end(&json);
    json_write_line_end(&json);
}

void hits_add_jsonl(struct buffer *out, const struct offprint_result *result,
                    const char *query_id, enum hits_offsets offsets)
{
    struct json_writer json = { .out = out };
    for (size_t i = 0; i < result->hit_count; i++) {
        add_hit(&json, &result->hits[i], query_id, offsets);
        json_write_line_end(&json);
    }
}
