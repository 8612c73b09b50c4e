// input.h - a text that comes through standard input.

#ifndef OFFPRINT_CLI_INPUT_H
#define OFFPRINT_CLI_INPUT_H

#include "base/buffer.h"
#include "base/error.h"

// Reads standard input to its end. OFFPRINT_MISUSE where it is longer than an
// article may be, 64 MB.
enum offprint_status input_read(struct buffer *input,
                                struct offprint_error *err);

#endif
