#include "base/packing.h"

#include <string.h>

enum { LANES = 4, ROWS = PACKING_NUMBERS / LANES };

typedef uint32_t lanes __attribute__((vector_size(16)));

static inline lanes load(const uint8_t *at)
{
    lanes words;
    memcpy(&words, at, sizeof words);
    return words;
}

// With constant bits and row everything but the loads, shifts and masks is done
// by the compiler.
__attribute__((always_inline)) static inline void unpack_row(
    const uint8_t *bytes, const unsigned bits, const unsigned row,
    uint32_t *numbers)
{
    const unsigned word = row * bits / 32, shift = row * bits % 32;
    lanes values = load(bytes + sizeof(lanes) * word) >> shift;
    if (shift + bits > 32)
        values |= load(bytes + sizeof(lanes) * (word + 1)) << (32 - shift);
    if (bits < 32) values &= ((uint32_t)1 << bits) - 1;
    memcpy(numbers + LANES * row, &values, sizeof values);
}

__attribute__((always_inline)) static inline void unpack_rows(
    const uint8_t *bytes, const unsigned bits, uint32_t *numbers)
{
#pragma GCC unroll 32
    for (unsigned row = 0; row < ROWS; row++)
        unpack_row(bytes, bits, row, numbers);
}

void packing_unpack(const uint8_t *bytes, unsigned bits,
                    uint32_t numbers[PACKING_NUMBERS])
{
#define CASE(n)                         \
    case n:                             \
        unpack_rows(bytes, n, numbers); \
        break;
#define FOUR_CASES(n) CASE(n) CASE(n + 1) CASE(n + 2) CASE(n + 3)
    switch (bits) {
    case 0:
        memset(numbers, 0, PACKING_NUMBERS * sizeof *numbers);
        break;
        FOUR_CASES(1)
        FOUR_CASES(5)
        FOUR_CASES(9)
        FOUR_CASES(13)
        FOUR_CASES(17)
        FOUR_CASES(21)
        FOUR_CASES(25)
        FOUR_CASES(29)
    }
#undef FOUR_CASES
#undef CASE
}

void packing_pack(const uint32_t numbers[PACKING_NUMBERS], unsigned bits,
                  uint8_t *bytes)
{
    uint32_t words[PACKING_NUMBERS + LANES] = { 0 };
    for (unsigned i = 0; i < PACKING_NUMBERS; i++) {
        const unsigned at = i / LANES * bits;
        uint32_t *word = words + at / 32 * LANES + i % LANES;
        const uint64_t shifted = (uint64_t)numbers[i] << at % 32;
        word[0] |= (uint32_t)shifted;
        word[LANES] |= (uint32_t)(shifted >> 32);
    }
    memcpy(bytes, words, packing_size(bits));
}

void packing_sum(uint32_t numbers[PACKING_NUMBERS], uint32_t before)
{
    const lanes none = { 0 }, four = { 4, 4, 4, 4 };
    lanes carry = { before + 1, before + 2, before + 3, before + 4 };
    for (unsigned row = 0; row < ROWS; row++) {
        lanes sums;
        memcpy(&sums, numbers + LANES * row, sizeof sums);
        sums += __builtin_shufflevector(none, sums, 0, 4, 5, 6);
        sums += __builtin_shufflevector(none, sums, 0, 1, 4, 5);
        const lanes ids = sums + carry;
        memcpy(numbers + LANES * row, &ids, sizeof ids);
        carry += four + __builtin_shufflevector(sums, sums, 3, 3, 3, 3);
    }
}
