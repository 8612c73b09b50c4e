#include "faults/counted_memory.h"

#include <malloc.h>
#include <stdatomic.h>
#include <stdlib.h>

// Bytes. What a library allocated and we free counts below zero.
static atomic_llong in_use;
static atomic_llong peak;

static void *count(void *memory)
{
    const long long now = in_use += (long long)malloc_usable_size(memory);
    long long most = peak;
    while (now > most && !atomic_compare_exchange_weak(&peak, &most, now)) {
    }
    return memory;
}

// The linker's names.
void *__real_malloc(size_t size);
void *__real_calloc(size_t number, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *string);
int __real_posix_memalign(void **result, size_t alignment, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t number, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *string);
int __wrap_posix_memalign(void **result, size_t alignment, size_t size);
void __wrap_free(void *memory);

void *__wrap_malloc(size_t size)
{
    return count(__real_malloc(size));
}

void *__wrap_calloc(size_t number, size_t size)
{
    return count(__real_calloc(number, size));
}

void *__wrap_realloc(void *old, size_t size)
{
    in_use -= (long long)malloc_usable_size(old);
    return count(__real_realloc(old, size));
}

char *__wrap_strdup(const char *string)
{
    return count(__real_strdup(string));
}

int __wrap_posix_memalign(void **result, size_t alignment, size_t size)
{
    int failed = __real_posix_memalign(result, alignment, size);
    if (!failed) count(*result);
    return failed;
}

void __wrap_free(void *memory)
{
    in_use -= (long long)malloc_usable_size(memory);
    __real_free(memory);
}

void counted_memory_reset(void)
{
    peak = in_use = 0;
}

long long counted_memory_peak(void)
{
    return peak;
}
