// kill.c - linked into the program under test, so that it dies while it writes.
//
// KILL_AT_WRITE=N: the program is killed in the middle of its Nth write to a
// file of SQLite's. KILL_AT_COMMIT=N: in the middle of the Nth one that a
// COMMIT makes. KILL_COUNT=FILE: at its end their numbers are written to FILE.

#include "base/slice.h"
#include "faulty_vfs.h"

static struct faulty_vfs faulty = { .kind = FAULT_KILL };

__attribute__((constructor)) static void stand_in_front(void)
{
    const char *write = getenv("KILL_AT_WRITE");
    const char *commit = getenv("KILL_AT_COMMIT");
    faulty.commits = commit != NULL;
    if (write || commit)
        faulty.at = strtoull(commit ? commit : write, NULL, 10);
    if (!faulty_vfs_register(&faulty)) abort();
}

__attribute__((destructor)) static void tell_count(void)
{
    const char *path = getenv("KILL_COUNT");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (!file) return;
    fprintf(file, "%llu %llu\n", (unsigned long long)faulty.writes,
            (unsigned long long)faulty.commit_writes);
    fclose(file);
}
