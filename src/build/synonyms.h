// synonyms.h - words that the user wants to stand for each other.
//
//     car, automobile, motor car     # a group a line
//

#ifndef OFFPRINT_BUILD_SYNONYMS_H
#define OFFPRINT_BUILD_SYNONYMS_H

#include "base/error.h"

struct store;

// Reads the file at path and puts its groups in place of those of the index,
// inside the caller's transaction. A line that makes no group fails it, with
// its number: OFFPRINT_MISUSE.
enum offprint_status synonyms_read(struct store *store, const char *path,
                                   struct offprint_error *err);

#endif
