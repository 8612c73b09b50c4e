// phrase_lists.h - the articles in which terms stand in a row.
//
// They are looked for window by window: the rarest term leads, the others are
// looked up in its articles, and positions are read where all are there, as
// long as the article might still score enough.

#ifndef OFFPRINT_SEARCH_PHRASE_LISTS_H
#define OFFPRINT_SEARCH_PHRASE_LISTS_H

#include "search/spots.h"

struct phrase_term {
    struct posting_lists lists; // occurrences count 1 in each field that counts
    uint32_t place;             // in the row
    bool prefix; // the lists are those of all terms that begin so
    uint64_t articles;
};

struct phrase_lists {
    struct phrase_term *terms; // the rarest first
    size_t count;
    struct packed_units units; // of an occurrence of the row
    uint32_t units_most;       // the greatest of them
    struct spots *spots;       // two, of the search
    struct posting_list *rows; // its articles, where they were few enough to
                               // look at all; else NULL
};

// Opens the lists of the terms of a form.
enum offprint_status phrase_open(struct posting_reader *reader,
                                 const struct form *form,
                                 const struct packed_units *units,
                                 struct spots *spots, struct arena *arena,
                                 struct phrase_lists *phrase,
                                 struct offprint_error *err);

// Articles that have the row, at most.
uint64_t phrase_articles(const struct phrase_lists *phrase);

// A row of terms whose lists are open, and of which an occurrence counts 1. The
// terms, which live as long as it does, are put in its order.
struct phrase_lists phrase_of_terms(struct phrase_term *terms, size_t count,
                                    struct spots *spots);

// How often the row stands in an article, in units; 0 of a row without terms.
enum offprint_status phrase_look_up(const struct phrase_lists *phrase,
                                    uint32_t id, uint32_t *occurrences,
                                    struct offprint_error *err);

// Where the row begins in an article, in place of what *starts holds.
enum offprint_status phrase_starts(const struct phrase_lists *phrase,
                                   uint32_t id, struct spots *starts,
                                   struct spots *scratch,
                                   struct offprint_error *err);

// Whether an article in which the row stands so often, in units, is of
// interest.
struct phrase_filter {
    bool (*is_enough)(const void *context, uint32_t id, uint32_t most);
    const void *context;
};

// Adds the occurrences in the articles of a window, by id, but for those that
// the filter, unless NULL, has no interest in.
enum offprint_status phrase_gather(const struct phrase_lists *phrase,
                                   uint32_t window,
                                   const struct phrase_filter *filter,
                                   struct window_set *set,
                                   uint32_t *occurrences,
                                   struct offprint_error *err);

#endif
