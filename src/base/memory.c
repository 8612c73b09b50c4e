#include "base/memory.h"

#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>

void memory_expect_use(void *start, size_t size)
{
    // Only what lies in large pages as a whole.
    const uintptr_t page = MEMORY_PAGE_LARGE;
    uintptr_t from = ((uintptr_t)start + page - 1) / page * page;
    uintptr_t to = ((uintptr_t)start + size) / page * page;
    if (from < to) madvise((void *)from, to - from, MADV_HUGEPAGE);
}

void memory_give_back(void)
{
    mallopt(M_MMAP_THRESHOLD, MEMORY_LARGE);
}
