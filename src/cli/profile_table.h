// profile_table.h - where the time of a run went, for --profile.

#ifndef OFFPRINT_CLI_PROFILE_TABLE_H
#define OFFPRINT_CLI_PROFILE_TABLE_H

#include "base/buffer.h"
#include "offprint.h"

// Appends a table: a row for each stage in which a thread spent time, with
// seconds and the share of the time of these threads.
void profile_table_add(struct buffer *out, const struct offprint_run *run);

#endif
