// small_run.h - a run over a small archive, to be disturbed.
//
// The archive has a first state, of which an index is kept, and the state that
// a run is to bring the index to: some articles less, some with another title,
// and enough new ones for a segment of their own.

#ifndef OFFPRINT_TESTS_SMALL_RUN_H
#define OFFPRINT_TESTS_SMALL_RUN_H

#include "base/arena.h"
#include "offprint.h"

enum small_state {
    SMALL_NONE,   // no article
    SMALL_BEFORE, // the first state
    SMALL_AFTER,  // what the run is to reach
    SMALL_WRONG,  // anything else
};

struct small_run {
    const char *archive; // a folder
    const char *before;  // an index of its first state
    const char *index;   // the one that is written
    struct arena arena;
};

// Makes archive and first index in a folder, which must exist and be empty.
// False where that fails. Release with small_run_close() in any case.
bool small_run_open(struct small_run *run, const char *folder);
void small_run_close(struct small_run *run);

// The index becomes as it was in a state before the run: SMALL_NONE (there is
// no file) or SMALL_BEFORE.
bool small_run_reset(const struct small_run *run, enum small_state state);

// Brings the index in step with the archive.
enum offprint_status small_run_update(const struct small_run *run,
                                      struct offprint_error *err);

// Whether the index is without a fault, or not there yet. *err says the fault.
bool small_run_is_sound(const struct small_run *run,
                        struct offprint_error *err);

// What the index holds.
enum small_state small_run_state(const struct small_run *run);

#endif
