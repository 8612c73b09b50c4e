// fts5_lengths.h - how many words each article has, and all together.
//
// A row of posting_docsize for each article, and row 1 of posting_data, which
// FTS5 calls the averages:
//
//     posting_docsize   id, and for each column a varint: its words
//     totals            varints: articles, then for each column its words;
//                       nothing at all in a table that never had an article

#ifndef OFFPRINT_STORE_FTS5_LENGTHS_H
#define OFFPRINT_STORE_FTS5_LENGTHS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct store;

enum { FTS5_COLUMNS_MAX = 2000 };

// Writes the words of a new article; columns is how many the table has. Fails
// where the table has an article of this id.
enum offprint_status fts5_add_lengths(struct store *store, int64_t id,
                                      const uint32_t *words, size_t columns,
                                      struct offprint_error *err);

// Adds new articles and the words in all their columns to the totals. Once for
// all articles of a segment; no statement may be reading posting.
// OFFPRINT_CORRUPT where the totals are not those of a table with as many
// columns.
enum offprint_status fts5_add_totals(struct store *store, uint64_t articles,
                                     const uint64_t *words, size_t columns,
                                     struct offprint_error *err);

#endif
