// like.h - the words that a text is about, to find texts that are about the
// same.
//
// A word says much of what a text is about that comes often in it and in few
// articles. Its forms count as one word, which the most frequent of them stands
// for.

#ifndef OFFPRINT_SEARCH_LIKE_H
#define OFFPRINT_SEARCH_LIKE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"
#include "text/stems.h"

struct store;

enum { LIKE_WORDS = 30 }; // at most: see like.c

struct like_text {
    struct slice title;
    struct slice body;
    struct slice language; // "en"; empty: it is guessed
    bool stored;           // it is one of the articles
};

struct like_word {
    struct slice term;
    double weight; // by which the word's own is multiplied
};

struct like_words {
    struct like_word items[LIKE_WORDS]; // the most significant first
    size_t count;
};

// Finds the significant words of a text, inside the caller's transaction; terms
// in the arena. There are none where no other article has any of its words.
enum offprint_status like_words_find(struct store *store,
                                     const struct like_text *text,
                                     struct stemmers *stemmers,
                                     struct arena *arena,
                                     struct like_words *words,
                                     struct offprint_error *err);

#endif
