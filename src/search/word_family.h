// word_family.h - the family of one word, as the dictionary tells it.

#ifndef OFFPRINT_SEARCH_WORD_FAMILY_H
#define OFFPRINT_SEARCH_WORD_FAMILY_H

#include "search/archive_languages.h"
#include "search/forms.h"

// What families are made with.
struct kinship {
    struct store *store;
    struct dictionary *dictionary;
    struct stemmers *stemmers;
    struct archive_languages languages;
    bool acronyms;
    bool accents; // were typed in the query: so they are meant throughout
    struct arena *arena;
};

// Whether a term was typed with accents or other marks that its key lacks.
bool word_is_marked(struct slice term);

// Adds to forms what a term stands for, itself first. It is one word as people
// write them (WORD_PLAIN); typed is the same before it was folded, or empty.
enum offprint_status word_family_add(const struct kinship *kinship,
                                     struct slice term, struct slice typed,
                                     struct forms *forms,
                                     struct offprint_error *err);

#endif
