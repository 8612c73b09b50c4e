// kept_sets.h - the articles that conditions described last, for as long as the
// index does not change: whoever searches within them will often do so again.

#ifndef OFFPRINT_STORE_KEPT_SETS_H
#define OFFPRINT_STORE_KEPT_SETS_H

#include "store/filter.h"

struct kept_sets;

// The articles that meet a condition, excluded or not; NULL: not known. Lives
// until the next call of this or the next function.
enum offprint_status kept_sets_find(struct store *store,
                                    const struct filter_condition *condition,
                                    const struct article_set **set,
                                    struct offprint_error *err);

// Keeps a copy, in place of the one that was kept first; where there is no
// memory, nothing is kept.
void kept_sets_add(struct store *store,
                   const struct filter_condition *condition,
                   const struct article_set *set);

// Takes NULL.
void kept_sets_free(struct kept_sets *kept);

#endif
