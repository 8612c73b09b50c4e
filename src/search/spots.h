// spots.h - where in an article words stand, to tell which stand together.
//
// A spot is a field and a position in it in one number, so that the next word
// of the same field is the next number. The last position of a field and the
// first of the next are never neighbours: no field has 2^27 words.

#ifndef OFFPRINT_SEARCH_SPOTS_H
#define OFFPRINT_SEARCH_SPOTS_H

#include "search/word_lists.h"

enum {
    SPOT_FIELD_SHIFT = 27,
    SPOTS_WORDS_MAX = 32, // of which spots can be compared
};

// Spots by rising numbers. All zero bytes: empty.
struct spots {
    uint32_t *items;
    size_t count;
    size_t room;
};

void spots_free(struct spots *spots);

// Puts those of a term in an article in place of what *spots holds.
enum offprint_status spots_of_term(const struct posting_lists *lists,
                                   uint32_t id, struct spots *spots,
                                   struct offprint_error *err);

// Likewise, those of all forms of a word, in the fields in which it is wanted.
enum offprint_status spots_of_word(const struct word_lists *word, uint32_t id,
                                   struct spots *spots,
                                   struct offprint_error *err);

// Keeps those of one field.
void spots_keep_field(struct spots *spots, unsigned field);

// How many of the second directly follow one of the first.
uint32_t spots_count_pairs(const struct spots *first,
                           const struct spots *second);

// Makes of the places of a term of a row those where the row begins.
void spots_move_back(struct spots *spots, uint32_t place);

// Keeps those of starts behind which, at a distance, there is one of others.
void spots_keep_followed(struct spots *starts, const struct spots *others,
                         uint32_t distance);

// Whether one spot of each of several words can be chosen so that at most
// distance other places are between the first and the last; sizes has how many
// places each takes.
bool spots_are_near(const struct spots *words, const uint32_t *sizes,
                    size_t count, uint32_t distance);

#endif
