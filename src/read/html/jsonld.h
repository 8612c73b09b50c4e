// jsonld.h - the JSON in a page's head that describes it, as a tree.
//
// What calls itself JSON-LD is written by templates: CDATA and comments around
// it, line ends inside strings, several values in a row, and sometimes no end.
// What can be read up to the first real fault is read.

#ifndef OFFPRINT_READ_JSONLD_H
#define OFFPRINT_READ_JSONLD_H

#include <stdbool.h>

#include "base/arena.h"

enum jsonld_kind { JSONLD_TEXT, JSONLD_OBJECT, JSONLD_LIST };

// Numbers are text; true, false and null are left out.
struct jsonld {
    enum jsonld_kind kind;
    struct slice key;  // in an object; else empty
    struct slice text; // valid UTF-8 where the script is, may hold NUL
    struct jsonld *first;
    struct jsonld *next;
};

// Reads the text of a script, in the arena: a list of the values in it. NULL
// where there is no memory.
struct jsonld *jsonld_read(struct slice script, struct arena *arena);

// The member of that name; NULL where there is none or value is no object.
const struct jsonld *jsonld_member(const struct jsonld *value, const char *key);

#endif
