#include "read/yajl_pool.h"

#include <stddef.h>
#include <stdint.h>

struct allocation {
    _Alignas(16) size_t size;
    char bytes[];
};

static void *allocate(void *context, size_t size)
{
    struct yajl_pool *pool = context;
    struct allocation *allocation = NULL;
    if (size < SIZE_MAX / 2)
        allocation = arena_alloc(pool->arena, sizeof *allocation + size);
    if (!allocation) longjmp(pool->no_memory, 1);
    allocation->size = size;
    return allocation->bytes;
}

// yajl's buffers double, so what stays behind is less than what is in use.
static void *reallocate(void *context, void *old, size_t size)
{
    void *bytes = allocate(context, size);
    if (!old) return bytes;
    const struct allocation *allocation =
        (struct allocation *)((char *)old - offsetof(struct allocation, bytes));
    memcpy(bytes, old, allocation->size < size ? allocation->size : size);
    return bytes;
}

static void release(void *context, void *bytes)
{
    (void)context, (void)bytes; // the arena's, which is dropped whole
}

yajl_alloc_funcs yajl_pool_memory(struct yajl_pool *pool)
{
    return (yajl_alloc_funcs){ allocate, reallocate, release, pool };
}
