// dictionary_block.h - how a block of the dictionary lies in the file.
//
// Front coded: of a key only what differs from the key before it, of a term
// only what differs from its key. Four streams of single bytes say how, so that
// unpacking takes about ten cycles a term; the rare number that does not fit
// stands in a stream of its own. Below, the terms cafe and café (3 articles
// with 4 occurrences, and 1 with 1), caféine (1, 1) and calf (20, 52), whose
// languages have the bits 0 and 1 (cafe), 0 (calf) and 1 (the others):
//
//     size       what               here
//     8          XXH3 of all that follows, little-endian
//     varints    count of entries   4
//                bytes of keys      5 + 5 + 8 + 5 = 23, unpacked
//                bytes of suffixes  4 + 0 + 3 + 2 = 9
//                count of terms     2, those that differ from their keys
//                bytes of terms     6 + 9 = 15, unpacked
//                bytes of suffixes  2 + 5 = 7
//                bytes of numbers   0, those of keys and terms
//                count of sets      3, of languages
//                bytes of sets      3 x 4 + 4 = 16, with what follows them
//     count      key heads          04 40 43 22: shared with the key before it
//                                   and own bytes, four bits each
//     suffixes   own bytes of keys  cafe | | ine | lf
//     terms      owner gaps         01 00: entries passed since the owner of
//                                   the term before it, or since the start
//     terms      term heads         32 35: shared with the key, own bytes
//     suffixes   own bytes of terms é | éine
//     numbers    varints            for each key, then for each term, what 15
//                                   in a head (255 in a gap) leaves to say
//     4 each     sets               02000000 | 03000000 | 01000000, the one that
//                                   most entries have first; little-endian
//     count      set numbers        01 00 00 02: of the set of each entry
//     or fewer   set codes          where these take a quarter of that, or less,
//                                   here 01 22: entries passed that have the
//                                   first set, and number of the next one's, four
//                                   bits each. 15: the next byte holds what is
//                                   left of the number. 0: no entry, and as many
//                                   times 16 are passed, and 16 more
//     count      counts             21 00 00 FF: articles - 1 and occurrences -
//                                   articles, four bits each
//     the rest   varints            04 11: what 15 in a count leaves to say
//
// Entries are sorted by key, then by term. Keys and terms have 1 to
// DICTIONARY_KEY_MAX bytes.

#ifndef OFFPRINT_STORE_DICTIONARY_BLOCK_H
#define OFFPRINT_STORE_DICTIONARY_BLOCK_H

#include "base/buffer.h"
#include "store/dictionary.h"
#include "store/dictionary_languages.h"

enum {
    // Far more than words.h gives; what is longer in a file is damage.
    DICTIONARY_KEY_MAX = 1024,
    // Keys of a full block, unpacked: some 1,900 words of English in 10 kB. A
    // scan unpacks one or two blocks, 4 us each to read and 7 to unpack, and a
    // search through all of them pays for each row.
    DICTIONARY_BLOCK_BYTES = 16 * 1024,
};

// ---- Packing ----------------------------------------------------------------

// A block in the making. All zero bytes: empty and ready.
struct dictionary_packer {
    struct buffer key; // of the last entry
    struct buffer key_heads, key_suffixes, key_numbers;
    struct buffer gaps, term_heads, term_suffixes, term_numbers;
    struct buffer counts, count_numbers;
    struct dictionary_language_packer languages;
    size_t count, key_bytes;
    size_t term_count, term_bytes;
    size_t next_owner; // the entry behind the last one whose term differs
};

// Adds an entry, which belongs behind those that are there and has at least one
// article, and an occurrence for each; none to a block that is full. No memory
// is remembered until the block is finished.
void dictionary_packer_add(struct dictionary_packer *packer,
                           const struct dictionary_entry *entry);

// Whether the block is full: it is finished before more is added.
bool dictionary_packer_is_full(const struct dictionary_packer *packer);

// Writes the block to out, which is emptied before, and empties the packer.
// False where there is no memory.
bool dictionary_packer_finish(struct dictionary_packer *packer,
                              struct buffer *out);

void dictionary_packer_free(struct dictionary_packer *packer);

// ---- Unpacking --------------------------------------------------------------

// A block as it was read; points into the bytes that were given.
struct dictionary_packed {
    size_t count, key_bytes, key_suffix_bytes;
    size_t term_count, term_bytes, term_suffix_bytes;
    size_t number_bytes;
    size_t set_count, set_bytes;
    const uint8_t *streams; // the first of them
    const uint8_t *end;
    size_t room; // bytes that it needs unpacked: some 40 kB, never over 2 MB
};

enum { DICTIONARY_NIBBLE_FULL = 15 }; // the rest stands among the numbers

// The counts of a block, still packed: few of them are asked for. Points into
// the unpacked block.
struct dictionary_counts {
    const uint8_t *codes; // one for each entry
    const uint8_t *numbers;
    const uint8_t *end;
};

struct dictionary_unpacked {
    struct dictionary_block block;
    struct dictionary_counts counts;
    struct dictionary_languages languages; // a walk that has not begun
};

// Verifies the sum and the sizes of a block. False: it is damaged.
bool dictionary_block_parse(struct slice data,
                            struct dictionary_packed *packed);

// Unpacks a block into room, which has packed->room bytes, aligned for
// anything; the result points into it. False: the block is damaged.
bool dictionary_block_unpack(const struct dictionary_packed *packed, void *room,
                             struct dictionary_unpacked *unpacked);

#endif
