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

// Takes the articles that have one of several words.
static enum offprint_status take_any(struct topk *topk,
                                     const struct parts *parts, uint64_t enough,
                                     struct contenders *contenders,
                                     size_t *matching,
                                     struct offprint_error *err)
{
    struct window_set all = { 0 }, set;
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = parts->essential; !status && i < parts->count; i++) {
        status = word_gather(&topk->context, parts->words[i], topk->window,
                             topk->lengths, 0, &set, topk->scores, err);
        for (unsigned j = 0; j < WINDOW_WORDS; j++) all.bits[j] |= set.bits[j];
    }
    if (status) return status; // and the search ends
    const struct window_set touched = all;
    topk_restrict(topk, &all);
    *matching = window_set_count(&all);
    contenders_take(topk, &all, enough, contenders);
    window_clear(topk->scores, &touched);
    return OFFPRINT_OK;
}

// Takes the articles that have an essential word.
static enum offprint_status take_essential(
    struct topk *topk, const struct parts *parts, uint64_t enough,
    struct contenders *contenders, size_t *matching, struct offprint_error *err)
{
    if (parts->essential + 1 < parts->count)
        return take_any(topk, parts, enough, contenders, matching, err);
    return contenders_of_word(topk, parts->words[parts->essential], enough,
                              contenders, matching, err);
}

// Adds the first count words, those with greater bounds first, as long as it
// can matter.
static enum offprint_status add_words(struct topk *topk,
                                      const struct parts *parts, size_t count,
                                      uint64_t least,
                                      struct contenders *contenders,
                                      struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = count; !status && contenders->count > 0 && i-- > 0;)
        status =
            contenders_add(topk, parts->words[i], false,
                           topk_less(least, parts->before[i + 1]),
                           topk_less(least, parts->before[i]), contenders, err);
    return status;
}

// Articles of the filter may have none of the words.
static void keep_matching(struct contenders *contenders)
{
    size_t kept = 0;
    for (size_t i = 0; i < contenders->count; i++) {
        contenders->items[kept] = contenders->items[i];
        kept += contenders->items[i].score > 0;
    }
    contenders->count = kept;
}

// Articles that have an essential word, at most.
static uint64_t essential_articles(const struct parts *parts)
{
    uint64_t articles = 0;
    for (size_t i = parts->essential; i < parts->count; i++)
        articles += parts->words[i]->articles;
    return articles;
}

// Takes the articles that may be among the best, with their scores; *matching
// is how many match, as far as they were looked at.
static enum offprint_status take(struct topk *topk, const struct parts *parts,
                                 uint64_t least, struct contenders *contenders,
                                 size_t *matching, struct offprint_error *err)
{
    enum offprint_status status;
    if (contenders_of_filter(topk, essential_articles(parts), contenders)) {
        status = add_words(topk, parts, parts->count, least, contenders, err);
        keep_matching(contenders);
        *matching = contenders->count;
        return status;
    }
    status = take_essential(topk, parts,
                            topk_less(least, parts->before[parts->essential]),
                            contenders, matching, err);
    if (status) return status;
    return add_words(topk, parts, parts->essential, least, contenders, err);
}

enum offprint_status topk_search_any(struct topk *topk,
                                     struct offprint_error *err)
{
    struct parts parts;
    struct contenders contenders;
    order_parts(topk, &parts);
    const uint64_t least = topk_threshold(topk, false);
    if (least > 0) topk->result->total_exact = false;
    parts.essential = 0;
    while (parts.essential < parts.count
           && parts.before[parts.essential + 1] < least)
        parts.essential++;
    if (parts.essential == parts.count) return OFFPRINT_OK;
    size_t matching = 0;
    enum offprint_status status =
        take(topk, &parts, least, &contenders, &matching, err);
    topk->result->total += matching;
    return status ? status
                  : contenders_offer(topk, &contenders, false, false, err);
}
