#include "store/summary.h"

#include <stdlib.h>

#include "base/file.h"
#include "store/connection.h"
#include "store/fts5_structure.h"
#include "store/fts5_table.h"
#include "store/schema.h"
#include "store/sources.h"

// ---- Single numbers ---------------------------------------------------------

static enum offprint_status read_number(struct store *store, const char *sql,
                                        uint64_t *number,
                                        struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, sql, &stmt, err);
    if (status) return status;
    int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) *number = (uint64_t)sqlite3_column_int64(stmt, 0);
    return store_rows_end(store, stmt, code, err);
}

static const char BODY_SIZE[] = "SELECT coalesce(sum(length), 0) FROM article";
static const char SOURCE_SIZE[] = "SELECT coalesce(sum(size), 0) FROM source";
// 2 is a value of enum article_kind.
static const char WHOLE_PAGES[] =
    "SELECT count(*) FROM article JOIN source ON source.id = article.source"
    " WHERE article.kind = 2 AND source.root NOT IN"
    "  (SELECT root FROM root_option WHERE kind = 'whole-pages')";
static const char ARTICLES[] = "SELECT count(*) FROM article";
static const char SOURCES[] = "SELECT count(*) FROM source";
static const char POSTING_PAGES[] =
    "SELECT coalesce(sum(pgsize), 0) FROM dbstat"
    " WHERE name GLOB 'posting_*' AND aggregate = TRUE";
static const char ARTICLE_PAGES[] =
    "SELECT coalesce(sum(pgsize), 0) FROM dbstat"
    " WHERE name = 'article' AND aggregate = TRUE";
static const char DICTIONARY_PAGES[] =
    "SELECT coalesce(sum(pgsize), 0) FROM dbstat"
    " WHERE name IN ('dictionary', 'dictionary_new', 'related')"
    " AND aggregate = TRUE";
static const char FILE_SIZE[] =
    "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";

static enum offprint_status read_sizes(struct store *store,
                                       struct offprint_summary *summary,
                                       struct offprint_error *err)
{
    const struct {
        const char *sql;
        uint64_t *number;
    } numbers[] = {
        { BODY_SIZE, &summary->body_size },
        { SOURCE_SIZE, &summary->source_size },
        { ARTICLES, &summary->articles },
        { SOURCES, &summary->sources },
        { WHOLE_PAGES, &summary->whole_pages },
        { POSTING_PAGES, &summary->posting_size },
        { ARTICLE_PAGES, &summary->article_size },
        { DICTIONARY_PAGES, &summary->dictionary_size },
        { FILE_SIZE, &summary->file_size },
    };
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < sizeof numbers / sizeof numbers[0]; i++)
        status = read_number(store, numbers[i].sql, numbers[i].number, err);
    uint64_t known = summary->posting_size + summary->article_size
                     + summary->dictionary_size;
    if (summary->file_size > known)
        summary->other_size = summary->file_size - known;
    return status;
}

static const char UNICODE[] = "SELECT value FROM meta WHERE key = 'unicode'";

static enum offprint_status read_meta(struct store *store, struct arena *arena,
                                      struct offprint_summary *summary,
                                      struct offprint_error *err)
{
    int64_t created = 0, updated = 0, updating = 0;
    enum offprint_status status = store_meta(store, "created", &created, err);
    if (!status) status = store_meta(store, "updated", &updated, err);
    if (!status) status = store_meta(store, "updating", &updating, err);
    sqlite3_stmt *stmt;
    if (!status) status = store_prepare(store, UNICODE, &stmt, err);
    if (status) return status;
    int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) summary->unicode = column_string(stmt, 0, arena);
    status = store_rows_end(store, stmt, code, err);
    summary->schema = SCHEMA_VERSION;
    summary->created = created ? clock_format(arena, created) : NULL;
    summary->updated = updated ? clock_format(arena, updated) : NULL;
    summary->updating = updating != 0;
    return status;
}

// ---- Postings ---------------------------------------------------------------

static enum offprint_status count_segments(struct store *store,
                                           struct offprint_summary *summary,
                                           struct offprint_error *err)
{
    struct fts5_structure *structure;
    enum offprint_status status = fts5_structure_read(store, &structure, err);
    if (!status) summary->segments = structure->segment_count;
    free(structure);
    return status == OFFPRINT_TOO_NEW ? OFFPRINT_OK : status;
}

// The reason, without the path that a message begins with.
static enum offprint_status read_postings(struct store *store,
                                          struct arena *arena,
                                          struct offprint_summary *summary,
                                          struct offprint_error *err)
{
    struct offprint_error reason;
    enum offprint_status status = fts5_table_check(store, NULL, &reason);
    if (status == OFFPRINT_TOO_NEW) {
        const size_t path = strlen(store->path) + strlen(": ");
        struct slice text = slice_of(reason.message);
        summary->inserts =
            arena_string(arena, slice_from(text, path < text.len ? path : 0));
        if (!summary->inserts) return fail_no_memory(err);
    } else if (status) {
        return fail(err, status, "%s", reason.message);
    }
    return count_segments(store, summary, err);
}

// ---- Tables -----------------------------------------------------------------

// Reads all rows of sql, whose last column is the number of rows, into an array
// of elements of size bytes in the arena; read fills one.
static enum offprint_status read_table(
    struct store *store, const char *sql, struct arena *arena, size_t size,
    void (*read)(sqlite3_stmt *, struct arena *, void *), void **items,
    size_t *count, struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, sql, &stmt, err);
    if (status) return status;
    int last = sqlite3_column_count(stmt) - 1, code;
    char *array = NULL;
    *count = 0;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        size_t total = (size_t)sqlite3_column_int64(stmt, last);
        if (!array) array = arena_alloc(arena, total * size);
        if (!array) {
            sqlite3_reset(stmt);
            return fail_no_memory(err);
        }
        read(stmt, arena, array + size * (*count)++);
    }
    *items = array;
    return store_rows_end(store, stmt, code, err);
}

static const char ROOTS[] =
    "SELECT path, updated,"
    " (SELECT count(*) FROM source WHERE root = root.id),"
    " (SELECT count(*) FROM source JOIN article ON article.source = source.id"
    "  WHERE root = root.id),"
    " count(*) OVER () FROM root ORDER BY path";

static void read_root(sqlite3_stmt *stmt, struct arena *arena, void *item)
{
    struct offprint_root *root = item;
    root->path = column_string(stmt, 0, arena);
    int64_t updated = sqlite3_column_int64(stmt, 1);
    root->updated = updated ? clock_format(arena, updated) : NULL;
    root->sources = (uint64_t)sqlite3_column_int64(stmt, 2);
    root->articles = (uint64_t)sqlite3_column_int64(stmt, 3);
}

static const char KINDS[] =
    "SELECT source.kind, count(article.id), count(DISTINCT source.id),"
    " count(*) OVER () FROM source"
    " JOIN article ON article.source = source.id"
    " GROUP BY source.kind ORDER BY 2 DESC, 1";
static const char LANGUAGES[] =
    "SELECT language, count(*), count(DISTINCT source), count(*) OVER ()"
    " FROM article GROUP BY language ORDER BY 2 DESC, 1";

static void read_count(sqlite3_stmt *stmt, struct arena *arena, void *item)
{
    struct offprint_count *count = item;
    count->name = column_string(stmt, 0, arena);
    count->articles = (uint64_t)sqlite3_column_int64(stmt, 1);
    count->sources = (uint64_t)sqlite3_column_int64(stmt, 2);
}

// Failures first. 1 to 4 are values of enum stored_state.
static const char PROBLEMS[] =
    "SELECT state, CASE length(source.path) WHEN 0 THEN root.path"
    " ELSE root.path || '/' || source.path END, CASE"
    " WHEN state = 4 THEN 'not read to its end yet (run offprint index)'"
    " WHEN state = 0 AND replaced > 0 THEN replaced ||"
    "  CASE replaced WHEN 1 THEN ' byte was' ELSE ' bytes were' END ||"
    "  ' not text in ' || charset || coalesce('; ' || message, '')"
    " ELSE message END, count(*) OVER ()"
    " FROM source JOIN root ON root.id = source.root"
    " WHERE state <> 0 OR replaced > 0 OR message IS NOT NULL"
    " ORDER BY state = 0, state = 2, root.path, source.path";

static void read_problem(sqlite3_stmt *stmt, struct arena *arena, void *item)
{
    struct offprint_problem *problem = item;
    switch ((enum stored_state)sqlite3_column_int(stmt, 0)) {
    case STORED_READ: problem->kind = OFFPRINT_NOTE; break;
    case STORED_SKIPPED: problem->kind = OFFPRINT_SKIPPED; break;
    default: problem->kind = OFFPRINT_FAILED; break;
    }
    problem->path = column_string(stmt, 1, arena);
    problem->message = column_string(stmt, 2, arena);
}

enum offprint_status store_summarise(struct store *store, struct arena *arena,
                                     struct offprint_summary *summary,
                                     struct offprint_error *err)
{
    void *roots = NULL, *kinds = NULL, *languages = NULL, *problems = NULL;
    enum offprint_status status = read_sizes(store, summary, err);
    if (!status) status = read_meta(store, arena, summary, err);
    if (!status) status = read_postings(store, arena, summary, err);
    if (!status)
        status = read_table(store, ROOTS, arena, sizeof(struct offprint_root),
                            read_root, &roots, &summary->root_count, err);
    if (!status)
        status = read_table(store, KINDS, arena, sizeof(struct offprint_count),
                            read_count, &kinds, &summary->kind_count, err);
    if (!status)
        status =
            read_table(store, LANGUAGES, arena, sizeof(struct offprint_count),
                       read_count, &languages, &summary->language_count, err);
    if (!status)
        status =
            read_table(store, PROBLEMS, arena, sizeof(struct offprint_problem),
                       read_problem, &problems, &summary->problem_count, err);
    summary->roots = roots;
    summary->kinds = kinds;
    summary->languages = languages;
    summary->problems = problems;
    return status;
}
