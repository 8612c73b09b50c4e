#include "search/topk.h"

#include <stdlib.h>

#include "base/file.h"
#include "search/topk_state.h"
#include "store/articles.h"

// ---- The best so far --------------------------------------------------------

uint64_t topk_threshold(const struct topk *topk, bool complete)
{
    const struct top *top = &topk->result->top;
    if (topk->request->exhaustive) return 0;
    if (top->limit == 0) return 0; // all are counted
    if (top->count < top->limit) return complete ? 0 : topk->floor;
    const struct ranked *worst = &top->items[0];
    if (worst->complete != complete) return complete ? 0 : TOPK_NEVER;
    const uint64_t score = (uint64_t)worst->score;
    return complete || score > topk->floor ? score : topk->floor;
}

enum offprint_status topk_finish(struct topk *topk, uint32_t id, uint64_t score,
                                 bool complete, bool phrase_possible,
                                 struct offprint_error *err)
{
    struct closeness *closeness = &topk->closeness;
    struct top *top = &topk->result->top;
    const uint64_t least = topk_threshold(topk, complete);
    const uint8_t length = topk->lengths[id % WINDOW];
    const uint64_t phrase_most = phrase_possible ? closeness->phrase_most : 0;
    uint32_t added = 0;
    enum offprint_status status = OFFPRINT_OK;
    if (score + closeness->pairs_most + phrase_most < least) return OFFPRINT_OK;
    if (phrase_most)
        status = closeness_score_phrase(closeness, id, length, &added, err);
    score += added;
    if (status || score + closeness->pairs_most < least) return status;
    if (closeness->pair_count) {
        status = closeness_score_pairs(closeness, id, length, &added, err);
        score += added;
    }
    if (status) return status;
    top_offer(top, (struct ranked){ .id = id,
                                    .score = (double)score,
                                    .complete = complete });
    return top->no_memory ? fail_no_memory(err) : OFFPRINT_OK;
}

// ---- Sets -------------------------------------------------------------------

static void intersect(struct window_set *set, const uint64_t *with)
{
    for (unsigned i = 0; i < WINDOW_WORDS; i++) set->bits[i] &= with[i];
}

void topk_restrict(const struct topk *topk, struct window_set *set)
{
    const struct window_set *done = topk->done[topk->window];
    const struct article_set *filter = topk->plan->filter;
    if (filter && topk->window < filter->limit / WINDOW)
        intersect(set, filter->bits + (size_t)topk->window * WINDOW_WORDS);
    else if (filter)
        memset(set, 0, sizeof *set);
    for (unsigned i = 0; done && i < WINDOW_WORDS; i++)
        set->bits[i] &= ~done->bits[i];
}

enum offprint_status topk_note_done(struct topk *topk,
                                    const struct window_set *set,
                                    struct offprint_error *err)
{
    struct window_set **done = &topk->done[topk->window];
    if (topk->is_last_pass) return OFFPRINT_OK;
    if (!*done) *done = arena_alloc(topk->context.arena, sizeof **done);
    if (!*done) return fail_no_memory(err);
    for (unsigned i = 0; i < WINDOW_WORDS; i++)
        (*done)->bits[i] |= set->bits[i];
    return OFFPRINT_OK;
}

// ---- Any tree ---------------------------------------------------------------

// Adds what all words score; *touched tells where.
static enum offprint_status gather_scores(struct topk *topk,
                                          struct window_set *touched,
                                          struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    memset(touched, 0, sizeof *touched);
    for (size_t i = 0; !status && i < topk->plan->word_count; i++) {
        struct window_set set;
        status = word_gather(&topk->context, &topk->words[i], topk->window,
                             topk->lengths, 0, &set, topk->scores, err);
        for (unsigned j = 0; j < WINDOW_WORDS; j++)
            touched->bits[j] |= set.bits[j];
    }
    return status;
}

// The articles of the window at hand that match a tree, and that of the plan.
static enum offprint_status search_tree(struct topk *topk,
                                        const struct tree_node *matching,
                                        const struct tree_node *tree,
                                        bool complete,
                                        struct offprint_error *err)
{
    const bool phrase_possible = topk->closeness.phrase.count > 0;
    struct window_set set, also, touched;
    enum offprint_status status =
        tree_gather(&topk->context, tree, topk->window, &set, err);
    if (!status && tree != matching) {
        status =
            tree_gather(&topk->context, matching, topk->window, &also, err);
        intersect(&set, also.bits);
    }
    if (status) return status;
    topk_restrict(topk, &set);
    topk->result->total += window_set_count(&set);
    if (topk->result->top.limit == 0) return topk_note_done(topk, &set, err);
    status = gather_scores(topk, &touched, err);
    for (unsigned i = 0; i < WINDOW_WORDS; i++)
        for (uint64_t bits = set.bits[i]; !status && bits; bits &= bits - 1) {
            const unsigned at = i * 64 + (unsigned)__builtin_ctzll(bits);
            status =
                topk_finish(topk, topk->window * WINDOW + at, topk->scores[at],
                            complete, phrase_possible, err);
        }
    window_clear(topk->scores, &touched);
    return status ? status : topk_note_done(topk, &set, err);
}

// ---- Passes -----------------------------------------------------------------

// How the articles of one pass are searched.
struct pass {
    enum { PASS_ALL, PASS_ANY, PASS_TREE } way;
    struct topk_all all;          // of PASS_ALL
    const struct tree_node *tree; // of PASS_TREE
    const struct tree_node *matching;
    bool complete;
};

static uint64_t bound_of(const struct topk *topk, const struct pass *pass)
{
    uint64_t bound = topk->closeness.pairs_most;
    if (pass->way == PASS_TREE
        || (pass->way == PASS_ALL && pass->all.phrase_possible))
        bound += topk->closeness.phrase_most;
    for (size_t i = 0; i < topk->plan->word_count; i++)
        bound += topk->words[i].bounds[topk->window];
    return bound;
}

static enum offprint_status search_window(struct topk *topk,
                                          const struct pass *pass,
                                          struct offprint_error *err)
{
    switch (pass->way) {
    case PASS_ALL: return topk_search_all(topk, &pass->all, err);
    case PASS_ANY: return topk_search_any(topk, err);
    case PASS_TREE: break;
    }
    return search_tree(topk, pass->matching, pass->tree, pass->complete, err);
}

// The window with the greatest bound.
static uint32_t best_window(struct topk *topk, const struct pass *pass)
{
    uint32_t best = 0;
    uint64_t most = 0;
    for (uint32_t i = 0; i < topk->context.window_count; i++) {
        topk->window = i;
        const uint64_t bound = bound_of(topk, pass);
        if (bound > most) most = bound, best = i;
    }
    return best;
}

// Of a union the window with the greatest bound comes first: what its articles
// score lets others be passed.
static enum offprint_status run_pass(struct topk *topk, const struct pass *pass,
                                     struct offprint_error *err)
{
    const uint32_t count = topk->context.window_count;
    const uint32_t first = pass->way == PASS_ANY ? best_window(topk, pass) : 0;
    bool searched = false;
    for (uint32_t turn = 0; turn <= count; turn++) {
        const uint32_t i = turn == 0 ? first : turn - 1;
        if (turn > 0 && i == first) continue;
        topk->window = i;
        if (!tree_may_match(pass->matching, i)) continue;
        // However late it is, something is searched.
        if (searched && topk_is_late(topk->request)) {
            topk->result->partial = true;
            return OFFPRINT_OK;
        }
        if (bound_of(topk, pass) < topk_threshold(topk, pass->complete)) {
            topk->result->total_exact = false;
            continue;
        }
        enum offprint_status status = posting_reader_lengths(
            topk->context.reader, i, &topk->lengths, err);
        if (!status) status = search_window(topk, pass, err);
        if (status) return status;
        searched = true;
    }
    return OFFPRINT_OK;
}

// ---- Choosing the way -------------------------------------------------------

static int compare_articles(const void *left, const void *right)
{
    const struct word_lists *a = *(const struct word_lists *const *)left;
    const struct word_lists *b = *(const struct word_lists *const *)right;
    return (a->articles > b->articles) - (a->articles < b->articles);
}

static bool is_required(const struct topk_all *all,
                        const struct word_lists *word)
{
    for (size_t i = 0; i < all->required_count; i++)
        if (all->required[i] == word) return true;
    return false;
}

// Completes what has its required words: their order, and the other words.
static enum offprint_status make_all(const struct topk *topk,
                                     struct topk_all *all,
                                     struct offprint_error *err)
{
    qsort(all->required, all->required_count, sizeof *all->required,
          compare_articles);
    const size_t count = topk->plan->word_count;
    all->others =
        arena_alloc(topk->context.arena, (count + 1) * sizeof *all->others);
    if (!all->others) return fail_no_memory(err);
    for (size_t i = 0; i < count; i++)
        if (!is_required(all, &topk->words[i]))
            all->others[all->other_count++] = &topk->words[i];
    return OFFPRINT_OK;
}

// Whether a tree wants words that score, all of them, and nothing else.
static bool is_all(const struct tree_node *node, const struct tree_words *words)
{
    if (node->kind == PLAN_FAMILY) return tree_is_word(node, words);
    if (node->kind != PLAN_ALL || node->part_count == 0) return false;
    for (size_t i = 0; i < node->part_count; i++)
        if (!tree_is_word(&node->parts[i], words)) return false;
    return true;
}

// The way through the articles that match a tree.
static enum offprint_status choose_way(const struct topk *topk,
                                       const struct tree_words *words,
                                       const struct tree_node *tree,
                                       struct pass *pass,
                                       struct offprint_error *err)
{
    pass->tree = tree;
    pass->way = PASS_TREE;
    if (!is_all(tree, words)) return OFFPRINT_OK;
    pass->way = PASS_ALL;
    const size_t count = tree->kind == PLAN_FAMILY ? 1 : tree->part_count;
    pass->all.required =
        arena_alloc(topk->context.arena, count * sizeof *pass->all.required);
    if (!pass->all.required) return fail_no_memory(err);
    for (size_t i = 0; i < count; i++) {
        const struct word_lists *word =
            tree->kind == PLAN_FAMILY ? tree->word : tree->parts[i].word;
        if (!is_required(&pass->all, word))
            pass->all.required[pass->all.required_count++] = word;
    }
    pass->all.complete = pass->complete;
    pass->all.phrase_possible = topk->closeness.phrase.count > 0;
    return make_all(topk, &pass->all, err);
}

// ---- Opening ----------------------------------------------------------------

// As many as 2^20 for a weight of 1, and fewer where the sum would be too
// great.
double topk_scale(const struct plan *plan, const struct scorer *scorer)
{
    double sum = plan->phrase_weight * scorer->phrase * (scorer->phrase_k1 + 1);
    for (size_t i = 0; i < plan->word_count; i++)
        sum += plan->words[i].weight * (scorer->k1 + 1);
    for (size_t i = 0; i < plan->pair_count; i++)
        sum += plan->pairs[i].weight * scorer->pair * (scorer->pair_k1 + 1);
    double scale = 1 << 20;
    while (sum * scale > SCORER_SUM_MAX) scale /= 2;
    return scale;
}

bool topk_is_late(const struct topk_request *request)
{
    return request->deadline > 0 && clock_seconds() >= request->deadline;
}

double topk_average_length(const struct posting_reader *reader)
{
    const double articles = (double)posting_reader_articles(reader);
    const double words =
        (double)(posting_reader_words(reader, POSTING_BODY)
                 + posting_reader_words(reader, POSTING_TITLE));
    return articles > 0 && words > articles ? words / articles : 1;
}

// Norms are the same for most searches.
static enum offprint_status take_work(struct topk *topk, double average,
                                      struct topk_work **result,
                                      struct offprint_error *err)
{
    const struct scorer *scorer = topk->request->scorer;
    struct posting_reader *reader = topk->context.reader;
    struct topk_work *work = *result =
        posting_reader_work(reader, sizeof *work);
    if (!work) return fail_no_memory(err);
    if (work->k1 != scorer->k1 || work->b != scorer->b
        || work->average_length != average) {
        work->k1 = scorer->k1;
        work->b = scorer->b;
        work->average_length = average;
        scorer_norms_make(scorer->k1, scorer->b, posting_reader_decoded(reader),
                          average, &work->norms);
        scorer_norms_invert(&work->norms, &work->inverse_norms);
    }
    if (work->in_use) memset(work->scores, 0, sizeof work->scores);
    work->in_use = true;
    topk->context.norms = &work->norms;
    topk->context.inverse_norms = &work->inverse_norms;
    topk->scores = work->scores;
    return OFFPRINT_OK;
}

static enum offprint_status open_words(struct topk *topk,
                                       struct offprint_error *err)
{
    const struct plan *plan = topk->plan;
    const struct scorer *scorer = topk->request->scorer;
    topk->words = arena_alloc(topk->context.arena,
                              (plan->word_count + 1) * sizeof *topk->words);
    if (!topk->words) return fail_no_memory(err);
    enum offprint_status status = OFFPRINT_OK;
    bool adds_up = false;
    for (size_t i = 0; !status && i < plan->word_count; i++) {
        const double weight =
            plan->words[i].weight * (scorer->k1 + 1) * topk->scale;
        const struct family *family = plan->words[i].family;
        if (family->lists)
            topk->words[i] = *family->lists;
        else
            status = word_open(&topk->context, family, &topk->words[i], err);
        if (!status)
            status =
                word_weigh(&topk->context, (float)weight, &topk->words[i], err);
        adds_up |= word_adds_up(&topk->words[i]);
    }
    if (status || !adds_up) return status;
    topk->context.occurrences = arena_alloc(
        topk->context.arena, WINDOW * sizeof *topk->context.occurrences);
    return topk->context.occurrences ? OFFPRINT_OK : fail_no_memory(err);
}

static enum offprint_status open_all(struct topk *topk, double average,
                                     struct offprint_error *err)
{
    const struct word_context *context = &topk->context;
    topk->scale = topk_scale(topk->plan, topk->request->scorer);
    topk->done =
        arena_alloc(context->arena, context->window_count * sizeof *topk->done);
    if (!topk->done) return fail_no_memory(err);
    enum offprint_status status = open_words(topk, err);
    if (!status)
        status = closeness_open(context, topk->plan, topk->scale, average,
                                topk->words, &topk->closeness, err);
    return status;
}

// ---- A search ---------------------------------------------------------------

// Ten articles are known to score as much for one word, whatever else they
// have.
static void set_floor(struct topk *topk)
{
    if (topk->plan->filter || topk->result->top.limit > PACKED_BEST) return;
    for (size_t i = 0; i < topk->plan->word_count; i++)
        if (topk->floor < topk->words[i].floor)
            topk->floor = topk->words[i].floor;
}

// Articles with all words of the phrase, where none of them is complete.
static enum offprint_status choose_phrase(const struct topk *topk,
                                          struct pass *pass,
                                          struct offprint_error *err)
{
    const size_t count = topk->closeness.phrase.count;
    pass->way = PASS_ALL;
    pass->all.phrase_possible = true;
    pass->all.required =
        arena_alloc(topk->context.arena, count * sizeof *pass->all.required);
    if (!pass->all.required) return fail_no_memory(err);
    for (size_t i = 0; i < count; i++) {
        const struct word_lists *word = topk->closeness.phrase_words[i];
        if (!is_required(&pass->all, word))
            pass->all.required[pass->all.required_count++] = word;
    }
    return make_all(topk, &pass->all, err);
}

// Articles that come before all others, whatever these score, or that score
// more for the phrase than others for all words.
static enum offprint_status search_first(struct topk *topk,
                                         const struct tree_words *words,
                                         const struct tree_node *matching,
                                         bool is_union,
                                         struct offprint_error *err)
{
    const struct plan_node *complete = topk->plan->complete;
    struct tree_node tree;
    struct pass pass = { .matching = matching, .complete = complete };
    enum offprint_status status = OFFPRINT_OK;
    if (complete) {
        status = tree_make(words, complete, &tree, err);
        if (!status) status = choose_way(topk, words, &tree, &pass, err);
        // What has all words of a union is in it.
        if (!is_union) pass.way = PASS_TREE;
    } else if (topk->closeness.phrase.count && is_union) {
        status = choose_phrase(topk, &pass, err);
    } else {
        return OFFPRINT_OK;
    }
    return status ? status : run_pass(topk, &pass, err);
}

static enum offprint_status search(struct topk *topk,
                                   struct offprint_error *err)
{
    const struct tree_words words = { &topk->context, topk->words,
                                      topk->plan->word_count };
    const bool counts_alone = topk->result->top.limit == 0;
    struct tree_node matching;
    struct pass rest = { .matching = &matching };
    enum offprint_status status =
        tree_make(&words, topk->plan->matching, &matching, err);
    if (status) return status;
    const bool is_union = tree_is_union(&matching, &words);
    if (is_union) set_floor(topk);
    if (!counts_alone)
        status = search_first(topk, &words, &matching, is_union, err);
    if (!status) status = choose_way(topk, &words, &matching, &rest, err);
    if (is_union && !counts_alone) rest.way = PASS_ANY;
    topk->is_last_pass = true;
    return status ? status : run_pass(topk, &rest, err);
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
    const struct posting_mark mark = posting_reader_mark(reader);
    struct topk *topk = arena_alloc(arena, sizeof *topk);
    if (!topk) return fail_no_memory(err);
    topk->request = request;
    topk->plan = request->plan;
    topk->result = result;
    topk->context = (struct word_context){
        .reader = reader,
        .arena = arena,
        .spots = topk->spots,
        .floors = request->plan->matching->kind != PLAN_ALL,
        .places = true,
        .scorer = request->scorer,
        .window_count = (posting_reader_end(reader) - 1) / WINDOW + 1,
    };
    const double average = topk_average_length(reader);
    struct topk_work *work;
    status = take_work(topk, average, &work, err);
    if (!status) status = open_all(topk, average, err);
    if (!status) status = search(topk, err);
    if (!status) work->in_use = false;
    result->total_exact &= !result->partial;
    if (!request->keeps_lists) posting_reader_release(reader, mark);
    spots_free(&topk->spots[0]);
    spots_free(&topk->spots[1]);
    for (size_t i = 0; i < result->top.count; i++)
        result->top.items[i].score /= topk->scale;
    top_sort(&result->top);
    return status;
}
