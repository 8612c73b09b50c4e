// moves.h - new files that are gone ones under another path.

#ifndef OFFPRINT_BUILD_MOVES_H
#define OFFPRINT_BUILD_MOVES_H

#include "build/plan.h"

// The gone sources of a plan, by size: a file of another size is another file
// and need not be hashed.
struct moves {
    struct item **gone; // in the order of sizes
    size_t count;
};

enum offprint_status moves_find(struct moves *moves, struct plan *plan,
                                struct offprint_error *err);
void moves_free(struct moves *moves);

// The gone source that has the bytes of item, would be read in the same way,
// and is not taken; NULL where there is none. path is item's, absolute.
struct item *moves_match(const struct moves *moves, const struct item *item,
                         const char *path);

// The last part of the path of an item.
const char *file_name(const struct item *item);

#endif
