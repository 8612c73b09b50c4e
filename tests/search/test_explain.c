// Scores are what their explanation adds up to: of queries made up at random,
// in a generated archive in which some words are in so many articles that their
// lists are packed.

#include "archive_index.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "search/explain.h"
#include "store/store.h"

enum { ARTICLES = 3000, QUERIES = 200, HITS = 20 };

static const char *const WORDS[] = {
    "the",       "of",       "river",   "rivers",   "bridge", "bridges",
    "observe",   "observed", "cell",    "cells",    "stem",   "harbour",
    "mile",      "e-mail",   "email",   "café",     "cafe",   "swimming",
    "swam",      "weir",     "wharton", "record",   "ankle",  "ankles",
    "東京都",    "東京",     "京都",    "北京大学", "night",  "nights",
    "telegraph", "clock",    "clocks",  "gazette",  "parish",
};

enum { WORD_COUNT = sizeof WORDS / sizeof WORDS[0] };

// Words at the beginning of the list are by far the most frequent ones.
static const char *random_word(void)
{
    const uint64_t among = 1 + test_random() % WORD_COUNT;
    return WORDS[test_random() % among];
}

static void add_words(struct buffer *out, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++)
        buffer_format(out, "%s%s", i ? " " : "", random_word());
}

static void make_archive(void)
{
    struct buffer lines = { 0 };
    for (int i = 0; i < ARTICLES; i++) {
        buffer_format(&lines, "{\"id\":\"%d\",\"title\":\"", i);
        add_words(&lines, 1 + test_random() % 4);
        buffer_add_string(&lines, "\",\"tags\":[\"");
        add_words(&lines, 1);
        buffer_add_string(&lines, "\"],\"text\":\"");
        add_words(&lines, 1 + test_random() % 60);
        buffer_add_string(&lines, "\"}\n");
    }
    test_file("archive/a.jsonl", buffer_slice(&lines));
    buffer_free(&lines);
    index_archive(test_path("archive"));
}

// ---- Queries ----------------------------------------------------------------

static void add_part(struct buffer *out)
{
    const char *word = random_word();
    switch (test_random() % 12) {
    case 0: buffer_format(out, "\"%s %s\"", word, random_word()); break;
    case 1: buffer_format(out, "title:%s", word); break;
    case 2: buffer_format(out, "-%s", word); break;
    case 3: buffer_format(out, "=%s", word); break;
    case 4: buffer_format(out, "%.3s*", word); break;
    case 5: buffer_format(out, "%s^2.5", word); break;
    case 6: buffer_format(out, "%s OR %s", word, random_word()); break;
    case 7: buffer_format(out, "%s NEAR/4 %s", word, random_word()); break;
    case 8: buffer_format(out, "%s %s", word, word); break;
    default: buffer_add_string(out, word);
    }
}

// Half of them are words beside each other, which are a phrase besides.
static void make_query(struct buffer *query)
{
    buffer_reset(query);
    const uint64_t count = 1 + test_random() % 5;
    if (test_random() % 2) {
        add_words(query, count);
        return;
    }
    for (uint64_t i = 0; i < count; i++) {
        if (i) buffer_add_byte(query, ' ');
        add_part(query);
    }
}

static void check_hit(const struct search *search, const struct ranked *hit)
{
    struct arena arena = { 0 };
    struct explanation explanation;
    CHECK_INT(explain_article(search, hit->id, &arena, &explanation, NULL),
              OFFPRINT_OK);
    CHECK(explanation.known);
    const double difference = explanation.total - hit->score;
    CHECK(difference <= explanation.rounding);
    CHECK(difference >= -explanation.rounding);
    CHECK(explanation.rounding <= 1e-4 * (1 + hit->score));
    arena_free(&arena);
}

static void check_query(struct store *store, struct stemmers *stemmers,
                        const char *query, enum offprint_match match,
                        const struct scorer *scorer)
{
    const struct search_request request = { .text = slice_of(query),
                                            .expansion.stemmers = stemmers,
                                            .match = match,
                                            .scorer = scorer,
                                            .limit = HITS };
    struct arena arena = { 0 };
    struct search search = { 0 };
    test_row(query);
    CHECK_INT(store_begin(store, NULL), OFFPRINT_OK);
    CHECK_INT(search_run(store, &request, &arena, &search, NULL), OFFPRINT_OK);
    for (size_t i = 0; i < search.top.count; i++)
        check_hit(&search, &search.top.items[i]);
    store_rollback(store);
    search_free(&search);
    arena_free(&arena);
}

TEST(explain, adds_up_to_the_score)
{
    make_archive();
    struct store *store;
    CHECK_INT(store_open(test_path("index"), &store, NULL), OFFPRINT_OK);
    struct stemmers *stemmers = stemmers_open();
    struct buffer query = { 0 };
    for (int i = 0; i < QUERIES; i++) {
        make_query(&query);
        const enum offprint_match match =
            (enum offprint_match)(test_random() % 3);
        const char *text = buffer_string(&query);
        check_query(store, stemmers, text, match, &SCORER_DEFAULT);
        check_query(store, stemmers, text, match, &SCORER_BM25);
    }
    buffer_free(&query);
    stemmers_close(stemmers);
    store_close(store);
}

// ---- Counted by hand --------------------------------------------------------

static const char FEW[] =
    "{\"id\":\"1\",\"lang\":\"en\",\"title\":\"Stem cells\","
    "\"tags\":[\"stem\"],\"text\":\"Stem cells and a stem cell; stems of stem "
    "cells.\"}\n"
    "{\"id\":\"2\",\"lang\":\"en\",\"title\":\"Others\","
    "\"text\":\"There are cells.\"}\n"
    "{\"id\":\"3\",\"lang\":\"en\",\"title\":\"None\","
    "\"text\":\"There is nothing.\"}\n";

static void check_form(const struct offprint_explained_form *form,
                       const char *term, int title, int body, int extra)
{
    test_row(term);
    CHECK_STRING(form->term, term);
    CHECK_INT(form->title, title);
    CHECK_INT(form->body, body);
    CHECK_INT(form->extra, extra);
    test_row(NULL);
}

static void check_few(const struct offprint_explanation *explanation)
{
    CHECK_INT(explanation->articles, 3);
    CHECK_INT(explanation->length, 12);
    CHECK_INT(explanation->word_count, 2);
    CHECK_INT(explanation->pair_count, 1);
    CHECK(explanation->whole != NULL);
    if (explanation->word_count != 2 || explanation->pair_count != 1) return;
    const struct offprint_explained_word *stem = &explanation->words[0];
    CHECK_INT(stem->weights[0].articles, 1);
    CHECK_INT(stem->weights[0].occurrences, 6);
    CHECK_INT(stem->form_count, 2);
    check_form(&stem->forms[0], "stem", 1, 3, 1);
    check_form(&stem->forms[1], "stems", 0, 1, 0);
    const struct offprint_explained_word *cells = &explanation->words[1];
    CHECK_INT(cells->weights[0].articles, 2);
    CHECK_INT(cells->weights[0].occurrences, 5);
    CHECK_INT(cells->form_count, 2);
    check_form(&cells->forms[0], "cells", 1, 2, 0);
    check_form(&cells->forms[1], "cell", 0, 1, 0);
    CHECK_INT(explanation->pairs[0].count, 4);
    CHECK_STRING(explanation->pairs[0].text, "stem cells");
    if (explanation->whole) CHECK_INT(explanation->whole->count, 3);
}

TEST(explain, counts_what_is_there)
{
    test_file("archive/a.jsonl", slice_of(FEW));
    index_archive(test_path("archive"));
    offprint_index *index = open_index();
    const struct offprint_search_options ask = {
        .query = "stem cells", .explain = true, .brief = true, .limit = 1
    };
    struct offprint_result *result = NULL;
    CHECK_INT(offprint_search(index, &ask, &result, NULL), OFFPRINT_OK);
    CHECK(result && result->hit_count == 1 && result->hits[0].explanation);
    if (result && result->hit_count == 1 && result->hits[0].explanation)
        check_few(result->hits[0].explanation);
    offprint_result_free(result);
    offprint_index_close(index);
}
