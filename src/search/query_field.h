// query_field.h - the fields that can be asked for: title:ankle, date:2019.

#ifndef OFFPRINT_SEARCH_QUERY_FIELD_H
#define OFFPRINT_SEARCH_QUERY_FIELD_H

#include "search/query.h"

struct query_field {
    const char *name;
    bool is_filter; // else words are searched in it alone
    enum filter_field filter;
};

// Takes "title:" off the beginning of rest where something follows it; NULL,
// and nothing taken, elsewhere.
const struct query_field *query_field_take(struct slice *rest);

// A field by its name, or NULL.
const struct query_field *query_field_named(struct slice name);

// Whether a text is the name of a field with its colon, and nothing else.
bool query_field_is_empty(struct slice text);

// Whether a chunk looks like a field that there is not: autor:smith.
bool query_field_is_unknown(struct slice chunk);

// "title, author, ...": all of them.
extern const char QUERY_FIELDS[];

enum field_reading {
    FIELD_READ,
    FIELD_IMPOSSIBLE, // a date that cannot be
    FIELD_NONE,       // no value of that field
    FIELD_NO_MEMORY,
};

// Fills the value of a condition, whose field is set, from text, in the arena.
enum field_reading query_field_read(struct slice text, const char *today,
                                    struct arena *arena,
                                    struct filter_condition *condition);

#endif
