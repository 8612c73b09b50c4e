// guess.h - which language an article is in.
//
// Its words are shown to a guess while they are cut for the index anyway. The
// script decides first; where languages share one, their function words do;
// where these leave doubt, the letters of the text by threes.
//
//     struct guess guess = { 0 };
//     ... guess_add(&guess, word->term) for the first words ...
//     const char *code = guess_language(&guess, text);
//
// Any bytes are accepted. The same text always gives the same guess, in bounded
// time and without allocating. Constant tables only: different guesses are
// independent, on any thread.

#ifndef OFFPRINT_TEXT_GUESS_H
#define OFFPRINT_TEXT_GUESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

enum { GUESS_LANGUAGES_MAX = 96 };

// All zero bytes: no word was seen. Owns nothing.
struct guess {
    uint32_t words;                       // seen
    uint32_t known;                       // of them, those that the tables hold
    bool settled;                         // more words would make no difference
    uint32_t scores[GUESS_LANGUAGES_MAX]; // of the languages of guess_votes.h
};

// Shows a term of the text (words.h), words and pairs alike, in their order.
// Terms beyond the first hundred or so cost nothing: see guess_is_full().
void guess_add(struct guess *guess, struct slice term);

// Whether further terms make no difference.
bool guess_is_full(const struct guess *guess);

// The ISO 639-1 code of the language of text, of which the terms were shown: a
// static string. Bokmål is "no", Nynorsk "nn". A script that one language
// overwhelmingly owns is that language, however short the text. NULL where it
// cannot be told: too few words and letters, numbers, noise. A language that
// the tables do not hold is mostly taken for one that looks like it.
const char *guess_language(const struct guess *guess, struct slice text);

// Whether a term is one of the words by which a language is told, of some two
// hundred: its function words, and what declarations speak of (rights,
// freedom). False for other languages, and for those that own their script.
bool guess_is_frequent(struct slice language, struct slice term);

// Whether a text may be in the language that was declared for it ("en",
// "pt-BR", "sr_Latn"), going by its script: a page that says "en" and is
// written in Greek is not. True where nothing speaks against it: a text without
// letters, a language that is not known here, none declared.
bool guess_allows(struct slice text, struct slice declared);

// The language of a text, all of it together: the one that was declared where
// its script allows it, else a guess by body and title. Points into declared,
// or is static; empty where it cannot be told.
struct slice guess_unless_declared(struct slice declared, struct slice body,
                                   struct slice title);

#endif
