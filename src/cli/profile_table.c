#include "cli/profile_table.h"

// Threads that work side by side, and their stages.
struct group {
    const char *name;
    enum offprint_stage first;
    enum offprint_stage last;
};

static const struct group GROUPS[] = {
    { "main thread", OFFPRINT_PLANNING, OFFPRINT_TIDYING },
    { "workers", OFFPRINT_TRAINING, OFFPRINT_IDLE },
    { "readers ahead", OFFPRINT_READING_AHEAD, OFFPRINT_AHEAD },
};

static const char *const NAMES[OFFPRINT_STAGES] = {
    [OFFPRINT_PLANNING] = "finding what changed",
    [OFFPRINT_READING] = "reading sources",
    [OFFPRINT_WAITING] = "waiting for other threads",
    [OFFPRINT_ROWS] = "writing articles",
    [OFFPRINT_MERGING] = "writing postings",
    [OFFPRINT_DICTIONARY] = "writing the dictionary",
    [OFFPRINT_COMMITTING] = "committing",
    [OFFPRINT_TIDYING] = "tidying up",
    [OFFPRINT_TRAINING] = "making a dictionary of texts",
    [OFFPRINT_DIGESTING] = "cutting and inverting words",
    [OFFPRINT_COMPRESSING] = "compressing texts",
    [OFFPRINT_PREMERGING] = "merging words",
    [OFFPRINT_IDLE] = "waiting for work",
    [OFFPRINT_READING_AHEAD] = "reading sources",
    [OFFPRINT_AHEAD] = "waiting to be caught up",
};

void profile_table_add(struct buffer *out, const struct offprint_run *run)
{
    for (size_t i = 0; i < sizeof GROUPS / sizeof GROUPS[0]; i++) {
        const struct group *group = &GROUPS[i];
        double total = 0;
        for (int stage = group->first; stage <= (int)group->last; stage++)
            total += run->stage_seconds[stage];
        if (total <= 0) continue;
        buffer_add_string(out, group->name);
        if (group->first == OFFPRINT_TRAINING)
            buffer_format(out, " (%u)", run->workers);
        buffer_add_byte(out, '\n');
        for (int stage = group->first; stage <= (int)group->last; stage++)
            if (run->stage_seconds[stage] > 0)
                buffer_format(out, "  %-28s %8.3f s  %3.0f %%\n", NAMES[stage],
                              run->stage_seconds[stage],
                              100 * run->stage_seconds[stage] / total);
    }
}
