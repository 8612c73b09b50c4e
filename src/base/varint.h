// varint.h - numbers in as few bytes as they need (LEB128): seven bits a byte,
// the lowest first, the high bit set on all bytes but the last.

#ifndef OFFPRINT_BASE_VARINT_H
#define OFFPRINT_BASE_VARINT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

enum { VARINT_MAX = 10 }; // bytes of the longest

// Reads the number at *at, of which the bytes before end may be read, and moves
// *at behind it. False, and *at is anywhere up to end, where it is cut off or
// more than 64 bits long.
static inline bool varint_read(const uint8_t **at, const uint8_t *end,
                               uint64_t *number)
{
    *number = 0;
    for (unsigned shift = 0; shift < 64 && *at < end; shift += 7) {
        uint64_t byte = *(*at)++;
        if (shift == 63 && byte > 1) return false;
        *number |= (byte & 0x7F) << shift;
        if (byte < 0x80) return true;
    }
    return false;
}

static inline void buffer_add_varint(struct buffer *buffer, uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        buffer_add_byte(buffer, (char)(number | 0x80));
    buffer_add_byte(buffer, (char)number);
}

#endif
