// packed.h - the packed lists of all segments (packed_list.h), in tables.
//
//     packed_segment  the segments whose frequent terms have packed lists: its
//                     number, first and last leaf, a hash of these two leaves,
//                     and the numbers of its lists, from first_list on, before
//                     end_list
//     packed_term     segment, term -> number of the list; segment and term
//                     without a list: a term of few articles, or one of which
//                     some were deleted
//     packed          list << 16 | chunk -> bytes
//
// They are derived from the postings, and hold for a segment as long as it is
// the one that they were made from: FTS5 may merge or rebuild the postings
// behind our back, and use a number again. Row 2 of posting_data is a seal of
// ours, which a rebuild breaks.

#ifndef OFFPRINT_STORE_PACKED_H
#define OFFPRINT_STORE_PACKED_H

#include "store/fts5_structure.h"
#include "store/kept_rows.h"
#include "store/packed_list.h"
#include "store/term_index.h"

struct store;

extern const char PACKED_TABLES[];

// Makes packed lists of all large segments that have none, and drops those that
// hold no longer. In the caller's transaction, in which nobody reads posting.
enum offprint_status packed_refresh(struct store *store,
                                    struct offprint_error *err);

// Drops all packed lists.
enum offprint_status packed_drop(struct store *store,
                                 struct offprint_error *err);

// Whether the packed lists of a segment hold.
enum offprint_status packed_is_valid(
    struct store *store, const struct fts5_structure_segment *segment,
    bool *valid, struct offprint_error *err);

// The number of the list of a term; 0 where it has none.
enum offprint_status packed_find(struct store *store, uint32_t segment,
                                 struct slice term, int64_t *list,
                                 struct offprint_error *err);

// Adds the terms that have lists in a segment to an empty index, with the
// numbers of these.
enum offprint_status packed_terms_read(struct store *store, uint32_t segment,
                                       struct term_index *index,
                                       struct offprint_error *err);

// A chunk of a list, held for the caller (kept_rows_read());
// PACKED_BLOCK_BYTES_MAX bytes more may be read.
enum offprint_status packed_chunk_hold(struct store *store,
                                       struct kept_rows *rows, int64_t list,
                                       uint32_t chunk, struct kept_row **row,
                                       struct offprint_error *err);

#endif
