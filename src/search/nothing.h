// nothing.h - why a query found nothing, and what would find something.

#ifndef OFFPRINT_SEARCH_NOTHING_H
#define OFFPRINT_SEARCH_NOTHING_H

#include "search/search.h"

enum nothing_kind {
    NOTHING_WORD,     // or words together, or alternatives
    NOTHING_EXCLUDED, // -word
    NOTHING_FILTER,
};

// A part of the query.
struct nothing_part {
    enum nothing_kind kind;
    const char *text;
    uint64_t articles; // that match it alone
    uint64_t without;  // that the query would find without it
};

// Another way to ask for the same.
struct nothing_looser {
    const char *change; // "not to the letter"
    uint64_t articles;
};

enum {
    NOTHING_PARTS_MAX = 16,
    NOTHING_LOOSER_MAX = 4,
    NOTHING_SUGGESTIONS_MAX = 3,
};

struct nothing {
    struct nothing_part parts[NOTHING_PARTS_MAX]; // the first ones
    size_t part_count;
    struct nothing_looser looser[NOTHING_LOOSER_MAX]; // that find something
    size_t looser_count;
};

// Explains a search that found nothing; texts are in the arena. Of the
// suggestions of the search those stay that find something.
enum offprint_status nothing_explain(struct store *store,
                                     const struct search_request *request,
                                     struct search *search, struct arena *arena,
                                     struct nothing *nothing,
                                     struct offprint_error *err);

#endif
