#include "read/source.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "read/charset.h"
#include "read/fields.h"
#include "read/html/html.h"
#include "read/jsonl.h"
#include "read/markdown.h"
#include "read/raw.h"
#include "read/recognise.h"
#include "read/stream.h"
#include "read/text.h"
#include "read/tidy.h"

enum {
    DOCUMENT_MAX = 64 * 1024 * 1024, // bytes of a source that is one article
    KEEP_MAX = 4 * 1024 * 1024,      // bytes of memory kept between sources
    CHUNK = 64 * 1024,
};

struct reader {
    struct field_names names;
    bool whole_pages;
    struct stream stream;
    struct buffer bytes;   // of the document, or the window on its lines
    struct buffer scratch; // decoded text, or the values of a line
    struct arena arena;
};

// What reading one source is about.
struct reading {
    struct reader *reader;
    const char *path;
    const struct source_sink *sink;
    struct source_report *report;
    struct offprint_error *err;
};

enum offprint_status reader_open(const struct reader_options *options,
                                 struct reader **result,
                                 struct offprint_error *err)
{
    static const struct field_names KNOWN = { NULL, 0 };
    *result = NULL;
    for (size_t i = 0; i < options->map_count; i++) {
        struct field_name name;
        const char *ours = options->maps[i].ours;
        if (!field_find(&KNOWN, slice_of(ours), &name))
            return fail(err, OFFPRINT_MISUSE, "%s: no such field", ours);
    }
    struct reader *reader = calloc(1, sizeof *reader);
    if (!reader) return fail_no_memory(err);
    reader->names = (struct field_names){ options->maps, options->map_count };
    reader->whole_pages = options->whole_pages;
    enum offprint_status status = stream_init(&reader->stream, err);
    if (status != OFFPRINT_OK) {
        reader_close(reader);
        return status;
    }
    *result = reader;
    return OFFPRINT_OK;
}

void reader_close(struct reader *reader)
{
    if (!reader) return;
    stream_free(&reader->stream);
    buffer_free(&reader->bytes);
    buffer_free(&reader->scratch);
    arena_free(&reader->arena);
    free(reader);
}

// Gives back what one large source has used.
static void shrink(struct reader *reader)
{
    bool large =
        reader->bytes.room > KEEP_MAX || reader->scratch.room > KEEP_MAX;
    arena_reset(&reader->arena);
    if (!large) return;
    buffer_free(&reader->bytes);
    buffer_free(&reader->scratch);
    arena_free(&reader->arena);
}

static void conclude(struct reading *reading, enum source_state state,
                     const char *message)
{
    struct source_report *report = reading->report;
    report->state = state;
    snprintf(report->message, sizeof report->message, "%.*s",
             (int)sizeof report->message - 1, message);
}

// Reads on until there are wanted bytes, or the stream ends.
static enum offprint_status fill(struct reading *reading, size_t wanted)
{
    struct buffer *bytes = &reading->reader->bytes;
    size_t got = 1;
    while (got > 0 && bytes->len < wanted) {
        if (!buffer_reserve(bytes, CHUNK)) return fail_no_memory(reading->err);
        enum offprint_status status =
            stream_read(&reading->reader->stream, bytes->ptr + bytes->len,
                        bytes->room - bytes->len, &got, reading->err);
        if (status != OFFPRINT_OK) return status;
        bytes->len += got;
    }
    return OFFPRINT_OK;
}

// ---- One article a source ---------------------------------------------------

static enum offprint_status parse_document(struct reading *reading,
                                           enum format format,
                                           struct slice text,
                                           struct article *article)
{
    struct source_report *report = reading->report;
    struct arena *arena = &reading->reader->arena;
    switch (format) {
    case FORMAT_HTML:
        return reading->reader->whole_pages
                   ? html_read_whole(text, arena, article, reading->err)
                   : html_read(text, arena, article, reading->err);
    case FORMAT_MARKDOWN:
        return markdown_read(text, arena, article, report->message,
                             sizeof report->message, reading->err);
    default: return text_read(text, arena, article, reading->err);
    }
}

static enum offprint_status give_document(struct reading *reading,
                                          struct article *article)
{
    struct arena *arena = &reading->reader->arena;
    if (!tidy_line(arena, &article->title, TITLE_MAX))
        return fail_no_memory(reading->err);
    if (article->title.len == 0) {
        article->title = tidy_file_name(arena, reading->path);
        article->title_from_path = true;
        if (!article->title.ptr) return fail_no_memory(reading->err);
        article->sources.title = article->title.len ? "file name" : NULL;
        if (article->title.len == 0) article->title = SLICE("untitled");
    }
    reading->report->articles = 1;
    return reading->sink->article(reading->sink->context, article,
                                  reading->err);
}

static enum offprint_status read_document(struct reading *reading,
                                          enum format format)
{
    struct reader *reader = reading->reader;
    enum offprint_status status = fill(reading, (size_t)DOCUMENT_MAX + 1);
    if (status != OFFPRINT_OK) return status;
    if (reader->stream.trouble[0]) {
        conclude(reading, SOURCE_FAILED, reader->stream.trouble);
        return OFFPRINT_OK;
    }
    if (reader->bytes.len > DOCUMENT_MAX) {
        conclude(reading, SOURCE_FAILED,
                 "is larger than 64 MiB (cut it in pieces)");
        return OFFPRINT_OK;
    }
    struct slice bytes = buffer_slice(&reader->bytes), label = { NULL, 0 };
    // What is UTF-8 needs no label.
    if (format == FORMAT_HTML && !charset_is_clean(bytes))
        label = html_declared_charset(bytes);
    struct decoded decoded;
    status =
        charset_decode(bytes, label, &reader->scratch, &decoded, reading->err);
    if (status != OFFPRINT_OK) return status;
    reading->report->replaced = decoded.replaced;
    reading->report->repaired = decoded.repaired;
    snprintf(reading->report->charset, sizeof reading->report->charset, "%s",
             decoded.charset);

    struct article article = { 0 };
    status = parse_document(reading, format, decoded.text, &article);
    if (status != OFFPRINT_OK) return status;
    return give_document(reading, &article);
}

// ---- One article a line -----------------------------------------------------

static void conclude_lines(struct reading *reading, bool guessed)
{
    struct source_report *report = reading->report;
    const char *trouble = reading->reader->stream.trouble;
    enum source_state state = report->articles ? SOURCE_PARTLY : SOURCE_FAILED;
    if (trouble[0]) {
        conclude(reading, state, trouble);
    } else if (report->articles == 0 && report->failed_members == 0) {
        conclude(reading, SOURCE_SKIPPED, "empty");
    } else if (report->articles == 0 && guessed) {
        report->kind = "json";
        conclude(reading, SOURCE_SKIPPED,
                 "no article is in this JSON (--map names other fields)");
    } else if (report->failed_members > 0) {
        char first[sizeof report->message];
        memcpy(first, report->message, sizeof first);
        snprintf(report->message, sizeof report->message,
                 "%" PRIu64 " of %" PRIu64 " lines could not be read, first "
                 "%.120s",
                 report->failed_members,
                 report->failed_members + report->articles, first);
        report->state = state;
    }
}

static enum offprint_status read_lines(struct reading *reading, bool guessed)
{
    struct reader *reader = reading->reader;
    if (charset_of_wide(buffer_slice(&reader->bytes))) {
        conclude(reading, SOURCE_FAILED,
                 "is JSON lines in UTF-16 or UTF-32 (convert it to UTF-8)");
        return OFFPRINT_OK;
    }
    snprintf(reading->report->charset, sizeof reading->report->charset,
             "utf-8");
    struct jsonl jsonl = { &reader->names, &reader->stream, &reader->bytes,
                           &reader->scratch, &reader->arena };
    enum offprint_status status =
        jsonl_read(&jsonl, reading->sink, reading->report, reading->err);
    if (status == OFFPRINT_OK) conclude_lines(reading, guessed);
    return status;
}

// ---- Any source -------------------------------------------------------------

static enum offprint_status read_stream(struct reading *reading)
{
    struct reader *reader = reading->reader;
    enum offprint_status status = fill(reading, HEAD_BYTES);
    if (status != OFFPRINT_OK) return status;
    struct slice head = buffer_slice(&reader->bytes);
    if (head.len == 0 && reader->stream.trouble[0]) {
        conclude(reading, SOURCE_FAILED, reader->stream.trouble);
        return OFFPRINT_OK;
    }
    // What was read beyond depends on the memory at hand and must not count.
    if (head.len > HEAD_BYTES) head.len = HEAD_BYTES;
    struct recognised recognised;
    recognise(reading->path, head, &recognised);
    reading->report->kind = recognised.kind;
    switch (recognised.format) {
    case FORMAT_NONE:
    case FORMAT_LATER:
        conclude(reading, SOURCE_SKIPPED, recognised.message);
        return OFFPRINT_OK;
    case FORMAT_JSONL: return read_lines(reading, recognised.guessed);
    default: return read_document(reading, recognised.format);
    }
}

// Says what was done to the text, behind what there is to say anyway.
static void note_repairs(struct source_report *report)
{
    if (report->repaired == 0) return;
    size_t len = strlen(report->message);
    snprintf(report->message + len, sizeof report->message - len,
             "%s%" PRIu64 " character%s of UTF-8 had been read as Latin-1 and "
             "%s repaired",
             len ? "; " : "", report->repaired,
             report->repaired == 1 ? "" : "s",
             report->repaired == 1 ? "was" : "were");
}

enum offprint_status reader_read(struct reader *reader, const char *path,
                                 const struct source_sink *sink,
                                 struct source_report *report,
                                 struct offprint_error *err)
{
    const char *name = path ? path : "";
    struct reading reading = { reader, name, sink, report, err };
    const char *kind = kind_of_name(name);
    *report = (struct source_report){ .kind = kind ? kind : "unknown" };
    buffer_reset(&reader->bytes);

    struct offprint_error cause;
    enum offprint_status status = stream_open(&reader->stream, path, &cause);
    if (status == OFFPRINT_NO_MEMORY) return fail_no_memory(err);
    if (status != OFFPRINT_OK) {
        conclude(&reading, SOURCE_FAILED, cause.message);
        return OFFPRINT_OK;
    }
    status = read_stream(&reading);
    note_repairs(report);
    report->cut_off = reader->stream.trouble[0] != '\0';
    report->bytes = reader->stream.raw.read;
    if (reader->stream.raw.ended) raw_hash(&reader->stream.raw, &report->hash);
    stream_close(&reader->stream);
    shrink(reader);
    return status;
}

enum offprint_status source_hash(const char *path, struct content_hash *hash,
                                 struct offprint_error *err)
{
    *hash = (struct content_hash){ { 0 } };
    struct raw raw;
    struct buffer chunk = { 0 };
    enum offprint_status status = raw_init(&raw, err);
    if (status == OFFPRINT_OK) status = raw_open(&raw, path, err);
    if (status == OFFPRINT_OK && !buffer_reserve(&chunk, CHUNK))
        status = fail_no_memory(err);
    size_t got = 1;
    while (status == OFFPRINT_OK && got > 0)
        status = raw_read(&raw, chunk.ptr, chunk.room, &got, err);
    if (status == OFFPRINT_OK) raw_hash(&raw, hash);
    buffer_free(&chunk);
    raw_free(&raw);
    return status;
}
