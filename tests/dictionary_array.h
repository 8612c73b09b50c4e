// dictionary_array.h - an array of changes of the dictionary, applied.

#ifndef OFFPRINT_TESTS_DICTIONARY_ARRAY_H
#define OFFPRINT_TESTS_DICTIONARY_ARRAY_H

#include "store/dictionary.h"

struct dictionary_array {
    const struct dictionary_change *changes;
    size_t left;
};

static inline bool dictionary_array_next(void *context,
                                         struct dictionary_change *change)
{
    struct dictionary_array *array = context;
    if (array->left == 0) return false;
    *change = *array->changes++;
    array->left--;
    return true;
}

static inline enum offprint_status dictionary_array_apply(
    struct store *store, const struct dictionary_change *changes, size_t count,
    struct offprint_error *err)
{
    struct dictionary_array array = { changes, count };
    return dictionary_apply(
        store,
        &(struct dictionary_changes){ dictionary_array_next, &array, count },
        err);
}

#endif
