// Packed numbers come back, whatever their width.

#include <stdlib.h>
#include <string.h>

#include "base/packing.h"
#include "test.h"

static uint32_t random_number(unsigned bits)
{
    return bits ? (uint32_t)(test_random() >> 16) >> (32 - bits) : 0;
}

// Bytes of exactly the size, so that the sanitizers see what goes beyond it.
static void check_width(unsigned bits, bool full)
{
    uint32_t numbers[PACKING_NUMBERS], read[PACKING_NUMBERS];
    for (size_t i = 0; i < PACKING_NUMBERS; i++)
        numbers[i] =
            full && bits ? UINT32_MAX >> (32 - bits) : random_number(bits);
    uint8_t *bytes = malloc(packing_size(bits) + 1);
    bytes[packing_size(bits)] = 0xA5;
    packing_pack(numbers, bits, bytes);
    memset(read, 0xEE, sizeof read);
    packing_unpack(bytes, bits, read);
    CHECK(memcmp(read, numbers, sizeof numbers) == 0);
    CHECK_INT(bytes[packing_size(bits)], 0xA5);
    free(bytes);
}

TEST(packing, every_width)
{
    for (unsigned bits = 0; bits <= 32; bits++) {
        for (int i = 0; i < 20; i++) check_width(bits, false);
        check_width(bits, true);
    }
}

// Where each number stands: the layout is that of the file.
TEST(packing, layout)
{
    uint32_t numbers[PACKING_NUMBERS] = { 0 };
    uint8_t bytes[16 * 32] = { 0 };
    numbers[0] = 1, numbers[1] = 2, numbers[4] = 3, numbers[127] = 7;
    packing_pack(numbers, 3, bytes);
    CHECK_INT(bytes[0], 1 | 3 << 3); // lane 0: numbers 0, 4, 8 ...
    CHECK_INT(bytes[4], 2);
    CHECK_INT(bytes[16 * 2 + 4 * 3 + 3], 7 << 5); // the last of lane 3
}

TEST(packing, width_of_a_number)
{
    CHECK_INT(packing_width(0), 0);
    CHECK_INT(packing_width(1), 1);
    CHECK_INT(packing_width(UINT32_MAX), 32);
    for (unsigned bits = 1; bits <= 31; bits++) {
        CHECK_INT(packing_width((uint32_t)1 << bits), bits + 1);
        CHECK_INT(packing_width(((uint32_t)1 << bits) - 1), bits);
    }
}

TEST(packing, sums)
{
    for (unsigned bits = 0; bits <= 32; bits++) {
        uint32_t numbers[PACKING_NUMBERS], sums[PACKING_NUMBERS];
        const uint32_t before = random_number(32);
        for (size_t i = 0; i < PACKING_NUMBERS; i++)
            numbers[i] = random_number(bits);
        memcpy(sums, numbers, sizeof sums);
        packing_sum(sums, before);
        uint32_t id = before, wrong = 0; // modulo 2^32
        for (size_t i = 0; i < PACKING_NUMBERS; i++) {
            id += numbers[i] + 1;
            wrong += sums[i] != id;
        }
        CHECK_INT(wrong, 0);
    }
}
