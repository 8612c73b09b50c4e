#include "read/text.h"

#include "read/tidy.h"

enum {
    TITLE_LINE_MAX = 200, // bytes; a longer first line is a paragraph
};

enum offprint_status text_read(struct slice text, struct arena *arena,
                               struct article *article,
                               struct offprint_error *err)
{
    if (!tidy_body(arena, &text)) return fail_no_memory(err);
    article->body = text;
    const char *stop = text.len ? memchr(text.ptr, '\n', text.len) : NULL;
    if (!stop || stop - text.ptr > TITLE_LINE_MAX) return OFFPRINT_OK;
    article->sources.title = "first line";
    article->title = (struct slice){ text.ptr, (size_t)(stop - text.ptr) };
    article->body = slice_trim(slice_from(text, article->title.len));
    if (!tidy_line(arena, &article->title, TITLE_MAX))
        return fail_no_memory(err);
    return OFFPRINT_OK;
}
