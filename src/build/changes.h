// changes.h - by how much the counts of terms change, in few bytes: a batch has
// millions of them, and all are known before the dictionary is written.
//
//     byte     bytes of the key, 0 where the term is its own
//              the key
//     byte     bytes of the term
//              the term
//     varints  articles, occurrences (each doubled, and one more where they are
//              below zero), languages (base/varint.h)
//
// Terms of merged chunks come in their order, and most are their own keys: so
// these, the straight ones, come in the order of the dictionary already. Only
// the others, the bent ones, have to be sorted.

#ifndef OFFPRINT_BUILD_CHANGES_H
#define OFFPRINT_BUILD_CHANGES_H

#include "base/buffer.h"
#include "store/dictionary.h"

struct change_list {
    struct buffer records;
    size_t count;
    // While they are read.
    size_t left;
    size_t place; // of the record behind the next one
    struct dictionary_change next;
};

struct bent_change {
    uint64_t head; // slice_head() of the key: decides most comparisons
    size_t place;  // of the record
};

// All zero bytes: empty and ready.
struct changes {
    struct change_list straight;
    struct change_list bent;
    struct bent_change *order; // of the bent ones
    size_t room;
    bool no_memory; // for one that was left out
};

// Adds a change of a term that is its own key and comes behind all that were
// added so.
void changes_add_straight(struct changes *changes,
                          const struct dictionary_change *change);

// Adds any other change.
void changes_add_bent(struct changes *changes,
                      const struct dictionary_change *change);

// Puts them in order, to be read once; those of a term are added up. False
// where there was no memory for one of them.
bool changes_sort(struct changes *changes, struct dictionary_changes *sorted);

// The memory that they take.
size_t changes_bytes(const struct changes *changes);

// Gives it back; empty and ready again.
void changes_free(struct changes *changes);

#endif
