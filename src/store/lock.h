// lock.h - one run at a time writes an index.
//
// The lock is a file beside the index, "INDEX-lock", that holds the process id
// of whoever has it. The index itself is never opened a second time for this:
// closing it would drop SQLite's own locks on it.

#ifndef OFFPRINT_STORE_LOCK_H
#define OFFPRINT_STORE_LOCK_H

#include <stdbool.h>

#include "base/error.h"

struct run_lock {
    int file;
    char *path;
};

// Waits up to wait_seconds for the lock, or until *stop, which may be NULL, is
// true: OFFPRINT_INTERRUPTED. OFFPRINT_BUSY names the process that has it. On
// success release it; otherwise there is nothing to release.
enum offprint_status run_lock_acquire(const char *index_path,
                                      double wait_seconds,
                                      const volatile bool *stop,
                                      struct run_lock *lock,
                                      struct offprint_error *err);

// Removes the lock file and lets the next one in.
void run_lock_release(struct run_lock *lock);

#endif
