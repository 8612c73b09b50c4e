// summary.h - what an index holds, counted.

#ifndef OFFPRINT_STORE_SUMMARY_H
#define OFFPRINT_STORE_SUMMARY_H

#include "base/arena.h"
#include "base/error.h"

struct store;

// Fills *summary but for path and the present flags and rules of roots. All of
// it is in the arena.
enum offprint_status store_summarise(struct store *store, struct arena *arena,
                                     struct offprint_summary *summary,
                                     struct offprint_error *err);

#endif
