// lines.h - the lines of a stream, one after another, in memory that does not
// grow with the stream.

#ifndef OFFPRINT_READ_LINES_H
#define OFFPRINT_READ_LINES_H

#include "base/buffer.h"
#include "base/error.h"
#include "read/stream.h"

enum {
    LINE_MAX_BYTES = 64 * 1024 * 1024, // longer ones are not given
};

enum line_kind {
    LINE_READ,
    LINE_TOO_LONG, // passed over; there is no text
    LINE_NONE,     // the end of the stream
};

struct lines {
    struct stream *stream;
    struct buffer *window; // bytes of the stream; [at, len) are not given yet
    size_t at;
    uint64_t number; // of the line given last, from 1
    bool ended;      // the stream has no more
};

struct line {
    char *text; // points into the window; may be overwritten
    size_t len; // without the line's end
    enum line_kind kind;
};

// Starts with what is in window already, which has some room.
void lines_init(struct lines *lines, struct stream *stream,
                struct buffer *window);

// Gives the next line, which lives until the next call. The last one needs no
// line end, unless the stream ended in trouble: then it is left out, being a
// piece of a line.
enum offprint_status lines_next(struct lines *lines, struct line *line,
                                struct offprint_error *err);

#endif
