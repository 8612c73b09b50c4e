// Words whose bounds together are less than the threshold cannot make an
// article one of the best by themselves: the others are gathered, and these
// looked up for those articles that come close.

#include "search/topk_contenders.h"

// The words of a window that have articles there, the least bound first.
struct parts {
    const struct word_lists *words[PLAN_WORDS_MAX];
    uint64_t before[PLAN_WORDS_MAX + 1]; // the most that those before score
    size_t count;
    size_t essential; // of these on an article has one at least
};

static void order_parts(const struct topk *topk, struct parts *parts)
{
    const uint32_t window = topk->window;
    parts->count = 0;
    for (size_t i = 0; i < topk->plan->word_count; i++) {
        const struct word_lists *word = &topk->words[i];
        if (word->bounds[window] == 0) continue;
        size_t at = parts->count++;
        for (; at > 0
               && parts->words[at - 1]->bounds[window] > word->bounds[window];
             at--)
            parts->words[at] = parts->words[at - 1];
        parts->words[at] = word;
    }
    // Pairs may stand in any article.
    parts->before[0] = topk->closeness.pairs_most;
    for (size_t i = 0; i < parts->count; i++)
        parts->before[i + 1] =
            parts->before[i] + parts->words[i]->bounds[window];
}

static enum offprint_status gather(struct topk *topk, const struct parts *parts,
                                   uint64_t least, struct window_set *all,
                                   struct offprint_error *err)
{
    const bool alone = parts->essential + 1 == parts->count;
    const uint64_t rest = parts->before[parts->essential];
    enum offprint_status status = OFFPRINT_OK;
    memset(all, 0, sizeof *all);
    for (size_t i = parts->essential; !status && i < parts->count; i++) {
        struct window_set set;
        status = word_gather(
            &topk->context, parts->words[i], topk->window, topk->lengths,
            alone && least > rest ? least - rest : 0, &set, topk->scores, err);
        for (unsigned j = 0; j < WINDOW_WORDS; j++) all->bits[j] |= set.bits[j];
    }
    return status;
}

// Adds the other words, those with greater bounds first, as long as it can matter.
static enum offprint_status add_others(struct topk *topk,
                                       const struct parts *parts,
                                       uint64_t least,
                                       struct contenders *contenders,
                                       struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = parts->essential;
         !status && contenders->count > 0 && i-- > 0;)
        status = contenders_add(topk, parts->words[i], false,
                                topk_less(least, parts->before[i + 1]),
                                topk_less(least, parts->before[i]), contenders,
                                err);
    return status;
}

static enum offprint_status offer_contenders(struct topk *topk,
                                             const struct contenders *contenders,
                                             struct offprint_error *err)
{
    const uint32_t base = topk->window * WINDOW;
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < contenders->count; i++)
        status =
            topk_finish(topk, base + contenders->items[i].at,
                        contenders->items[i].score, false, false, err);
    return status;
}

enum offprint_status topk_search_any(struct topk *topk,
                                     struct offprint_error *err)
{
    struct parts parts;
    struct window_set all;
    struct contenders contenders;
    order_parts(topk, &parts);
    const uint64_t least = topk_threshold(topk, false);
    if (least > 0) topk->result->total_exact = false;
    parts.essential = 0;
    while (parts.essential < parts.count
           && parts.before[parts.essential + 1] < least)
        parts.essential++;
    if (parts.essential == parts.count) return OFFPRINT_OK;
    enum offprint_status status = gather(topk, &parts, least, &all, err);
    if (status) return status; // and the search ends
    const struct window_set touched = all;
    topk_restrict(topk, &all);
    topk_count(topk, &all);
    contenders_take(topk, &all,
                    topk_less(least, parts.before[parts.essential]),
                    &contenders);
    window_clear(topk->scores, &touched);
    status = add_others(topk, &parts, least, &contenders, err);
    return status ? status : offer_contenders(topk, &contenders, err);
}
