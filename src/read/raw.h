// raw.h - the bytes of a file as they lie on disk, hashed on their way.

#ifndef OFFPRINT_READ_RAW_H
#define OFFPRINT_READ_RAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "read/source.h"

struct raw {
    int fd;                    // -1: none is open
    uint64_t size;             // bytes, as it was when it was opened
    uint64_t read;             // bytes, so far
    bool ended;                // all bytes were read
    struct XXH3_state_s *hash; // of the bytes read so far
};

// Makes an empty one; OFFPRINT_NO_MEMORY is all that can fail.
enum offprint_status raw_init(struct raw *raw, struct offprint_error *err);
void raw_free(struct raw *raw); // closes it as well

// Opens a regular file; anything else is refused. Messages leave out the path.
// NULL is standard input, whatever it is.
enum offprint_status raw_open(struct raw *raw, const char *path,
                              struct offprint_error *err);
void raw_close(struct raw *raw);

// Reads up to size bytes; *got is 0 at the end of the file. A file that is
// shorter than it was when opened ends in OFFPRINT_IO.
enum offprint_status raw_read(struct raw *raw, void *out, size_t size,
                              size_t *got, struct offprint_error *err);

// Of the bytes read so far.
void raw_hash(const struct raw *raw, struct content_hash *hash);

#endif
