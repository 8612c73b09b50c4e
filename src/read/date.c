// A cursor walks over the text once. Dates of numbers have a fixed order; dates
// with the name of a month are any order of a name, a year of four digits and a
// day of one or two, among words that say nothing ("Posted on", "Tuesday").

#include "read/date.h"

#include <stdbool.h>
#include <stdint.h>

#include "read/date_words.h"

enum {
    LONGEST = 200, // bytes; what is longer is prose
    YEAR_MIN = 1000,
    YEAR_MAX = 2199,
    ZONE_MAX = 14 * 60, // minutes
};

struct moment {
    enum date_order order; // of numbers that leave it open
    int year, month, day;  // 0: not said
    bool persian;          // year, month and day are of the Persian calendar
    bool has_time, has_second;
    int hour, minute, second;
    char zone_form; // 'Z', '+' or '-' as it was written; 0: not said
    int zone;       // minutes
};

// ---- Reading pieces ---------------------------------------------------------

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// Letters of ASCII and all bytes beyond it.
static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80);
}

static bool take_byte(struct slice *rest, char c)
{
    if (rest->len == 0 || rest->ptr[0] != c) return false;
    *rest = slice_from(*rest, 1);
    return true;
}

static bool take(struct slice *rest, struct slice what)
{
    if (!slice_starts_with(*rest, what)) return false;
    *rest = slice_from(*rest, what.len);
    return true;
}

static void skip_blanks(struct slice *rest)
{
    while (rest->len && (rest->ptr[0] == ' ' || rest->ptr[0] == '\t'))
        *rest = slice_from(*rest, 1);
}

static size_t digits_ahead(struct slice rest)
{
    size_t count = 0;
    while (count < rest.len && is_digit(rest.ptr[count])) count++;
    return count;
}

// Takes exactly count digits, count < 10.
static int take_number(struct slice *rest, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) value = value * 10 + rest->ptr[i] - '0';
    *rest = slice_from(*rest, count);
    return value;
}

// Takes the digits ahead where there are min to max of them.
static bool take_digits(struct slice *rest, size_t min, size_t max, int *value)
{
    size_t count = digits_ahead(*rest);
    if (count < min || count > max) return false;
    *value = take_number(rest, count);
    return true;
}

static struct slice take_word(struct slice *rest)
{
    size_t len = 0;
    while (len < rest->len && is_letter(rest->ptr[len])) len++;
    struct slice word = { rest->ptr, len };
    *rest = slice_from(*rest, len);
    return word;
}

// ---- Time and zone ----------------------------------------------------------

static bool read_half_of_day(struct slice *rest, struct moment *moment)
{
    static const struct slice FORMS[] = { { "am", 2 },   { "AM", 2 },
                                          { "a.m.", 4 }, { "pm", 2 },
                                          { "PM", 2 },   { "p.m.", 4 } };
    struct slice after = *rest;
    skip_blanks(&after);
    for (size_t i = 0; i < sizeof FORMS / sizeof FORMS[0]; i++) {
        if (!take(&after, FORMS[i])) continue;
        if (moment->hour < 1 || moment->hour > 12) return false;
        bool noon_or_later = i >= 3;
        moment->hour = moment->hour % 12 + (noon_or_later ? 12 : 0);
        *rest = after;
        break;
    }
    return true;
}

// "Z", "+01:00", "-0500", "+01", "UTC", "GMT+0100"; other names of zones say
// too little and are left for the caller to pass over.
static bool read_zone(struct slice *rest, struct moment *moment)
{
    struct slice after = *rest;
    skip_blanks(&after);
    bool named = take_byte(&after, 'Z') || take(&after, SLICE("UTC"))
                 || take(&after, SLICE("GMT"));
    char sign = after.len ? after.ptr[0] : '\0';
    if (named && sign != '+' && sign != '-') {
        moment->zone_form = 'Z';
    } else if ((take_byte(&after, '+') || take_byte(&after, '-'))
               && digits_ahead(after) >= 2) {
        int hours = take_number(&after, 2), minutes = 0;
        take_byte(&after, ':');
        if (digits_ahead(after) >= 2) minutes = take_number(&after, 2);
        if (minutes > 59 || hours * 60 + minutes > ZONE_MAX) return false;
        moment->zone_form = sign;
        moment->zone = hours * 60 + minutes;
    } else {
        return true;
    }
    *rest = after;
    return true;
}

// Reads "9:30", "09:30:00", "09:30:00.123Z", "12:01 AM".
static bool read_time(struct slice *rest, struct moment *moment)
{
    if (moment->has_time || !take_digits(rest, 1, 2, &moment->hour)
        || !take_byte(rest, ':') || !take_digits(rest, 2, 2, &moment->minute))
        return false;
    moment->has_time = true;
    if (take_byte(rest, ':')) {
        if (!take_digits(rest, 2, 2, &moment->second)) return false;
        moment->has_second = true;
        struct slice fraction = *rest;
        if ((take_byte(&fraction, '.') || take_byte(&fraction, ','))
            && digits_ahead(fraction))
            *rest = slice_from(fraction, digits_ahead(fraction));
    }
    return read_half_of_day(rest, moment) && read_zone(rest, moment);
}

// A weekday in brackets and the like, which says nothing: "(木)".
static bool skip_bracket(struct slice *text)
{
    struct slice rest = *text;
    if (!take(&rest, SLICE("(")) && !take(&rest, SLICE("（"))) return false;
    while (rest.len) {
        if (take(&rest, SLICE(")")) || take(&rest, SLICE("）"))) {
            *text = rest;
            return true;
        }
        rest = slice_from(rest, 1);
    }
    return false;
}

// What may follow a date of numbers: nothing, or a time and words.
static bool read_end(struct slice rest, struct moment *moment)
{
    bool parted = take_byte(&rest, 'T') || skip_bracket(&rest);
    while (take_byte(&rest, ' ') || take_byte(&rest, ',')) parted = true;
    if (rest.len == 0) return true;
    if (!parted || !read_time(&rest, moment)) return false;
    return digits_ahead(rest) == 0;
}

// ---- Dates of numbers -------------------------------------------------------

// 1970-01-01 plus days, by the calendar's 400 years of 146,097 days, counted
// from a first of March, so that leap days come last.
static void count_days(int64_t days, struct moment *moment)
{
    days += 719468; // from 0000-03-01
    int era = (int)(days / 146097);
    int of_era = (int)(days % 146097);
    int year =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year + year / 4 - year / 100);
    int month = (5 * of_year + 2) / 153; // 0 is March
    moment->day = of_year - (153 * month + 2) / 5 + 1;
    moment->month = month < 10 ? month + 3 : month - 9;
    moment->year = era * 400 + year + (moment->month <= 2);
}

// "4 tháng 3 năm 2021", "ngày 4 tháng 3, 2021": Vietnamese numbers its months.
static bool read_vietnamese(struct slice text, struct moment *moment)
{
    if (!take(&text, SLICE("ngày "))) take(&text, SLICE("Ngày "));
    if (!take_digits(&text, 1, 2, &moment->day)) return false;
    skip_blanks(&text);
    if (!take(&text, SLICE("tháng ")) && !take(&text, SLICE("Tháng ")))
        return false;
    if (!take_digits(&text, 1, 2, &moment->month)) return false;
    take_byte(&text, ',');
    skip_blanks(&text);
    take(&text, SLICE("năm "));
    return take_digits(&text, 4, 4, &moment->year) && moment->day > 0
           && moment->month > 0 && read_end(text, moment);
}

// Seconds or milliseconds since 1970, as databases dump them. From 2001 to 2033
// they begin with 1, which no year of ours and no "20190806..." does.
static bool read_epoch(struct slice text, struct moment *moment)
{
    size_t count = digits_ahead(text);
    struct slice rest = slice_from(text, count);
    if (take_byte(&rest, '.')) rest = slice_from(rest, digits_ahead(rest));
    if (rest.len || text.ptr[0] != '1' || (count != 10 && count != 13))
        return false;
    int64_t seconds = 0;
    for (size_t i = 0; i < 10; i++) seconds = seconds * 10 + text.ptr[i] - '0';
    count_days(seconds / 86400, moment);
    moment->hour = (int)(seconds / 3600 % 24);
    moment->minute = (int)(seconds / 60 % 60);
    moment->second = (int)(seconds % 60);
    moment->has_time = moment->has_second = true;
    moment->zone_form = 'Z';
    return true;
}

// "20190806", "20190806103251", "20190806T103251Z".
static bool read_compact(struct slice text, struct moment *moment)
{
    size_t count = digits_ahead(text);
    if (count != 8 && count != 14) return false;
    moment->year = take_number(&text, 4);
    moment->month = take_number(&text, 2);
    moment->day = take_number(&text, 2);
    if (moment->month == 0 || moment->day == 0) return false;
    bool has_time = count == 14;
    if (!has_time && take_byte(&text, 'T')) has_time = digits_ahead(text) == 6;
    if (has_time) {
        moment->hour = take_number(&text, 2);
        moment->minute = take_number(&text, 2);
        moment->second = take_number(&text, 2);
        moment->has_time = moment->has_second = true;
        if (!read_zone(&text, moment)) return false;
    }
    return text.len == 0;
}

// "2021", "2021-03", "2021/3/4", "2021.03.04 09:30".
static bool read_year_first(struct slice text, struct moment *moment)
{
    if (!take_digits(&text, 4, 4, &moment->year)) return false;
    if (text.len == 0) return true;
    char mark = text.ptr[0];
    if (mark != '-' && mark != '/' && mark != '.') return false;
    text = slice_from(text, 1);
    if (!take_digits(&text, 1, 2, &moment->month) || moment->month == 0)
        return false;
    if (text.len == 0) return true;
    if (!take_byte(&text, mark) || !take_digits(&text, 1, 2, &moment->day)
        || moment->day == 0)
        return false;
    return read_end(text, moment);
}

// "令和3", "平成元": the years of Japanese emperors.
static bool read_era_year(struct slice *text, struct moment *moment)
{
    static const struct {
        struct slice name;
        int before; // the year before its first
    } ERAS[] = {
        { { "令和", 6 }, 2018 },
        { { "平成", 6 }, 1988 },
        { { "昭和", 6 }, 1925 },
    };
    for (size_t i = 0; i < sizeof ERAS / sizeof ERAS[0]; i++) {
        if (!take(text, ERAS[i].name)) continue;
        int year = 1;
        if (!take(text, SLICE("元")) && !take_digits(text, 1, 2, &year))
            return false;
        moment->year = ERAS[i].before + year;
        return true;
    }
    return false;
}

// "2021年3月4日", "2021년 3월 4일", with or without blanks.
static bool read_east_asian(struct slice text, struct moment *moment)
{
    if (!read_era_year(&text, moment)
        && !take_digits(&text, 4, 4, &moment->year))
        return false;
    skip_blanks(&text);
    if (!take(&text, SLICE("年")) && !take(&text, SLICE("년"))) return false;
    skip_blanks(&text);
    if (text.len == 0) return true;
    if (!take_digits(&text, 1, 2, &moment->month)) return false;
    skip_blanks(&text);
    if (!take(&text, SLICE("月")) && !take(&text, SLICE("월"))) return false;
    skip_blanks(&text);
    if (text.len == 0) return moment->month > 0;
    if (!take_digits(&text, 1, 2, &moment->day)) return false;
    skip_blanks(&text);
    if (!take(&text, SLICE("日")) && !take(&text, SLICE("일"))) return false;
    return moment->month > 0 && moment->day > 0 && read_end(text, moment);
}

// "31.12.2020" and "12/31/2020". With stops the day is first wherever it is
// written so; with strokes or dashes a number above 12 must tell.
static bool read_year_last(struct slice text, struct moment *moment)
{
    int first, second;
    if (!take_digits(&text, 1, 2, &first) || text.len == 0) return false;
    char mark = text.ptr[0];
    if (mark != '-' && mark != '/' && mark != '.') return false;
    text = slice_from(text, 1);
    if (!take_digits(&text, 1, 2, &second) || !take_byte(&text, mark)
        || !take_digits(&text, 4, 4, &moment->year))
        return false;
    bool day_first = mark == '.' || first > 12;
    bool open = !day_first && second <= 12 && first != second;
    if (open && moment->order == DATE_ANY_ORDER) return false;
    if (open) day_first = moment->order == DATE_DAY_FIRST;
    moment->day = day_first ? first : second;
    moment->month = day_first ? second : first;
    if (moment->day == 0 || moment->month == 0) return false;
    return read_end(text, moment);
}

// ---- Dates with the name of a month -----------------------------------------

static bool read_word(struct slice *rest, struct moment *moment)
{
    struct slice word = take_word(rest);
    int month = date_month_of(word), persian = 0;
    if (month == 0) month = persian = date_persian_month_of(word);
    if (month == 0) return true;
    if (persian) moment->persian = true;
    if (moment->month) return false;
    moment->month = month;
    return true;
}

// A year, a day ("4", "4th", "1er") or a time.
static bool read_number(struct slice *rest, struct moment *moment)
{
    size_t count = digits_ahead(*rest);
    if (count < rest->len && rest->ptr[count] == ':')
        return read_time(rest, moment);
    if (count == 4 && !moment->year) {
        moment->year = take_number(rest, count);
        return true;
    }
    if (count > 2 || moment->day) return false;
    moment->day = take_number(rest, count);
    if (moment->day == 0) return false;
    if (rest->len && is_letter(rest->ptr[0])) take_word(rest);
    return true;
}

static bool read_named(struct slice rest, struct moment *moment)
{
    while (rest.len) {
        if (is_digit(rest.ptr[0])) {
            if (!read_number(&rest, moment)) return false;
        } else if (is_letter(rest.ptr[0])) {
            if (!read_word(&rest, moment)) return false;
        } else {
            rest = slice_from(rest, 1);
        }
    }
    return moment->year && moment->month && (moment->day || !moment->has_time);
}

// ---- All of it --------------------------------------------------------------

static bool is_possible(const struct moment *moment)
{
    static const int DAYS[] = {
        31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
    };
    if (moment->year < YEAR_MIN || moment->year > YEAR_MAX) return false;
    if (moment->month > 12) return false;
    if (moment->month && moment->day > DAYS[moment->month - 1]) return false;
    bool leap = moment->year % 4 == 0
                && (moment->year % 100 != 0 || moment->year % 400 == 0);
    if (moment->month == 2 && moment->day == 29 && !leap) return false;
    return moment->hour < 24 && moment->minute < 60 && moment->second <= 60;
}

// Writes a mark, unless 0, and a number of so many digits.
static char *put(char *at, char mark, int value, int digits)
{
    if (mark) *at++ = mark;
    for (int i = digits; i-- > 0; value /= 10) at[i] = (char)('0' + value % 10);
    return at + digits;
}

static size_t write_moment(const struct moment *moment, char iso[DATE_MAX])
{
    char *at = put(iso, '\0', moment->year, 4);
    if (moment->month) at = put(at, '-', moment->month, 2);
    if (moment->day) at = put(at, '-', moment->day, 2);
    if (moment->has_time) {
        at = put(at, 'T', moment->hour, 2);
        at = put(at, ':', moment->minute, 2);
    }
    if (moment->has_second) at = put(at, ':', moment->second, 2);
    if (moment->zone_form == 'Z') {
        *at++ = 'Z';
    } else if (moment->zone_form) {
        at = put(at, moment->zone_form, moment->zone / 60, 2);
        at = put(at, ':', moment->zone % 60, 2);
    }
    return (size_t)(at - iso);
}

// Years as Thailand counts them, and months and days as Persia does.
static bool to_our_calendar(struct moment *moment)
{
    enum { BUDDHIST_FROM = 2400, BUDDHIST_TO = 2700, BUDDHIST = 543 };
    enum { PERSIAN_FROM = 1200, PERSIAN_TO = 1600 };
    if (moment->persian) {
        if (moment->year < PERSIAN_FROM || moment->year > PERSIAN_TO
            || !moment->day || moment->day > 31)
            return false;
        date_from_persian(&moment->year, &moment->month, &moment->day);
    }
    if (moment->year >= BUDDHIST_FROM && moment->year <= BUDDHIST_TO)
        moment->year -= BUDDHIST;
    return true;
}

size_t date_read_ordered(struct slice text, enum date_order order,
                         char iso[DATE_MAX])
{
    static bool (*const FORMS[])(struct slice, struct moment *) = {
        read_year_first, read_compact,    read_epoch, read_year_last,
        read_east_asian, read_vietnamese, read_named,
    };
    char room[LONGEST];
    text = slice_trim(text);
    if (text.len < 4 || text.len > LONGEST) return 0;
    text = slice_trim(date_plain(text, room, sizeof room));
    for (size_t i = 0; i < sizeof FORMS / sizeof FORMS[0]; i++) {
        struct moment moment = { .order = order };
        if (!FORMS[i](text, &moment)) continue;
        return to_our_calendar(&moment) && is_possible(&moment)
                   ? write_moment(&moment, iso)
                   : 0;
    }
    return 0;
}

size_t date_read(struct slice text, char iso[DATE_MAX])
{
    return date_read_ordered(text, DATE_ANY_ORDER, iso);
}
