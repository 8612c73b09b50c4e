// lookup.h - the terms of the dictionary that a pattern stands for.
//
// Patterns are held against keys (text/fold_key.h) and, where a term is written
// otherwise than its key, against the term too. Time and memory are bounded by
// the size of the dictionary, whatever the pattern: what is given up is said by
// cut_short. On failure *lookup is all zero.

#ifndef OFFPRINT_SEARCH_LOOKUP_H
#define OFFPRINT_SEARCH_LOOKUP_H

#include "base/arena.h"
#include "base/error.h"
#include "store/dictionary.h"

struct lookup_term {
    struct dictionary_entry entry;
    unsigned distance; // edits, for lookup_similar(); else 0
};

struct lookup {
    struct lookup_term *items; // in the arena; the best first
    size_t count;              // at most the limit that was asked for
    size_t total;              // terms that match
    bool cut_short;            // the pattern took too long: there may be more
};

// Terms that match a wildcard pattern of folded text (text/fold.h), accents and
// all, in which * stands for any number of characters, none among them, and ?
// for one: pre*, *mid*, wom?n. Without any letter it matches by length alone,
// so that a lone * is all terms: refuse what says too little before.
//
// Most frequent first (articles, then order of terms). Where the pattern has
// what keys lack, terms written as it was typed come before all others: café*
// finds first what begins with café, then what begins with cafe.
enum offprint_status lookup_wildcard(struct dictionary *dictionary,
                                     struct slice pattern, size_t limit,
                                     struct arena *arena, struct lookup *lookup,
                                     struct offprint_error *err);

// Terms in which a Perl-compatible regular expression (pcre2) matches; not
// anchored, ^ and $ are the ends of the word, and case is of no account. What
// an expression can see is the word alone: not even [^a] or \s goes beyond it.
// Most frequent first. OFFPRINT_MISUSE with what is wrong, and where, if it is
// no expression or a monstrous one.
//
// A word on which the expression does not come to an end in good time counts as
// one that does not match, and after 200 ms in all the rest is left out; either
// sets cut_short.
enum offprint_status lookup_regex(struct dictionary *dictionary,
                                  struct slice pattern, size_t limit,
                                  struct arena *arena, struct lookup *lookup,
                                  struct offprint_error *err);

enum { LOOKUP_EDITS_MAX = 2 };

// Terms whose key can be made of key, itself a key, by at most distance edits
// (1 to LOOKUP_EDITS_MAX): a letter more, less, another, or two neighbours
// exchanged, no place being edited twice (Damerau 1964: optimal string
// alignment). Numbers are not words misspelt: keys with a digit are left out,
// and nothing is similar to one.
//
// The terms of the key itself, if any, are among them. Nearest first, an edit
// weighing as much as 32 times the articles (best.h).
enum offprint_status lookup_similar(struct dictionary *dictionary,
                                    struct slice key, unsigned distance,
                                    size_t limit, struct arena *arena,
                                    struct lookup *lookup,
                                    struct offprint_error *err);

#endif
