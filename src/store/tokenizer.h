// tokenizer.h - what every connection to an index must know: the FTS5 tokenizer
// named offprint, which cuts text as words.h says, and offprint_text().
//
// In a query it differs from words.h in two ways:
//
// - The last character of a run without spaces is left out where nothing
//   follows it, since the pair before has it already: a query for 東京 is the
//   one token 東京 and finds 東京都 too.
// - A text whose first byte is TOKENIZER_VERBATIM is a list of terms, each with
//   that byte before it: "\x01u.s.a\x01東京" is exactly u.s.a and 東京, neither
//   cut nor folded. So the program asks for terms of the dictionary, which might
//   come apart if they were cut once more. Empty terms are skipped; of longer
//   ones the first TERM_MAX bytes count, whole code points.

#ifndef OFFPRINT_STORE_TOKENIZER_H
#define OFFPRINT_STORE_TOKENIZER_H

#include "base/error.h"

enum { TOKENIZER_VERBATIM = 0x01 };

struct fts5_api;
struct sqlite3;
struct store;

// Finds FTS5's interface. Returns an SQLite result code: SQLITE_ERROR where
// this SQLite has no FTS5.
int tokenizer_find_fts5(struct sqlite3 *db, struct fts5_api **api);

// Registers the tokenizer alone. Returns an SQLite result code: SQLITE_ERROR
// where this SQLite has no FTS5.
int tokenizer_register(struct sqlite3 *db);

// Registers the tokenizer and offprint_text() (stored_text.h).
enum offprint_status register_tokenizer(struct store *store,
                                        struct offprint_error *err);

#endif
