// lengths.h - how long each article is, in one byte, for scoring.
//
// FTS5 has the exact numbers in a row an article (fts5_lengths.h), which is too
// slow to ask for each of thousands of candidates. Table length has a row for
// each window of ids, a byte an id:
//
//     id    window: article id / LENGTH_WINDOW
//     codes a byte for each id of the window, up to the last one known
//
//     code  0          not known: FTS5 has it
//           1 ... 40   0 ... 39 words of title and body
//           41 ... 255 40 words and more: eleven codes for twice the length,
//                      so that a length is at most 3.2 % wrong
//
// Derived from posting_docsize; lengths_rebuild() makes all of it anew.

#ifndef OFFPRINT_STORE_LENGTHS_H
#define OFFPRINT_STORE_LENGTHS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct store;

enum { LENGTH_WINDOW = 4096, LENGTH_CODES = 256 };

extern const char LENGTH_TABLE[];

// The code of so many words, and about how many words a code stands for; that
// of code 0 is 0.
uint8_t length_encode(uint64_t words);
double length_decode(uint8_t code);

// Notes the codes of count articles with ids from first on.
enum offprint_status lengths_write(struct store *store, int64_t first,
                                   const uint8_t *codes, size_t count,
                                   struct offprint_error *err);

// Reads the codes of a window; those not known are 0, whether or not there is a
// row.
enum offprint_status lengths_read(struct store *store, int64_t window,
                                  uint8_t codes[LENGTH_WINDOW],
                                  struct offprint_error *err);

// Notes the codes of all articles that FTS5 knows, in place of all that was
// noted.
enum offprint_status lengths_rebuild(struct store *store,
                                     struct offprint_error *err);

// The code of one article by FTS5's own numbers; 0 where it has none.
enum offprint_status lengths_ask(struct store *store, int64_t id, uint8_t *code,
                                 struct offprint_error *err);

#endif
