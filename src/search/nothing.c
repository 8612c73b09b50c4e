#include "search/nothing.h"

#include "search/match_plan.h"
#include "search/topk.h"

struct inquiry {
    struct store *store;
    const struct search_request *request;
    const struct search *search;
    struct arena *arena;
    struct nothing *nothing;
};

// ---- Counting ---------------------------------------------------------------

static enum offprint_status count_by_lists(const struct inquiry *inquiry,
                                           const struct plan_node *node,
                                           const struct article_set *filter,
                                           uint64_t *count,
                                           struct offprint_error *err)
{
    const struct plan plan = { .matching = node, .filter = filter };
    const struct topk_request request = {
        .plan = &plan,
        .scorer = inquiry->search->context.scorer,
        .keeps_lists = true,
    };
    struct topk_result result = { .top.limit = 0 };
    enum offprint_status status =
        topk_run(inquiry->store, &request, inquiry->arena, &result, err);
    top_free(&result.top);
    *count = status ? 0 : result.total;
    return status;
}

static enum offprint_status count_node(const struct inquiry *inquiry,
                                       const struct plan_node *node,
                                       const struct article_set *filter,
                                       uint64_t *count,
                                       struct offprint_error *err)
{
    if (inquiry->search->by_lists) {
        enum offprint_status status =
            count_by_lists(inquiry, node, filter, count, err);
        if (status != OFFPRINT_TOO_NEW) return status;
    }
    struct article_set set;
    enum offprint_status status =
        match_node(inquiry->store, node, filter, inquiry->arena, &set, err);
    *count = status ? 0 : article_set_count(&set);
    return status;
}

static struct plan_request plan_request_of(const struct inquiry *inquiry)
{
    const struct search *search = inquiry->search;
    return (struct plan_request){
        .query = &search->query,
        .expansion = &search->expansion,
        .articles = search->articles,
        .match = inquiry->request->match,
        .filter = search->query.filter_count ? &search->filter : NULL,
    };
}

static enum offprint_status count_plan(const struct inquiry *inquiry,
                                       const struct plan_request *request,
                                       uint64_t *count,
                                       struct offprint_error *err)
{
    struct plan plan;
    enum offprint_status status =
        plan_make(request, inquiry->arena, &plan, err);
    return status ? status
                  : count_node(inquiry, plan.matching, plan.filter, count, err);
}

// ---- Parts ------------------------------------------------------------------

static struct nothing_part *add_part(struct inquiry *inquiry,
                                     enum nothing_kind kind, struct slice text)
{
    struct nothing *nothing = inquiry->nothing;
    struct nothing_part *part = &nothing->parts[nothing->part_count++];
    *part = (struct nothing_part){ .kind = kind,
                                   .text = arena_string(inquiry->arena, text) };
    return part->text ? part : NULL;
}

// The root of the query without one of its parts; NULL where none is left.
static enum offprint_status root_without(const struct inquiry *inquiry,
                                         const struct clause *left_out,
                                         const struct clause **root,
                                         struct offprint_error *err)
{
    const struct clause *whole = inquiry->search->query.root;
    struct clause *copy = arena_alloc(inquiry->arena, sizeof *copy);
    if (!copy) return fail_no_memory(err);
    *copy = *whole;
    struct clause **end = &copy->first;
    for (const struct clause *part = whole->first; part; part = part->next) {
        if (part == left_out) continue;
        *end = arena_alloc(inquiry->arena, sizeof **end);
        if (!*end) return fail_no_memory(err);
        **end = *part;
        end = &(*end)->next;
    }
    *end = NULL;
    *root = copy->first ? copy : NULL;
    return OFFPRINT_OK;
}

static enum offprint_status explain_clause(struct inquiry *inquiry,
                                           const struct clause *clause,
                                           struct offprint_error *err)
{
    bool out = clause->occur == OCCUR_EXCLUDED;
    struct slice text = slice_trim(clause->text);
    if (out)
        text =
            slice_of(arena_format(inquiry->arena, "-%.*s", SLICE_ARGS(text)));
    struct nothing_part *part =
        add_part(inquiry, out ? NOTHING_EXCLUDED : NOTHING_WORD, text);
    if (!part || !text.ptr) return fail_no_memory(err);
    struct plan_request request = plan_request_of(inquiry);
    const struct plan_node *node;
    enum offprint_status status =
        plan_part(&request, clause, inquiry->arena, &node, err);
    if (!status) status = count_node(inquiry, node, NULL, &part->articles, err);
    struct query rest = inquiry->search->query;
    if (!status) status = root_without(inquiry, clause, &rest.root, err);
    if (status || (!rest.root && !request.filter)) return status;
    request.query = &rest;
    return count_plan(inquiry, &request, &part->without, err);
}

static size_t copy_conditions(const struct query *query, uint32_t number,
                              struct filter_condition *copies)
{
    size_t count = 0;
    for (size_t i = 0; i < query->filter_count; i++)
        if (query->filters[i].number == number)
            copies[count++] = query->filters[i];
    return count;
}

static struct slice join_texts(const struct filter_condition *conditions,
                               size_t count, struct arena *arena)
{
    struct slice text = { NULL, 0 };
    for (size_t i = 0; i < count; i++)
        text = slice_of(arena_format(
            arena, "%.*s%s%s%.*s", SLICE_ARGS(text), i ? " OR " : "",
            conditions[i].excluded ? "-" : "", SLICE_ARGS(conditions[i].text)));
    return text;
}

static bool is_first_of_number(const struct query *query, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (query->filters[i].number == query->filters[at].number) return false;
    return true;
}

// The articles that meet the alternatives of a filter: for the first one of
// each number, in the place of that one.
static enum offprint_status find_sets(const struct inquiry *inquiry,
                                      struct article_set **sets,
                                      struct offprint_error *err)
{
    struct filter_condition copies[QUERY_FILTERS_MAX + QUERY_OUTER_FILTERS];
    const struct query *query = &inquiry->search->query;
    enum offprint_status status = OFFPRINT_OK;
    *sets =
        arena_alloc(inquiry->arena, (query->filter_count + 1) * sizeof **sets);
    if (!*sets) return fail_no_memory(err);
    for (size_t i = 0; !status && i < query->filter_count; i++) {
        if (!is_first_of_number(query, i)) continue;
        size_t count = copy_conditions(query, query->filters[i].number, copies);
        status = store_filter(inquiry->store, copies, count, inquiry->arena,
                              &(*sets)[i], err);
    }
    return status;
}

// What meets all filters but one, in *rest; false where there is no other.
static bool intersect_others(const struct query *query,
                             const struct article_set *sets, size_t left_out,
                             struct article_set *rest)
{
    bool any = false;
    for (size_t i = 0; i < query->filter_count; i++) {
        if (i == left_out || !is_first_of_number(query, i)) continue;
        for (uint64_t j = 0; j < rest->limit / 64; j++)
            rest->bits[j] =
                any ? rest->bits[j] & sets[i].bits[j] : sets[i].bits[j];
        any = true;
    }
    return any;
}

static enum offprint_status explain_filter(struct inquiry *inquiry,
                                           const struct article_set *sets,
                                           size_t at,
                                           struct offprint_error *err)
{
    struct filter_condition copies[QUERY_FILTERS_MAX + QUERY_OUTER_FILTERS];
    const struct query *query = &inquiry->search->query;
    size_t count = copy_conditions(query, query->filters[at].number, copies);
    struct nothing_part *part = add_part(
        inquiry, NOTHING_FILTER, join_texts(copies, count, inquiry->arena));
    if (!part) return fail_no_memory(err);
    part->articles = article_set_count(&sets[at]);
    struct article_set rest;
    enum offprint_status status =
        article_set_new(inquiry->store, inquiry->arena, &rest, err);
    if (status) return status;
    const bool others = intersect_others(query, sets, at, &rest);
    if (!others && !query->root) return OFFPRINT_OK;
    struct plan_request request = plan_request_of(inquiry);
    request.filter = others ? &rest : NULL;
    return count_plan(inquiry, &request, &part->without, err);
}

static enum offprint_status explain_parts(struct inquiry *inquiry,
                                          struct offprint_error *err)
{
    const struct query *query = &inquiry->search->query;
    const struct nothing *nothing = inquiry->nothing;
    struct article_set *sets = NULL;
    enum offprint_status status = OFFPRINT_OK;
    const struct clause *part = query->root ? query->root->first : NULL;
    for (; !status && part && nothing->part_count < NOTHING_PARTS_MAX;
         part = part->next)
        status = explain_clause(inquiry, part, err);
    if (!status && nothing->part_count < NOTHING_PARTS_MAX)
        status = find_sets(inquiry, &sets, err);
    for (size_t i = 0; !status && i < query->filter_count
                       && nothing->part_count < NOTHING_PARTS_MAX;
         i++)
        if (is_first_of_number(query, i))
            status = explain_filter(inquiry, sets, i, err);
    return status;
}

// ---- Looser forms -----------------------------------------------------------

// Changes a term; false where it is as loose already.
typedef bool loosen(struct query_term *term);

static bool not_to_the_letter(struct query_term *term)
{
    bool strict = term->exact || term->quoted;
    term->exact = term->quoted = false;
    return strict;
}

static bool not_in_the_title(struct query_term *term)
{
    bool strict = term->title_only;
    term->title_only = false;
    return strict;
}

static bool as_it_is(struct query_term *term)
{
    (void)term;
    return true;
}

static enum offprint_status try_looser(struct inquiry *inquiry,
                                       const char *change, loosen *loosen_term,
                                       bool any, struct offprint_error *err)
{
    struct query looser = inquiry->search->query;
    struct expansion expansion;
    size_t size = looser.term_count * sizeof *looser.terms;
    struct query_term *terms = arena_alloc(inquiry->arena, size + 1);
    if (!terms) return fail_no_memory(err);
    if (size) memcpy(terms, looser.terms, size);
    looser.terms = terms;
    bool changed = false;
    for (size_t i = 0; i < looser.term_count; i++)
        if (terms[i].wanted) changed |= loosen_term(&terms[i]);
    if (!changed) return OFFPRINT_OK;
    enum offprint_status status =
        families_expand(inquiry->store, &looser, &inquiry->request->expansion,
                        inquiry->arena, &expansion, err);
    struct plan_request request = plan_request_of(inquiry);
    request.query = &looser;
    request.expansion = &expansion;
    request.apart = true;
    request.any = any;
    uint64_t articles = 0;
    if (!status) status = count_plan(inquiry, &request, &articles, err);
    struct nothing *nothing = inquiry->nothing;
    if (!status && articles > 0)
        nothing->looser[nothing->looser_count++] =
            (struct nothing_looser){ change, articles };
    return status;
}

static bool has_near(const struct clause *clause)
{
    if (clause->kind == CLAUSE_NEAR) return true;
    for (const struct clause *part = clause->first; part; part = part->next)
        if (has_near(part)) return true;
    return false;
}

static bool has_phrase(const struct query *query)
{
    for (size_t i = 0; i < query->term_count; i++)
        if (query->terms[i].quoted && query->terms[i].word_count > 1)
            return true;
    return false;
}

static bool has_several_terms(const struct query *query)
{
    size_t count = 0;
    for (size_t i = 0; i < query->term_count; i++)
        count += query->terms[i].wanted ? query->terms[i].word_count : 0;
    return count > 1;
}

static enum offprint_status explain_looser(struct inquiry *inquiry,
                                           struct offprint_error *err)
{
    const struct query *query = &inquiry->search->query;
    enum offprint_status status =
        try_looser(inquiry,
                   has_phrase(query) ? "not side by side, nor to the letter"
                                     : "not to the letter",
                   not_to_the_letter, false, err);
    if (!status && has_near(query->root))
        status =
            try_looser(inquiry, "not near each other", as_it_is, false, err);
    if (!status)
        status = try_looser(inquiry, "not in the title alone", not_in_the_title,
                            false, err);
    if (!status && has_several_terms(query))
        status =
            try_looser(inquiry, "with any of the words", as_it_is, true, err);
    return status;
}

// ---- Spelling ---------------------------------------------------------------

static enum offprint_status keep_useful_suggestions(
    const struct inquiry *inquiry, struct search *search,
    struct offprint_error *err)
{
    size_t kept = 0;
    for (size_t i = 0;
         i < search->suggestion_count && kept < NOTHING_SUGGESTIONS_MAX; i++) {
        struct search_request request = *inquiry->request;
        struct search other;
        request.text = slice_of(search->suggestions[i]);
        request.limit = 0;
        request.brief = true;
        enum offprint_status status =
            search_run(inquiry->store, &request, inquiry->arena, &other, err);
        search_free(&other);
        if (status) return status;
        if (other.total > 0)
            search->suggestions[kept++] = search->suggestions[i];
    }
    search->suggestion_count = kept;
    return OFFPRINT_OK;
}

enum offprint_status nothing_explain(struct store *store,
                                     const struct search_request *request,
                                     struct search *search, struct arena *arena,
                                     struct nothing *nothing,
                                     struct offprint_error *err)
{
    *nothing = (struct nothing){ .part_count = 0 };
    struct inquiry inquiry = { store, request, search, arena, nothing };
    enum offprint_status status = explain_parts(&inquiry, err);
    if (!status && search->query.root) status = explain_looser(&inquiry, err);
    if (!status) status = keep_useful_suggestions(&inquiry, search, err);
    return status;
}
