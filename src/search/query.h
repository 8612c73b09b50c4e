// query.h - what the user typed, as a tree.
//
//     query    = group, with filters anywhere in it
//     group    = clauses beside each other, each wanted, +required or -excluded
//     clause   = near { OR near }              | is OR, too
//     near     = part { AND part } with NEAR, NEAR/5 between parts before AND
//     part     = [NOT] (group) | term | field:part, each perhaps with ^2
//     term     = a word, words that stand together, or a pattern for words
//
//     stem AND cells      stem cells NOT mouse      (ankle OR knee) joint^2
//     +stem cells -mouse "ankle joint" "stem ankle"~5 stem NEAR/5 ankle
//     =observing   carti*   *stein*   wom?n   /^wom[ae]n$/   recieve~1
//     title:(knee joint)   lang:en   date:2019-03..2020
//
// What AND joins is required. Any text is a query: what cannot be an operator
// where it stands is text, what is left open is closed, and it is said in the
// warnings. Only a date that cannot be is refused.

#ifndef OFFPRINT_SEARCH_QUERY_H
#define OFFPRINT_SEARCH_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"
#include "store/filter.h"
#include "text/words.h"

enum {
    QUERY_TERMS_MAX = 256,   // further ones are left out, and it is said;
    QUERY_WORDS_MAX = 512,   // so are words, of phrases and the like
    QUERY_FILTERS_MAX = 32,  // likewise
    QUERY_OUTER_FILTERS = 3, // room behind them for those of options
    QUERY_DEPTH_MAX = 32,    // of brackets in brackets
    QUERY_WARNINGS_MAX = 8,
    QUERY_LONE_SIGNS_MAX = 32,
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
    bool cut;    // it had more words than a query may have
    bool wanted; // somewhere it is not excluded
};

enum occur { OCCUR_WANTED, OCCUR_REQUIRED, OCCUR_EXCLUDED };

enum clause_kind {
    CLAUSE_TERM,
    CLAUSE_ANY,    // of its parts
    CLAUSE_GROUP,  // of parts beside each other
    CLAUSE_NEAR,   // each part near to the next one, in any order
    CLAUSE_FILTER, // only while a query is read: then they are query.filters
};

struct clause {
    enum clause_kind kind;
    enum occur occur;
    double boost;      // what ^ says, else 1
    struct slice text; // as typed
    uint32_t term;     // number in query.terms, of CLAUSE_TERM
    uint32_t filter;   // number in query.filters, of CLAUSE_FILTER
    unsigned distance; // in CLAUSE_NEAR: words between it and the part before
    struct clause *first; // of its parts
    struct clause *next;  // part of the same clause
};

// Something that a reader of the query should know, perhaps with its place.
struct query_warning {
    const char *message;
    size_t start; // bytes of the text
    size_t size;  // 0: no place
    bool repair;  // the text could not be read as it is written
};

struct query {
    const struct clause *root; // a group; NULL: no words
    struct query_term *terms;  // in the order in which they are typed first;
    size_t term_count;         // no two ask for the same
    // Articles count that meet one condition of each number: see
    // store/filter.h.
    struct filter_condition *filters;
    size_t filter_count;
    bool plain; // nothing but words beside each other, and filters
    struct query_warning *warnings;
    size_t warning_count;
    // Quotation marks and brackets that are not closed, operators that have
    // nothing to stand for: parts of the text.
    struct slice lone_signs[QUERY_LONE_SIGNS_MAX];
    size_t lone_sign_count;
};

struct query_options {
    bool literal;      // no character is an operator
    bool exact;        // every word is meant to the letter
    const char *field; // all of the text is meant for it; NULL: none
    const char *today; // "2026-11-28", for dates such as 2y..; NULL: then
                       // they are impossible
};

// Reads text into *query, all of it in the arena. OFFPRINT_MISUSE where a date
// or a range of dates is impossible.
enum offprint_status query_parse(struct slice text,
                                 const struct query_options *options,
                                 struct arena *arena, struct query *query,
                                 struct offprint_error *err);

#endif
