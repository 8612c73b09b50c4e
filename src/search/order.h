// order.h - what was found, in another order than by score.

#ifndef OFFPRINT_SEARCH_ORDER_H
#define OFFPRINT_SEARCH_ORDER_H

#include "base/arena.h"
#include "search/top.h"
#include "store/articles.h"

// Puts all that top has in an order, and keeps the first limit.
enum offprint_status order_apply(struct store *store, enum article_order order,
                                 size_t limit, struct arena *arena,
                                 struct top *top, struct offprint_error *err);

#endif
