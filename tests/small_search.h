// small_search.h - a small index in memory with packed lists, newer segments
// and deletions, and searches of each kind in it: to be disturbed.

#ifndef OFFPRINT_TESTS_SMALL_SEARCH_H
#define OFFPRINT_TESTS_SMALL_SEARCH_H

#include <stdlib.h>

#include "search/topk.h"
#include "store/connection.h"
#include "store/lengths.h"
#include "store/packed.h"
#include "store/posting_reader.h"

static const char SMALL_SEARCH_TABLES[] =
    "CREATE TABLE text(id INTEGER PRIMARY KEY, body, title, extra);"
    "CREATE VIRTUAL TABLE posting USING fts5(body, title, extra,"
    "  content='text', content_rowid='id');"
    "INSERT INTO posting(posting, rank) VALUES('pgsz', 128), ('automerge', 0);";

// The word all is in every article, even in most; both are packed.
static const char SMALL_SEARCH_ROWS[] =
    "INSERT INTO text WITH RECURSIVE n(i) AS"
    "  (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 900)"
    "  SELECT i * 7, 'all w' || i % 7 || CASE WHEN i % 8 THEN ' even v' ELSE"
    "   ' v' END || i % 31 || ' all', CASE WHEN i % 5 THEN '' ELSE 'even all'"
    "   END, CASE WHEN i % 9 THEN '' ELSE 'all' END FROM n;"
    "INSERT INTO posting(rowid, body, title, extra) SELECT * FROM text;";

static const char SMALL_SEARCH_CHANGES[] =
    "INSERT INTO posting(posting, rowid, body, title, extra)"
    "  SELECT 'delete', * FROM text WHERE id % 11 = 0;"
    "INSERT INTO posting(rowid, body, title, extra)"
    "  SELECT id + 6300, body, title, extra FROM text WHERE id < 200;";

// False where there is no memory.
static inline bool small_search_open(struct store *store)
{
    static char name[] = "small";
    *store = (struct store){ .path = name };
    return sqlite3_open(":memory:", &store->db) == SQLITE_OK
           && !store_execute(store, SMALL_SEARCH_TABLES, NULL)
           && !store_execute(store, LENGTH_TABLE, NULL)
           && !store_execute(store, PACKED_TABLES, NULL)
           && !store_execute(store, SMALL_SEARCH_ROWS, NULL)
           && !lengths_rebuild(store, NULL) && !packed_refresh(store, NULL)
           && !store_execute(store, SMALL_SEARCH_CHANGES, NULL);
}

// What a reader knows is forgotten, as if the index were opened anew.
static inline void small_search_forget(struct store *store)
{
    posting_reader_close(store->reader);
    store->reader = NULL;
}

static inline void small_search_close(struct store *store)
{
    small_search_forget(store);
    for (size_t i = 0; i < store->statement_count; i++)
        sqlite3_finalize(store->statements[i].stmt);
    sqlite3_close(store->db);
}

// ---- Searches ---------------------------------------------------------------

enum { SMALL_SEARCH_KINDS = 8 };

// "all" with "even", "w3", "v1*", and "all w2".
struct small_search {
    struct slice terms[6];
    struct form forms[5];
    struct family families[4];
    struct plan_word words[4];
    struct plan_pair pairs[3];
    struct plan_node nodes[4];
    struct plan_node *parts[4];
    struct plan_node root;
    struct plan_node every;
    struct plan_node *but[2];
    struct plan plan;
};

static inline void small_search_make_words(struct small_search *search)
{
    static const struct slice TERMS[] = {
        { "all", 3 }, { "even", 4 }, { "w3", 2 },
        { "v1", 2 },  { "all", 3 },  { "w2", 2 },
    };
    memcpy(search->terms, TERMS, sizeof TERMS);
    for (size_t i = 0; i < 5; i++)
        search->forms[i] = (struct form){ .terms = &search->terms[i],
                                          .term_count = 1 + (i == 4),
                                          .prefix = i == 3,
                                          .weight = i == 1 ? 0.5F : 1 };
    for (size_t i = 0; i < 4; i++) {
        search->families[i] =
            (struct family){ .forms = &search->forms[i + (i > 0)],
                             .form_count = 1 + (i == 0) };
        search->words[i] =
            (struct plan_word){ &search->families[i], 1 + (double)i };
        search->nodes[i] = (struct plan_node){ .kind = PLAN_FAMILY,
                                               .family = &search->families[i] };
        search->parts[i] = &search->nodes[i];
    }
}

// All or any of the words, near each other, or all articles without one.
static inline void small_search_make_tree(struct small_search *search,
                                          enum plan_kind kind)
{
    search->root = (struct plan_node){
        .kind = kind, .distance = 3, .parts = search->parts, .part_count = 4
    };
    search->plan.matching = &search->root;
    if (kind == PLAN_NEAR) search->root.part_count = 3;
    if (kind != PLAN_BUT) return;
    search->every = (struct plan_node){ .kind = PLAN_EVERY };
    search->but[0] = &search->every;
    search->but[1] = search->parts[1];
    search->root.parts = search->but;
    search->root.part_count = 2;
}

static inline void small_search_make(struct small_search *search, unsigned kind)
{
    static const enum plan_kind KINDS[] = { PLAN_ANY, PLAN_ALL, PLAN_NEAR,
                                            PLAN_BUT };
    *search = (struct small_search){ 0 };
    small_search_make_words(search);
    search->plan.words = search->words;
    search->plan.word_count = 4;
    small_search_make_tree(search, KINDS[kind % 4]);
    if (kind < 4) return;
    for (uint32_t i = 0; i < 3; i++)
        search->pairs[i] = (struct plan_pair){ i, i + 1, 1 };
    search->plan.pairs = search->pairs;
    search->plan.pair_count = 3;
    search->plan.phrase =
        (struct form){ .terms = &search->terms[0], .term_count = 2 };
    search->plan.phrase_weight = 3;
}

// Searches of a kind, below SMALL_SEARCH_KINDS, within a transaction.
// top_free() the result.
static inline enum offprint_status small_search_run(struct store *store,
                                                    unsigned kind,
                                                    bool exhaustive,
                                                    struct topk_result *result,
                                                    struct offprint_error *err)
{
    static const struct scorer SCORER = { 1.2, 0.6, { 2, 1, 0.5 }, 0.5, 1,
                                          1,   1,   false };
    struct arena arena = { 0 };
    struct small_search search;
    small_search_make(&search, kind);
    const struct topk_request request = { .plan = &search.plan,
                                          .scorer = &SCORER,
                                          .exhaustive = exhaustive };
    *result = (struct topk_result){ .top.limit = 10 };
    enum offprint_status status =
        topk_run(store, &request, &arena, result, err);
    arena_free(&arena);
    return status;
}

#endif
