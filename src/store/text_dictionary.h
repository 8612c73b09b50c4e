// text_dictionary.h - the dictionaries of the index that bodies are compressed
// with (body.h): new bodies with the current one.

#ifndef OFFPRINT_STORE_TEXT_DICTIONARY_H
#define OFFPRINT_STORE_TEXT_DICTIONARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"

struct store;

// Puts the bytes of the current dictionary into *bytes, which are none where
// there is no dictionary. OFFPRINT_CORRUPT where they are not what they were.
enum offprint_status store_text_dictionary(struct store *store,
                                           struct buffer *bytes,
                                           struct offprint_error *err);

// Makes a dictionary the current one, which was made from texts of the articles
// with these ids, inside the caller's transaction. Without bytes there is none
// from now on.
enum offprint_status store_set_text_dictionary(struct store *store,
                                               struct slice bytes,
                                               const int64_t *ids, size_t count,
                                               struct offprint_error *err);

struct text_dictionary_state {
    bool exists;
    bool is_tainted;      // holds pieces of texts whose articles are gone
    uint64_t other_texts; // articles that were compressed otherwise
    uint64_t bytes;       // of all texts
};

enum offprint_status store_text_dictionary_state(
    struct store *store, struct text_dictionary_state *state,
    struct offprint_error *err);

// Removes the dictionaries that no body needs, but for the current one.
enum offprint_status store_drop_unused_text_dictionaries(
    struct store *store, struct offprint_error *err);

#endif
