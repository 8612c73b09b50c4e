#include "search/query_tidy.h"

#include "search/query_warn.h"

// ---- Filters ----------------------------------------------------------------

struct hoist {
    struct query *query;
    struct slice text;
    uint32_t numbers;   // given so far
    uint32_t shared[2]; // numbers of languages and of sites, from 1
};

// An article has one language and one site: several that are asked for beside
// each other can only be alternatives.
static uint32_t *shared_number(struct hoist *hoist,
                               const struct filter_condition *condition)
{
    if (condition->excluded) return NULL;
    if (condition->field == FILTER_LANGUAGE) return &hoist->shared[0];
    if (condition->field == FILTER_SITE) return &hoist->shared[1];
    return NULL;
}

static void number(struct hoist *hoist, const struct clause *clause,
                   bool excluded, uint32_t alternatives)
{
    struct filter_condition *condition = &hoist->query->filters[clause->filter];
    condition->excluded = excluded;
    uint32_t *shared = shared_number(hoist, condition);
    if (alternatives)
        condition->number = alternatives;
    else if (!shared)
        condition->number = ++hoist->numbers;
    else if (*shared)
        condition->number = *shared;
    else
        condition->number = *shared = ++hoist->numbers;
}

static bool has_filters_alone(const struct clause *clause)
{
    for (const struct clause *part = clause->first; part; part = part->next)
        if (part->kind != CLAUSE_FILTER) return false;
    return true;
}

// Takes the filters out of a clause. inside: it is a part of something that
// need not hold, where filters cannot stay.
static void hoist_filters(struct hoist *hoist, struct clause *clause,
                          bool excluded, bool inside)
{
    uint32_t alternatives = 0;
    bool any = clause->kind == CLAUSE_ANY;
    if (any && !excluded && has_filters_alone(clause))
        alternatives = ++hoist->numbers;
    bool loose = inside || (any && !has_filters_alone(clause));
    for (struct clause **at = &clause->first; *at;) {
        struct clause *part = *at;
        bool left_out = excluded != (part->occur == OCCUR_EXCLUDED);
        if (part->kind != CLAUSE_FILTER) {
            hoist_filters(hoist, part, left_out,
                          loose || (left_out && !has_filters_alone(part)));
            at = &part->next;
            continue;
        }
        if (loose)
            query_warn(hoist->query, hoist->text, part->text,
                       "a filter holds for the whole query, not for a part of "
                       "it");
        number(hoist, part, left_out, alternatives);
        *at = part->next;
    }
}

// ---- Brackets ---------------------------------------------------------------

static void simplify_parts(struct clause *clause)
{
    for (struct clause **at = &clause->first; *at;) {
        struct clause *next = (*at)->next;
        struct clause *part = clause_simplify(*at);
        *at = part ? part : next;
        if (!part) continue;
        part->next = next;
        at = &part->next;
    }
}

struct clause *clause_simplify(struct clause *clause)
{
    if (clause->kind == CLAUSE_TERM || clause->kind == CLAUSE_FILTER)
        return clause;
    simplify_parts(clause);
    struct clause *first = clause->first;
    if (!first) return NULL;
    if (first->next || first->occur == OCCUR_EXCLUDED) return clause;
    first->boost *= clause->boost;
    first->occur = clause->occur;
    return first;
}

static void mark_wanted(struct query *query, const struct clause *clause)
{
    if (clause->kind == CLAUSE_TERM) query->terms[clause->term].wanted = true;
    for (const struct clause *part = clause->first; part; part = part->next)
        if (part->occur != OCCUR_EXCLUDED) mark_wanted(query, part);
}

static bool is_plain(const struct query *query)
{
    for (const struct clause *part = query->root->first; part;
         part = part->next) {
        if (part->kind != CLAUSE_TERM || part->occur != OCCUR_WANTED
            || part->boost != 1)
            return false;
        const struct query_term *term = &query->terms[part->term];
        if (term->form != TERM_TEXT || term->quoted || term->prefix
            || term->title_only)
            return false;
    }
    return true;
}

void query_tidy(struct query *query, struct slice text, struct clause *root)
{
    struct hoist hoist = { .query = query, .text = text };
    simplify_parts(root);
    hoist_filters(&hoist, root, false, false);
    simplify_parts(root);
    if (!root->first) return;
    query->root = root;
    query->plain = is_plain(query);
    mark_wanted(query, root);
}
