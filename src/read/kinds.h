// kinds.h - the kinds of files that we know of, by their names and by their
// first bytes.

#ifndef OFFPRINT_READ_KINDS_H
#define OFFPRINT_READ_KINDS_H

#include <stdbool.h>

#include "base/slice.h"
#include "read/recognise.h"

struct kind {
    const char *name; // "pdf"
    const char *what; // "PDF", "a PNG image": for messages
    enum format format;
};

// The kind that the extension of a path stands for, a trailing .gz or .zst left
// out of account; NULL for unknown ones.
const struct kind *kind_by_name(const char *path);

// The kind of a binary file by its first bytes, of which some are NUL or
// control characters; NULL for unknown ones.
const struct kind *kind_by_magic(struct slice head);

// The kind of a text that is a container of another sort: RTF, PostScript,
// WARC, mail; NULL for all other text.
const struct kind *kind_of_marked_text(struct slice head);

#endif
