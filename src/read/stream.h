// stream.h - the bytes of a file, decompressed where they are compressed.
//
// gzip (of many members) and zstd (of many frames) are told by their first
// bytes, not by the name. A stream is made once and used for one file after
// another; its decoders keep their memory.

#ifndef OFFPRINT_READ_STREAM_H
#define OFFPRINT_READ_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zlib.h>

#include "base/buffer.h"
#include "base/error.h"
#include "read/raw.h"

enum codec {
    CODEC_PLAIN,
    CODEC_GZIP,
    CODEC_ZSTD,
};

struct stream {
    struct raw raw;
    enum codec codec;
    struct buffer input; // bytes of the file that were read ...
    size_t at;           // ... and decoded so far
    bool inside;         // a member or frame was begun and has not ended
    bool ended;
    uint64_t decoded; // bytes given so far
    z_stream gzip;
    bool gzip_ready;
    struct ZSTD_DCtx_s *zstd;
    // Why the bytes end before they should, and what to do; empty where all is
    // well. Set before stream_read() gives 0 bytes.
    char trouble[256];
};

enum offprint_status stream_init(struct stream *stream,
                                 struct offprint_error *err);
void stream_free(struct stream *stream); // closes it as well

enum offprint_status stream_open(struct stream *stream, const char *path,
                                 struct offprint_error *err);
void stream_close(struct stream *stream);

// Gives up to size > 0 bytes; *got is 0 at the end. Bytes that cannot be read
// or decompressed end the stream and are told in stream->trouble; only memory
// is a failure.
enum offprint_status stream_read(struct stream *stream, char *out, size_t size,
                                 size_t *got, struct offprint_error *err);

#endif
