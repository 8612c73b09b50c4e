// word_lists.h - all articles of a family, window by window.
//
// For each window there is a bound: no article of it scores more. A family's
// frequent forms are packed lists, each read by itself; all others are put
// together into one list. An article's occurrences of all forms are added up
// before they are scored, so that the family counts as one word.
//
//     word_open()    the lists
//     word_count()   how many articles, on which weights depend
//     word_weigh()   bounds
//     word_gather(), word_look_up()

#ifndef OFFPRINT_SEARCH_WORD_LISTS_H
#define OFFPRINT_SEARCH_WORD_LISTS_H

#include "search/families.h"
#include "search/list_window.h"
#include "search/scorer.h"

struct spots;
struct phrase_lists;

// What the words of a search have in common.
struct word_context {
    struct posting_reader *reader;
    struct arena *arena;
    const struct scorer *scorer;
    // For word_weigh() and what follows:
    const struct scorer_norms *norms;
    const struct scorer_norms *inverse_norms;
    uint32_t window_count;
    bool floors;           // what ten articles score is of interest
    bool places;           // positions will be asked for
    struct spots *spots;   // two, which whoever reads positions may use
    uint32_t *occurrences; // of a window, all zero before and after use; for
                           // word_gather() with scores, if word_adds_up()
};

// The lists of one form.
struct form_lists {
    const struct form *form;
    struct packed_units units;
    struct posting_lists lists;  // of its one term, or none
    struct phrase_lists *phrase; // of several terms; else NULL
};

struct word_lists {
    const struct family *family;
    struct form_lists *forms;
    size_t form_count;
    bool has_phrases; // among the forms: some that are not in items
    // The lists of all forms, those that are packed first.
    struct posting_list **items;
    size_t count;
    uint64_t articles; // at most: an article with two forms counts twice

    float weight;     // scaled, k1 + 1 included; 0: it does not score
    uint32_t *bounds; // the most that an article scores, by window; 0: the
                      // window has no article
    uint32_t *block_bounds; // likewise, of the blocks of its one packed list;
                            // NULL: it is not one
    uint32_t units_most;    // that an occurrence comes to
    uint32_t floor;         // ten articles score as much or more; 0: not known
};

// Whether occurrences of several lists are added up before they are scored, in
// context->occurrences.
static inline bool word_adds_up(const struct word_lists *word)
{
    return word->count > 1 || word->has_phrases;
}

// Opens the lists of a family.
enum offprint_status word_open(const struct word_context *context,
                               const struct family *family,
                               struct word_lists *word,
                               struct offprint_error *err);

// How many articles have a form of the word that weighs least or more: exactly
// where they are few, or the index is small; else from a sample of windows.
// Those of frequent terms in a row are at most so many.
enum offprint_status word_count(const struct word_context *context,
                                const struct word_lists *word, float least,
                                uint64_t *articles, struct offprint_error *err);

// Gives a word its weight, and finds its bounds.
enum offprint_status word_weigh(const struct word_context *context,
                                float weight, struct word_lists *word,
                                struct offprint_error *err);

// The articles of a window, put into *set; where scores is not NULL, what each
// of them scores is added to it, by id. Articles that score less than least may
// be left out.
enum offprint_status word_gather(const struct word_context *context,
                                 const struct word_lists *word, uint32_t window,
                                 const uint8_t *lengths, uint64_t least,
                                 struct window_set *set, uint32_t *scores,
                                 struct offprint_error *err);

// Whether word_next_part() gives its articles.
static inline bool word_is_one_list(const struct word_lists *word)
{
    return word->count == 1 && !word->has_phrases;
}

// Articles of a word that is one list, and what each scores.
struct word_part {
    struct list_part part;
    uint32_t scores[POSTING_BLOCK];
};

// Goes to the next articles of such a word in a window, as list_next_part()
// does; least as above.
enum offprint_status word_next_part(const struct word_context *context,
                                    const struct word_lists *word,
                                    uint32_t window, const uint8_t *lengths,
                                    uint64_t least, uint32_t *block,
                                    struct word_part *part,
                                    struct offprint_error *err);

// How often an article has the word, in units.
enum offprint_status word_look_up(const struct word_lists *word, uint32_t id,
                                  uint32_t *occurrences,
                                  struct offprint_error *err);

#endif
