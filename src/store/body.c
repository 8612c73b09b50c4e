#include "store/body.h"

#include <stdlib.h>
#include <xxhash.h>
// The trainer without a search for its parameters takes a sixth of the time. It
// counts as experimental, but its library exports it, and has for years.
#define ZDICT_STATIC_LINKING_ONLY
#include <zdict.h>
#include <zstd.h>

enum {
    LEVEL = 3, // higher levels cost more than they save
    DICTIONARY_BYTES = 64 * 1024,
    SAMPLE_BYTES = 1024 * 1024,
    // Of the trainer: strings of 8 bytes are counted in 2^18 places, and pieces
    // of 200 bytes chosen that have most of the frequent ones. What a search
    // for better ones finds saves .0002 of the text.
    STRING_BYTES = 8,
    PIECE_BYTES = 200,
    COUNTERS_LOG = 18,
    SAMPLE_TEXT_BYTES = 16 * 1024, // of one text: no text is the archive
};

// ---- Dictionaries -----------------------------------------------------------

struct body_dictionary {
    int64_t id;
    ZSTD_CDict *dictionary;
};

int64_t body_id_of_dictionary(struct slice bytes)
{
    return (int64_t)(XXH3_64bits(bytes.ptr, bytes.len) >> 1) | 1;
}

// Takes texts from the whole of them, evenly spread, until the sample is full.
static size_t fill_sample(const struct slice *texts, size_t count,
                          struct buffer *sample, size_t *sizes)
{
    size_t total = 0, taken = 0, before = 0;
    for (size_t i = 0; i < count; i++) total += texts[i].len;
    for (size_t i = 0; i < count; i++) {
        before += texts[i].len;
        // As much of the sample as of the texts.
        if (total > SAMPLE_BYTES
            && sample->len * (total / 1024) > before * (SAMPLE_BYTES / 1024))
            continue;
        struct slice part = texts[i];
        if (part.len == 0) continue;
        if (part.len > SAMPLE_TEXT_BYTES) part.len = SAMPLE_TEXT_BYTES;
        buffer_add(sample, part);
        sizes[taken++] = part.len;
    }
    return taken;
}

enum offprint_status body_dictionary_train(const struct slice *texts,
                                           size_t count, struct buffer *bytes,
                                           struct offprint_error *err)
{
    buffer_reset(bytes);
    struct buffer sample = { 0 };
    size_t *sizes = malloc((count + 1) * sizeof *sizes);
    size_t taken = sizes ? fill_sample(texts, count, &sample, sizes) : 0;
    bool ready =
        sizes && !sample.failed && buffer_reserve(bytes, DICTIONARY_BYTES);
    if (ready && sample.len > DICTIONARY_BYTES) {
        const ZDICT_fastCover_params_t parameters = {
            .k = PIECE_BYTES,
            .d = STRING_BYTES,
            .f = COUNTERS_LOG,
            .accel = 1,
            .zParams.compressionLevel = LEVEL,
        };
        size_t size = ZDICT_trainFromBuffer_fastCover(
            bytes->ptr, DICTIONARY_BYTES, sample.ptr, sizes, (unsigned)taken,
            parameters);
        if (!ZDICT_isError(size)) bytes->len = size;
    }
    buffer_free(&sample);
    free(sizes);
    return ready ? OFFPRINT_OK : fail_no_memory(err);
}

enum offprint_status body_dictionary_open(struct slice bytes,
                                          struct body_dictionary **result,
                                          struct offprint_error *err)
{
    *result = NULL;
    struct body_dictionary *dictionary = calloc(1, sizeof *dictionary);
    if (!dictionary) return fail_no_memory(err);
    dictionary->id = body_id_of_dictionary(bytes);
    dictionary->dictionary = ZSTD_createCDict(bytes.ptr, bytes.len, LEVEL);
    if (!dictionary->dictionary) {
        body_dictionary_close(dictionary);
        return fail_no_memory(err);
    }
    *result = dictionary;
    return OFFPRINT_OK;
}

void body_dictionary_close(struct body_dictionary *dictionary)
{
    if (!dictionary) return;
    ZSTD_freeCDict(dictionary->dictionary);
    free(dictionary);
}

int64_t body_dictionary_id(const struct body_dictionary *dictionary)
{
    return dictionary->id;
}

// ---- Compressing ------------------------------------------------------------

struct body_codec {
    ZSTD_CCtx *compressor;
    struct buffer frame;
};

struct body_codec *body_codec_open(void)
{
    struct body_codec *codec = calloc(1, sizeof *codec);
    if (!codec) return NULL;
    codec->compressor = ZSTD_createCCtx();
    if (codec->compressor) {
        ZSTD_CCtx_setParameter(codec->compressor, ZSTD_c_compressionLevel,
                               LEVEL);
        // Frames name no dictionary, which saves four bytes: their rows do.
        ZSTD_CCtx_setParameter(codec->compressor, ZSTD_c_dictIDFlag, 0);
        return codec;
    }
    body_codec_close(codec);
    return NULL;
}

void body_codec_close(struct body_codec *codec)
{
    if (!codec) return;
    ZSTD_freeCCtx(codec->compressor);
    buffer_free(&codec->frame);
    free(codec);
}

enum offprint_status body_compress(struct body_codec *codec,
                                   const struct body_dictionary *dictionary,
                                   struct slice text, struct slice *frame,
                                   struct offprint_error *err)
{
    *frame = (struct slice){ NULL, 0 };
    if (text.len > BODY_MAX)
        return fail(err, OFFPRINT_MISUSE, "text of %zu bytes is too long",
                    text.len);
    buffer_reset(&codec->frame);
    if (!buffer_reserve(&codec->frame, ZSTD_compressBound(text.len)))
        return fail_no_memory(err);
    ZSTD_CCtx_refCDict(codec->compressor,
                       dictionary ? dictionary->dictionary : NULL);
    size_t size = ZSTD_compress2(codec->compressor, codec->frame.ptr,
                                 codec->frame.room, text.ptr, text.len);
    if (ZSTD_isError(size)) return fail_no_memory(err);
    *frame = (struct slice){ codec->frame.ptr, size };
    return OFFPRINT_OK;
}
