// progress.h - one line on the terminal that says how far an update is.

#ifndef OFFPRINT_CLI_PROGRESS_H
#define OFFPRINT_CLI_PROGRESS_H

#include "cli/terminal.h"
#include "offprint.h"

struct progress {
    struct terminal terminal; // what stderr is
    bool wanted;
    bool shown;     // the line stands there now
    double seconds; // of the run, when it was last written
};

// Nothing is ever shown where stderr cannot rewrite a line, or quiet is asked.
void progress_init(struct progress *progress, bool quiet);

// Rewrites the line, but not more often than the eye can follow.
void progress_show(struct progress *progress,
                   const struct offprint_progress *state);

// Takes the line away, before a message and at the end.
void progress_clear(struct progress *progress);

// What the line says, cut at whole parts to fit into so many columns.
void progress_add_line(struct buffer *out,
                       const struct offprint_progress *state, int columns);

#endif
