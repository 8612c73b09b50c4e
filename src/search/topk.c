#include "search/topk.h"

#include "search/closeness.h"
#include "search/topk_tree.h"
#include "store/articles.h"

enum { FEW = 32 }; // articles whose words are looked up one by one rather than
                   // the lists gathered

// A search under way.
struct topk {
    const struct topk_request *request;
    const struct plan *plan;
    struct topk_result *result;
    struct word_context context;
    double scale; // of scores
    struct word_lists *words;
    struct tree_node matching;
    struct tree_node complete;
    bool is_union; // matching is what has any of the words
    struct closeness closeness;
    struct spots spots[2]; // of whoever reads positions
    struct window_set **done; // by window: what was offered; NULL: nothing
    uint32_t floor; // of articles that are not complete: so many score as much
    // The window at hand.
    const uint8_t *lengths;
    uint32_t scores[WINDOW];
};

// ---- The threshold ----------------------------------------------------------

// What an article has to score to be one of the best: UINT32_MAX + 1 where no
// score is enough.
static uint64_t threshold(const struct topk *topk, bool complete)
{
    const struct top *top = &topk->result->top;
    if (topk->request->exhaustive) return 0;
    if (top->count < top->limit) return complete ? 0 : topk->floor;
    if (top->limit == 0) return (uint64_t)UINT32_MAX + 1;
    const struct ranked *worst = &top->items[0];
    if (worst->complete != complete)
        return complete ? 0 : (uint64_t)UINT32_MAX + 1;
    const uint64_t score = (uint64_t)worst->score;
    return complete || score > topk->floor ? score : topk->floor;
}

static enum offprint_status offer(struct topk *topk, uint32_t id,
                                  uint64_t score, bool complete,
                                  struct offprint_error *err)
{
    struct top *top = &topk->result->top;
    top_offer(top, (struct ranked){ .id = id,
                                    .score = (double)score,
                                    .complete = complete });
    return top->no_memory ? fail_no_memory(err) : OFFPRINT_OK;
}

// ---- One article ------------------------------------------------------------

// Adds what closeness is worth, if it can still matter, and offers the article.
static enum offprint_status finish(struct topk *topk, uint32_t id,
                                   uint64_t score, bool complete,
                                   bool phrase_possible,
                                   struct offprint_error *err)
{
    struct closeness *closeness = &topk->closeness;
    const uint64_t least = threshold(topk, complete);
    const uint8_t length = topk->lengths[id % WINDOW];
    uint64_t most = score + closeness->pairs_most;
    if (phrase_possible) most += closeness->phrase_most;
    uint32_t added;
    enum offprint_status status = OFFPRINT_OK;
    if (most < least) return OFFPRINT_OK;
    if (phrase_possible) {
        status = closeness_score_phrase(closeness, id, length, &added, err);
        if (status) return status;
        score += added;
        if (score + closeness->pairs_most < least) return OFFPRINT_OK;
    }
    if (closeness->pair_count) {
        status = closeness_score_pairs(closeness, id, length, &added, err);
        score += added;
    }
    return status ? status : offer(topk, id, score, complete, err);
}

// What an article scores for all words.
static enum offprint_status score_words(const struct topk *topk, uint32_t id,
                                        uint64_t *score,
                                        struct offprint_error *err)
{
    *score = 0;
    for (size_t i = 0; i < topk->plan->word_count; i++) {
        const struct word_lists *word = &topk->words[i];
        uint32_t occurrences;
        enum offprint_status status =
            word_look_up(word, id, &occurrences, err);
        if (status) return status;
        *score += scorer_summand(
            word->weight, occurrences,
            topk->context.norms.of[topk->lengths[id % WINDOW]]);
    }
    return OFFPRINT_OK;
}

// ---- Sets -------------------------------------------------------------------

static bool is_empty(const struct window_set *set)
{
    for (unsigned i = 0; i < WINDOW_WORDS; i++)
        if (set->bits[i]) return false;
    return true;
}

static unsigned count_of(const struct window_set *set)
{
    unsigned count = 0;
    for (unsigned i = 0; i < WINDOW_WORDS; i++)
        count += (unsigned)__builtin_popcountll(set->bits[i]);
    return count;
}

static void intersect(struct window_set *set, const uint64_t *with)
{
    for (unsigned i = 0; i < WINDOW_WORDS; i++) set->bits[i] &= with[i];
}

static void leave_out(struct window_set *set, const struct window_set *what)
{
    for (unsigned i = 0; what && i < WINDOW_WORDS; i++)
        set->bits[i] &= ~what->bits[i];
}

static void apply_filter(const struct topk *topk, uint32_t window,
                         struct window_set *set)
{
    if (topk->request->filter)
        intersect(set, topk->request->filter + (size_t)window * WINDOW_WORDS);
}

static enum offprint_status gather_scores(struct topk *topk, uint32_t window,
                                          struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    memset(topk->scores, 0, sizeof topk->scores);
    for (size_t i = 0; !status && i < topk->plan->word_count; i++) {
        struct window_set set;
        status = word_gather(&topk->context, &topk->words[i], window,
                             topk->lengths, 0, &set, topk->scores, err);
    }
    return status;
}

// Scores all articles of a set and offers them. Those of complete and those of
// phrase, unless NULL, are so.
static enum offprint_status offer_set(struct topk *topk, uint32_t window,
                                      const struct window_set *set,
                                      const struct window_set *complete,
                                      const struct window_set *phrase,
                                      struct offprint_error *err)
{
    const unsigned count = count_of(set);
    const bool few = count <= FEW;
    enum offprint_status status =
        few ? OFFPRINT_OK : gather_scores(topk, window, err);
    topk->result->total += count;
    if (topk->result->top.limit == 0) return status;
    for (unsigned i = 0; i < WINDOW_WORDS; i++)
        for (uint64_t bits = set->bits[i]; !status && bits; bits &= bits - 1) {
            const unsigned at = i * 64 + (unsigned)__builtin_ctzll(bits);
            const uint32_t id = window * WINDOW + at;
            uint64_t score = topk->scores[at];
            if (few) status = score_words(topk, id, &score, err);
            if (!status)
                status = finish(topk, id, score,
                                complete && window_set_has(complete, id),
                                phrase && window_set_has(phrase, id), err);
        }
    return status;
}

// ---- First: complete articles, and those that may hold the phrase -----------

static uint64_t bound_of(const struct topk *topk, uint32_t window)
{
    uint64_t bound = topk->closeness.pairs_most;
    for (size_t i = 0; i < topk->plan->word_count; i++)
        bound += topk->words[i].bounds[window];
    return bound;
}

static bool has_phrase(const struct topk *topk)
{
    return topk->closeness.term_count > 0;
}

static enum offprint_status first_window(struct topk *topk, uint32_t window,
                                         struct offprint_error *err)
{
    struct window_set complete = { 0 }, phrase = { 0 }, both;
    enum offprint_status status = OFFPRINT_OK;
    if (topk->plan->complete)
        status = tree_gather(&topk->context, &topk->complete, window, &complete,
                             err);
    if (!status && has_phrase(topk))
        status =
            closeness_phrase_set(&topk->closeness, window, &phrase, err);
    for (unsigned i = 0; i < WINDOW_WORDS; i++)
        both.bits[i] = complete.bits[i] | phrase.bits[i];
    if (status || is_empty(&both)) return status;
    if (!topk->is_union) {
        struct window_set matching;
        status = tree_gather(&topk->context, &topk->matching, window, &matching,
                             err);
        if (status) return status;
        intersect(&both, matching.bits);
    }
    apply_filter(topk, window, &both);
    if (is_empty(&both)) return OFFPRINT_OK;
    struct window_set *done = arena_alloc(topk->context.arena, sizeof *done);
    if (!done) return fail_no_memory(err);
    *done = both;
    topk->done[window] = done;
    return offer_set(topk, window, &both, &complete, &phrase, err);
}

static enum offprint_status search_first(struct topk *topk,
                                         struct offprint_error *err)
{
    const bool complete = topk->plan->complete != NULL;
    if (!complete && !has_phrase(topk)) return OFFPRINT_OK;
    for (uint32_t i = 0; i < topk->context.window_count; i++) {
        if (!tree_may_match(&topk->matching, i)) continue;
        if (!has_phrase(topk) && !tree_may_match(&topk->complete, i)) continue;
        if (bound_of(topk, i) + topk->closeness.phrase_most
            < threshold(topk, complete)) {
            topk->result->total_exact = false;
            continue;
        }
        enum offprint_status status = posting_reader_lengths(
            topk->context.reader, i, &topk->lengths, err);
        if (!status) status = first_window(topk, i, err);
        if (status) return status;
    }
    return OFFPRINT_OK;
}

// ---- Then: a union ----------------------------------------------------------

// The words of a window that have articles there, the least bound first.
struct parts {
    const struct word_lists *words[PLAN_WORDS_MAX];
    uint64_t before[PLAN_WORDS_MAX + 1]; // sum of the bounds of those before
    size_t count;
    size_t essential; // those from here on: without them no article is enough
};

static void order_parts(const struct topk *topk, uint32_t window,
                        struct parts *parts)
{
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
    parts->before[0] = 0;
    for (size_t i = 0; i < parts->count; i++)
        parts->before[i + 1] =
            parts->before[i] + parts->words[i]->bounds[window];
    const uint64_t least = threshold(topk, false);
    parts->essential = 0;
    while (parts->essential < parts->count
           && parts->before[parts->essential + 1] + topk->closeness.pairs_most
                  < least)
        parts->essential++;
}

// Looks the words up that were not gathered, as long as it can matter.
static enum offprint_status finish_part(struct topk *topk,
                                        const struct parts *parts, uint32_t id,
                                        struct offprint_error *err)
{
    uint64_t score = topk->scores[id % WINDOW];
    const float norm = topk->context.norms.of[topk->lengths[id % WINDOW]];
    for (size_t i = parts->essential; i-- > 0;) {
        if (score + parts->before[i + 1] + topk->closeness.pairs_most
            < threshold(topk, false))
            return OFFPRINT_OK;
        uint32_t occurrences;
        enum offprint_status status =
            word_look_up(parts->words[i], id, &occurrences, err);
        if (status) return status;
        score += scorer_summand(parts->words[i]->weight, occurrences, norm);
    }
    return finish(topk, id, score, false, false, err);
}

static enum offprint_status union_window(struct topk *topk, uint32_t window,
                                         struct offprint_error *err)
{
    struct parts parts;
    struct window_set all = { 0 };
    order_parts(topk, window, &parts);
    topk->result->total_exact &= parts.essential == 0;
    if (parts.essential == parts.count) return OFFPRINT_OK;
    const uint64_t rest =
        parts.before[parts.essential] + topk->closeness.pairs_most;
    const uint64_t least = threshold(topk, false);
    const bool alone = parts.essential + 1 == parts.count && least > rest;
    memset(topk->scores, 0, sizeof topk->scores);
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = parts.essential; !status && i < parts.count; i++) {
        struct window_set set;
        status = word_gather(&topk->context, parts.words[i], window,
                             topk->lengths, alone ? least - rest : 0, &set,
                             topk->scores, err);
        for (unsigned j = 0; j < WINDOW_WORDS; j++)
            all.bits[j] |= set.bits[j];
    }
    leave_out(&all, topk->done[window]);
    apply_filter(topk, window, &all);
    topk->result->total += count_of(&all);
    for (unsigned i = 0; i < WINDOW_WORDS; i++)
        for (uint64_t bits = all.bits[i]; !status && bits; bits &= bits - 1) {
            const unsigned at = i * 64 + (unsigned)__builtin_ctzll(bits);
            if (topk->scores[at] + rest < threshold(topk, false)) continue;
            status = finish_part(topk, &parts, window * WINDOW + at, err);
        }
    return status;
}

// ---- Then: whatever matches -------------------------------------------------

static enum offprint_status matching_window(struct topk *topk, uint32_t window,
                                            struct offprint_error *err)
{
    struct window_set set;
    enum offprint_status status =
        tree_gather(&topk->context, &topk->matching, window, &set, err);
    if (status) return status;
    leave_out(&set, topk->done[window]);
    apply_filter(topk, window, &set);
    return offer_set(topk, window, &set, NULL, NULL, err);
}

static enum offprint_status search_rest(struct topk *topk,
                                        struct offprint_error *err)
{
    for (uint32_t i = 0; i < topk->context.window_count; i++) {
        if (!tree_may_match(&topk->matching, i)) continue;
        if (bound_of(topk, i) < threshold(topk, false)) {
            topk->result->total_exact = false;
            continue;
        }
        enum offprint_status status = posting_reader_lengths(
            topk->context.reader, i, &topk->lengths, err);
        if (!status)
            status = topk->is_union && topk->result->top.limit > 0
                         ? union_window(topk, i, err)
                         : matching_window(topk, i, err);
        if (status) return status;
    }
    return OFFPRINT_OK;
}

// ---- Opening ----------------------------------------------------------------

// As many as 2^20 for a weight of 1, and fewer where the sum would be too great.
static double scale_of(const struct topk_request *request)
{
    const struct scorer *scorer = request->scorer;
    double sum = request->plan->phrase_weight * scorer->phrase
                 * (scorer->phrase_k1 + 1);
    for (size_t i = 0; i < request->plan->word_count; i++)
        sum += request->plan->words[i].weight
               * (scorer->k1 + 1 + scorer->pair * (scorer->pair_k1 + 1));
    double scale = 1 << 20;
    while (sum * scale > SCORER_SUM_MAX) scale /= 2;
    return scale;
}

static double average_length(const struct posting_reader *reader)
{
    const double articles = (double)posting_reader_articles(reader);
    const double words =
        (double)(posting_reader_words(reader, POSTING_BODY)
                 + posting_reader_words(reader, POSTING_TITLE));
    return articles > 0 && words > articles ? words / articles : 1;
}

static enum offprint_status open_words(struct topk *topk, double average,
                                       struct offprint_error *err)
{
    const struct plan *plan = topk->plan;
    const struct scorer *scorer = topk->request->scorer;
    topk->context.norms = scorer_norms_of(scorer->k1, scorer->b, average);
    topk->context.places = (scorer->pair > 0 && plan->pair_count > 0)
                           || (scorer->phrase > 0 && plan->phrase.term_count > 1);
    topk->words = arena_alloc(topk->context.arena,
                              (plan->word_count + 1) * sizeof *topk->words);
    if (!topk->words) return fail_no_memory(err);
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < plan->word_count; i++) {
        const double weight =
            plan->words[i].weight * (scorer->k1 + 1) * topk->scale;
        status = word_open(&topk->context, plan->words[i].family,
                           (float)weight, &topk->words[i], err);
    }
    return status;
}

// An article of the ten that a word knows of is found, whatever else it lacks.
static void set_floor(struct topk *topk)
{
    if (!topk->is_union || topk->request->filter
        || topk->result->top.limit > PACKED_BEST)
        return;
    for (size_t i = 0; i < topk->plan->word_count; i++)
        if (topk->floor < topk->words[i].floor)
            topk->floor = topk->words[i].floor;
}

static enum offprint_status open_all(struct topk *topk,
                                     struct offprint_error *err)
{
    const struct plan *plan = topk->plan;
    const struct word_context *context = &topk->context;
    const double average = average_length(context->reader);
    topk->scale = scale_of(topk->request);
    topk->done = arena_alloc(context->arena,
                             context->window_count * sizeof *topk->done);
    if (!topk->done) return fail_no_memory(err);
    enum offprint_status status = open_words(topk, average, err);
    const struct tree_words words = { context, topk->words, plan->word_count };
    if (!status) status = tree_make(&words, plan->matching, &topk->matching, err);
    if (!status && plan->complete)
        status = tree_make(&words, plan->complete, &topk->complete, err);
    if (!status)
        status = closeness_open(context, plan, topk->scale, average,
                                topk->words, &topk->closeness, err);
    if (status) return status;
    topk->is_union = tree_is_union(&topk->matching, &words);
    set_floor(topk);
    return OFFPRINT_OK;
}

static enum offprint_status search(struct topk *topk,
                                   struct offprint_error *err)
{
    enum offprint_status status = open_all(topk, err);
    if (!status) status = search_first(topk, err);
    if (!status) status = search_rest(topk, err);
    spots_free(&topk->spots[0]);
    spots_free(&topk->spots[1]);
    return status;
}

enum offprint_status topk_run(struct store *store,
                              const struct topk_request *request,
                              struct arena *arena, struct topk_result *result,
                              struct offprint_error *err)
{
    const size_t limit = result->top.limit;
    *result = (struct topk_result){ .top.limit = limit, .total_exact = true };
    if (request->plan->word_count > PLAN_WORDS_MAX)
        return fail(err, OFFPRINT_TOO_NEW, "too many words");
    struct posting_reader *reader;
    enum offprint_status status = posting_reader_open(store, &reader, err);
    if (status) return status;
    struct topk *topk = arena_alloc(arena, sizeof *topk);
    if (!topk) return fail_no_memory(err);
    topk->request = request;
    topk->plan = request->plan;
    topk->result = result;
    topk->context = (struct word_context){
        .reader = reader,
        .arena = arena,
        .spots = topk->spots,
        .scorer = request->scorer,
        .window_count = (posting_reader_end(reader) - 1) / WINDOW + 1,
    };
    status = search(topk, err);
    posting_reader_release(reader);
    for (size_t i = 0; i < result->top.count; i++)
        result->top.items[i].score /= topk->scale;
    top_sort(&result->top);
    return status;
}
