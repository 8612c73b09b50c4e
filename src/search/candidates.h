// candidates.h - the terms that a pass over the blocks has found.
//
// The side table may repeat terms, or hold some that are gone (dictionary.h),
// and a block has no counts: candidates are put in order, freed of doubles and
// counted. To find a term is cheap while its block is the one at hand, so it is
// counted when it is added; but where very many match, a scan of the whole
// dictionary afterwards is the quicker way.

#ifndef OFFPRINT_SEARCH_CANDIDATES_H
#define OFFPRINT_SEARCH_CANDIDATES_H

#include "base/buffer.h"
#include "search/best.h"

// Made as { .dictionary = dictionary, .err = err }, else all zero. Takes about
// 50 bytes a candidate, so that even all terms of a large dictionary fit.
struct candidates {
    struct dictionary *dictionary;
    struct offprint_error *err;  // where a failure is told; may be NULL
    enum offprint_status status; // the first failure; nothing is added then
    struct buffer text;          // keys and terms, copied
    struct candidate *items;
    size_t count;
    size_t room;
    bool uncounted; // there were too many
    struct buffer marks;
};

enum mark { NO_MATCH, MATCH, FAVOURED_MATCH };

// Adds a term of a block that is being called back with.
void candidates_add(struct candidates *candidates, struct slice key,
                    struct slice term, unsigned distance, bool favoured);

// An enum mark for each entry of a block, NO_MATCH so far, for those who find
// entries in another order than theirs. Lives until the next call; NULL where
// candidates->status says why.
char *candidates_marks(struct candidates *candidates,
                       const struct dictionary_block *block);

// Adds the entries of the block that were marked, without a distance.
void candidates_add_marked(struct candidates *candidates,
                           const struct dictionary_block *block);

// Offers the candidates that some article holds, each once, to best. Returns
// candidates->status, or what fails now.
enum offprint_status candidates_offer(struct candidates *candidates,
                                      struct best *best);

// Gives the memory back.
void candidates_free(struct candidates *candidates);

#endif
