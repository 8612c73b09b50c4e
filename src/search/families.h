// families.h - what the words of a query stand for.
//
// A word as it is typed stands for its family: the terms of the dictionary that
// share its fold key, its stem in a language of the archive, or what stands
// before a clitic; terms that the user or articles made its equals; and, least
// of all, the compounds that it ends. Words in quotation marks and =words stand
// for themselves.
//
//     observing     observing, observations, observed ...
//     cafe          cafe, café
//     msc           msc, "mesenchymal stem cells"
//
// A family is scored as one word: occurrences of its forms add up, each with
// the weight of its relation, and its document frequency is that of the union.

#ifndef OFFPRINT_SEARCH_FAMILIES_H
#define OFFPRINT_SEARCH_FAMILIES_H

#include "search/query.h"
#include "store/dictionary.h"
#include "text/stems.h"

enum relation {
    RELATION_TYPED,
    RELATION_KEY,      // the same but for accents and the like
    RELATION_STEM,     // another form of the word
    RELATION_CLITIC,   // with a suffix behind an apostrophe
    RELATION_JOINED,   // with and without a hyphen
    RELATION_SYNONYM,  // as the user said
    RELATION_ACRONYM,  // as articles say
    RELATION_PATTERN,  // what a pattern was found to stand for
    RELATION_SIMILAR,  // at a few edits
    RELATION_COMPOUND, // a long word that ends in this one
};

struct form {
    struct slice *terms; // in a row; most often one
    size_t term_count;
    bool prefix; // the last one is the beginning of a term
    enum relation relation;
    float weight; // of an occurrence; 1 as typed
    // That hold it and how often, where the dictionary knows; else 0.
    uint64_t articles;
    uint64_t occurrences;
};

struct word_lists;

// What W of ranking is made of (constants.h). 1 where a factor does not count.
struct family_figures {
    double articles; // df and cf, of the forms near the word
    double occurrences;
    double idf;
    double rare;
    double burst;
};

struct family {
    struct slice text; // what it was made of, as it was typed
    struct form *forms;
    size_t form_count; // at least one
    size_t found;      // forms there are: more than form_count where it was cut
    bool title_only;
    // Set by statistics_take(): document frequency of the union, and W of
    // ranking, from the frequency of the forms near the word.
    uint64_t articles;
    double weight;
    struct family_figures figures; // of which the weight is the product
    struct word_lists *lists;      // likewise: its postings; NULL: not opened
};

// A term of the query: as a whole, and its words by themselves.
struct expanded_term {
    struct family whole;
    struct family *words; // the whole alone where there is but one
    size_t word_count;
    struct family *quoted; // words of a phrase in quotation marks, whose
    size_t quoted_count;   // weights add up to that of the whole; else none
};

// The query as families, beside the tree that it was made of.
struct expansion {
    struct dictionary *dictionary;
    struct expanded_term *terms; // as query.terms
    // What several words of the query in a row stand for together: acronyms,
    // synonyms. They count for the score alone.
    struct family *extras;
    size_t extra_count;
    const char **warnings; // what was capped, what was no expression
    size_t warning_count;
    bool unreadable; // something was no expression
};

struct expansion_options {
    bool no_acronyms;
    struct stemmers *stemmers;
};

// Expands a query by the dictionary of a store, in the arena.
enum offprint_status families_expand(struct store *store,
                                     const struct query *query,
                                     const struct expansion_options *options,
                                     struct arena *arena,
                                     struct expansion *expansion,
                                     struct offprint_error *err);

// Whether the archive holds any form of a family, going by the dictionary:
// false for certain, true perhaps (phrases and runs are not in it).
bool family_may_exist(const struct family *family);

// "same stem": a relation as it is told to users.
const char *relation_name(enum relation relation);

#endif
