// query.h - what the user typed, as a tree.
//
//     query  = groups, all wanted, less the excluded terms
//     group  = terms joined by OR: one of them is wanted
//     term   = a word, words that stand together, or a pattern for words;
//              perhaps in one field
//
//     stem AND cells      stem cells NOT mouse
//     stem cells OR tissue -mouse "ankle joint" carti* title:knee lang:en
//     =observing   *stein*   wom?n   /^wom[ae]n$/   recieve~1
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

enum {
    QUERY_TERMS_MAX = 256,   // further ones are left out, and it is said
    QUERY_LANGUAGES_MAX = 8, // likewise
};

// A word of the query as the index knows it.
struct query_word {
    struct slice term;
    enum word_kind kind;
};

enum term_form {
    TERM_TEXT,    // a word, or several that stand together
    TERM_PATTERN, // carti*, *stein*, wom?n
    TERM_REGEX,   // /^wom[ae]n$/
    TERM_SIMILAR, // recieve~1
};

struct query_term {
    enum term_form form;
    struct slice text;        // as typed, without operators
    struct query_word *words; // at least one
    size_t word_count;
    // In place of words, of which there is one then: the pattern, folded; the
    // regular expression; the term that others are similar to.
    unsigned distance;   // of TERM_SIMILAR: edits, 1 or 2
    bool exact;          // =word: to the letter
    bool quoted;         // "...": the words stand together, to the letter
    bool prefix;         // the last word is the beginning of a word
    bool hyphenated;     // e-mail: also as one word,
    struct slice joined; // which is this; else empty
    bool title_only;
    bool cut; // it had more words than a phrase may have
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
    bool all_wanted; // AND was said, or + before each group
    struct slice languages[QUERY_LANGUAGES_MAX]; // lang:de: one of them, in
    size_t language_count;                       // lower case; none: all
    const char **warnings;
    size_t warning_count;
};

struct query_options {
    bool literal; // no character is an operator
    bool exact;   // every word is meant to the letter
};

// Reads text into *query, all of it in the arena. Fails only for want of
// memory.
enum offprint_status query_parse(struct slice text,
                                 const struct query_options *options,
                                 struct arena *arena, struct query *query,
                                 struct offprint_error *err);

#endif
