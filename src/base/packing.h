// packing.h - 128 numbers in as few bits each as the largest of them needs.
//
// Numbers are dealt to four lanes of 32 bits, so that a register of 16 bytes
// unpacks four at a time with the same shift and mask (Lemire & Boytsov,
// Decoding billions of integers per second through vectorization, 2015):
//
//     number   0  1  2  3 | 4  5  6  7 | ...
//     lane     0  1  2  3 | 0  1  2  3 | ...
//
// Each lane is a row of numbers without gaps, from its lowest bit on. A lane's
// words stand 16 bytes apart.

#ifndef OFFPRINT_BASE_PACKING_H
#define OFFPRINT_BASE_PACKING_H

#include <stddef.h>
#include <stdint.h>

enum { PACKING_NUMBERS = 128 };

// Bits that a number needs, 0 to 32.
static inline unsigned packing_width(uint32_t number)
{
    return number ? 32 - (unsigned)__builtin_clz(number) : 0;
}

// Bytes that 128 numbers of so many bits take.
static inline size_t packing_size(unsigned bits)
{
    return (size_t)16 * bits;
}

// Packs numbers of at most bits bits, 0 to 32, into packing_size(bits) bytes.
void packing_pack(const uint32_t numbers[PACKING_NUMBERS], unsigned bits,
                  uint8_t *bytes);

// Unpacks packing_size(bits) bytes.
void packing_unpack(const uint8_t *bytes, unsigned bits,
                    uint32_t numbers[PACKING_NUMBERS]);

// Makes ids of the differences between them, each less one: the first id is
// before + 1 + numbers[0].
void packing_sum(uint32_t numbers[PACKING_NUMBERS], uint32_t before);

#endif
