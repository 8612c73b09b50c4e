#include "read/stream.h"

#include <limits.h>
#include <string.h>
#include <zstd.h>
#include <zstd_errors.h>

enum {
    INPUT_BYTES = 128 * 1024, // what zstd recommends, ZSTD_DStreamInSize()
    MAGIC_BYTES = 4,
    // 128 MiB of window, what zstd --long makes and needs no option to read.
    ZSTD_WINDOW_LOG = 27,
    GZIP_WINDOW_BITS = 15 + 16, // the largest window; a gzip header is there
    // Text shrinks to a tenth, logs to a hundredth. What grows more than this
    // and beyond a gibibyte was made to fill a disk.
    BOMB_RATIO = 1000,
};
static const uint64_t BOMB_BYTES = (uint64_t)1 << 30;

enum offprint_status stream_init(struct stream *stream,
                                 struct offprint_error *err)
{
    *stream = (struct stream){ 0 };
    return raw_init(&stream->raw, err);
}

void stream_free(struct stream *stream)
{
    raw_free(&stream->raw);
    buffer_free(&stream->input);
    if (stream->gzip_ready) inflateEnd(&stream->gzip);
    ZSTD_freeDCtx(stream->zstd);
    stream->gzip_ready = false;
    stream->zstd = NULL;
}

void stream_close(struct stream *stream)
{
    raw_close(&stream->raw);
}

static void end_in_trouble(struct stream *stream, const char *what)
{
    snprintf(stream->trouble, sizeof stream->trouble, "%.*s",
             (int)sizeof stream->trouble - 1, what);
    stream->ended = true;
}

static size_t input_left(const struct stream *stream)
{
    return stream->input.len - stream->at;
}

// Reads the next bytes of the file behind those that are left. A file that
// cannot be read further is trouble.
static enum offprint_status refill(struct stream *stream,
                                   struct offprint_error *err)
{
    struct buffer *input = &stream->input;
    memmove(input->ptr, input->ptr + stream->at, input_left(stream));
    input->len -= stream->at;
    stream->at = 0;
    struct offprint_error cause;
    size_t got;
    enum offprint_status status =
        raw_read(&stream->raw, input->ptr + input->len,
                 INPUT_BYTES - input->len, &got, &cause);
    if (status == OFFPRINT_NO_MEMORY) return fail_no_memory(err);
    if (status != OFFPRINT_OK) end_in_trouble(stream, cause.message);
    input->len += got;
    return OFFPRINT_OK;
}

static bool is_gzip(struct slice bytes)
{
    return slice_starts_with(bytes, SLICE("\x1F\x8B\x08"));
}

// A frame, or one that is to be skipped (seekable files begin with such).
static bool is_zstd(struct slice bytes)
{
    return slice_starts_with(bytes, SLICE("\x28\xB5\x2F\xFD"))
           || (bytes.len >= MAGIC_BYTES && (bytes.ptr[0] & 0xF0) == 0x50
               && memcmp(bytes.ptr + 1, "\x2A\x4D\x18", 3) == 0);
}

static enum offprint_status ready_gzip(struct stream *stream,
                                       struct offprint_error *err)
{
    if (stream->gzip_ready) return OFFPRINT_OK;
    stream->gzip = (z_stream){ 0 };
    if (inflateInit2(&stream->gzip, GZIP_WINDOW_BITS) != Z_OK)
        return fail_no_memory(err);
    stream->gzip_ready = true;
    return OFFPRINT_OK;
}

static enum offprint_status ready_zstd(struct stream *stream,
                                       struct offprint_error *err)
{
    if (!stream->zstd) stream->zstd = ZSTD_createDCtx();
    if (!stream->zstd) return fail_no_memory(err);
    ZSTD_DCtx_reset(stream->zstd, ZSTD_reset_session_only);
    ZSTD_DCtx_setParameter(stream->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
    return OFFPRINT_OK;
}

enum offprint_status stream_open(struct stream *stream, const char *path,
                                 struct offprint_error *err)
{
    buffer_reset(&stream->input);
    stream->at = 0;
    stream->inside = stream->ended = false;
    stream->decoded = 0;
    stream->trouble[0] = '\0';
    stream->codec = CODEC_PLAIN;
    if (!buffer_reserve(&stream->input, INPUT_BYTES))
        return fail_no_memory(err);
    enum offprint_status status = raw_open(&stream->raw, path, err);
    if (status != OFFPRINT_OK) return status;

    status = refill(stream, err);
    if (status == OFFPRINT_OK && is_gzip(buffer_slice(&stream->input))) {
        stream->codec = CODEC_GZIP;
        status = ready_gzip(stream, err);
    } else if (status == OFFPRINT_OK && is_zstd(buffer_slice(&stream->input))) {
        stream->codec = CODEC_ZSTD;
        status = ready_zstd(stream, err);
    }
    if (status != OFFPRINT_OK) stream_close(stream);
    return status;
}

static enum offprint_status read_plain(struct stream *stream, char *out,
                                       size_t size, size_t *got,
                                       struct offprint_error *err)
{
    size_t left = input_left(stream);
    if (left) { // what was read to tell the codec
        *got = left < size ? left : size;
        memcpy(out, stream->input.ptr + stream->at, *got);
        stream->at += *got;
        return OFFPRINT_OK;
    }
    struct offprint_error cause;
    enum offprint_status status =
        raw_read(&stream->raw, out, size, got, &cause);
    if (status == OFFPRINT_NO_MEMORY) return fail_no_memory(err);
    if (status != OFFPRINT_OK)
        end_in_trouble(stream, cause.message);
    else if (*got == 0)
        stream->ended = true;
    return OFFPRINT_OK;
}

// Between two gzip members: another one, zeros (tapes and block devices pad
// with them) or the end of the file may follow.
static void begin_member(struct stream *stream)
{
    struct slice rest = slice_from(buffer_slice(&stream->input), stream->at);
    while (rest.len && rest.ptr[0] == '\0') rest = slice_from(rest, 1);
    stream->at = stream->input.len - rest.len;
    if (rest.len == 0) return;
    if (rest.ptr[0] != '\x1F') {
        end_in_trouble(stream, "is damaged: what follows a gzip member is none "
                               "(get a whole copy)");
        return;
    }
    inflateReset(&stream->gzip);
    stream->inside = true;
}

static enum offprint_status inflate_some(struct stream *stream, char *out,
                                         size_t size, size_t *got,
                                         struct offprint_error *err)
{
    z_stream *gzip = &stream->gzip;
    gzip->next_in = (Bytef *)stream->input.ptr + stream->at;
    gzip->avail_in = (uInt)input_left(stream); // at most INPUT_BYTES
    gzip->next_out = (Bytef *)out;
    gzip->avail_out = size < UINT_MAX ? (uInt)size : UINT_MAX;
    uInt room = gzip->avail_out;
    int result = inflate(gzip, Z_NO_FLUSH);
    *got = room - gzip->avail_out;
    stream->at = stream->input.len - gzip->avail_in;
    if (result == Z_MEM_ERROR) return fail_no_memory(err);
    if (result == Z_STREAM_END)
        stream->inside = false;
    else if (result != Z_OK && result != Z_BUF_ERROR)
        end_in_trouble(stream, "is damaged: the gzip data does not decompress "
                               "(get a whole copy)");
    return OFFPRINT_OK;
}

static enum offprint_status unzstd_some(struct stream *stream, char *out,
                                        size_t size, size_t *got,
                                        struct offprint_error *err)
{
    ZSTD_inBuffer in = { stream->input.ptr, stream->input.len, stream->at };
    ZSTD_outBuffer place = { out, size, 0 };
    size_t result = ZSTD_decompressStream(stream->zstd, &place, &in);
    *got = place.pos;
    stream->at = in.pos;
    stream->inside = result != 0;
    if (!ZSTD_isError(result)) return OFFPRINT_OK;
    switch (ZSTD_getErrorCode(result)) {
    case ZSTD_error_memory_allocation: return fail_no_memory(err);
    case ZSTD_error_frameParameter_windowTooLarge:
        end_in_trouble(stream, "needs more than 128 MiB of zstd window "
                               "(decompress it first)");
        return OFFPRINT_OK;
    default:
        end_in_trouble(stream, "is damaged: the zstd data does not decompress "
                               "(get a whole copy)");
        return OFFPRINT_OK;
    }
}

static enum offprint_status read_compressed(struct stream *stream, char *out,
                                            size_t size, size_t *got,
                                            struct offprint_error *err)
{
    while (*got == 0 && !stream->ended) {
        enum offprint_status status = OFFPRINT_OK;
        if (input_left(stream) == 0) status = refill(stream, err);
        if (status != OFFPRINT_OK) return status;
        bool drained = input_left(stream) == 0; // nothing more in the file
        if (drained && !stream->inside) stream->ended = true;
        if (!stream->inside && stream->codec == CODEC_GZIP)
            begin_member(stream);
        if (stream->ended || (stream->codec == CODEC_GZIP && !stream->inside))
            continue;

        status = stream->codec == CODEC_GZIP
                     ? inflate_some(stream, out, size, got, err)
                     : unzstd_some(stream, out, size, got, err);
        if (status != OFFPRINT_OK) return status;
        // What is drained may still have had output to give.
        if (drained && *got == 0 && stream->inside && !stream->ended)
            end_in_trouble(stream, "ends too early: the compressed data is cut "
                                   "off (get a whole copy)");
    }
    return OFFPRINT_OK;
}

enum offprint_status stream_read(struct stream *stream, char *out, size_t size,
                                 size_t *got, struct offprint_error *err)
{
    *got = 0;
    if (stream->ended) return OFFPRINT_OK;
    enum offprint_status status =
        stream->codec == CODEC_PLAIN
            ? read_plain(stream, out, size, got, err)
            : read_compressed(stream, out, size, got, err);
    stream->decoded += *got;
    if (stream->codec != CODEC_PLAIN && stream->decoded > BOMB_BYTES
        && stream->decoded / BOMB_RATIO > stream->raw.read) {
        end_in_trouble(stream, "decompresses to more than 1,000 times its size "
                               "(decompress it first, if that is meant)");
        *got = 0;
    }
    return status;
}
