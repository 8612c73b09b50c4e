#include "store/check_dictionary.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "store/articles.h"
#include "store/connection.h"
#include "store/dictionary_rows.h"
#include "text/fold_key.h"

// All terms of the postings, as dictionary entries.
struct truth {
    struct dictionary_entry *items;
    size_t count;
    size_t room;
};

static const char MAKE_VOCABULARY[] =
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary"
    " USING fts5vocab(main, posting, row)";
static const char VOCABULARY[] = "SELECT term, doc, cnt FROM temp.vocabulary";

static enum offprint_status add_row(struct truth *truth, sqlite3_stmt *stmt,
                                    struct arena *arena,
                                    struct offprint_error *err)
{
    char room[TERM_MAX];
    struct slice term = { (const char *)sqlite3_column_text(stmt, 0),
                          (size_t)sqlite3_column_bytes(stmt, 0) };
    if (term.len == 0 || term.len > TERM_MAX || words_is_of_run(term))
        return OFFPRINT_OK;
    void *grown = array_grow(truth->items, truth->count, &truth->room,
                             sizeof *truth->items);
    if (!grown) return fail_no_memory(err);
    truth->items = grown;
    struct dictionary_entry *entry = &truth->items[truth->count++];
    *entry = (struct dictionary_entry){
        .term = arena_copy(arena, term),
        .articles = (uint64_t)sqlite3_column_int64(stmt, 1),
        .occurrences = (uint64_t)sqlite3_column_int64(stmt, 2),
    };
    struct slice key = fold_key(term, room);
    entry->key = slice_equal(key, term) ? entry->term : arena_copy(arena, key);
    return entry->term.ptr && entry->key.ptr ? OFFPRINT_OK
                                             : fail_no_memory(err);
}

static enum offprint_status read_truth(struct store *store, struct arena *arena,
                                       struct truth *truth,
                                       struct offprint_error *err)
{
    enum offprint_status status = store_execute(store, MAKE_VOCABULARY, err);
    sqlite3_stmt *stmt;
    if (!status) status = store_prepare(store, VOCABULARY, &stmt, err);
    if (status) return status;
    int code = SQLITE_DONE;
    while (!status && (code = sqlite3_step(stmt)) == SQLITE_ROW)
        status = add_row(truth, stmt, arena, err);
    enum offprint_status end = store_rows_end(store, stmt, code, err);
    return status ? status : end;
}

static int in_order(const void *left, const void *right)
{
    const struct dictionary_entry *a = left, *b = right;
    int order = slice_compare(a->key, b->key);
    return order ? order : slice_compare(a->term, b->term);
}

// Ranking takes the sums for what a word stands in an article in the mean.
static enum offprint_status compare_sums(struct store *store,
                                         const struct truth *truth, bool *same,
                                         struct offprint_error *err)
{
    int64_t articles, occurrences = 0;
    uint64_t all_articles = 0, all_occurrences = 0;
    for (size_t i = 0; i < truth->count; i++) {
        all_articles += truth->items[i].articles;
        all_occurrences += truth->items[i].occurrences;
    }
    enum offprint_status status =
        store_meta(store, DICTIONARY_ARTICLES, &articles, err);
    if (!status)
        status = store_meta(store, DICTIONARY_OCCURRENCES, &occurrences, err);
    const bool none = articles == 0 && occurrences == 0;
    *same = none
            || ((uint64_t)articles == all_articles
                && (uint64_t)occurrences == all_occurrences);
    return status;
}

enum offprint_status check_dictionary(
    struct store *store, struct arena *arena,
    struct dictionary_differences *differences, bool *sums,
    struct offprint_error *err)
{
    *sums = true;
    *differences = (struct dictionary_differences){ 0 };
    struct truth truth = { 0 };
    struct dictionary *dictionary;
    enum offprint_status status = read_truth(store, arena, &truth, err);
    if (!status) status = dictionary_open(store, arena, &dictionary, err);
    if (!status && truth.count)
        qsort(truth.items, truth.count, sizeof *truth.items, in_order);
    if (!status)
        status = dictionary_compare(dictionary, truth.items, truth.count, arena,
                                    differences, err);
    if (!status) status = compare_sums(store, &truth, sums, err);
    free(truth.items);
    return status;
}
