// entity.h - character references: "&eacute;", "&#233;", "&#xE9;".

#ifndef OFFPRINT_READ_ENTITY_H
#define OFFPRINT_READ_ENTITY_H

#include "base/slice.h"
#include "base/utf8.h"

// Writes the character that a reference, from its "&" to its ";", stands for
// and returns its length; 0 where it is none that is known here: all numbers,
// and the names of HTML 4 that Western texts and typography use.
size_t entity_decode(struct slice reference, char out[UTF8_MAX]);

#endif
