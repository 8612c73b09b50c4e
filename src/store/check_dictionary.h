// check_dictionary.h - whether the dictionary says what the postings hold.

#ifndef OFFPRINT_STORE_CHECK_DICTIONARY_H
#define OFFPRINT_STORE_CHECK_DICTIONARY_H

#include "store/dictionary.h"

// Counts the postings of each term that is not of a run and compares them with
// the dictionary. *sums tells whether the sums noted for all terms are those of
// the terms; an index of before they were noted has none, which is right. Takes
// memory for all terms, in the arena.
enum offprint_status check_dictionary(
    struct store *store, struct arena *arena,
    struct dictionary_differences *differences, bool *sums,
    struct offprint_error *err);

#endif
