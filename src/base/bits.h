// bits.h - counting bits.

#ifndef OFFPRINT_BASE_BITS_H
#define OFFPRINT_BASE_BITS_H

#include <stdint.h>

// How many bits are set. Compilers know an instruction for it, but those that
// build for all machines of a kind may not use it, and call a function instead
// (Warren, Hacker's Delight, 2nd edition, 5-1).
static inline unsigned bits_count(uint64_t bits)
{
    bits -= bits >> 1 & 0x5555555555555555u;
    bits = (bits & 0x3333333333333333u) + (bits >> 2 & 0x3333333333333333u);
    bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (unsigned)(bits * 0x0101010101010101u >> 56);
}

#endif
