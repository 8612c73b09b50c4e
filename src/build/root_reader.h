// root_reader.h - the reader for the sources of a root, with its options.

#ifndef OFFPRINT_BUILD_ROOT_READER_H
#define OFFPRINT_BUILD_ROOT_READER_H

#include "read/source.h"
#include "store/sources.h"

// All zero bytes: none is open. One thread at a time.
struct root_reader {
    int64_t root; // 0: none is open
    struct reader *reader;
    struct field_map *maps;
    struct arena arena;
};

// Opens the reader of a root, unless it is the one that is open.
enum offprint_status root_reader_open(struct root_reader *current,
                                      const struct root *root,
                                      struct offprint_error *err);
void root_reader_close(struct root_reader *current);

#endif
