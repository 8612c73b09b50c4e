// recording.h - a source that was read in advance: what its reader said, to be
// heard later.

#ifndef OFFPRINT_BUILD_RECORDING_H
#define OFFPRINT_BUILD_RECORDING_H

#include <stdbool.h>

#include "base/arena.h"
#include "read/source.h"

struct recorded_event;

// Bytes of texts beyond which nothing more is recorded.
enum { RECORDING_MAX = 8 * 1024 * 1024 };

struct recording {
    struct arena arena;
    size_t bytes;   // of the texts in it
    bool too_large; // it was given up: compressed files may be of any size
    struct recorded_event *first; // in the order in which they came
    struct recorded_event *last;
    struct source_report report;
    enum offprint_status status; // of the reading
    struct offprint_error error;
};

// Reads the file at path into an empty recording; as much as it may hold.
void recording_make(struct recording *recording, struct reader *reader,
                    const char *path);

// Tells all of it to a sink, as reader_read() would have.
enum offprint_status recording_replay(const struct recording *recording,
                                      const struct source_sink *sink,
                                      struct source_report *report,
                                      struct offprint_error *err);

void recording_free(struct recording *recording);

#endif
