// posting_reader.h - the articles of a term, straight from the index.
//
// A term has one list in each segment whose frequent terms are packed
// (packed_list.h), and one more with what all other segments hold of it, read
// from FTS5's leaves. An id is in one list of a term at most: what is deleted,
// or written anew in a newer segment, is left out.
//
//     posting_reader_open(store, &reader, err)
//     mark = posting_reader_mark(reader)
//     posting_reader_find(reader, term, &request, arena, &found, err)
//     for each found.items[i], for each block b that is of interest:
//         posting_list_block(list, b, err): list->ids, list->occurrences
//         posting_list_positions(list, i, &positions, err)
//     posting_reader_release(reader, mark)
//
// Occurrences are weighted by units, one number for each field, so that whoever
// scores need not know of fields; an article in which they come to 0 is not one
// of the term's. Ids are below 2^32.
//
// Everything holds while the caller's transaction lasts, and lists as long as
// the arena. One thread at a time.

#ifndef OFFPRINT_STORE_POSTING_READER_H
#define OFFPRINT_STORE_POSTING_READER_H

#include "base/arena.h"
#include "store/lengths.h"
#include "store/packed_list.h"

struct posting_reader;
struct store;

enum { POSTING_BLOCK = PACKED_BLOCK };

// A list of articles by rising ids, in blocks of at most POSTING_BLOCK.
struct posting_list {
    struct posting_reader *reader;
    uint32_t articles;    // at most; some may have no occurrences
    uint32_t block_count; // may be 0
    const uint32_t *last; // of each block: no id is greater
    bool packed;          // frontiers and best are known, and blocks are
                          // unpacked on demand; else all is there already
    struct packed_head head;
    uint32_t block; // at hand; UINT32_MAX: none
    uint32_t count; // its articles
    const uint32_t *ids;
    const uint32_t *occurrences;
    const uint32_t *all_ids; // where it is not packed
    const uint32_t *all_occurrences;
    struct posting_source *source; // private
};

struct posting_lists {
    struct posting_list *items;
    size_t count;
    bool masked; // articles are left out of a packed list: best may be of them
};

// The reader of a store, made or renewed for the snapshot that the caller's
// transaction reads; it belongs to the store. OFFPRINT_TOO_NEW where the
// postings have a format that we do not know.
enum offprint_status posting_reader_open(struct store *store,
                                         struct posting_reader **reader,
                                         struct offprint_error *err);

// What is known of all articles.
uint32_t posting_reader_end(
    const struct posting_reader *reader); // no id is as great
uint64_t posting_reader_articles(const struct posting_reader *reader);
uint64_t posting_reader_words(const struct posting_reader *reader,
                              unsigned column);

// Memory for whoever searches: of size bytes, the same each time, all zero at
// first; what is put there stays from search to search. NULL where there is no
// memory. For one user.
void *posting_reader_work(struct posting_reader *reader, size_t size);

// length_decode() of each code.
const double *posting_reader_decoded(const struct posting_reader *reader);

// The codes of the lengths of a window of ids (lengths.h).
enum offprint_status posting_reader_lengths(struct posting_reader *reader,
                                            uint32_t window,
                                            const uint8_t **codes,
                                            struct offprint_error *err);

// The ids of all articles among count ids from first on: a bit each, the first
// one that of first.
enum offprint_status posting_reader_ids(struct posting_reader *reader,
                                        uint32_t first, uint32_t count,
                                        uint64_t *bits,
                                        struct offprint_error *err);

// What is asked of the lists of a term.
struct posting_request {
    struct packed_units units;
    bool places;       // positions will be asked for
    uint64_t articles; // that have it, as far as is known: of a rare one no
                       // packed list is looked for
};

// The lists of a term, none where no article has it.
enum offprint_status posting_reader_find(struct posting_reader *reader,
                                         struct slice term,
                                         const struct posting_request *request,
                                         struct arena *arena,
                                         struct posting_lists *lists,
                                         struct offprint_error *err);

// Makes a list of count ids with their occurrences, which live as long as it
// does; last has room for the greatest id of each block. It has no positions.
void posting_list_of(struct posting_reader *reader, const uint32_t *ids,
                     const uint32_t *occurrences, uint32_t *last,
                     uint32_t count, struct posting_list *list);

// The terms that begin so, at most limit of them, in the arena: those with the
// most postings, going by their bytes. *total is how many there are.
enum offprint_status posting_reader_terms(struct posting_reader *reader,
                                          struct slice prefix, size_t limit,
                                          struct arena *arena,
                                          struct slice **terms, size_t *count,
                                          size_t *total,
                                          struct offprint_error *err);

// Brings the ids of a block to hand; list->occurrences may be NULL.
enum offprint_status posting_list_ids(struct posting_list *list, uint32_t block,
                                      struct offprint_error *err);

// Brings a block to hand.
enum offprint_status posting_list_block(struct posting_list *list,
                                        uint32_t block,
                                        struct offprint_error *err);

// The positions of the i-th article of the block at hand, until they are asked
// for again: the bytes of fts5_positions_of(). Only with places.
enum offprint_status posting_list_positions(struct posting_list *list,
                                            uint32_t i, struct slice *positions,
                                            struct offprint_error *err);

// How much of the reader lists use, so that those that are opened from now on
// can be let go of before those that are open already.
struct posting_mark {
    size_t held;
    size_t walks;
};
struct posting_mark posting_reader_mark(const struct posting_reader *reader);

// Ends the use of all lists that were opened behind a mark; their memory is the
// arena's.
void posting_reader_release(struct posting_reader *reader,
                            struct posting_mark mark);

// For the store alone. Takes NULL.
void posting_reader_close(struct posting_reader *reader);

#endif
