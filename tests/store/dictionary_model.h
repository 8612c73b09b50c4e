// dictionary_model.h - a plain array beside a dictionary, and whether they hold
// the same.

#ifndef OFFPRINT_TESTS_STORE_DICTIONARY_MODEL_H
#define OFFPRINT_TESTS_STORE_DICTIONARY_MODEL_H

#include <sqlite3.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "dictionary_array.h"
#include "store/connection.h"
#include "store/dictionary.h"
#include "store/store.h"
#include "test.h"

// ---- A store with a dictionary, and what it must hold -----------------------

static inline struct store *create(void)
{
    struct store *store;
    CHECK_INT(store_open_scratch(&store, NULL), OFFPRINT_OK);
    return store;
}

// The terms that a dictionary may hold, in its order, with the counts that it
// must have of each: 0 for those that it must not know, whose languages are
// those that it may remember until it has forgotten the term.
struct model {
    struct arena arena;
    struct dictionary_entry *terms;
    size_t count, room;
};

static inline int by_order(const void *a, const void *b)
{
    const struct dictionary_entry *x = a, *y = b;
    return dictionary_order(x->key, x->term, y->key, y->term);
}

static inline void model_add(struct model *model, struct slice key,
                             struct slice term, uint64_t articles,
                             uint64_t occurrences, uint32_t languages)
{
    model->terms = array_grow(model->terms, model->count, &model->room,
                              sizeof *model->terms);
    model->terms[model->count++] =
        (struct dictionary_entry){ arena_copy(&model->arena, key),
                                   arena_copy(&model->arena, term), articles,
                                   occurrences, languages };
}

static inline void model_sort(struct model *model)
{
    size_t kept = 0;
    if (model->count > 0)
        qsort(model->terms, model->count, sizeof *model->terms, by_order);
    for (size_t i = 0; i < model->count; i++)
        if (kept == 0 || by_order(&model->terms[kept - 1], &model->terms[i]))
            model->terms[kept++] = model->terms[i];
    model->count = kept;
}

static inline void model_free(struct model *model)
{
    free(model->terms);
    arena_free(&model->arena);
}

// Makes all terms of a model the changes of one call.
static inline enum offprint_status apply_all(struct store *store,
                                             const struct model *model,
                                             struct offprint_error *err)
{
    struct dictionary_change *changes = malloc(model->count * sizeof *changes);
    for (size_t i = 0; i < model->count; i++)
        changes[i] = (struct dictionary_change){
            model->terms[i].key, model->terms[i].term,
            (int64_t)model->terms[i].articles,
            (int64_t)model->terms[i].occurrences, model->terms[i].languages
        };
    enum offprint_status status =
        dictionary_array_apply(store, changes, model->count, err);
    free(changes);
    return status;
}

// ---- Does it hold what it must? ---------------------------------------------

struct expectation {
    const struct model *model;
    size_t next;
    struct slice prefix;
    size_t wrong;
};

static const struct dictionary_entry *next_expected(
    struct expectation *expected)
{
    const struct model *model = expected->model;
    while (expected->next < model->count) {
        const struct dictionary_entry *entry = &model->terms[expected->next++];
        if (entry->articles > 0
            && slice_starts_with(entry->key, expected->prefix))
            return entry;
    }
    return NULL;
}

static inline bool is_as_wanted(const struct dictionary_entry *got,
                                const struct dictionary_entry *want)
{
    uint32_t languages = want->articles > 0 ? want->languages : 0;
    return slice_equal(got->key, want->key)
           && slice_equal(got->term, want->term)
           && got->articles == want->articles
           && got->occurrences == want->occurrences
           && got->languages == languages;
}

static inline bool expect_entry(void *context,
                                const struct dictionary_entry *entry)
{
    struct expectation *expected = context;
    const struct dictionary_entry *want = next_expected(expected);
    expected->wrong += !want || !is_as_wanted(entry, want);
    return true;
}

static inline void check_scan(struct dictionary *dictionary,
                              const struct model *model, struct slice prefix)
{
    struct offprint_error err = { 0 };
    struct expectation expected = { .model = model, .prefix = prefix };
    dictionary_scan(dictionary, prefix, expect_entry, &expected, &err);
    CHECK_STRING(err.message, "");
    CHECK_INT(expected.wrong, 0);
    CHECK(!next_expected(&expected));
}

static inline void check_find(struct dictionary *dictionary,
                              const struct dictionary_entry *want)
{
    struct dictionary_entry got;
    bool found;
    CHECK_INT(
        dictionary_find(dictionary, want->key, want->term, &got, &found, NULL),
        OFFPRINT_OK);
    CHECK_INT(found, want->articles > 0);
    CHECK(is_as_wanted(&got, want));
}

struct seen {
    const struct model *model;
    bool *terms; // for each of the model
    size_t wrong;
};

// Whether what a block says of an entry fits the entry before it.
static inline bool shared_fits(const struct dictionary_block *block, size_t i)
{
    struct slice key = dictionary_block_key(block, i), before = { NULL, 0 };
    if (i > 0) before = dictionary_block_key(block, i - 1);
    size_t shared = 0;
    while (shared < key.len && shared < before.len && shared < 255
           && key.ptr[shared] == before.ptr[shared])
        shared++;
    return block->shared[i] == shared;
}

static inline bool see_block(void *context,
                             const struct dictionary_block *block)
{
    struct seen *seen = context;
    const struct model *model = seen->model;
    for (size_t i = 0; i < block->count; i++) {
        struct dictionary_entry entry = {
            .key = dictionary_block_key(block, i),
            .term = dictionary_block_term(block, i),
        };
        const struct dictionary_entry *known =
            bsearch(&entry, model->terms, model->count, sizeof entry, by_order);
        if (known) seen->terms[known - model->terms] = true;
        bool ended = entry.key.ptr[entry.key.len] == '\n'
                     && entry.term.ptr[entry.term.len] == '\n';
        seen->wrong += !known || !ended || !shared_fits(block, i);
    }
    seen->wrong += block->starts[block->count] != block->keys.len;
    seen->wrong += block->term_starts[block->term_count] != block->terms.len;
    return true;
}

static inline void check_blocks(struct dictionary *dictionary,
                                const struct model *model)
{
    struct seen seen = { model, calloc(model->count + 1, 1), 0 };
    CHECK_INT(dictionary_each_block(dictionary, see_block, &seen, NULL),
              OFFPRINT_OK);
    for (size_t i = 0; i < model->count; i++)
        seen.wrong += model->terms[i].articles > 0 && !seen.terms[i];
    CHECK_INT(seen.wrong, 0);
    free(seen.terms);
}

// Everything, but only some of the terms and prefixes.
static inline void check_all(struct store *store, const struct model *model)
{
    struct arena arena = { 0 };
    struct dictionary *dictionary;
    struct offprint_error err = { 0 };
    dictionary_open(store, &arena, &dictionary, &err);
    CHECK_STRING(err.message, "");
    if (!dictionary) return;
    check_scan(dictionary, model, SLICE(""));
    check_blocks(dictionary, model);
    for (int i = 0; i < 20 && model->count > 0; i++) {
        const struct dictionary_entry *entry =
            &model->terms[test_random() % model->count];
        struct slice prefix = entry->key;
        prefix.len = test_random() % (prefix.len + 1);
        check_scan(dictionary, model, prefix);
        check_find(dictionary, entry);
    }
    arena_free(&arena);
}

// A number that SQL gives.
static inline uint64_t rows_of(struct store *store, const char *sql)
{
    sqlite3_stmt *stmt;
    CHECK_INT(store_prepare(store, sql, &stmt, NULL), OFFPRINT_OK);
    CHECK_INT(sqlite3_step(stmt), SQLITE_ROW);
    uint64_t rows = (uint64_t)sqlite3_column_int64(stmt, 0);
    sqlite3_reset(stmt);
    return rows;
}

#endif
