// archive_languages.h - the languages whose stems a query word may have.

#ifndef OFFPRINT_SEARCH_ARCHIVE_LANGUAGES_H
#define OFFPRINT_SEARCH_ARCHIVE_LANGUAGES_H

#include "search/query.h"
#include "text/languages.h"

struct store;

struct archive_languages {
    uint32_t stemmed; // bit n: language number n is one of the archive's
    bool unknown;     // some articles are in no language that could be told
};

// Reads the languages of the archive, narrowed to those that the query asks
// for. Languages of very few articles, most of them guessed wrong, do not count
// unless they are asked for.
enum offprint_status archive_languages_read(struct store *store,
                                            const struct query *query,
                                            struct archive_languages *languages,
                                            struct offprint_error *err);

// The numbers of the languages that a term may be of, going by its script;
// where some articles are in an unknown language, the script's commonest one
// too. Returns how many.
size_t archive_languages_of(const struct archive_languages *languages,
                            struct slice term, int numbers[LANGUAGES_MAX]);

#endif
