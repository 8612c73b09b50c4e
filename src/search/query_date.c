#include "search/query_date.h"

#include <stdbool.h>
#include <stdio.h>

struct day {
    int year;
    int month; // 1 to 12; 0: the whole year
    int day;   // 1 to 31; 0: the whole month
};

static int month_length(int year, int month)
{
    static const int DAYS[] = {
        31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
    };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return DAYS[month - 1] + (month == 2 && leap);
}

// Takes a number of least to most digits off *text; -1: there is none.
static int take_number(struct slice *text, size_t least, size_t most)
{
    int number = 0;
    size_t len = 0;
    while (len < text->len && text->ptr[len] >= '0' && text->ptr[len] <= '9') {
        if (len == most) return -1;
        number = number * 10 + (text->ptr[len++] - '0');
    }
    if (len < least) return -1;
    *text = slice_from(*text, len);
    return number;
}

static bool take(struct slice *text, struct slice sign)
{
    if (!slice_starts_with(*text, sign)) return false;
    *text = slice_from(*text, sign.len);
    return true;
}

// 2019, 2019-03, 2019-3-5
static bool read_day(struct slice text, struct day *day)
{
    *day = (struct day){ .year = take_number(&text, 4, 4) };
    if (day->year < 1) return false;
    if (text.len == 0) return true;
    if (!take(&text, SLICE("-"))) return false;
    day->month = take_number(&text, 1, 2);
    if (day->month < 1 || day->month > 12) return false;
    if (text.len == 0) return true;
    if (!take(&text, SLICE("-"))) return false;
    day->day = take_number(&text, 1, 2);
    return text.len == 0 && day->day >= 1
           && day->day <= month_length(day->year, day->month);
}

static void go_back_months(struct day *day, int months)
{
    int month = day->year * 12 + day->month - 1 - months;
    if (month < 12) month = 12; // year 1 is early enough
    day->year = month / 12;
    day->month = month % 12 + 1;
    int last = month_length(day->year, day->month);
    if (day->day > last) day->day = last;
}

static void go_back_days(struct day *day, int days)
{
    while (days >= day->day && day->year > 1) {
        days -= day->day;
        day->day = 31;
        go_back_months(day, 1);
    }
    if (days < day->day) day->day -= days;
}

// 2y, 18m, 3w, 10d: that long ago.
static bool read_ago(struct slice text, const char *today, struct day *day)
{
    int count = take_number(&text, 1, 4);
    if (count < 0 || text.len != 1 || !today) return false;
    if (!read_day(slice_of(today), day) || day->day == 0) return false;
    switch (text.ptr[0]) {
    case 'd': go_back_days(day, count); return true;
    case 'w': go_back_days(day, count * 7); return true;
    case 'm': go_back_months(day, count); return true;
    case 'y': go_back_months(day, count * 12); return true;
    default: return false;
    }
}

static bool read_end(struct slice text, const char *today, bool *ago,
                     char date[QUERY_DATE_MAX])
{
    struct day day;
    *ago = read_ago(text, today, &day);
    if (!*ago && !read_day(text, &day)) return false;
    int len = snprintf(date, QUERY_DATE_MAX, "%04d", day.year % 10000);
    if (day.month)
        len += snprintf(date + len, QUERY_DATE_MAX - (size_t)len, "-%02d",
                        day.month % 100);
    if (day.day)
        snprintf(date + len, QUERY_DATE_MAX - (size_t)len, "-%02d",
                 day.day % 100);
    return true;
}

// Whether the one begins after the other has ended.
static bool is_later(const char *from, const char *until)
{
    struct slice a = slice_of(from), b = slice_of(until);
    if (a.len == 0 || b.len == 0) return false;
    size_t len = a.len < b.len ? a.len : b.len;
    return memcmp(a.ptr, b.ptr, len) > 0;
}

static bool read_range(struct slice text, const char *today,
                       struct date_range *range)
{
    const char *dots = slice_find(text, SLICE(".."));
    struct slice from = text, until = { NULL, 0 };
    bool ago = false;
    if (dots) {
        from.len = (size_t)(dots - text.ptr);
        until = slice_from(text, from.len + 2);
    }
    if (from.len == 0 && until.len == 0) return false;
    if (from.len && !read_end(from, today, &ago, range->from)) return false;
    if (!dots && !ago) memcpy(range->until, range->from, QUERY_DATE_MAX);
    if (until.len && !read_end(until, today, &ago, range->until)) return false;
    return !is_later(range->from, range->until);
}

enum date_reading query_date_read(struct slice text, const char *today,
                                  struct date_range *range)
{
    *range = (struct date_range){ 0 };
    if (read_range(text, today, range)) return DATE_READ;
    bool digit = text.len && text.ptr[0] >= '0' && text.ptr[0] <= '9';
    return digit || slice_starts_with(text, SLICE("..")) ? DATE_IMPOSSIBLE
                                                         : DATE_NONE;
}
