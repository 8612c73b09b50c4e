#include "cli/shown.h"

#include "cli/escape.h"

// Reads exactly count digits at text.ptr; -1 where they are not there.
static int digits(struct slice text, size_t count)
{
    if (text.len < count) return -1;
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') return -1;
        value = value * 10 + (text.ptr[i] - '0');
    }
    return value;
}

// The part of a date behind the first skip bytes, "-05": -1 where it is not
// there, and *wrong where something else is.
static int date_part(struct slice iso, size_t skip, int most, bool *wrong)
{
    if (iso.len <= skip) return -1;
    int part = iso.ptr[skip] == '-' ? digits(slice_from(iso, skip + 1), 2) : -1;
    if (part < 1 || part > most) *wrong = true;
    return part;
}

void shown_date(struct buffer *out, struct slice iso)
{
    static const char *const MONTHS[] = { "Jan", "Feb", "Mar", "Apr",
                                          "May", "Jun", "Jul", "Aug",
                                          "Sep", "Oct", "Nov", "Dec" };
    bool wrong = false;
    int year = digits(iso, 4);
    int month = date_part(iso, 4, 12, &wrong);
    int day = date_part(iso, 7, 31, &wrong);
    if (iso.len > 10 && iso.ptr[10] != 'T' && iso.ptr[10] != ' ') wrong = true;
    if (year < 0 || wrong)
        escape_name(out, iso);
    else if (day > 0)
        buffer_format(out, "%d %s %d", day, MONTHS[month - 1], year);
    else if (month > 0)
        buffer_format(out, "%s %d", MONTHS[month - 1], year);
    else
        buffer_format(out, "%d", year);
}

void shown_size(struct buffer *out, uint64_t bytes)
{
    static const char *const UNITS[] = { "kB", "MB", "GB", "TB" };
    if (bytes < 1000) {
        buffer_format(out, "%u B", (unsigned)bytes);
        return;
    }
    double size = (double)bytes / 1000;
    size_t unit = 0;
    // 999.95 would be printed as 1000.0.
    while (size >= 999.95 && unit < sizeof UNITS / sizeof UNITS[0] - 1) {
        size /= 1000;
        unit++;
    }
    buffer_format(out, "%.1f %s", size, UNITS[unit]);
}

void shown_count(struct buffer *out, uint64_t count)
{
    if (count >= 1000) {
        shown_count(out, count / 1000);
        buffer_format(out, ",%03u", (unsigned)(count % 1000));
    } else
        buffer_format(out, "%u", (unsigned)count);
}

void shown_count_of(struct buffer *out, uint64_t count, const char *noun)
{
    shown_count(out, count);
    buffer_format(out, " %s%s", noun, count == 1 ? "" : "s");
}

enum { MOST_SECONDS = 359999 }; // 99:59:59

void shown_time(struct buffer *out, double seconds)
{
    if (!(seconds >= 0)) seconds = 0;
    if (seconds > MOST_SECONDS) seconds = MOST_SECONDS;
    // 59.99 is a minute, not "60.0 s".
    unsigned whole = (unsigned)(seconds + 0.05);
    if (seconds < 59.95)
        buffer_format(out, "%.1f s", seconds);
    else if (whole < 3600)
        buffer_format(out, "%u:%02u", whole / 60, whole % 60);
    else
        buffer_format(out, "%u:%02u:%02u", whole / 3600, whole / 60 % 60,
                      whole % 60);
}
