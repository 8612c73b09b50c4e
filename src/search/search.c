#include "search/search.h"

#include <stdlib.h>

#include "search/expression.h"
#include "search/statistics.h"
#include "search/suggestions.h"

enum { SHORT_QUERY = 3 }; // content words up to which all of them come first

// A search under way.
struct matching {
    struct store *store;
    struct search *search;
    const struct scorer *scorer;
    struct arena *arena;
    struct expression expression;
    const double *weights; // of the families of the expression
    size_t family_count;
    int64_t *complete; // ids of the articles with all words, in their order
    size_t complete_count;
    size_t complete_room;
    size_t complete_next; // the first one not yet passed
    bool no_memory;
};

// ---- Expressions ------------------------------------------------------------

// The weights of the families while they are numbered.
static void number_family(double *weights, size_t *count,
                          const struct family *family)
{
    weights[(*count)++] = family->weight;
}

static size_t count_families(const struct search *search)
{
    size_t count = search->expansion.extra_count;
    for (size_t i = 0; i < search->query.group_count; i++)
        for (size_t j = 0; j < search->query.groups[i].count; j++)
            count += search->expansion.groups[i][j].word_count;
    return count;
}

static double *new_weights(struct matching *matching)
{
    size_t count = count_families(matching->search);
    double *weights =
        arena_alloc(matching->arena, (count + 1) * sizeof *weights);
    matching->weights = weights;
    matching->family_count = 0;
    matching->no_memory |= !weights;
    return weights;
}

// Articles with one of the words of any group, none excluded. Words of a chunk
// such as AT&T are scored one by one; a phrase in quotation marks is whole.
static void write_any(struct matching *matching)
{
    const struct search *search = matching->search;
    struct expression *expression = &matching->expression;
    size_t *count = &matching->family_count;
    double *weights = new_weights(matching);
    if (!weights) return;
    expression_reset(expression);
    for (size_t i = 0; i < search->query.group_count; i++)
        for (size_t j = 0; j < search->query.groups[i].count; j++) {
            const struct expanded_term *term = &search->expansion.groups[i][j];
            for (size_t k = 0; k < term->word_count; k++) {
                expression_add(expression, *count ? " OR " : "(");
                expression_add_family(expression, &term->words[k],
                                      (uint32_t)*count);
                number_family(weights, count, &term->words[k]);
            }
        }
    for (size_t i = 0; i < search->expansion.extra_count; i++) {
        const struct family *extra = &search->expansion.extras[i];
        expression_add(expression, " OR ");
        expression_add_family(expression, extra, (uint32_t)*count);
        number_family(weights, count, extra);
    }
    expression_add(expression, ")");
    expression_add_excluded(expression, &search->query, &search->expansion);
}

// Articles with a term of each group, none excluded; of the groups only the
// required ones where required_only. Empty where there are none.
static void write_all(struct matching *matching, bool required_only)
{
    const struct search *search = matching->search;
    struct expression *expression = &matching->expression;
    size_t *count = &matching->family_count;
    double *weights = new_weights(matching);
    if (!weights) return;
    expression_reset(expression);
    for (size_t i = 0; i < search->query.group_count; i++) {
        if (required_only && !search->groups[i].required) continue;
        const struct query_group *group = &search->query.groups[i];
        const struct expanded_term *terms = search->expansion.groups[i];
        expression_add(expression, *count ? " AND (" : "((");
        expression_add_group(expression, group, terms, (uint32_t)*count);
        expression_add(expression, ")");
        for (size_t j = 0; j < group->count; j++)
            number_family(weights, count, &terms[j].whole);
    }
    if (*count == 0) return;
    expression_add(expression, ")");
    expression_add_excluded(expression, &search->query, &search->expansion);
}

// ---- Matching ---------------------------------------------------------------

static bool add_complete(void *context, const struct match *match)
{
    struct matching *matching = context;
    void *grown =
        array_grow(matching->complete, matching->complete_count,
                   &matching->complete_room, sizeof *matching->complete);
    matching->no_memory |= !grown;
    if (!grown) return false;
    matching->complete = grown;
    matching->complete[matching->complete_count++] = match->id;
    return true;
}

static bool is_complete(struct matching *matching, int64_t id)
{
    while (matching->complete_next < matching->complete_count
           && matching->complete[matching->complete_next] < id)
        matching->complete_next++;
    return matching->complete_next < matching->complete_count
           && matching->complete[matching->complete_next] == id;
}

static bool add_match(void *context, const struct match *match)
{
    struct matching *matching = context;
    struct top *top = &matching->search->top;
    struct ranked ranked = { .id = match->id,
                             .score = match->score,
                             .complete = is_complete(matching, match->id) };
    matching->search->total++;
    top_offer(top, ranked);
    return !top->no_memory;
}

// Runs the expression that was written.
static enum offprint_status rank_matches(struct matching *matching,
                                         struct offprint_error *err)
{
    const char *text = expression_text(&matching->expression);
    if (!text || matching->no_memory) return fail_no_memory(err);
    if (!*text) return OFFPRINT_OK;
    struct match_request request = {
        .expression = text,
        .phrases = matching->expression.phrases,
        .phrase_count = matching->expression.phrase_count,
        .family_weights = matching->weights,
        .family_count = matching->family_count,
        .fields = matching->scorer->fields,
        .k1 = matching->scorer->k1,
        .b = matching->scorer->b,
    };
    enum offprint_status status =
        store_match(matching->store, &request, &matching->search->filter,
                    add_match, matching, err);
    if (!status && matching->search->top.no_memory)
        status = fail_no_memory(err);
    return status;
}

static size_t count_required(const struct search *search)
{
    size_t required = 0;
    for (size_t i = 0; i < search->query.group_count; i++)
        required += search->groups[i].required;
    return required;
}

// Short queries: articles with all words first, then the best of the others.
static enum offprint_status find_complete(struct matching *matching,
                                          struct offprint_error *err)
{
    size_t required = count_required(matching->search);
    if (required == 0 || required > SHORT_QUERY) return OFFPRINT_OK;
    write_all(matching, true);
    const char *text = expression_text(&matching->expression);
    if (!text || matching->no_memory) return fail_no_memory(err);
    enum offprint_status status =
        store_match_ids(matching->store, text, &matching->search->filter,
                        add_complete, matching, err);
    if (!status && matching->no_memory) status = fail_no_memory(err);
    return status;
}

static enum offprint_status match(struct matching *matching,
                                  enum offprint_match mode,
                                  struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    if (matching->search->query.all_wanted) mode = OFFPRINT_MATCH_ALL;
    if (mode == OFFPRINT_MATCH_AUTO) status = find_complete(matching, err);
    if (status) return status;
    if (mode == OFFPRINT_MATCH_ALL)
        write_all(matching, false);
    else
        write_any(matching);
    return rank_matches(matching, err);
}

// ---- A search ---------------------------------------------------------------

static void weigh_groups(const struct search_request *request,
                         struct search *search)
{
    size_t count = search->query.group_count;
    for (size_t i = 0; i < count && i < request->weight_count; i++) {
        struct expanded_term *term = &search->expansion.groups[i][0];
        term->whole.weight *= request->weights[i];
        for (size_t j = 0; j < term->word_count; j++)
            if (&term->words[j] != &term->whole)
                term->words[j].weight *= request->weights[i];
    }
}

static enum offprint_status prepare(struct store *store,
                                    const struct search_request *request,
                                    struct arena *arena, struct search *search,
                                    struct offprint_error *err)
{
    struct query *query = &search->query;
    enum offprint_status status =
        query_parse(request->text, &request->query, arena, query, err);
    if (status) return status;
    if (request->language.len && query->language_count < QUERY_LANGUAGES_MAX)
        query->languages[query->language_count++] = request->language;
    search->filter =
        (struct article_filter){ query->languages, query->language_count };
    if (query->group_count == 0) return OFFPRINT_OK;
    status = families_expand(store, query, &request->expansion, arena,
                             &search->expansion, err);
    if (!status && !request->brief)
        status = suggestions_find(search, request->text, arena, err);
    if (!status)
        status = statistics_take(store, search, request->scorer, arena, err);
    if (!status) weigh_groups(request, search);
    return status;
}

enum offprint_status search_run(struct store *store,
                                const struct search_request *request,
                                struct arena *arena, struct search *search,
                                struct offprint_error *err)
{
    *search = (struct search){ 0 };
    search->top.limit =
        request->limit < SIZE_MAX ? (size_t)request->limit : SIZE_MAX;
    enum offprint_status status = prepare(store, request, arena, search, err);
    if (status || search->query.group_count == 0) return status;
    struct matching matching = { .store = store,
                                 .search = search,
                                 .scorer = request->scorer,
                                 .arena = arena };
    status = match(&matching, request->match, err);
    free(matching.complete);
    expression_free(&matching.expression);
    top_sort(&search->top);
    return status;
}

void search_free(struct search *search)
{
    top_free(&search->top);
}

// ---- What a hit lacks -------------------------------------------------------

enum offprint_status search_missing(struct store *store,
                                    const struct search *search, int64_t id,
                                    struct arena *arena, const char ***words,
                                    size_t *count, struct offprint_error *err)
{
    const struct query *query = &search->query;
    *count = 0;
    *words = arena_alloc(arena, (query->group_count + 1) * sizeof **words);
    if (!*words) return fail_no_memory(err);
    struct expression expression = { 0 };
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < query->group_count; i++) {
        bool matches = false;
        expression_reset(&expression);
        expression_add_group(&expression, &query->groups[i],
                             search->expansion.groups[i], 0);
        const char *text = expression_text(&expression);
        status = text ? store_matches(store, text, id, &matches, err)
                      : fail_no_memory(err);
        if (status || matches) continue;
        const char *word = arena_string(arena, query->groups[i].terms[0].text);
        if (!word) status = fail_no_memory(err);
        (*words)[(*count)++] = word;
    }
    expression_free(&expression);
    return status;
}
