// dictionary_languages.h - the sets of languages that the entries of a block
// have.
//
// In an archive of one language nearly all entries have the same set, and where
// there are more, still many have. So a block lists its sets, the usual one
// first, and has codes for those entries alone that have another one
// (dictionary_block.h draws them). What a bit of a set stands for is not known
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
// DICTIONARY_SETS_MAX sets. Memory that is missing is remembered by the buffers.
void dictionary_languages_add(struct dictionary_language_packer *packer,
                              uint32_t languages);

// Puts the table and, behind it, the codes into packer->packed.
void dictionary_languages_pack(struct dictionary_language_packer *packer);

// ---- Reading ----------------------------------------------------------------

// Where a walk through the sets of a block is. Points into the packed sets.
struct dictionary_languages {
    uint32_t usual;   // the set of the entries that have no code
    uint32_t odd;     // that of odd_entry
    size_t odd_entry; // the next one that has a code; count where there is none
    size_t count;     // of entries
    const uint8_t *sets;
    size_t set_count;
    const uint8_t *codes; // behind that of odd_entry
    const uint8_t *end;
};

// A walk from the first entry. There is at least one set; packed has the table
// and the codes. False: they are damaged.
bool dictionary_languages_begin(struct slice packed, size_t set_count,
                                size_t count,
                                struct dictionary_languages *languages);

// Moves on from odd_entry to the next entry that has a code. False: the codes
// are damaged.
bool dictionary_languages_pass_odd(struct dictionary_languages *languages);

// Moves forward to an entry. False: the codes are damaged.
bool dictionary_languages_skip(struct dictionary_languages *languages,
                               size_t entry);

// Reads the set of an entry, the next one in the walk. False: what is behind it
// is damaged.
static inline bool dictionary_languages_next(
    struct dictionary_languages *languages, size_t entry, uint32_t *set)
{
    *set = languages->usual;
    if (entry != languages->odd_entry) return true;
    *set = languages->odd;
    return dictionary_languages_pass_odd(languages);
}

#endif
