#include "store/related.h"

#include <stdlib.h>

#include "store/connection.h"
#include "text/languages.h"

const char RELATED_TABLES[] =
    "CREATE TABLE related("
    "  kind TEXT NOT NULL,"
    "  term BLOB NOT NULL,"
    "  other BLOB NOT NULL,"
    "  articles INTEGER," // that tell it; NULL: the user did
    "  PRIMARY KEY(kind, term, other)"
    ") WITHOUT ROWID;"

    "CREATE TABLE language("
    "  code TEXT PRIMARY KEY," // '': unknown
    "  articles INTEGER NOT NULL"
    ") WITHOUT ROWID;";

static const char RAISE[] =
    "INSERT INTO related VALUES(?1, ?2, ?3, nullif(?4, 0))"
    " ON CONFLICT DO UPDATE SET articles = articles + excluded.articles";
static const char LOWER[] = "UPDATE related SET articles = articles + ?4"
                            " WHERE kind = ?1 AND term = ?2 AND other = ?3";
// What hyphens join was perhaps not counted each time (a bulk leaves out what
// it sees once): such a row goes when no article has its words side by side.
static const char DROP[] =
    "DELETE FROM related"
    " WHERE kind = ?1 AND term = ?2 AND other = ?3 AND articles <= 0"
    " AND (kind <> '" RELATED_JOINED "' OR NOT EXISTS ("
    "  SELECT 1 FROM posting WHERE posting MATCH '\"' || char(1) ||"
    "  replace(replace(CAST(?3 AS TEXT), '\"', '\"\"'), ' ', char(1)) || '\"'))";

static enum offprint_status run_change(struct store *store, const char *sql,
                                       const struct relation_change *change,
                                       bool with_count,
                                       struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, sql, &stmt, err);
    if (status) return status;
    bind_text(stmt, 1, change->kind);
    bind_bytes(stmt, 2, change->term);
    bind_bytes(stmt, 3, change->other);
    if (with_count) sqlite3_bind_int64(stmt, 4, change->articles);
    return store_run(store, stmt, err);
}

enum offprint_status store_change_relation(struct store *store,
                                           const struct relation_change *change,
                                           struct offprint_error *err)
{
    if (change->articles >= 0)
        return run_change(store, RAISE, change, true, err);
    enum offprint_status status = run_change(store, LOWER, change, true, err);
    return status ? status : run_change(store, DROP, change, false, err);
}

static const char CLEAR_KIND[] = "DELETE FROM related WHERE kind = ?1";
static const char CLEAR_TOLD[] =
    "DELETE FROM related WHERE articles IS NOT NULL";

enum offprint_status store_clear_relations(struct store *store,
                                           const char *kind,
                                           struct offprint_error *err)
{
    if (!kind) return store_execute(store, CLEAR_TOLD, err);
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, CLEAR_KIND, &stmt, err);
    if (status) return status;
    bind_text(stmt, 1, slice_of(kind));
    return store_run(store, stmt, err);
}

static const char RELATED[] =
    "SELECT other FROM related WHERE kind = ?1 AND term = ?2"
    " ORDER BY articles IS NOT NULL, articles DESC, other LIMIT ?3";

enum offprint_status store_related(struct store *store, struct slice kind,
                                   struct slice term, size_t limit,
                                   struct arena *arena, struct slice **others,
                                   size_t *count, struct offprint_error *err)
{
    *count = 0;
    *others = arena_alloc(arena, (limit + 1) * sizeof **others);
    if (!*others) return fail_no_memory(err);
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, RELATED, &stmt, err);
    if (status) return status;
    bind_text(stmt, 1, kind);
    bind_bytes(stmt, 2, term);
    sqlite3_bind_int64(stmt, 3, (int64_t)limit);
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW && !status) {
        struct slice other = column_copy(stmt, 0, arena);
        if (!other.ptr) status = fail_no_memory(err);
        (*others)[(*count)++] = other;
    }
    enum offprint_status end = store_rows_end(store, stmt, code, err);
    return status ? status : end;
}

// ---- Languages --------------------------------------------------------------

static const char CHANGE_LANGUAGE[] =
    "INSERT INTO language VALUES(?1, ?2)"
    " ON CONFLICT DO UPDATE SET articles = articles + excluded.articles";

static const char DROP_LANGUAGES[] = "DELETE FROM language WHERE articles <= 0";

enum offprint_status store_change_language(struct store *store,
                                           struct slice code, int64_t articles,
                                           struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, CHANGE_LANGUAGE, &stmt, err);
    if (status) return status;
    sqlite3_bind_text64(stmt, 1, code.len ? code.ptr : "", code.len,
                        SQLITE_STATIC, SQLITE_UTF8);
    sqlite3_bind_int64(stmt, 2, articles);
    status = store_run(store, stmt, err);
    return status || articles > 0 ? status
                                  : store_execute(store, DROP_LANGUAGES, err);
}

enum offprint_status store_clear_languages(struct store *store,
                                           struct offprint_error *err)
{
    return store_execute(store, "DELETE FROM language", err);
}

static const char LANGUAGES_OF_ALL[] =
    "SELECT code, articles, count(*) OVER () FROM language WHERE articles > 0"
    " ORDER BY articles DESC, code";

enum offprint_status store_languages(struct store *store, struct arena *arena,
                                     struct language_count **languages,
                                     size_t *count, struct offprint_error *err)
{
    *count = 0;
    *languages = NULL;
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, LANGUAGES_OF_ALL, &stmt, err);
    if (status) return status;
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW && !status) {
        size_t total = (size_t)sqlite3_column_int64(stmt, 2);
        if (!*languages)
            *languages = arena_alloc(arena, total * sizeof **languages);
        const char *name = column_string(stmt, 0, arena);
        if (!*languages || !name) {
            status = fail_no_memory(err);
            break;
        }
        (*languages)[(*count)++] =
            (struct language_count){ name, language_number(slice_of(name)),
                                     (uint64_t)sqlite3_column_int64(stmt, 1) };
    }
    enum offprint_status end = store_rows_end(store, stmt, code, err);
    return status ? status : end;
}

struct kept_languages {
    struct arena arena;
    struct language_count *counts; // NULL: not read yet
    size_t count;
    uint32_t version; // of the store
};

enum offprint_status store_keep_languages(struct store *store,
                                          struct language_count **languages,
                                          size_t *count,
                                          struct offprint_error *err)
{
    *languages = NULL;
    *count = 0;
    struct kept_languages *kept = store->languages;
    if (!kept) kept = store->languages = calloc(1, sizeof *kept);
    if (!kept) return fail_no_memory(err);
    bool holds;
    enum offprint_status status =
        store_still_holds(store, &kept->version, &holds, err);
    if (!status && (!holds || !kept->counts)) {
        arena_reset(&kept->arena);
        status = store_languages(store, &kept->arena, &kept->counts,
                                 &kept->count, err);
        if (status) kept->counts = NULL;
    }
    if (status) return status;
    *languages = kept->counts;
    *count = kept->count;
    return OFFPRINT_OK;
}

void languages_forget_kept(struct kept_languages *kept)
{
    if (!kept) return;
    arena_free(&kept->arena);
    free(kept);
}
