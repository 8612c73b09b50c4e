// collect.h - the values of our fields out of a nested document, JSON or YAML.
//
// The parser tells what it meets, in order; what stands under a name of ours is
// kept in a record: strings and numbers, lists of them (an item a line), and
// the "name" of an object, alone or in a list. Deeper nesting holds no values.

#ifndef OFFPRINT_READ_COLLECT_H
#define OFFPRINT_READ_COLLECT_H

#include <stdbool.h>

#include "base/buffer.h"
#include "read/fields.h"

enum {
    COLLECT_SHAPES = 4, // values are at most three deep: [{"name": ...}]
};

struct collector {
    const struct field_names *names;
    struct record *record;
    struct buffer *scratch;       // for the values; must not have to grow
    unsigned depth;               // 1 is inside the outermost object
    bool is_list[COLLECT_SHAPES]; // by depth
    bool wanted;                  // the member at hand is a field of ours:
    struct field_name name;       // this one
    size_t start;                 // of its value in scratch
    bool is_name;                 // the key at hand, deeper inside, is "name"
};

// A key of the object at hand.
void collect_key(struct collector *collector, struct slice key);

// A string or number; an empty one for what has no value.
void collect_text(struct collector *collector, struct slice text);

// An object or a list begins, and ends.
void collect_begin(struct collector *collector, bool is_list);
void collect_end(struct collector *collector);

#endif
