// output.h - what the program prints on stdout.
//
// Commands append to output.text and call output_drain() after each thing they
// print. On a terminal the first screenful is held back: what is longer goes
// through a pager, what is not is printed at the end.

#ifndef OFFPRINT_CLI_OUTPUT_H
#define OFFPRINT_CLI_OUTPUT_H

#include <sys/types.h>

#include "cli/terminal.h"

struct output {
    struct buffer text; // not written yet
    int error;          // errno of the first write that failed, or 0

    // Private.
    struct terminal terminal;
    bool holding; // until it is known whether the text is longer than a screen
    size_t counted; // bytes of text whose lines are counted
    int lines;
    int pipe; // to the pager, or -1
    pid_t pager;
};

// paged: long output may go through $PAGER, or less where it is there.
void output_open(struct output *output, const struct terminal *terminal,
                 bool paged);

// Writes the text where there is enough of it. False where nobody listens any
// more and there is no use in going on.
bool output_drain(struct output *output);

// Writes what there is, for whoever waits at the other end.
bool output_flush(struct output *output);

// Writes the rest, waits for the pager, says what failed. False where something
// did.
bool output_close(struct output *output);

#endif
