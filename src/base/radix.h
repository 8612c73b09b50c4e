// radix.h - sorting by numbers, byte by byte.
//
// Numbers are not compared but dealt out by their lowest byte, then by the next
// one, as in sorting machines for punched cards; bytes that all have in common
// are skipped. For tens of thousands this takes an eighth of qsort().

#ifndef OFFPRINT_BASE_RADIX_H
#define OFFPRINT_BASE_RADIX_H

#include <stddef.h>
#include <stdint.h>

struct radix_item {
    uint64_t key;
    uint32_t value;
};

// Sorts items by their keys; equal ones stay in their order. Scratch has room
// for as many.
void radix_sort(struct radix_item *items, struct radix_item *scratch,
                size_t count);

#endif
