// plan.h - what changed: the files that are there against those in the index.

#ifndef OFFPRINT_BUILD_PLAN_H
#define OFFPRINT_BUILD_PLAN_H

#include <stddef.h>

#include "build/run.h"
#include "build/scopes.h"
#include "store/sources.h"

enum item_kind {
    ITEM_NEW,
    ITEM_CHANGED,
    ITEM_GONE,       // only where that is certain
    ITEM_UNREADABLE, // a file or folder that the walk could not look into
};

struct item {
    enum item_kind kind;
    const struct scope *scope;
    const char *path; // relative to the root
    uint64_t size;
    int64_t mtime;
    struct stored_source old; // what the index knows; id 0: nothing
    bool taken;               // a gone source that was found elsewhere
    const char *message;      // why it is unreadable
};

struct plan {
    struct item *items; // by scope, then in the order of paths
    size_t count;
    size_t room;
    uint64_t files; // looked at, unchanged ones too
};

// Walks a scope and adds to the plan what has to be done, with all strings in
// the run's arena; counts unchanged and skipped ones at once. A root that is
// missing, cannot be read or is suddenly empty is a problem of the run, adds
// nothing and marks the scope as refused. Release with plan_free().
enum offprint_status plan_scope(struct run *run, struct scope *scope,
                                struct plan *plan, struct offprint_error *err);

void plan_free(struct plan *plan);

#endif
