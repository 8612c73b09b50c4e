#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/glob.h"
#include "base/utf8.h"
#include "search/lookup.h"
#include "search/regex_lines.h"
#include "small_dictionary.h"
#include "test.h"

static const struct listed WORDS[] = {
    { "women", 1500 }, { "woman", 1200 },     { "womyn", 2 },
    { "café", 9 },     { "cafe", 70 },        { "cafeteria", 50 },
    { "stein", 69 },   { "einstein", 55 },    { "cafés", 3 },
    { "o'reilly", 7 }, { "oreilly", 1 },      { "u.s.a", 40 },
    { "usa", 90 },     { "2019", 800 },       { "3.5", 12 },
    { "naïve", 6 },    { "naive", 5 },        { "война", 4 },
    { "c++", 11 },     { "œuvre", 8 },        { "observation", 30 },
    { "observe", 20 }, { "observatory", 20 }, { "book", 77 },
};

// ---- Patterns ---------------------------------------------------------------

// The definition, at any price.
static bool plainly_matches(struct slice pattern, struct slice text)
{
    if (pattern.len == 0) return text.len == 0;
    uint32_t c;
    size_t step = text.len ? utf8_decode(text.ptr, text.len, &c) : 0;
    switch (pattern.ptr[0]) {
    case '*':
        return plainly_matches(slice_from(pattern, 1), text)
               || (step && plainly_matches(pattern, slice_from(text, step)));
    case '?':
        return step
               && plainly_matches(slice_from(pattern, 1),
                                  slice_from(text, step));
    default:
        return step && pattern.ptr[0] == text.ptr[0]
               && plainly_matches(slice_from(pattern, 1), slice_from(text, 1));
    }
}

// A text of up to most of the given characters.
static struct slice random_text(const char *const *characters, size_t count,
                                size_t most, struct buffer *text)
{
    buffer_reset(text);
    for (size_t left = test_random() % (most + 1); left > 0; left--)
        buffer_add_string(text, characters[test_random() % count]);
    return buffer_slice(text);
}

TEST(lookup, glob_is_as_defined)
{
    static const char *const SIGNS[] = { "a", "b", "é", "*", "?", "*" };
    static const char *const LETTERS[] = { "a", "b", "é", "東" };
    struct buffer pattern = { 0 }, text = { 0 };
    int matched = 0;
    for (int i = 0; i < 50000; i++) {
        struct slice p = random_text(SIGNS, 6, 6, &pattern);
        struct slice t = random_text(LETTERS, 4, 8, &text);
        bool wanted = plainly_matches(p, t);
        matched += wanted;
        if (glob_matches(p, t) == wanted) continue;
        test_row(buffer_string(&pattern));
        CHECK_INT(glob_matches(p, t), wanted);
    }
    CHECK(matched > 1000);
    buffer_free(&pattern);
    buffer_free(&text);
}

TEST(lookup, glob_is_quick_with_many_stars)
{
    char pattern[2 * TERM_MAX], text[TERM_MAX];
    for (size_t i = 0; i < sizeof pattern; i++) pattern[i] = "*a"[i % 2];
    memset(text, 'a', sizeof text);
    pattern[sizeof pattern - 1] = 'b';
    CHECK(!glob_matches((struct slice){ pattern, sizeof pattern },
                        (struct slice){ text, sizeof text }));
}

TEST(lookup, wildcards)
{
    static const struct {
        const char *pattern;
        const char *found;
    } ROWS[] = {
        { "wom?n", "women woman womyn" },
        { "wom*n", "women woman womyn" },
        { "*stein", "stein einstein" },
        { "?*stein", "einstein" },
        { "*stei", "" },
        { "*tein*", "stein einstein" },
        { "observ*", "observation observatory observe" },
        { "observ*e", "observe" },
        { "caf*", "cafe cafeteria café cafés" },
        // Accents prefer themselves, whether the order answers or a search.
        { "café*", "café cafés cafe cafeteria" },
        { "*afé*", "café cafés cafe cafeteria" },
        { "c?fé", "café cafe" },
        { "naïv*", "naïve naive" },
        { "o'r*", "o'reilly oreilly" },
        { "*'*", "o'reilly" },
        { "o?reilly", "o'reilly" },
        { "*.5", "3.5" },
        { "u.s*", "u.s.a usa" },
        { "u*a", "usa u.s.a" },
        { "?uvre", "œuvre" },
        { "oe*", "œuvre" },
        { "*й*", "война" },
        { "в????", "война" },
        { "c*+", "c++" },
        { "b**k", "book" },
        { "b***************************************o*k", "book" },
        { "book", "book" },
        { "???", "usa u.s.a 3.5 c++" },
        { "20*9", "2019" },
        { "", "" },
        { "wom\nn*", "" },
        { "n\nobserv*n", "" },
        { "wom\xFF?n", "" },
        { "\xC3?*", "" },
    };
    struct small_dictionary small;
    small_dictionary_open(&small, LISTED(WORDS));
    struct dictionary *dictionary = small_dictionary_read(&small);
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].pattern);
        struct lookup lookup;
        struct offprint_error err = { 0 };
        CHECK_INT(lookup_wildcard(dictionary, slice_of(ROWS[i].pattern), 100,
                                  &small.arena, &lookup, &err),
                  OFFPRINT_OK);
        CHECK_STRING(small_dictionary_found(&small, &lookup), ROWS[i].found);
        CHECK_INT(lookup.total, lookup.count);
        CHECK(!lookup.cut_short);
    }
    small_dictionary_close(&small);
}

TEST(lookup, the_limit_keeps_the_best_and_counts_all)
{
    struct small_dictionary small;
    small_dictionary_open(&small, LISTED(WORDS));
    struct dictionary *dictionary = small_dictionary_read(&small);
    static const struct {
        size_t limit;
        const char *found;
    } ROWS[] = { { 0, "" },
                 { 1, "women" },
                 { 3, "women woman 2019" },
                 { 5, "women woman 2019 usa book" } };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct lookup lookup;
        lookup_wildcard(dictionary, SLICE("*"), ROWS[i].limit, &small.arena,
                        &lookup, NULL);
        CHECK_STRING(small_dictionary_found(&small, &lookup), ROWS[i].found);
        CHECK_INT(lookup.total, sizeof WORDS / sizeof *WORDS);
        lookup_regex(dictionary, SLICE("."), ROWS[i].limit, &small.arena,
                     &lookup, NULL);
        CHECK_STRING(small_dictionary_found(&small, &lookup), ROWS[i].found);
        CHECK_INT(lookup.total, sizeof WORDS / sizeof *WORDS);
    }
    struct lookup lookup;
    lookup_wildcard(dictionary, SLICE("woman"), 1, &small.arena, &lookup, NULL);
    CHECK_INT(lookup.count, 1);
    CHECK_SLICE(lookup.items[0].entry.key, SLICE("woman"));
    CHECK_INT(lookup.items[0].entry.articles, 1200);
    CHECK_INT(lookup.items[0].entry.occurrences, 1200);
    small_dictionary_close(&small);
}

// Counts and words come from blocks and side table together, each word once.
TEST(lookup, the_side_table_counts)
{
    static const struct listed CHANGES[] = {
        { "woman", 1000 }, { "womyn", -2 }, { "womxn", 3 }, { "women", -1 }
    };
    struct small_dictionary small;
    small_dictionary_open(&small, LISTED(WORDS));
    small_dictionary_add(&small, LISTED(CHANGES));
    struct dictionary *dictionary = small_dictionary_read(&small);
    struct lookup lookup;
    static const char FOUND[] = "woman women womxn";
    lookup_wildcard(dictionary, SLICE("wom?n"), 9, &small.arena, &lookup, NULL);
    CHECK_STRING(small_dictionary_found(&small, &lookup), FOUND);
    CHECK_INT(lookup.total, 3);
    CHECK_INT(lookup.items[0].entry.articles, 2200);
    lookup_wildcard(dictionary, SLICE("wom*"), 9, &small.arena, &lookup, NULL);
    CHECK_STRING(small_dictionary_found(&small, &lookup), FOUND);
    lookup_regex(dictionary, SLICE("^wom"), 9, &small.arena, &lookup, NULL);
    CHECK_STRING(small_dictionary_found(&small, &lookup), FOUND);
    lookup_similar(dictionary, SLICE("woman"), 1, 9, &small.arena, &lookup,
                   NULL);
    CHECK_STRING(small_dictionary_found(&small, &lookup), FOUND);
    lookup_wildcard(dictionary, SLICE("*"), 1, &small.arena, &lookup, NULL);
    CHECK_INT(lookup.total, sizeof WORDS / sizeof *WORDS);
    small_dictionary_close(&small);
}

// ---- Random dictionaries ----------------------------------------------------

enum { RANDOM_TERMS = 600 };

struct random_dictionary {
    struct small_dictionary small;
    struct listed terms[RANDOM_TERMS]; // in the order of the dictionary
    size_t count;
};

static int order_listed(const void *left, const void *right)
{
    const struct listed *a = left, *b = right;
    char room_a[TERM_MAX], room_b[TERM_MAX];
    struct slice term_a = slice_of(a->term), term_b = slice_of(b->term);
    return dictionary_order(fold_key(term_a, room_a), term_a,
                            fold_key(term_b, room_b), term_b);
}

// Short terms of few characters, so that they are near each other, some of them
// twice (once) and a part of them in the side table.
static void open_random(struct random_dictionary *random)
{
    static const char *const LETTERS[] = { "a", "b", "c", "1",
                                           "é", "а", "e", "東" };
    *random = (struct random_dictionary){ 0 };
    CHECK_INT(store_open_scratch(&random->small.store, NULL), OFFPRINT_OK);
    struct buffer text = { 0 };
    for (size_t i = 0; i < RANDOM_TERMS; i++) {
        struct slice term = random_text(LETTERS, 8, 6, &text);
        if (term.len == 0) continue;
        random->terms[random->count++] =
            (struct listed){ arena_string(&random->small.arena, term),
                             (int64_t)(1 + test_random() % 40) };
    }
    buffer_free(&text);
    struct listed *terms = random->terms;
    qsort(terms, random->count, sizeof *terms, order_listed);
    size_t kept = 1;
    for (size_t i = 1; i < random->count; i++)
        if (strcmp(terms[kept - 1].term, terms[i].term))
            terms[kept++] = terms[i];
    random->count = kept;
    size_t merged = test_random() % kept;
    small_dictionary_add(&random->small, terms, merged);
    small_dictionary_merge(&random->small);
    small_dictionary_add(&random->small, terms + merged, kept - merged);
    small_dictionary_read(&random->small);
}

// A term that must be found, and how good it is.
struct wanted {
    const char *term;
    bool favoured;
    unsigned distance;
    double score;
    size_t place; // in the order of the dictionary
};

static int best_first(const void *left, const void *right)
{
    const struct wanted *a = left, *b = right;
    if (a->favoured != b->favoured) return a->favoured ? -1 : 1;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

static void check_wanted(const char *pattern, const struct lookup *lookup,
                         struct wanted *wanted, size_t count)
{
    test_row(pattern);
    qsort(wanted, count, sizeof *wanted, best_first);
    CHECK_INT(lookup->total, count);
    CHECK_INT(lookup->count, count);
    CHECK(!lookup->cut_short);
    for (size_t i = 0; i < count && i < lookup->count; i++) {
        CHECK_SLICE(lookup->items[i].entry.term, slice_of(wanted[i].term));
        CHECK_INT(lookup->items[i].distance, wanted[i].distance);
    }
}

// The pattern as it is held against keys: of the letters used here only one is
// not its own key.
static struct slice folded_pattern(struct slice pattern, struct buffer *out)
{
    buffer_reset(out);
    for (size_t i = 0; i < pattern.len; i++)
        if (pattern.ptr[i] == '\xC3' && i + 1 < pattern.len)
            buffer_add_byte(out, 'e'), i++;
        else
            buffer_add_byte(out, pattern.ptr[i]);
    return buffer_slice(out);
}

TEST(lookup, wildcards_find_what_a_walk_finds)
{
    static const char *const SIGNS[] = {
        "a", "b", "1", "é", "а", "*", "?", "*"
    };
    struct random_dictionary *random = malloc(sizeof *random);
    struct wanted wanted[RANDOM_TERMS];
    struct buffer pattern = { 0 }, folded = { 0 };
    open_random(random);
    for (int round = 0; round < 400; round++) {
        struct slice typed = random_text(SIGNS, 8, 5, &pattern);
        struct slice key_pattern = folded_pattern(typed, &folded);
        size_t count = 0;
        for (size_t i = 0; i < random->count; i++) {
            const struct listed *listed = &random->terms[i];
            char room[TERM_MAX];
            struct slice term = slice_of(listed->term);
            bool as_typed = plainly_matches(typed, term);
            if (!as_typed
                && !plainly_matches(key_pattern, fold_key(term, room)))
                continue;
            bool matters = !slice_equal(typed, key_pattern);
            wanted[count++] =
                (struct wanted){ .term = listed->term,
                                 .favoured = matters && as_typed,
                                 .score = (double)listed->articles,
                                 .place = i };
        }
        struct lookup lookup;
        lookup_wildcard(random->small.dictionary, typed, RANDOM_TERMS,
                        &random->small.arena, &lookup, NULL);
        check_wanted(buffer_string(&pattern), &lookup, wanted, count);
    }
    buffer_free(&pattern);
    buffer_free(&folded);
    small_dictionary_close(&random->small);
    free(random);
}

// ---- Expressions ------------------------------------------------------------

TEST(lookup, expressions)
{
    static const struct {
        const char *pattern;
        const char *found;
    } ROWS[] = {
        { "^wom.n$", "women woman womyn" },
        { "stein", "stein einstein" },
        { "^STEIN$", "stein" },
        { "^[A-S]tein$", "stein" },
        { "^café$", "café" },
        { "^CAFÉ", "café cafés" },
        { "^usa$", "usa u.s.a" }, // a key and a term
        { "\\.", "u.s.a 3.5" },
        { "^\\d+$", "2019" },
        { "^[^a-z]+$", "2019 3.5 война" },
        { "^[^]a-z]+$", "2019 3.5 война" },
        { "(.)\\1", "book c++ o'reilly oreilly" },
        { "^(?!wom).*n$", "stein einstein observation" },
        { "н(?=а)", "война" },
        { "^\\p{Cyrillic}+$", "война" },
        { "^\\w{5}$", "women woman stein œuvre naïve naive война cafés womyn" },
        { "\\s", "" },
        { "n[^x]*o", "" },
        { "(?s)n.o", "" },
        { "\\n", "" },
        { "book$|^2", "2019 book" },
        { "[[:digit:]]", "2019 3.5" },
        { "\\Q+\\E", "c++" },
        { "^wom(?#comment [^)an$", "woman" },
    };
    struct small_dictionary small;
    small_dictionary_open(&small, LISTED(WORDS));
    struct dictionary *dictionary = small_dictionary_read(&small);
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].pattern);
        struct lookup lookup;
        struct offprint_error err = { 0 };
        CHECK_INT(lookup_regex(dictionary, slice_of(ROWS[i].pattern), 100,
                               &small.arena, &lookup, &err),
                  OFFPRINT_OK);
        CHECK_STRING(err.message, "");
        CHECK_STRING(small_dictionary_found(&small, &lookup), ROWS[i].found);
        CHECK_INT(lookup.total, lookup.count);
        CHECK(!lookup.cut_short);
    }
    small_dictionary_close(&small);
}

TEST(lookup, expressions_for_lines)
{
    static const struct {
        const char *pattern;
        const char *lines; // NULL: words one by one
        bool folded;
    } ROWS[] = {
        { "^wom.n$", "^wom.n$", true },
        { "Wom", "Wom", false },
        { "é", "é", false },
        { "\\S\\B", "\\S\\B", true },
        { "[^a]b", "[^\\na]b", true },
        { "[^]a]b", "[^\\n\\]a]b", true },
        { "[]a]b", "[\\]a]b", true },
        { "[^\\W\\s]", "[^\\n\\W\\s]", true },
        { "[a-z]", "[a-z]", true },
        { "[+-_]", "[+-_]", false },
        { "\\[^", "\\[^", true },
        { "(?=a)(?!b)(?<=c)(?<!d)(?:e)(?>f)(?<g>h)",
          "(?=a)(?!b)(?<=c)(?<!d)(?:e)(?>f)(?<g>h)", true },
        { "(a)\\1", "(a)\\1", true },
        { "(a)\\12", NULL, false },
        { "\\s", NULL, false },
        { "[\\W]", NULL, false },
        { "[[:^alpha:]]", NULL, false },
        { "\\x0A", NULL, false },
        { "\\012", NULL, false },
        { "a\nb", NULL, false },
        { "[\n]", NULL, false },
        { "\\\n", NULL, false },
        { "(?s).", NULL, false },
        { "(?#[^)", NULL, false },
        { "(*CR)a", NULL, false },
        { "\\Qa\\E", NULL, false },
        { "\\A", NULL, false },
        { "\\p{L}", NULL, false },
        { "\\R", NULL, false },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].pattern);
        struct slice pattern = slice_of(ROWS[i].pattern);
        struct buffer lines = { 0 };
        bool can = regex_for_lines(pattern, &lines);
        CHECK_INT(can, ROWS[i].lines != NULL);
        if (can) CHECK_STRING(buffer_string(&lines), ROWS[i].lines);
        if (can) CHECK_INT(regex_is_folded(pattern), ROWS[i].folded);
        buffer_free(&lines);
    }
}

TEST(lookup, expressions_have_literals)
{
    static const struct {
        const char *pattern;
        const char *literal;
    } ROWS[] = {
        { "stein", "stein" },
        { "^Anti.*ism$", "anti" },
        { "colou?r", "colo" },
        { "colou*rs", "colo" },
        { "ab+cde", "cde" },
        { "ab{2,3}cde", "cde" },
        { "a{,2}bc", "bc" },
        { "x{12345}y", "y" },
        { "ab|cd", "" },
        { "(ab|cd)ef", "ef" },
        { "(?:abcd)?e", "e" },
        { "(?!abcd)e", "e" },
        { "((abc)d(e)fgh)i", "i" },
        { "abc(?=(d))ef", "abc" },
        { "[abc]de[^)(]f", "de" },
        { "[]|]abc[[]", "abc" },
        { "u\\.s\\.a", "u.s.a" },
        { "\\wabc\\b", "abc" },
        { "\\(abc\\|d", "(abc|d" },
        { "(.)\\1", "" },
        { "cafés", "caf" },
        { "", "" },
        { "a*+b", "b" },
        { "ab??c", "a" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].pattern);
        struct buffer literal = { 0 };
        regex_literal(slice_of(ROWS[i].pattern), &literal);
        CHECK_STRING(buffer_string(&literal), ROWS[i].literal);
        buffer_free(&literal);
    }
}

static pcre2_code *compile_alone(struct slice pattern)
{
    int error;
    PCRE2_SIZE offset;
    return pcre2_compile((PCRE2_SPTR)pattern.ptr, pattern.len,
                         PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS
                             | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C,
                         &error, &offset, NULL);
}

static bool matches_alone(const pcre2_code *code, struct slice word)
{
    pcre2_match_data *match = pcre2_match_data_create(1, NULL);
    int matched =
        pcre2_match(code, (PCRE2_SPTR)word.ptr, word.len, 0, 0, match, NULL);
    pcre2_match_data_free(match);
    return matched >= 0;
}

TEST(lookup, expressions_find_what_each_word_matches_alone)
{
    static const char *const PARTS[] = {
        "a",        "b*",     "[^a]+",        "[^b]*+",   "(?!a)",
        "(?=[^a])", "(?<=b)", "(?<![^a])",    ".",        ".*",
        "$",        "^",      "\\b",          "\\B",      "\\W?",
        "(a|b)",    "(.)\\1", "(?:ab)?",      "é",        "\\x61",
        "[a-c1]",   "(?>.*)", "(?s).",        "[\\s\\S]", "\\A",
        "\\z",      "A",      "[^\\W]",       "|",        "\\d",
        "[^]1-9]",  "а+?",    "[^аa]",        "\\S+",     "(?![^b])",
        "(?<!\\n)", "[B-C]",  "c{2}",         "\\w+",     "(?:[^e]|e)",
        "(?i)a",    "ab",     "BC",           "a{,2}",    "e+?",
        "(",        "\\p{L}", "[[:^alpha:]]",
    };
    struct random_dictionary *random = malloc(sizeof *random);
    struct wanted wanted[RANDOM_TERMS];
    struct buffer pattern = { 0 };
    open_random(random);
    for (int round = 0; round < 1500; round++) {
        struct slice typed =
            random_text(PARTS, sizeof PARTS / sizeof *PARTS, 5, &pattern);
        if (typed.len == 0) continue;
        pcre2_code *code = compile_alone(typed);
        size_t count = 0;
        for (size_t i = 0; code && i < random->count; i++) {
            const struct listed *listed = &random->terms[i];
            char room[TERM_MAX];
            struct slice term = slice_of(listed->term);
            if (matches_alone(code, term)
                || matches_alone(code, fold_key(term, room)))
                wanted[count++] =
                    (struct wanted){ .term = listed->term,
                                     .score = (double)listed->articles,
                                     .place = i };
        }
        struct lookup lookup;
        CHECK_INT(lookup_regex(random->small.dictionary, typed, RANDOM_TERMS,
                               &random->small.arena, &lookup, NULL),
                  code ? OFFPRINT_OK : OFFPRINT_MISUSE);
        check_wanted(buffer_string(&pattern), &lookup, wanted, count);
        pcre2_code_free(code);
    }
    buffer_free(&pattern);
    small_dictionary_close(&random->small);
    free(random);
}

TEST(lookup, wrong_expressions_are_refused)
{
    static const struct {
        const char *pattern;
        const char *message;
    } ROWS[] = {
        { "wom(n", "missing closing parenthesis (at character 6)" },
        { "éé[", "missing terminating ] for character class (at character 4)" },
        { "*", "quantifier does not follow a repeatable item "
               "(at character 1)" },
        { "\\C", "using \\C is disabled by the application "
                 "(at character 3)" },
        { "(?:(?:(?:a{1,99}){1,99}){1,99}){1,99}",
          "regular expression is too large (at character 38)" },
    };
    struct small_dictionary small;
    small_dictionary_open(&small, LISTED(WORDS));
    struct dictionary *dictionary = small_dictionary_read(&small);
    struct lookup lookup;
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct offprint_error err = { 0 };
        CHECK_INT(lookup_regex(dictionary, slice_of(ROWS[i].pattern), 9,
                               &small.arena, &lookup, &err),
                  OFFPRINT_MISUSE);
        CHECK_STRING(err.message, ROWS[i].message);
    }
    CHECK_INT(lookup_regex(dictionary, SLICE("\xFFx"), 9, &small.arena, &lookup,
                           NULL),
              OFFPRINT_MISUSE);
    small_dictionary_close(&small);
}

// ---- What is hostile --------------------------------------------------------

// Words that take an expression with nested repeats for ever.
static void open_repeating(struct small_dictionary *small)
{
    enum { TERMS = 3000, LENGTH = 100 };
    struct arena arena = { 0 };
    struct listed *listed = arena_alloc(&arena, TERMS * sizeof *listed);
    for (int i = 0; i < TERMS; i++) {
        char *term = arena_alloc(&arena, LENGTH + 16);
        memset(term, 'a', LENGTH);
        snprintf(term + LENGTH, 16, "b%d", i);
        listed[i] = (struct listed){ term, 1 };
    }
    small_dictionary_open(small, listed, TERMS);
    arena_free(&arena);
}

TEST(lookup, hostile_expressions_end)
{
    static const char *const PATTERNS[] = {
        "(a+)+$",
        "^(a|aa)+$",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(?:a{0,200}){0,200}c",
        "a*a*a*a*a*a*a*a*a*a*a*a*c",
        "^(?:a?){60}a{60}c",
        "(a*)*\\s",
        "^(?R)*c",
        "(?:(?=(a+))\\1)+c",
        "(\\w*\\w*\\w*\\w*\\w*\\w*\\w*)z$",
        "(*LIMIT_MATCH=4000000000)(a+)+c",
        "(*NO_JIT)(a+)+c",
    };
    struct small_dictionary small;
    open_repeating(&small);
    struct dictionary *dictionary = small_dictionary_read(&small);
    for (size_t i = 0; i < sizeof PATTERNS / sizeof PATTERNS[0]; i++) {
        test_row(PATTERNS[i]);
        double start = clock_seconds();
        struct lookup lookup;
        struct offprint_error err = { 0 };
        enum offprint_status status = lookup_regex(
            dictionary, slice_of(PATTERNS[i]), 10, &small.arena, &lookup, &err);
        CHECK(status == OFFPRINT_OK || status == OFFPRINT_MISUSE);
        CHECK_INT(lookup.total, 0);
        CHECK(clock_seconds() - start < 2);
    }
    struct lookup lookup;
    lookup_regex(dictionary, SLICE("(a+)+[$c]"), 10, &small.arena, &lookup,
                 NULL);
    CHECK(lookup.cut_short);
    lookup_regex(dictionary, SLICE("a+b1$"), 10, &small.arena, &lookup, NULL);
    CHECK_INT(lookup.total, 1);
    CHECK(!lookup.cut_short);
    small_dictionary_close(&small);
}

TEST(lookup, huge_patterns_end)
{
    static const char *const REPEATED[] = { "a", "*", "?", "*a",  "?*a",
                                            "(", "[", "é", "\xFF" };
    enum { SIZE = 1000000 };
    struct small_dictionary small;
    small_dictionary_open(&small, LISTED(WORDS));
    struct dictionary *dictionary = small_dictionary_read(&small);
    struct buffer pattern = { 0 };
    for (size_t i = 0; i < sizeof REPEATED / sizeof *REPEATED; i++) {
        test_row(REPEATED[i]);
        buffer_reset(&pattern);
        while (pattern.len < SIZE) buffer_add_string(&pattern, REPEATED[i]);
        struct slice huge = buffer_slice(&pattern);
        struct lookup lookup;
        double start = clock_seconds();
        CHECK_INT(
            lookup_wildcard(dictionary, huge, 9, &small.arena, &lookup, NULL),
            OFFPRINT_OK);
        bool stars = !strcmp(REPEATED[i], "*");
        CHECK_INT(lookup.total, stars ? sizeof WORDS / sizeof *WORDS : 0);
        CHECK_INT(
            lookup_regex(dictionary, huge, 9, &small.arena, &lookup, NULL),
            OFFPRINT_MISUSE);
        CHECK_INT(
            lookup_similar(dictionary, huge, 2, 9, &small.arena, &lookup, NULL),
            OFFPRINT_OK);
        CHECK_INT(lookup.total, 0);
        CHECK(clock_seconds() - start < 1);
    }
    buffer_free(&pattern);
    small_dictionary_close(&small);
}

// ---- Similar words ----------------------------------------------------------

TEST(lookup, typing_errors)
{
    static const struct listed LIST[] = {
        { "the", 43863 },   { "teh", 4 },         { "ten", 2226 },
        { "tea", 214 },     { "tech", 256 },      { "to", 36937 },
        { "receive", 880 }, { "received", 4684 }, { "relieve", 93 },
        { "believe", 737 }, { "anarchism", 18 },  { "anarchist", 47 },
        { "einstein", 55 }, { "feinstein", 15 },  { "schwarzenegger", 24 },
        { "münchen", 50 },  { "2019", 800 },      { "2018", 900 },
        { "t3n", 9 },       { "٢t", 5 },          { "война", 4 },
    };
    static const struct {
        const char *key;
        unsigned distance;
        const char *found;
    } ROWS[] = {
        { "teh", 1, "the ten tech tea teh" },
        { "recieve", 1, "receive relieve" },
        { "recieve", 2, "receive received relieve believe" },
        { "anarchsim", 2, "anarchism anarchist" },
        { "einstien", 2, "einstein feinstein" },
        { "schwarzeneger", 1, "schwarzenegger" },
        { "munchem", 1, "münchen" },
        { "вийна", 1, "война" },
        { "2017", 2, "" },
        { "tn", 1, "to ten" },
        { "zzzz", 2, "" },
        { "", 2, "to" },
    };
    struct small_dictionary small;
    small_dictionary_open(&small, LISTED(LIST));
    struct dictionary *dictionary = small_dictionary_read(&small);
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].key);
        struct lookup lookup;
        CHECK_INT(lookup_similar(dictionary, slice_of(ROWS[i].key),
                                 ROWS[i].distance, 100, &small.arena, &lookup,
                                 NULL),
                  OFFPRINT_OK);
        CHECK_STRING(small_dictionary_found(&small, &lookup), ROWS[i].found);
    }
    small_dictionary_close(&small);
}

// Optimal string alignment by its definition, the whole table.
static unsigned edits_between(struct slice a, struct slice b)
{
    enum { MOST = 16 };
    uint32_t x[MOST] = { 0 }, y[MOST] = { 0 };
    size_t m = 0, n = 0;
    for (size_t at = 0; at < a.len;)
        at += utf8_decode(a.ptr + at, a.len - at, &x[m++]);
    for (size_t at = 0; at < b.len;)
        at += utf8_decode(b.ptr + at, b.len - at, &y[n++]);
    unsigned table[MOST + 1][MOST + 1];
    for (size_t i = 0; i <= m; i++)
        for (size_t j = 0; j <= n; j++) {
            unsigned best = i == 0 ? (unsigned)j : j == 0 ? (unsigned)i : 1000;
#define TRY(edits) best = (edits) < best ? (edits) : best
            if (i) TRY(table[i - 1][j] + 1);
            if (j) TRY(table[i][j - 1] + 1);
            if (i && j) TRY(table[i - 1][j - 1] + (x[i - 1] != y[j - 1]));
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                TRY(table[i - 2][j - 2] + 1);
#undef TRY
            table[i][j] = best;
        }
    return table[m][n];
}

TEST(lookup, similar_words_are_what_a_walk_finds)
{
    static const char *const LETTERS[] = { "a", "b", "c", "а", "東", "e" };
    struct random_dictionary *random = malloc(sizeof *random);
    struct wanted wanted[RANDOM_TERMS];
    struct buffer text = { 0 };
    open_random(random);
    for (int round = 0; round < 600; round++) {
        struct slice key = random_text(LETTERS, 6, 8, &text);
        unsigned distance = 1 + test_random() % 2;
        size_t count = 0;
        for (size_t i = 0; i < random->count; i++) {
            const struct listed *listed = &random->terms[i];
            char room[TERM_MAX];
            unsigned edits =
                edits_between(key, fold_key(slice_of(listed->term), room));
            if (edits > distance || strchr(listed->term, '1')) continue;
            static const double LESS[] = { 1, 1. / 32, 1. / 1024 };
            wanted[count++] = (struct wanted){ .term = listed->term,
                                               .distance = edits,
                                               .score = (double)listed->articles
                                                        * LESS[edits],
                                               .place = i };
        }
        struct lookup lookup;
        lookup_similar(random->small.dictionary, key, distance, RANDOM_TERMS,
                       &random->small.arena, &lookup, NULL);
        check_wanted(buffer_string(&text), &lookup, wanted, count);
    }
    buffer_free(&text);
    small_dictionary_close(&random->small);
    free(random);
}
