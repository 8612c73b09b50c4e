#include "search/closeness.h"

#include <stdlib.h>

// ---- Opening ----------------------------------------------------------------

// A pair that was typed before, to be counted once: the same words may have
// been typed a hundred times.
static const struct closeness_pair *find_same(const struct closeness *closeness,
                                              const struct word_lists *first,
                                              const struct word_lists *second)
{
    for (size_t i = 0; i < closeness->pair_count; i++) {
        const struct closeness_pair *pair = &closeness->pairs[i];
        if (pair->first == first && pair->second == second) return pair;
    }
    return NULL;
}

static enum offprint_status open_pairs(const struct word_context *context,
                                       const struct plan *plan, double scale,
                                       const struct word_lists *words,
                                       struct closeness *closeness,
                                       struct offprint_error *err)
{
    const struct scorer *scorer = context->scorer;
    if (scorer->pair <= 0) return OFFPRINT_OK;
    closeness->pairs = arena_alloc(
        context->arena, (plan->pair_count + 1) * sizeof *closeness->pairs);
    if (!closeness->pairs) return fail_no_memory(err);
    for (size_t i = 0; i < plan->pair_count; i++) {
        const uint32_t first = plan->pairs[i].first,
                       second = plan->pairs[i].second;
        const double weight = plan->pairs[i].weight * scorer->pair
                              * (scorer->pair_k1 + 1) * scale;
        if (weight <= 0) continue;
        closeness->pairs[closeness->pair_count++] = (struct closeness_pair){
            .first = &words[first],
            .second = &words[second],
            .weight = (float)weight,
            .same = find_same(closeness, &words[first], &words[second]),
        };
        closeness->pairs_most += scorer_most((float)weight);
    }
    return OFFPRINT_OK;
}

// The word of which a term is a form, and the lists of the term; NULL where
// there is none.
static const struct word_lists *find_term(const struct word_lists *words,
                                          size_t count, struct slice text,
                                          struct posting_lists *lists)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < words[i].form_count; j++) {
            const struct form *form = words[i].forms[j].form;
            if (form->term_count != 1 || form->prefix
                || !slice_equal(form->terms[0], text))
                continue;
            *lists = words[i].forms[j].lists;
            return &words[i];
        }
    return NULL;
}

// Finds the lists of all terms: false where one is no form of the words, so
// that the phrase cannot be told, or is nowhere.
static bool find_terms(const struct plan *plan, const struct word_lists *words,
                       struct phrase_term *terms,
                       const struct word_lists **owners)
{
    for (size_t i = 0; i < plan->phrase.term_count; i++) {
        struct phrase_term *term = &terms[i];
        term->place = (uint32_t)i;
        owners[i] = find_term(words, plan->word_count, plan->phrase.terms[i],
                              &term->lists);
        for (size_t j = 0; owners[i] && j < term->lists.count; j++)
            term->articles += term->lists.items[j].articles;
        if (term->articles == 0) return false;
    }
    return true;
}

static enum offprint_status open_phrase(const struct word_context *context,
                                        const struct plan *plan, double scale,
                                        const struct word_lists *words,
                                        struct closeness *closeness,
                                        struct offprint_error *err)
{
    const struct scorer *scorer = context->scorer;
    const size_t count = plan->phrase.term_count;
    if (count < 2 || scorer->phrase <= 0) return OFFPRINT_OK;
    struct phrase_term *terms =
        arena_alloc(context->arena, count * sizeof *terms);
    closeness->phrase_words =
        arena_alloc(context->arena, count * sizeof *closeness->phrase_words);
    if (!terms || !closeness->phrase_words) return fail_no_memory(err);
    const double weight =
        scorer->phrase * (scorer->phrase_k1 + 1) * scale * plan->phrase_weight;
    if (weight <= 0 || !find_terms(plan, words, terms, closeness->phrase_words))
        return OFFPRINT_OK;
    closeness->phrase = phrase_of_terms(terms, count, context->spots);
    closeness->phrase_weight = (float)weight;
    closeness->phrase_most = scorer_most(closeness->phrase_weight);
    return OFFPRINT_OK;
}

enum offprint_status closeness_open(const struct word_context *context,
                                    const struct plan *plan, double scale,
                                    double average_length,
                                    const struct word_lists *words,
                                    struct closeness *closeness,
                                    struct offprint_error *err)
{
    const struct scorer *scorer = context->scorer;
    *closeness = (struct closeness){ .spots = context->spots };
    enum offprint_status status =
        open_pairs(context, plan, scale, words, closeness, err);
    if (!status)
        status = open_phrase(context, plan, scale, words, closeness, err);
    const double *decoded = posting_reader_decoded(context->reader);
    if (closeness->pair_count)
        scorer_norms_make(scorer->pair_k1, scorer->b, decoded, average_length,
                          &closeness->pair_norms);
    if (closeness->phrase.count)
        scorer_norms_make(scorer->phrase_k1, scorer->b, decoded, average_length,
                          &closeness->phrase_norms);
    return status;
}

// ---- Scoring ----------------------------------------------------------------

enum offprint_status closeness_score_pairs(struct closeness *closeness,
                                           uint32_t id, uint8_t length,
                                           uint32_t *score,
                                           struct offprint_error *err)
{
    struct spots *first = &closeness->spots[0], *second = &closeness->spots[1];
    const struct word_lists *at_hand = NULL; // of second
    *score = 0;
    for (size_t i = 0; i < closeness->pair_count; i++) {
        struct closeness_pair *pair = &closeness->pairs[i];
        enum offprint_status status = OFFPRINT_OK;
        pair->count = pair->same ? pair->same->count : 0;
        if (!pair->same) {
            if (pair->first == at_hand) {
                const struct spots old = *first;
                *first = *second;
                *second = old;
            } else {
                status = spots_of_word(pair->first, id, first, err);
            }
            at_hand = NULL;
            if (!status && first->count == 0) continue;
            if (!status) status = spots_of_word(pair->second, id, second, err);
            if (status) return status;
            at_hand = pair->second;
            pair->count = spots_count_pairs(first, second);
        }
        *score += scorer_summand(pair->weight, pair->count * SCORER_UNIT,
                                 closeness->pair_norms.of[length]);
    }
    return OFFPRINT_OK;
}

enum offprint_status closeness_score_phrase(struct closeness *closeness,
                                            uint32_t id, uint8_t length,
                                            uint32_t *score,
                                            struct offprint_error *err)
{
    uint32_t count;
    enum offprint_status status =
        phrase_look_up(&closeness->phrase, id, &count, err);
    *score = scorer_summand(closeness->phrase_weight, count * SCORER_UNIT,
                            closeness->phrase_norms.of[length]);
    return status;
}
