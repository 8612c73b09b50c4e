// dictionary_languages.h - the sets of languages that the entries of a block
// have.
//
// In an archive of one language nearly all entries have the same set, and in
// one of many a block has still few sets. So a block lists its sets, the usual
// one first, and has codes for those entries alone that have another one; or,
// where these are many, the number of its set for each entry
// (dictionary_block.h draws both). What a bit of a set stands for is not known
// here.

#ifndef OFFPRINT_STORE_DICTIONARY_LANGUAGES_H
#define OFFPRINT_STORE_DICTIONARY_LANGUAGES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

enum {
    DICTIONARY_SETS_MAX = 256, // of a block, which is full with that many
    DICTIONARY_SET_BYTES = 4,  // of one in the table
};

// ---- Packing ----------------------------------------------------------------

// The sets of a block in the making. All zero bytes: empty and ready; the
// buffers are the caller's to reset and to free.
struct dictionary_language_packer {
    uint32_t sets[DICTIONARY_SETS_MAX]; // in the order of their first entries
    size_t set_count;
    struct buffer numbers; // of the set of each entry, a byte each
    struct buffer packed;
};

// Adds the set of the next entry, as long as there are fewer than
// DICTIONARY_SETS_MAX sets. Memory that is missing is remembered by the
// buffers.
void dictionary_languages_add(struct dictionary_language_packer *packer,
                              uint32_t languages);

// Puts the table and, behind it, the codes or numbers into packer->packed.
void dictionary_languages_pack(struct dictionary_language_packer *packer);

// ---- Reading ----------------------------------------------------------------

// Where a walk through the sets of a block is. Points into the packed sets.
struct dictionary_languages {
    const uint8_t *sets;
    size_t set_count;
    size_t count;           // of entries
    const uint8_t *numbers; // of the set of each entry; NULL: there are codes
    const uint8_t *codes;   // behind that of odd_entry
    const uint8_t *end;
    uint32_t usual;   // the set of the entries that have no code
    uint32_t odd;     // that of odd_entry
    size_t odd_entry; // the next one that has a code; count where there is none
};

// A walk from the first entry. packed has at least the table, and behind it the
// codes or numbers. False: they are damaged, or there is no set.
bool dictionary_languages_begin(struct slice packed, size_t set_count,
                                size_t count,
                                struct dictionary_languages *languages);

// Moves on from odd_entry to the next entry that has a code. False: the codes
// are damaged.
bool dictionary_languages_pass_odd(struct dictionary_languages *languages);

// Moves forward to an entry. False: the codes are damaged.
bool dictionary_languages_skip(struct dictionary_languages *languages,
                               size_t entry);

// Reads a set of the table. False, and *set is untouched: there are not so
// many.
static inline bool dictionary_languages_get(
    const struct dictionary_languages *languages, size_t number, uint32_t *set)
{
    if (number >= languages->set_count) return false;
    const uint8_t *at = languages->sets + number * DICTIONARY_SET_BYTES;
    *set = at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16
           | (uint32_t)at[3] << 24;
    return true;
}

// Reads the set of an entry, the next one in the walk. False: it, or a code
// behind it, is damaged.
static inline bool dictionary_languages_next(
    struct dictionary_languages *languages, size_t entry, uint32_t *set)
{
    if (languages->numbers)
        return dictionary_languages_get(languages, languages->numbers[entry],
                                        set);
    *set = entry == languages->odd_entry ? languages->odd : languages->usual;
    return entry != languages->odd_entry
           || dictionary_languages_pass_odd(languages);
}

#endif
