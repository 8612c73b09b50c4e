#include "read/lines.h"

#include <string.h>

enum {
    WINDOW_BYTES = 256 * 1024, // stays in a core's second-level cache
};

void lines_init(struct lines *lines, struct stream *stream,
                struct buffer *window)
{
    *lines = (struct lines){ .stream = stream, .window = window };
}

// Moves what is not given yet to the front of the window and reads more behind
// it, so that the window grows only where a single line fills it.
static enum offprint_status read_more(struct lines *lines,
                                      struct offprint_error *err)
{
    struct buffer *window = lines->window;
    memmove(window->ptr, window->ptr + lines->at, window->len - lines->at);
    window->len -= lines->at;
    lines->at = 0;
    size_t least = window->room < WINDOW_BYTES ? WINDOW_BYTES - window->len : 1;
    if (!buffer_reserve(window, least)) return fail_no_memory(err);
    size_t got;
    enum offprint_status status =
        stream_read(lines->stream, window->ptr + window->len,
                    window->room - window->len, &got, err);
    window->len += got;
    lines->ended = got == 0;
    return status;
}

// Passes over the rest of a line without keeping it.
static enum offprint_status skip_line(struct lines *lines,
                                      struct offprint_error *err)
{
    struct buffer *window = lines->window;
    char *stop = NULL;
    while (!stop) {
        lines->at = window->len;
        enum offprint_status status = read_more(lines, err);
        if (status != OFFPRINT_OK) return status;
        if (lines->ended) return OFFPRINT_OK;
        stop = memchr(window->ptr, '\n', window->len);
    }
    lines->at = (size_t)(stop + 1 - window->ptr);
    return OFFPRINT_OK;
}

static void give(struct lines *lines, struct line *line, char *text, size_t len)
{
    bool fits = len <= LINE_MAX_BYTES;
    *line = fits ? (struct line){ text, len, LINE_READ }
                 : (struct line){ NULL, 0, LINE_TOO_LONG };
    lines->number++;
}

// The bytes that follow the last line end.
static void give_last(struct lines *lines, struct line *line)
{
    struct buffer *window = lines->window;
    size_t len = window->len - lines->at;
    if (len && !lines->stream->trouble[0])
        give(lines, line, window->ptr + lines->at, len);
    lines->at = window->len;
}

enum offprint_status lines_next(struct lines *lines, struct line *line,
                                struct offprint_error *err)
{
    struct buffer *window = lines->window;
    *line = (struct line){ NULL, 0, LINE_NONE };
    size_t searched = 0; // bytes of the line known to have no end
    for (;;) {
        char *start = window->ptr + lines->at;
        size_t left = window->len - lines->at;
        char *stop = memchr(start + searched, '\n', left - searched);
        if (stop) {
            give(lines, line, start, (size_t)(stop - start));
            lines->at += (size_t)(stop - start) + 1;
            return OFFPRINT_OK;
        }
        if (lines->ended) {
            give_last(lines, line);
            return OFFPRINT_OK;
        }
        if (left > LINE_MAX_BYTES) {
            give(lines, line, NULL, left);
            return skip_line(lines, err);
        }
        searched = left;
        enum offprint_status status = read_more(lines, err);
        if (status != OFFPRINT_OK) return status;
    }
}
