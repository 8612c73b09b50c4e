// tally.h - counts by text: how many articles hold it, how often in all.
//
// A hash table of open addresses over numbers of items. Items and their texts
// lie in the order in which they were first met, so that those of frequent words
// are close together and stay in the cache.
//
// A lookup is three waits for memory: slot, item, text. So texts are looked up
// by the dozen, each wait begun for all of them before the first is over.
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
#include "base/slice.h"

struct tally_item {
    const char *text;
    uint32_t len;
    uint32_t last; // number of the article that counted it last; 0: none
    int64_t articles;
    int64_t occurrences;
};

struct tally_slot {
    uint32_t tag;    // of the hash: most others are told apart by it
    uint32_t number; // of the item, from 1; 0: free
};

enum {
    TALLY_BATCH = 32,
    TALLY_BATCH_BYTES = TALLY_BATCH * 32, // of their texts
};

// A text that waits to be counted.
struct tally_waiting {
    uint64_t hash;
    uint32_t start; // of its bytes in the batch
    uint32_t len;
    uint32_t article;
    int32_t sign;
};

struct tally {
    struct tally_slot *slots; // slot_room of them, a power of two
    size_t slot_room;
    struct tally_item *items;
    size_t room;
    size_t count;
    struct arena arena; // the texts
    struct tally_waiting batch[TALLY_BATCH];
    size_t batch_count;
    size_t batch_len;
    char batch_bytes[TALLY_BATCH_BYTES];
    // Called, unless NULL, for each text that its article has not counted before.
    void (*on_first)(void *context, struct slice text);
    void *context;
};

// Counts one occurrence of text in the article of a number above 0, by sign (1,
// or -1 to take it back); sooner or later. Articles come one after the other.
// False where there is no memory.
bool tally_count(struct tally *tally, struct slice text, uint32_t article,
                 int sign);

// Counts what is still to be counted: to be called before items are read. False
// where there is no memory.
bool tally_flush(struct tally *tally);

// Empties it and keeps the memory and on_first.
void tally_reset(struct tally *tally);
void tally_free(struct tally *tally);

#endif
