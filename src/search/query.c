#include "search/query.h"

#include "search/query_field.h"
#include "search/query_scan.h"
#include "search/query_term.h"
#include "search/query_tidy.h"
#include "search/query_warn.h"

enum {
    PIECES_MAX = 16384,    // without a word, such as punctuation
    NEAR_WORDS_MAX = 32,   // near each other, and
    NEAR_CHOICES_MAX = 64, // the ways to choose them where there is an OR
};

struct parser {
    struct slice text;
    struct slice rest;
    const struct query_options *options;
    struct arena *arena;
    struct query *query;
    struct offprint_error *err;
    enum offprint_status status;     // the first failure
    const struct query_field *field; // of the brackets around, or NULL
    struct slice part;               // where the part at hand begins
    bool words;                      // AND, OR, NOT, NEAR are operators
    unsigned depth;                  // brackets that are open
    unsigned ignored;                // and those beyond the limit
    size_t pieces;
    size_t term_count; // those that are repeated, too
    bool ended;        // by a limit: what is not there any more is no fault
};

static void warn(struct parser *parser, struct slice place, const char *message)
{
    if (!parser->ended) query_warn(parser->query, parser->text, place, message);
}

// Leaves out all that follows.
static void end(struct parser *parser, struct slice place, const char *message)
{
    warn(parser, place, message);
    parser->ended = true;
    parser->rest = slice_from(parser->rest, parser->rest.len);
}

static void lack_memory(struct parser *parser)
{
    if (!parser->status) parser->status = fail_no_memory(parser->err);
}

// What was typed from a place on, up to the next to be read.
static struct slice typed_since(const struct parser *parser, struct slice from)
{
    return (struct slice){ from.ptr, (size_t)(parser->rest.ptr - from.ptr) };
}

// ---- Clauses ----------------------------------------------------------------

// Parts while they are read.
struct parts {
    struct clause *first;
    struct clause *last;
};

// Adds a clause, or several that are one behind the other.
static void add_part(struct parts *parts, struct clause *clause)
{
    if (!clause) return;
    if (parts->last)
        parts->last->next = clause;
    else
        parts->first = clause;
    while (clause->next) clause = clause->next;
    parts->last = clause;
}

static bool has_several(const struct parts *parts)
{
    return parts->first != parts->last;
}

static struct clause *new_clause(struct parser *parser, enum clause_kind kind,
                                 struct slice from)
{
    struct clause *clause = arena_alloc(parser->arena, sizeof *clause);
    if (!clause) {
        lack_memory(parser);
        return NULL;
    }
    *clause = (struct clause){ .kind = kind,
                               .boost = 1,
                               .text = typed_since(parser, from) };
    return clause;
}

static struct clause *join(struct parser *parser, enum clause_kind kind,
                           struct parts parts, struct slice from)
{
    if (!has_several(&parts)) return parts.first;
    struct clause *clause = new_clause(parser, kind, from);
    if (clause) clause->first = parts.first;
    return clause;
}

// Clauses one behind the other as one.
static struct clause *as_one(struct parser *parser, struct clause *clause,
                             struct slice from)
{
    struct parts parts = { 0 };
    add_part(&parts, clause);
    return join(parser, CLAUSE_GROUP, parts, from);
}

static void require(struct clause *clause)
{
    for (; clause; clause = clause->next)
        if (clause->occur == OCCUR_WANTED) clause->occur = OCCUR_REQUIRED;
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

// NULL for punctuation.
static struct clause *add_term(struct parser *parser, struct query_term term,
                               struct slice from)
{
    term.exact |= parser->options->exact;
    term.title_only = parser->field != NULL;
    if (!query_term_cut(&term, parser->arena)) lack_memory(parser);
    if (parser->status || term.word_count == 0) return NULL;
    if (parser->term_count == QUERY_TERMS_MAX) {
        end(parser, from,
            "the query is very long: only its first 256 words were searched");
        return NULL;
    }
    if (term.cut)
        warn(parser, from,
             "a phrase is very long: only its first 4096 words were searched");
    parser->term_count++;
    struct clause *clause = new_clause(parser, CLAUSE_TERM, from);
    if (clause) clause->term = number_term(parser->query, &term);
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

static struct clause *add_filter(struct parser *parser, struct slice value,
                                 struct slice from)
{
    struct query *query = parser->query;
    struct filter_condition condition = {
        .field = parser->field->filter,
        .text = slice_of(arena_format(parser->arena, "%s:%.*s",
                                      parser->field->name, SLICE_ARGS(value))),
    };
    if (!condition.text.ptr) lack_memory(parser);
    if (parser->status) return NULL;
    switch (query_field_read(value, parser->options->today, parser->arena,
                             &condition)) {
    case FIELD_IMPOSSIBLE: return refuse_date(parser, condition.text);
    case FIELD_NO_MEMORY: lack_memory(parser); return NULL;
    case FIELD_NONE:
        warn(parser, from, "no value for this field: read as text");
        parser->field = NULL;
        return add_term(parser,
                        query_term_literal(typed_since(parser, parser->part)),
                        from);
    case FIELD_READ: break;
    }
    if (query->filter_count == QUERY_FILTERS_MAX) {
        warn(parser, from, "too many filters: only the first 32 hold");
        return NULL;
    }
    struct clause *clause = new_clause(parser, CLAUSE_FILTER, from);
    if (!clause) return NULL;
    clause->filter = (uint32_t)query->filter_count;
    query->filters[query->filter_count++] = condition;
    return clause;
}

static bool wants_filter(const struct parser *parser)
{
    return parser->field && parser->field->is_filter;
}

// ---- A part -----------------------------------------------------------------

static struct clause *read_group(struct parser *parser);

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

// Joins parts that are to be near each other. Where they are no words, or too
// many, they are required alone.
static struct clause *join_near(struct parser *parser, struct parts parts,
                                unsigned distance, struct slice from)
{
    size_t count = 0, choices = 1;
    if (!has_several(&parts)) return parts.first;
    for (const struct clause *part = parts.first; part; part = part->next) {
        count++;
        choices *= count_choices(part);
        if (choices > NEAR_CHOICES_MAX) choices = 0;
    }
    bool near = choices > 0 && count <= NEAR_WORDS_MAX;
    struct clause *clause =
        join(parser, near ? CLAUSE_NEAR : CLAUSE_GROUP, parts, from);
    if (!clause) return NULL;
    clause->distance = distance;
    if (near) return clause;
    require(clause->first);
    warn(parser, from,
         "near each other may be a few words, and nothing else: read as AND");
    return clause;
}

// "a b"~5: its words, each to the letter, near to each other.
static struct clause *near_words(struct parser *parser, struct slice phrase,
                                 unsigned distance, struct slice from)
{
    struct parts parts = { 0 };
    for (scan_space(&phrase); phrase.len; scan_space(&phrase)) {
        struct query_term term = { .text = scan_all(&phrase), .quoted = true };
        add_part(&parts, add_term(parser, term, from));
        if (parser->ended) break;
    }
    return join_near(parser, parts, distance, from);
}

static bool read_phrase(struct parser *parser, struct clause **clause)
{
    struct slice from = parser->rest;
    struct query_term term = { .quoted = true };
    bool closed;
    unsigned distance;
    if (!scan_phrase(&parser->rest, &term.text, &closed)) return false;
    if (!closed && slice_trim(term.text).len)
        warn(parser, from,
             "a quotation mark is not closed: the phrase goes on to the end");
    if (wants_filter(parser))
        *clause = add_filter(parser, term.text, from);
    else if (scan_distance(&parser->rest, &distance))
        *clause = near_words(parser, term.text, distance, from);
    else {
        term.prefix = scan_sign(&parser->rest, SLICE("*"));
        *clause = add_term(parser, term, from);
    }
    return true;
}

static struct clause *read_chunk(struct parser *parser)
{
    struct slice from = parser->rest, chunk;
    double boost = 1;
    bool regex = !wants_filter(parser) && scan_regex(&parser->rest, &chunk);
    if (!regex) {
        chunk = scan_chunk(&parser->rest);
        if (!wants_filter(parser)) scan_boost_of_chunk(&chunk, &boost);
    }
    if (chunk.len == 0) return NULL; // a sign that nothing belongs to
    if (wants_filter(parser)) return add_filter(parser, chunk, from);
    if (query_field_is_unknown(chunk))
        warn(parser, from,
             "no field that can be searched (title, author, tag, lang, site, "
             "path, date, added): read as text");
    struct query_term term;
    if (!query_term_read(chunk, parser->arena, &term)) lack_memory(parser);
    struct clause *clause =
        parser->status ? NULL : add_term(parser, term, from);
    if (clause) clause->boost = boost;
    return clause;
}

// (a b). Beyond the limit the brackets are left out, and what is in them stays.
static bool read_brackets(struct parser *parser, struct clause **clause)
{
    struct slice from = parser->rest;
    if (!scan_sign(&parser->rest, SLICE("("))) return false;
    if (parser->depth == QUERY_DEPTH_MAX) {
        warn(parser, from,
             "too many brackets in brackets: these were left out");
        parser->ignored++;
        *clause = NULL;
        return true;
    }
    parser->depth++;
    struct clause *group = read_group(parser);
    *clause = group ? clause_simplify(group) : NULL;
    parser->depth--;
    if (!scan_sign(&parser->rest, SLICE(")")) && *clause)
        warn(parser, from, "a bracket is not closed: it goes on to the end");
    return true;
}

// A term, or a group in brackets, with its field and its boost.
static struct clause *read_primary(struct parser *parser)
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
    if (clause) clause->text = slice_trim(typed_since(parser, from));
    return clause;
}

// ---- Operators --------------------------------------------------------------

// Goes to the next part. False where there is none: at the end of the text or of
// the brackets. Brackets that close none are punctuation.
static bool find_part(struct parser *parser)
{
    for (;;) {
        scan_space(&parser->rest);
        if (parser->rest.len == 0 || parser->status) return false;
        if (parser->pieces++ == PIECES_MAX) {
            end(parser, parser->rest,
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
        warn(parser, sign, message);
    else
        lack_memory(parser);
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
    struct clause *clause = read_primary(parser);
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
    add_part(&parts, read_part(parser));
    while (parts.first
           && take_operator(parser, OPERATOR_NEAR, &text, &distance)) {
        struct clause *part = read_part(parser);
        if (!part) warn_dangling(parser, text);
        if (distance > largest) largest = distance;
        add_part(&parts, part);
    }
    return join_near(parser, parts, largest, from);
}

// a AND b: the parts one behind the other, each required.
static struct clause *read_conjunction(struct parser *parser)
{
    struct slice text;
    struct parts parts = { 0 };
    unsigned distance;
    add_part(&parts, read_near(parser));
    while (parts.first
           && take_operator(parser, OPERATOR_AND, &text, &distance)) {
        struct clause *part = read_near(parser);
        if (!part) warn_dangling(parser, text);
        add_part(&parts, part);
    }
    if (has_several(&parts)) require(parts.first);
    return parts.first;
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
        if (!parts.first) add_part(&parts, as_one(parser, first, from));
        add_part(&parts, as_one(parser, next, next->text));
    }
    return parts.first ? join(parser, CLAUSE_ANY, parts, from) : first;
}

static struct clause *read_group(struct parser *parser)
{
    struct slice from = parser->rest;
    struct parts parts = { 0 };
    while (find_part(parser)) {
        struct slice sign = parser->rest;
        struct clause *clause = read_alternatives(parser);
        add_part(&parts, clause);
        if (clause || !find_part(parser) || !is_operator_next(parser)) continue;
        unsigned distance;
        scan_operator(&parser->rest, parser->words, &sign, &distance);
        warn_dangling(parser, sign);
    }
    if (!parts.first) return NULL;
    struct clause *group = new_clause(parser, CLAUSE_GROUP, from);
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
        add_part(&parts, add_term(parser, term, at));
    }
    struct clause *group = new_clause(parser, CLAUSE_GROUP, from);
    if (group) group->first = parts.first;
    return group;
}

// All of the text as the value of a field.
static struct clause *read_value(struct parser *parser)
{
    struct slice from = parser->rest, value = slice_trim(parser->rest);
    parser->rest = slice_from(parser->rest, parser->rest.len);
    struct clause *filter = add_filter(parser, value, from);
    struct clause *group = new_clause(parser, CLAUSE_GROUP, from);
    if (group) group->first = filter;
    return group;
}

static struct clause *read_all(struct parser *parser)
{
    if (wants_filter(parser)) return read_value(parser);
    if (parser->options->literal) return read_literal(parser);
    return read_group(parser);
}

static enum offprint_status prepare(struct parser *parser)
{
    struct query *query = parser->query;
    query->terms =
        arena_alloc(parser->arena, QUERY_TERMS_MAX * sizeof *query->terms);
    query->filters =
        arena_alloc(parser->arena, (QUERY_FILTERS_MAX + QUERY_OUTER_FILTERS)
                                       * sizeof *query->filters);
    query->warnings = arena_alloc(parser->arena,
                                  QUERY_WARNINGS_MAX * sizeof *query->warnings);
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
        query->warning_count = 0;
        parser.rest = text;
        root = read_literal(&parser);
    }
    if (parser.status) return parser.status;
    query_tidy(query, text, root);
    return OFFPRINT_OK;
}
