#include "read/reading.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/utf8.h"
#include "test.h"

static struct slice keep(struct reading *reading, struct slice text)
{
    CHECK_INT(utf8_valid_prefix(text), text.len);
    CHECK(text.len == 0 || !memchr(text.ptr, '\0', text.len));
    CHECK_INT(slice_trim(text).len, text.len);
    return arena_copy(&reading->arena, text);
}

static const char *keep_string(struct reading *reading, const char *text)
{
    return text ? arena_string(&reading->arena, slice_of(text)) : NULL;
}

static void keep_sources(struct reading *reading,
                         const struct article_sources *sources)
{
    reading->sources = (struct article_sources){
        .title = keep_string(reading, sources->title),
        .authors = keep_string(reading, sources->authors),
        .published = keep_string(reading, sources->published),
        .url = keep_string(reading, sources->url),
    };
}

static enum offprint_status keep_article(void *context,
                                         const struct article *article,
                                         struct offprint_error *err)
{
    (void)err;
    struct reading *reading = context;
    CHECK(article->title.len > 0);
    CHECK(article->title.len <= 1000);
    struct article copy = {
        .member = keep(reading, article->member),
        .name = keep(reading, article->name),
        .title = keep(reading, article->title),
        .title_from_path = article->title_from_path,
        .body = keep(reading, article->body),
        .captions = keep(reading, article->captions),
        .description = keep(reading, article->description),
        .authors = keep(reading, article->authors),
        .site = keep(reading, article->site),
        .published = keep(reading, article->published),
        .modified = keep(reading, article->modified),
        .language = keep(reading, article->language),
        .tags = keep(reading, article->tags),
        .url = keep(reading, article->url),
        .saved = keep(reading, article->saved),
        .kind = article->kind,
        .sources = article->sources,
    };
    if (reading->count == 0) keep_sources(reading, &article->sources);
    if (reading->count < READING_ARTICLES)
        reading->articles[reading->count] = copy;
    reading->count++;
    return OFFPRINT_OK;
}

static enum offprint_status keep_problem(void *context, const char *member,
                                         const char *message,
                                         struct offprint_error *err)
{
    (void)err;
    struct reading *reading = context;
    buffer_format(&reading->problems, "%s: %s\n", member, message);
    return OFFPRINT_OK;
}

struct reading *read_with(const char *path,
                          const struct reader_options *options)
{
    struct reading *reading = calloc(1, sizeof *reading);
    struct source_sink sink = { reading, keep_article, keep_problem };
    struct reader *reader;
    if (reader_open(options, &reader, &reading->err) != OFFPRINT_OK) abort();
    reading->status =
        reader_read(reader, path, &sink, &reading->report, &reading->err);
    reader_close(reader);
    buffer_string(&reading->problems);
    CHECK_INT(reading->status, OFFPRINT_OK);
    CHECK_INT(reading->report.articles, reading->count);
    CHECK(reading->report.kind != NULL);
    CHECK(reading->report.state == SOURCE_READ || reading->report.message[0]);
    return reading;
}

struct reading *read_mapped(const char *path, const struct field_map *maps,
                            size_t map_count)
{
    const struct reader_options options = { .maps = maps,
                                            .map_count = map_count };
    return read_with(path, &options);
}

struct reading *read_path(const char *path)
{
    return read_mapped(path, NULL, 0);
}

struct reading *read_bytes(const char *name, struct slice content)
{
    return read_path(test_file(name, content));
}

void reading_free(struct reading *reading)
{
    buffer_free(&reading->problems);
    arena_free(&reading->arena);
    free(reading);
}

bool become_nobody(void)
{
    enum { NOBODY = 65534 };
    if (geteuid() != 0) return false;
    CHECK_INT(chmod(test_folder(), 0755), 0);
    CHECK_INT(seteuid(NOBODY), 0);
    return true;
}

void become_root(void)
{
    CHECK_INT(seteuid(0), 0);
}

struct slice gzipped(struct slice content)
{
    z_stream stream = { 0 };
    if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY))
        abort();
    uLong room = deflateBound(&stream, content.len);
    char *out = malloc(room);
    stream.next_in = (Bytef *)(uintptr_t)content.ptr;
    stream.avail_in = (uInt)content.len;
    stream.next_out = (Bytef *)out;
    stream.avail_out = (uInt)room;
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END) abort();
    struct slice result = { out, stream.total_out };
    deflateEnd(&stream);
    return result;
}

struct slice zstandard(struct slice content)
{
    size_t room = ZSTD_compressBound(content.len);
    char *out = malloc(room);
    size_t len = ZSTD_compress(out, room, content.ptr, content.len, 3);
    if (ZSTD_isError(len)) abort();
    return (struct slice){ out, len };
}
