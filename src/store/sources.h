// sources.h - roots and sources: what the index knows of the archive.

#ifndef OFFPRINT_STORE_SOURCES_H
#define OFFPRINT_STORE_SOURCES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

struct store;

// ---- Roots ------------------------------------------------------------------

// What a root was asked for with. Arrays of strings.
struct root_options {
    const char **excludes;
    size_t exclude_count;
    const char **includes;
    size_t include_count;
    const char **maps; // "ours=theirs"
    size_t map_count;
    bool follow_links;
    bool whole_pages; // no article is looked for in pages
};

struct root {
    int64_t id;
    const char *path; // absolute
    int64_t updated;  // ns since 1970; 0: never gone through to its end
    struct root_options options;
};

// All roots in the order of their paths, in the arena.
enum offprint_status store_roots(struct store *store, struct arena *arena,
                                 struct root **roots, size_t *count,
                                 struct offprint_error *err);

// Adds a root and sets its id.
enum offprint_status store_add_root(struct store *store, struct root *root,
                                    struct offprint_error *err);

// Adds one option (kind: exclude, include, map, follow, whole-pages); *added
// tells whether it was not there before.
enum offprint_status store_add_root_option(struct store *store, int64_t root,
                                           const char *kind, const char *value,
                                           bool *added,
                                           struct offprint_error *err);

// Takes an option back.
enum offprint_status store_remove_root_option(struct store *store, int64_t root,
                                              const char *kind,
                                              const char *value,
                                              struct offprint_error *err);

// Removes the row of a root; its sources must be gone or moved before.
enum offprint_status store_remove_root(struct store *store, int64_t root,
                                       struct offprint_error *err);

enum offprint_status store_touch_root(struct store *store, int64_t root,
                                      int64_t updated,
                                      struct offprint_error *err);

// Gives all sources of root nested to root into: prefix is put before their
// paths.
enum offprint_status store_absorb_root(struct store *store, int64_t nested,
                                       int64_t into, const char *prefix,
                                       struct offprint_error *err);

// ---- Sources ----------------------------------------------------------------

// Values of the column state.
enum stored_state {
    STORED_READ = 0,
    STORED_PARTLY = 1,
    STORED_SKIPPED = 2,
    STORED_FAILED = 3,
    STORED_UNFINISHED = 4, // being read when the last batch was committed
};

enum { STORED_HASH_BYTES = 16 };

struct stored_source {
    int64_t id; // 0: not in the index yet
    int64_t root;
    const char *path; // relative to the root, bytes
    const char *kind; // NULL: unknown
    const char *charset;
    uint64_t size;
    int64_t mtime; // ns since 1970
    int64_t seen;  // when it was read, ns since 1970
    uint8_t hash[STORED_HASH_BYTES];
    bool has_hash;
    enum stored_state state;
    const char *message; // what went wrong, or NULL
    uint64_t replaced;
    uint64_t articles;
};

// The sources of a root in the order of their paths, in the arena.
enum offprint_status store_sources(struct store *store, int64_t root,
                                   struct arena *arena,
                                   struct stored_source **sources,
                                   size_t *count, struct offprint_error *err);

// Writes a source: a new row, and sets its id, where id is 0.
enum offprint_status store_put_source(struct store *store,
                                      struct stored_source *source,
                                      struct offprint_error *err);

// Sees to it that the sources of one kind are read again, changed or not.
enum offprint_status store_reread_sources(struct store *store, int64_t root,
                                          const char *kind,
                                          struct offprint_error *err);

// Removes a source's row; its articles must be gone before.
enum offprint_status store_remove_source(struct store *store, int64_t source,
                                         struct offprint_error *err);

// ---- Meta -------------------------------------------------------------------

// The integer under key, 0 where there is none.
enum offprint_status store_meta(struct store *store, const char *key,
                                int64_t *value, struct offprint_error *err);
enum offprint_status store_set_meta(struct store *store, const char *key,
                                    int64_t value, struct offprint_error *err);

#endif
