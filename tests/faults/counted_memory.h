// counted_memory.h - every allocation of ours, counted.
//
// For programs that are linked so that malloc and its like come here
// (-Wl,--wrap, see the Makefile). Any thread may allocate.

#ifndef OFFPRINT_TESTS_COUNTED_MEMORY_H
#define OFFPRINT_TESTS_COUNTED_MEMORY_H

// Counts from now on, as if nothing were in use.
void counted_memory_reset(void);

// The most bytes that were in use at once since then.
long long counted_memory_peak(void);

#endif
