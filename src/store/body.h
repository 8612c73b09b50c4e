// body.h - the text of an article, compressed.
//
// A body is one zstd frame that states its size. Most are compressed with a
// dictionary of what the texts of the archive have in common, which for short
// texts is most of what there is to save: of English encyclopedia articles .40
// stays, without one .48. A dictionary is a row of zstd_dictionary and its id a
// hash of its bytes, so that none is ever taken for another.
//
// What is read back is treated as hostile: stored_text.h.

#ifndef OFFPRINT_STORE_BODY_H
#define OFFPRINT_STORE_BODY_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"

enum {
    BODY_MAX = 256 * 1024 * 1024, // bytes of the longest text
    // Bytes of texts from which on a dictionary saves more than it takes.
    BODY_DICTIONARY_WORTH = 1024 * 1024,
};

// A dictionary to compress with. Constant once it is open: share freely.
struct body_dictionary;

// Makes a dictionary from texts of an archive, of which it looks at a sample;
// the same texts give the same bytes. Texts from which none can be made give no
// bytes.
enum offprint_status body_dictionary_train(const struct slice *texts,
                                           size_t count, struct buffer *bytes,
                                           struct offprint_error *err);

// Copies the bytes of a dictionary; close it. OFFPRINT_NO_MEMORY is the one
// failure.
enum offprint_status body_dictionary_open(struct slice bytes,
                                          struct body_dictionary **dictionary,
                                          struct offprint_error *err);
void body_dictionary_close(struct body_dictionary *dictionary); // takes NULL

// Its id, above 0.
int64_t body_dictionary_id(const struct body_dictionary *dictionary);

// The id of the dictionary with these bytes.
int64_t body_id_of_dictionary(struct slice bytes);

struct body_codec; // a context that is used again; one thread at a time

struct body_codec *body_codec_open(void); // NULL where there is no memory
void body_codec_close(struct body_codec *codec); // takes NULL

// Compresses text, with a dictionary unless that is NULL. The result lives
// until the codec's next use.
enum offprint_status body_compress(struct body_codec *codec,
                                   const struct body_dictionary *dictionary,
                                   struct slice text, struct slice *frame,
                                   struct offprint_error *err);

#endif
