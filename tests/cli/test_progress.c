// The line of progress at several widths.

#include "cli/progress.h"
#include "test.h"

TEST(cli_progress, line)
{
    static const struct offprint_progress HALF = {
        .files_done = 1200,
        .files_total = 2400,
        .bytes_done = 50000000,
        .bytes_total = 100000000,
        .articles = 31000,
        .seconds = 4,
    };
    static const struct offprint_progress START = { .files_total = 1 };
    static const struct {
        const struct offprint_progress *state;
        int columns;
        const char *want;
    } ROWS[] = {
        { &HALF, 80,
          "1,200/2,400 files  4 s left  50.0/100.0 MB  12.5 MB/s  "
          "31,000 articles" },
        { &HALF, 60, "1,200/2,400 files  4 s left  50.0/100.0 MB  12.5 MB/s" },
        { &HALF, 30, "1,200/2,400 files  4 s left" },
        { &HALF, 19, "1,200/2,400 files" },
        { &HALF, 10, "4 s left" },
        { &START, 80, "0/1 file  0.0/0.0 MB  0 articles" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct buffer out = { 0 };
        test_row(ROWS[i].want);
        progress_add_line(&out, ROWS[i].state, ROWS[i].columns);
        CHECK_SLICE(buffer_slice(&out), slice_of(ROWS[i].want));
        buffer_free(&out);
    }
}
