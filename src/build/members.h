// members.h - the articles that a source had, matched with those it has now.
//
// An article that is the same to the letter keeps its id, wherever in the
// source it stands; so one line added to a file of a million adds one article.

#ifndef OFFPRINT_BUILD_MEMBERS_H
#define OFFPRINT_BUILD_MEMBERS_H

#include "store/articles.h"

struct members {
    struct stored_member *items;
    size_t count;
    bool *matched;     // items that stay, or are gone already
    uint32_t *by_hash; // numbers of items in the order of their hashes
};

// Reads the articles of a source; source 0 has none. Everything is in the
// arena.
enum offprint_status members_read(struct store *store, int64_t source,
                                  struct arena *arena, struct members *members,
                                  struct offprint_error *err);

// An unmatched item with this hash, which is matched from now on; NULL where
// there is none.
const struct stored_member *members_match_hash(struct members *members,
                                               const uint8_t *hash);

#endif
