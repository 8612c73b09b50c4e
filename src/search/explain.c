#include "search/explain.h"

#include "search/closeness.h"
#include "search/phrase_lists.h"
#include "search/topk.h"

// An article while its score is explained.
struct explaining {
    const struct search *search;
    const struct scorer *scorer;
    uint32_t id;
    struct arena *arena;
    const struct word_lists *lists; // beside the words of the plan
    struct explanation *explanation;
};

// S of constants.h.
static double saturate(const struct explanation *explanation, double x,
                       double k)
{
    return x > 0 ? x * (k + 1) / (x + k * explanation->length_factor) : 0;
}

// ---- Words ------------------------------------------------------------------

// Occurrences in fields that do not count are left out.
static void count_fields(const struct spots *spots,
                         const struct packed_units *units,
                         struct explained_form *form)
{
    for (size_t i = 0; i < spots->count; i++)
        switch (spots->items[i] >> SPOT_FIELD_SHIFT) {
        case POSTING_TITLE: form->title += units->title > 0; break;
        case POSTING_BODY: form->body += units->body > 0; break;
        case POSTING_EXTRA: form->extra += units->extra > 0; break;
        }
}

static enum offprint_status explain_form(const struct explaining *explaining,
                                         const struct form_lists *lists,
                                         struct explained_form *form,
                                         struct offprint_error *err)
{
    struct spots *spots = explaining->search->context.spots;
    enum offprint_status status =
        lists->phrase
            ? phrase_starts(lists->phrase, explaining->id, &spots[0], &spots[1],
                            err)
            : spots_of_term(&lists->lists, explaining->id, &spots[0], err);
    if (status) return status;
    const struct packed_units *units = &lists->units;
    *form = (struct explained_form){
        .form = lists->form,
        .weights = { .title = (double)units->title / SCORER_UNIT,
                     .body = (double)units->body / SCORER_UNIT,
                     .extra = (double)units->extra / SCORER_UNIT }
    };
    count_fields(&spots[0], units, form);
    form->x = form->title * form->weights.title
              + form->body * form->weights.body
              + form->extra * form->weights.extra;
    return OFFPRINT_OK;
}

// What the weight of a family is made of.
static void find_weighed(const struct explaining *explaining,
                         struct explained_word *word)
{
    const struct expansion *expansion = &explaining->search->expansion;
    word->weighed = word->family;
    word->weighed_count = 1;
    for (size_t i = 0; i < explaining->search->query.term_count; i++) {
        const struct expanded_term *term = &expansion->terms[i];
        if (word->family != &term->whole || term->quoted_count == 0) continue;
        word->weighed = term->quoted;
        word->weighed_count = term->quoted_count;
    }
}

static enum offprint_status explain_word(const struct explaining *explaining,
                                         size_t number,
                                         struct explained_word *word,
                                         struct offprint_error *err)
{
    const struct plan_word *planned = &explaining->search->plan.words[number];
    const struct word_lists *lists = &explaining->lists[number];
    *word = (struct explained_word){ .family = planned->family };
    word->forms =
        arena_alloc(explaining->arena, lists->form_count * sizeof *word->forms);
    if (!word->forms) return fail_no_memory(err);
    for (size_t i = 0; i < lists->form_count; i++) {
        struct explained_form *form = &word->forms[word->form_count];
        enum offprint_status status =
            explain_form(explaining, &lists->forms[i], form, err);
        if (status) return status;
        word->x += form->x;
        word->form_count += form->x > 0;
    }
    find_weighed(explaining, word);
    const double weight = planned->family->weight;
    word->times = weight > 0 ? planned->weight / weight : 1;
    word->saturation =
        saturate(explaining->explanation, word->x, explaining->scorer->k1);
    word->score = planned->weight * word->saturation;
    return OFFPRINT_OK;
}

static enum offprint_status explain_words(const struct explaining *explaining,
                                          struct offprint_error *err)
{
    struct explanation *explanation = explaining->explanation;
    const size_t count = explaining->search->plan.word_count;
    explanation->words = arena_alloc(explaining->arena,
                                     (count + 1) * sizeof *explanation->words);
    if (!explanation->words) return fail_no_memory(err);
    for (size_t i = 0; i < count; i++) {
        struct explained_word *word =
            &explanation->words[explanation->word_count];
        enum offprint_status status = explain_word(explaining, i, word, err);
        if (status) return status;
        explanation->total += word->score;
        explanation->word_count += word->x > 0;
    }
    return OFFPRINT_OK;
}

// ---- Rows -------------------------------------------------------------------

// A row that is there; factor is what its kind counts.
static void weigh_row(struct explanation *explanation, double factor, double k,
                      struct explained_row *row)
{
    row->saturation = saturate(explanation, row->count, k);
    row->score = factor * row->weight * row->saturation;
    explanation->total += row->score;
}

static enum offprint_status explain_pair(const struct explaining *explaining,
                                         const struct plan_pair *planned,
                                         struct explained_row *pair,
                                         struct offprint_error *err)
{
    const struct plan *plan = &explaining->search->plan;
    struct spots *spots = explaining->search->context.spots;
    *pair = (struct explained_row){
        .first = plan->words[planned->first].family,
        .second = plan->words[planned->second].family,
        .weight = planned->weight,
    };
    enum offprint_status status = spots_of_word(
        &explaining->lists[planned->first], explaining->id, &spots[0], err);
    if (!status)
        status = spots_of_word(&explaining->lists[planned->second],
                               explaining->id, &spots[1], err);
    if (!status) pair->count = spots_count_pairs(&spots[0], &spots[1]);
    return status;
}

static enum offprint_status explain_pairs(const struct explaining *explaining,
                                          struct offprint_error *err)
{
    struct explanation *explanation = explaining->explanation;
    const struct plan *plan = &explaining->search->plan;
    const struct scorer *scorer = explaining->scorer;
    if (scorer->pair <= 0) return OFFPRINT_OK;
    explanation->pairs = arena_alloc(
        explaining->arena, (plan->pair_count + 1) * sizeof *explanation->pairs);
    if (!explanation->pairs) return fail_no_memory(err);
    for (size_t i = 0; i < plan->pair_count; i++) {
        struct explained_row *pair =
            &explanation->pairs[explanation->pair_count];
        enum offprint_status status =
            explain_pair(explaining, &plan->pairs[i], pair, err);
        if (status) return status;
        weigh_row(explanation, scorer->pair, scorer->pair_k1, pair);
        explanation->pair_count += pair->score > 0;
    }
    return OFFPRINT_OK;
}

static enum offprint_status explain_phrase(const struct explaining *explaining,
                                           struct offprint_error *err)
{
    const struct search *search = explaining->search;
    struct explanation *explanation = explaining->explanation;
    struct explained_row *phrase = &explanation->phrase;
    struct closeness closeness;
    enum offprint_status status = closeness_open(
        &search->context, &search->plan, 1, explanation->average_length,
        explaining->lists, &closeness, err);
    if (!status)
        status = phrase_look_up(&closeness.phrase, explaining->id,
                                &phrase->count, err);
    phrase->weight = search->plan.phrase_weight;
    weigh_row(explanation, explaining->scorer->phrase,
              explaining->scorer->phrase_k1, phrase);
    return status;
}

// ---- An article -------------------------------------------------------------

static enum offprint_status take_length(const struct explaining *explaining,
                                        struct offprint_error *err)
{
    struct explanation *explanation = explaining->explanation;
    struct posting_reader *reader = explaining->search->context.reader;
    const uint32_t id = explaining->id;
    const double b = explaining->scorer->b;
    const uint8_t *codes;
    enum offprint_status status =
        posting_reader_lengths(reader, id / WINDOW, &codes, err);
    if (status) return status;
    explanation->length = posting_reader_decoded(reader)[codes[id % WINDOW]];
    explanation->average_length = topk_average_length(reader);
    explanation->length_factor =
        1 - b + b * explanation->length / explanation->average_length;
    return OFFPRINT_OK;
}

// The lists of a search lie with its families.
static enum offprint_status take_lists(struct explaining *explaining,
                                       struct offprint_error *err)
{
    const struct plan *plan = &explaining->search->plan;
    struct word_lists *lists =
        arena_alloc(explaining->arena, (plan->word_count + 1) * sizeof *lists);
    if (!lists) return fail_no_memory(err);
    for (size_t i = 0; i < plan->word_count; i++)
        lists[i] = *plan->words[i].family->lists;
    explaining->lists = lists;
    return OFFPRINT_OK;
}

// Each part is a whole number of 1/scale, below the true one or above by one at
// most; and it is reckoned with 24 binary digits, in six steps.
static double rounding_of(const struct explaining *explaining)
{
    const struct explanation *explanation = explaining->explanation;
    const double scale =
        topk_scale(&explaining->search->plan, explaining->scorer);
    const size_t parts = explanation->word_count + explanation->pair_count + 1;
    return (double)parts / scale + explanation->total * 6 / (1 << 24);
}

enum offprint_status explain_article(const struct search *search, int64_t id,
                                     struct arena *arena,
                                     struct explanation *explanation,
                                     struct offprint_error *err)
{
    *explanation = (struct explanation){ 0 };
    if (!search->by_lists || search->scored_by_match) return OFFPRINT_OK;
    struct explaining explaining = { .search = search,
                                     .scorer = search->context.scorer,
                                     .id = (uint32_t)id,
                                     .arena = arena,
                                     .explanation = explanation };
    enum offprint_status status = take_lists(&explaining, err);
    if (!status) status = take_length(&explaining, err);
    if (!status) status = explain_words(&explaining, err);
    if (!status) status = explain_pairs(&explaining, err);
    if (!status) status = explain_phrase(&explaining, err);
    if (status) return status;
    explanation->rounding = rounding_of(&explaining);
    explanation->known = true;
    return OFFPRINT_OK;
}
