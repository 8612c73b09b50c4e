// dictionary.h - all terms of the index but those of runs, with their counts.
//
// The terms lie in blocks in the order of their fold keys, then of the terms
// (dictionary_block.h draws one). What small commits change stands in a side
// table until it is merged into the blocks, and readers look at both: counts
// are always those of the articles that are in the index now.
//
// It is derived from the articles and can be built anew from them.

#ifndef OFFPRINT_STORE_DICTIONARY_H
#define OFFPRINT_STORE_DICTIONARY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"

struct store;

struct dictionary_entry {
    struct slice key;     // text/fold_key.h
    struct slice term;    // as indexed
    uint64_t articles;    // that hold it: document frequency
    uint64_t occurrences; // in all articles and fields
    // Bits for the languages of the articles that hold it; what a bit stands
    // for is up to the caller. An upper bound: a bit stays when the articles
    // that brought it go, until the term leaves the dictionary.
    uint32_t languages;
};

// The order of the dictionary, as that of memcmp().
int dictionary_order(struct slice key_a, struct slice term_a,
                     struct slice key_b, struct slice term_b);

// ---- Reading ----------------------------------------------------------------

// A view of the dictionary, inside one transaction that does not change it. One
// thread at a time. What is called back may ask the same view for more; of the
// blocks the last few stay unpacked, so that asking in order is cheap.
struct dictionary;

// Opens the dictionary of a store, in the arena, where all stays that is read
// later: some hundred kB, and the rows of the side table for each scan that
// meets some. The blocks themselves are read when they are asked for.
enum offprint_status dictionary_open(struct store *store, struct arena *arena,
                                     struct dictionary **dictionary,
                                     struct offprint_error *err);

// The dictionary of a store that is open for reading: a view that is kept from
// transaction to transaction as long as nothing changes, so that blocks need
// not be unpacked anew for each search. Of a store that is being written it is
// opened in the arena.
enum offprint_status dictionary_keep(struct store *store, struct arena *arena,
                                     struct dictionary **dictionary,
                                     struct offprint_error *err);

// For the store alone. Takes NULL.
struct kept_dictionary;
void dictionary_forget_kept(struct kept_dictionary *kept);

// How many terms it holds, about: those of the side table may be known already,
// or be held by no article any more.
uint64_t dictionary_size(const struct dictionary *dictionary);

// How often a term stands in an article that holds it, in the mean of all terms
// and articles; 1 where there are none.
enum offprint_status dictionary_mean_occurrences(struct dictionary *dictionary,
                                                 double *mean,
                                                 struct offprint_error *err);

// Calls on_entry for each term whose key begins with prefix, in order; false
// ends it. Entries live until on_entry returns. Only terms that some article
// holds are given.
enum offprint_status dictionary_scan(
    struct dictionary *dictionary, struct slice prefix,
    bool (*on_entry)(void *context, const struct dictionary_entry *entry),
    void *context, struct offprint_error *err);

// The entry of a term, whose key must be fold_key(term); *found tells whether
// there is one. entry->term and key are those that were given; without one the
// counts and languages are 0.
enum offprint_status dictionary_find(struct dictionary *dictionary,
                                     struct slice key, struct slice term,
                                     struct dictionary_entry *entry,
                                     bool *found, struct offprint_error *err);

// A block as it is searched by those who want no order: the keys one after the
// other, each ended by a newline.
struct dictionary_block {
    struct slice keys;
    const uint32_t *starts; // count + 1 offsets into keys
    const uint8_t *shared;  // bytes that a key has in common with the one
                            // before it, 255 where it is more; 0 for the first
    size_t count;
    // The terms that differ from their keys, likewise.
    struct slice terms;
    const uint32_t *term_starts; // term_count + 1 offsets into terms
    const uint32_t *term_owners; // number of the entry that has each
    size_t term_count;
};

// The key of an entry of a block.
static inline struct slice dictionary_block_key(
    const struct dictionary_block *block, size_t entry)
{
    uint32_t start = block->starts[entry];
    return (struct slice){ block->keys.ptr + start,
                           block->starts[entry + 1] - start - 1 };
}

// The term of an entry, which may be its key.
struct slice dictionary_block_term(const struct dictionary_block *block,
                                   size_t entry);

// Calls on_block for each block, each of them unpacked until on_block returns;
// false ends it. The side table is a block of its own, the last: its terms may
// stand in another one, too, or be held by no article any more. Ask
// dictionary_find() for what is kept, which is cheap inside on_block and later
// in the order of the dictionary.
enum offprint_status dictionary_each_block(
    struct dictionary *dictionary,
    bool (*on_block)(void *context, const struct dictionary_block *block),
    void *context, struct offprint_error *err);

// ---- Checking ---------------------------------------------------------------

struct dictionary_differences {
    uint64_t count;                // of terms whose counts differ
    struct dictionary_entry held;  // the first of them as the dictionary has it
    struct dictionary_entry truth; // and as it should be; counts are 0 where
                                   // one of the two lacks it
};

// Compares all of the dictionary with what it should be: entries in the order
// of the dictionary, each term once. Languages are not compared, being an upper
// bound; differences have none. The keys and terms of the differences live as
// long as the arena.
enum offprint_status dictionary_compare(
    struct dictionary *dictionary, const struct dictionary_entry *truth,
    size_t truth_count, struct arena *arena,
    struct dictionary_differences *differences, struct offprint_error *err);

// ---- Writing ----------------------------------------------------------------

// By how much the counts of a term rise or fall, and the languages of articles
// that hold it from now on, which are added to those that it has.
struct dictionary_change {
    struct slice key;
    struct slice term;
    int64_t articles;
    int64_t occurrences;
    uint32_t languages;
};

// Changes in the order of the dictionary, each term once. There may be
// millions, so they are given one by one.
struct dictionary_changes {
    // Gives the next one, which lives as long as all of them; false: that was
    // all.
    bool (*next)(void *context, struct dictionary_change *change);
    void *context;
    size_t count; // at most
};

// Applies changes inside the caller's transaction. A few go to the side table;
// many, or too many of them in time, are merged into new blocks, in one pass
// and with the memory of a few of them. A term that no article holds any more
// leaves the dictionary with the next merge; if it comes back, then without the
// languages that it had. OFFPRINT_CORRUPT where a merge finds counts that
// cannot be: below zero, or fewer occurrences than articles. After a failure of
// this or of the other two the transaction is rolled back, or the dictionary is
// damaged.
enum offprint_status dictionary_apply(struct store *store,
                                      const struct dictionary_changes *changes,
                                      struct offprint_error *err);

// Merges the side table into the blocks: what no article holds is gone then.
enum offprint_status dictionary_merge(struct store *store,
                                      struct offprint_error *err);

// Empties the dictionary.
enum offprint_status dictionary_clear(struct store *store,
                                      struct offprint_error *err);

// The tables, as part of the schema.
extern const char DICTIONARY_TABLES[];

#endif
