// query_date.h - dates as they are typed into a query.
//
//     2019   2019-03   2019-03-15        all of that year, month or day
//     2019-03..2020   2019..   ..1999    from the one to the end of the other
//     2y..   3m..1m   2w                 years, months, weeks, days ago

#ifndef OFFPRINT_SEARCH_QUERY_DATE_H
#define OFFPRINT_SEARCH_QUERY_DATE_H

#include "base/slice.h"

enum { QUERY_DATE_MAX = 12 };

// The first and the last date, each in its own precision; "": open.
struct date_range {
    char from[QUERY_DATE_MAX];
    char until[QUERY_DATE_MAX];
};

enum date_reading {
    DATE_READ,
    DATE_IMPOSSIBLE, // it means to be dates: 2019-13, 2020..2019
    DATE_NONE,       // it does not
};

// Reads text; today is "2026-11-28", or NULL where nobody knows.
enum date_reading query_date_read(struct slice text, const char *today,
                                  struct date_range *range);

#endif
