#include "search/query_parser.h"

#include "search/query_term.h"
#include "search/query_warn.h"

enum {
    NEAR_WORDS_MAX = 32,   // near each other, and
    NEAR_CHOICES_MAX = 64, // the ways to choose them where there is an OR
};

void parser_warn(struct parser *parser, struct slice place, const char *message)
{
    if (!parser->ended) query_warn(parser->query, parser->text, place, message);
}

void parser_warn_sign(struct parser *parser, struct slice sign,
                      const char *message)
{
    struct query *query = parser->query;
    if (!parser->ended && query->lone_sign_count < QUERY_LONE_SIGNS_MAX)
        query->lone_signs[query->lone_sign_count++] = sign;
    parser_warn(parser, sign, message);
}

void parser_end(struct parser *parser, struct slice place, const char *message)
{
    parser_warn(parser, place, message);
    parser->ended = true;
    parser->rest = slice_from(parser->rest, parser->rest.len);
}

void parser_lack_memory(struct parser *parser)
{
    if (!parser->status) parser->status = fail_no_memory(parser->err);
}

struct slice parser_typed_since(const struct parser *parser, struct slice from)
{
    return (struct slice){ from.ptr, (size_t)(parser->rest.ptr - from.ptr) };
}

// ---- Clauses ----------------------------------------------------------------

void parts_add(struct parts *parts, struct clause *clause)
{
    if (!clause) return;
    if (parts->last)
        parts->last->next = clause;
    else
        parts->first = clause;
    while (clause->next) clause = clause->next;
    parts->last = clause;
}

bool parts_are_several(const struct parts *parts)
{
    return parts->first != parts->last;
}

struct clause *parser_new_clause(struct parser *parser, enum clause_kind kind,
                                 struct slice from)
{
    struct clause *clause = arena_alloc(parser->arena, sizeof *clause);
    if (!clause) {
        parser_lack_memory(parser);
        return NULL;
    }
    *clause = (struct clause){ .kind = kind,
                               .boost = 1,
                               .text = parser_typed_since(parser, from) };
    return clause;
}

struct clause *parser_join(struct parser *parser, enum clause_kind kind,
                           struct parts parts, struct slice from)
{
    if (!parts_are_several(&parts)) return parts.first;
    struct clause *clause = parser_new_clause(parser, kind, from);
    if (clause) clause->first = parts.first;
    return clause;
}

void clause_require(struct clause *clause)
{
    for (; clause; clause = clause->next)
        if (clause->occur == OCCUR_WANTED) clause->occur = OCCUR_REQUIRED;
}

// The words that a part of a NEAR stands for; 0: it is something else.
static size_t count_choices(const struct clause *clause)
{
    if (clause->occur == OCCUR_EXCLUDED) return 0;
    if (clause->kind == CLAUSE_TERM) return 1;
    if (clause->kind != CLAUSE_ANY) return 0;
    size_t count = 0;
    for (const struct clause *part = clause->first; part; part = part->next) {
        if (part->kind != CLAUSE_TERM || part->occur == OCCUR_EXCLUDED)
            return 0;
        count++;
    }
    return count;
}

struct clause *parser_join_near(struct parser *parser, struct parts parts,
                                unsigned distance, struct slice from)
{
    size_t count = 0, choices = 1;
    if (!parts_are_several(&parts)) return parts.first;
    for (const struct clause *part = parts.first; part; part = part->next) {
        count++;
        choices *= count_choices(part);
        if (choices > NEAR_CHOICES_MAX) choices = 0;
    }
    bool near = choices > 0 && count <= NEAR_WORDS_MAX;
    struct clause *clause =
        parser_join(parser, near ? CLAUSE_NEAR : CLAUSE_GROUP, parts, from);
    if (!clause) return NULL;
    clause->distance = distance;
    if (near) return clause;
    clause_require(clause->first);
    parser_warn(parser, from,
                "NEAR takes a few words, and nothing else: read as AND");
    return clause;
}

// ---- Terms and filters ------------------------------------------------------

// The number of a term: a word that is typed once more has one already.
static uint32_t number_term(struct query *query, const struct query_term *term)
{
    size_t i = 0;
    while (i < query->term_count && !query_term_equal(&query->terms[i], term))
        i++;
    if (i == query->term_count) query->terms[query->term_count++] = *term;
    return (uint32_t)i;
}

// What stands together may be very long.
static void end_of_words(struct parser *parser, struct slice from)
{
    parser_end(parser, from,
               "the query is very long: only its first 512 words, those within "
               "phrases and the like too, were searched");
}

struct clause *parser_add_term(struct parser *parser, struct query_term term,
                               struct slice from)
{
    term.exact |= parser->options->exact;
    term.title_only = parser->field != NULL;
    const size_t room = QUERY_WORDS_MAX - parser->word_count;
    if (!query_term_cut(&term, room ? room : 1, parser->arena))
        parser_lack_memory(parser);
    if (parser->status || term.word_count == 0) return NULL;
    if (parser->term_count == QUERY_TERMS_MAX) {
        parser_end(
            parser, from,
            "the query is very long: only its first 256 words were searched");
        return NULL;
    }
    if (room == 0) {
        end_of_words(parser, from);
        return NULL;
    }
    parser->term_count++;
    parser->word_count += term.word_count;
    struct clause *clause = parser_new_clause(parser, CLAUSE_TERM, from);
    if (clause) clause->term = number_term(parser->query, &term);
    if (term.cut) end_of_words(parser, from);
    return clause;
}

static struct clause *refuse_date(struct parser *parser, struct slice text)
{
    enum { SHOWN = 100 }; // bytes
    if (text.len > SHOWN) text.len = SHOWN;
    if (!parser->status)
        parser->status =
            fail(parser->err, OFFPRINT_MISUSE,
                 "%.*s: there is no such date (2019, 2019-03, 2019-03-15, "
                 "2019-03..2020, ..1999, 2y..)",
                 SLICE_ARGS(text));
    return NULL;
}

struct clause *parser_add_filter(struct parser *parser, struct slice value,
                                 struct slice from)
{
    struct query *query = parser->query;
    struct filter_condition condition = {
        .field = parser->field->filter,
        .text = slice_of(arena_format(parser->arena, "%s:%.*s",
                                      parser->field->name, SLICE_ARGS(value))),
    };
    if (!condition.text.ptr) parser_lack_memory(parser);
    if (parser->status) return NULL;
    switch (query_field_read(value, parser->options->today, parser->arena,
                             &condition)) {
    case FIELD_IMPOSSIBLE: return refuse_date(parser, condition.text);
    case FIELD_NO_MEMORY: parser_lack_memory(parser); return NULL;
    case FIELD_NONE:
        parser_warn(parser, parser->part,
                    "no value for this field: read as text");
        parser->field = NULL;
        return parser_add_term(
            parser,
            query_term_literal(parser_typed_since(parser, parser->part)), from);
    case FIELD_READ: break;
    }
    if (query->filter_count == QUERY_FILTERS_MAX) {
        parser_warn(parser, from, "too many filters: only the first 32 hold");
        return NULL;
    }
    struct clause *clause = parser_new_clause(parser, CLAUSE_FILTER, from);
    if (!clause) return NULL;
    clause->filter = (uint32_t)query->filter_count;
    query->filters[query->filter_count++] = condition;
    return clause;
}

bool parser_wants_filter(const struct parser *parser)
{
    return parser->field && parser->field->is_filter;
}
