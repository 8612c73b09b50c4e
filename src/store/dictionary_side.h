// dictionary_side.h - what changed since the blocks were written.
//
// The table dictionary_new(key, term, articles, occurrences, languages) says by
// how much the counts of a term differ from those in the blocks, and which bits
// its languages have besides those there: a commit of one article changes some
// hundred terms, which lie in as many blocks.

#ifndef OFFPRINT_STORE_DICTIONARY_SIDE_H
#define OFFPRINT_STORE_DICTIONARY_SIDE_H

#include <sqlite3.h>

#include "store/dictionary.h"

enum {
    // Rows. A search for *mid* reads them all, 0.2 ms a thousand; a merge of
    // 350,000 terms, 0.06 s, then comes once in some thirty small commits.
    DICTIONARY_SIDE_MAX = 10000,
};

// How many rows it has. More than there may be are OFFPRINT_CORRUPT.
enum offprint_status dictionary_side_count(struct store *store, uint64_t *count,
                                           struct offprint_error *err);

// A statement that gives the rows from a key on, in order, for
// dictionary_side_next(). key must stay until the last row.
enum offprint_status dictionary_side_from(struct store *store, struct slice key,
                                          sqlite3_stmt **stmt,
                                          struct offprint_error *err);

// The next row, which points into the statement until the next call. *more is
// false at the end; the statement is reset then, and after a failure. Who stops
// earlier resets it.
enum offprint_status dictionary_side_next(struct store *store,
                                          sqlite3_stmt *stmt,
                                          struct dictionary_change *row,
                                          bool *more,
                                          struct offprint_error *err);

// By how much a term differs; not at all where it has no row.
enum offprint_status dictionary_side_find(struct store *store,
                                          struct dictionary_change *row,
                                          struct offprint_error *err);

// Adds a change to the row of its term.
enum offprint_status dictionary_side_add(struct store *store,
                                         const struct dictionary_change *change,
                                         struct offprint_error *err);

enum offprint_status dictionary_side_clear(struct store *store,
                                           struct offprint_error *err);

// Adds a change to an entry. Where no article holds it any more it has no
// languages, either. False where the sum cannot be, which is damage: fewer than
// no articles, or fewer occurrences than articles.
bool dictionary_count(struct dictionary_entry *entry,
                      const struct dictionary_change *change);

// OFFPRINT_CORRUPT for what dictionary_count() found.
enum offprint_status dictionary_misfit(struct store *store,
                                       struct offprint_error *err);

#endif
