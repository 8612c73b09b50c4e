// faulty_vfs.h - a file system between SQLite and the disk that fails on
// demand.
//
// It knows when a COMMIT is under way: from SQLite's own hook until the lock
// for writing is given back.
//
// Writes and syncs are counted from 1 on; the one asked for goes wrong, and so
// do all behind it where the fault lasts. Reads never fail: what a program does
// about a full or broken disk is decided where it writes. The -shm file is
// mapped memory, which no call writes to.
//
// One thread at a time, like the connections that write through it.

#ifndef OFFPRINT_TESTS_FAULTY_VFS_H
#define OFFPRINT_TESTS_FAULTY_VFS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

enum fault_kind {
    FAULT_NONE,  // count alone
    FAULT_FULL,  // ENOSPC, nothing written
    FAULT_IO,    // EIO, nothing written
    FAULT_SHORT, // half is written, and the disk is full
    FAULT_SYNC,  // syncs fail, and writes do not
    FAULT_KILL,  // half is written, and the process is killed
};

// Lives where the caller put it, all zero bytes but for what he asks for, and
// may not move while it is registered.
struct faulty_vfs {
    enum fault_kind kind;
    uint64_t at;     // the write, or the sync, that fails
    bool lasting;    // so do all behind it
    bool commits;    // count and fail those writes alone that a COMMIT makes
    uint64_t writes; // so far
    uint64_t syncs;
    uint64_t failures;      // that were made
    uint64_t commit_writes; // those writes, counted in any case
    bool committing;        // a COMMIT is under way
    double sync_seconds;    // that syncs took

    sqlite3_vfs *real; // the rest is the module's own
    sqlite3_vfs vfs;
};

// Stands in front of the default file system for all files opened from now on.
// False where SQLite refuses.
bool faulty_vfs_register(struct faulty_vfs *faulty);

// The default is what it was. No file may be open.
void faulty_vfs_unregister(struct faulty_vfs *faulty);

#endif
