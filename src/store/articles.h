// articles.h - articles as they are stored: the row, the text, the postings.
//
// The postings of an article are part of it: adding and removing keep both
// sides in step, inside the caller's transaction.

#ifndef OFFPRINT_STORE_ARTICLES_H
#define OFFPRINT_STORE_ARTICLES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"
#include "store/filter.h"
#include "store/sources.h"

struct store;

// Values of the column kind.
enum article_kind {
    ARTICLE_WHOLE = 0,      // the source as it is
    ARTICLE_UNTITLED = 1,   // the same, named after its file
    ARTICLE_WHOLE_PAGE = 2, // a page in which no article was found
};

// The columns of the table posting. The body has most of the words, and places
// in the first column take two bytes less: they need no mark of their column.
enum posting_column {
    POSTING_BODY,
    POSTING_TITLE,
    POSTING_EXTRA, // authors, tags, captions, description
    POSTING_COLUMNS,
};

// Empty slices are absent values. Lists have one entry a line.
struct stored_article {
    int64_t id;
    int64_t source;
    struct slice member;
    struct slice name;
    uint8_t hash[STORED_HASH_BYTES];
    enum article_kind kind;
    struct slice title;
    struct slice authors;
    struct slice site;
    struct slice published;
    struct slice modified;
    struct slice declared; // language, as the article says
    struct slice language; // that it is in: declared, or guessed
    struct slice tags;
    struct slice url;
    struct slice description;
    struct slice captions;
    uint64_t length; // bytes of the body
    struct slice body;
};

// The hash of all that an article is, but for its place in the source and what
// was guessed: equal ones are the same article.
void stored_article_hash(const struct stored_article *article,
                         uint8_t hash[STORED_HASH_BYTES]);

// The greatest id that an article ever had, which whoever gives ids notes as
// "last_id" (store_set_meta()); 0: none had one.
enum offprint_status store_last_id(struct store *store, int64_t *id,
                                   struct offprint_error *err);

// Notes that the articles from an id on are added at a time, ns since 1970: a
// row "arrived 0000000017" of meta. For those before the first such row, of an
// index that is older, the time is when their source was read.
enum offprint_status store_note_arrival(struct store *store, int64_t first,
                                        int64_t time,
                                        struct offprint_error *err);

// A body as body_compress() made it.
struct stored_frame {
    struct slice bytes;
    int64_t dictionary; // id of a text dictionary; 0: none
};

// Adds the row of an article under its id, which no article ever had, with its
// body. The postings are added beside it:
// store_add_postings(), or a segment of them (fts5_segment.h).
enum offprint_status store_add_row(struct store *store,
                                   const struct stored_article *article,
                                   const struct stored_frame *frame,
                                   struct offprint_error *err);

// Puts another frame of the same body in its place.
enum offprint_status store_set_frame(struct store *store, int64_t id,
                                     const struct stored_frame *frame,
                                     struct offprint_error *err);

// Adds the postings of an article, which needs its body.
enum offprint_status store_add_postings(struct store *store,
                                        const struct stored_article *article,
                                        struct offprint_error *err);

// Removes an article and its postings.
enum offprint_status store_remove_article(struct store *store, int64_t id,
                                          struct offprint_error *err);

// Removes the articles of a source and leaves their postings, which
// store_rebuild_postings() must take away before the transaction ends: for
// removing a large part of the index at once. *count receives their number.
enum offprint_status store_drop_articles(struct store *store, int64_t source,
                                         uint64_t *count,
                                         struct offprint_error *err);

// Makes all postings anew from the stored articles. Nothing of what was removed
// is left in them.
enum offprint_status store_rebuild_postings(struct store *store,
                                            struct offprint_error *err);

// Merges all postings; what was removed from them is gone from the file then.
enum offprint_status store_merge_postings(struct store *store,
                                          struct offprint_error *err);

// Makes anew what searches need of the postings: lengths, and packed lists.
// Rebuilding and merging do it by themselves.
enum offprint_status store_refresh_derived(struct store *store,
                                           struct offprint_error *err);

// Says which language an article is in.
enum offprint_status store_set_language(struct store *store, int64_t id,
                                        struct slice language,
                                        struct offprint_error *err);

// Gives an article another name for its place in its source.
enum offprint_status store_set_member(struct store *store, int64_t id,
                                      struct slice member,
                                      struct offprint_error *err);

// What identifies the articles of a source.
struct stored_member {
    int64_t id;
    uint8_t hash[STORED_HASH_BYTES];
    struct slice member;
    struct slice name;
    enum article_kind kind;
};

// The articles of a source in the order of their ids, in the arena.
enum offprint_status store_members(struct store *store, int64_t source,
                                   struct arena *arena,
                                   struct stored_member **members,
                                   size_t *count, struct offprint_error *err);

// ---- Reading ----------------------------------------------------------------

// An article with where it comes from.
struct found_article {
    struct stored_article article;
    const char *root;        // absolute path of the root
    const char *source_path; // relative to the root
    const char *source_kind; // "html"; NULL: unknown
};

// The article with an id, in the arena; with_body: its text too.
// OFFPRINT_NOT_FOUND where there is none.
enum offprint_status store_article(struct store *store, int64_t id,
                                   bool with_body, struct arena *arena,
                                   struct found_article *found,
                                   struct offprint_error *err);

// Counts the articles of which the row is not what was hashed.
enum offprint_status store_count_changed(struct store *store, uint64_t *count,
                                         struct offprint_error *err);

// The ids of the articles with this name, or at this place, of which member may
// be NULL (any): up to limit, into ids. *count is how many there are in all.
enum offprint_status store_ids_of_name(struct store *store, const char *name,
                                       int64_t *ids, size_t limit,
                                       size_t *count,
                                       struct offprint_error *err);
enum offprint_status store_ids_of_place(struct store *store, int64_t root,
                                        const char *path, const char *member,
                                        int64_t *ids, size_t limit,
                                        size_t *count,
                                        struct offprint_error *err);

enum article_order {
    ORDER_ID,
    ORDER_DATE,   // newest first; articles without a date last
    ORDER_OLDEST, // oldest first; likewise
    ORDER_PATH,
    ORDER_TITLE,
};

// All zero bytes: every article, in the order of ids.
struct list_request {
    enum article_order order;
    int64_t root;     // what lies at or under path in a root; 0: everything
    const char *path; // NULL: all of the root
    const struct article_set *set; // these alone; NULL: all
};

// The ids of articles in order; free() them.
enum offprint_status store_list(struct store *store,
                                const struct list_request *request,
                                int64_t **ids, size_t *count,
                                struct offprint_error *err);

#endif
