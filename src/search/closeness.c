#include "search/closeness.h"

#include <stdlib.h>

// ---- Opening ----------------------------------------------------------------

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
        closeness->pairs[closeness->pair_count++] =
            (struct closeness_pair){ &words[first], &words[second],
                                     (float)weight };
        closeness->pairs_most += scorer_most((float)weight);
    }
    return OFFPRINT_OK;
}

// Finds a term among the forms of the words.
static bool find_term(const struct word_lists *words, size_t count,
                      struct slice text, struct closeness_term *term)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < words[i].form_count; j++) {
            const struct form *form = words[i].forms[j].form;
            if (form->term_count != 1 || form->prefix
                || !slice_equal(form->terms[0], text))
                continue;
            term->word = &words[i];
            term->lists = &words[i].forms[j].lists;
            return true;
        }
    return false;
}

static int compare_terms(const void *left, const void *right)
{
    const struct closeness_term *a = left, *b = right;
    if (a->articles != b->articles) return a->articles < b->articles ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
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
    closeness->terms =
        arena_alloc(context->arena, count * sizeof *closeness->terms);
    if (!closeness->terms) return fail_no_memory(err);
    for (size_t i = 0; i < count; i++) {
        struct closeness_term *term = &closeness->terms[i];
        term->place = (uint32_t)i;
        if (!find_term(words, plan->word_count, plan->phrase.terms[i], term))
            return OFFPRINT_OK; // it cannot be told
        for (size_t j = 0; j < term->lists->count; j++)
            term->articles += term->lists->items[j].articles;
        if (term->articles == 0) return OFFPRINT_OK; // it is nowhere
    }
    qsort(closeness->terms, count, sizeof *closeness->terms, compare_terms);
    const double weight =
        scorer->phrase * (scorer->phrase_k1 + 1) * scale * plan->phrase_weight;
    if (weight <= 0) return OFFPRINT_OK;
    closeness->phrase_weight = (float)weight;
    closeness->phrase_most = scorer_most(closeness->phrase_weight);
    closeness->term_count = count;
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
    if (closeness->term_count)
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
        const struct closeness_pair *pair = &closeness->pairs[i];
        enum offprint_status status = OFFPRINT_OK;
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
        const uint32_t count = spots_count_pairs(first, second);
        *score += scorer_summand(pair->weight, count * SCORER_UNIT,
                                 closeness->pair_norms.of[length]);
    }
    return OFFPRINT_OK;
}

static enum offprint_status has_all_terms(const struct closeness *closeness,
                                          uint32_t id, bool *all,
                                          struct offprint_error *err)
{
    *all = true;
    for (size_t i = 0; *all && i < closeness->term_count; i++) {
        const struct posting_lists *lists = closeness->terms[i].lists;
        uint32_t occurrences;
        enum offprint_status status =
            lists_look_up(lists, id, &occurrences, err);
        if (status) return status;
        *all = occurrences > 0;
    }
    return OFFPRINT_OK;
}

enum offprint_status closeness_count_phrase(const struct closeness *closeness,
                                            uint32_t id, uint32_t *count,
                                            struct offprint_error *err)
{
    struct spots *starts = &closeness->spots[0];
    *count = 0;
    bool all;
    enum offprint_status status = has_all_terms(closeness, id, &all, err);
    if (status || !all || closeness->term_count == 0) return status;
    status = spots_of_term(closeness->terms[0].lists, id, starts, err);
    spots_move_back(starts, closeness->terms[0].place);
    for (size_t i = 1;
         !status && starts->count > 0 && i < closeness->term_count; i++) {
        const struct closeness_term *term = &closeness->terms[i];
        status = spots_of_term(term->lists, id, &closeness->spots[1], err);
        spots_keep_followed(starts, &closeness->spots[1], term->place);
    }
    if (!status) *count = (uint32_t)starts->count;
    return status;
}

enum offprint_status closeness_score_phrase(struct closeness *closeness,
                                            uint32_t id, uint8_t length,
                                            uint32_t *score,
                                            struct offprint_error *err)
{
    uint32_t count;
    enum offprint_status status =
        closeness_count_phrase(closeness, id, &count, err);
    *score = scorer_summand(closeness->phrase_weight, count * SCORER_UNIT,
                            closeness->phrase_norms.of[length]);
    return status;
}
