// fts5_segment.h - writes a segment of FTS5's index in one go, without FTS5.
//
// FTS5 collects words in memory, writes them as a small segment, and merges
// small segments into larger ones, again and again. Whoever has the postings of
// many articles sorted by term writes them once:
//
//     posting_data             leaves: terms and their doclists, in order
//       segment 3, leaf 1      +--------------------------------------------+
//                              | aachen  doclist  aal  doclist  ... the doc- |
//       segment 3, leaf 2      | list ......................................| no
//       segment 3, leaf 3      | ....................  thea  doclist  theatr |
//                              +--------------------------------------------+
//     posting_idx              a row for each leaf on which a term begins:
//       segment, term, leaf    3, '', 1 * 2 + d     3, 'thea', 3 * 2 + d
//     posting_data             doclist indexes, for long doclists (fts5_dlidx.h)
//                              structure (fts5_structure.h), totals
//     posting_docsize          lengths of articles (fts5_lengths.h)
//
// The term of a row of posting_idx is cut as short as it can be to come after
// all terms before; d tells whether the last term of the leaf has a doclist
// index. fts5_leaf.h has the bytes of a leaf, fts5_doclist.h those of a
// doclist. All of it is described in the head of SQLite's
// ext/fts5/fts5_index.c; its writer (fts5WriteAppendTerm() and what follows
// there) is the reference. The format is version 4 of posting_config, as of
// SQLite 3.40.1 and 3.53.2.
//
// In one transaction of the caller:
//
//     fts5_segment_open(store, &segment, err)
//     for each term, in the order of bytes:
//         fts5_segment_add_term(segment, term, err)
//         for each chunk of articles with the term, in the order of ids:
//             fts5_segment_add_run(segment, &run, err)
//     fts5_segment_finish(segment, err)
//     fts5_segment_close(segment)
//     for each article: fts5_add_lengths(); once: fts5_add_totals()
//
// The articles must never have been in the index before, not even deleted:
// markers of deletion that FTS5 wrote would hide them. Between open and finish
// nobody else may write to posting, and neither then nor in fts5_add_totals()
// may a statement be reading it. Afterwards the same connection reads and
// writes it as ever. After a failure only close and a rollback make sense.
//
// Memory is a few pages. One thread at a time.

#ifndef OFFPRINT_STORE_FTS5_SEGMENT_H
#define OFFPRINT_STORE_FTS5_SEGMENT_H

#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"
#include "store/fts5_doclist.h"

struct fts5_segment;
struct store;

// OFFPRINT_TOO_NEW, with the reason as message, where the table has a format
// that we do not know (fts5_table_check()): then INSERT. OFFPRINT_FULL where it
// has as many segments as FTS5 can count.
enum offprint_status fts5_segment_open(struct store *store,
                                       struct fts5_segment **segment,
                                       struct offprint_error *err);

// Begins a term, which comes after all before it by its bytes; copied. The one
// before it has a run at least. OFFPRINT_MISUSE where it has more than
// FTS5_TERM_LONGEST bytes.
enum offprint_status fts5_segment_add_term(struct fts5_segment *segment,
                                           struct slice term,
                                           struct offprint_error *err);

// Adds articles with the term, all with higher ids than those before; ids are
// above 0. Copied.
enum offprint_status fts5_segment_add_run(struct fts5_segment *segment,
                                          const struct fts5_run *run,
                                          struct offprint_error *err);

// Makes it part of the index. A segment without terms leaves no trace.
enum offprint_status fts5_segment_finish(struct fts5_segment *segment,
                                         struct offprint_error *err);

// How many leaves it has so far.
uint32_t fts5_segment_leaves(const struct fts5_segment *segment);

// Takes NULL.
void fts5_segment_close(struct fts5_segment *segment);

#endif
