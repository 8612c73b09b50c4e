// jsonl.h - JSON lines: every line is an article.

#ifndef OFFPRINT_READ_JSONL_H
#define OFFPRINT_READ_JSONL_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "read/fields.h"
#include "read/source.h"
#include "read/stream.h"

struct jsonl {
    const struct field_names *names;
    struct stream *stream;
    struct buffer *window;  // holds the bytes of the stream read so far
    struct buffer *scratch; // for what a line needs, as is
    struct arena *arena;    // reset for each line
};

// Gives every line that is an article to the sink, and tells it of each that
// is none; counts both, and replaced bytes, in *report. Fails only where the
// sink does or memory ends. The end of the stream, good or bad, is for the
// caller to look at.
enum offprint_status jsonl_read(const struct jsonl *jsonl,
                                const struct source_sink *sink,
                                struct source_report *report,
                                struct offprint_error *err);

#endif
