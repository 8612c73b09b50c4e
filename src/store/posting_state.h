// posting_state.h - a reader and its lists from within: what the files of
// posting_reader.h share.
//
//     posting_reader.c  opening, what is known of all articles, walks
//     posting_list.c    blocks and positions of one list
//     posting_find.c    the lists of a term, out of all segments
//     posting_terms.c   the terms that begin alike

#ifndef OFFPRINT_STORE_POSTING_STATE_H
#define OFFPRINT_STORE_POSTING_STATE_H

#include "store/articles.h"
#include "store/fts5_structure.h"
#include "store/fts5_walk.h"
#include "store/kept_rows.h"
#include "store/posting_reader.h"
#include "store/term_index.h"

struct reader_segment {
    struct fts5_structure_segment segment;
    bool packed;
    uint32_t searches; // for a term; after many, the terms are known:
    bool terms_known;
    struct term_index lists;  // numbers of packed lists
    struct term_index leaves; // fts5_leaves_read()
};

struct posting_reader {
    struct store *store;
    uint32_t version;                // of the file, for which all this holds
    struct reader_segment *segments; // the newest first
    size_t segment_count;
    uint64_t articles;
    uint64_t words[POSTING_COLUMNS];
    uint32_t end;
    double decoded[LENGTH_CODES]; // lengths by their codes
    uint8_t **lengths;            // by window; NULL: not read yet
    uint32_t window_count;
    struct kept_rows *rows; // NULL where the connection writes
    // Chunks of packed lists, held until posting_reader_release().
    struct kept_row **held;
    size_t held_count;
    size_t held_room;
    void *work; // posting_reader_work()
    // What is read of one term, for posting_find.c: its memory serves again.
    struct entry *entries;
    size_t entry_room;
    // Walks through leaves, lent to lists until posting_reader_release(): their
    // memory serves again.
    struct fts5_walk **walks;
    size_t walk_count;
    size_t walk_room;
    size_t walks_lent;
};

// Where an entry stands that was read from a leaf.
struct entry_place {
    struct fts5_place place;
    uint32_t segment; // of reader->segments
};

// What a list is read from.
struct posting_source {
    struct arena *arena;
    struct packed_units units;
    // A packed list:
    int64_t list;
    size_t segment;
    const struct kept_row **chunks; // NULL: not read yet; the reader holds them
    size_t chunk_count;
    const uint32_t *mask; // ids that are left out, by their order
    size_t mask_count;
    struct slice data; // of the block at hand
    uint32_t *ids;
    uint32_t *occurrences;
    // Entries from leaves:
    const struct entry_place *places;
    // Where positions are read.
    struct fts5_walk *walk; // NULL: not yet
    size_t walk_segment;
    uint32_t walk_block; // of a packed list: UINT32_MAX: none
    uint32_t walk_entry; // number in that block
};

// A walk through a segment, which belongs to the reader; NULL where there is no
// memory. Lent until reader->walks_lent is what it was, at the latest until
// posting_reader_release().
struct fts5_walk *posting_lend_walk(struct posting_reader *reader,
                                    size_t segment);

// Makes a walk one through a segment; it stands before its first term.
void posting_turn_walk(struct posting_reader *reader, size_t segment,
                       struct fts5_walk *walk);

// Makes a list, whose source is new, that of the packed list of a number, of a
// segment.
enum offprint_status posting_open_packed(size_t segment, int64_t number,
                                         struct posting_list *list,
                                         struct offprint_error *err);

#endif
