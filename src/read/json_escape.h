// json_escape.h - the \u escapes of JSON.

#ifndef OFFPRINT_READ_JSON_ESCAPE_H
#define OFFPRINT_READ_JSON_ESCAPE_H

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

// Reads the escape that text begins with, "\u00e9" or a surrogate pair of two,
// and returns its length; 0 where it is malformed. Half a pair and U+0000 are
// U+FFFD.
size_t json_escape_read(struct slice text, uint32_t *code_point);

// Overwrites the escapes of half a pair and of U+0000 with "\ufffd".
void json_escape_mend(char *text, size_t len);

#endif
