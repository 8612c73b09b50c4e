// summary.h - what an index holds, counted.

#ifndef OFFPRINT_STORE_SUMMARY_H
#define OFFPRINT_STORE_SUMMARY_H

#include "base/arena.h"
#include "base/error.h"

struct store;

// Fills *summary but for path, file_size and the present flags of roots, which
// are the file system's to know. All of it is in the arena.
enum offprint_status store_summarise(struct store *store, struct arena *arena,
                                     struct offprint_summary *summary,
                                     struct offprint_error *err);

#endif
