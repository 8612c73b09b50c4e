// The query language from text to hits, on a small archive.

#include <sqlite3.h>

#include "archive_index.h"
#include "base/buffer.h"

static const char ARCHIVE[] =
    "{\"_id\":\"a\",\"title\":\"Ankle joint\",\"text\":\"stem cells for the "
    "ankle\",\"author\":\"Ruth Ansell\",\"date\":\"2019\",\"lang\":\"en\","
    "\"tags\":[\"sport medicine\"],\"url\":\"https://www.example.org/1\"}\n"
    "{\"_id\":\"b\",\"title\":\"Knee\",\"text\":\"cells of the stem and a "
    "mouse\",\"author\":\"Jos\u00E9 Ruth\",\"date\":\"2019-03-15\","
    "\"lang\":\"en-GB\",\"tags\":[\"medicine\",\"mice\"]}\n"
    "{\"_id\":\"c\",\"title\":\"Mouse\",\"text\":\"a mouse sees the knee and "
    "then one two three an ankle\",\"date\":\"2020-01\",\"lang\":\"en\"}\n"
    "{\"_id\":\"d\",\"title\":\"Knie\",\"text\":\"das Knie und der Knorpel\","
    "\"date\":\"2021-07-01\",\"lang\":\"de\","
    "\"url\":\"https://example.com/d\"}\n";

static offprint_index *open_archive(const char *archive)
{
    index_archive(test_file("news/all.jsonl", slice_of(archive)));
    return open_index();
}

// The names of the hits, in the order of ids: "a c".
static const char *names(offprint_index *index,
                         struct offprint_search_options ask, struct buffer *out)
{
    ask.limit = 1000;
    ask.brief = true;
    ask.sort = OFFPRINT_BY_ID;
    struct offprint_result *result = NULL;
    struct offprint_error err = { 0 };
    buffer_reset(out);
    CHECK_INT(offprint_search(index, &ask, &result, &err), OFFPRINT_OK);
    CHECK_STRING(err.message, "");
    for (size_t i = 0; result && i < result->hit_count; i++)
        buffer_format(out, "%s%s", i ? " " : "", result->hits[i].article.name);
    if (result) CHECK_INT(result->total, result->hit_count);
    offprint_result_free(result);
    return buffer_string(out);
}

TEST(language, table)
{
    static const struct {
        const char *query;
        const char *want;
    } ROWS[] = {
        { "stem", "a b" },
        { "stem mouse", "a b c" },
        { "stem AND mouse", "b" },
        { "+stem mouse", "a b" },
        { "stem -mouse", "a" },
        { "-mouse", "a d" },
        { "-mouse -stem", "d" },
        { "NOT (mouse OR stem)", "d" },
        { "-(mouse stem)", "d" },
        { "-(mouse AND stem)", "a c d" },
        { "knie OR -mouse", "a d" },
        { "(stem OR knee) AND mouse", "b c" },
        { "stem AND (mouse OR -knee)", "a b" },
        { "knie OR ankle AND stem", "a d" },
        { "\"stem cells\"", "a" },
        { "\"cells stem\"", "" },
        { "\"cells stem\"~2", "a b" },
        { "\"cells stem\"~1", "a" },
        { "stem NEAR/2 cells", "a b" },
        { "stem NEAR/1 cells", "a" },
        { "stem NEAR/1 (cells OR mouse)", "a" },
        { "stem NEAR/2 mouse", "b" },
        { "one-two NEAR/2 ankle", "c" },
        { "one-two NEAR/1 ankle", "" },
        { "mouse NEAR/9 (stem OR one-two)", "b c" },
        { "stem NEAR/1 mouse", "" },
        { "knee NEAR/5 ankle", "" },
        { "knee NEAR/6 ankle", "c" },
        { "-(stem NEAR/1 cells) -knie", "b c" },
        { "\"stem ce\"*", "a" },
        { "stem^3 knie^0", "a b d" },
        { "title:knee", "b" },
        { "title:(knee OR mouse)", "b c" },
        { "title:mouse stem", "a b c" },
        { "-title:mouse mouse", "b" },
        { "TO BE OR NOT STEM", "a b" },
        { "stem lang:en", "a b" },
        { "lang:en", "a b c" },
        { "lang:en-gb", "b" },
        { "lang:de OR lang:en-GB", "b d" },
        { "lang:de lang:en-GB", "b d" },
        { "-lang:en", "d" },
        { "author:ruth", "a b" },
        { "author:\"ruth ansell\"", "a" },
        { "author:\"ansell ruth\"", "" },
        { "author:jose", "b" },
        { "author:(ruth -jose)", "a" },
        { "tag:medicine", "a b" },
        { "tag:(sport medicine)", "a" },
        { "tag:(sport OR mice)", "a b" },
        { "tag:\"medicine mice\"", "" },
        { "site:example.org", "a" },
        { "site:ample.org", "" },
        { "site:(example.org example.com)", "a d" },
        { "path:news", "a b c d" },
        { "path:*.jsonl mouse", "b c" },
        { "path:NEWS/*.jsonl knie", "d" },
        { "path:news/*.txt", "" },
        { "date:2019", "a b" },
        { "date:2019-03", "b" },
        { "date:2019-03..2020", "b c" },
        { "date:2019..2019-03", "b" },
        { "date:..2019", "a b" },
        { "date:2020-01..", "c d" },
        { "-date:2019", "c d" },
        { "date:1000..", "a b c d" },
        { "path:*a*l*.j?onl mouse", "b c" },
        { "path:NEWS/*.JSONL mouse", "b c" },
        { "path:*[a]*", "" },
        { "path:*.json", "" },
        { "added:1d", "a b c d" },
        { "added:..2000", "" },
    };
    offprint_index *index = open_archive(ARCHIVE);
    struct buffer out = { 0 };
    for (size_t i = 0; index && i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].query);
        struct offprint_search_options ask = { .query = ROWS[i].query };
        CHECK_STRING(names(index, ask, &out), ROWS[i].want);
    }
    offprint_index_close(index);
    buffer_free(&out);
}

TEST(language, options_filter_too)
{
    static const struct {
        struct offprint_search_options ask;
        const char *want;
    } ROWS[] = {
        { { .query = "mouse", .since = "2020" }, "c" },
        { { .query = "mouse", .until = "2019" }, "b" },
        { { .query = "", .since = "2019-03", .until = "2020-01" }, "b c" },
        { { .query = "", .language = "de" }, "d" },
        { { .query = "lang:de", .language = "en" }, "" },
        { { .query = "mouse", .field = "title" }, "c" },
        { { .query = "Ruth Ansell", .field = "author" }, "a" },
        { { .query = "stem -mouse", .literal = true }, "a b c" },
    };
    offprint_index *index = open_archive(ARCHIVE);
    struct buffer out = { 0 };
    for (size_t i = 0; index && i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].want);
        CHECK_STRING(names(index, ROWS[i].ask, &out), ROWS[i].want);
    }
    struct offprint_search_options wrong = { .query = "a", .since = "soon" };
    struct offprint_result *result;
    CHECK_INT(offprint_search(index, &wrong, &result, NULL), OFFPRINT_MISUSE);
    offprint_index_close(index);
    buffer_free(&out);
}

TEST(language, strict_refuses_what_needs_repair)
{
    offprint_index *index = open_archive(ARCHIVE);
    struct offprint_search_options ask = { .query = "mouse \"kn",
                                           .strict = true,
                                           .limit = 5 };
    struct offprint_result *result = NULL;
    CHECK_INT(offprint_search(index, &ask, &result, NULL), OFFPRINT_OK);
    CHECK(result->refused);
    CHECK_INT(result->warning_count, 1);
    CHECK_INT(result->warnings[0].start, 6);
    CHECK(result->warnings[0].repair);
    CHECK_INT(result->hit_count, 0);
    offprint_result_free(result);
    ask.query = "mouse /(/";
    CHECK_INT(offprint_search(index, &ask, &result, NULL), OFFPRINT_OK);
    CHECK(result->refused && result->warning_count == 1);
    CHECK_INT(result->hit_count, 0);
    offprint_result_free(result);
    ask.query = "mouse \"knee\"";
    CHECK_INT(offprint_search(index, &ask, &result, NULL), OFFPRINT_OK);
    CHECK(!result->refused && result->hit_count > 0);
    offprint_result_free(result);
    offprint_index_close(index);
}

static void change_index(const char *sql)
{
    sqlite3 *db;
    CHECK_INT(sqlite3_open(test_path("index"), &db), SQLITE_OK);
    CHECK_INT(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

// Another article in the same file makes none of the others new.
TEST(language, added_is_when_an_article_came)
{
    static const char NEW_ONE[] =
        "{\"_id\":\"e\",\"title\":\"New\",\"text\":\"news\"}\n";
    struct buffer archive = { 0 }, out = { 0 };
    offprint_index_close(open_archive(ARCHIVE));
    change_index("UPDATE meta SET value = value - 40000000000000000"
                 " WHERE key LIKE 'arrived %'"); // 463 days
    buffer_add_string(&archive, ARCHIVE);
    buffer_add_string(&archive, NEW_ONE);
    offprint_index *index = open_archive(buffer_string(&archive));
    struct offprint_search_options ask = { .query = "added:1d" };
    CHECK_STRING(names(index, ask, &out), "e");
    ask.query = "added:..1y";
    CHECK_STRING(names(index, ask, &out), "a b c d");
    ask.query = "-added:1d";
    CHECK_STRING(names(index, ask, &out), "a b c d");
    offprint_index_close(index);
    // As indexes were before: when the file was read.
    change_index("DELETE FROM meta WHERE key LIKE 'arrived %'");
    index = open_index();
    ask.query = "added:1d";
    CHECK_STRING(names(index, ask, &out), "a b c d e");
    offprint_index_close(index);
    buffer_free(&archive);
    buffer_free(&out);
}

// What is kept of filters while nothing changes is forgotten when something
// does.
TEST(language, filters_follow_changes)
{
    static const char NEW_ONE[] =
        "{\"_id\":\"e\",\"title\":\"New\",\"text\":\"news\",\"date\":\"2021-07-02\"}"
        "\n";
    static const char *const DATES[] = { "2010", "2011", "2012", "2013", "2014",
                                         "2015", "2016", "2017", "2018" };
    struct buffer archive = { 0 }, out = { 0 };
    offprint_index *index = open_archive(ARCHIVE);
    struct offprint_search_options ask = { .query = "date:2021-07" };
    for (int i = 0; i < 2; i++) CHECK_STRING(names(index, ask, &out), "d");
    buffer_add_string(&archive, ARCHIVE);
    buffer_add_string(&archive, NEW_ONE);
    index_archive(test_file("news/all.jsonl", buffer_slice(&archive)));
    for (int i = 0; i < 2; i++) CHECK_STRING(names(index, ask, &out), "d e");
    // More of them than are kept.
    for (size_t i = 0; i < sizeof DATES / sizeof DATES[0]; i++) {
        ask.query = "";
        ask.since = ask.until = DATES[i];
        names(index, ask, &out);
    }
    ask = (struct offprint_search_options){ .query = "date:2021-07 -lang:de" };
    CHECK_STRING(names(index, ask, &out), "e");
    offprint_index_close(index);
    buffer_free(&archive);
    buffer_free(&out);
}

// One state of the index, whatever changes, and a run that wants to change it
// waits.
TEST(language, a_held_index_stays_as_it_is)
{
    offprint_index *index = open_archive(ARCHIVE);
    const char *path = test_file("news/more.jsonl",
                                 SLICE("{\"_id\":\"e\",\"text\":\"news\"}\n"));
    const struct offprint_update_options options = { .paths = &path,
                                                     .path_count = 1 };
    struct offprint_search_options ask = { .query = "news" };
    struct buffer out = { 0 };
    CHECK_INT(offprint_index_hold(index, NULL), OFFPRINT_OK);
    CHECK_INT(offprint_index_hold(index, NULL), OFFPRINT_OK);
    CHECK_STRING(names(index, ask, &out), "");
    CHECK_INT(offprint_update(test_path("index"), &options, NULL, NULL),
              OFFPRINT_BUSY);
    CHECK_STRING(names(index, ask, &out), "");
    offprint_index_let_go(index);
    CHECK_INT(offprint_update(test_path("index"), &options, NULL, NULL),
              OFFPRINT_OK);
    CHECK_STRING(names(index, ask, &out), "e");
    offprint_index_close(index);
    buffer_free(&out);
}

// Signs that had to be repaired are not in them, all others are.
TEST(language, suggestions_are_whole_queries)
{
    static const struct {
        const char *query;
        const char *want;
    } ROWS[] = {
        { "knorpell", "knorpel" },
        { "(knorpell", "knorpel" },
        { "((knorpell) AND knie", "(knorpel) AND knie" },
        { "+knorpell -mouse lang:de", "+knorpel -mouse lang:de" },
        { "knie AND knorpell OR", "knie AND knorpel" },
        { "knorpell! \"das knie", "knorpel das knie" },
        { "title:knorpell", NULL },
        { "knorpell^2", "knorpel^2" },
        { "\"knorpell\"", NULL },
        { "knorpell AND kniee", "knorpel AND knie" }, // not knee, as near
    };
    offprint_index *index = open_archive(ARCHIVE);
    for (size_t i = 0; index && i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].query);
        struct offprint_search_options ask = { .query = ROWS[i].query,
                                               .match = OFFPRINT_MATCH_ALL,
                                               .limit = 3 };
        struct offprint_result *result = NULL;
        CHECK_INT(offprint_search(index, &ask, &result, NULL), OFFPRINT_OK);
        CHECK_INT(result->suggestion_count, ROWS[i].want != NULL);
        if (result->suggestion_count)
            CHECK_STRING(result->suggestions[0], ROWS[i].want);
        offprint_result_free(result);
    }
    offprint_index_close(index);
}

// ---- Properties -------------------------------------------------------------

enum { ARTICLES = 60, LETTERS = 6, WORDS = 8 };

// Random articles of random words: texts[i][j] is the number of a word.
static offprint_index *open_random(unsigned texts[ARTICLES][WORDS])
{
    struct buffer lines = { 0 };
    for (unsigned i = 0; i < ARTICLES; i++) {
        buffer_format(&lines, "{\"_id\":\"%u\",\"title\":\"t\",\"text\":\"", i);
        for (unsigned j = 0; j < WORDS; j++) {
            texts[i][j] = (unsigned)(test_random() % LETTERS);
            buffer_format(&lines, "w%cw ", 'a' + (char)texts[i][j]);
        }
        buffer_add_string(&lines, "\"}\n");
    }
    offprint_index *index = open_archive(buffer_string(&lines));
    buffer_free(&lines);
    return index;
}

static bool has(const unsigned text[WORDS], unsigned word)
{
    for (unsigned i = 0; i < WORDS; i++)
        if (text[i] == word) return true;
    return false;
}

// Whether one word is before the other, or in any order, with so many between.
static bool near(const unsigned text[WORDS], unsigned a, unsigned b,
                 unsigned distance, bool ordered)
{
    for (unsigned i = 0; i < WORDS; i++)
        for (unsigned j = 0; j < WORDS; j++) {
            unsigned apart = i < j ? j - i : i - j;
            if (text[i] == a && text[j] == b && apart <= distance + 1
                && (!ordered || (i < j && apart == 1)) && (i != j || a == b))
                return true;
        }
    return false;
}

// Appends a random query, and notes which articles it must find.
static void add_random(unsigned texts[ARTICLES][WORDS], unsigned depth,
                       struct buffer *query, bool found[ARTICLES])
{
    bool left[ARTICLES], right[ARTICLES];
    unsigned a = (unsigned)(test_random() % LETTERS);
    unsigned b = (unsigned)(test_random() % LETTERS);
    unsigned kind = (unsigned)(test_random() % 7);
    unsigned distance = (unsigned)(test_random() % 4);
    if (depth == 0) kind = kind % 4;
    switch (kind) {
    case 0:
    case 1:
        buffer_format(query, "w%cw", 'a' + (char)a);
        for (unsigned i = 0; i < ARTICLES; i++) found[i] = has(texts[i], a);
        return;
    case 2:
        buffer_format(query, "\"w%cw w%cw\"", 'a' + (char)a, 'a' + (char)b);
        for (unsigned i = 0; i < ARTICLES; i++)
            found[i] = near(texts[i], a, b, 0, true);
        return;
    case 3:
        if (a == b) b = (a + 1) % LETTERS;
        buffer_format(query, "(w%cw NEAR/%u w%cw)", 'a' + (char)a, distance,
                      'a' + (char)b);
        for (unsigned i = 0; i < ARTICLES; i++)
            found[i] = near(texts[i], a, b, distance, false);
        return;
    default: break;
    }
    static const char *const BETWEEN[] = { " AND ", " OR ", " AND -" };
    buffer_add_byte(query, '(');
    add_random(texts, depth - 1, query, left);
    buffer_add_string(query, BETWEEN[kind - 4]);
    add_random(texts, depth - 1, query, right);
    buffer_add_byte(query, ')');
    for (unsigned i = 0; i < ARTICLES; i++)
        found[i] = kind == 4   ? left[i] && right[i]
                   : kind == 5 ? left[i] || right[i]
                               : left[i] && !right[i];
}

TEST(language, random_queries_find_what_they_say)
{
    unsigned texts[ARTICLES][WORDS];
    offprint_index *index = open_random(texts);
    struct buffer query = { 0 }, want = { 0 }, got = { 0 };
    for (int round = 0; index && round < 300; round++) {
        bool found[ARTICLES];
        buffer_reset(&query);
        buffer_reset(&want);
        add_random(texts, (unsigned)round % 5, &query, found);
        for (unsigned i = 0; i < ARTICLES; i++)
            if (found[i]) buffer_format(&want, "%s%u", want.len ? " " : "", i);
        test_row(buffer_string(&query));
        struct offprint_search_options ask = { .query = buffer_string(&query) };
        CHECK_STRING(names(index, ask, &got), buffer_string(&want));
    }
    offprint_index_close(index);
    buffer_free(&query);
    buffer_free(&want);
    buffer_free(&got);
}

// The same asked in another way.
TEST(language, ways_to_ask_agree)
{
    static const struct {
        struct offprint_search_options one;
        struct offprint_search_options other;
    } ROWS[] = {
        { { .query = "waw AND wbw" }, { .query = "wbw AND waw" } },
        { { .query = "waw AND wbw" },
          { .query = "waw wbw", .match = OFFPRINT_MATCH_ALL } },
        { { .query = "waw OR wbw" },
          { .query = "waw wbw", .match = OFFPRINT_MATCH_ANY } },
        { { .query = "waw AND wbw" }, { .query = "+waw +wbw" } },
        { { .query = "waw NOT wbw" }, { .query = "-wbw waw" } },
        { { .query = "-(waw OR wbw)" }, { .query = "-waw -wbw" } },
        { { .query = "-(waw AND wbw)" }, { .query = "(-waw) OR (-wbw)" } },
        { { .query = "\"waw wbw\"~3" }, { .query = "waw NEAR/3 wbw" } },
        { { .query = "waw | wbw" }, { .query = "((waw) OR (wbw))" } },
        { { .query = "waw wbw" }, { .query = "wbw waw^2" } },
    };
    unsigned texts[ARTICLES][WORDS];
    offprint_index *index = open_random(texts);
    struct buffer one = { 0 }, other = { 0 };
    for (size_t i = 0; index && i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].one.query);
        CHECK_STRING(names(index, ROWS[i].one, &one),
                     names(index, ROWS[i].other, &other));
    }
    offprint_index_close(index);
    buffer_free(&one);
    buffer_free(&other);
}

// ---- Monsters ---------------------------------------------------------------

TEST(language, monsters_are_bounded)
{
    static const struct {
        const char *piece;
        size_t times;
    } ROWS[] = {
        { "(", 1000000 },        { "((a) ", 500 },
        { "(a OR ", 500 },       { "-", 1000000 },
        { "a ", 500000 },        { "a AND ", 10000 },
        { "a OR b ", 10000 },    { "NOT ", 250000 },
        { "\" ", 500000 },       { "\"a\" ", 250000 },
        { "lang:de ", 10000 },   { "|", 1000000 },
        { "\xFF", 1000000 },     { "\xE4\xBA\xAC", 3000 },
        { "a NEAR ", 1000 },     { "-(a b ", 500 },
        { "a^2", 300000 },       { "title:", 100000 },
        { "*", 1000000 },        { "a* ", 1000 },
        { ")", 1000000 },        { "a-b-", 100000 },
        { "a.b@c/d", 100000 },   { "\"the of\" ", 9999 },
        { "\"of the ", 9999 },   { "the of ", 9999 },
        { "tag:\"a b\" ", 999 }, { "path:*a*b*c*d* ", 999 },
    };
    offprint_index *index = open_archive(ARCHIVE);
    struct buffer query = { 0 };
    for (size_t i = 0; index && i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].piece);
        buffer_reset(&query);
        for (size_t j = 0; j < ROWS[i].times; j++)
            buffer_add_string(&query, ROWS[i].piece);
        struct offprint_search_options ask = { .query = buffer_string(&query),
                                               .limit = 3 };
        struct offprint_result *result = NULL;
        CHECK_INT(offprint_search(index, &ask, &result, NULL), OFFPRINT_OK);
        offprint_result_free(result);
    }
    offprint_index_close(index);
    buffer_free(&query);
}
