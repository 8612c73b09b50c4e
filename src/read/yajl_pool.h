// yajl_pool.h - memory for yajl, from an arena.
//
// yajl does not look at what its allocator returns, so an allocation that fails
// does not return: it jumps back to where the parse began. All that yajl has is
// in the arena, so nothing is lost on the way.
//
//     struct yajl_pool pool = { .arena = arena };
//     yajl_alloc_funcs memory = yajl_pool_memory(&pool);
//     if (setjmp(pool.no_memory)) return fail_no_memory(err);
//     yajl_handle yajl = yajl_alloc(&callbacks, &memory, context);
//
// yajl_free() is not needed: what there is goes with the arena.

#ifndef OFFPRINT_READ_YAJL_POOL_H
#define OFFPRINT_READ_YAJL_POOL_H

#include <setjmp.h>
#include <yajl/yajl_common.h>

#include "base/arena.h"

struct yajl_pool {
    struct arena *arena;
    jmp_buf no_memory;
};

// The functions point to pool, which must stay where it is.
yajl_alloc_funcs yajl_pool_memory(struct yajl_pool *pool);

#endif
