#include "base/radix.h"

#include <string.h>

enum { DIGITS = sizeof(uint64_t), VALUES = 256 };

static unsigned digit_of(uint64_t key, int digit)
{
    return (unsigned)(key >> 8 * digit) & (VALUES - 1);
}

static void deal_out(const struct radix_item *from, struct radix_item *to,
                     size_t count, int digit, const size_t *counts)
{
    size_t places[VALUES], place = 0;
    for (int i = 0; i < VALUES; i++) {
        places[i] = place;
        place += counts[i];
    }
    for (size_t i = 0; i < count; i++)
        to[places[digit_of(from[i].key, digit)]++] = from[i];
}

void radix_sort(struct radix_item *items, struct radix_item *scratch,
                size_t count)
{
    size_t counts[DIGITS][VALUES] = { { 0 } };
    for (size_t i = 0; i < count; i++)
        for (int digit = 0; digit < DIGITS; digit++)
            counts[digit][digit_of(items[i].key, digit)]++;
    struct radix_item *from = items, *to = scratch;
    for (int digit = 0; digit < DIGITS; digit++) {
        if (count == 0 || counts[digit][digit_of(from[0].key, digit)] == count)
            continue;
        deal_out(from, to, count, digit, counts[digit]);
        struct radix_item *swapped = from;
        from = to;
        to = swapped;
    }
    if (from != items) memcpy(items, from, count * sizeof *items);
}
