#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

enum {
    BLOCK_BYTES = 64 * 1024, // a usual article with its words fits in a few
    // From which on an arena has large blocks, and an allocation its own.
    LARGE_FROM = 1024 * 1024,
    ALIGNMENT = 16, // of max_align_t on every 64-bit ABI
};

struct arena_block {
    struct arena_block *next;
    size_t size; // bytes behind this header
    size_t used;
    _Alignas(ALIGNMENT) char bytes[];
};

// A block for large pages, of at least one.
static struct arena_block *new_large_block(size_t size)
{
    size = (size + MEMORY_PAGE - 1) / MEMORY_PAGE * MEMORY_PAGE;
    if (size < MEMORY_PAGE_LARGE) size = MEMORY_PAGE_LARGE;
    void *memory; // aligned_alloc() wants multiples of the large page
    if (posix_memalign(&memory, MEMORY_PAGE_LARGE, size) != 0) return NULL;
    struct arena_block *block = memory;
    memory_expect_use(block, size);
    block->size = size - sizeof *block;
    return block;
}

static struct arena_block *new_block(size_t size)
{
    struct arena_block *block = malloc(size);
    if (block) block->size = size - sizeof *block;
    return block;
}

// Large pages are for what fills them.
static struct arena_block *new_block_for(const struct arena *arena, size_t size)
{
    const bool is_large =
        size >= MEMORY_PAGE_LARGE
        || (size < LARGE_FROM && arena->bytes + size > LARGE_FROM);
    return is_large ? new_large_block(size) : new_block(size);
}

// Behind the last one: a block after it, kept by a reset, is too small for this
// allocation and serves a later one.
static void put_last(struct arena *arena, struct arena_block *block)
{
    if (arena->last) {
        block->next = arena->last->next;
        arena->last->next = block;
    } else {
        block->next = arena->first;
        arena->first = block;
    }
    arena->last = block;
}

// In front: the last one stays, which may have room still.
static void put_first(struct arena *arena, struct arena_block *block)
{
    block->next = arena->first;
    arena->first = block;
}

static struct arena_block *add_block(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2) return NULL;
    size += sizeof(struct arena_block);
    if (size < BLOCK_BYTES) size = BLOCK_BYTES;
    struct arena_block *block = new_block_for(arena, size);
    if (!block) return NULL;
    arena->bytes += block->size;
    block->used = 0;
    if (arena->last && size >= LARGE_FROM)
        put_first(arena, block);
    else
        put_last(arena, block);
    return block;
}

static struct arena_block *block_with_room(struct arena *arena, size_t size)
{
    struct arena_block *block = arena->last;
    if (block && block->size - block->used >= size) return block;
    struct arena_block *next = block ? block->next : arena->first;
    if (next && next->size >= size) {
        next->used = 0;
        arena->last = next;
        return next;
    }
    return add_block(arena, size);
}

void *arena_reserve(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT) return NULL;
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    struct arena_block *block = block_with_room(arena, size);
    if (!block) return NULL;
    void *result = block->bytes + block->used;
    block->used += size;
    return result;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    void *result = arena_reserve(arena, size);
    return result ? memset(result, 0, size) : NULL;
}

char *arena_string(struct arena *arena, struct slice text)
{
    char *copy =
        text.len < SIZE_MAX ? arena_reserve(arena, text.len + 1) : NULL;
    if (!copy) return NULL;
    if (text.len) memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return copy;
}

struct slice arena_copy(struct arena *arena, struct slice text)
{
    const char *copy = arena_string(arena, text);
    return (struct slice){ copy, copy ? text.len : 0 };
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0) return NULL;
    char *result = arena_alloc(arena, (size_t)len + 1);
    if (!result) return NULL;
    va_start(args, format);
    vsnprintf(result, (size_t)len + 1, format, args);
    va_end(args);
    return result;
}

void arena_reset(struct arena *arena)
{
    arena->last = NULL;
}

void arena_free(struct arena *arena)
{
    for (struct arena_block *block = arena->first, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    *arena = (struct arena){ 0 };
}
