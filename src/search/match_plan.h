// match_plan.h - a plan run by FTS5's MATCH.
//
// The fallback where postings cannot be read by ourselves, and the oracle of
// those who do. One expression finds what matches, another scores it.

#ifndef OFFPRINT_SEARCH_MATCH_PLAN_H
#define OFFPRINT_SEARCH_MATCH_PLAN_H

#include "search/plan.h"
#include "search/topk.h"

// As topk_run(), but that all is exhaustive.
enum offprint_status match_plan_run(struct store *store,
                                    const struct topk_request *request,
                                    struct arena *arena,
                                    struct topk_result *result,
                                    struct offprint_error *err);

// The articles that match a node and are in filter, which may be NULL, in the
// arena.
enum offprint_status match_node(struct store *store,
                                const struct plan_node *node,
                                const struct article_set *filter,
                                struct arena *arena, struct article_set *set,
                                struct offprint_error *err);

// Whether one article matches a node.
enum offprint_status match_node_has(struct store *store,
                                    const struct plan_node *node, int64_t id,
                                    struct arena *arena, bool *matches,
                                    struct offprint_error *err);

#endif
