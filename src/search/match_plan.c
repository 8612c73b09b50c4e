#include "search/match_plan.h"

#include "search/expression.h"
#include "store/postings.h"

enum { OFFERS_A_LOOK = 64 }; // at the clock

// ---- Which articles match ---------------------------------------------------

static bool add_id(void *context, const struct match *match)
{
    article_set_add(context, match->id);
    return true;
}

static enum offprint_status match_expression(struct store *store,
                                             const struct plan_node *node,
                                             const struct article_set *filter,
                                             struct article_set *set,
                                             struct offprint_error *err)
{
    struct expression expression = { 0 };
    expression_add_node(&expression, node);
    const char *text = expression_text(&expression);
    enum offprint_status status =
        text ? store_match_ids(store, text, filter, add_id, set, err)
             : fail_no_memory(err);
    expression_free(&expression);
    return status;
}

static void combine(enum plan_kind kind, struct article_set *set,
                    const struct article_set *part)
{
    for (uint64_t i = 0; i < set->limit / 64; i++) {
        if (kind == PLAN_ANY)
            set->bits[i] |= part->bits[i];
        else if (kind == PLAN_ALL)
            set->bits[i] &= part->bits[i];
        else
            set->bits[i] &= ~part->bits[i];
    }
}

// What FTS5 has no expression for is put together from its parts.
static enum offprint_status match_parts(struct store *store,
                                        const struct plan_node *node,
                                        const struct article_set *filter,
                                        struct arena *arena,
                                        struct article_set *set,
                                        struct offprint_error *err)
{
    enum offprint_status status =
        match_node(store, node->parts[0], filter, arena, set, err);
    for (size_t i = 1; !status && i < node->part_count; i++) {
        struct article_set part;
        status = match_node(store, node->parts[i], filter, arena, &part, err);
        if (!status) combine(node->kind, set, &part);
    }
    return status;
}

enum offprint_status match_node(struct store *store,
                                const struct plan_node *node,
                                const struct article_set *filter,
                                struct arena *arena, struct article_set *set,
                                struct offprint_error *err)
{
    if (node->kind == PLAN_EVERY) {
        enum offprint_status status =
            store_filter(store, NULL, 0, arena, set, err);
        if (!status && filter) combine(PLAN_ALL, set, filter);
        return status;
    }
    if (!expression_can_hold(node))
        return match_parts(store, node, filter, arena, set, err);
    enum offprint_status status = article_set_new(store, arena, set, err);
    return status ? status : match_expression(store, node, filter, set, err);
}

enum offprint_status match_node_has(struct store *store,
                                    const struct plan_node *node, int64_t id,
                                    struct arena *arena, bool *matches,
                                    struct offprint_error *err)
{
    if (!expression_can_hold(node)) {
        struct article_set set;
        enum offprint_status status =
            match_node(store, node, NULL, arena, &set, err);
        *matches = !status && article_set_has(&set, id);
        return status;
    }
    struct expression expression = { 0 };
    expression_add_node(&expression, node);
    const char *text = expression_text(&expression);
    enum offprint_status status =
        text ? store_matches(store, text, id, matches, err)
             : fail_no_memory(err);
    expression_free(&expression);
    return status;
}

// ---- What they score --------------------------------------------------------

// A plan while it is run.
struct run {
    const struct topk_request *request;
    struct topk_result *result;
    struct article_set *matching; // those not met yet; NULL: all that score
    const struct article_set *complete;
};

// False where nothing more is wanted.
static bool offer(struct run *run, int64_t id, double score)
{
    struct topk_result *result = run->result;
    result->total++;
    top_offer(
        &result->top,
        (struct ranked){ .id = id,
                         .score = score,
                         .complete = run->complete
                                     && article_set_has(run->complete, id) });
    if (result->total % OFFERS_A_LOOK == 0)
        result->partial = topk_is_late(run->request);
    return !result->top.no_memory && !result->partial;
}

static bool offer_match(void *context, const struct match *match)
{
    struct run *run = context;
    if (run->matching)
        run->matching->bits[match->id / 64] &=
            ~((uint64_t)1 << (match->id % 64));
    return offer(run, match->id, match->score);
}

// Those that have none of the words that score.
static void offer_others(struct run *run)
{
    const struct article_set *set = run->matching;
    for (uint64_t i = 0; set && i < set->limit / 64; i++)
        for (uint64_t bits = set->bits[i]; bits; bits &= bits - 1)
            if (!offer(run, (int64_t)(i * 64) + __builtin_ctzll(bits), 0))
                return;
}

// What MATCH is asked for while it is put together.
struct asking {
    struct expression expression;
    struct match_family *families;
    size_t family_count;
    struct match_pair *pairs;
};

// The words, and behind them the query as a phrase.
static enum offprint_status ask_for(const struct plan *plan,
                                    const struct scorer *scorer,
                                    struct arena *arena, struct asking *asking,
                                    struct offprint_error *err)
{
    struct match_family *families =
        arena_alloc(arena, (plan->word_count + 1) * sizeof *families);
    struct match_pair *pairs =
        arena_alloc(arena, (plan->pair_count + 1) * sizeof *pairs);
    if (!families || !pairs) return fail_no_memory(err);
    size_t count = 0;
    for (; count < plan->word_count; count++) {
        const struct plan_word *word = &plan->words[count];
        if (count) expression_add(&asking->expression, " OR ");
        expression_add_family(&asking->expression, word->family,
                              (uint32_t)count);
        families[count] =
            (struct match_family){ word->weight, scorer->k1, false };
    }
    for (size_t i = 0; i < plan->pair_count; i++)
        pairs[i] =
            (struct match_pair){ plan->pairs[i].first, plan->pairs[i].second,
                                 scorer->pair * plan->pairs[i].weight };
    if (plan->phrase.term_count && scorer->phrase > 0) {
        expression_add(&asking->expression, " OR ");
        expression_add_row(&asking->expression, &plan->phrase, (uint32_t)count);
        families[count++] =
            (struct match_family){ scorer->phrase * plan->phrase_weight,
                                   scorer->phrase_k1, true };
    }
    asking->families = families;
    asking->family_count = count;
    asking->pairs = pairs;
    return OFFPRINT_OK;
}

static enum offprint_status score(struct store *store, const struct plan *plan,
                                  const struct scorer *scorer,
                                  struct arena *arena, struct run *run,
                                  struct offprint_error *err)
{
    struct asking asking = { .families = NULL };
    if (plan->word_count == 0) return OFFPRINT_OK;
    enum offprint_status status = ask_for(plan, scorer, arena, &asking, err);
    struct match_request request = {
        .expression = expression_text(&asking.expression),
        .phrases = asking.expression.phrases,
        .phrase_count = asking.expression.phrase_count,
        .families = asking.families,
        .family_count = asking.family_count,
        .pairs = asking.pairs,
        .pair_count = scorer->pair > 0 ? plan->pair_count : 0,
        .pair_k1 = scorer->pair_k1,
        .fields = scorer->fields,
        .b = scorer->b,
    };
    const struct article_set *filter =
        run->matching ? run->matching : plan->filter;
    if (!status && !request.expression) status = fail_no_memory(err);
    if (!status)
        status = store_match(store, &request, filter, offer_match, run, err);
    expression_free(&asking.expression);
    return status;
}

// ---- A plan -----------------------------------------------------------------

static bool is_scored(const struct plan *plan, const struct plan_node *node)
{
    if (node->kind != PLAN_FAMILY) return false;
    for (size_t i = 0; i < plan->word_count; i++)
        if (plan->words[i].family == node->family) return true;
    return false;
}

// Whether what matches is what has one of the words that score, no more and no
// less: most often.
static bool all_that_score(const struct plan *plan)
{
    const struct plan_node *node = plan->matching;
    if (node->kind != PLAN_ANY)
        return plan->word_count == 1 && is_scored(plan, node);
    for (size_t i = 0; i < node->part_count; i++)
        if (!is_scored(plan, node->parts[i])) return false;
    return node->part_count == plan->word_count;
}

enum offprint_status match_plan_run(struct store *store,
                                    const struct topk_request *request,
                                    struct arena *arena,
                                    struct topk_result *result,
                                    struct offprint_error *err)
{
    const struct plan *plan = request->plan;
    const size_t limit = result->top.limit;
    *result = (struct topk_result){ .top.limit = limit };
    struct article_set matching, complete;
    struct run run = { .request = request, .result = result };
    enum offprint_status status = OFFPRINT_OK;
    if (!all_that_score(plan)) {
        status = match_node(store, plan->matching, plan->filter, arena,
                            &matching, err);
        run.matching = &matching;
    }
    if (!status && plan->complete) {
        status = match_node(store, plan->complete, plan->filter, arena,
                            &complete, err);
        run.complete = &complete;
    }
    if (!status) status = score(store, plan, request->scorer, arena, &run, err);
    if (!status && !result->partial) offer_others(&run);
    if (!status && result->top.no_memory) status = fail_no_memory(err);
    result->total_exact = !result->partial;
    top_sort(&result->top);
    return status;
}
