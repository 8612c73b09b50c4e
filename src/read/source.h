// source.h - the one door of read/: a path becomes articles.
//
// A source is a file. Its bytes are decompressed (gzip, zstd), its kind is told
// by name and content, its text decoded to UTF-8, and each article in it given
// to the caller: one for text, Markdown and HTML, one a line for JSONL.
//
// What goes wrong with a source is told in its report and never fails the run.

#ifndef OFFPRINT_READ_SOURCE_H
#define OFFPRINT_READ_SOURCE_H

#include <stdint.h>

#include "base/error.h"
#include "read/article.h"

// A 128-bit hash (XXH3) of a file's bytes, big-endian.
struct content_hash {
    uint8_t bytes[16];
};

enum source_state {
    SOURCE_READ,    // all of it
    SOURCE_PARTLY,  // some members failed, or the file ended too early
    SOURCE_SKIPPED, // binary, empty, or a format that is not supported yet
    SOURCE_FAILED,  // nothing could be read
};

struct source_report {
    enum source_state state;
    // "html", "markdown", "text", "jsonl", or what it was recognised as: "pdf",
    // "zip", "binary", "unknown"; a constant
    const char *kind;
    char charset[32];  // "utf-8", "windows-1252"
    char message[256]; // why, and what to do; also notes on what was read
    struct content_hash hash; // zero unless the file was read to its end
    uint64_t bytes;           // read from the file so far
    bool cut_off;             // the bytes ended before they should
    uint64_t articles;        // given to the sink
    uint64_t failed_members;  // not counted in articles
    uint64_t replaced;        // bytes that were not text and became U+FFFD
    uint64_t repaired; // characters that had been read in a wrong charset
};

struct source_sink {
    void *context;
    // A status other than OFFPRINT_OK ends the reading and is returned.
    enum offprint_status (*article)(void *context, const struct article *,
                                    struct offprint_error *err);
    // A member that could not be read; member is "line 17". Likewise.
    enum offprint_status (*problem)(void *context, const char *member,
                                    const char *message,
                                    struct offprint_error *err);
};

// One field of JSON that stands for one of ours: maps[i] = { "title",
// "headline" }. Tried before the names that are known anyway.
struct field_map {
    const char *ours;
    const char *theirs;
};

struct reader_options {
    const struct field_map *maps;
    size_t map_count;
    bool whole_pages; // no article is looked for in pages: all of their text
};

struct reader; // buffers and parsers, used for one source after another

// What the options point to must outlive the reader.
enum offprint_status reader_open(const struct reader_options *options,
                                 struct reader **reader,
                                 struct offprint_error *err);
void reader_close(struct reader *reader); // takes NULL

// Reads the file at path, or standard input where it is NULL. Fails only where
// the sink does or memory ends.
enum offprint_status reader_read(struct reader *reader, const char *path,
                                 const struct source_sink *sink,
                                 struct source_report *report,
                                 struct offprint_error *err);

// The hash of a file's bytes, for telling whether it changed or moved.
enum offprint_status source_hash(const char *path, struct content_hash *hash,
                                 struct offprint_error *err);

// What a name alone says of the kind: "html", "markdown", "text", "jsonl" or
// NULL. A trailing .gz or .zst is left out of account.
const char *kind_of_name(const char *path);

// Whether "ours=theirs" names a field of ours, and cuts it in two copies that
// live in the given buffer of size bytes. OFFPRINT_MISUSE says which fields
// there are.
enum offprint_status field_map_parse(const char *text, char *buffer,
                                     size_t size, struct field_map *map,
                                     struct offprint_error *err);

#endif
