#include "base/buffer.h"
#include "search/query.h"
#include "test.h"

static const struct query_options PLAIN = { .today = "2026-11-28" };

// A query as it was understood: parts of a group between spaces, those of an OR
// between "|", near ones between "^" and the distance; "-" before what is
// excluded, "+" before what is required, "*2" behind a boost. Of a term the
// words between "+"; "~" for quoted ones, "*" for prefixes, "@" for titles, "="
// for exact ones, "%" and "/" for patterns and expressions, a number for what
// is similar.
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

static void describe_parts(const struct query *query,
                           const struct clause *clause, struct buffer *out);

static void describe_clause(const struct query *query,
                            const struct clause *clause, struct buffer *out)
{
    if (clause->occur == OCCUR_EXCLUDED) buffer_add_byte(out, '-');
    if (clause->occur == OCCUR_REQUIRED) buffer_add_byte(out, '+');
    if (clause->kind == CLAUSE_TERM) {
        describe_term(&query->terms[clause->term], out);
    } else {
        buffer_add_byte(out, '(');
        describe_parts(query, clause, out);
        buffer_add_byte(out, ')');
    }
    if (clause->boost != 1) buffer_format(out, "*%g", clause->boost);
}

static void describe_parts(const struct query *query,
                           const struct clause *clause, struct buffer *out)
{
    for (const struct clause *part = clause->first; part; part = part->next) {
        if (part != clause->first && clause->kind == CLAUSE_NEAR)
            buffer_format(out, "^%u", clause->distance);
        else if (part != clause->first)
            buffer_add_byte(out, clause->kind == CLAUSE_ANY ? '|' : ' ');
        describe_clause(query, part, out);
    }
}

// Filters in brackets: their number, sign and name, and what they are for.
static void describe_filters(const struct query *query, struct buffer *out)
{
    static const char *const NAMES[] = {
        [FILTER_LANGUAGE] = "lang", [FILTER_PATH] = "path",
        [FILTER_SITE] = "site",     [FILTER_AUTHOR] = "author",
        [FILTER_TAG] = "tag",       [FILTER_DATE] = "date",
        [FILTER_ADDED] = "added",
    };
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct filter_condition *filter = &query->filters[i];
        if (out->len) buffer_add_byte(out, ' ');
        buffer_format(out, "[%u%s%s:", filter->number,
                      filter->excluded ? "-" : " ", NAMES[filter->field]);
        buffer_add(out, filter->value);
        bool date =
            filter->field == FILTER_DATE || filter->field == FILTER_ADDED;
        if (date) buffer_add(out, filter->from);
        if (date) buffer_add_string(out, "..");
        if (date) buffer_add(out, filter->until);
        buffer_add_byte(out, ']');
    }
}

static const char *describe(const struct query *query, struct buffer *out)
{
    buffer_reset(out);
    if (query->root) describe_parts(query, query->root, out);
    describe_filters(query, out);
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
        { "a OR b c", "(a|b) c" },
        { "a | b", "(a|b)" },
        { "OR a", "a" },
        { "OR", "or" },
        { "NOT AND", "not and" },
        { "-a", "-a" },
        { "a AND b", "+a +b" },
        { "a AND", "a" },
        { "a NOT b", "a -b" },
        { "a -b", "a -b" },
        { "a A a b \"a\"", "a a a b ~a" },
        { "a - b", "a b" },
        { "a -\"b c\"", "a -~b+c" },
        { "+a +b", "+a +b" },
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
        { "-=a b", "-=a b" },
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
        { "lang:de a", "a [1 lang:de]" },
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
        { "-title:ankle x", "-@ankle x" },
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
        { "a AND b c", "+a +b c" },
        { "a AND b OR c", "((+a +b)|c)" },
        { "a OR b AND c d", "(a|(+b +c)) d" },
        { "a OR b OR c", "(a|b|c)" },
        { "a|b", "(a|b)" },
        { "a || b", "(a|b)" },
        { "a AND NOT b", "+a -b" },
        { "a NOT NOT b", "a b" },
        { "a OR -b", "(a|-b)" },
        { "(a b) c", "(a b) c" },
        { "(a) (b)", "a b" },
        { "((a OR b))", "(a|b)" },
        { "a (b (c -d))", "a (b (c -d))" },
        { "-(a b)", "-(a b)" },
        { "NOT (a OR b) c", "-(a|b) c" },
        { "(-a)", "(-a)" },
        { "a AND(b OR c)", "+a +(b|c)" },
        { "()", "" },
        { "( a", "a" },
        { "a )b", "a b" },
        { "(a))", "a" },
        { "f(x) y", "f+x y" },
        { "(f(x)) y", "f+x y" },
        { "a^2 b", "a*2 b" },
        { "\"a b\"^.5", "~a+b*0.5" },
        { "(a b)^3", "(a b)*3" },
        { "((a^2))^3", "a*6" },
        { "2^10", "2+10" },
        { "a^b", "a+b" },
        { "word~1^2 x", "1word*2 x" },
        { "\"a b\"~5", "(~a^5~b)" },
        { "\"a b c\"~2 d", "(~a^2~b^2~c) d" },
        { "\"a\"~5", "~a" },
        { "a NEAR b", "(a^10b)" },
        { "a NEAR/3 b NEAR/5 c d", "(a^5b^5c) d" },
        { "a NEAR/3 (b OR c)", "(a^3(b|c))" },
        { "a NEAR (b c)", "(+a +(b c))" },
        { "a near b", "a near b" },
        { "a OR b NEAR/2 c", "(a|(b^2c))" },
        { "NEAR/x a", "near+x a" },
        { "title:(a b)", "(@a @b)" },
        { "title:(a OR b) c", "(@a|@b) c" },
        { "Title:a", "@a" },
        { "title:a^2", "@a*2" },
        { "/a|b/ c", "/a|b c" },
        { "(/^(a|b)$/)", "/^(a|b)$" },
        { "TO BE OR NOT TO BE", "to be or not to be" },
        { "STEM AND CELLS", "+stem +cells" },
        { "\u4EAC\u90FD OR \u5948\u826F NOT \u6771\u4EAC NOT \u6C34\u9053",
          "(\u4EAC\u90FD|\u5948\u826F) -\u6771\u4EAC -\u6C34\u9053" },
        { "a \"b c", "a ~b+c" },
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
        { "a \"b c", 1 },      { "a OR", 1 },
        { "a NOT", 1 },        { "OR a", 1 },
        { "a AND OR b", 1 },   { "(a b", 1 },
        { "autor:x a", 1 },    { "a NEAR (b c)", 1 },
        { "a OR lang:de", 1 }, { "lang:? a", 1 },
        { "a b", 0 },          { "5\"", 0 },
        { "\"", 0 },           { "(", 0 },
        { "a )", 0 },          { "OR", 0 },
        { "http://x.org", 0 }, { "16:9", 0 },
        { "c: d", 0 },         { "std::sort", 0 },
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
    CHECK_INT(query.term_count, QUERY_TERMS_MAX);
    CHECK_INT(query.warning_count, 1);
    buffer_free(&text);
    arena_free(&arena);
}

// Words within a term count, too.
TEST(query, long_phrases_are_cut_and_said)
{
    static const char *const ROWS[] = { "\"", "a-", "\u4EAC" };
    struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct buffer text = { 0 };
        struct query query;
        test_row(ROWS[i]);
        buffer_format(&text, "x %s", ROWS[i]);
        for (int j = 0; j < 10000; j++)
            buffer_add_string(&text, i == 0 ? "a " : i == 1 ? "b-" : ROWS[i]);
        CHECK_INT(
            query_parse(buffer_slice(&text), &PLAIN, &arena, &query, NULL),
            OFFPRINT_OK);
        CHECK_INT(query.term_count, 2);
        CHECK_INT(query.terms[1].word_count, QUERY_WORDS_MAX - 1);
        CHECK(query.warning_count >= 1);
        CHECK(strstr(query.warnings[query.warning_count - 1].message, "512"));
        buffer_free(&text);
    }
    arena_free(&arena);
}

TEST(query, filters_hold_for_all_of_it)
{
    static const struct {
        const char *text;
        const char *want;
    } ROWS[] = {
        { "lang:de lang:FR a", "a [1 lang:de] [1 lang:fr]" },
        { "lang:de OR lang:fr", "[1 lang:de] [1 lang:fr]" },
        { "-lang:de a", "a [1-lang:de]" },
        { "-(lang:de OR lang:fr)", "[1-lang:de] [2-lang:fr]" },
        { "lang:(de fr)", "[1 lang:de] [1 lang:fr]" },
        { "path:a path:b", "[1 path:a] [2 path:b]" },
        { "tag:(a OR \"b c\") x", "x [1 tag:a] [1 tag:b c]" },
        { "author:\"Ruth Ansell\"", "[1 author:Ruth Ansell]" },
        { "a (b site:x.org)", "a b [1 site:x.org]" },
        { "a OR lang:de", "a [1 lang:de]" },
        { "date:2019", "[1 date:2019..2019]" },
        { "date:2019-03..2020", "[1 date:2019-03..2020]" },
        { "date:..1999", "[1 date:..1999]" },
        { "date:2019-3-5..", "[1 date:2019-03-05..]" },
        { "date:2y..", "[1 date:2024-11-28..]" },
        { "added:2w", "[1 added:2026-11-14..]" },
        { "date:9m..28d", "[1 date:2026-02-28..2026-10-31]" },
        { "date:9999y..", "[1 date:0001-01-28..]" },
        { "date:soon", "date+soon" },
        { "date:", "date" },
        { "path:", "path" },
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

TEST(query, impossible_dates_are_refused)
{
    static const char *const ROWS[] = {
        "date:2019-13",    "date:2019-02-29",
        "date:2020..2019", "date:2020-03..2020-02",
        "added:19",        "a date:2019-00 b",
        "date:..",         "date:2019...2020",
        "date:5x",
    };
    struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i]);
        struct query query;
        CHECK_INT(query_parse(slice_of(ROWS[i]), &PLAIN, &arena, &query, NULL),
                  OFFPRINT_MISUSE);
    }
    arena_free(&arena);
}
