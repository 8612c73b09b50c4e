// check.h - whether an index is whole.

#ifndef OFFPRINT_STORE_CHECK_H
#define OFFPRINT_STORE_CHECK_H

#include "base/error.h"

// offprint_check(), as offprint.h promises it.
enum offprint_status check_index(
    const char *path, void (*on_fault)(void *context, const char *message),
    void (*on_note)(void *context, const char *message), void *context,
    uint64_t *faults, struct offprint_error *err);

#endif
