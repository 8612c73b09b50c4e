// Dates, sizes, counts and times as people read them.

#include "cli/shown.h"
#include "test.h"

TEST(cli_shown, dates)
{
    static const struct {
        const char *iso;
        const char *want;
    } ROWS[] = {
        { "2021-03-04", "4 Mar 2021" },
        { "2021-03-04T09:30:00+01:00", "4 Mar 2021" },
        { "2021-03-04 09:30", "4 Mar 2021" },
        { "2004-05", "May 2004" },
        { "2004", "2004" },
        { "2021-12-31", "31 Dec 2021" },
        { "", "" },
        { "2021-13-01", "2021-13-01" },
        { "2021-00", "2021-00" },
        { "2021-01-32", "2021-01-32" },
        { "2021-1-2", "2021-1-2" },
        { "2021-", "2021-" },
        { "20210304", "20210304" },
        { "2021-03-04x", "2021-03-04x" },
        { "-0044-03-15", "-0044-03-15" },
        { "spring\n2004", "spring\\n2004" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct buffer out = { 0 };
        test_row(ROWS[i].iso);
        shown_date(&out, slice_of(ROWS[i].iso));
        CHECK_SLICE(buffer_slice(&out), slice_of(ROWS[i].want));
        buffer_free(&out);
    }
}

TEST(cli_shown, sizes_and_counts)
{
    static const struct {
        uint64_t number;
        const char *size;
        const char *count;
        const char *of;
    } ROWS[] = {
        { 0, "0 B", "0", "0 files" },
        { 1, "1 B", "1", "1 file" },
        { 999, "999 B", "999", "999 files" },
        { 1000, "1.0 kB", "1,000", "1,000 files" },
        { 999949, "999.9 kB", "999,949", "999,949 files" },
        { 999950, "1.0 MB", "999,950", "999,950 files" },
        { 3100000, "3.1 MB", "3,100,000", "3,100,000 files" },
        { 1001002003, "1.0 GB", "1,001,002,003", "1,001,002,003 files" },
        { UINT64_MAX, "18446744.1 TB", "18,446,744,073,709,551,615",
          "18,446,744,073,709,551,615 files" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct buffer size = { 0 }, count = { 0 }, of = { 0 };
        test_row(ROWS[i].size);
        shown_size(&size, ROWS[i].number);
        shown_count(&count, ROWS[i].number);
        shown_count_of(&of, ROWS[i].number, "file");
        CHECK_SLICE(buffer_slice(&size), slice_of(ROWS[i].size));
        CHECK_SLICE(buffer_slice(&count), slice_of(ROWS[i].count));
        CHECK_SLICE(buffer_slice(&of), slice_of(ROWS[i].of));
        buffer_free(&size), buffer_free(&count), buffer_free(&of);
    }
}

TEST(cli_shown, times)
{
    static const struct {
        double seconds;
        const char *want;
    } ROWS[] = {
        { 0, "0.0 s" },      { 0.44, "0.4 s" },      { 59.94, "59.9 s" },
        { 59.99, "1:00" },   { 60, "1:00" },         { 187.9, "3:07" },
        { 3600, "1:00:00" }, { 3723, "1:02:03" },    { 1e300, "99:59:59" },
        { -1, "0.0 s" },     { 0.0 / 0.0, "0.0 s" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct buffer out = { 0 };
        test_row(ROWS[i].want);
        shown_time(&out, ROWS[i].seconds);
        CHECK_SLICE(buffer_slice(&out), slice_of(ROWS[i].want));
        buffer_free(&out);
    }
}
