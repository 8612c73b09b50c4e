// json_writer.h - JSON on one line.
//
// Why not yajl's: C1 controls and the characters that turn the direction of
// text are escaped too, so that the output may go to a terminal, and numbers
// are printed as short as they can be read back.
//
// A key of NULL writes an element of an array.

#ifndef OFFPRINT_CLI_JSON_WRITER_H
#define OFFPRINT_CLI_JSON_WRITER_H

#include "base/buffer.h"

struct json_writer {
    struct buffer *out;
    bool comma; // before the next value
};

void json_write_object(struct json_writer *json, const char *key);
void json_write_array(struct json_writer *json, const char *key);
void json_write_object_end(struct json_writer *json);
void json_write_array_end(struct json_writer *json);

// A string of NULL is null; a byte that is not UTF-8 is U+FFFD.
void json_write_string(struct json_writer *json, const char *key,
                       const char *string);
void json_write_slice(struct json_writer *json, const char *key,
                      struct slice text);

// As a string, but bytes that are not UTF-8 are percent-encoded.
void json_write_path(struct json_writer *json, const char *key,
                     const char *path);

void json_write_strings(struct json_writer *json, const char *key,
                        const char *const *strings, size_t count);
void json_write_integer(struct json_writer *json, const char *key,
                        uint64_t number);
void json_write_bool(struct json_writer *json, const char *key, bool value);

// The shortest digits that give the same double; null where it is not finite.
void json_write_number(struct json_writer *json, const char *key,
                       double number);
// The same, as text.
void json_format_number(struct buffer *out, double number);

// With three places behind the point: "12.345".
void json_write_milliseconds(struct json_writer *json, const char *key,
                             double ms);

// Ends the line, ready for another value.
void json_write_line_end(struct json_writer *json);

#endif
