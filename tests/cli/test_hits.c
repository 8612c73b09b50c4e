// A result in each of its forms.

#include "base/utf8.h"
#include "cli/article_json.h"
#include "cli/explanation.h"
#include "cli/hits.h"
#include "cli/topics.h"
#include "test.h"

static const struct terminal PLAIN = { .width = 60 };
static const struct entry_layout LAYOUT = { .terminal = &PLAIN,
                                            .folder = "/home/me" };

static const char *const AUTHORS[] = { "Jane Roe" };
static const char *const LACKING[] = { "joint" };

static const struct offprint_fragment TITLE[] = {
    { "Stem cells", 10, true, 0, 10 },
    { " of the ankle", 13, false, 10, 23 },
};
static const struct offprint_fragment PIECES[] = {
    { "injecting ", 10, false, 40, 50 },
    { "stem cells", 10, true, 50, 60 },
    { " into it", 8, false, 60, 68 },
};
static const struct offprint_passage SNIPPET = { PIECES, 3, true, false };

static const struct offprint_hit HITS[] = {
    { .rank = 9,
      .score = 12.5,
      .article = { .id = 3,
                   .name = "/home/me/a b.html",
                   .title = "Stem cells of the ankle",
                   .authors = AUTHORS,
                   .author_count = 1,
                   .published = "2021-03-04",
                   .language = "en",
                   .path = "/home/me/a b.html",
                   .uri = "/home/me/a b.html" },
      .title = { TITLE, 2, false, false },
      .snippets = &SNIPPET,
      .snippet_count = 1 },
    { .rank = 10,
      .score = 0.25,
      .article = { .id = 4,
                   .name = "MED\t10",
                   .title = "Tab\there\033[1m",
                   .path = "/x.jsonl",
                   .uri = "/x.jsonl!MED\t10" },
      .without = LACKING,
      .without_count = 1 },
};

static const struct offprint_result RESULT = { .query = "stem cells",
                                               .match = OFFPRINT_MATCH_ANY,
                                               .total = 12,
                                               .total_exact = true,
                                               .elapsed_ms = 1.5,
                                               .hits = HITS,
                                               .hit_count = 2 };

static const char JSON[] =
    "\"query\":\"stem cells\",\"match\":\"any\",\"total\":12,"
    "\"total_exact\":true,\"elapsed_ms\":1.500,\"partial\":false,"
    "\"warnings\":[],\"suggestions\":[],\"nothing\":null,\"words\":null,\"hits\":["
    "{\"rank\":9,\"id\":3,\"name\":\"/home/me/a b.html\",\"score\":12.5,"
    "\"title\":\"Stem cells of the ankle\",\"authors\":[\"Jane Roe\"],"
    "\"site\":null,\"date\":\"2021-03-04\",\"language\":\"en\",\"tags\":[],"
    "\"path\":\"/home/me/a b.html\",\"uri\":\"/home/me/a b.html\","
    "\"url\":null,\"without\":[],"
    "\"title_parts\":[{\"text\":\"Stem cells\",\"hit\":true},"
    "{\"text\":\" of the ankle\",\"hit\":false}],\"snippets\":[["
    "{\"text\":\"injecting \",\"hit\":false},"
    "{\"text\":\"stem cells\",\"hit\":true},"
    "{\"text\":\" into it\",\"hit\":false}]],\"explain\":null},"
    "{\"rank\":10,\"id\":4,\"name\":\"MED\\t10\",\"score\":0.25,"
    "\"title\":\"Tab\\there\\u001b[1m\",\"authors\":[],\"site\":null,"
    "\"date\":null,\"language\":null,\"tags\":[],\"path\":\"/x.jsonl\","
    "\"uri\":\"/x.jsonl!MED\\t10\",\"url\":null,\"without\":[\"joint\"],"
    "\"title_parts\":[],\"snippets\":[],\"explain\":null}]}\n";

TEST(cli_hits, text)
{
    struct buffer out = { 0 };
    hits_add_text(&out, &LAYOUT, &RESULT, NULL);
    CHECK_SLICE(buffer_slice(&out),
                slice_of(" 9  Stem cells of the ankle             "
                         "     4 Mar 2021 · en\n"
                         "    a b.html\n"
                         "    … injecting *stem cells* into it\n"
                         "\n"
                         "10  Tab here\uFFFD[1m\n"
                         "    /x.jsonl!MED\\t10\n"
                         "    without: joint\n"));
    buffer_free(&out);
}

// The lines of a passage.
TEST(cli_hits, lines_of_a_list_are_told_apart)
{
    static const struct {
        const char *text;
        const char *want;
        bool starts_inside;
    } ROWS[] = {
        { "Flour\nsugar\n\nsalt", "Flour \u00B7 sugar \u00B7 salt", false },
        { "A heading\n\nThen text.\n\nMore", "A heading \u00B7 Then text. More",
          false },
        { "Length:\n86 m\n", "Length: 86 m", false },
        { "He said \u201CYes.\u201D\nShe did not",
          "He said \u201CYes.\u201D She did"
          " not",
          false },
        { "the end of\na line\nA new one",
          "\u2026 the end of a line \u00B7 A new one", true },
        { "a line that is long enough to have been broken by hand, up in\nLondon",
          "a line that is long enough to have been broken by hand, up\nin London",
          false },
    };
    const struct terminal wide = { .width = 60 };
    const struct entry_layout layout = { .terminal = &wide };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].want);
        const struct offprint_fragment piece = { ROWS[i].text,
                                                 strlen(ROWS[i].text), false, 0,
                                                 0 };
        const struct offprint_passage passage = { &piece, 1,
                                                  ROWS[i].starts_inside,
                                                  false };
        struct buffer out = { 0 }, trimmed = { 0 };
        entry_add_passage(&out, &layout, &passage);
        for (const char *c = buffer_string(&out); *c; c++)
            if (*c != ' '
                || (trimmed.len && trimmed.ptr[trimmed.len - 1] != '\n'))
                buffer_add_byte(&trimmed, *c);
        CHECK_SLICE(slice_trim(buffer_slice(&trimmed)), slice_of(ROWS[i].want));
        buffer_free(&out);
        buffer_free(&trimmed);
    }
}

TEST(cli_hits, json)
{
    struct buffer out = { 0 };
    hits_add_json(&out, &RESULT, NULL, HITS_WITHOUT_OFFSETS);
    CHECK(out.len > 0 && out.ptr[0] == '{');
    CHECK_SLICE(slice_from(buffer_slice(&out), 1), slice_of(JSON));

    buffer_reset(&out);
    hits_add_json(&out, &RESULT, "q 1", HITS_WITHOUT_OFFSETS);
    CHECK(slice_starts_with(buffer_slice(&out), SLICE("{\"id\":\"q 1\",\"q")));

    buffer_reset(&out);
    hits_add_json(&out, &RESULT, NULL, HITS_WITH_OFFSETS);
    CHECK(slice_find(buffer_slice(&out),
                     SLICE("{\"text\":\"stem cells\",\"hit\":true,"
                           "\"start\":50,\"end\":60}")));
    buffer_free(&out);
}

TEST(cli_hits, nothing_found_is_still_a_result)
{
    static const struct offprint_result NONE = { .query = "x",
                                                 .total_exact = true };
    struct buffer out = { 0 };
    hits_add_json(&out, &NONE, NULL, HITS_WITHOUT_OFFSETS);
    CHECK_SLICE(
        buffer_slice(&out),
        SLICE(
            "{\"query\":\"x\",\"match\":\"auto\",\"total\":0,"
            "\"total_exact\":true,\"elapsed_ms\":0.000,"
            "\"partial\":false,\"warnings\":[],\"suggestions\":[],\"nothing\":null,\"words\":null,"
            "\"hits\":[]}\n"));
    buffer_reset(&out);
    hits_add_text(&out, &LAYOUT, &NONE, NULL);
    hits_add_jsonl(&out, &NONE, NULL, HITS_WITHOUT_OFFSETS);
    hits_add_tsv(&out, &NONE, NULL);
    hits_add_trec(&out, &NONE, NULL);
    hits_add_paths(&out, &PLAIN, &NONE, false);
    CHECK_INT(out.len, 0);
    buffer_free(&out);
}

// ---- What the words stood for -----------------------------------------------

static const struct offprint_form FORMS[] = {
    { "cells", "as typed", 1, 1200 },
    { "cell", "same stem", (float)0.8, 3 },
    { "c\033ll", "same stem", (float)0.8, 1 },
    { "white cells", "synonym", 0.5, 0 },
};
static const struct offprint_word WORDS[] = {
    { "cells", 2.5, 1203, FORMS, 4, 4 },
    { "qu*", 1, 7, FORMS, 1, 400 },
};
static const struct offprint_result EXPLAINED = {
    .query = "cells qu*", .total_exact = true, .words = WORDS, .word_count = 2
};

TEST(cli_hits, words_in_text)
{
    struct buffer out = { 0 };
    hits_add_text(&out, &LAYOUT, &EXPLAINED, NULL);
    CHECK_SLICE(buffer_slice(&out),
                SLICE("cells: in 1,203 articles\n"
                      "  as typed          cells\u00A01,200\n"
                      "  same stem         cell\u00A03, c\uFFFDll\u00A01\n"
                      "  synonym           \"white cells\"\n"
                      "qu*: in 7 articles; 1 of 400 words\n"
                      "  as typed          cells\u00A01,200\n"
                      "\n"));
    buffer_free(&out);
}

TEST(cli_hits, words_on_a_narrow_terminal)
{
    static const struct terminal NARROW = { .width = 24 };
    struct entry_layout layout = { .terminal = &NARROW };
    struct buffer out = { 0 };
    hits_add_words(&out, &layout, &EXPLAINED);
    for (struct slice rest = buffer_slice(&out); rest.len > 0;) {
        const char *end = memchr(rest.ptr, '\n', rest.len);
        struct slice line = { rest.ptr, (size_t)(end - rest.ptr) };
        CHECK(utf8_text_width(line) <= 24);
        rest = slice_from(rest, line.len + 1);
    }
    buffer_free(&out);
}

TEST(cli_hits, many_forms_are_counted)
{
    static const struct terminal WIDE = { .width = 1000 };
    struct entry_layout layout = { .terminal = &WIDE };
    static struct offprint_form many[40];
    struct offprint_word word = { "a*", 1, 9, many, 40, 40 };
    struct offprint_result result = { .words = &word, .word_count = 1 };
    for (size_t i = 0; i < 40; i++)
        many[i] = (struct offprint_form){ "ab", "fits the pattern", 1, 1 };
    struct buffer out = { 0 };
    hits_add_words(&out, &layout, &result);
    CHECK(slice_ends_with(buffer_slice(&out), SLICE(" and 16 more\n\n")));
    buffer_free(&out);
}

TEST(cli_hits, words_in_json)
{
    struct buffer out = { 0 };
    hits_add_json(&out, &EXPLAINED, NULL, HITS_WITHOUT_OFFSETS);
    static const char WANT[] =
        "\"words\":[{\"text\":\"cells\",\"weight\":2.5,\"articles\":1203,"
        "\"form_total\":4,\"forms\":["
        "{\"term\":\"cells\",\"relation\":\"as typed\",\"weight\":1,"
        "\"articles\":1200},"
        "{\"term\":\"cell\",\"relation\":\"same stem\",\"weight\":0.8,"
        "\"articles\":3},"
        "{\"term\":\"c\\u001bll\",";
    CHECK(slice_find(buffer_slice(&out), slice_of(WANT)) != NULL);

    // Asked for, but the query had none: not null.
    static const struct offprint_result NONE = { .query = "", .words = WORDS };
    buffer_reset(&out);
    hits_add_json(&out, &NONE, NULL, HITS_WITHOUT_OFFSETS);
    CHECK(slice_find(buffer_slice(&out), SLICE("\"words\":[],")) != NULL);
    buffer_free(&out);
}

TEST(cli_hits, lines)
{
    struct buffer out = { 0 };
    hits_add_tsv(&out, &RESULT, NULL);
    hits_add_tsv(&out, &RESULT, "q\t1");
    hits_add_trec(&out, &RESULT, NULL);
    hits_add_trec(&out, &RESULT, "q 1");
    hits_add_paths(&out, &PLAIN, &RESULT, false);
    hits_add_paths(&out, &PLAIN, &RESULT, true);
#define FIRST \
    "9\t12.5\t3\t2021-03-04\tStem cells of the ankle\t/home/me/a b.html\n"
#define SECOND "10\t0.25\t4\t\tTab\\there\\x1B[1m\t/x.jsonl!MED\\t10\n"
    CHECK_SLICE(buffer_slice(&out),
                SLICE(FIRST SECOND
                      "q\\t1\t" FIRST "q\\t1\t" SECOND
                      "1 Q0 /home/me/a%20b.html 9 12.5 offprint\n"
                      "1 Q0 MED%0910 10 0.25 offprint\n"
                      "q%201 Q0 /home/me/a%20b.html 9 12.5 offprint\n"
                      "q%201 Q0 MED%0910 10 0.25 offprint\n"
                      "/home/me/a b.html\n/x.jsonl\n"
                      "/home/me/a b.html\0/x.jsonl\0"));
    buffer_free(&out);
}

// ---- Scores -----------------------------------------------------------------

static const struct offprint_explained_weight WEIGHTS[] = {
    { "stem", 1203, 4000, 2, 0.5, 1.5, 1.5 },
    { "cells", 2, 2.25, 1, 0.5, 1, 0.5 },
};

static const struct offprint_explained_form STEMS[] = {
    { "stem", "as typed", 1, 3, 0, 2, 1, 0.30078125, 5 },
    { "st\x1Bms", "same stem", 0, 1, 2, 1.6015625, 0.80078125, 0.25,
      1.30078125 },
};

static const struct offprint_explained_form ROW[] = {
    { "stem cells", "as typed", 0, 2, 0, 2, 1, 0.30078125, 2 },
};

static const struct offprint_explained_word WORD_SCORES[] = {
    { "stem", WEIGHTS, 1, 1.5, 1, STEMS, 2, 6.30078125, 1.75, 2.625 },
    { "stem cells", WEIGHTS, 2, 2, 2.5, ROW, 1, 2, 1.25, 6.25 },
};

static const struct offprint_explained_row PAIR = {
    "stem cells", 1.5, 0.5, 0.75, 2, 1.5, 0.1125,
};

static const struct offprint_explained_row WHOLE = {
    "stem cells", 0, 0, 2, 1, 1, 4,
};

static const struct offprint_explanation EXPLANATION = {
    .articles = 5000,
    .mean_occurrences = 1.5,
    .length = 120,
    .average_length = 100,
    .length_factor = 1.13,
    .k1 = 1,
    .b = 0.65,
    .kappa = 10,
    .pair = 0.1,
    .pair_k1 = 1.2,
    .phrase = 2,
    .phrase_k1 = 1,
    .words = WORD_SCORES,
    .word_count = 2,
    .pairs = &PAIR,
    .pair_count = 1,
    .whole = &WHOLE,
    .total = 12.9875,
    .rounding = 0.00001,
};

TEST(cli_hits, score_explained)
{
    struct buffer out = { 0 };
    explanation_add(&out, &LAYOUT, &EXPLANATION);
    CHECK_SLICE(
        buffer_slice(&out),
        SLICE(
            "  K = 0.35 + 0.65 * 120 / 100   (about 120 words)       1.1300\n"
            "  stem: df 1,203, cf 4,000\n"
            "    W = idf 2.0000 * rare 0.5000 * burst 1.5000         1.5000\n"
            "    stem: title 1 * 2, body 3 * 1                       5.0000\n"
            "    st\\x1Bms: body 1 * 0.8008, extra 2 * 0.25           1.3008\n"
            "    S = 2 * 6.3008 / (6.3008 + 1 * 1.1300)              1.7500    2.6250\n"
            "  stem cells\n"
            "    stem: df 1,203, cf 4,000\n"
            "      W = idf 2.0000 * rare 0.5000 * burst 1.5000       1.5000\n"
            "    cells: df 2, cf 2.2500\n"
            "      W = idf 1.0000 * rare 0.5000 * burst 1.0000       0.5000\n"
            "    W, the sum                                          2.0000\n"
            "    W, 2.5 times                                        5.0000\n"
            "    stem cells: body 2 * 1                              2.0000\n"
            "    S = 2 * 2 / (2 + 1 * 1.1300)                        1.2500    6.2500\n"
            "  stem cells: side by side\n"
            "    H = 2 * 1.5000 * 0.5000 / (1.5000 + 0.5000)         0.7500\n"
            "    S = 2.2 * 2 / (2 + 1.2 * 1.1300)                    1.5000    0.1125\n"
            "  stem cells: as it was typed\n"
            "    W, the sum of all words                             2.0000\n"
            "    S = 2 * 1 / (1 + 1 * 1.1300)                        1.0000    4.0000\n"
            "  score                                                          12.9875\n"));
    buffer_reset(&out);
    explanation_add_formulas(&out, &LAYOUT, &EXPLANATION);
    for (struct slice rest = buffer_slice(&out); rest.len > 0;) {
        const char *end = memchr(rest.ptr, '\n', rest.len);
        struct slice line = { rest.ptr, (size_t)(end - rest.ptr) };
        CHECK(utf8_text_width(line) <= 80);
        rest = slice_from(rest, line.len + 1);
    }
    buffer_free(&out);
}

static const struct topic *find_topic(const char *name)
{
    const struct topic *topic = TOPICS;
    while (topic->name && strcmp(topic->name, name) != 0) topic++;
    return topic;
}

// Each key of a JSON text has a line of its own in offprint help json, or
// stands in a list of names there.
static void check_documented(struct slice json)
{
    const struct topic *help = find_topic("json");
    for (size_t at = 0; at + 1 < json.len; at++) {
        if (json.ptr[at] != '"' || json.ptr[at + 1] != ':') continue;
        size_t start = at;
        while (json.ptr[start - 1] != '"') start--;
        struct buffer key = { 0 };
        buffer_add_byte(&key, ' ');
        buffer_add(&key, (struct slice){ json.ptr + start, at - start });
        buffer_add_byte(&key, ' ');
        test_row(buffer_string(&key));
        bool found = false;
        for (int i = 0; i < TOPIC_PARTS; i++)
            found |= slice_find(slice_of(help->texts[i]), buffer_slice(&key))
                     != NULL;
        CHECK(found);
        test_row(NULL);
        buffer_free(&key);
    }
}

TEST(cli_hits, help_names_every_field)
{
    struct buffer out = { 0 };
    struct json_writer json = { .out = &out };
    hits_add_json(&out, &RESULT, NULL, HITS_WITHOUT_OFFSETS);
    hits_add_json(&out, &EXPLAINED, NULL, HITS_WITHOUT_OFFSETS);
    hits_add_jsonl(&out, &RESULT, "1", HITS_WITHOUT_OFFSETS);
    explanation_write(&json, &EXPLANATION);
    article_json_text(&json, &HITS[0].article);
    check_documented(buffer_slice(&out));
    CHECK(out.len > 0);
    buffer_free(&out);
}
