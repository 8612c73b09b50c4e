#include "search/query_parser.h"
#include "search/query_scan.h"
#include "search/query_term.h"
#include "search/query_tidy.h"

// "a b"~5: its words, each to the letter, near to each other.
static struct clause *near_words(struct parser *parser, struct slice phrase,
                                 unsigned distance, struct slice from)
{
    struct parts parts = { 0 };
    for (scan_space(&phrase); phrase.len; scan_space(&phrase)) {
        struct query_term term = { .text = scan_all(&phrase), .quoted = true };
        parts_add(&parts, parser_add_term(parser, term, from));
        if (parser->ended) break;
    }
    return parser_join_near(parser, parts, distance, from);
}

static bool read_phrase(struct parser *parser, struct clause **clause)
{
    struct slice from = parser->rest;
    struct query_term term = { .quoted = true };
    bool closed;
    unsigned distance;
    if (!scan_phrase(&parser->rest, &term.text, &closed)) return false;
    if (!closed && slice_trim(term.text).len)
        parser_warn_sign(
            parser,
            (struct slice){ from.ptr, (size_t)(term.text.ptr - from.ptr) },
            "a quotation mark is not closed: the phrase goes on to the end");
    if (parser_wants_filter(parser))
        *clause = parser_add_filter(parser, term.text, from);
    else if (scan_distance(&parser->rest, &distance))
        *clause = near_words(parser, term.text, distance, from);
    else {
        term.prefix = scan_sign(&parser->rest, SLICE("*"));
        *clause = parser_add_term(parser, term, from);
    }
    return true;
}

static struct clause *read_chunk(struct parser *parser)
{
    struct slice from = parser->rest, chunk;
    double boost = 1;
    bool regex =
        !parser_wants_filter(parser) && scan_regex(&parser->rest, &chunk);
    if (!regex) {
        chunk = scan_chunk(&parser->rest);
        if (!parser_wants_filter(parser)) scan_boost_of_chunk(&chunk, &boost);
    }
    if (chunk.len == 0) return NULL; // a sign that nothing belongs to
    if (parser_wants_filter(parser))
        return parser_add_filter(parser, chunk, from);
    if (query_field_is_unknown(chunk))
        parser_warn(
            parser, from,
            "no field that can be searched (title, author, tag, lang, site, "
            "path, date, added): read as text");
    if (query_field_is_empty(chunk) && slice_trim(parser->rest).len == 0)
        parser_warn(parser, from, "no value for this field: read as text");
    struct query_term term;
    if (!query_term_read(chunk, parser->arena, &term))
        parser_lack_memory(parser);
    struct clause *clause =
        parser->status ? NULL : parser_add_term(parser, term, from);
    if (clause) clause->boost = boost;
    return clause;
}

// (a b). Beyond the limit the brackets are left out, and what is in them stays.
static bool read_brackets(struct parser *parser, struct clause **clause)
{
    struct slice from = parser->rest;
    if (!scan_sign(&parser->rest, SLICE("("))) return false;
    if (parser->depth == QUERY_DEPTH_MAX) {
        parser_warn(parser, from,
                    "too many brackets in brackets: these were left out");
        parser->ignored++;
        *clause = NULL;
        return true;
    }
    parser->depth++;
    struct clause *group = parser_read_group(parser);
    *clause = group ? clause_simplify(group) : NULL;
    parser->depth--;
    if (!scan_sign(&parser->rest, SLICE(")")) && *clause)
        parser_warn_sign(parser, (struct slice){ from.ptr, 1 },
                         "a bracket is not closed: it goes on to the end");
    return true;
}

struct clause *parser_read_primary(struct parser *parser)
{
    struct slice from = parser->rest;
    const struct query_field *around = parser->field;
    const struct query_field *field = query_field_take(&parser->rest);
    struct clause *clause = NULL;
    double boost;
    if (field) parser->field = field;
    parser->part = from;
    if (slice_starts_with(parser->rest, SLICE("=\"")))
        scan_sign(&parser->rest, SLICE("=")); // a phrase is exact without it
    if (!read_brackets(parser, &clause) && !read_phrase(parser, &clause))
        clause = read_chunk(parser);
    parser->field = around;
    if (scan_boost(&parser->rest, &boost) && clause) clause->boost *= boost;
    if (clause) clause->text = slice_trim(parser_typed_since(parser, from));
    return clause;
}
