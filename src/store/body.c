#include "store/body.h"

#include <stdlib.h>
#include <zstd.h>

#include "base/buffer.h"
#include "store/sqlite.h"

enum {
    LEVEL = 3, // .48 of English text; higher levels cost more than they save
    // Bytes that one byte of a frame can stand for: no block of the format has
    // fewer than four bytes or holds more than 128 kB.
    EXPANSION_MAX = 128 * 1024 / 4,
};

// How a frame begins (RFC 8878, 3.1.1). The formats before that one, which
// zstd may still read, were never written by us.
static const char MAGIC[] = { 0x28, (char)0xB5, 0x2F, (char)0xFD };

struct body_codec {
    ZSTD_CCtx *compressor;
    ZSTD_DCtx *decompressor;
    struct buffer frame;
};

struct body_codec *body_codec_open(void)
{
    struct body_codec *codec = calloc(1, sizeof *codec);
    if (!codec) return NULL;
    codec->compressor = ZSTD_createCCtx();
    codec->decompressor = ZSTD_createDCtx();
    if (codec->compressor && codec->decompressor) return codec;
    body_codec_close(codec);
    return NULL;
}

void body_codec_close(struct body_codec *codec)
{
    if (!codec) return;
    ZSTD_freeCCtx(codec->compressor);
    ZSTD_freeDCtx(codec->decompressor);
    buffer_free(&codec->frame);
    free(codec);
}

enum offprint_status body_compress(struct body_codec *codec, struct slice text,
                                   struct slice *frame,
                                   struct offprint_error *err)
{
    *frame = (struct slice){ NULL, 0 };
    if (text.len > BODY_MAX)
        return fail(err, OFFPRINT_MISUSE, "text of %zu bytes is too long",
                    text.len);
    buffer_reset(&codec->frame);
    if (!buffer_reserve(&codec->frame, ZSTD_compressBound(text.len)))
        return fail_no_memory(err);
    size_t size =
        ZSTD_compressCCtx(codec->compressor, codec->frame.ptr,
                          codec->frame.room, text.ptr, text.len, LEVEL);
    if (ZSTD_isError(size)) return fail_no_memory(err);
    *frame = (struct slice){ codec->frame.ptr, size };
    return OFFPRINT_OK;
}

// The size that a frame promises. False where it promises none that we trust:
// memory is asked for by it.
static bool frame_size(struct slice frame, size_t *size)
{
    const struct slice magic = { MAGIC, sizeof MAGIC };
    if (!slice_starts_with(frame, magic)) return false;
    unsigned long long promised =
        ZSTD_getFrameContentSize(frame.ptr, frame.len);
    if (promised > BODY_MAX) return false; // the two error values are above
    if (promised / EXPANSION_MAX > frame.len) return false;
    *size = (size_t)promised;
    return true;
}

// Decompresses a frame into the size bytes that it promised. False where it
// holds anything else.
static bool decode(ZSTD_DCtx *decompressor, struct slice frame, char *out,
                   size_t size)
{
    size_t got =
        ZSTD_decompressDCtx(decompressor, out, size, frame.ptr, frame.len);
    return got == size; // errors are sizes beyond any
}

enum offprint_status body_decompress(struct body_codec *codec,
                                     struct slice frame, struct arena *arena,
                                     struct slice *text,
                                     struct offprint_error *err)
{
    *text = (struct slice){ NULL, 0 };
    size_t size;
    if (!frame_size(frame, &size))
        return fail(err, OFFPRINT_CORRUPT, "the stored text is damaged");
    char *bytes = arena_alloc(arena, size + 1);
    if (!bytes) return fail_no_memory(err);
    if (!decode(codec->decompressor, frame, bytes, size))
        return fail(err, OFFPRINT_CORRUPT, "the stored text is damaged");
    *text = (struct slice){ bytes, size };
    return OFFPRINT_OK;
}

static void damaged(sqlite3_context *context, const char *message)
{
    sqlite3_result_error(context, message, -1);
    sqlite3_result_error_code(context, SQLITE_CORRUPT);
}

// offprint_text(body, zstd_dictionary_id)
static void text_function(sqlite3_context *context, int count,
                          sqlite3_value **values)
{
    (void)count;
    if (sqlite3_value_type(values[0]) == SQLITE_NULL) return; // so is the text
    if (sqlite3_value_type(values[1]) != SQLITE_NULL) {
        damaged(context, "offprint_text: unknown dictionary");
        return;
    }
    struct slice frame = { sqlite3_value_blob(values[0]),
                           (size_t)sqlite3_value_bytes(values[0]) };
    size_t size;
    if (!frame_size(frame, &size)) {
        damaged(context, "offprint_text: damaged body");
        return;
    }
    char *text = sqlite3_malloc64(size + 1);
    if (!text) {
        sqlite3_result_error_nomem(context);
        return;
    }
    if (!decode(sqlite3_user_data(context), frame, text, size)) {
        sqlite3_free(text);
        damaged(context, "offprint_text: damaged body");
        return;
    }
    sqlite3_result_text64(context, text, size, sqlite3_free, SQLITE_UTF8);
}

static void free_decompressor(void *decompressor)
{
    ZSTD_freeDCtx(decompressor);
}

int body_register(sqlite3 *db)
{
    ZSTD_DCtx *decompressor = ZSTD_createDCtx();
    if (!decompressor) return SQLITE_NOMEM;
    // Innocuous: FTS5 reads the view inside statements that a schema may not
    // be trusted with, and the function is safe on any bytes.
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    return sqlite3_create_function_v2(db, "offprint_text", 2, flags,
                                      decompressor, text_function, NULL, NULL,
                                      free_decompressor);
}
