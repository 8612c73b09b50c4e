// lines.h - the keys or the terms of a block, as numbered lines of one text.
//
// A search crosses the whole text at once and asks afterwards in which line it
// has stopped: that is what makes look-ups by pattern quick.

#ifndef OFFPRINT_SEARCH_LINES_H
#define OFFPRINT_SEARCH_LINES_H

#include "store/dictionary.h"

struct lines {
    struct slice text;      // each line ended by a newline
    const uint32_t *starts; // count + 1 offsets into text
    size_t count;
};

static inline struct lines lines_of_keys(const struct dictionary_block *block)
{
    return (struct lines){ block->keys, block->starts, block->count };
}

// The terms that differ from their keys; block->term_owners says whose they
// are.
static inline struct lines lines_of_terms(const struct dictionary_block *block)
{
    return (struct lines){ block->terms, block->term_starts,
                           block->term_count };
}

// The line of a number, without its newline.
static inline struct slice lines_get(const struct lines *lines, size_t number)
{
    uint32_t start = lines->starts[number];
    return (struct slice){ lines->text.ptr + start,
                           lines->starts[number + 1] - start - 1 };
}

// The number of the line that holds an offset below text.len; it is known to be
// from or one after it.
static inline size_t lines_at(const struct lines *lines, size_t from,
                              size_t offset)
{
    size_t end = lines->count;
    while (end - from > 1) {
        size_t middle = from + (end - from) / 2;
        if (lines->starts[middle] <= offset)
            from = middle;
        else
            end = middle;
    }
    return from;
}

#endif
