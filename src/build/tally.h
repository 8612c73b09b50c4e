// tally.h - counts by text: how many articles hold it, how often in all.
//
// A hash table of open addresses over numbers of items. Items and their texts
// lie in the order in which they were first met, so that those of frequent
// words are close together and stay in the cache.
//
//     slots   | tag, number |   free   | tag, number | ...
//                      |
//     items   | the | of | ... | zebra |      texts   |the|of|...|zebra|

#ifndef OFFPRINT_BUILD_TALLY_H
#define OFFPRINT_BUILD_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"

struct tally_item {
    const char *text;
    uint32_t len;
    uint32_t last; // number of the article that counted it last; 0: none
    int64_t articles;
    int64_t occurrences;
    uint32_t languages; // of the articles: a set (text/languages.h)
};

struct tally_slot {
    uint32_t tag;    // of the hash: most others are told apart by it
    uint32_t number; // of the item, from 1; 0: free
};

struct tally {
    struct tally_slot *slots; // slot_room of them, a power of two
    size_t slot_room;
    struct tally_item *items;
    size_t room;
    size_t count;
    struct arena arena; // the texts
};

// Adds to the counts and languages of a text. False where there is no memory.
bool tally_add(struct tally *tally, struct slice text, int64_t articles,
               int64_t occurrences, uint32_t languages);

// Counts one occurrence of text in the article of a number above 0; *is_new
// tells whether it is the first one there. Articles come one after the other.
// False where there is no memory.
bool tally_count(struct tally *tally, struct slice text, uint32_t article,
                 bool *is_new);

// Appends all counts, but for languages, in a quarter of their memory: for each
// text its bytes, itself, its articles and occurrences, numbers as in
// base/varint.h.
void tally_pack(const struct tally *tally, struct buffer *packed);

// Adds all counts that were packed, times sign.
bool tally_add_packed(struct tally *tally, struct slice packed, int sign);

// The memory that it takes.
size_t tally_bytes(const struct tally *tally);

// Empties it and keeps the memory.
void tally_reset(struct tally *tally);
void tally_free(struct tally *tally);

#endif
