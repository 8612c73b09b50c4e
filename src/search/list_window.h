// list_window.h - where in a list ids are, one by one and window by window.
//
// Ids are cut into windows, so that what is added up for the articles of one
// stays in the first-level cache.

#ifndef OFFPRINT_SEARCH_LIST_WINDOW_H
#define OFFPRINT_SEARCH_LIST_WINDOW_H

#include "store/posting_reader.h"

enum {
    WINDOW = LENGTH_WINDOW, // ids
    WINDOW_WORDS = WINDOW / 64,
    PREFIX_TERMS_MAX = 1000, // that a prefix stands for: the most frequent ones
};

// A set of the ids of a window.
struct window_set {
    uint64_t bits[WINDOW_WORDS];
};

// Whether an id is in a set.
static inline bool window_set_has(const struct window_set *set, uint32_t id)
{
    return set->bits[id % WINDOW / 64] >> id % 64 & 1;
}

static inline void window_set_add(struct window_set *set, uint32_t id)
{
    set->bits[id % WINDOW / 64] |= (uint64_t)1 << id % 64;
}

unsigned window_set_count(const struct window_set *set);

// Zeroes the numbers of the ids in a set, and of neighbours: of those of a
// whole window most are zero already.
void window_clear(uint32_t numbers[WINDOW], const struct window_set *set);

// ---- One article ------------------------------------------------------------

// The number of an article in a block of the list, which comes to hand; false
// where it is not there.
enum offprint_status list_look_up(struct posting_list *list, uint32_t id,
                                  uint32_t *at, bool *found,
                                  struct offprint_error *err);

// How often an article is in any of the lists, in units.
enum offprint_status lists_look_up(const struct posting_lists *lists,
                                   uint32_t id, uint32_t *occurrences,
                                   struct offprint_error *err);

// ---- A window ---------------------------------------------------------------

// The part of a list's block at hand that is in a window.
struct list_part {
    uint32_t base; // the first id of the window
    const uint32_t *ids;
    const uint32_t *occurrences;
    uint32_t count;
};

// Which blocks are passed.
struct list_passing {
    bool (*passes)(const void *context, uint32_t block);
    const void *context;
};

// Whether an id is between the first and the last of the block at hand.
static inline bool list_is_at(const struct posting_list *list, uint32_t id)
{
    return list->block < list->block_count && id <= list->last[list->block]
           && id >= list->ids[0];
}

// The first block that may have an id.
uint32_t list_block_of(const struct posting_list *list, uint32_t id);

// Goes to the next part of a list in the window of base, from block *block on,
// which moves behind it; part->count is 0 at the end. passing may be NULL.
enum offprint_status list_next_part(struct posting_list *list, uint32_t base,
                                    const struct list_passing *passing,
                                    uint32_t *block, struct list_part *part,
                                    struct offprint_error *err);

// Adds the articles of a part to a set.
void list_mark_part(const struct list_part *part, struct window_set *set);

// Adds the articles of a list in a window to a set; *any tells of some.
enum offprint_status list_gather_set(struct posting_list *list, uint32_t window,
                                     struct window_set *set, bool *any,
                                     struct offprint_error *err);

// ---- Finding ----------------------------------------------------------------

// The lists of a term or, with prefix, of the terms that begin so.
enum offprint_status lists_find(struct posting_reader *reader,
                                struct slice term, bool prefix,
                                const struct posting_request *request,
                                struct arena *arena,
                                struct posting_lists *lists,
                                struct offprint_error *err);

#endif
