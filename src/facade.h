// facade.h - what the files behind offprint.h share.
//
//     offprint.c         indexing, articles, what the index holds
//     offprint_search.c  a search and its hits
//     offprint_explain.c how a score came about
//     offprint_like.c    articles like another
//     offprint_mark.c    where an article has what a query matches
//     offprint_extract.c what is in a file
//     offprint_words.c   words: tokens, terms, what a query stood for

#ifndef OFFPRINT_FACADE_H
#define OFFPRINT_FACADE_H

#include "base/arena.h"
#include "offprint.h"
#include "search/marks.h"
#include "search/search.h"
#include "store/articles.h"
#include "text/stems.h"

struct offprint_index {
    struct store *store;
    struct stemmers *stemmers;
    char *path;
};

// Fills *article from a row, in the arena that the row is in.
enum offprint_status facade_publish(const struct found_article *found,
                                    struct arena *arena,
                                    struct offprint_article *article,
                                    struct offprint_error *err);

// What a search for articles like another is besides.
struct likeness {
    const double *weights; // by which those of the words of the query are
                           // multiplied, in their order
    size_t count;
    int64_t except; // id of an article that is no hit; 0: none
};

// A search; likeness may be NULL.
enum offprint_status facade_search(
    const offprint_index *index, const struct offprint_search_options *options,
    const struct likeness *likeness, struct offprint_result **result,
    struct offprint_error *err);

// What a search is asked, with the defaults where options are zero; today is
// for dates such as 2y.
struct search_request facade_request(
    const offprint_index *index, const struct offprint_search_options *options,
    const struct likeness *likeness, const char *today);

// The warnings of a query and of what it stands for, in the arena.
enum offprint_status facade_warnings(const struct search *search,
                                     struct arena *arena,
                                     const struct offprint_warning **warnings,
                                     size_t *count, struct offprint_error *err);

// Marks between which nothing but a space stands are one: "stem cells". Returns
// where the one ends that begins with *first, which becomes the last of it.
size_t facade_end_of_marks(struct slice text, const struct marks *marks,
                           size_t *first);

// Cuts a list with one entry a line into strings, in the arena. NULL where
// there is no memory or the list is empty.
const char *const *facade_split_lines(struct arena *arena, struct slice text,
                                      size_t *count);

// The order of the store that a sort stands for; that by default is by date.
enum article_order facade_order(enum offprint_sort sort);

// Fills the words of a result: what those of the query stood for.
enum offprint_status facade_explain_words(const struct search *search,
                                          struct arena *arena,
                                          struct offprint_result *result,
                                          struct offprint_error *err);

// How the score of a hit came about; NULL where that cannot be told.
enum offprint_status facade_explain_score(
    const struct search *search, int64_t id, struct arena *arena,
    const struct offprint_explanation **explanation,
    struct offprint_error *err);

// Terms of a form with spaces between, a prefix with *; NULL: no memory.
const char *facade_row_of_terms(const struct form *form, struct arena *arena);

#endif
