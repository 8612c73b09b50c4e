// unicode_files.h - reads the files of Debian's unicode-data, for tests.

#ifndef OFFPRINT_TESTS_TEXT_UNICODE_FILES_H
#define OFFPRINT_TESTS_TEXT_UNICODE_FILES_H

#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/slice.h"
#include "base/utf8.h"

#define UNICODE_FOLDER "/usr/share/unicode/"

enum {
    CODE_POINTS = 0x110000,
    SURROGATES_FIRST = 0xD800,
    SURROGATES_LAST = 0xDFFF,
};

// The next line of a file without its comment, ends trimmed; false at the end
// of the file. Points into *line, which getline() allocates.
static inline bool unicode_next_line(FILE *file, char **line, size_t *room,
                                     struct slice *content)
{
    if (getline(line, room, file) < 0) return false;
    *content = slice_of(*line);
    const char *comment = slice_find(*content, SLICE("#"));
    if (comment) content->len = (size_t)(comment - content->ptr);
    *content = slice_trim(*content);
    return true;
}

// Takes the part of *rest before a separator, trimmed; all of it where there is
// no separator.
static inline struct slice unicode_take_field(struct slice *rest,
                                              char separator)
{
    const char *end =
        rest->len ? memchr(rest->ptr, separator, rest->len) : NULL;
    size_t len = end ? (size_t)(end - rest->ptr) : rest->len;
    struct slice field = { rest->ptr, len };
    *rest = slice_from(*rest, end ? len + 1 : len);
    return slice_trim(field);
}

// Appends the code points of a field ("0041 0301") to text. Returns the last.
static inline uint32_t unicode_add_points(struct buffer *text,
                                          struct slice field)
{
    uint32_t c = 0;
    while (field.len > 0) {
        struct slice point = unicode_take_field(&field, ' ');
        if (point.len == 0) continue;
        c = (uint32_t)strtoul(point.ptr, NULL, 16); // stops at the separator
        buffer_add_code_point(text, c);
    }
    return c;
}

// Reads "0041" or "0041..005A".
static inline void unicode_read_range(struct slice field, uint32_t *first,
                                      uint32_t *last)
{
    char *end;
    *first = *last = (uint32_t)strtoul(field.ptr, &end, 16);
    if (end[0] == '.') *last = (uint32_t)strtoul(end + 2, NULL, 16);
}

#endif
