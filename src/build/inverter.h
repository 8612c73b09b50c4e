// inverter.h - articles turned inside out: for each term, where it stands.
//
// Words are numbered as they are met, in a hash table that is used again for
// each chunk; the sequence of their numbers, sorted by counting, is the list of
// places of each term one behind the other, and is packed in one go:
//
//     words     the moon and the sea        numbers  0 1 2 0 3
//     places    the: 0 3, moon: 1, and: 2, sea: 4
//
// No list grows, and nothing is compared but the distinct terms of a chunk when
// they are put in order. Whatever the text, no more than so many words and
// terms are kept at a time: then they are packed, and the next ones, of the
// same article perhaps, go to another list.

#ifndef OFFPRINT_BUILD_INVERTER_H
#define OFFPRINT_BUILD_INVERTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "text/words.h"

enum {
    INVERTER_ARTICLES_MAX = 1 << 16, // of one chunk
    INVERTER_TERM_WORDS = 8,         // that a list has, or more, for each term
};

// Terms of a chunk in the order of their bytes, one record behind the other; a
// batch has millions of them, so they are small (numbers as in base/varint.h):
//
//     byte     bytes of the term
//              the term
//     varints  bytes of its entries, the last article that holds it, articles,
//              occurrences less articles, languages (a set: text/languages.h)
//              its entries
//
// Entries count ids from the chunk's first one, which is 0, as fts5_doclist.h
// says. Every few hundred terms there is a mark, to begin reading from.
struct inverted {
    struct slice records;
    const struct inverted_mark *marks;
    size_t mark_count;
    const struct inverted *next; // of the words behind these; NULL: none
};

enum { INVERTED_MARK_TERMS = 256 }; // from mark to mark

struct inverted_mark {
    uint64_t head;  // slice_head() of a term
    uint32_t place; // of its record
};

// A record.
struct inverted_term {
    struct slice term;
    struct slice entries;
    uint32_t last;
    uint32_t articles;
    uint32_t occurrences;
    uint32_t languages;
};

// Reads the record at *place and moves on to the next one. False at the end.
bool inverted_next(const struct inverted *inverted, size_t *place,
                   struct inverted_term *term);

struct inverter; // one thread at a time

// Opens an inverter whose lists have no more than so many words, and an eighth
// as many terms. NULL where there is no memory.
struct inverter *inverter_open(size_t words);
void inverter_close(struct inverter *inverter); // takes NULL

// Begins a chunk and forgets the one before. Its lists will be in the arena.
void inverter_begin(struct inverter *inverter, struct arena *arena);

// The language of the articles whose words follow, as a set of one.
void inverter_set_language(struct inverter *inverter, uint32_t language);

// Adds a word of a column (of the table posting) of the next article, or of the
// same one: articles, columns and positions only grow. False where there is no
// memory.
bool inverter_add(struct inverter *inverter, uint32_t article, unsigned column,
                  const struct word *word);

// Deals with words that inverter_add() has kept back. False where there is no
// memory.
bool inverter_flush(struct inverter *inverter);

// From now on, calls on_first (unless NULL) for each term that its article has
// not had before, at inverter_flush() at the latest.
void inverter_on_first(struct inverter *inverter,
                       void (*on_first)(void *context, struct slice term),
                       void *context);

// Packs the rest. Returns the first list of the chunk; NULL where there is no
// memory.
const struct inverted *inverter_finish(struct inverter *inverter);

#endif
