// kill.c - linked into the program under test, so that it dies while it
// commits.
//
// KILL_AT=N: the program is killed in the middle of its Nth write to a -wal
// file. KILL_COUNT=FILE: at its end their number is written to FILE.

#include "base/slice.h"
#include "faulty_vfs.h"

static struct faulty_vfs faulty = { .kind = FAULT_KILL, .commits = true };

__attribute__((constructor)) static void stand_in_front(void)
{
    const char *at = getenv("KILL_AT");
    if (at) faulty.at = strtoull(at, NULL, 10);
    if (!faulty_vfs_register(&faulty)) abort();
}

__attribute__((destructor)) static void tell_count(void)
{
    const char *path = getenv("KILL_COUNT");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (!file) return;
    fprintf(file, "%llu\n", (unsigned long long)faulty.writes);
    fclose(file);
}
