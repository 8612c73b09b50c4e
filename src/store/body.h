// body.h - the text of an article, compressed, and the SQL function that gives
// it back.
//
// A body is one zstd frame that states its size. Whoever decodes one treats it
// as hostile: a frame that is no frame, says no size, more than BODY_MAX, or
// more than its bytes could ever hold, is damage.

#ifndef OFFPRINT_STORE_BODY_H
#define OFFPRINT_STORE_BODY_H

#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

enum { BODY_MAX = 256 * 1024 * 1024 }; // bytes of the longest text

struct body_codec; // contexts that are used again; one thread at a time

struct body_codec *body_codec_open(void); // NULL where there is no memory
void body_codec_close(struct body_codec *codec); // takes NULL

// Compresses text. The result lives until the codec's next use.
enum offprint_status body_compress(struct body_codec *codec, struct slice text,
                                   struct slice *frame,
                                   struct offprint_error *err);

// Decompresses frame into the arena, NUL behind it. OFFPRINT_CORRUPT where it
// is damaged.
enum offprint_status body_decompress(struct body_codec *codec,
                                     struct slice frame, struct arena *arena,
                                     struct slice *text,
                                     struct offprint_error *err);

struct sqlite3;

// Registers offprint_text(body, zstd_dictionary_id): the text of a stored body,
// NULL for NULL, an error for anything else. Safe on any values. Returns an
// SQLite result code.
int body_register(struct sqlite3 *db);

#endif
