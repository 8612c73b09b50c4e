// word_lists.h - all articles of a family, window by window.
//
// Ids are cut into windows, so that what is added up for the articles of one
// stays in the first-level cache. For each window there is a bound: no article
// of it scores more.
//
// A family's frequent forms are packed lists, each read by itself; all others
// are put together into one list. An article's occurrences of all forms are
// added up before they are scored, so that the family counts as one word.

#ifndef OFFPRINT_SEARCH_WORD_LISTS_H
#define OFFPRINT_SEARCH_WORD_LISTS_H

#include "search/families.h"
#include "search/scorer.h"
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

struct spots;
struct phrase_lists;

// The lists of one form, for positions.
struct form_lists {
    const struct form *form;
    struct posting_lists lists;  // of its one term, or none
    struct phrase_lists *phrase; // of several terms; else NULL
};

struct word_lists {
    const struct family *family;
    float weight; // scaled, k1 + 1 included; 0: it does not score
    struct posting_list **items;
    size_t count;
    uint64_t articles;   // at most: an article with two forms counts twice
    uint32_t most;       // the most that any article scores
    uint32_t *bounds;    // likewise, by window; 0: the window has no article
    uint32_t units_most; // that an occurrence comes to
    uint32_t floor;      // ten articles score as much or more; 0: not known
    struct form_lists *forms;
    size_t form_count;
    bool has_phrases; // among the forms
};

// What the words of a search have in common.
struct word_context {
    struct posting_reader *reader;
    struct arena *arena;
    const struct scorer *scorer;
    struct scorer_norms norms;
    uint32_t window_count;
    bool places;         // positions will be asked for
    struct spots *spots; // two, which whoever reads positions may use
};

// Opens the lists of a family. OFFPRINT_TOO_NEW where it has a form that only
// FTS5 finds.
enum offprint_status word_open(const struct word_context *context,
                               const struct family *family, float weight,
                               struct word_lists *word,
                               struct offprint_error *err);

// The articles of a window, put into *set; where scores is not NULL, what each
// of them scores is added to it, by id. Articles that score less than least may
// be left out.
enum offprint_status word_gather(const struct word_context *context,
                                 const struct word_lists *word, uint32_t window,
                                 const uint8_t *lengths, uint64_t least,
                                 struct window_set *set, uint32_t *scores,
                                 struct offprint_error *err);

// How often an article has the word, in units.
enum offprint_status word_look_up(const struct word_lists *word, uint32_t id,
                                  uint32_t *occurrences,
                                  struct offprint_error *err);

// The number of an article in a block of the list, which comes to hand; false
// where it is not there.
enum offprint_status list_look_up(struct posting_list *list, uint32_t id,
                                  uint32_t *at, bool *found,
                                  struct offprint_error *err);

// The lists of a term or, with prefix, of the terms that begin so.
enum offprint_status lists_find(struct posting_reader *reader,
                                struct slice term, bool prefix,
                                const struct packed_units *units, bool places,
                                struct arena *arena,
                                struct posting_lists *lists,
                                struct offprint_error *err);

// How often an article is in any of the lists, in units.
enum offprint_status lists_look_up(const struct posting_lists *lists,
                                   uint32_t id, uint32_t *occurrences,
                                   struct offprint_error *err);

// Adds the articles of a list in a window to a set; *any tells of some.
enum offprint_status list_gather_set(struct posting_list *list, uint32_t window,
                                     struct window_set *set, bool *any,
                                     struct offprint_error *err);

// Whether an id is in a set.
static inline bool window_set_has(const struct window_set *set, uint32_t id)
{
    return set->bits[id % WINDOW / 64] >> id % 64 & 1;
}

#endif
