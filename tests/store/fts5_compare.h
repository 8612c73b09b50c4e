// fts5_compare.h - whether the tables posting and plain of fts5_archive.h hold
// the same and answer alike, asked through SQL alone.

#ifndef OFFPRINT_TESTS_STORE_FTS5_COMPARE_H
#define OFFPRINT_TESTS_STORE_FTS5_COMPARE_H

#include <stdio.h>

#include "fts5_archive.h"

static inline bool same_value(sqlite3_stmt *a, sqlite3_stmt *b, int column)
{
    const int type = sqlite3_column_type(a, column);
    if (type != sqlite3_column_type(b, column)) return false;
    if (type == SQLITE_FLOAT)
        return !(sqlite3_column_double(a, column)
                     < sqlite3_column_double(b, column)
                 || sqlite3_column_double(a, column)
                        > sqlite3_column_double(b, column));
    const struct slice x = { sqlite3_column_blob(a, column),
                             (size_t)sqlite3_column_bytes(a, column) };
    const struct slice y = { sqlite3_column_blob(b, column),
                             (size_t)sqlite3_column_bytes(b, column) };
    return slice_equal(x, y);
}

// Whether two queries give the same rows, of which there are *rows.
static inline bool same_rows(struct store *store, const char *x, const char *y,
                             int64_t *rows)
{
    sqlite3_stmt *a = NULL, *b = NULL;
    *rows = 0;
    bool same = sqlite3_prepare_v2(store->db, x, -1, &a, NULL) == SQLITE_OK
                && sqlite3_prepare_v2(store->db, y, -1, &b, NULL) == SQLITE_OK;
    int code = SQLITE_ROW;
    while (same && code == SQLITE_ROW) {
        code = sqlite3_step(a);
        same = sqlite3_step(b) == code
               && (code == SQLITE_ROW || code == SQLITE_DONE);
        for (int i = 0;
             same && code == SQLITE_ROW && i < sqlite3_column_count(a); i++)
            same = same_value(a, b, i);
        *rows += code == SQLITE_ROW;
    }
    sqlite3_finalize(a);
    sqlite3_finalize(b);
    return same;
}

static inline const char *query_of(const char *query, const char *table,
                                   struct buffer *sql)
{
    for (; *query; query++)
        if (*query == '@')
            buffer_add_string(sql, table);
        else
            buffer_add_byte(sql, *query);
    return buffer_string(sql);
}

// Checks that a query gives the same rows of both tables; each @ in it stands
// for the table. Returns the number of rows.
static inline int64_t check_same(struct store *store, const char *query)
{
    struct buffer x = { 0 }, y = { 0 };
    int64_t rows;
    test_row(query);
    CHECK(same_rows(store, query_of(query, "posting", &x),
                    query_of(query, "plain", &y), &rows));
    test_row(NULL);
    buffer_free(&x);
    buffer_free(&y);
    return rows;
}

// ---- Answers ----------------------------------------------------------------

// A few words of a random field, in a row; false where it has too few.
static inline bool draw_words(const struct archive *archive,
                              struct slice words[3])
{
    const struct article *article =
        &archive->articles[random_below(archive->article_count)];
    const size_t c = random_below(archive->columns);
    if (article->counts[c] < 3) return false;
    const size_t at = random_below(article->counts[c] - 2);
    for (size_t i = 0; i < 3; i++)
        words[i] = archive->words[article->words[c][at + i]];
    return true;
}

// An expression of FTS5's query language; it lives in the arena.
static inline const char *draw_expression(const struct archive *archive,
                                          struct arena *arena, bool *has_near)
{
    struct slice words[3];
    for (int i = 0; !draw_words(archive, words); i++)
        if (i == 100) return NULL;
    char w[3][WORD_BYTES_MAX + 1];
    for (size_t i = 0; i < 3; i++)
        snprintf(w[i], sizeof w[i], "%.*s", SLICE_ARGS(words[i]));
    const struct slice half = utf8_cut(words[0], words[0].len / 2 + 1);
    const size_t column = random_below(archive->columns);
    const size_t other = random_below(archive->columns);
    const size_t kind = random_below(16);
    *has_near = kind >= 13;
    switch (kind) {
    case 0: return arena_format(arena, "\"%s\"", w[0]);
    case 1: return arena_format(arena, "\"%s %s\"", w[0], w[1]);
    case 2: return arena_format(arena, "\"%s %s %s\"", w[0], w[1], w[2]);
    case 3: return arena_format(arena, "\"%s\" AND \"%s\"", w[0], w[2]);
    case 4: return arena_format(arena, "\"%s\" OR \"%s\"", w[0], w[1]);
    case 5: return arena_format(arena, "\"%s\" NOT \"%s\"", w[0], w[2]);
    case 6: return arena_format(arena, "\"%.*s\" *", SLICE_ARGS(half));
    case 7: return arena_format(arena, "c%zu : \"%s\"", column, w[0]);
    case 8: return arena_format(arena, "c%zu : \"%s\" *", column, w[1]);
    case 9: return arena_format(arena, "^ \"%s\"", w[0]);
    case 10: return arena_format(arena, "\"%s %s\" *", w[0], w[1]);
    case 11:
        return arena_format(arena, "{c%zu c%zu} : \"%s %s\"", column, other,
                            w[0], w[1]);
    case 12: return arena_format(arena, "- c%zu : \"%s\"", column, w[0]);
    case 13:
        return arena_format(arena, "NEAR(\"%s %s\" \"%s\", 1)", w[0], w[1],
                            w[2]);
    case 14:
        return arena_format(arena, "c%zu : NEAR(\"%s\" \"%s\")", column, w[0],
                            w[2]);
    default: return arena_format(arena, "NEAR(\"%s\" \"%s\", 3)", w[0], w[2]);
    }
}

// One expression in both orders, in a range of ids, and scored. NEAR is not
// scored: stock FTS5 reads freed memory there.
static inline int64_t check_expression(struct store *store,
                                       const struct archive *archive)
{
    struct arena arena = { 0 };
    bool has_near = false;
    const char *expression = draw_expression(archive, &arena, &has_near);
    if (!expression) return 0;
    const struct article *articles = archive->articles;
    size_t low = random_below(archive->article_count);
    size_t high = low + random_below(archive->article_count - low);
    const char *base =
        arena_format(&arena, "FROM @ WHERE @ MATCH '%s'", expression);
    const char *range =
        arena_format(&arena, "%s AND rowid BETWEEN %lld AND %lld", base,
                     (long long)articles[low].id, (long long)articles[high].id);
    static const char *const ORDERS[] = { "", " DESC" };
    int64_t rows = 0;
    for (size_t i = 0; i < 2; i++) {
        rows += check_same(store, arena_format(&arena,
                                               "SELECT rowid %s"
                                               " ORDER BY rowid%s",
                                               base, ORDERS[i]));
        check_same(store,
                   arena_format(&arena, "SELECT rowid %s ORDER BY rowid%s",
                                range, ORDERS[i]));
    }
    if (!has_near)
        check_same(store, arena_format(&arena,
                                       "SELECT rowid, bm25(@) %s"
                                       " ORDER BY rank, rowid",
                                       base));
    arena_free(&arena);
    return rows;
}

// ---- All --------------------------------------------------------------------

// Returns how many rows were compared: an archive may hold next to nothing.
static inline int64_t check_alike(struct store *store,
                                  const struct archive *archive, int queries)
{
    run_sql(store, "INSERT INTO posting(posting, rank)"
                   " VALUES('integrity-check', 1)");
    run_sql(store, "CREATE VIRTUAL TABLE temp.posting_words"
                   " USING fts5vocab(main, posting, instance);"
                   "CREATE VIRTUAL TABLE temp.plain_words"
                   " USING fts5vocab(main, plain, instance)");
    int64_t rows =
        check_same(store, "SELECT term, doc, col, offset FROM @_words");
    run_sql(store, "DROP TABLE temp.posting_words;"
                   "DROP TABLE temp.plain_words");
    rows += check_same(store, "SELECT id, sz FROM @_docsize");
    rows += check_same(store, "SELECT block FROM @_data WHERE id = 1");
    for (int i = 0; i < queries; i++) rows += check_expression(store, archive);
    return rows;
}

#endif
