// message.h - what the program says on stderr, and its exit codes.
//
// A message is one line: "offprint: OPERAND: what is wrong (what to do)".

#ifndef OFFPRINT_CLI_MESSAGE_H
#define OFFPRINT_CLI_MESSAGE_H

#include "base/slice.h"
#include "offprint.h"

enum exit_code {
    EXIT_DONE = 0,
    EXIT_NOTHING = 1, // nothing found
    EXIT_USAGE = 2,
    EXIT_FAULTS = 2, // of check
    EXIT_PARTLY = 3, // done, but some operand or source failed
    EXIT_UNUSABLE = 4,
    EXIT_BUSY = 75,
    EXIT_INTERRUPTED = 130,
};

// One line, with "offprint: " before it. Control characters and what is not
// UTF-8 are made visible.
void message(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Shows a place in a text, below a message about it: the text around it on a
// line of its own, and a caret under the byte at start.
void message_place(const char *text, size_t start);

// Another line of the message before, indented; it may be empty.
void message_more(struct slice text);

// Says why something failed and returns the exit code for it. index_path may be
// NULL where no index is at stake.
int message_failure(const struct offprint_error *err, const char *index_path);

#endif
