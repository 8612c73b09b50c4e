// nearest.h - what a mistyped name was meant to be.

#ifndef OFFPRINT_CLI_NEAREST_H
#define OFFPRINT_CLI_NEAREST_H

#include "cli/options.h"

// The name of a command, or of an option of a command (COMMAND_NONE: of any),
// that is at most two slips away; NULL where none is.
const char *nearest_command(struct slice typed);
const char *nearest_option(enum command command, struct slice typed);

#endif
