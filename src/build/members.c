#include "build/members.h"

#include <stdlib.h>

static int compare_hash(const void *left, const void *right, void *context)
{
    const struct stored_member *items = context;
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    int order = memcmp(items[a].hash, items[b].hash, STORED_HASH_BYTES);
    return order ? order : (a > b) - (a < b);
}

enum offprint_status members_read(struct store *store, int64_t source,
                                  struct arena *arena, struct members *members,
                                  struct offprint_error *err)
{
    *members = (struct members){ 0 };
    if (!source) return OFFPRINT_OK;
    enum offprint_status status = store_members(
        store, source, arena, &members->items, &members->count, err);
    if (status || members->count == 0) return status;

    size_t count = members->count;
    members->matched = arena_alloc(arena, count * sizeof *members->matched);
    members->by_hash = arena_alloc(arena, count * sizeof *members->by_hash);
    if (!members->matched || !members->by_hash) return fail_no_memory(err);
    for (uint32_t i = 0; i < count; i++) members->by_hash[i] = i;
    qsort_r(members->by_hash, count, sizeof *members->by_hash, compare_hash,
            members->items);
    return OFFPRINT_OK;
}

const struct stored_member *members_match_hash(struct members *members,
                                               const uint8_t *hash)
{
    size_t low = 0, high = members->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const uint8_t *at = members->items[members->by_hash[middle]].hash;
        if (memcmp(at, hash, STORED_HASH_BYTES) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < members->count; low++) {
        uint32_t i = members->by_hash[low];
        if (memcmp(members->items[i].hash, hash, STORED_HASH_BYTES)) break;
        if (members->matched[i]) continue; // a twin that is taken
        members->matched[i] = true;
        return &members->items[i];
    }
    return NULL;
}
