// buffer.h - bytes that grow.
//
// A failed allocation is remembered instead of returned: append as much as is
// to be appended, then ask buffer.failed once. A buffer that is all zero bytes
// is empty and ready.

#ifndef OFFPRINT_BASE_BUFFER_H
#define OFFPRINT_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

struct buffer {
    char *ptr;
    size_t len;  // bytes in use
    size_t room; // bytes allocated
    bool failed; // an append found no memory and was left out
};

// Makes room for size more bytes behind len. False where there is no memory.
bool buffer_reserve(struct buffer *buffer, size_t size);

void buffer_add(struct buffer *buffer, struct slice text);
void buffer_add_byte(struct buffer *buffer, char byte);
void buffer_add_string(struct buffer *buffer, const char *string);
void buffer_add_code_point(struct buffer *buffer, uint32_t code_point);
void buffer_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// The bytes so far; points into the buffer, until its next growth.
struct slice buffer_slice(const struct buffer *buffer);

// The bytes so far as a NUL-terminated string, or NULL where there is no
// memory; points into the buffer.
const char *buffer_string(struct buffer *buffer);

// Empties it and keeps the memory; failed is cleared.
void buffer_reset(struct buffer *buffer);
void buffer_free(struct buffer *buffer);

// Grows an array of *room elements of size bytes so that one more than count
// fits, doubling. Returns the array, moved perhaps, with *room updated; NULL
// where there is no memory, and the old array is untouched. Free with free().
void *array_grow(void *array, size_t count, size_t *room, size_t size);

#endif
