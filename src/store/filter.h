// filter.h - which articles count, by what is known of them beside their words.
//
// Conditions with the same number are alternatives: an article counts when for
// each number one of them holds.
//
//     lang:de lang:fr path:notes -tag:draft
//         (language de OR language fr) AND path notes AND NOT tag draft

#ifndef OFFPRINT_STORE_FILTER_H
#define OFFPRINT_STORE_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"

struct store;

enum filter_field {
    FILTER_LANGUAGE, // "pt" takes in pt-BR
    FILTER_PATH,     // a part of the file's path; with * or ? a pattern for all
                     // of it or for its end behind a slash
    FILTER_SITE,     // words of the publication, or the host of the url
    FILTER_AUTHOR,   // words of one author, in a row
    FILTER_TAG,      // words of one tag, in a row
    FILTER_DATE,     // published within
    FILTER_ADDED,    // came into the index within, or changed
};

struct filter_condition {
    enum filter_field field;
    uint32_t number;   // of the alternatives it is among
    bool excluded;     // what does not meet it counts
    struct slice text; // as it was typed, field and all
    struct slice value;
    // Of dates: the first and the last one, "2019", "2019-03" or "2019-03-15",
    // which take in all that is known to lie between; empty: open.
    struct slice from;
    struct slice until;
};

// A set of articles: bit i of bits is for id i.
struct article_set {
    uint64_t *bits;
    uint64_t limit; // no id is as large; a multiple of LENGTH_WINDOW
};

static inline bool article_set_has(const struct article_set *set, int64_t id)
{
    return (uint64_t)id < set->limit
           && (set->bits[(uint64_t)id / 64] >> ((uint64_t)id % 64) & 1);
}

static inline void article_set_add(struct article_set *set, int64_t id)
{
    if ((uint64_t)id < set->limit)
        set->bits[(uint64_t)id / 64] |= (uint64_t)1 << ((uint64_t)id % 64);
}

static inline void article_set_remove(struct article_set *set, int64_t id)
{
    if ((uint64_t)id < set->limit)
        set->bits[(uint64_t)id / 64] &= ~((uint64_t)1 << ((uint64_t)id % 64));
}

uint64_t article_set_count(const struct article_set *set);

// An empty set with room for all ids of the store, in the arena.
enum offprint_status article_set_new(struct store *store, struct arena *arena,
                                     struct article_set *set,
                                     struct offprint_error *err);

// The articles that meet conditions, in the arena; all of them where there are
// no conditions.
enum offprint_status store_filter(struct store *store,
                                  const struct filter_condition *conditions,
                                  size_t count, struct arena *arena,
                                  struct article_set *set,
                                  struct offprint_error *err);

// Registers offprint_in(id, set), with which statements ask a set that
// bind_article_set() has bound; where none is, everything is in it.
enum offprint_status filter_register(struct store *store,
                                     struct offprint_error *err);

struct sqlite3_stmt;
void bind_article_set(struct sqlite3_stmt *stmt, int at,
                      const struct article_set *set);

#endif
