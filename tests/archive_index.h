// archive_index.h - an index of what a test wrote, as a user of the library
// makes one.

#ifndef OFFPRINT_TESTS_ARCHIVE_INDEX_H
#define OFFPRINT_TESTS_ARCHIVE_INDEX_H

#include "offprint.h"
#include "test.h"

// Brings the index of the test up to date with a file or folder.
static inline void index_archive(const char *path)
{
    const struct offprint_update_options options = { .paths = &path,
                                                     .path_count = 1 };
    struct offprint_error err = { 0 };
    CHECK_INT(offprint_update(test_path("index"), &options, NULL, &err),
              OFFPRINT_OK);
    CHECK_STRING(err.message, "");
}

// Opens it; NULL after a failed check.
static inline offprint_index *open_index(void)
{
    offprint_index *index = NULL;
    CHECK_INT(offprint_index_open(test_path("index"), &index, NULL),
              OFFPRINT_OK);
    return index;
}

#endif
