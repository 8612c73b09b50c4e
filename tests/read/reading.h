// reading.h - a source read into memory, its articles checked on the way.

#ifndef OFFPRINT_TESTS_READ_READING_H
#define OFFPRINT_TESTS_READ_READING_H

#include "base/arena.h"
#include "base/buffer.h"
#include "read/source.h"

enum { READING_ARTICLES = 64 }; // kept; more are counted only

struct reading {
    enum offprint_status status;
    struct offprint_error err;
    struct source_report report;
    struct article articles[READING_ARTICLES]; // copies
    struct article_sources sources;            // of the first; copies
    size_t count;
    struct buffer problems; // "member: message\n" each
    struct arena arena;
};

// Reads a file with the default options. Every article is checked for what
// article.h promises.
struct reading *read_path(const char *path);

struct reading *read_with(const char *path,
                          const struct reader_options *options);

// Reads content from a file of that name.
struct reading *read_bytes(const char *name, struct slice content);

// The same with fields mapped.
struct reading *read_mapped(const char *path, const struct field_map *maps,
                            size_t map_count);

void reading_free(struct reading *reading);

// Root may read everything: where the test is run by root, it goes on as nobody
// and true is returned; call become_root() then.
bool become_nobody(void);
void become_root(void);

// content compressed, to be freed with free().
struct slice gzipped(struct slice content);
struct slice zstandard(struct slice content);

#endif
