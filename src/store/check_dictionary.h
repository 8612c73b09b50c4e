// check_dictionary.h - whether the dictionary says what the postings hold.

#ifndef OFFPRINT_STORE_CHECK_DICTIONARY_H
#define OFFPRINT_STORE_CHECK_DICTIONARY_H

#include "store/dictionary.h"

// Counts the postings of each term that is not of a run and compares them with
// the dictionary. Takes memory for all terms, in the arena.
enum offprint_status check_dictionary(
    struct store *store, struct arena *arena,
    struct dictionary_differences *differences, struct offprint_error *err);

#endif
