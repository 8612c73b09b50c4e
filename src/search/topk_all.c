// The rarest word leads: its articles are gathered, and each further word drops
// those that lack it, or that cannot score enough any more.

#include "search/topk_contenders.h"

// rest is the most that words not yet added, this one included, and closeness
// can add.
static enum offprint_status add_word(struct topk *topk,
                                     const struct topk_all *all,
                                     const struct word_lists *word,
                                     bool required, uint64_t *rest,
                                     struct contenders *contenders,
                                     struct offprint_error *err)
{
    const uint64_t least = topk_threshold(topk, all->complete);
    const uint64_t before = topk_less(least, *rest);
    *rest -= word->bounds[topk->window];
    return contenders_add(topk, word, required, before, topk_less(least, *rest),
                          contenders, err);
}

// All words but the first added ones of those that are required.
static enum offprint_status add_words(struct topk *topk,
                                      const struct topk_all *all, size_t added,
                                      uint64_t rest,
                                      struct contenders *contenders,
                                      struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = added;
         !status && contenders->count && i < all->required_count; i++)
        status =
            add_word(topk, all, all->required[i], true, &rest, contenders, err);
    for (size_t i = 0; !status && contenders->count && i < all->other_count;
         i++)
        status =
            add_word(topk, all, all->others[i], false, &rest, contenders, err);
    return status;
}

static enum offprint_status offer_all(struct topk *topk,
                                      const struct topk_all *all,
                                      const struct contenders *contenders,
                                      struct offprint_error *err)
{
    topk->result->total += contenders->count;
    enum offprint_status status = contenders_offer(
        topk, contenders, all->complete, all->phrase_possible, err);
    if (status || topk->is_last_pass) return status;
    struct window_set set = { 0 };
    for (size_t i = 0; i < contenders->count; i++)
        window_set_add(&set, contenders->items[i].at);
    return topk_note_done(topk, &set, err);
}

// What all words but the first, and closeness, can add.
static uint64_t rest_of(const struct topk *topk, const struct topk_all *all)
{
    uint64_t rest = topk->closeness.pairs_most;
    if (all->phrase_possible) rest += topk->closeness.phrase_most;
    for (size_t i = 1; i < all->required_count; i++)
        rest += all->required[i]->bounds[topk->window];
    for (size_t i = 0; i < all->other_count; i++)
        rest += all->others[i]->bounds[topk->window];
    return rest;
}

enum offprint_status topk_search_all(struct topk *topk,
                                     const struct topk_all *all,
                                     struct offprint_error *err)
{
    for (size_t i = 0; i < all->required_count; i++)
        if (all->required[i]->bounds[topk->window] == 0) return OFFPRINT_OK;
    const struct word_lists *lead = all->required[0];
    uint64_t rest = rest_of(topk, all);
    const uint64_t least = topk_threshold(topk, all->complete);
    if (least > 0) topk->result->total_exact = false;
    if (lead->bounds[topk->window] + rest < least) return OFFPRINT_OK;
    struct contenders contenders;
    enum offprint_status status = OFFPRINT_OK;
    size_t matching, added = 1;
    if (contenders_of_filter(topk, lead->articles, &contenders)) {
        added = 0;
        rest += lead->bounds[topk->window];
    } else {
        status = contenders_of_word(topk, lead, topk_less(least, rest),
                                    &contenders, &matching, err);
    }
    if (!status) status = add_words(topk, all, added, rest, &contenders, err);
    return status ? status : offer_all(topk, all, &contenders, err);
}
