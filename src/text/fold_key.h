// fold_key.h - what terms that a reader would take for the same word share.
//
// The key of a term lacks what is left out when somebody types in a hurry, or
// without the keyboard for it:
//
//     café, cafe: cafe       u.s.a, usa: usa        don't, dont: dont
//     łódź: lodz             1,000, 1'000: 1000     œuvre: oeuvre
//     الْكِتَابُ: الكتاب          שָׁלוֹם: שלום             её, ее: ее
//
// Marks that make another letter or another word stay: those of Kana and of the
// scripts of India, й and ї in Cyrillic. So do the signs of c++, c# and .net,
// and the stops and commas of 3.14 and 50,8.
// The rules are in fold_key.c, each with its reason. Constant tables only:
// share freely between threads.

#ifndef OFFPRINT_TEXT_FOLD_KEY_H
#define OFFPRINT_TEXT_FOLD_KEY_H

#include "text/words.h"

// The key of a term (words.h): never empty where the term is not, well-formed
// UTF-8, at most TERM_MAX bytes, without newlines. Points to room, or to the
// term where it is its own key. The key of a key is the key itself.
struct slice fold_key(struct slice term, char room[TERM_MAX]);

// The key of a term in which ae, oe and ue were typed for ä, ö and ü, from the
// key that it has as typed: groesse gives grosse, the key of Größe. The ue of
// neue, Bauer and Quelle is none of these. In room; empty where there is
// nothing of the kind.
struct slice fold_key_of_digraphs(struct slice key, char room[TERM_MAX]);

#endif
