// small_run.h - what is done to a small index, to be disturbed.
//
// The archive has three sources. Of the first one an old state was indexed;
// since then some of its articles went, and some have another title. The second
// one came later, and with it a small third one.
//
// There are two archives: in one of them both large sources have articles
// enough for a segment of postings, in the other one few articles have texts so
// long that they are worth a dictionary to compress them with.

#ifndef OFFPRINT_TESTS_SMALL_RUN_H
#define OFFPRINT_TESTS_SMALL_RUN_H

#include "base/arena.h"
#include "offprint.h"

enum small_archive { SMALL_MANY_ARTICLES, SMALL_LONG_TEXTS, SMALL_ARCHIVES };

// What an index holds.
enum small_state {
    SMALL_NONE,      // no article
    SMALL_BEFORE,    // the first source as it was
    SMALL_CHANGED,   // as it is now
    SMALL_FORGOTTEN, // all but the third source
    SMALL_AFTER,     // all sources
    SMALL_WRONG,     // anything else
};

struct small_run {
    enum small_archive kind;
    const char *archive; // a folder
    const char *first;   // its sources
    const char *second;
    const char *third;
    const char *before; // indexes that hold SMALL_BEFORE and SMALL_AFTER
    const char *after;
    const char *index; // the one that is written
    struct arena arena;
};

// Something that can be done to the index of an archive, again if need be.
struct small_act {
    const char *name;
    enum small_archive archive;
    enum small_state from;
    enum small_state to;
    enum offprint_status (*perform)(const struct small_run *run,
                                    struct offprint_error *err);
};

enum { SMALL_ACTS = 7 };
extern const struct small_act SMALL_ACT[SMALL_ACTS];

// Makes an archive and its kept indexes in a new folder. False where that
// fails. Release with small_run_close() in any case.
bool small_run_open(struct small_run *run, enum small_archive archive,
                    const char *folder);
void small_run_close(struct small_run *run);

// The index becomes one that holds a state: SMALL_NONE (there is no file),
// SMALL_BEFORE or SMALL_AFTER.
bool small_run_reset(const struct small_run *run, enum small_state state);

// Whether the index is without a fault, or not there yet. *err says the fault.
bool small_run_is_sound(const struct small_run *run,
                        struct offprint_error *err);

// What the index holds.
enum small_state small_run_state(const struct small_run *run);

#endif
