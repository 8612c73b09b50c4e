#include "store/postings.h"

#include "store/connection.h"

static const char MATCH[] =
    "SELECT rowid, -bm25(posting, ?2, ?3, ?4) FROM posting WHERE posting"
    " MATCH ?1 ORDER BY rowid";

enum offprint_status store_match(struct store *store, const char *expression,
                                 const struct field_weights *weights,
                                 bool (*on_match)(void *context,
                                                  const struct match *match),
                                 void *context, struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, MATCH, &stmt, err);
    if (status) return status;
    bind_text(stmt, 1, slice_of(expression));
    sqlite3_bind_double(stmt, 2, weights->title);
    sqlite3_bind_double(stmt, 3, weights->body);
    sqlite3_bind_double(stmt, 4, weights->extra);
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        struct match match = { sqlite3_column_int64(stmt, 0),
                               sqlite3_column_double(stmt, 1) };
        if (!on_match(context, &match)) break;
    }
    return store_rows_end(store, stmt, code, err);
}

static const char MATCHES[] =
    "SELECT 1 FROM posting WHERE posting MATCH ?1 AND rowid = ?2";

enum offprint_status store_matches(struct store *store, const char *expression,
                                   int64_t id, bool *matches,
                                   struct offprint_error *err)
{
    *matches = false;
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, MATCHES, &stmt, err);
    if (status) return status;
    bind_text(stmt, 1, slice_of(expression));
    sqlite3_bind_int64(stmt, 2, id);
    int code = sqlite3_step(stmt);
    *matches = code == SQLITE_ROW;
    return store_rows_end(store, stmt, code, err);
}

// Steps a statement whose one row is a number.
static enum offprint_status read_count(struct store *store, sqlite3_stmt *stmt,
                                       uint64_t *count,
                                       struct offprint_error *err)
{
    int code = sqlite3_step(stmt);
    *count = code == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(stmt, 0) : 0;
    return store_rows_end(store, stmt, code, err);
}

static const char COUNT_MATCHES[] =
    "SELECT count(*) FROM posting WHERE posting MATCH ?1";

enum offprint_status store_count_matches(struct store *store,
                                         const char *expression,
                                         uint64_t *count,
                                         struct offprint_error *err)
{
    *count = 0;
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, COUNT_MATCHES, &stmt, err);
    if (status) return status;
    bind_text(stmt, 1, slice_of(expression));
    return read_count(store, stmt, count, err);
}

static const char COUNT_ARTICLES[] = "SELECT count(*) FROM article";

enum offprint_status store_article_count(struct store *store, uint64_t *count,
                                         struct offprint_error *err)
{
    *count = 0;
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, COUNT_ARTICLES, &stmt, err);
    if (status) return status;
    return read_count(store, stmt, count, err);
}
