// profile.h - where the time of a run goes, stage by stage.
//
// A thread is in one stage at any time, and its clock is looked at when it goes
// into another: so the stages of a thread add up to its time. One thread at a
// time.

#ifndef OFFPRINT_BUILD_PROFILE_H
#define OFFPRINT_BUILD_PROFILE_H

#include "base/file.h"
#include "offprint.h"

struct profile {
    double seconds[OFFPRINT_STAGES];
    enum offprint_stage stage;
    double entered; // clock_seconds(); 0: not yet
};

// Goes into a stage. Returns the one before, to go back to.
static inline enum offprint_stage profile_enter(struct profile *profile,
                                                enum offprint_stage stage)
{
    enum offprint_stage before = profile->stage;
    double now = clock_seconds();
    if (profile->entered > 0)
        profile->seconds[before] += now - profile->entered;
    profile->entered = now;
    profile->stage = stage;
    return before;
}

// Adds the times of another thread, which has ended.
static inline void profile_add(struct profile *profile,
                               const struct profile *other)
{
    for (int i = 0; i < OFFPRINT_STAGES; i++)
        profile->seconds[i] += other->seconds[i];
}

#endif
