// error.h - how a failure is said: a status and one sentence.
//
// The message is "operand: cause (what to do)", lower case, no full stop. The
// level that knows the operand puts it in front with error_add_context().

#ifndef OFFPRINT_BASE_ERROR_H
#define OFFPRINT_BASE_ERROR_H

#include "offprint.h"

// Fills *err (unless NULL) and returns status: a failure is one statement.
enum offprint_status fail(struct offprint_error *err,
                          enum offprint_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// fail() for a system call that set errno: "what: No such file or directory".
// ENOMEM, ENOSPC and EDQUOT have statuses of their own, all others are
// OFFPRINT_IO.
enum offprint_status fail_errno(struct offprint_error *err, const char *what);

// fail() with OFFPRINT_NO_MEMORY.
enum offprint_status fail_no_memory(struct offprint_error *err);

// Puts "context: " before the message of an error on its way up.
void error_add_context(struct offprint_error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
