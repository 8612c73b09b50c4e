// store.h - the one door to the index file.
//
// An index is one SQLite file: schema.c has its tables, sources.h and
// articles.h their rows, postings.h the words. Only store/ speaks SQL.
//
// Readers wait for nothing longer than the moment in which a run begins or
// ends, and see one state per transaction. One writer at a time: whoever writes
// holds the run lock (lock.h).
//
// A new index is made in a file beside its place, INDEX-build, which has no
// readers and so needs no -wal, and is put there with its first batch
// (store_publish()). Until then it is an empty index to readers. After a crash
// the next run goes on with that file.

#ifndef OFFPRINT_STORE_STORE_H
#define OFFPRINT_STORE_STORE_H

#include <stdbool.h>

#include "base/error.h"

struct store;

// Opens an index for reading and writes nothing, also on read-only media.
// OFFPRINT_NO_INDEX, OFFPRINT_FOREIGN, OFFPRINT_TOO_OLD, OFFPRINT_TOO_NEW and
// OFFPRINT_CORRUPT tell what is wrong with the file.
enum offprint_status store_open(const char *path, struct store **store,
                                struct offprint_error *err);

// OFFPRINT_NO_INDEX where there is no index at path, nor one in the making.
enum offprint_status store_must_exist(const char *path,
                                      struct offprint_error *err);

// Whether a store that was opened for reading is of an index that is being
// made, or whose first run ended early: it is empty.
bool store_is_in_the_making(const struct store *store);

// Opens an index for writing; the caller holds the run lock. With create, a
// missing or empty file becomes a new index, mode 0600. One that was in the
// making is opened without create, too. OFFPRINT_BUSY where another program has
// it locked: try again.
enum offprint_status store_open_writable(const char *path, bool create,
                                         struct store **store,
                                         struct offprint_error *err);

// Whether the index is of an older schema: upgrade it before anything else, or
// refuse it with store_refuse_outdated().
bool store_is_outdated(const struct store *store);

// OFFPRINT_TOO_OLD where the index is of an older schema.
enum offprint_status store_refuse_outdated(const struct store *store,
                                           struct offprint_error *err);

// A new index in memory alone, for trying what a run would do.
enum offprint_status store_open_scratch(struct store **store,
                                        struct offprint_error *err);

// Takes NULL. Rolls back what was not committed.
void store_close(struct store *store);

// OFFPRINT_BUSY where another program writes, which is hardly waited for.
enum offprint_status store_begin(struct store *store,
                                 struct offprint_error *err);
enum offprint_status store_commit(struct store *store,
                                  struct offprint_error *err);
void store_rollback(struct store *store);
bool store_is_in_transaction(const struct store *store);

// One transaction for all that is read until store_let_go(). After a failure
// nothing is held.
enum offprint_status store_hold(struct store *store,
                                struct offprint_error *err);
void store_let_go(struct store *store);

// After a commit: puts a new index in its place, from where readers have it.
// Does nothing to one that is there already.
enum offprint_status store_publish(struct store *store,
                                   struct offprint_error *err);

// Overwrites what is deleted from now on, so that it cannot be read back from
// the file.
enum offprint_status store_erase_deleted(struct store *store,
                                         struct offprint_error *err);

// Gives the pages back that hold nothing any more: the file shrinks.
enum offprint_status store_give_back(struct store *store,
                                     struct offprint_error *err);

// After the last commit: brings everything into the one file, so that it can be
// copied. Retries until wait_seconds are over while others read; *single tells
// whether it came to be. The next run tidies up otherwise.
enum offprint_status store_make_single_file(struct store *store,
                                            double wait_seconds, bool *single,
                                            struct offprint_error *err);

#endif
