// allocator.h - an allocator that fails when it is told to.
//
// For programs of their own, which are linked so that every allocation of ours
// comes here (-Wl,--wrap, see the Makefile); SQLite is told to allocate here as
// well. Those inside of other libraries are left alone.

#ifndef OFFPRINT_TESTS_FAULTS_ALLOCATOR_H
#define OFFPRINT_TESTS_FAULTS_ALLOCATOR_H

#include <errno.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

static struct {
    atomic_bool armed;
    atomic_ullong count; // since it was armed
    atomic_ullong failures;
    unsigned long long at;
    bool lasting;
    sqlite3_mem_methods sqlite;
} allocator;

static bool is_due(void)
{
    if (!allocator.armed) return false;
    unsigned long long count = ++allocator.count;
    bool due =
        count == allocator.at || (allocator.lasting && count > allocator.at);
    if (!due) return false;
    allocator.failures++;
    errno = ENOMEM;
    return true;
}

// The linker's names.
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *string);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *string);
int __real_posix_memalign(void **result, size_t alignment, size_t size);
int __wrap_posix_memalign(void **result, size_t alignment, size_t size);

void *__wrap_malloc(size_t size)
{
    return is_due() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return is_due() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return is_due() ? NULL : __real_realloc(old, size);
}

char *__wrap_strdup(const char *string)
{
    return is_due() ? NULL : __real_strdup(string);
}

int __wrap_posix_memalign(void **result, size_t alignment, size_t size)
{
    return is_due() ? ENOMEM : __real_posix_memalign(result, alignment, size);
}

static void *sqlite_malloc(int size)
{
    return is_due() ? NULL : allocator.sqlite.xMalloc(size);
}

static void *sqlite_realloc(void *old, int size)
{
    return is_due() ? NULL : allocator.sqlite.xRealloc(old, size);
}

static bool stand_in_front_of_sqlite(void)
{
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &allocator.sqlite))
        return false;
    sqlite3_mem_methods ours = allocator.sqlite;
    ours.xMalloc = sqlite_malloc;
    ours.xRealloc = sqlite_realloc;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) == SQLITE_OK;
}

#endif
