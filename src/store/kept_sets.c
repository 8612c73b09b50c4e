#include "store/kept_sets.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "store/connection.h"

enum { SETS_KEPT = 8 };

struct kept_set {
    struct buffer condition; // as name_condition() puts it; empty: none
    struct article_set set;
};

struct kept_sets {
    struct kept_set sets[SETS_KEPT];
    size_t oldest;
    uint32_t version; // of the store
};

static void name_condition(struct buffer *name,
                           const struct filter_condition *condition)
{
    buffer_add_byte(name, (char)('A' + condition->field));
    const struct slice parts[] = { condition->value, condition->from,
                                   condition->until };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        buffer_format(name, "%zu:", parts[i].len);
        buffer_add(name, parts[i]);
    }
}

static void forget(struct kept_set *kept)
{
    buffer_free(&kept->condition);
    free(kept->set.bits);
    *kept = (struct kept_set){ .set = { NULL, 0 } };
}

static const struct article_set *find(const struct kept_sets *kept,
                                      struct slice name)
{
    for (size_t i = 0; i < SETS_KEPT; i++)
        if (slice_equal(buffer_slice(&kept->sets[i].condition), name))
            return &kept->sets[i].set;
    return NULL;
}

enum offprint_status kept_sets_find(struct store *store,
                                    const struct filter_condition *condition,
                                    const struct article_set **set,
                                    struct offprint_error *err)
{
    *set = NULL;
    if (store->writable) return OFFPRINT_OK;
    struct kept_sets *kept = store->sets;
    if (!kept) kept = store->sets = calloc(1, sizeof *kept);
    if (!kept) return fail_no_memory(err);
    bool holds;
    enum offprint_status status =
        store_still_holds(store, &kept->version, &holds, err);
    if (status) return status;
    for (size_t i = 0; !holds && i < SETS_KEPT; i++) forget(&kept->sets[i]);
    struct buffer name = { 0 };
    name_condition(&name, condition);
    if (!name.failed) *set = find(kept, buffer_slice(&name));
    buffer_free(&name);
    return OFFPRINT_OK;
}

void kept_sets_add(struct store *store,
                   const struct filter_condition *condition,
                   const struct article_set *set)
{
    struct kept_sets *kept = store->sets;
    if (store->writable || !kept) return;
    struct kept_set *place = &kept->sets[kept->oldest];
    forget(place);
    const size_t bytes = set->limit / 8;
    place->set.bits = malloc(bytes);
    if (!place->set.bits) return;
    memcpy(place->set.bits, set->bits, bytes);
    place->set.limit = set->limit;
    name_condition(&place->condition, condition);
    if (place->condition.failed) forget(place);
    kept->oldest = (kept->oldest + 1) % SETS_KEPT;
}

void kept_sets_free(struct kept_sets *kept)
{
    if (!kept) return;
    for (size_t i = 0; i < SETS_KEPT; i++) forget(&kept->sets[i]);
    free(kept);
}
