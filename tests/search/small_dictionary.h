// small_dictionary.h - a dictionary of given terms, for the tests of look-ups.

#ifndef OFFPRINT_TESTS_SEARCH_SMALL_DICTIONARY_H
#define OFFPRINT_TESTS_SEARCH_SMALL_DICTIONARY_H

#include <stdlib.h>

#include "dictionary_array.h"
#include "search/lookup.h"
#include "store/store.h"
#include "test.h"
#include "text/fold_key.h"

struct listed {
    const char *term;
    int64_t articles;
};

#define LISTED(rows) (rows), sizeof(rows) / sizeof *(rows)

struct small_dictionary {
    struct store *store;
    struct arena arena;
    struct dictionary *dictionary;
};

static inline int order_changes(const void *left, const void *right)
{
    const struct dictionary_change *a = left, *b = right;
    return dictionary_order(a->key, a->term, b->key, b->term);
}

// Adds to the counts of terms, each listed once.
static inline void small_dictionary_add(struct small_dictionary *small,
                                        const struct listed *listed,
                                        size_t count)
{
    struct arena arena = { 0 };
    struct dictionary_change *changes =
        arena_alloc(&arena, (count + 1) * sizeof *changes);
    for (size_t i = 0; i < count; i++) {
        char room[TERM_MAX];
        changes[i].term = slice_of(listed[i].term);
        changes[i].key = arena_copy(&arena, fold_key(changes[i].term, room));
        changes[i].articles = changes[i].occurrences = listed[i].articles;
    }
    qsort(changes, count, sizeof *changes, order_changes);
    struct offprint_error err = { 0 };
    CHECK_INT(store_begin(small->store, &err), OFFPRINT_OK);
    CHECK_INT(dictionary_array_apply(small->store, changes, count, &err),
              OFFPRINT_OK);
    CHECK_INT(store_commit(small->store, &err), OFFPRINT_OK);
    CHECK_STRING(err.message, "");
    arena_free(&arena);
}

static inline void small_dictionary_merge(struct small_dictionary *small)
{
    struct offprint_error err = { 0 };
    CHECK_INT(store_begin(small->store, &err), OFFPRINT_OK);
    CHECK_INT(dictionary_merge(small->store, &err), OFFPRINT_OK);
    CHECK_INT(store_commit(small->store, &err), OFFPRINT_OK);
    CHECK_STRING(err.message, "");
}

// A dictionary with the terms in its blocks.
static inline void small_dictionary_open(struct small_dictionary *small,
                                         const struct listed *listed,
                                         size_t count)
{
    *small = (struct small_dictionary){ 0 };
    CHECK_INT(store_open_scratch(&small->store, NULL), OFFPRINT_OK);
    small_dictionary_add(small, listed, count);
    small_dictionary_merge(small);
}

// Opens the dictionary as it is now. After this nothing is to be added.
static inline struct dictionary *small_dictionary_read(
    struct small_dictionary *small)
{
    CHECK_INT(store_begin(small->store, NULL), OFFPRINT_OK);
    CHECK_INT(
        dictionary_open(small->store, &small->arena, &small->dictionary, NULL),
        OFFPRINT_OK);
    return small->dictionary;
}

static inline void small_dictionary_close(struct small_dictionary *small)
{
    store_close(small->store);
    arena_free(&small->arena);
}

// What was found, as "women woman"; lives as long as the dictionary.
static inline const char *small_dictionary_found(struct small_dictionary *small,
                                                 const struct lookup *lookup)
{
    const char *found = "";
    for (size_t i = 0; i < lookup->count; i++)
        found = arena_format(&small->arena, "%s%s%.*s", found, i ? " " : "",
                             SLICE_ARGS(lookup->items[i].entry.term));
    return found;
}

#endif
