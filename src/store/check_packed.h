// check_packed.h - whether packed lists and lengths say what FTS5 has.

#ifndef OFFPRINT_STORE_CHECK_PACKED_H
#define OFFPRINT_STORE_CHECK_PACKED_H

#include <stdint.h>

#include "base/error.h"

struct store;

struct packed_differences {
    uint64_t lists;   // packed lists that differ from their doclists
    uint64_t lengths; // articles whose noted length is another
};

// Compares all packed lists that hold with their doclists, article by article,
// and all lengths with those of FTS5.
enum offprint_status check_packed(struct store *store,
                                  struct packed_differences *differences,
                                  struct offprint_error *err);

#endif
