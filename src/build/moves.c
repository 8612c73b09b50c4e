#include "build/moves.h"

#include <stdlib.h>

#include "read/source.h"

static int by_size(const void *left, const void *right)
{
    const struct item *a = *(struct item *const *)left;
    const struct item *b = *(struct item *const *)right;
    return (a->old.size > b->old.size) - (a->old.size < b->old.size);
}

enum offprint_status moves_find(struct moves *moves, struct plan *plan,
                                struct offprint_error *err)
{
    *moves = (struct moves){ 0 };
    if (plan->count == 0) return OFFPRINT_OK;
    moves->gone = calloc(plan->count, sizeof *moves->gone);
    if (!moves->gone) return fail_no_memory(err);
    for (size_t i = 0; i < plan->count; i++) {
        struct item *item = &plan->items[i];
        if (item->kind == ITEM_GONE && item->old.has_hash)
            moves->gone[moves->count++] = item;
    }
    qsort(moves->gone, moves->count, sizeof *moves->gone, by_size);
    return OFFPRINT_OK;
}

void moves_free(struct moves *moves)
{
    free(moves->gone);
    *moves = (struct moves){ 0 };
}

static bool same_maps(const struct root_options *a,
                      const struct root_options *b)
{
    if (a->map_count != b->map_count) return false;
    for (size_t i = 0; i < a->map_count; i++)
        if (strcmp(a->maps[i], b->maps[i]) != 0) return false;
    return true;
}

const char *file_name(const struct item *item)
{
    const char *path = *item->path ? item->path : item->scope->root.path;
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

// Whether reading item would give what reading gone gave: the name of a file
// decides its kind, and may be the title.
static bool reads_alike(const struct item *gone, const struct item *item)
{
    if (!same_maps(&gone->scope->root.options, &item->scope->root.options))
        return false;
    const char *name = file_name(item), *old_name = file_name(gone);
    if (strcmp(name, old_name) == 0) return true;
    const char *kind = kind_of_name(name), *old_kind = kind_of_name(old_name);
    return kind == old_kind
           || (kind && old_kind && strcmp(kind, old_kind) == 0);
}

struct item *moves_match(const struct moves *moves, const struct item *item,
                         const char *path)
{
    size_t low = 0, high = moves->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (moves->gone[middle]->old.size < item->size)
            low = middle + 1;
        else
            high = middle;
    }
    struct content_hash hash;
    bool hashed = false;
    for (; low < moves->count; low++) {
        struct item *gone = moves->gone[low];
        if (gone->old.size != item->size) break;
        if (gone->taken || !reads_alike(gone, item)) continue;
        if (!hashed && source_hash(path, &hash, NULL)) return NULL;
        hashed = true;
        if (memcmp(hash.bytes, gone->old.hash, sizeof hash.bytes) == 0)
            return gone;
    }
    return NULL;
}
