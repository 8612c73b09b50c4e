#include "store/dictionary.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/dictionary_model.h"
#include "store/dictionary_side.h"
#include "test.h"
#include "text/fold_key.h"

// ---- Changes against a plain array ------------------------------------------

// Short terms of few letters, so that keys meet, share and contain each other.
static void fill_randomly(struct model *model, size_t count)
{
    static const char LETTERS[] = "aaaaabbbcde'.'\xC3\xA9\xF0";
    for (size_t i = 0; i < count; i++) {
        char term[40], key[40];
        size_t len = 1 + test_random() % 9, key_len = 0;
        if (test_random() % 16 == 0) len += test_random() % 30;
        for (size_t j = 0; j < len; j++) {
            term[j] = LETTERS[test_random() % (sizeof LETTERS - 1)];
            if (term[j] != '\'' && term[j] != '.') key[key_len++] = term[j];
        }
        if (key_len == 0) key[key_len++] = 'x';
        model_add(model, (struct slice){ key, key_len },
                  (struct slice){ term, len }, 0, 0, 0);
    }
    model_sort(model);
}

// Most articles have one language, some another one or two, and some rounds
// any.
static uint32_t languages_randomly(bool any)
{
    uint64_t random = test_random();
    uint32_t one = 1u << (random >> 8) % 32, other = 1u << (random >> 16) % 32;
    if (any) return (uint32_t)(random >> 32);
    switch (random % 32) {
    case 0: return one;
    case 1: return one | other;
    case 2: return 0;
    default: return 2;
    }
}

// New counts of a term, and what changes by them. Most counts are small.
static struct dictionary_change change_randomly(struct dictionary_entry *entry,
                                                bool any_languages)
{
    struct dictionary_entry old = *entry;
    unsigned digits = test_random() % 4 ? 3 : 40;
    entry->articles = test_random() >> (64 - digits);
    entry->occurrences = 0;
    if (entry->articles > 0)
        entry->occurrences = entry->articles + (test_random() >> (64 - digits));
    return (struct dictionary_change){
        entry->key, entry->term, (int64_t)(entry->articles - old.articles),
        (int64_t)(entry->occurrences - old.occurrences),
        languages_randomly(any_languages)
    };
}

// Adds the languages of changes that were applied. Terms that no article held
// were forgotten if that was a merge.
static void add_languages(struct model *model,
                          const struct dictionary_change *changes, size_t count,
                          bool merged)
{
    for (size_t i = 0; i < model->count; i++) {
        struct dictionary_entry *entry = &model->terms[i];
        if (count > 0 && changes->term.ptr == entry->term.ptr) {
            if (merged && entry->articles == (uint64_t)changes->articles)
                entry->languages = 0;
            entry->languages |= changes->languages;
            changes++;
            count--;
        }
        if (merged && entry->articles == 0) entry->languages = 0;
    }
}

static const char SIDE_ROWS[] = "SELECT count(*) FROM dictionary_new";

// Changes one in every terms.
static void apply_randomly(struct store *store, struct model *model,
                           size_t every, bool any_languages)
{
    struct offprint_error err = { 0 };
    struct dictionary_change *changes = malloc(model->count * sizeof *changes);
    size_t count = 0;
    for (size_t i = 0; i < model->count; i++)
        if (test_random() % every == 0)
            changes[count++] = change_randomly(&model->terms[i], any_languages);
    dictionary_array_apply(store, changes, count, &err);
    CHECK_STRING(err.message, "");
    add_languages(model, changes, count, rows_of(store, SIDE_ROWS) == 0);
    free(changes);
}

TEST(dictionary, holds_what_a_plain_array_holds)
{
    static const size_t EVERY[] = { 2, 500, 100, 3000, 30, 5, 1, 300, 300 };
    for (int round = 0; round < 4; round++) {
        struct store *store = create();
        struct model model = { 0 };
        fill_randomly(&model, 15000);
        for (int i = 0; i < 18; i++) {
            apply_randomly(store, &model, EVERY[(i + round) % 9], round == 3);
            check_all(store, &model);
        }
        CHECK_INT(dictionary_merge(store, NULL), OFFPRINT_OK);
        check_all(store, &model);
        model_free(&model);
        store_close(store);
    }
}

TEST(dictionary, few_changes_wait_and_many_do_not)
{
    struct store *store = create();
    struct model model = { 0 };
    fill_randomly(&model, 60000);
    apply_randomly(store, &model, 1, false);
    CHECK_INT(rows_of(store, SIDE_ROWS), 0);
    uint64_t most = 0, merges = 0, before = 0;
    for (int i = 0; i < 100; i++) {
        apply_randomly(store, &model, 100, false);
        uint64_t rows = rows_of(store, SIDE_ROWS);
        if (rows > most) most = rows;
        merges += rows < before;
        before = rows;
    }
    CHECK(merges > 0 && merges < 20);
    CHECK(most > 1000 && most <= DICTIONARY_SIDE_MAX);
    check_all(store, &model);
    CHECK_INT(dictionary_merge(store, NULL), OFFPRINT_OK);
    CHECK_INT(rows_of(store, SIDE_ROWS), 0);
    check_all(store, &model);
    model_free(&model);
    store_close(store);
}

// ---- Terms that are not like most -------------------------------------------

static void add_long_terms(struct model *model)
{
    char key[1024];
    memset(key, 'k', sizeof key);
    for (size_t len = 1; len <= sizeof key; len += len < 300 ? 1 : 67) {
        struct slice longer = { key, len };
        model_add(model, longer, longer, len, len * 1000, 1);
        key[len - 1] = 'j'; // shares all but the last byte with the next
        model_add(model, longer, longer, 1, 1, 2);
        key[len - 1] = 'k';
    }
}

static void add_terms_of_one_key(struct model *model)
{
    for (uint64_t i = 0; i < 5000; i++) {
        char term[32];
        int len = snprintf(term, sizeof term, "%05llu'same'key",
                           (unsigned long long)(i * 7919 % 100000));
        model_add(model, SLICE("samekey"), (struct slice){ term, (size_t)len },
                  i + 1, i * i + i + 1, 1);
    }
}

// Nothing in common with the key, which makes the terms larger than the keys.
static void add_long_terms_of_short_keys(struct model *model)
{
    char term[TERM_MAX];
    for (uint64_t i = 0; i < 2000; i++) {
        char key[8];
        int len = snprintf(key, sizeof key, "%llu", (unsigned long long)i);
        for (size_t j = 0; j < sizeof term; j++)
            term[j] = (char)('a' + test_random() % 26);
        model_add(model, (struct slice){ key, (size_t)len },
                  (struct slice){ term, sizeof term }, UINT32_MAX,
                  INT64_MAX / 2, UINT32_MAX);
    }
}

static void add_one(struct model *model)
{
    model_add(model, SLICE("alone"), SLICE("alone"), 1, 1, 0);
}

static void add_none(struct model *model)
{
    (void)model;
}

// One in 300 terms differs from its key, and in its languages, the first late.
static void add_rarely_differing(struct model *model)
{
    for (int i = 0; i < 3000; i++) {
        char key[16];
        int len = snprintf(key, sizeof key, "w%d", i + 10000);
        struct slice same = { key, (size_t)len };
        bool differs = i % 300 == 299;
        model_add(model, same, differs ? SLICE("other") : same, 15, 30,
                  differs ? 3 : 2);
    }
}

// More sets of languages than a block may have.
static void add_other_languages_each(struct model *model)
{
    for (uint32_t i = 0; i < 3000; i++) {
        char key[16];
        int len = snprintf(key, sizeof key, "w%u", i + 10000);
        struct slice same = { key, (size_t)len };
        model_add(model, same, same, 1, 1, i * 0x9E3779B9u);
    }
}

TEST(dictionary, unusual_terms_come_back)
{
    static const struct {
        const char *name;
        void (*add)(struct model *model);
    } ROWS[] = {
        { "long terms", add_long_terms },
        { "terms of one key", add_terms_of_one_key },
        { "long terms of short keys", add_long_terms_of_short_keys },
        { "one", add_one },
        { "none", add_none },
        { "rarely differing", add_rarely_differing },
        { "other languages each", add_other_languages_each },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        struct store *store = create();
        struct model model = { 0 };
        struct offprint_error err = { 0 };
        ROWS[i].add(&model);
        model_sort(&model);
        apply_all(store, &model, &err);
        CHECK_STRING(err.message, "");
        for (int round = 0; round < 5; round++) check_all(store, &model);
        CHECK_INT(dictionary_clear(store, NULL), OFFPRINT_OK);
        for (size_t j = 0; j < model.count; j++)
            model.terms[j].articles = model.terms[j].occurrences = 0;
        check_all(store, &model);
        CHECK_INT(rows_of(store, "SELECT count(*) FROM dictionary"), 0);
        model_free(&model);
        store_close(store);
    }
}

// ---- The order of calls -----------------------------------------------------

struct nested {
    struct dictionary *dictionary;
    const struct model *model;
    size_t depth;
};

static bool scan_deeper(void *context, const struct dictionary_entry *entry)
{
    struct nested *outer = context;
    char key[128], term[128];
    memcpy(key, entry->key.ptr, entry->key.len);
    memcpy(term, entry->term.ptr, entry->term.len);
    struct slice key_before = { key, entry->key.len };
    struct slice term_before = { term, entry->term.len };
    size_t count = outer->model->count;
    check_find(outer->dictionary, &outer->model->terms[test_random() % count]);
    if (outer->depth < 8) {
        struct nested inner = *outer;
        struct slice prefix = outer->model->terms[test_random() % count].key;
        prefix.len = 1;
        inner.depth++;
        dictionary_scan(outer->dictionary, prefix, scan_deeper, &inner, NULL);
    }
    CHECK_SLICE(entry->key, key_before); // more blocks in use than slots
    CHECK_SLICE(entry->term, term_before);
    return false;
}

static bool stop_at_first(void *context, const struct dictionary_block *block)
{
    (void)block;
    ++*(int *)context;
    return false;
}

TEST(dictionary, can_be_asked_again_from_inside)
{
    struct store *store = create();
    struct model model = { 0 };
    fill_randomly(&model, 20000);
    apply_randomly(store, &model, 1, false);
    apply_randomly(store, &model, 30, false);
    struct arena arena = { 0 };
    struct dictionary *dictionary;
    dictionary_open(store, &arena, &dictionary, NULL);
    for (int i = 0; i < 20; i++) {
        struct nested nested = { dictionary, &model, 0 };
        CHECK_INT(
            dictionary_scan(dictionary, SLICE(""), scan_deeper, &nested, NULL),
            OFFPRINT_OK);
    }
    int blocks = 0;
    dictionary_each_block(dictionary, stop_at_first, &blocks, NULL);
    CHECK_INT(blocks, 1);
    arena_free(&arena);
    model_free(&model);
    store_close(store);
}

// ---- Real words -------------------------------------------------------------

static int note_word(void *context, const struct word *word)
{
    struct model *model = context;
    char room[TERM_MAX];
    if (word->kind == WORD_PLAIN)
        model_add(model, fold_key(word->term, room), word->term, 1, 1, 4);
    return 0;
}

// The first megabytes of real articles, as lines of JSON.
static void read_words(struct model *model, const char *wiki)
{
    enum { BYTES = 1500 * 1000 };
    struct buffer command = { 0 };
    char *text = malloc(BYTES);
    buffer_format(&command,
                  "zstd -dc --long=27 '%s/speed/%swiki.jsonl.zst' 2>/dev/null",
                  test_data(), wiki);
    FILE *file = popen(buffer_string(&command), "r");
    size_t got = file ? fread(text, 1, BYTES, file) : 0;
    if (file) pclose(file);
    words_analyse((struct slice){ text, got }, note_word, model);
    free(text);
    buffer_free(&command);
    model_sort(model);
}

TEST(dictionary, holds_the_words_of_wikipedia)
{
    static const char *const WIKIS[] = { "en", "de", "vi" };
    if (!test_data()) {
        test_skip("no data");
        return;
    }
    for (size_t i = 0; i < sizeof WIKIS / sizeof WIKIS[0]; i++) {
        test_row(WIKIS[i]);
        struct store *store = create();
        struct model model = { 0 };
        read_words(&model, WIKIS[i]);
        CHECK(model.count > 5000);
        CHECK_INT(apply_all(store, &model, NULL), OFFPRINT_OK);
        check_all(store, &model);
        CHECK_INT(apply_all(store, &model, NULL), OFFPRINT_OK);
        for (size_t j = 0; j < model.count; j++)
            model.terms[j].articles = model.terms[j].occurrences = 2;
        check_all(store, &model);
        model_free(&model);
        store_close(store);
    }
}
