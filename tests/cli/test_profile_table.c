#include "cli/profile_table.h"
#include "test.h"

TEST(profile_table, names_the_stages_that_took_time)
{
    struct offprint_run run = { .workers = 3 };
    run.stage_seconds[OFFPRINT_READING] = 1.5;
    run.stage_seconds[OFFPRINT_WAITING] = 0.5;
    run.stage_seconds[OFFPRINT_DIGESTING] = 4.25;
    struct buffer out = { 0 };
    profile_table_add(&out, &run);
    CHECK_SLICE(buffer_slice(&out),
                SLICE("main thread\n"
                      "  reading sources                 1.500 s   75 %\n"
                      "  waiting for other threads       0.500 s   25 %\n"
                      "workers (3)\n"
                      "  cutting and inverting words     4.250 s  100 %\n"));
    buffer_free(&out);
}
