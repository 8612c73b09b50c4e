// progress.h - how far an update is: one line that changes on a terminal, one
// line a minute in a log.
//
// What time it is comes with each state alone: seconds since the run began.

#ifndef OFFPRINT_CLI_PROGRESS_H
#define OFFPRINT_CLI_PROGRESS_H

#include <stdio.h>

#include "cli/terminal.h"
#include "offprint.h"

struct progress {
    FILE *out;                // stderr
    struct terminal terminal; // what it is
    bool quiet;
    bool shown;                     // a line stands on the terminal now
    double told;                    // seconds of the run, at the last line
    struct offprint_progress state; // the last one, without its path
};

void progress_init(struct progress *progress, bool quiet);

// Rewrites the line, but not more often than the eye can follow; where lines
// cannot be rewritten, adds one when a minute has passed. Nothing if quiet.
void progress_show(struct progress *progress,
                   const struct offprint_progress *state);

// Takes the line away, before a message and at the end.
void progress_clear(struct progress *progress);

// What the line says, cut at whole parts to fit into so many columns.
void progress_add_line(struct buffer *out,
                       const struct offprint_progress *state, int columns);

// What a run that was stopped leaves to the next one.
void progress_add_left(struct buffer *out,
                       const struct offprint_progress *state);

#endif
