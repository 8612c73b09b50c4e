#include "store/sources.h"

#include "store/connection.h"

// ---- Roots ------------------------------------------------------------------

static const char OPTIONS_OF_ROOT[] =
    "SELECT value, count(*) OVER () FROM root_option "
    "WHERE root = ?1 AND kind = ?2 ORDER BY value";

// The values of one kind of option, in the arena.
static enum offprint_status read_options(struct store *store, int64_t root,
                                         const char *kind, struct arena *arena,
                                         const char ***values, size_t *count,
                                         struct offprint_error *err)
{
    *values = NULL;
    *count = 0;
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, OPTIONS_OF_ROOT, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, root);
    bind_text(stmt, 2, slice_of(kind));
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        size_t total = (size_t)sqlite3_column_int64(stmt, 1);
        if (!*values) *values = arena_alloc(arena, total * sizeof **values);
        const char *value = column_string(stmt, 0, arena);
        if (!*values || !value) {
            sqlite3_reset(stmt);
            return fail_no_memory(err);
        }
        (*values)[(*count)++] = value;
    }
    return store_rows_end(store, stmt, code, err);
}

// An option that takes no value is there or not.
static enum offprint_status has_option(struct store *store, int64_t root,
                                       const char *kind, struct arena *arena,
                                       bool *has, struct offprint_error *err)
{
    const char **values;
    size_t count = 0;
    enum offprint_status status =
        read_options(store, root, kind, arena, &values, &count, err);
    *has = count > 0;
    return status;
}

static enum offprint_status read_root_options(struct store *store,
                                              struct root *root,
                                              struct arena *arena,
                                              struct offprint_error *err)
{
    struct root_options *options = &root->options;
    enum offprint_status status =
        read_options(store, root->id, "exclude", arena, &options->excludes,
                     &options->exclude_count, err);
    if (!status)
        status = read_options(store, root->id, "include", arena,
                              &options->includes, &options->include_count, err);
    if (!status)
        status = read_options(store, root->id, "map", arena, &options->maps,
                              &options->map_count, err);
    if (!status)
        status = has_option(store, root->id, "follow", arena,
                            &options->follow_links, err);
    if (!status)
        status = has_option(store, root->id, "whole-pages", arena,
                            &options->whole_pages, err);
    return status;
}

static const char ALL_ROOTS[] =
    "SELECT id, path, updated, count(*) OVER () FROM root ORDER BY path";

static enum offprint_status read_root_rows(struct store *store,
                                           struct arena *arena,
                                           struct root **roots, size_t *count,
                                           struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, ALL_ROOTS, &stmt, err);
    if (status) return status;
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        size_t total = (size_t)sqlite3_column_int64(stmt, 3);
        if (!*roots) *roots = arena_alloc(arena, total * sizeof **roots);
        const char *path = column_string(stmt, 1, arena);
        if (!*roots || !path) {
            sqlite3_reset(stmt);
            return fail_no_memory(err);
        }
        (*roots)[(*count)++] =
            (struct root){ .id = sqlite3_column_int64(stmt, 0),
                           .path = path,
                           .updated = sqlite3_column_int64(stmt, 2) };
    }
    return store_rows_end(store, stmt, code, err);
}

enum offprint_status store_roots(struct store *store, struct arena *arena,
                                 struct root **roots, size_t *count,
                                 struct offprint_error *err)
{
    *roots = NULL;
    *count = 0;
    enum offprint_status status =
        read_root_rows(store, arena, roots, count, err);
    for (size_t i = 0; !status && i < *count; i++)
        status = read_root_options(store, &(*roots)[i], arena, err);
    return status;
}

static const char ADD_ROOT[] = "INSERT INTO root(path) VALUES(?1)";

enum offprint_status store_add_root(struct store *store, struct root *root,
                                    struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, ADD_ROOT, &stmt, err);
    if (status) return status;
    bind_bytes(stmt, 1, slice_of(root->path));
    status = store_run(store, stmt, err);
    if (!status) root->id = sqlite3_last_insert_rowid(store->db);
    return status;
}

static enum offprint_status change_option(struct store *store, const char *sql,
                                          int64_t root, const char *kind,
                                          const char *value,
                                          struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, sql, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, root);
    bind_text(stmt, 2, slice_of(kind));
    bind_text(stmt, 3, slice_of(value));
    return store_run(store, stmt, err);
}

static const char ADD_ROOT_OPTION[] =
    "INSERT OR IGNORE INTO root_option(root, kind, value) VALUES(?1, ?2, ?3)";

enum offprint_status store_add_root_option(struct store *store, int64_t root,
                                           const char *kind, const char *value,
                                           bool *added,
                                           struct offprint_error *err)
{
    enum offprint_status status =
        change_option(store, ADD_ROOT_OPTION, root, kind, value, err);
    *added = !status && sqlite3_changes(store->db) > 0;
    return status;
}

static const char REMOVE_ROOT_OPTION[] =
    "DELETE FROM root_option WHERE root = ?1 AND kind = ?2 AND value = ?3";

enum offprint_status store_remove_root_option(struct store *store, int64_t root,
                                              const char *kind,
                                              const char *value,
                                              struct offprint_error *err)
{
    return change_option(store, REMOVE_ROOT_OPTION, root, kind, value, err);
}

// Runs a statement with one number bound.
static enum offprint_status run_with_id(struct store *store, const char *sql,
                                        int64_t id, struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, sql, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, id);
    return store_run(store, stmt, err);
}

static const char REMOVE_ROOT_OPTIONS[] =
    "DELETE FROM root_option WHERE root = ?1";
static const char REMOVE_ROOT[] = "DELETE FROM root WHERE id = ?1";

enum offprint_status store_remove_root(struct store *store, int64_t root,
                                       struct offprint_error *err)
{
    enum offprint_status status =
        run_with_id(store, REMOVE_ROOT_OPTIONS, root, err);
    if (status) return status;
    return run_with_id(store, REMOVE_ROOT, root, err);
}

static const char TOUCH_ROOT[] = "UPDATE root SET updated = ?2 WHERE id = ?1";

enum offprint_status store_touch_root(struct store *store, int64_t root,
                                      int64_t updated,
                                      struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, TOUCH_ROOT, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, root);
    sqlite3_bind_int64(stmt, 2, updated);
    return store_run(store, stmt, err);
}

// A root that was a single file has one source with an empty path: prefix
// then is the whole path and its last slash goes.
static const char ABSORB_ROOT[] =
    "UPDATE source SET root = ?2, path = CAST(CASE length(path)"
    " WHEN 0 THEN ?3 ELSE ?3 || '/' || path END AS BLOB) WHERE root = ?1";

enum offprint_status store_absorb_root(struct store *store, int64_t nested,
                                       int64_t into, const char *prefix,
                                       struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, ABSORB_ROOT, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, nested);
    sqlite3_bind_int64(stmt, 2, into);
    bind_bytes(stmt, 3, slice_of(prefix));
    return store_run(store, stmt, err);
}

// ---- Sources ----------------------------------------------------------------

static const char SOURCES_OF_ROOT[] =
    "SELECT id, path, kind, charset, size, mtime, seen, hash, state, message,"
    " replaced, articles, count(*) OVER () FROM source WHERE root = ?1"
    " ORDER BY path";

static void read_source_row(sqlite3_stmt *stmt, struct arena *arena,
                            struct stored_source *source)
{
    source->id = sqlite3_column_int64(stmt, 0);
    source->path = column_string(stmt, 1, arena);
    source->kind = column_string(stmt, 2, arena);
    source->charset = column_string(stmt, 3, arena);
    source->size = (uint64_t)sqlite3_column_int64(stmt, 4);
    source->mtime = sqlite3_column_int64(stmt, 5);
    source->seen = sqlite3_column_int64(stmt, 6);
    source->has_hash = sqlite3_column_bytes(stmt, 7) == STORED_HASH_BYTES;
    if (source->has_hash)
        memcpy(source->hash, sqlite3_column_blob(stmt, 7), STORED_HASH_BYTES);
    source->state = (enum stored_state)sqlite3_column_int(stmt, 8);
    source->message = column_string(stmt, 9, arena);
    source->replaced = (uint64_t)sqlite3_column_int64(stmt, 10);
    source->articles = (uint64_t)sqlite3_column_int64(stmt, 11);
}

enum offprint_status store_sources(struct store *store, int64_t root,
                                   struct arena *arena,
                                   struct stored_source **sources,
                                   size_t *count, struct offprint_error *err)
{
    *sources = NULL;
    *count = 0;
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, SOURCES_OF_ROOT, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, root);
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        size_t total = (size_t)sqlite3_column_int64(stmt, 12);
        if (!*sources) *sources = arena_alloc(arena, total * sizeof **sources);
        if (!*sources) break;
        struct stored_source *source = &(*sources)[(*count)++];
        read_source_row(stmt, arena, source);
        source->root = root;
        if (!source->path) break;
    }
    if (code == SQLITE_ROW) {
        sqlite3_reset(stmt);
        return fail_no_memory(err);
    }
    return store_rows_end(store, stmt, code, err);
}

static const char PUT_SOURCE[] =
    "INSERT INTO source(id, root, path, kind, charset, size, mtime, seen, hash,"
    " state, message, replaced, articles)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
    " ON CONFLICT(id) DO UPDATE SET root = ?2, path = ?3, kind = ?4,"
    " charset = ?5, size = ?6, mtime = ?7, seen = ?8, hash = ?9, state = ?10,"
    " message = ?11, replaced = ?12, articles = ?13";

enum offprint_status store_put_source(struct store *store,
                                      struct stored_source *source,
                                      struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, PUT_SOURCE, &stmt, err);
    if (status) return status;
    if (source->id) sqlite3_bind_int64(stmt, 1, source->id);
    sqlite3_bind_int64(stmt, 2, source->root);
    bind_bytes(stmt, 3, slice_of(source->path));
    bind_text(stmt, 4, slice_of(source->kind));
    bind_text(stmt, 5, slice_of(source->charset));
    sqlite3_bind_int64(stmt, 6, (int64_t)source->size);
    sqlite3_bind_int64(stmt, 7, source->mtime);
    sqlite3_bind_int64(stmt, 8, source->seen);
    if (source->has_hash)
        bind_bytes(
            stmt, 9,
            (struct slice){ (const char *)source->hash, STORED_HASH_BYTES });
    sqlite3_bind_int(stmt, 10, (int)source->state);
    bind_text(stmt, 11, slice_of(source->message));
    sqlite3_bind_int64(stmt, 12, (int64_t)source->replaced);
    sqlite3_bind_int64(stmt, 13, (int64_t)source->articles);
    status = store_run(store, stmt, err);
    if (!status && !source->id)
        source->id = sqlite3_last_insert_rowid(store->db);
    return status;
}

// 4 is STORED_UNFINISHED.
static const char REREAD_SOURCES[] =
    "UPDATE source SET state = 4 WHERE root = ?1 AND kind = ?2";

enum offprint_status store_reread_sources(struct store *store, int64_t root,
                                          const char *kind,
                                          struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, REREAD_SOURCES, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, root);
    bind_text(stmt, 2, slice_of(kind));
    return store_run(store, stmt, err);
}

static const char REMOVE_SOURCE[] = "DELETE FROM source WHERE id = ?1";

enum offprint_status store_remove_source(struct store *store, int64_t source,
                                         struct offprint_error *err)
{
    return run_with_id(store, REMOVE_SOURCE, source, err);
}

// ---- Meta -------------------------------------------------------------------

static const char META[] = "SELECT value FROM meta WHERE key = ?1";

enum offprint_status store_meta(struct store *store, const char *key,
                                int64_t *value, struct offprint_error *err)
{
    *value = 0;
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, META, &stmt, err);
    if (status) return status;
    bind_text(stmt, 1, slice_of(key));
    int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) *value = sqlite3_column_int64(stmt, 0);
    return store_rows_end(store, stmt, code, err);
}

static const char SET_META[] =
    "INSERT OR REPLACE INTO meta(key, value) VALUES(?1, ?2)";

enum offprint_status store_set_meta(struct store *store, const char *key,
                                    int64_t value, struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, SET_META, &stmt, err);
    if (status) return status;
    bind_text(stmt, 1, slice_of(key));
    sqlite3_bind_int64(stmt, 2, value);
    return store_run(store, stmt, err);
}
