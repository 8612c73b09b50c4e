// query.h - what the user typed, as a tree.
//
//     query  = groups, all wanted, less the excluded terms
//     group  = terms joined by OR: one of them is wanted
//     term   = a word, a phrase or a prefix, perhaps in one field
//
//     stem AND cells      stem cells NOT mouse
//     stem cells OR tissue -mouse "ankle joint" carti* title:knee
//
// Any text is a query. What cannot be an operator where it stands is text; what
// is left open is closed, and said in the warnings.

#ifndef OFFPRINT_SEARCH_QUERY_H
#define OFFPRINT_SEARCH_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"
#include "text/words.h"

enum { QUERY_TERMS_MAX = 256 }; // further ones are left out, and it is said

// A word of the query as the index knows it.
struct query_word {
    struct slice term;
    enum word_kind kind;
};

struct query_term {
    struct slice text;        // as typed, without operators
    struct query_word *words; // at least one
    size_t word_count;
    bool quoted;     // "...": the words stand together because the user says so
    bool prefix;     // the last word is the beginning of a word
    bool hyphenated; // e-mail: also as one word,
    struct slice joined; // which is this; else empty
    bool title_only;
};

struct query_group {
    struct query_term *terms;
    size_t count;
};

struct query {
    struct query_group *groups;
    size_t group_count;
    struct query_term *excluded;
    size_t excluded_count;
    bool all_wanted; // AND was said
    const char **warnings;
    size_t warning_count;
};

// Reads text into *query, all of it in the arena. With literal, no character
// is an operator. Fails only for want of memory.
enum offprint_status query_parse(struct slice text, bool literal,
                                 struct arena *arena, struct query *query,
                                 struct offprint_error *err);

#endif
