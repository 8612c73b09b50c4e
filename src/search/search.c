#include "search/search.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "search/match_plan.h"
#include "search/order.h"
#include "search/spots.h"
#include "search/statistics.h"
#include "search/suggestions.h"
#include "search/topk.h"
#include "search/topk_tree.h"
#include "store/postings.h"

enum {
    COUNTED_IN_FULL = 1000, // articles up to which a total is always exact
};

// A part of the query that is wanted.
struct search_part {
    struct slice text;
    const struct plan_node *node;
};

static struct plan_request plan_request_of(const struct search *search,
                                           enum offprint_match match)
{
    return (struct plan_request){
        .query = &search->query,
        .expansion = &search->expansion,
        .articles = search->articles,
        .match = match,
        .filter = search->filtered ? &search->filter : NULL,
    };
}

// ---- Parts ------------------------------------------------------------------

// Those in a group that is wanted are parts of the query themselves.
static size_t count_parts(const struct clause *group)
{
    size_t count = 0;
    for (const struct clause *part = group->first; part; part = part->next)
        if (part->occur != OCCUR_EXCLUDED)
            count += part->kind == CLAUSE_GROUP ? count_parts(part) : 1;
    return count;
}

static enum offprint_status add_parts(struct search *search,
                                      const struct plan_request *request,
                                      const struct clause *group,
                                      struct arena *arena,
                                      struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (const struct clause *part = group->first; part && !status;
         part = part->next) {
        if (part->occur == OCCUR_EXCLUDED) continue;
        if (part->kind == CLAUSE_GROUP) {
            status = add_parts(search, request, part, arena, err);
            continue;
        }
        struct search_part *added = &search->parts[search->part_count++];
        const struct query_term *term =
            part->kind == CLAUSE_TERM ? &search->query.terms[part->term] : NULL;
        const bool is_word = term && term->form != TERM_REGEX;
        added->text = is_word ? term->text : slice_trim(part->text);
        status = plan_part(request, part, arena, &added->node, err);
    }
    return status;
}

static enum offprint_status list_parts(struct search *search,
                                       const struct plan_request *request,
                                       struct arena *arena,
                                       struct offprint_error *err)
{
    const struct clause *root = search->query.root;
    size_t count = root ? count_parts(root) : 0;
    search->parts = arena_alloc(arena, (count + 1) * sizeof *search->parts);
    if (!search->parts) return fail_no_memory(err);
    return root ? add_parts(search, request, root, arena, err) : OFFPRINT_OK;
}

// ---- Reading ----------------------------------------------------------------

static bool asks_for_nothing(const struct query *query)
{
    return !query->root && query->filter_count == 0;
}

static bool needs_repair(const struct query *query)
{
    for (size_t i = 0; i < query->warning_count; i++)
        if (query->warnings[i].repair) return true;
    return false;
}

static void boost_words(const struct search_request *request,
                        const struct query *query)
{
    struct clause *part = query->root ? query->root->first : NULL;
    for (size_t i = 0; part && i < request->boost_count; i++) {
        part->boost = request->boosts[i];
        part = part->next;
    }
}

static enum offprint_status read_query(struct store *store,
                                       const struct search_request *request,
                                       struct arena *arena,
                                       struct search *search,
                                       struct offprint_error *err)
{
    struct query *query = &search->query;
    enum offprint_status status =
        query_parse(request->text, &request->query, arena, query, err);
    if (!status) boost_words(request, query);
    if (!status)
        status = outer_filters_add(&request->filters, request->query.today,
                                   arena, query, err);
    search->refused = !status && request->strict && needs_repair(query);
    if (status || search->refused) return status;
    search->filtered = query->filter_count || request->except;
    if (search->filtered)
        status = store_filter(store, query->filters, query->filter_count, arena,
                              &search->filter, err);
    if (!status && request->except)
        article_set_remove(&search->filter, request->except);
    return status;
}

// FTS5 has counted those that it has; counting rows takes a while.
static enum offprint_status count_articles(struct store *store,
                                           struct search *search,
                                           struct offprint_error *err)
{
    if (!search->by_lists)
        return store_article_count(store, &search->articles, err);
    search->articles = posting_reader_articles(search->context.reader);
    return OFFPRINT_OK;
}

static enum offprint_status prepare(struct store *store,
                                    const struct search_request *request,
                                    const struct scorer *scorer,
                                    struct arena *arena, struct search *search,
                                    struct offprint_error *err)
{
    enum offprint_status status = count_articles(store, search, err);
    if (!status)
        status = families_expand(store, &search->query, &request->expansion,
                                 arena, &search->expansion, err);
    search->refused =
        !status && request->strict && search->expansion.unreadable;
    if (search->refused) return OFFPRINT_OK;
    if (!status && !request->brief)
        status = suggestions_find(search, request->text, arena, err);
    if (!status) status = statistics_take(store, search, scorer, arena, err);
    struct plan_request plan = plan_request_of(search, request->match);
    if (!status) status = plan_make(&plan, arena, &search->plan, err);
    if (!status && !request->brief)
        status = list_parts(search, &plan, arena, err);
    return status;
}

// ---- A search ---------------------------------------------------------------

// Whether postings can be read by ourselves, and what with.
static enum offprint_status open_lists(struct store *store,
                                       const struct scorer *scorer,
                                       struct arena *arena,
                                       struct search *search,
                                       struct offprint_error *err)
{
    struct posting_reader *reader;
    enum offprint_status status = posting_reader_open(store, &reader, err);
    search->by_lists = !status;
    if (status == OFFPRINT_TOO_NEW) return OFFPRINT_OK;
    if (status) return status;
    search->mark = posting_reader_mark(reader);
    struct spots *spots = calloc(2, sizeof *spots);
    if (!spots) return fail_no_memory(err);
    search->context = (struct word_context){
        .reader = reader,
        .arena = arena,
        .scorer = scorer,
        .norms = &SCORER_NORMS_NONE,
        .inverse_norms = &SCORER_NORMS_NONE,
        .window_count = (posting_reader_end(reader) - 1) / WINDOW + 1,
        .places = true,
        .spots = spots,
    };
    return OFFPRINT_OK;
}

// What lists are not made for, such as a thousand words, is left to MATCH.
static enum offprint_status run_plan(struct store *store,
                                     const struct topk_request *request,
                                     struct arena *arena, struct search *search,
                                     struct offprint_error *err)
{
    struct topk_result result = { .top.limit = search->top.limit };
    enum offprint_status status = OFFPRINT_TOO_NEW;
    if (search->by_lists)
        status = topk_run(store, request, arena, &result, err);
    search->scored_by_match = status == OFFPRINT_TOO_NEW;
    if (search->scored_by_match) {
        top_free(&result.top);
        result.top.limit = search->top.limit;
        status = match_plan_run(store, request, arena, &result, err);
    }
    search->top = result.top;
    search->total = result.total;
    search->total_exact = result.total_exact;
    search->partial = result.partial;
    return status;
}

enum offprint_status search_run(struct store *store,
                                const struct search_request *request,
                                struct arena *arena, struct search *search,
                                struct offprint_error *err)
{
    const struct scorer *scorer =
        request->scorer ? request->scorer : &SCORER_DEFAULT;
    *search = (struct search){ .total_exact = true };
    const size_t limit =
        request->limit < SIZE_MAX ? (size_t)request->limit : SIZE_MAX;
    const bool sorted = request->sorted && limit > 0;
    search->top.limit = sorted ? SIZE_MAX : limit;
    enum offprint_status status =
        read_query(store, request, arena, search, err);
    if (status || search->refused || asks_for_nothing(&search->query))
        return status;
    status = open_lists(store, scorer, arena, search, err);
    if (!status) status = prepare(store, request, scorer, arena, search, err);
    if (status || search->refused) return status;
    const struct topk_request ask = {
        .plan = &search->plan,
        .scorer = scorer,
        .exhaustive = search->articles <= COUNTED_IN_FULL,
        .keeps_lists = true,
        .deadline = request->deadline,
    };
    status = run_plan(store, &ask, arena, search, err);
    if (!status && sorted)
        return order_apply(store, request->order, limit, arena, &search->top,
                           err);
    return status;
}

void search_free(struct search *search)
{
    top_free(&search->top);
    if (!search->by_lists || !search->context.spots) return;
    for (size_t i = 0; i < 2; i++) spots_free(&search->context.spots[i]);
    free(search->context.spots);
    posting_reader_release(search->context.reader, search->mark);
}

// ---- Filters alone ----------------------------------------------------------

enum offprint_status search_filter(struct store *store, struct slice text,
                                   const struct outer_filters *filters,
                                   const char *today, struct arena *arena,
                                   struct article_set *set,
                                   struct offprint_error *err)
{
    struct query_options options = { .today = today };
    struct query query;
    enum offprint_status status =
        query_parse(text, &options, arena, &query, err);
    if (!status && query.root)
        return fail(err, OFFPRINT_MISUSE,
                    "%.*s: no filter (lang:de, tag:sport, "
                    "date:2019.., author:ansell, site:, path:, added:)",
                    SLICE_ARGS(query.root->first->text));
    if (!status) status = outer_filters_add(filters, today, arena, &query, err);
    if (status) return status;
    return store_filter(store, query.filters, query.filter_count, arena, set,
                        err);
}

// ---- What a hit lacks -------------------------------------------------------

// A part as it was typed, unless that is very long.
static const char *name_of(const struct search_part *part, struct arena *arena)
{
    enum { NAME_BYTES = 200 };
    struct slice name = utf8_cut(part->text, NAME_BYTES);
    return name.len < part->text.len
               ? arena_format(arena, "%.*s\u2026", SLICE_ARGS(name))
               : arena_string(arena, name);
}

enum offprint_status search_missing(struct store *store,
                                    const struct search *search, int64_t id,
                                    struct arena *arena, const char ***words,
                                    size_t *count, struct offprint_error *err)
{
    *count = 0;
    *words = arena_alloc(arena, (search->part_count + 1) * sizeof **words);
    if (!*words) return fail_no_memory(err);
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < search->part_count; i++) {
        const struct search_part *part = &search->parts[i];
        bool matches = false;
        status = OFFPRINT_TOO_NEW;
        if (search->by_lists)
            status = tree_matches(&search->context, part->node, (uint32_t)id,
                                  &matches, err);
        if (status == OFFPRINT_TOO_NEW)
            status =
                match_node_has(store, part->node, id, arena, &matches, err);
        if (status || matches) continue;
        const char *word = name_of(part, arena);
        if (!word) return fail_no_memory(err);
        (*words)[(*count)++] = word;
    }
    return status;
}
