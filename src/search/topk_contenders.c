#include "search/topk_contenders.h"

void contenders_take(const struct topk *topk, const struct window_set *set,
                     uint64_t enough, struct contenders *contenders)
{
    size_t count = 0;
    for (unsigned i = 0; i < WINDOW_WORDS; i++)
        for (uint64_t bits = set->bits[i]; bits; bits &= bits - 1) {
            const unsigned at = i * 64 + (unsigned)__builtin_ctzll(bits);
            contenders->items[count] =
                (struct contender){ (uint16_t)at, topk->scores[at] };
            count += topk->scores[at] >= enough;
        }
    contenders->count = count;
}

// Whether topk_restrict() would leave anything out.
static bool is_restricted(const struct topk *topk)
{
    return topk->plan->filter || topk->done[topk->window];
}

static void take_part(const struct word_part *found,
                      const struct window_set *allowed, uint64_t enough,
                      struct contenders *contenders, size_t *matching)
{
    const struct list_part *part = &found->part;
    size_t count = contenders->count;
    for (uint32_t i = 0; i < part->count; i++) {
        const uint32_t at = part->ids[i] - part->base;
        const bool matches = part->occurrences[i] > 0
                             && (!allowed || window_set_has(allowed, at));
        contenders->items[count] =
            (struct contender){ (uint16_t)at, found->scores[i] };
        *matching += matches;
        count += matches && found->scores[i] >= enough;
    }
    contenders->count = count;
}

// Straight from the list.
static enum offprint_status take_list(
    struct topk *topk, const struct word_lists *word, uint64_t enough,
    struct contenders *contenders, size_t *matching, struct offprint_error *err)
{
    struct window_set allowed;
    const bool restricted = is_restricted(topk);
    if (restricted) {
        memset(&allowed, 0xFF, sizeof allowed);
        topk_restrict(topk, &allowed);
    }
    uint32_t block = list_block_of(word->items[0], topk->window * WINDOW);
    struct word_part found;
    contenders->count = *matching = 0;
    for (;;) {
        enum offprint_status status =
            word_next_part(&topk->context, word, topk->window, topk->lengths,
                           enough, &block, &found, err);
        if (status || found.part.count == 0) return status;
        take_part(&found, restricted ? &allowed : NULL, enough, contenders,
                  matching);
    }
}

enum offprint_status contenders_of_word(
    struct topk *topk, const struct word_lists *word, uint64_t enough,
    struct contenders *contenders, size_t *matching, struct offprint_error *err)
{
    if (word_is_one_list(word))
        return take_list(topk, word, enough, contenders, matching, err);
    struct window_set set;
    enum offprint_status status =
        word_gather(&topk->context, word, topk->window, topk->lengths, enough,
                    &set, topk->scores, err);
    if (status) return status;
    const struct window_set touched = set;
    topk_restrict(topk, &set);
    *matching = window_set_count(&set);
    contenders_take(topk, &set, enough, contenders);
    window_clear(topk->scores, &touched);
    return OFFPRINT_OK;
}

// Articles that are gathered while one is looked up.
enum { GATHERED_A_LOOK = 4 };

bool contenders_of_filter(const struct topk *topk, uint64_t articles,
                          struct contenders *contenders)
{
    if (!topk->plan->filter) return false;
    struct window_set set;
    memset(&set, 0xFF, sizeof set);
    topk_restrict(topk, &set);
    const uint64_t most =
        articles / topk->context.window_count / GATHERED_A_LOOK;
    size_t count = 0;
    for (unsigned i = 0; i < WINDOW_WORDS; i++)
        for (uint64_t bits = set.bits[i]; bits; bits &= bits - 1) {
            if (count >= most) return false;
            const unsigned at = i * 64 + (unsigned)__builtin_ctzll(bits);
            contenders->items[count++] = (struct contender){ (uint16_t)at, 0 };
        }
    contenders->count = count;
    return true;
}

// All articles of the word are gathered.
static enum offprint_status add_gathered(struct topk *topk,
                                         const struct word_lists *word,
                                         bool required, uint64_t enough,
                                         struct contenders *contenders,
                                         struct offprint_error *err)
{
    struct window_set set;
    enum offprint_status status =
        word_gather(&topk->context, word, topk->window, topk->lengths, 0, &set,
                    topk->scores, err);
    size_t kept = 0;
    for (size_t i = 0; i < contenders->count; i++) {
        struct contender contender = contenders->items[i];
        if (required && !window_set_has(&set, contender.at)) continue;
        contender.score += topk->scores[contender.at];
        contenders->items[kept] = contender;
        kept += contender.score >= enough;
    }
    contenders->count = kept;
    window_clear(topk->scores, &set);
    return status;
}

// Whether the bound of the block where the article would be is too low.
static bool cannot_reach(const struct word_lists *word, uint32_t id,
                         uint32_t score, uint64_t enough)
{
    if (!word->block_bounds) return false;
    const struct posting_list *list = word->items[0];
    const uint32_t block =
        list_is_at(list, id) ? list->block : list_block_of(list, id);
    const uint32_t bound =
        block < list->block_count ? word->block_bounds[block] : 0;
    return (uint64_t)score + bound < enough;
}

// Each article is looked up that may still score enough.
static enum offprint_status add_looked_up(struct topk *topk,
                                          const struct word_lists *word,
                                          bool required, uint64_t before,
                                          uint64_t enough,
                                          struct contenders *contenders,
                                          struct offprint_error *err)
{
    const uint32_t base = topk->window * WINDOW;
    size_t kept = 0;
    for (size_t i = 0; i < contenders->count; i++) {
        struct contender contender = contenders->items[i];
        if (contender.score < before
            || cannot_reach(word, base + contender.at, contender.score, enough))
            continue;
        uint32_t occurrences;
        enum offprint_status status =
            word_look_up(word, base + contender.at, &occurrences, err);
        if (status) return status;
        if (required && occurrences == 0) continue;
        contender.score += scorer_summand(
            word->weight, occurrences,
            topk->context.norms->of[topk->lengths[contender.at]]);
        if (contender.score >= enough) contenders->items[kept++] = contender;
    }
    contenders->count = kept;
    return OFFPRINT_OK;
}

// Whether gathering the word is quicker than looking so many articles up, each
// of which takes as long as gathering some. An article of a row of terms takes
// as long either way.
static bool is_gathered(const struct topk *topk, const struct word_lists *word,
                        size_t contenders)
{
    enum { ROWS = 160 };
    if (word->has_phrases) return contenders >= ROWS;
    const uint64_t articles = word->articles / topk->context.window_count;
    return contenders * GATHERED_A_LOOK > articles;
}

enum offprint_status contenders_add(struct topk *topk,
                                    const struct word_lists *word,
                                    bool required, uint64_t before,
                                    uint64_t enough,
                                    struct contenders *contenders,
                                    struct offprint_error *err)
{
    if (is_gathered(topk, word, contenders->count))
        return add_gathered(topk, word, required, enough, contenders, err);
    return add_looked_up(topk, word, required, before, enough, contenders, err);
}

enum offprint_status contenders_offer(struct topk *topk,
                                      const struct contenders *contenders,
                                      bool complete, bool phrase_possible,
                                      struct offprint_error *err)
{
    const uint32_t base = topk->window * WINDOW;
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < contenders->count; i++)
        status = topk_finish(topk, base + contenders->items[i].at,
                             contenders->items[i].score, complete,
                             phrase_possible, err);
    return status;
}
