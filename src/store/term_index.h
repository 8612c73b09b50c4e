// term_index.h - terms in their order, each with a number, in memory.

#ifndef OFFPRINT_STORE_TERM_INDEX_H
#define OFFPRINT_STORE_TERM_INDEX_H

#include <sqlite3.h>

#include "base/buffer.h"
#include "base/error.h"

struct store;

// Zeroed, it is empty.
struct term_index {
    size_t count;
    size_t room;
    uint64_t
        *heads; // the first eight bytes of each term, to be compared at once
    uint32_t *ends; // of each term in bytes
    int64_t *numbers;
    struct buffer bytes;
};

void term_index_free(struct term_index *index);

// Adds a term, than which none is greater yet. False where there is no memory,
// and for 4 GB of terms.
bool term_index_add(struct term_index *index, struct slice term,
                    int64_t number);

// Adds the rows of a statement, a term and a number each, in their order.
enum offprint_status term_index_read(struct term_index *index,
                                     struct store *store, sqlite3_stmt *stmt,
                                     struct offprint_error *err);

// The last term that is not greater: false where there is none. *same tells
// whether it is the one asked for.
bool term_index_find(const struct term_index *index, struct slice term,
                     int64_t *number, bool *same);

#endif
