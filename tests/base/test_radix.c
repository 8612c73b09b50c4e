#include <stdlib.h>

#include "base/radix.h"
#include "base/slice.h"
#include "test.h"

enum { ITEMS = 5000 };

static int by_key_then_value(const void *left, const void *right)
{
    const struct radix_item *a = left, *b = right;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return (a->value > b->value) - (a->value < b->value);
}

// Values count from 0, so that a stable order is that of keys, then values.
static void check_sorted(size_t count, uint64_t mask)
{
    static struct radix_item items[ITEMS], scratch[ITEMS], expected[ITEMS];
    for (size_t i = 0; i < count; i++)
        items[i] = expected[i] =
            (struct radix_item){ test_random() & mask, (uint32_t)i };
    radix_sort(items, scratch, count);
    if (count) qsort(expected, count, sizeof *expected, by_key_then_value);
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++)
        wrong += items[i].key != expected[i].key
                 || items[i].value != expected[i].value;
    CHECK_INT(wrong, 0);
}

TEST(radix, sorts_and_keeps_the_order_of_equal_keys)
{
    static const uint64_t MASKS[] = { UINT64_MAX,         0xFF, 0xFF00FF00,
                                      0xFF00000000000000, 3,    0 };
    for (size_t i = 0; i < sizeof MASKS / sizeof MASKS[0]; i++)
        for (size_t count = 0; count <= ITEMS; count = count * 7 + 1)
            check_sorted(count, MASKS[i]);
}

TEST(slice, heads_are_in_the_order_of_slices)
{
    for (int round = 0; round < 20000; round++) {
        char bytes[2][12];
        struct slice slices[2];
        for (int i = 0; i < 2; i++) {
            slices[i] =
                (struct slice){ bytes[i], test_random() % sizeof bytes[i] };
            for (size_t k = 0; k < slices[i].len; k++)
                bytes[i][k] = (char)(test_random() % 3 * 127);
        }
        uint64_t a = slice_head(slices[0]), b = slice_head(slices[1]);
        int order = slice_compare(slices[0], slices[1]);
        if (a != b) CHECK((a < b) == (order < 0));
        if (order == 0) CHECK(a == b);
    }
}
