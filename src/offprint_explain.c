// How a score came about: what search/explain.h tells, with its texts.

#include "base/buffer.h"
#include "facade.h"
#include "search/constants.h"
#include "search/explain.h"

static bool publish_weights(const struct explained_word *word,
                            struct arena *arena,
                            struct offprint_explained_word *published)
{
    struct offprint_explained_weight *weights =
        arena_alloc(arena, word->weighed_count * sizeof *weights);
    if (!weights) return false;
    bool whole = true;
    for (size_t i = 0; i < word->weighed_count; i++) {
        const struct family *family = &word->weighed[i];
        const struct family_figures *figures = &family->figures;
        weights[i] = (struct offprint_explained_weight){
            .text = arena_string(arena, family->text),
            .articles = (uint64_t)figures->articles,
            .occurrences = figures->occurrences,
            .idf = figures->idf,
            .rare = figures->rare,
            .burst = figures->burst,
            .weight = family->weight,
        };
        whole &= weights[i].text != NULL;
    }
    published->weights = weights;
    published->weight_count = word->weighed_count;
    return whole;
}

static bool publish_forms(const struct explained_word *word,
                          struct arena *arena,
                          struct offprint_explained_word *published)
{
    struct offprint_explained_form *forms =
        arena_alloc(arena, (word->form_count + 1) * sizeof *forms);
    if (!forms) return false;
    bool whole = true;
    for (size_t i = 0; i < word->form_count; i++) {
        const struct explained_form *form = &word->forms[i];
        forms[i] = (struct offprint_explained_form){
            .term = facade_row_of_terms(form->form, arena),
            .relation = relation_name(form->form->relation),
            .title = form->title,
            .body = form->body,
            .extra = form->extra,
            .title_weight = form->weights.title,
            .body_weight = form->weights.body,
            .extra_weight = form->weights.extra,
            .x = form->x,
        };
        whole &= forms[i].term != NULL;
    }
    published->forms = forms;
    published->form_count = word->form_count;
    return whole;
}

static bool publish_words(const struct explanation *explanation,
                          struct arena *arena,
                          struct offprint_explanation *published)
{
    struct offprint_explained_word *words =
        arena_alloc(arena, (explanation->word_count + 1) * sizeof *words);
    if (!words) return false;
    bool whole = true;
    for (size_t i = 0; i < explanation->word_count; i++) {
        const struct explained_word *word = &explanation->words[i];
        words[i] = (struct offprint_explained_word){
            .text = arena_string(arena, word->family->text),
            .weight = word->family->weight,
            .times = word->times,
            .x = word->x,
            .saturation = word->saturation,
            .score = word->score,
        };
        whole &= words[i].text && publish_weights(word, arena, &words[i])
                 && publish_forms(word, arena, &words[i]);
    }
    published->words = words;
    published->word_count = explanation->word_count;
    return whole;
}

static struct offprint_explained_row row_of(const struct explained_row *row)
{
    return (struct offprint_explained_row){ .weight = row->weight,
                                            .count = row->count,
                                            .saturation = row->saturation,
                                            .score = row->score };
}

// "stem cells"
static const char *text_of_pair(const struct explained_row *pair,
                                struct arena *arena)
{
    struct slice terms[] = { pair->first->text, pair->second->text };
    const struct form row = { .terms = terms, .term_count = 2 };
    return facade_row_of_terms(&row, arena);
}

static bool publish_pairs(const struct explanation *explanation,
                          struct arena *arena,
                          struct offprint_explanation *published)
{
    struct offprint_explained_row *pairs =
        arena_alloc(arena, (explanation->pair_count + 1) * sizeof *pairs);
    if (!pairs) return false;
    bool whole = true;
    for (size_t i = 0; i < explanation->pair_count; i++) {
        const struct explained_row *pair = &explanation->pairs[i];
        pairs[i] = row_of(pair);
        pairs[i].text = text_of_pair(pair, arena);
        pairs[i].first = pair->first->weight;
        pairs[i].second = pair->second->weight;
        whole &= pairs[i].text != NULL;
    }
    published->pairs = pairs;
    published->pair_count = explanation->pair_count;
    return whole;
}

static bool publish_phrase(const struct explanation *explanation,
                           const struct form *phrase, struct arena *arena,
                           struct offprint_explanation *published)
{
    if (explanation->phrase.score <= 0) return true;
    struct offprint_explained_row *whole = arena_alloc(arena, sizeof *whole);
    if (!whole) return false;
    *whole = row_of(&explanation->phrase);
    whole->text = facade_row_of_terms(phrase, arena);
    published->whole = whole;
    return whole->text != NULL;
}

static struct offprint_explanation numbers_of(
    const struct search *search, const struct explanation *explanation)
{
    const struct scorer *scorer = search->context.scorer;
    return (struct offprint_explanation){
        .articles = search->articles,
        .mean_occurrences = search->mean_occurrences,
        .length = explanation->length,
        .average_length = explanation->average_length,
        .length_factor = explanation->length_factor,
        .k1 = scorer->k1,
        .b = scorer->b,
        .kappa = scorer->idf_alone ? 0 : RANK_KAPPA,
        .pair = scorer->pair,
        .pair_k1 = scorer->pair_k1,
        .phrase = scorer->phrase,
        .phrase_k1 = scorer->phrase_k1,
        .total = explanation->total,
        .rounding = explanation->rounding,
    };
}

enum offprint_status facade_explain_score(
    const struct search *search, int64_t id, struct arena *arena,
    const struct offprint_explanation **result, struct offprint_error *err)
{
    struct explanation explanation;
    enum offprint_status status =
        explain_article(search, id, arena, &explanation, err);
    if (status || !explanation.known) return status;
    struct offprint_explanation *published =
        arena_alloc(arena, sizeof *published);
    if (!published) return fail_no_memory(err);
    *published = numbers_of(search, &explanation);
    *result = published;
    if (publish_words(&explanation, arena, published)
        && publish_pairs(&explanation, arena, published)
        && publish_phrase(&explanation, &search->plan.phrase, arena, published))
        return OFFPRINT_OK;
    return fail_no_memory(err);
}
