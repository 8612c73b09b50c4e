// fts5_table.h - whether we know the format of the table posting, and how FTS5
// is told that it was written to.

#ifndef OFFPRINT_STORE_FTS5_TABLE_H
#define OFFPRINT_STORE_FTS5_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct store;

// Whether segments can be written to the table. OFFPRINT_TOO_NEW, with the
// reason as message, where its format is one that we do not know: INSERT does
// everywhere. *page_size (unless NULL) is pgsz, in bytes.
//
// Known is version 4 of posting_config, a structure of the first version, and
// a table with no options but content, content_rowid and tokenize: others
// (prefix, detail, columnsize, contentless_delete, tokendata, locale) change
// what has to be written.
enum offprint_status fts5_table_check(struct store *store, size_t *page_size,
                                      struct offprint_error *err);

// In a transaction: makes FTS5 write what it holds of earlier INSERTs, and
// forget what it knows of the index. It keeps the list of segments and the
// totals for a connection, and looks again after changes by other connections
// alone. No statement may be reading posting.
enum offprint_status fts5_table_settle(struct store *store,
                                       struct offprint_error *err);

// Has FTS5 merge segments where a level has four or more, so that searches have
// few to look into: it writes about so many leaves, and goes on next time.
enum offprint_status fts5_table_merge_some(struct store *store, uint32_t leaves,
                                           struct offprint_error *err);

#endif
