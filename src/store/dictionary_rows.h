// dictionary_rows.h - the rows in which the blocks of the dictionary lie.
//
// dictionary(id, data) holds the blocks under consecutive ids, and in row 0 the
// directory: where they begin. A merge writes its blocks behind the old ones,
// which it deletes as it reads them; ids only grow. The directory:
//
//     size      what
//     8         XXH3 of all that follows, little-endian
//     varints   number of terms in all blocks; id of the first block; count of
//               blocks
//     then for each block the length of its first key, a varint, and the key

#ifndef OFFPRINT_STORE_DICTIONARY_ROWS_H
#define OFFPRINT_STORE_DICTIONARY_ROWS_H

#include "store/dictionary_block.h"

// Rows of the table meta: the sums over all terms, side table and all.
#define DICTIONARY_ARTICLES    "word_articles"
#define DICTIONARY_OCCURRENCES "word_occurrences"

enum { DICTIONARY_DIRECTORY_ROW = 0 };

struct dictionary_directory {
    uint64_t terms;
    int64_t first_id;
    size_t count;             // of blocks
    struct slice *first_keys; // of each block
};

// Reads the directory into the arena; that of an empty dictionary has no
// blocks.
enum offprint_status dictionary_read_directory(
    struct store *store, struct arena *arena,
    struct dictionary_directory *directory, struct offprint_error *err);

// Writes the directory; its keys are given as they lie in the row.
enum offprint_status dictionary_write_directory(
    struct store *store, const struct dictionary_directory *directory,
    struct slice packed_keys, struct offprint_error *err);

// Adds a first key to those that dictionary_write_directory() takes.
void dictionary_pack_first_key(struct buffer *packed_keys, struct slice key);

// Memory for one block after the other, of an arena. All zero bytes: ready.
struct dictionary_room {
    void *bytes;
    size_t size;
};

// Reads and unpacks block number of a directory into room, where it stays until
// the next one comes there. OFFPRINT_CORRUPT where it is not what was written.
enum offprint_status dictionary_read_block(
    struct store *store, const struct dictionary_directory *directory,
    size_t number, struct arena *arena, struct dictionary_room *room,
    struct dictionary_unpacked *unpacked, struct offprint_error *err);

// OFFPRINT_CORRUPT for a block whose counts are cut off.
enum offprint_status dictionary_block_damaged(
    struct store *store, const struct dictionary_directory *directory,
    size_t number, struct offprint_error *err);

enum offprint_status dictionary_write_block(struct store *store, int64_t id,
                                            struct slice data,
                                            struct offprint_error *err);

enum offprint_status dictionary_delete_block(struct store *store, int64_t id,
                                             struct offprint_error *err);

#endif
