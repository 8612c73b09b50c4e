#include "search/query.h"

#include "base/buffer.h"
#include "base/utf8.h"

enum { WARNINGS_MAX = 8, WORDS_MAX = 4096 }; // words of one phrase

struct parser {
    struct slice rest;
    bool literal; // no character is an operator
    struct arena *arena;
    struct query *query;
    size_t term_count;
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

// ---- Words of a term --------------------------------------------------------

struct collector {
    struct arena *arena;
    struct query_term *term;
    size_t room;
    bool no_memory;
};

static int collect(void *context, const struct word *word)
{
    struct collector *collector = context;
    struct query_term *term = collector->term;
    if (term->word_count == WORDS_MAX) return 1;
    if (term->word_count == collector->room) {
        size_t room = collector->room ? collector->room * 2 : 4;
        struct query_word *words =
            arena_alloc(collector->arena, room * sizeof *words);
        if (!words) goto no_memory;
        if (term->word_count)
            memcpy(words, term->words, term->word_count * sizeof *words);
        term->words = words;
        collector->room = room;
    }
    struct slice copy = arena_copy(collector->arena, word->term);
    if (!copy.ptr) goto no_memory;
    term->words[term->word_count++] = (struct query_word){ copy, word->kind };
    return 0;

no_memory:
    collector->no_memory = true;
    return 1;
}

// e-mail as email: the terms are folded, and put together they make one.
static void join_words(struct parser *parser, struct query_term *term)
{
    if (!term->hyphenated || term->quoted || term->word_count < 2) return;
    struct buffer joined = { 0 };
    for (size_t i = 0; i < term->word_count; i++)
        buffer_add(&joined, term->words[i].term);
    term->joined = arena_copy(parser->arena, buffer_slice(&joined));
    parser->no_memory |= joined.failed || !term->joined.ptr;
    buffer_free(&joined);
}

// Cuts the text of a term. The last character of a run without spaces is left
// out where nothing follows: the pair before it has it.
static void cut_words(struct parser *parser, struct query_term *term)
{
    struct collector collector = { .arena = parser->arena, .term = term };
    words_analyse(term->text, collect, &collector);
    parser->no_memory |= collector.no_memory;
    if (term->word_count == 0) return;
    join_words(parser, term);
    const struct query_word *last = &term->words[term->word_count - 1];
    if (last->kind == WORD_TAIL) term->word_count--;
    if (last->kind == WORD_SINGLE) term->prefix = true;
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

static bool same_words(const struct query_term *a, const struct query_term *b)
{
    if (a->word_count != b->word_count) return false;
    for (size_t i = 0; i < a->word_count; i++)
        if (!slice_equal(a->words[i].term, b->words[i].term)) return false;
    return true;
}

// A word that is typed once more says nothing new, and would cost its search
// again.
static bool is_repeated(const struct query *query,
                        const struct query_term *term)
{
    for (size_t i = 0; i < query->group_count; i++) {
        const struct query_term *other = &query->groups[i].terms[0];
        if (query->groups[i].count == 1 && same_words(other, term)
            && other->quoted == term->quoted && other->prefix == term->prefix
            && other->title_only == term->title_only)
            return true;
    }
    return false;
}

static void add_term(struct parser *parser, struct query_term term,
                     bool excluded)
{
    cut_words(parser, &term);
    if (term.word_count == 0) return; // punctuation
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
        FIELD("author"), FIELD("tag"),  FIELD("lang"), FIELD("site"),
        FIELD("path"),   FIELD("date"), FIELD("text"), FIELD("body"),
#undef FIELD
    };
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++)
        if (chunk.len > FIELDS[i].name.len
            && slice_starts_with(chunk, FIELDS[i].name))
            warn(parser, FIELDS[i].warning);
}

static struct query_term term_of_chunk(struct slice chunk)
{
    struct query_term term = { .text = chunk };
    if (slice_ends_with(chunk, SLICE("*"))) {
        term.prefix = true;
        while (slice_ends_with(term.text, SLICE("*"))) term.text.len--;
    }
    for (size_t i = 1; i + 1 < term.text.len; i++)
        term.hyphenated |= term.text.ptr[i] == '-';
    return term;
}

static void read_term(struct parser *parser)
{
    bool excluded = take_prefix(parser, SLICE("-"));
    if (!excluded) take_prefix(parser, SLICE("+"));
    bool title_only = take_prefix(parser, SLICE("title:"));
    struct query_term term = { 0 };
    if (take_phrase(parser, &term.text)) {
        term.quoted = true;
        if (slice_starts_with(parser->rest, SLICE("*"))) {
            term.prefix = true;
            parser->rest = slice_from(parser->rest, 1);
        }
    } else {
        struct slice chunk = take_chunk(parser);
        if (!excluded && !title_only && is_operator(parser, chunk)) return;
        warn_of_field(parser, chunk);
        term = term_of_chunk(chunk);
    }
    term.title_only = title_only;
    add_term(parser, term, excluded);
}

static void read_literal(struct parser *parser)
{
    struct query_term term = { .text = take_chunk(parser) };
    for (size_t i = 1; i + 1 < term.text.len; i++)
        term.hyphenated |= term.text.ptr[i] == '-';
    add_term(parser, term, false);
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

enum offprint_status query_parse(struct slice text, bool literal,
                                 struct arena *arena, struct query *query,
                                 struct offprint_error *err)
{
    *query = (struct query){ 0 };
    struct parser parser = { .literal = literal,
                             .arena = arena,
                             .query = query };
    query->groups = arena_alloc(arena, QUERY_TERMS_MAX * sizeof *query->groups);
    query->warnings =
        arena_alloc(arena, WARNINGS_MAX * sizeof *query->warnings);
    if (!query->groups || !query->warnings) return fail_no_memory(err);
    read_all(&parser, text);
    if (query->group_count == 0 && query->excluded_count == 0) {
        // Nothing but operators: words like any other.
        parser.literal = true;
        read_all(&parser, text);
    } else if (query->group_count == 0) {
        warn(&parser, "only words to leave out: name one to find");
    } else if (parser.join_next || parser.exclude_next) {
        warn(&parser, "an operator at the end has nothing to stand for: left "
                      "out");
    }
    return parser.no_memory ? fail_no_memory(err) : OFFPRINT_OK;
}
