// json.h - an object of JSON becomes a record of our fields.
//
// There are two readers that agree. json_scan() knows one shape, a flat object
// of strings and numbers, and is several times as fast; json_parse() is yajl
// and knows all of JSON. Both look at strings, numbers, lists of these and
// objects with a "name"; true, false, null and other nesting are no values.
//
// \u0000 and escapes of half a surrogate pair stand for U+FFFD.

#ifndef OFFPRINT_READ_JSON_H
#define OFFPRINT_READ_JSON_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"
#include "read/fields.h"

// Adds the fields of an object to *record, which is all zero before. The text
// is valid UTF-8 and may be overwritten. Values point into it or into *scratch,
// which is overwritten too, and live until either changes. A text that is no
// object is OFFPRINT_CORRUPT with the reason; *record is then of no use.
enum offprint_status json_read(const struct field_names *names, char *text,
                               size_t len, struct buffer *scratch,
                               struct record *record,
                               struct offprint_error *err);

// The two readers behind it; scratch is empty and has room for len + 1 bytes.
// json_scan() returns false where the text has another shape, which says
// nothing of whether it is JSON.
bool json_scan(const struct field_names *names, struct slice text,
               struct buffer *scratch, struct record *record);
enum offprint_status json_parse(const struct field_names *names, char *text,
                                size_t len, struct buffer *scratch,
                                struct record *record,
                                struct offprint_error *err);

#endif
