// fields.h - the names that JSON and front matter have for our fields, and the
// values found under them.
//
// A field has several names, in an order: the first one that has a value wins,
// wherever it stands. Names are compared without regard to the case of ASCII
// letters; the user's own, which come before all others, to the letter.

#ifndef OFFPRINT_READ_FIELDS_H
#define OFFPRINT_READ_FIELDS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"
#include "read/article.h"
#include "read/source.h"

enum field {
    FIELD_ID,
    FIELD_TITLE,
    FIELD_TEXT,
    FIELD_AUTHORS,
    FIELD_PUBLISHED,
    FIELD_MODIFIED,
    FIELD_URL,
    FIELD_TAGS,
    FIELD_LANGUAGE,
    FIELD_DESCRIPTION,
    FIELD_SITE,
    FIELD_COUNT,
};

// A name that was found: the field and its place in the order of names.
struct field_name {
    enum field field;
    unsigned rank;    // less is better
    const char *name; // the one that is known; lives as long as the names
};

// The user's names; constant after it was made, share freely.
struct field_names {
    const struct field_map *maps;
    size_t map_count;
};

// False where key names no field of ours.
bool field_find(const struct field_names *names, struct slice key,
                struct field_name *found);

struct field_value {
    struct slice text; // a list has one item a line
    unsigned rank;
    const char *name; // that it was found under; NULL: none was
    bool list;
};

// The values of one article; all zero is empty.
struct record {
    struct field_value values[FIELD_COUNT];
};

// Keeps a value unless a better or an equal name brought one before; white
// space alone is no value. The text is not copied.
void record_set(struct record *record, struct field_name name,
                struct slice text, bool list);

// Puts all but title and body into *article, tidied, and of all where it was
// found. False where there is no
// memory.
bool record_describe(const struct record *record, struct arena *arena,
                     struct article *article);

#endif
