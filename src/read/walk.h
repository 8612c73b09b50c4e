// walk.h - the files under a root, in a fixed order.

#ifndef OFFPRINT_READ_WALK_H
#define OFFPRINT_READ_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

// Hidden names, page_files/ beside page.html (what a browser saves with a
// page), and what a .offprintignore file on the way names are left out.
// Patterns are gitignore's. Links to files are followed; links to folders only
// where asked for, and no folder is entered twice.
struct walk_options {
    const char *const *excludes;
    size_t exclude_count;
    const char *const *includes; // none: all files
    size_t include_count;
    bool follow_links;
};

struct walk_file {
    const char
        *path;     // relative to the root, bytes; "" where the root is a file
    uint64_t size; // bytes
    int64_t mtime_ns; // since 1970
};

struct walk_sink {
    void *context;
    // A status other than OFFPRINT_OK ends the walk and is returned.
    enum offprint_status (*file)(void *context, const struct walk_file *,
                                 struct offprint_error *err);
    // Something under the root that cannot be read: path is relative to the
    // root; folder says that what lies under it is unknown, not gone.
    void (*problem)(void *context, const char *path, bool folder,
                    const char *message);
};

// Calls sink->file for every file under root in the order of the bytes of
// their paths (folder by folder: "/" sorts before all else). Fails with
// OFFPRINT_NOT_FOUND where root does not exist and OFFPRINT_IO where it cannot
// be read.
enum offprint_status walk(const char *root, const struct walk_options *options,
                          const struct walk_sink *sink,
                          struct offprint_error *err);

#endif
