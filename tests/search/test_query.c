#include "base/buffer.h"
#include "search/expression.h"
#include "search/query.h"
#include "test.h"

// A query as it was understood: groups between spaces, terms of a group between
// "|", words of a term between "+"; "-" before excluded terms, "~" for quoted
// ones, "*" for prefixes, "@" for titles.
static void describe_term(const struct query_term *term, struct buffer *out)
{
    if (term->title_only) buffer_add_byte(out, '@');
    if (term->quoted) buffer_add_byte(out, '~');
    for (size_t i = 0; i < term->word_count; i++) {
        if (i) buffer_add_byte(out, '+');
        buffer_add(out, term->words[i].term);
    }
    if (term->prefix) buffer_add_byte(out, '*');
}

static const char *describe(const struct query *query, struct buffer *out)
{
    buffer_reset(out);
    for (size_t i = 0; i < query->group_count; i++) {
        if (i) buffer_add_byte(out, ' ');
        for (size_t j = 0; j < query->groups[i].count; j++) {
            if (j) buffer_add_byte(out, '|');
            describe_term(&query->groups[i].terms[j], out);
        }
    }
    for (size_t i = 0; i < query->excluded_count; i++) {
        buffer_add_string(out, " -");
        describe_term(&query->excluded[i], out);
    }
    return buffer_string(out);
}

TEST(query, table)
{
    static const struct {
        const char *text;
        const char *want;
    } ROWS[] = {
        { "stem cells", "stem cells" },
        { "  Stem\tCELLS ", "stem cells" },
        { "\"stem cells\" ankle", "~stem+cells ankle" },
        { "\u201Cstem cells\u201D", "~stem+cells" },
        { "\u201EStammzellen heute\u201C", "~stammzellen+heute" },
        { "\u00AB cellules souches \u00BB", "~cellules+souches" },
        { "a OR b c", "a|b c" },
        { "a | b", "a|b" },
        { "OR a", "a" },
        { "OR", "or" },
        { "NOT AND", "not and" },
        { "-a", " -a" },
        { "a AND b", "a b" },
        { "a AND", "a" },
        { "a NOT b", "a -b" },
        { "a -b", "a -b" },
        { "a A a b \"a\"", "a b ~a" },
        { "a - b", "a b" },
        { "a -\"b c\"", "a -~b+c" },
        { "+a +b", "a b" },
        { "cart*", "cart*" },
        { "*", "" },
        { "* a", "a" },
        { "title:ankle", "@ankle" },
        { "title:\"ankle joint\"", "@~ankle+joint" },
        { "title:", "title" },
        { "-title:ankle x", "x -@ankle" },
        { "foo:bar", "foo+bar" },
        { "https://example.com/a", "https+example+com+a" },
        { "AT&T", "at+t" },
        { "C++", "c++" },
        { "state-of", "state+of" },
        { "what?", "what" },
        { "don't", "don't" },
        { "50%", "50" },
        { "NEAR(", "near" },
        { "\"open", "~open" },
        { "5\" pipe", "5 pipe" },
        { "", "" },
        { "???", "" },
        { "\u6771\u4EAC", "\u6771\u4EAC" },
        { "\u6C34", "\u6C34*" },
        { "a\u3000b", "a b" },
    };
    struct arena arena = { 0 };
    struct buffer got = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].text);
        struct query query;
        CHECK_INT(
            query_parse(slice_of(ROWS[i].text), false, &arena, &query, NULL),
            OFFPRINT_OK);
        CHECK_STRING(describe(&query, &got), ROWS[i].want);
    }
    buffer_free(&got);
    arena_free(&arena);
}

TEST(query, literal_has_no_operators)
{
    struct arena arena = { 0 };
    struct buffer got = { 0 };
    struct query query;
    query_parse(slice_of("-a OR \"b c\" NOT title:d e*"), true, &arena, &query,
                NULL);
    CHECK_STRING(describe(&query, &got), "a or b c not title+d e");
    CHECK_INT(query.warning_count, 0);
    buffer_free(&got);
    arena_free(&arena);
}

TEST(query, repairs_are_said)
{
    static const struct {
        const char *text;
        size_t warnings;
    } ROWS[] = {
        { "a \"b c", 1 }, { "a OR", 1 }, { "a NOT", 1 },
        { "a b", 0 },     { "5\"", 0 },  { "\"", 0 },
    };
    struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].text);
        struct query query;
        query_parse(slice_of(ROWS[i].text), false, &arena, &query, NULL);
        CHECK_INT(query.warning_count, ROWS[i].warnings);
    }
    arena_free(&arena);
}

TEST(query, a_million_words_are_cut_and_said)
{
    struct arena arena = { 0 };
    struct buffer text = { 0 };
    for (int i = 0; i < 1000000; i++) buffer_format(&text, "a%d ", i);
    struct query query;
    CHECK_INT(query_parse(buffer_slice(&text), false, &arena, &query, NULL),
              OFFPRINT_OK);
    CHECK_INT(query.group_count, QUERY_TERMS_MAX);
    CHECK_INT(query.warning_count, 1);
    buffer_free(&text);
    arena_free(&arena);
}

TEST(query, expressions_quote_what_was_typed)
{
    static const struct {
        const char *text;
        const char *any;
        const char *all;
    } ROWS[] = {
        { "a b", "(\"a\" OR \"b\")", "((\"a\") AND (\"b\"))" },
        { "a\"b", "(\"a\" OR \"b\")", "((\"a\"\"b\"))" },
        { "e-mail", "(\"e\" OR \"mail\" OR \"email\")",
          "((\"e-mail\" OR \"email\"))" },
        { "a -b", "(\"a\") NOT (\"b\")", "((\"a\")) NOT (\"b\")" },
        { "title:x*", "(title : \"x\" *)", "((title : \"x\" *))" },
        { "-b", "", "" },
    };
    struct arena arena = { 0 };
    struct buffer any = { 0 }, all = { 0 };
    static const bool NONE_SKIPPED[QUERY_TERMS_MAX];
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].text);
        struct query query;
        query_parse(slice_of(ROWS[i].text), false, &arena, &query, NULL);
        buffer_reset(&any);
        buffer_reset(&all);
        expression_of_any(&query, &any);
        expression_of_all(&query, NONE_SKIPPED, &all);
        CHECK_STRING(buffer_string(&any), ROWS[i].any);
        CHECK_STRING(buffer_string(&all), ROWS[i].all);
    }
    buffer_free(&any);
    buffer_free(&all);
    arena_free(&arena);
}
