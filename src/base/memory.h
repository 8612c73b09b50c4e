// memory.h - large memory, and what the system is told of it.

#ifndef OFFPRINT_BASE_MEMORY_H
#define OFFPRINT_BASE_MEMORY_H

#include <stddef.h>

enum {
    MEMORY_PAGE = 4096, // bytes, as the next
    MEMORY_PAGE_LARGE = 2 * 1024 * 1024,
    // Bytes from which on large pages are worth asking for.
    MEMORY_LARGE = 4 * 1024 * 1024,
};

// Tells the system that all of size bytes will be used: it may give large
// pages, which saves it hundreds of page faults each. Only a hint.
void memory_expect_use(void *start, size_t size);

// From now on what is large goes back to the system when it is freed. By itself
// glibc keeps up to 32 MB of it for later, in pieces that may not fit. For a
// whole program, from its main thread.
void memory_give_back(void);

#endif
