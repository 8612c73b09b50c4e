// vocabulary.h - the words of articles that come and go, counted for the
// dictionary; and what else their texts tell of words.
//
//     term            articles, occurrences     dictionary.h
//     e-mail          email: e mail             related.h, joined
//     stem cell (SC)  sc: stem cell             related.h, acronym
//     the language    of each article           related.h, language
//
// Counts are kept for a batch and written in its transaction, so that the index
// always counts the articles it holds.

#ifndef OFFPRINT_BUILD_VOCABULARY_H
#define OFFPRINT_BUILD_VOCABULARY_H

#include "base/error.h"
#include "store/articles.h"

struct vocabulary;

struct vocabulary *vocabulary_open(void); // NULL where there is no memory
void vocabulary_close(struct vocabulary *vocabulary); // takes NULL

// Decides the language of an article and counts its words. article->declared is
// read, article->language set: what the article says where its script fits, else
// what its words say; it lives as long as the vocabulary or the article.
enum offprint_status vocabulary_add(struct vocabulary *vocabulary,
                                    struct stored_article *article,
                                    struct offprint_error *err);

// Takes the words of an article back that leaves the store: call it before
// store_remove_article().
enum offprint_status vocabulary_remove(struct vocabulary *vocabulary,
                                       struct store *store, int64_t id,
                                       struct offprint_error *err);

// Writes all counts to the store, inside the caller's transaction, and forgets
// them.
enum offprint_status vocabulary_write(struct vocabulary *vocabulary,
                                      struct store *store,
                                      struct offprint_error *err);

// Makes dictionary, relations and languages anew from the stored articles,
// inside the caller's transaction.
enum offprint_status vocabulary_rebuild(struct store *store,
                                        struct offprint_error *err);

#endif
