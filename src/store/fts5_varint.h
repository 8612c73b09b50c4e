// fts5_varint.h - numbers as SQLite and FTS5 write them.
//
// Seven bits a byte, the highest first, the high bit set on all bytes but the
// last; a ninth byte holds eight bits. (varint.h has those of our own blobs.)

#ifndef OFFPRINT_STORE_FTS5_VARINT_H
#define OFFPRINT_STORE_FTS5_VARINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

enum { FTS5_VARINT_MAX = 9 }; // bytes of the longest

static inline size_t fts5_varint_size(uint64_t number)
{
    size_t size = 1;
    while (size < FTS5_VARINT_MAX && number >> 7 * size) size++;
    return size;
}

// Writes number and returns its size; there is room for it.
static inline size_t fts5_varint_write(uint8_t *to, uint64_t number)
{
    if (number < 0x80) {
        to[0] = (uint8_t)number;
        return 1;
    }
    if (number < 0x4000) {
        to[0] = (uint8_t)(number >> 7 | 0x80);
        to[1] = (uint8_t)(number & 0x7F);
        return 2;
    }
    size_t size = fts5_varint_size(number), last = size - 1;
    if (size == FTS5_VARINT_MAX) {
        to[last--] = (uint8_t)number;
        number >>= 8;
    }
    for (size_t i = last + 1; i-- > 0; number >>= 7)
        to[i] = (uint8_t)(number | 0x80);
    if (size < FTS5_VARINT_MAX) to[last] &= 0x7F;
    return size;
}

// Reads the number at *at, of which the bytes before end may be read, and moves
// *at behind it. False, and *at is at end, where it is cut off.
static inline bool fts5_varint_read(const uint8_t **at, const uint8_t *end,
                                    uint64_t *number)
{
    if (*at < end && **at < 0x80) { // most are small
        *number = *(*at)++;
        return true;
    }
    *number = 0;
    for (int i = 1; *at < end; i++) {
        uint8_t byte = *(*at)++;
        if (i == FTS5_VARINT_MAX) {
            *number = *number << 8 | byte;
            return true;
        }
        *number = *number << 7 | (byte & 0x7F);
        if (byte < 0x80) return true;
    }
    return false;
}

static inline void fts5_varint_add(struct buffer *buffer, uint64_t number)
{
    if (!buffer_reserve(buffer, FTS5_VARINT_MAX)) return;
    buffer->len +=
        fts5_varint_write((uint8_t *)buffer->ptr + buffer->len, number);
}

#endif
