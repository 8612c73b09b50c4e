// topk_state.h - a search under way: what the files of topk share.
//
//     topk.c             opens, decides what is searched how, in which order
//     topk_all.c         windows of articles that have all of some words
//     topk_any.c         windows of articles that have any word
//     topk_tree.c        windows of articles that match any tree, as sets
//     topk_contenders.c  the articles of a window, word by word

#ifndef OFFPRINT_SEARCH_TOPK_STATE_H
#define OFFPRINT_SEARCH_TOPK_STATE_H

#include "search/closeness.h"
#include "search/topk.h"
#include "search/topk_tree.h"

// What stays from search to search.
struct topk_work {
    bool in_use; // or a search ended while it was
    double k1, b, average_length;
    struct scorer_norms norms; // of these
    struct scorer_norms inverse_norms;
    uint32_t scores[WINDOW]; // all zero where nobody is at work on them
};

struct topk {
    const struct topk_request *request;
    const struct plan *plan;
    struct topk_result *result;
    struct word_context context;
    double scale; // of scores
    struct word_lists *words;
    struct closeness closeness;
    struct spots spots[2];    // of whoever reads positions
    uint32_t floor;           // so many score as much, complete or not
    struct window_set **done; // by window: what was offered; NULL: nothing
    bool is_last_pass;        // so that nothing more need be noted there
    // The window at hand.
    uint32_t window;
    const uint8_t *lengths;
    uint32_t *scores; // of struct topk_work
};

// Words that an article must have, the rarest first, and those that only score.
struct topk_all {
    const struct word_lists **required;
    size_t required_count;
    const struct word_lists **others;
    size_t other_count;
    bool complete;        // such articles are complete
    bool phrase_possible; // and may hold the phrase
};

// More than any score.
#define TOPK_NEVER ((uint64_t)UINT32_MAX + 1)

// What an article has to score to be one of the best.
uint64_t topk_threshold(const struct topk *topk, bool complete);

// Adds what closeness is worth, where it can still matter, and offers the
// article.
enum offprint_status topk_finish(struct topk *topk, uint32_t id, uint64_t score,
                                 bool complete, bool phrase_possible,
                                 struct offprint_error *err);

// Restricts a set of the window at hand to what the filter keeps and what was
// not offered yet.
void topk_restrict(const struct topk *topk, struct window_set *set);

// Notes that articles of the window at hand were offered.
enum offprint_status topk_note_done(struct topk *topk,
                                    const struct window_set *set,
                                    struct offprint_error *err);

// Searches the window at hand.
enum offprint_status topk_search_all(struct topk *topk,
                                     const struct topk_all *all,
                                     struct offprint_error *err);
enum offprint_status topk_search_any(struct topk *topk,
                                     struct offprint_error *err);

#endif
