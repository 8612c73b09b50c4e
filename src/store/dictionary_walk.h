// dictionary_walk.h - the entries of an unpacked block, in order, with their
// counts and languages.

#ifndef OFFPRINT_STORE_DICTIONARY_WALK_H
#define OFFPRINT_STORE_DICTIONARY_WALK_H

#include "store/dictionary_block.h"

// All counts and sets before those of an entry must be passed to find them: a
// walk that goes on is cheaper than a new one.
struct dictionary_walk {
    const struct dictionary_block *block;
    struct dictionary_counts counts; // of the entries from here on
    struct dictionary_languages languages;
    size_t entry; // the next one
    size_t term;  // the next of the terms that differ
    bool damaged; // counts were cut off or sets are none: the walk is over
};

// A walk from the first entry of a block.
struct dictionary_walk dictionary_walk_begin(
    const struct dictionary_unpacked *unpacked);

// Moves forward to an entry of the block, or to its end; not backwards.
void dictionary_walk_skip(struct dictionary_walk *walk, size_t entry);

// The next entry; points into the block. False at the end, or where
// walk->damaged says so.
bool dictionary_walk_next(struct dictionary_walk *walk,
                          struct dictionary_entry *entry);

#endif
