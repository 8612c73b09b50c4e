#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum offprint_status fail(struct offprint_error *err,
                          enum offprint_status status, const char *format, ...)
{
    if (!err) return status;
    err->status = status;
    va_list args;
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    return status;
}

static enum offprint_status status_of_errno(int number)
{
    switch (number) {
    case ENOMEM: return OFFPRINT_NO_MEMORY;
    case ENOSPC:
    case EDQUOT: return OFFPRINT_FULL;
    default: return OFFPRINT_IO;
    }
}

enum offprint_status fail_errno(struct offprint_error *err, const char *what)
{
    int number = errno;
    return fail(err, status_of_errno(number), "%s: %s", what, strerror(number));
}

enum offprint_status fail_no_memory(struct offprint_error *err)
{
    return fail(err, OFFPRINT_NO_MEMORY, "no memory");
}

void error_add_context(struct offprint_error *err, const char *format, ...)
{
    if (!err) return;
    char old[sizeof err->message];
    memcpy(old, err->message, sizeof old);
    va_list args;
    va_start(args, format);
    int used = vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    size_t at = used < 0 ? 0 : (size_t)used;
    size_t left = at < sizeof err->message ? sizeof err->message - at : 0;
    if (left > 3)
        snprintf(err->message + at, left, ": %.*s", (int)left - 3, old);
}
