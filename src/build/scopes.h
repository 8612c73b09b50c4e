// scopes.h - what a run is about: whole roots, or parts of them.

#ifndef OFFPRINT_BUILD_SCOPES_H
#define OFFPRINT_BUILD_SCOPES_H

#include <stddef.h>

#include "build/run.h"
#include "store/sources.h"

struct scope {
    struct root root;
    const char *part; // relative to the root; "": all of it
    bool named;       // an operand of this run
    bool refused;     // could not be gone through
};

struct scopes {
    struct scope *items; // in the order of the paths of their roots
    size_t count;
};

// Turns the operands of the run into scopes, in the run's arena. New roots are
// added, roots that lie under them absorbed, options kept with their roots. An
// operand that does not exist is a problem of the run, not a failure.
enum offprint_status find_scopes(struct run *run, struct scopes *scopes,
                                 struct offprint_error *err);

// The exclude pattern that means a path (relative to its root) and nothing
// else, in the arena; NULL where there is no memory.
const char *exact_pattern(struct arena *arena, const char *path);

// path as the index knows it, absolute: as it stands where that lies under a
// root, so that links inside a root keep their names; else with links resolved.
// NULL with errno as of path_absolute().
const char *resolve_path(struct arena *arena, struct root *roots, size_t count,
                         const char *path);

// The root that path (absolute) is or lies under, or NULL; *rest is relative.
struct root *root_above(struct root *roots, size_t count, const char *path,
                        const char **rest);

#endif
