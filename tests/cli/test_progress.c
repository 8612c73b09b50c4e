// The line of progress at several widths and times.

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

// Shows states of the given seconds, ended by a negative one.
static const char *shown(struct progress *progress, const double *seconds)
{
    static char text[512];
    text[0] = '\0';
    progress->out = fmemopen(text, sizeof text, "w");
    for (; *seconds >= 0; seconds++) {
        struct offprint_progress state = { .files_total = 1,
                                           .articles = (uint64_t)*seconds,
                                           .seconds = *seconds };
        progress_show(progress, &state);
    }
    fclose(progress->out);
    return text;
}

TEST(cli_progress, a_line_a_minute_in_a_log)
{
    static const double SECONDS[] = { 0, 1, 59.9, 60.5, 61, 120.4, 121, -1 };
    struct progress progress;
    progress_init(&progress, false);
    progress.terminal.controls = false;
    CHECK_STRING(shown(&progress, SECONDS),
                 "offprint: 0/1 file  0.0/0.0 MB  0.0 MB/s  60 articles\n"
                 "offprint: 0/1 file  0.0/0.0 MB  0.0 MB/s  121 articles\n");
    progress_init(&progress, true);
    progress.terminal.controls = false;
    CHECK_STRING(shown(&progress, SECONDS), "");
}

TEST(cli_progress, a_line_that_changes_on_a_terminal)
{
    static const double SECONDS[] = { 0.01, 0.05, 0.12, -1 };
    struct progress progress;
    progress_init(&progress, false);
    progress.terminal.controls = true;
    progress.terminal.width = 12;
    CHECK_STRING(shown(&progress, SECONDS), "\r\033[K0/1 file\r\033[K0/1 file");
    progress_init(&progress, true);
    progress.terminal.controls = true;
    CHECK_STRING(shown(&progress, SECONDS), "");
}

TEST(cli_progress, what_is_left)
{
    static const struct {
        struct offprint_progress state;
        const char *want;
    } ROWS[] = {
        { { .files_total = 0 }, "nothing was read yet" },
        { { .files_done = 1,
            .files_total = 2400,
            .bytes_done = 1500000,
            .bytes_total = 4000000 },
          "2,399 of 2,400 files and 2.5 MB are left" },
        // It has grown while it was read.
        { { .files_total = 1, .bytes_done = 12, .bytes_total = 10 },
          "1 of 1 file and 0 B are left" },
        { { .files_done = 2, .files_total = 2 },
          "all files were read, and what is gone is still to be removed" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct buffer out = { 0 };
        test_row(ROWS[i].want);
        progress_add_left(&out, &ROWS[i].state);
        CHECK_SLICE(buffer_slice(&out), slice_of(ROWS[i].want));
        buffer_free(&out);
    }
}
