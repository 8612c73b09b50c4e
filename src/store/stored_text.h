// stored_text.h - the text of a stored body, and the SQL function that gives
// it.
//
// Whoever decodes a body (body.h) treats it as hostile: a frame that is no
// frame, says no size, more than BODY_MAX, more than its bytes could ever hold,
// or that was compressed with a dictionary which is not there, is damage.

#ifndef OFFPRINT_STORE_STORED_TEXT_H
#define OFFPRINT_STORE_STORED_TEXT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

struct sqlite3;

// Reads texts of one connection, and keeps the dictionaries that it met. One
// thread at a time.
struct text_reader;

// NULL where there is no memory. Close it after the last use of
// offprint_text().
struct text_reader *text_reader_open(struct sqlite3 *db);
void text_reader_close(struct text_reader *reader); // takes NULL

// Decompresses frame, which was made with a dictionary unless its id is 0, into
// the arena, NUL behind it. OFFPRINT_CORRUPT where it is damaged.
enum offprint_status text_reader_read(struct text_reader *reader,
                                      int64_t dictionary, struct slice frame,
                                      struct arena *arena, struct slice *text,
                                      struct offprint_error *err);

// Registers offprint_text(body, zstd_dictionary_id) with the reader's
// connection: the text of a stored body, NULL for NULL, an error for anything
// else. Safe on any values. Returns an SQLite result code. close, unless NULL,
// is called for the reader when the connection ends, and when this fails.
int text_reader_register(struct text_reader *reader, void (*close)(void *));

#endif
