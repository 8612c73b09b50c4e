// topk_tree.h - which articles of a window match, as sets.

#ifndef OFFPRINT_SEARCH_TOPK_TREE_H
#define OFFPRINT_SEARCH_TOPK_TREE_H

#include "search/plan.h"
#include "search/word_lists.h"

struct tree_node {
    enum plan_kind kind;
    const struct word_lists *word; // of PLAN_FAMILY
    unsigned distance;             // of PLAN_NEAR
    struct tree_node *parts;
    size_t part_count;
};

// The words that score, and where the others of a tree are opened.
struct tree_words {
    const struct word_context *context;
    const struct word_lists *words;
    size_t count;
};

// Makes a tree of a plan's, in the context's arena; families that are none of
// the words are opened. OFFPRINT_TOO_NEW where it has a node that only FTS5
// answers.
enum offprint_status tree_make(const struct tree_words *words,
                               const struct plan_node *plan,
                               struct tree_node *node,
                               struct offprint_error *err);

// Whether any article of a window may match.
bool tree_may_match(const struct tree_node *node, uint32_t window);

// The articles of a window that match.
enum offprint_status tree_gather(const struct word_context *context,
                                 const struct tree_node *node, uint32_t window,
                                 struct window_set *set,
                                 struct offprint_error *err);

// Whether an article matches a node of a plan, whose lists are open, or opened.
enum offprint_status tree_matches(const struct word_context *context,
                                  const struct plan_node *node, uint32_t id,
                                  bool *matches, struct offprint_error *err);

// Whether a node is one of the words that score.
bool tree_is_word(const struct tree_node *node, const struct tree_words *words);

// Whether the tree matches exactly the articles with any of the words.
bool tree_is_union(const struct tree_node *node,
                   const struct tree_words *words);

#endif
