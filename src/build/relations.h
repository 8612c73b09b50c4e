// relations.h - what the text of an article tells of words, beside that it
// holds them: store/related.h says what for.
//
//     e-mail                              joined: email, "e mail"
//     mesenchymal stem cells (MSCs)       acronym: msc, "mesenchymal stem cells"
//     الكتاب, in an Arabic article         stem: كتاب, الكتاب

#ifndef OFFPRINT_BUILD_RELATIONS_H
#define OFFPRINT_BUILD_RELATIONS_H

#include "build/tally.h"
#include "text/stems.h"
#include "text/words.h"

// An article tells of no more: those of four megabytes are some thousands.
enum { RELATIONS_MAX = 128 * 1024 };

struct relations {
    struct tally *tally; // counts by kind, term and other, each ended by NUL
    struct stemmers *stemmers;
    uint32_t article;       // number of the one at hand, from 1
    uint32_t told;          // different ones, by it
    int language;           // number of its language, or -1
    bool guessed_by_script; // its language is unknown: each word's script tells
    struct slice text;
    size_t plain_end; // of the word before, if a hyphen follows; else SIZE_MAX
    struct slice before;
    char before_room[TERM_MAX];
    bool no_memory;
};

// Begins an article, in a language ("" or NULL: unknown).
void relations_begin(struct relations *relations, uint32_t article,
                     struct slice language);

// Whether stems of the article are to be told: then each of its terms goes to
// relations_stem(), if possible once.
bool relations_wants_stems(const struct relations *relations);
void relations_stem(struct relations *relations, struct slice term);

// Begins a text of the article; its words follow in their order.
void relations_text(struct relations *relations, struct slice text);
void relations_word(struct relations *relations, const struct word *word);

// Looks for acronyms in a text.
void relations_acronyms(struct relations *relations, struct slice text);

#endif
