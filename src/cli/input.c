#include "cli/input.h"

#include <errno.h>
#include <unistd.h>

enum {
    TEXT_MAX = 64 * 1024 * 1024, // bytes, as of an article
    READ_BYTES = 64 * 1024,      // at a time
};

enum offprint_status input_read(struct buffer *input,
                                struct offprint_error *err)
{
    for (;;) {
        if (!buffer_reserve(input, READ_BYTES)) return fail_no_memory(err);
        ssize_t got = read(STDIN_FILENO, input->ptr + input->len, READ_BYTES);
        if (got == 0) return OFFPRINT_OK;
        if (got < 0 && errno != EINTR) return fail_errno(err, "standard input");
        if (got > 0) input->len += (size_t)got;
        if (input->len > TEXT_MAX)
            return fail(err, OFFPRINT_MISUSE,
                        "standard input: more than 64 MB of text");
    }
}
