// front_matter.h - what a text says of itself between two lines of "---".

#ifndef OFFPRINT_READ_FRONT_MATTER_H
#define OFFPRINT_READ_FRONT_MATTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "read/fields.h"

// Takes the front matter from the beginning of *text. False where there is
// none: the first line is not "---", no other ends it within 64 KiB, or what
// stands between does not begin with a key.
bool front_matter_cut(struct slice *text, struct slice *matter);

// Adds the fields of YAML to *record, which is all zero before; values live in
// arena. What is not valid YAML is read as lines of "key: value", and message,
// of size bytes, says what is wrong with it; else message is empty.
enum offprint_status front_matter_read(struct slice matter, struct arena *arena,
                                       struct record *record, char *message,
                                       size_t size, struct offprint_error *err);

#endif
