// Introductions of any bytes are parts of the text, and of one line.

#include "text/introductions.h"
#include "fuzz/fuzz.h"

static void check_part(struct slice part, struct slice text)
{
    FUZZ_CHECK(part.len > 0);
    FUZZ_CHECK(part.ptr >= text.ptr);
    FUZZ_CHECK(part.len <= text.len - (size_t)(part.ptr - text.ptr));
    FUZZ_CHECK(!memchr(part.ptr, '\n', part.len));
}

static int check_found(void *context, const struct introduction *found)
{
    const struct slice *text = context;
    check_part(found->acronym, *text);
    check_part(found->long_form, *text);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = { (const char *)data, size };
    introductions_find(text, check_found, &text);
    return 0;
}
