#include "search/query.h"

#include "search/query_parser.h"
#include "search/query_scan.h"
#include "search/query_term.h"
#include "search/query_tidy.h"

enum { PIECES_MAX = 16384 }; // without a word, such as punctuation

// ---- Operators --------------------------------------------------------------

// Goes to the next part. False where there is none: at the end of the text or
// of the brackets. Brackets that close none are punctuation.
static bool find_part(struct parser *parser)
{
    for (;;) {
        scan_space(&parser->rest);
        if (parser->rest.len == 0 || parser->status) return false;
        if (parser->pieces++ == PIECES_MAX) {
            parser_end(parser, parser->rest,
                       "the query is very long: what follows was left out");
            return false;
        }
        if (parser->rest.ptr[0] != ')') return true;
        if (parser->ignored == 0 && parser->depth > 0) return false;
        if (parser->ignored > 0) parser->ignored--;
        parser->rest = slice_from(parser->rest, 1);
    }
}

// Takes an operator of a kind, if it comes next.
static bool take_operator(struct parser *parser, enum operator_kind kind,
                          struct slice *text, unsigned *distance)
{
    if (!find_part(parser)) return false;
    struct slice rest = parser->rest;
    if (scan_operator(&rest, parser->words, text, distance) != kind)
        return false;
    parser->rest = rest;
    return true;
}

static bool is_operator_next(struct parser *parser)
{
    struct slice rest = parser->rest, text;
    unsigned distance;
    enum operator_kind kind =
        scan_operator(&rest, parser->words, &text, &distance);
    return kind != OPERATOR_NONE && kind != OPERATOR_NOT;
}

static void warn_dangling(struct parser *parser, struct slice sign)
{
    const char *message =
        arena_format(parser->arena, "%.*s has nothing to stand for: left out",
                     SLICE_ARGS(sign));
    if (message)
        parser_warn_sign(parser, sign, message);
    else
        parser_lack_memory(parser);
}

// -a, +a, NOT a
static struct clause *read_signed(struct parser *parser)
{
    enum occur occur = OCCUR_WANTED;
    struct slice text;
    unsigned distance;
    while (take_operator(parser, OPERATOR_NOT, &text, &distance)) {
        occur = occur == OCCUR_EXCLUDED ? OCCUR_WANTED : OCCUR_EXCLUDED;
        if (!find_part(parser) || is_operator_next(parser)) {
            warn_dangling(parser, text);
            return NULL;
        }
    }
    if (scan_prefix(&parser->rest, SLICE("-")))
        occur = occur == OCCUR_EXCLUDED ? OCCUR_WANTED : OCCUR_EXCLUDED;
    else if (scan_prefix(&parser->rest, SLICE("+")) && !occur)
        occur = OCCUR_REQUIRED;
    struct clause *clause = parser_read_primary(parser);
    if (clause) clause->occur = occur;
    return clause;
}

// The next part that is more than punctuation, before the next operator.
static struct clause *read_part(struct parser *parser)
{
    while (find_part(parser) && !is_operator_next(parser)) {
        struct clause *clause = read_signed(parser);
        if (clause) return clause;
    }
    return NULL;
}

// a NEAR/5 b NEAR c: with the largest of the distances.
static struct clause *read_near(struct parser *parser)
{
    struct slice from = parser->rest, text;
    struct parts parts = { 0 };
    unsigned distance, largest = 0;
    parts_add(&parts, read_part(parser));
    while (parts.first
           && take_operator(parser, OPERATOR_NEAR, &text, &distance)) {
        struct clause *part = read_part(parser);
        if (!part) warn_dangling(parser, text);
        if (distance > largest) largest = distance;
        parts_add(&parts, part);
    }
    return parser_join_near(parser, parts, largest, from);
}

// a AND b: the parts one behind the other, each required.
static struct clause *read_conjunction(struct parser *parser)
{
    struct slice text;
    struct parts parts = { 0 };
    unsigned distance;
    parts_add(&parts, read_near(parser));
    while (parts.first
           && take_operator(parser, OPERATOR_AND, &text, &distance)) {
        struct clause *part = read_near(parser);
        if (!part) warn_dangling(parser, text);
        parts_add(&parts, part);
    }
    if (parts_are_several(&parts)) clause_require(parts.first);
    return parts.first;
}

// Clauses one behind the other as one.
static struct clause *as_one(struct parser *parser, struct clause *clause,
                             struct slice from)
{
    struct parts parts = { 0 };
    parts_add(&parts, clause);
    return parser_join(parser, CLAUSE_GROUP, parts, from);
}

// a OR b: one clause; without OR the parts of a conjunction.
static struct clause *read_alternatives(struct parser *parser)
{
    struct slice from = parser->rest, text;
    struct clause *first = read_conjunction(parser);
    struct parts parts = { 0 };
    unsigned distance;
    while (first && take_operator(parser, OPERATOR_OR, &text, &distance)) {
        struct clause *next = read_conjunction(parser);
        if (!next) {
            warn_dangling(parser, text);
            continue;
        }
        if (!parts.first) parts_add(&parts, as_one(parser, first, from));
        parts_add(&parts, as_one(parser, next, next->text));
    }
    return parts.first ? parser_join(parser, CLAUSE_ANY, parts, from) : first;
}

struct clause *parser_read_group(struct parser *parser)
{
    struct slice from = parser->rest;
    struct parts parts = { 0 };
    while (find_part(parser)) {
        struct slice sign = parser->rest;
        struct clause *clause = read_alternatives(parser);
        parts_add(&parts, clause);
        if (clause || !find_part(parser) || !is_operator_next(parser)) continue;
        unsigned distance;
        scan_operator(&parser->rest, parser->words, &sign, &distance);
        warn_dangling(parser, sign);
    }
    if (!parts.first) return NULL;
    struct clause *group = parser_new_clause(parser, CLAUSE_GROUP, from);
    if (group) group->first = parts.first;
    return group;
}

// ---- The query --------------------------------------------------------------

static struct clause *read_literal(struct parser *parser)
{
    struct slice from = parser->rest;
    struct parts parts = { 0 };
    for (scan_space(&parser->rest); parser->rest.len && !parser->status;
         scan_space(&parser->rest)) {
        struct slice at = parser->rest;
        struct query_term term = query_term_literal(scan_all(&parser->rest));
        parts_add(&parts, parser_add_term(parser, term, at));
    }
    struct clause *group = parser_new_clause(parser, CLAUSE_GROUP, from);
    if (group) group->first = parts.first;
    return group;
}

// All of the text as the value of a field.
static struct clause *read_value(struct parser *parser)
{
    struct slice from = parser->rest, value = slice_trim(parser->rest);
    parser->rest = slice_from(parser->rest, parser->rest.len);
    struct clause *filter = parser_add_filter(parser, value, from);
    struct clause *group = parser_new_clause(parser, CLAUSE_GROUP, from);
    if (group) group->first = filter;
    return group;
}

static struct clause *read_all(struct parser *parser)
{
    if (parser_wants_filter(parser)) return read_value(parser);
    if (parser->options->literal) return read_literal(parser);
    return parser_read_group(parser);
}

static enum offprint_status prepare(struct parser *parser)
{
    struct query *query = parser->query;
    // Most stay unused: it would take longer to clear them than to read a
    // query.
    query->terms =
        arena_reserve(parser->arena, QUERY_TERMS_MAX * sizeof *query->terms);
    query->filters =
        arena_reserve(parser->arena, (QUERY_FILTERS_MAX + QUERY_OUTER_FILTERS)
                                         * sizeof *query->filters);
    query->warnings = arena_reserve(
        parser->arena, QUERY_WARNINGS_MAX * sizeof *query->warnings);
    if (!query->terms || !query->filters || !query->warnings)
        return fail_no_memory(parser->err);
    const char *name = parser->options->field;
    if (!name) return OFFPRINT_OK;
    parser->field = query_field_named(slice_of(name));
    if (parser->field) return OFFPRINT_OK;
    return fail(parser->err, OFFPRINT_MISUSE, "%.64s: no field (%s)", name,
                QUERY_FIELDS);
}

enum offprint_status query_parse(struct slice text,
                                 const struct query_options *options,
                                 struct arena *arena, struct query *query,
                                 struct offprint_error *err)
{
    *query = (struct query){ 0 };
    struct parser parser = { .text = text,
                             .rest = text,
                             .part = text,
                             .options = options,
                             .arena = arena,
                             .query = query,
                             .err = err,
                             .words = !scan_is_shouted(text) };
    enum offprint_status status = prepare(&parser);
    if (status) return status;
    struct clause *root = read_all(&parser);
    if (!root && !parser.status) {
        // Nothing but operators: words like any other.
        query->warning_count = query->lone_sign_count = 0;
        parser.rest = text;
        root = read_literal(&parser);
    }
    if (parser.status) return parser.status;
    query_tidy(query, text, root);
    return OFFPRINT_OK;
}
