// readahead.h - new sources of moderate size are read by threads, a few ahead
// of whoever takes them in their order. Pages take longer to read than to
// index.
//
// The threads know the file system and their own readers, and nothing of the
// index.

#ifndef OFFPRINT_BUILD_READAHEAD_H
#define OFFPRINT_BUILD_READAHEAD_H

#include "build/plan.h"
#include "build/profile.h"
#include "build/recording.h"

struct readahead;

// Begins to read the sources of a plan, which must stay as it is, with so many
// threads (0: one for each processor), about so many bytes of texts ahead. The
// profile is the caller's: it tells of his waiting and, once the threads have
// ended, of theirs.
enum offprint_status readahead_open(const struct plan *plan, unsigned threads,
                                    uint64_t bytes, struct profile *profile,
                                    struct readahead **readahead,
                                    struct offprint_error *err);

// Takes the recording of an item of the plan, to be freed by the caller; waits
// until it is made. False where the item is not read in advance. Items come in
// their order, and all of them.
bool readahead_take(struct readahead *readahead, const struct item *item,
                    struct recording *recording);

// Ends the threads. Takes NULL.
void readahead_close(struct readahead *readahead);

#endif
