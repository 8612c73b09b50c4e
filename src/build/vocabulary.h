// vocabulary.h - what articles that come and go tell of words, for the index:
//
//     term            articles, occurrences     store/dictionary.h
//     relations       e-mail, MSC ...           store/related.h
//     languages       articles in each          store/related.h
//
// Counts are kept for a batch and written in its transaction, so that the index
// always counts the articles that it holds. Where they fill the memory that
// they may take they are written before its end.

#ifndef OFFPRINT_BUILD_VOCABULARY_H
#define OFFPRINT_BUILD_VOCABULARY_H

#include "base/error.h"
#include "build/merge.h"

struct vocabulary;

// Opens a vocabulary that writes to the store, inside the caller's transaction,
// when its counts take so many bytes. NULL where there is no memory.
struct vocabulary *vocabulary_open(struct store *store, uint64_t limit_bytes);
void vocabulary_close(struct vocabulary *vocabulary); // takes NULL

// Counts the articles of a chunk that was digested, but for their terms.
enum offprint_status vocabulary_add(struct vocabulary *vocabulary,
                                    const struct chunk *chunk,
                                    struct offprint_error *err);

// Counts a term of chunks that were merged. Terms come in their order.
enum offprint_status vocabulary_add_term(struct vocabulary *vocabulary,
                                         const struct merged_term *term,
                                         struct offprint_error *err);

// Takes the words of an article back that leaves the store: call it before
// store_remove_article().
enum offprint_status vocabulary_remove(struct vocabulary *vocabulary,
                                       int64_t id, struct offprint_error *err);

// Writes all counts, and forgets them.
enum offprint_status vocabulary_write(struct vocabulary *vocabulary,
                                      struct offprint_error *err);

// Makes dictionary, relations and languages anew from the stored articles,
// inside the caller's transaction.
enum offprint_status vocabulary_rebuild(struct store *store,
                                        struct offprint_error *err);

#endif
