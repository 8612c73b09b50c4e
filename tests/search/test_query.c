#include "base/buffer.h"
#include "search/query.h"
#include "test.h"

static const struct query_options PLAIN;

// A query as it was understood: groups between spaces, terms of a group between
// "|", words of a term between "+"; "-" before excluded terms, "~" for quoted
// ones, "*" for prefixes, "@" for titles, "=" for exact ones, "%" and "/" for
// patterns and expressions, a number for what is similar.
static void describe_term(const struct query_term *term, struct buffer *out)
{
    if (term->title_only) buffer_add_byte(out, '@');
    if (term->exact) buffer_add_byte(out, '=');
    if (term->quoted) buffer_add_byte(out, '~');
    if (term->form == TERM_PATTERN) buffer_add_byte(out, '%');
    if (term->form == TERM_REGEX) buffer_add_byte(out, '/');
    if (term->form == TERM_SIMILAR) buffer_format(out, "%u", term->distance);
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
        { "cart*", "%cart*" },
        { "Cart*", "%cart*" },
        { "*STEIN*", "%*stein*" },
        { "wom?n", "%wom?n" },
        { "a**b", "%a*b" },
        { "3*4", "3+4" },
        { "wom?n?", "wom+n" },
        { "?what", "what" },
        { "caf\u00C9*", "%caf\u00E9*" },
        { "=Cart", "=cart" },
        { "=\"a b\"", "~a+b" },
        { "=", "" },
        { "-=a b", "b -=a" },
        { "/^wom[ae]n$/", "/^wom[ae]n$" },
        { "/usr/local/", "usr+local" },
        { "and/or", "and+or" },
        { "//", "" },
        { "teh~1", "1teh" },
        { "teh~", "1teh" },
        { "recieve~", "2recieve" },
        { "recieve~2", "2recieve" },
        { "1984~1", "1984+1" },
        { "a~3", "a+3" },
        { "lang:de a", "a" },
        { "lang:? a", "lang a" },
        { "foo-b*", "foo+b*" },
        { "\u6771\u4EAC*", "\u6771\u4EAC*" },
        { "*", "" },
        { "* a", "a" },
        { "title:ankle", "@ankle" },
        { "title:=ankle", "@=ankle" },
        { "title:ank*", "@%ank*" },
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
            query_parse(slice_of(ROWS[i].text), &PLAIN, &arena, &query, NULL),
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
    struct query_options literal = { .literal = true };
    query_parse(slice_of("-a OR \"b c\" NOT title:d e* =f /g/ h~1 lang:de"),
                &literal, &arena, &query, NULL);
    CHECK_STRING(describe(&query, &got),
                 "a or b c not title+d e f g h+1 lang+de");
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
        query_parse(slice_of(ROWS[i].text), &PLAIN, &arena, &query, NULL);
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
    CHECK_INT(query_parse(buffer_slice(&text), &PLAIN, &arena, &query, NULL),
              OFFPRINT_OK);
    CHECK_INT(query.group_count, QUERY_TERMS_MAX);
    CHECK_INT(query.warning_count, 1);
    buffer_free(&text);
    arena_free(&arena);
}
