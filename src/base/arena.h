// arena.h - memory that is given back all at once.
//
// One arena per article, per batch, per query. Resetting keeps the blocks, so
// a steady run allocates nothing:
//
//     first                     last
//     +-----------------------+ +-----------------------+
//     | word | word | title |.|>| word |      free      |
//     +-----------------------+ +-----------------------+
//                                      ^ next allocation
//
// One thread at a time. An arena that is all zero bytes is empty and ready.

#ifndef OFFPRINT_BASE_ARENA_H
#define OFFPRINT_BASE_ARENA_H

#include <stddef.h>

#include "base/slice.h"

struct arena_block;

struct arena {
    struct arena_block *first;
    struct arena_block *last; // where the next allocation goes
    size_t bytes;             // of all blocks
};

// size bytes, aligned for anything and set to zero; NULL where there is no
// memory. They live until the arena is reset or freed.
void *arena_alloc(struct arena *arena, size_t size);

// The same, but the bytes are whatever they were.
void *arena_reserve(struct arena *arena, size_t size);

// A copy with a NUL behind it that len does not count; ptr is NULL where there
// is no memory.
struct slice arena_copy(struct arena *arena, struct slice text);

// A copy as a string; NULL where there is no memory.
char *arena_string(struct arena *arena, struct slice text);

// A formatted string; NULL where there is no memory.
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Forgets all allocations and keeps the memory for the next ones.
void arena_reset(struct arena *arena);

// Gives all memory back; the arena is empty and ready again.
void arena_free(struct arena *arena);

#endif
