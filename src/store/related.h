// related.h - words that stand for each other, beyond what their letters say.
//
// What articles tell is counted by the articles that tell it, so that it goes
// when they go; what the user gave has no count and stays.

#ifndef OFFPRINT_STORE_RELATED_H
#define OFFPRINT_STORE_RELATED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"

struct store;

// Kinds of relation, short because each row has one. Several terms in a row
// have single spaces between them.
#define RELATED_JOINED  "j"  // covid19: covid 19, written COVID-19
#define RELATED_ACRONYM "a"  // msc: mesenchymal stem cells; and back
#define RELATED_SYNONYM "s"  // car (its key): automobile; and back
#define RELATED_STEM    "t:" // with a language's code: stem key: term

struct relation_change {
    struct slice kind;
    struct slice term;
    struct slice other;
    int64_t articles; // by how much their number rises or falls
};

// Applies a change, inside the caller's transaction. What no article tells any
// more is gone; what is not there does not fall.
enum offprint_status store_change_relation(struct store *store,
                                           const struct relation_change *change,
                                           struct offprint_error *err);

// Forgets all relations of one kind, or all that articles told where kind is
// NULL.
enum offprint_status store_clear_relations(struct store *store,
                                           const char *kind,
                                           struct offprint_error *err);

// What a term is related to: up to limit strings, in the arena, those told by
// most articles first.
enum offprint_status store_related(struct store *store, struct slice kind,
                                   struct slice term, size_t limit,
                                   struct arena *arena, struct slice **others,
                                   size_t *count, struct offprint_error *err);

// ---- Languages --------------------------------------------------------------

struct language_count {
    const char *code; // as articles have it: "pt-BR"
    int number;       // language_number() of it
    uint64_t articles;
};

// Applies a change to the number of articles in a language; "" is unknown.
enum offprint_status store_change_language(struct store *store,
                                           struct slice code, int64_t articles,
                                           struct offprint_error *err);

// Forgets all counts.
enum offprint_status store_clear_languages(struct store *store,
                                           struct offprint_error *err);

// The languages of all articles, the most frequent first, in the arena.
enum offprint_status store_languages(struct store *store, struct arena *arena,
                                     struct language_count **languages,
                                     size_t *count, struct offprint_error *err);

// The same for a connection that reads, but that they are read once as long as
// nothing changes; *languages lives until the next call.
enum offprint_status store_keep_languages(struct store *store,
                                          struct language_count **languages,
                                          size_t *count,
                                          struct offprint_error *err);

struct kept_languages;

// Takes NULL.
void languages_forget_kept(struct kept_languages *kept);

// The tables, as part of the schema.
extern const char RELATED_TABLES[];

#endif
