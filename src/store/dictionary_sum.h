// dictionary_sum.h - the sum at the head of each row of the dictionary, so that
// a changed bit is damage and not another word.

#ifndef OFFPRINT_STORE_DICTIONARY_SUM_H
#define OFFPRINT_STORE_DICTIONARY_SUM_H

#include <xxhash.h>

#include "base/buffer.h"

enum { DICTIONARY_SUM_BYTES = 8 }; // XXH3 of what follows, little-endian

static inline void dictionary_sum_of(struct slice row,
                                     char sum[DICTIONARY_SUM_BYTES])
{
    uint64_t hash = XXH3_64bits(row.ptr + DICTIONARY_SUM_BYTES,
                                row.len - DICTIONARY_SUM_BYTES);
    for (int i = 0; i < DICTIONARY_SUM_BYTES; i++)
        sum[i] = (char)(hash >> 8 * i);
}

// Empties a buffer and leaves room for the sum of what will be added.
static inline void dictionary_sum_reserve(struct buffer *row)
{
    buffer_reset(row);
    for (int i = 0; i < DICTIONARY_SUM_BYTES; i++) buffer_add_byte(row, 0);
}

// Puts the sum into its place; nothing must have failed.
static inline void dictionary_sum_put(struct buffer *row)
{
    dictionary_sum_of(buffer_slice(row), row->ptr);
}

static inline bool dictionary_sum_fits(struct slice row)
{
    char sum[DICTIONARY_SUM_BYTES];
    if (row.len < DICTIONARY_SUM_BYTES) return false;
    dictionary_sum_of(row, sum);
    return memcmp(sum, row.ptr, DICTIONARY_SUM_BYTES) == 0;
}

#endif
