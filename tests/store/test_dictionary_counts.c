#include <stdio.h>

#include "store/dictionary.h"
#include "store/dictionary_model.h"
#include "test.h"

static const char SIDE_ROWS[] = "SELECT count(*) FROM dictionary_new";

static void add_others(struct model *model)
{
    for (int i = 0; i < 100; i++) {
        char term[8];
        int len = snprintf(term, sizeof term, "t%02d", i);
        struct slice text = { term, (size_t)len };
        model_add(model, text, text, 2, 3, 1);
    }
}

// With enough other terms that a change of one waits in the side table.
static struct store *create_with_others(void)
{
    struct store *store = create();
    struct model model = { 0 };
    add_others(&model);
    CHECK_INT(apply_all(store, &model, NULL), OFFPRINT_OK);
    model_free(&model);
    return store;
}

static enum offprint_status change(struct store *store, struct slice term,
                                   int64_t articles, int64_t occurrences,
                                   struct offprint_error *err)
{
    struct dictionary_change one = { term, term, articles, occurrences, 0 };
    return dictionary_array_apply(store, &one, 1, err);
}

static struct dictionary_entry find(struct store *store, struct slice term,
                                    enum offprint_status *status,
                                    struct offprint_error *err)
{
    struct arena arena = { 0 };
    struct dictionary *dictionary;
    struct dictionary_entry entry = { 0 };
    bool found;
    *status = dictionary_open(store, &arena, &dictionary, err);
    if (!*status)
        *status = dictionary_find(dictionary, term, term, &entry, &found, err);
    arena_free(&arena);
    return entry;
}

TEST(dictionary, changes_cancel_out)
{
    struct store *store = create_with_others();
    enum offprint_status status;
    static const int64_t STEPS[][2] = { { 5, 9 }, { -2, -3 }, { -3, -6 } };
    int64_t articles = 0, occurrences = 0;
    for (int i = 0; i < 3; i++) {
        change(store, SLICE("new"), STEPS[i][0], STEPS[i][1], NULL);
        articles += STEPS[i][0];
        occurrences += STEPS[i][1];
        CHECK_INT(rows_of(store, SIDE_ROWS), 1);
        struct dictionary_entry entry =
            find(store, SLICE("new"), &status, NULL);
        CHECK_INT(entry.articles, articles);
        CHECK_INT(entry.occurrences, occurrences);
    }
    change(store, SLICE("t50"), -2, -3, NULL);
    CHECK_INT(dictionary_merge(store, NULL), OFFPRINT_OK);
    CHECK_INT(find(store, SLICE("new"), &status, NULL).articles, 0);
    CHECK_INT(find(store, SLICE("t50"), &status, NULL).articles, 0);
    CHECK_INT(find(store, SLICE("t51"), &status, NULL).articles, 2);
    struct arena arena = { 0 };
    struct dictionary *dictionary;
    dictionary_open(store, &arena, &dictionary, NULL);
    CHECK_INT(dictionary_size(dictionary), 99);
    arena_free(&arena);
    store_close(store);
}

static double mean_of(struct store *store)
{
    struct arena arena = { 0 };
    struct dictionary *dictionary;
    double mean = 0;
    dictionary_open(store, &arena, &dictionary, NULL);
    CHECK_INT(dictionary_mean_occurrences(dictionary, &mean, NULL),
              OFFPRINT_OK);
    arena_free(&arena);
    return mean;
}

TEST(dictionary, knows_how_often_words_come_back)
{
    struct store *store = create_with_others(); // 100 of 2 and 3
    CHECK(mean_of(store) == 300.0 / 200);
    change(store, SLICE("new"), 50, 200, NULL);
    CHECK(mean_of(store) == 500.0 / 250);
    CHECK_INT(dictionary_merge(store, NULL), OFFPRINT_OK);
    CHECK(mean_of(store) == 500.0 / 250);
    change(store, SLICE("new"), -50, -200, NULL);
    CHECK(mean_of(store) == 300.0 / 200);
    store_execute(store, "DELETE FROM meta WHERE key LIKE 'word_%'", NULL);
    CHECK(mean_of(store) == 300.0 / 200);
    CHECK_INT(dictionary_clear(store, NULL), OFFPRINT_OK);
    CHECK(mean_of(store) == 1);
    store_close(store);
}

TEST(dictionary, languages_add_up_until_a_term_is_gone)
{
    enum { MERGE = 1 };
    static const struct {
        const char *name, *term;
        int64_t articles;
        uint32_t languages;
        int merge;
        uint32_t want;
    } STEPS[] = {
        { "there from the start", "term", 2, 1, MERGE, 1 },
        { "another one", "term", 1, 1u << 31, 0, 1 | 1u << 31 },
        { "others, no article more", "term", 0, 6, 0, 7 | 1u << 31 },
        { "merged", "term", 0, 0, MERGE, 7 | 1u << 31 },
        { "fewer articles", "term", -1, 0, 0, 7 | 1u << 31 },
        { "fewer articles, merged", "term", -1, 0, MERGE, 7 | 1u << 31 },
        { "one for another", "term", 0, 8, 0, 15 | 1u << 31 },
        { "no article", "term", -1, 0, 0, 0 },
        { "no article, merged", "term", 0, 0, MERGE, 0 },
        { "back", "term", 1, 2, 0, 2 },
        { "back, merged", "term", 0, 0, MERGE, 2 },
        { "new", "new", 1, 4, 0, 4 },
        { "new, of more", "new", 1, 1, 0, 5 },
        { "new, merged", "new", 1, 0, MERGE, 5 },
        { "new, and gone before a merge", "gone", 1, 3, 0, 3 },
        { "gone", "gone", -1, 0, MERGE, 0 },
        { "gone, and back", "gone", 1, 8, MERGE, 8 },
        { "of no language", "none", 1, 0, MERGE, 0 },
        { "another term", "t51", 0, 0, 0, 1 },
    };
    struct store *store = create_with_others();
    for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++) {
        test_row(STEPS[i].name);
        struct slice term = slice_of(STEPS[i].term);
        struct dictionary_change one = { term, term, STEPS[i].articles,
                                         STEPS[i].articles,
                                         STEPS[i].languages };
        enum offprint_status status;
        CHECK_INT(dictionary_array_apply(store, &one, 1, NULL), OFFPRINT_OK);
        CHECK_INT(rows_of(store, SIDE_ROWS) > 0, true);
        if (STEPS[i].merge)
            CHECK_INT(dictionary_merge(store, NULL), OFFPRINT_OK);
        CHECK_INT(find(store, term, &status, NULL).languages, STEPS[i].want);
        CHECK_INT(status, OFFPRINT_OK);
    }
    store_close(store);
}

static bool go_on(void *context, const struct dictionary_entry *entry)
{
    (void)context, (void)entry;
    return true;
}

static enum offprint_status scan_all(struct store *store,
                                     struct offprint_error *err)
{
    struct arena arena = { 0 };
    struct dictionary *dictionary;
    enum offprint_status status =
        dictionary_open(store, &arena, &dictionary, err);
    if (!status)
        status = dictionary_scan(dictionary, SLICE(""), go_on, NULL, err);
    arena_free(&arena);
    return status;
}

TEST(dictionary, counts_that_cannot_be_are_damage)
{
    static const struct {
        const char *name;
        const char *term;
        int64_t articles, occurrences;
    } ROWS[] = {
        { "below zero", "t50", -3, -3 },
        { "occurrences below zero", "t50", -1, -4 },
        { "a new term below zero", "new", -1, -1 },
        { "fewer occurrences than articles", "t50", 2, 0 },
        { "occurrences without articles", "t50", -2, -2 },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        struct store *store = create_with_others();
        struct offprint_error err = { 0 };
        enum offprint_status status;
        change(store, slice_of(ROWS[i].term), ROWS[i].articles,
               ROWS[i].occurrences, NULL);
        find(store, slice_of(ROWS[i].term), &status, &err);
        CHECK_INT(status, OFFPRINT_CORRUPT);
        CHECK_INT(scan_all(store, NULL), OFFPRINT_CORRUPT);
        CHECK_INT(dictionary_merge(store, &err), OFFPRINT_CORRUPT);
        CHECK(strstr(err.message, "the dictionary does not fit its articles "
                                  "(run offprint check)"));
        store_close(store);
    }
}

// Changes the counts of a term, which is added where it is not there.
static void model_change(struct model *model, struct slice term,
                         int64_t articles, int64_t occurrences)
{
    struct dictionary_entry wanted = { .key = term, .term = term };
    struct dictionary_entry *entry =
        bsearch(&wanted, model->terms, model->count, sizeof wanted, by_order);
    if (!entry) {
        model_add(model, term, term, (uint64_t)articles, (uint64_t)occurrences,
                  8);
        model_sort(model);
        return;
    }
    entry->articles += (uint64_t)articles;
    entry->occurrences += (uint64_t)occurrences;
    if (entry->articles > 0) return;
    model->count--; // not in the truth
    memmove(entry, entry + 1,
            (size_t)(model->terms + model->count - entry) * sizeof *entry);
}

TEST(dictionary, differences_are_found)
{
    static const struct {
        const char *name;
        const char *term; // to be changed, in the truth
        int64_t articles, occurrences;
        uint64_t differences;
    } ROWS[] = {
        { "none", "t50", 0, 0, 0 },
        { "more articles", "t50", 1, 0, 1 },
        { "more occurrences", "t99", 0, 1, 1 },
        { "not in the truth", "t00", -2, -3, 1 },
        { "last not in the truth", "t99", -2, -3, 1 },
        { "missing at the end", "u", 1, 1, 1 },
        { "missing at the start", "a", 1, 1, 1 },
    };
    struct store *store = create_with_others();
    struct arena arena = { 0 };
    struct dictionary *dictionary;
    change(store, SLICE("side"), 1, 2, NULL);
    dictionary_open(store, &arena, &dictionary, NULL);
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        struct model truth = { 0 };
        add_others(&truth);
        model_add(&truth, SLICE("side"), SLICE("side"), 1, 2, 8);
        model_sort(&truth);
        model_change(&truth, slice_of(ROWS[i].term), ROWS[i].articles,
                     ROWS[i].occurrences);
        struct dictionary_differences differences;
        CHECK_INT(dictionary_compare(dictionary, truth.terms, truth.count,
                                     &arena, &differences, NULL),
                  OFFPRINT_OK);
        CHECK_INT(differences.count, ROWS[i].differences);
        if (differences.count > 0) {
            CHECK_SLICE(differences.held.term, slice_of(ROWS[i].term));
            CHECK_SLICE(differences.truth.key, slice_of(ROWS[i].term));
            CHECK_INT(differences.truth.articles - differences.held.articles,
                      ROWS[i].articles);
        }
        model_free(&truth);
    }
    arena_free(&arena);
    store_close(store);
}
