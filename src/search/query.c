#include "search/query.h"

#include "base/utf8.h"
#include "search/query_term.h"

enum { WARNINGS_MAX = 8 };

struct parser {
    struct slice rest;
    bool literal;
    bool exact;
    struct arena *arena;
    struct query *query;
    size_t term_count;
    size_t plus_count; // terms with a + before them
    bool join_next;    // OR stood before: the next term joins the last group
    bool exclude_next; // NOT stood before
    bool no_memory;
};

static void warn(struct parser *parser, const char *message)
{
    struct query *query = parser->query;
    for (size_t i = 0; i < query->warning_count; i++)
        if (strcmp(query->warnings[i], message) == 0) return;
    if (query->warning_count < WARNINGS_MAX)
        query->warnings[query->warning_count++] = message;
}

// ---- Terms and groups -------------------------------------------------------

static struct query_term *append(struct parser *parser,
                                 struct query_term **terms, size_t *count,
                                 struct query_term term)
{
    // Terms are few, and each list is copied when it grows by one.
    struct query_term *grown =
        arena_alloc(parser->arena, (*count + 1) * sizeof *grown);
    if (!grown) {
        parser->no_memory = true;
        return NULL;
    }
    if (*count) memcpy(grown, *terms, *count * sizeof *grown);
    grown[(*count)++] = term;
    *terms = grown;
    return grown;
}

// A word that is typed once more says nothing new, and would cost its search
// again.
static bool is_repeated(const struct query *query,
                        const struct query_term *term)
{
    for (size_t i = 0; i < query->group_count; i++) {
        const struct query_term *other = &query->groups[i].terms[0];
        if (query->groups[i].count == 1 && query_term_equal(other, term))
            return true;
    }
    return false;
}

static void add_term(struct parser *parser, struct query_term term,
                     bool excluded)
{
    term.exact |= parser->exact;
    parser->no_memory |= !query_term_cut(&term, parser->arena);
    if (parser->no_memory || term.word_count == 0) return; // punctuation
    if (term.cut)
        warn(parser, "a phrase is very long: only its first 4096 words were "
                     "searched");
    if (parser->term_count == QUERY_TERMS_MAX) {
        warn(parser, "the query is very long: only its first 256 words were "
                     "searched");
        return;
    }
    parser->term_count++;
    struct query *query = parser->query;
    excluded |= parser->exclude_next;
    bool join = parser->join_next && query->group_count > 0;
    if (parser->literal) excluded = join = false;
    parser->exclude_next = parser->join_next = false;
    if (excluded) {
        append(parser, &query->excluded, &query->excluded_count, term);
        return;
    }
    if (!join && is_repeated(query, &term)) return;
    if (!join) query->groups[query->group_count++] = (struct query_group){ 0 };
    struct query_group *group = &query->groups[query->group_count - 1];
    append(parser, &group->terms, &group->count, term);
}

// ---- Reading ----------------------------------------------------------------

static size_t space_at(struct slice text)
{
    uint32_t c;
    size_t len = utf8_decode(text.ptr, text.len, &c);
    bool space = c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0
                 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028
                 || c == 0x202F;
    return space ? len : 0;
}

static void skip_space(struct parser *parser)
{
    size_t len;
    while (parser->rest.len && (len = space_at(parser->rest)))
        parser->rest = slice_from(parser->rest, len);
}

// Takes everything up to white space.
static struct slice take_chunk(struct parser *parser)
{
    struct slice rest = parser->rest;
    size_t at = 0;
    while (at < rest.len && !space_at(slice_from(rest, at))) {
        uint32_t c;
        at += utf8_decode(rest.ptr + at, rest.len - at, &c);
    }
    parser->rest = slice_from(rest, at);
    return (struct slice){ rest.ptr, at };
}

// Quotation marks as they are typed in the world's languages.
static const struct {
    struct slice open;
    struct slice close[2];
} QUOTES[] = {
    { { "\"", 1 }, { { "\"", 1 }, { NULL, 0 } } },
    { { "\u201C", 3 }, { { "\u201D", 3 }, { NULL, 0 } } },
    { { "\u201E", 3 }, { { "\u201C", 3 }, { "\u201D", 3 } } },
    { { "\u00AB", 2 }, { { "\u00BB", 2 }, { NULL, 0 } } },
};

static const char *find_close(struct slice text, size_t quote, size_t *len)
{
    const char *best = NULL;
    for (size_t i = 0; i < 2; i++) {
        struct slice close = QUOTES[quote].close[i];
        const char *at = close.len ? slice_find(text, close) : NULL;
        if (!at || (best && at > best)) continue;
        best = at;
        *len = close.len;
    }
    return best;
}

// Takes a quoted phrase where one begins. False, and nothing taken, elsewhere.
static bool take_phrase(struct parser *parser, struct slice *phrase)
{
    for (size_t i = 0; i < sizeof QUOTES / sizeof QUOTES[0]; i++) {
        if (!slice_starts_with(parser->rest, QUOTES[i].open)) continue;
        struct slice inside = slice_from(parser->rest, QUOTES[i].open.len);
        size_t close_len = 0;
        const char *close = find_close(inside, i, &close_len);
        if (!close && slice_trim(inside).len)
            warn(parser, "a quotation mark is not closed: the phrase goes on "
                         "to the end");
        size_t len = close ? (size_t)(close - inside.ptr) : inside.len;
        *phrase = (struct slice){ inside.ptr, len };
        parser->rest = slice_from(inside, len + close_len);
        return true;
    }
    return false;
}

static bool take_prefix(struct parser *parser, struct slice sign)
{
    if (!slice_starts_with(parser->rest, sign)) return false;
    struct slice rest = slice_from(parser->rest, sign.len);
    if (rest.len == 0 || space_at(rest)) return false;
    parser->rest = rest;
    return true;
}

// Whether chunk is an operator word; it then waits for the next term.
static bool is_operator(struct parser *parser, struct slice chunk)
{
    if (slice_equal(chunk, SLICE("OR")) || slice_equal(chunk, SLICE("|"))) {
        parser->join_next = true;
        return true;
    }
    if (slice_equal(chunk, SLICE("NOT"))) {
        parser->exclude_next = true;
        return true;
    }
    if (!slice_equal(chunk, SLICE("AND"))) return false;
    parser->query->all_wanted = true;
    return true;
}

// Fields that articles have and that cannot be asked for: said, so that nobody
// takes a word for a filter.
static void warn_of_field(struct parser *parser, struct slice chunk)
{
    static const struct {
        struct slice name;
        const char *warning;
    } FIELDS[] = {
#define FIELD(name)              \
    { { name ":", sizeof name }, \
      name ": is no field to search in: read as text" }
        FIELD("author"), FIELD("tag"),  FIELD("site"), FIELD("path"),
        FIELD("date"),   FIELD("text"), FIELD("body"),
#undef FIELD
    };
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++)
        if (chunk.len > FIELDS[i].name.len
            && slice_starts_with(chunk, FIELDS[i].name))
            warn(parser, FIELDS[i].warning);
}

// lang:de, lang:pt-BR: letters, digits and hyphens. False for any other text.
static bool read_language(struct parser *parser, struct slice chunk)
{
    enum { LONGEST_TAG = 35 }; // of RFC 5646 without extensions
    struct slice name = SLICE("lang:");
    if (!slice_starts_with(chunk, name)) return false;
    struct slice code = slice_from(chunk, name.len);
    if (code.len == 0 || code.len > LONGEST_TAG) return false;
    char *copy = arena_string(parser->arena, code);
    parser->no_memory |= !copy;
    for (size_t i = 0; copy && i < code.len; i++) {
        char c = copy[i];
        if (c >= 'A' && c <= 'Z') copy[i] = c |= 0x20;
        bool fits =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        if (!fits) return false;
    }
    struct query *query = parser->query;
    if (query->language_count < QUERY_LANGUAGES_MAX && copy)
        query->languages[query->language_count++] = slice_of(copy);
    else
        warn(parser, "too many languages: only the first 8 were searched");
    return true;
}

static void read_term(struct parser *parser)
{
    bool excluded = take_prefix(parser, SLICE("-"));
    if (!excluded && take_prefix(parser, SLICE("+"))) parser->plus_count++;
    bool title_only = take_prefix(parser, SLICE("title:"));
    if (slice_starts_with(parser->rest, SLICE("=\"")))
        take_prefix(parser, SLICE("=")); // a phrase is exact without it
    struct query_term term = { 0 };
    if (take_phrase(parser, &term.text)) {
        term.quoted = true;
        if (slice_starts_with(parser->rest, SLICE("*"))) {
            term.prefix = true;
            parser->rest = slice_from(parser->rest, 1);
        }
    } else {
        struct slice chunk = take_chunk(parser);
        bool plain = !excluded && !title_only;
        if (plain
            && (is_operator(parser, chunk) || read_language(parser, chunk)))
            return;
        warn_of_field(parser, chunk);
        parser->no_memory |= !query_term_read(chunk, parser->arena, &term);
    }
    term.title_only = title_only;
    add_term(parser, term, excluded);
}

static void read_literal(struct parser *parser)
{
    add_term(parser, query_term_literal(take_chunk(parser)), false);
}

static void read_all(struct parser *parser, struct slice text)
{
    parser->rest = text;
    for (skip_space(parser); parser->rest.len; skip_space(parser)) {
        if (parser->literal)
            read_literal(parser);
        else
            read_term(parser);
    }
}

enum offprint_status query_parse(struct slice text,
                                 const struct query_options *options,
                                 struct arena *arena, struct query *query,
                                 struct offprint_error *err)
{
    *query = (struct query){ 0 };
    struct parser parser = { .literal = options->literal,
                             .exact = options->exact,
                             .arena = arena,
                             .query = query };
    query->groups = arena_alloc(arena, QUERY_TERMS_MAX * sizeof *query->groups);
    query->warnings =
        arena_alloc(arena, WARNINGS_MAX * sizeof *query->warnings);
    if (!query->groups || !query->warnings) return fail_no_memory(err);
    read_all(&parser, text);
    if (parser.plus_count && parser.plus_count >= query->group_count)
        query->all_wanted = true;
    if (query->group_count == 0 && query->excluded_count == 0
        && query->language_count == 0) {
        // Nothing but operators: words like any other.
        parser.literal = true;
        read_all(&parser, text);
    } else if (query->group_count == 0 && query->excluded_count) {
        warn(&parser, "only words to leave out: name one to find");
    } else if (query->group_count == 0 && query->language_count) {
        warn(&parser, "only a language: name a word to find");
    } else if (parser.join_next || parser.exclude_next) {
        warn(&parser, "an operator at the end has nothing to stand for: left "
                      "out");
    }
    return parser.no_memory ? fail_no_memory(err) : OFFPRINT_OK;
}
