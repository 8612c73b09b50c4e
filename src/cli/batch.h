// batch.h - queries from a file, a line each: id, tab, query.

#ifndef OFFPRINT_CLI_BATCH_H
#define OFFPRINT_CLI_BATCH_H

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"

struct batch {
    const char *name; // of the file, for messages
    FILE *file;
    bool is_file; // whose lines come at once
    unsigned long line_number;
    // Of the line that was read last; live until the next.
    char *id;
    char *query;
    // Private.
    char *line;
    size_t line_room;
};

// path "-" is standard input.
enum offprint_status batch_open(struct batch *batch, const char *path,
                                struct offprint_error *err);

// Reads the next query; empty lines are left out. OFFPRINT_NOT_FOUND at the
// end; OFFPRINT_MISUSE names a line that is no query.
enum offprint_status batch_next(struct batch *batch,
                                struct offprint_error *err);

void batch_close(struct batch *batch);

#endif
