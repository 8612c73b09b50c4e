// date.h - dates as people and machines write them, to ISO 8601.

#ifndef OFFPRINT_READ_DATE_H
#define OFFPRINT_READ_DATE_H

#include <stddef.h>

#include "base/slice.h"

enum { DATE_MAX = 32 }; // bytes of a date with time and zone, and to spare

// Reads text, which should hold a date and little else, and writes it in the
// precision that it has: "2021", "2021-03", "2021-03-04", "2021-03-04T09:30",
// "2021-03-04T09:30:00+01:00". The day and the zone stay as written. Returns
// the length, or 0 where text is no date, is impossible, has no year from 1000
// to 2199 or leaves open which number is the month. There is no NUL behind it.
size_t date_read(struct slice text, char iso[DATE_MAX]);

// What "3/4/2021" means.
enum date_order { DATE_ANY_ORDER, DATE_DAY_FIRST, DATE_MONTH_FIRST };

// The same, but numbers that leave it open are read in that order.
size_t date_read_ordered(struct slice text, enum date_order order,
                         char iso[DATE_MAX]);

#endif
