// The rarest word leads: its articles are gathered, and each further word drops
// those that lack it, or that cannot score enough any more.

#include "search/topk_state.h"

enum {
    MANY = 160, // articles from which on gathering a list is quicker than to
                // look each up
};

struct candidate {
    uint16_t at; // id, in the window
    uint32_t score;
};

struct candidates {
    struct candidate items[WINDOW];
    size_t count;
};

static void take_candidates(const struct topk *topk,
                            const struct window_set *set,
                            struct candidates *candidates)
{
    candidates->count = 0;
    for (unsigned i = 0; i < WINDOW_WORDS; i++)
        for (uint64_t bits = set->bits[i]; bits; bits &= bits - 1) {
            const unsigned at = i * 64 + (unsigned)__builtin_ctzll(bits);
            candidates->items[candidates->count++] =
                (struct candidate){ (uint16_t)at, topk->scores[at] };
        }
}

// Adds what each scores for a word, all articles of which are gathered.
static enum offprint_status add_gathered(struct topk *topk,
                                         const struct word_lists *word,
                                         bool required, uint64_t enough,
                                         struct candidates *candidates,
                                         struct offprint_error *err)
{
    struct window_set set;
    enum offprint_status status =
        word_gather(&topk->context, word, topk->window, topk->lengths, 0, &set,
                    topk->scores, err);
    size_t kept = 0;
    for (size_t i = 0; i < candidates->count; i++) {
        struct candidate candidate = candidates->items[i];
        if (required && !window_set_has(&set, candidate.at)) continue;
        candidate.score += topk->scores[candidate.at];
        if (candidate.score >= enough) candidates->items[kept++] = candidate;
    }
    candidates->count = kept;
    window_clear(topk->scores, &set);
    return status;
}

// Likewise, each article being looked up that may still score enough: so much
// with the words that come afterwards, before with this one too.
static enum offprint_status add_looked_up(struct topk *topk,
                                          const struct word_lists *word,
                                          bool required, uint64_t before,
                                          uint64_t enough,
                                          struct candidates *candidates,
                                          struct offprint_error *err)
{
    const uint32_t base = topk->window * WINDOW;
    size_t kept = 0;
    for (size_t i = 0; i < candidates->count; i++) {
        struct candidate candidate = candidates->items[i];
        if (candidate.score < before) continue;
        uint32_t occurrences;
        enum offprint_status status =
            word_look_up(word, base + candidate.at, &occurrences, err);
        if (status) return status;
        if (required && occurrences == 0) continue;
        candidate.score +=
            scorer_summand(word->weight, occurrences,
                           topk->context.norms.of[topk->lengths[candidate.at]]);
        if (candidate.score >= enough) candidates->items[kept++] = candidate;
    }
    candidates->count = kept;
    return OFFPRINT_OK;
}

static uint64_t less(uint64_t a, uint64_t b)
{
    return a > b ? a - b : 0;
}

// rest is the most that words not yet added, this one included, and closeness
// can add.
static enum offprint_status add_word(struct topk *topk,
                                     const struct topk_all *all,
                                     const struct word_lists *word,
                                     bool required, uint64_t *rest,
                                     struct candidates *candidates,
                                     struct offprint_error *err)
{
    const uint64_t least = topk_threshold(topk, all->complete);
    const uint64_t before = less(least, *rest);
    *rest -= word->bounds[topk->window];
    const uint64_t enough = less(least, *rest);
    if (candidates->count >= MANY)
        return add_gathered(topk, word, required, enough, candidates, err);
    return add_looked_up(topk, word, required, before, enough, candidates, err);
}

static enum offprint_status add_words(struct topk *topk,
                                      const struct topk_all *all, uint64_t rest,
                                      struct candidates *candidates,
                                      struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 1; !status && candidates->count && i < all->required_count;
         i++)
        status =
            add_word(topk, all, all->required[i], true, &rest, candidates, err);
    for (size_t i = 0; !status && candidates->count && i < all->other_count;
         i++)
        status =
            add_word(topk, all, all->others[i], false, &rest, candidates, err);
    return status;
}

static enum offprint_status offer_all(struct topk *topk,
                                      const struct topk_all *all,
                                      const struct candidates *candidates,
                                      struct offprint_error *err)
{
    const uint32_t base = topk->window * WINDOW;
    struct window_set set = { 0 };
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < candidates->count; i++) {
        const struct candidate *candidate = &candidates->items[i];
        set.bits[candidate->at / 64] |= (uint64_t)1 << candidate->at % 64;
        status = topk_finish(topk, base + candidate->at, candidate->score,
                             all->complete, all->phrase_possible, err);
    }
    topk_count(topk, &set);
    return status ? status : topk_note_done(topk, &set, err);
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
    const uint64_t rest = rest_of(topk, all);
    const uint64_t least = topk_threshold(topk, all->complete);
    if (least > 0) topk->result->total_exact = false;
    if (lead->bounds[topk->window] + rest < least) return OFFPRINT_OK;
    struct window_set set;
    struct candidates candidates;
    enum offprint_status status =
        word_gather(&topk->context, lead, topk->window, topk->lengths,
                    less(least, rest), &set, topk->scores, err);
    if (status) return status;
    const struct window_set touched = set;
    topk_restrict(topk, &set);
    take_candidates(topk, &set, &candidates);
    window_clear(topk->scores, &touched);
    status = add_words(topk, all, rest, &candidates, err);
    return status ? status : offer_all(topk, all, &candidates, err);
}
