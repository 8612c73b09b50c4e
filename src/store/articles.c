#include "store/articles.h"

#include <stdlib.h>

#define XXH_STATIC_LINKING_ONLY // the state lives on the stack
#include <xxhash.h>

#include "base/buffer.h"
#include "store/connection.h"
#include "store/lengths.h"
#include "store/packed.h"

static void hash_slice(XXH3_state_t *state, struct slice text)
{
    uint64_t len = text.len; // so that "ab","c" and "a","bc" differ
    XXH3_128bits_update(state, &len, sizeof len);
    if (text.len) XXH3_128bits_update(state, text.ptr, text.len);
}

void stored_article_hash(const struct stored_article *article,
                         uint8_t hash[STORED_HASH_BYTES])
{
    XXH3_state_t state;
    XXH3_128bits_reset(&state);
    const struct slice fields[] = {
        article->name,     article->title,     article->body,
        article->captions, article->authors,   article->description,
        article->site,     article->published, article->modified,
        article->declared, article->tags,      article->url,
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        hash_slice(&state, fields[i]);
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&state));
    memcpy(hash, canonical.digest, STORED_HASH_BYTES);
}

// ---- Writing ----------------------------------------------------------------

// Those that had it may be gone.
static const char LAST_ID[] =
    "SELECT max(coalesce((SELECT value FROM meta WHERE key = 'last_id'), 0),"
    " coalesce((SELECT max(id) FROM article), 0))";

enum offprint_status store_last_id(struct store *store, int64_t *id,
                                   struct offprint_error *err)
{
    *id = 0;
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, LAST_ID, &stmt, err);
    if (status) return status;
    int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) *id = sqlite3_column_int64(stmt, 0);
    return store_rows_end(store, stmt, code, err);
}

enum offprint_status store_note_arrival(struct store *store, int64_t first,
                                        int64_t time,
                                        struct offprint_error *err)
{
    char key[32];
    snprintf(key, sizeof key, "arrived %010lld", (long long)first);
    return store_set_meta(store, key, time, err);
}

static const char ADD_ROW[] =
    "INSERT INTO article(id, source, member, name, hash, kind, title, authors,"
    " site, published, modified, declared, language, tags, url, description,"
    " captions, length, zstd_dictionary_id, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6,"
    " ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)";

enum offprint_status store_add_row(struct store *store,
                                   const struct stored_article *article,
                                   const struct stored_frame *frame,
                                   struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, ADD_ROW, &stmt, err);
    if (status) return status;
    const struct slice hash = { (const char *)article->hash,
                                STORED_HASH_BYTES };
    sqlite3_bind_int64(stmt, 1, article->id);
    sqlite3_bind_int64(stmt, 2, article->source);
    bind_text(stmt, 3, article->member);
    bind_text(stmt, 4, article->name);
    bind_bytes(stmt, 5, hash);
    sqlite3_bind_int(stmt, 6, (int)article->kind);
    bind_text(stmt, 7, article->title);
    const struct slice texts[] = { article->authors,     article->site,
                                   article->published,   article->modified,
                                   article->declared,    article->language,
                                   article->tags,        article->url,
                                   article->description, article->captions };
    enum { FIRST_TEXT = 8, TEXTS = sizeof texts / sizeof texts[0] };
    // The title is never NULL, all others are where they are absent.
    if (article->title.len == 0)
        sqlite3_bind_text(stmt, 7, "", 0, SQLITE_STATIC);
    for (int i = 0; i < (int)TEXTS; i++)
        bind_text(stmt, FIRST_TEXT + i, texts[i]);
    sqlite3_bind_int64(stmt, FIRST_TEXT + TEXTS, (int64_t)article->length);
    if (frame->dictionary)
        sqlite3_bind_int64(stmt, FIRST_TEXT + TEXTS + 1, frame->dictionary);
    bind_bytes(stmt, FIRST_TEXT + TEXTS + 2, frame->bytes);
    return store_run(store, stmt, err);
}

static const char SET_FRAME[] =
    "UPDATE article SET body = ?2, zstd_dictionary_id = ?3 WHERE id = ?1";

enum offprint_status store_set_frame(struct store *store, int64_t id,
                                     const struct stored_frame *frame,
                                     struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, SET_FRAME, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, id);
    bind_bytes(stmt, 2, frame->bytes);
    if (frame->dictionary) sqlite3_bind_int64(stmt, 3, frame->dictionary);
    return store_run(store, stmt, err);
}

// The view is not asked for what we have in hand: the body would have to be
// decompressed.
static const char ADD_POSTINGS[] =
    "INSERT INTO posting(rowid, body, title, extra) VALUES(?1, ?2, ?3,"
    " coalesce(?4, '') || char(10) || coalesce(?5, '') || char(10)"
    " || coalesce(?6, '') || char(10) || coalesce(?7, ''))";

enum offprint_status store_add_postings(struct store *store,
                                        const struct stored_article *article,
                                        struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, ADD_POSTINGS, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, article->id);
    bind_text(stmt, 2, article->body);
    bind_text(stmt, 3, article->title);
    bind_text(stmt, 4, article->authors);
    bind_text(stmt, 5, article->tags);
    bind_text(stmt, 6, article->captions);
    bind_text(stmt, 7, article->description);
    return store_run(store, stmt, err);
}

// FTS5 must be told the old text to take its words back.
static const char REMOVE_POSTINGS[] =
    "INSERT INTO posting(posting, rowid, body, title, extra)"
    " SELECT 'delete', id, body, title, extra FROM article_text WHERE id = ?1";
static const char REMOVE_ARTICLE[] = "DELETE FROM article WHERE id = ?1";

enum offprint_status store_remove_article(struct store *store, int64_t id,
                                          struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, REMOVE_POSTINGS, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, id);
    status = store_run(store, stmt, err);
    if (!status) status = store_prepare(store, REMOVE_ARTICLE, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, id);
    return store_run(store, stmt, err);
}

static const char DROP_ARTICLES[] = "DELETE FROM article WHERE source = ?1";

enum offprint_status store_drop_articles(struct store *store, int64_t source,
                                         uint64_t *count,
                                         struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, DROP_ARTICLES, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, source);
    status = store_run(store, stmt, err);
    *count = (uint64_t)sqlite3_changes64(store->db);
    return status;
}

static const char REBUILD[] = "INSERT INTO posting(posting) VALUES('rebuild')";
static const char MERGE[] = "INSERT INTO posting(posting) VALUES('optimize')";

enum offprint_status store_refresh_derived(struct store *store,
                                           struct offprint_error *err)
{
    enum offprint_status status = lengths_rebuild(store, err);
    if (!status) status = packed_drop(store, err);
    return status ? status : packed_refresh(store, err);
}

enum offprint_status store_rebuild_postings(struct store *store,
                                            struct offprint_error *err)
{
    enum offprint_status status = store_execute(store, REBUILD, err);
    return status ? status : store_refresh_derived(store, err);
}

enum offprint_status store_merge_postings(struct store *store,
                                          struct offprint_error *err)
{
    enum offprint_status status = store_execute(store, MERGE, err);
    return status ? status : store_refresh_derived(store, err);
}

static const char SET_LANGUAGE[] =
    "UPDATE article SET language = ?2 WHERE id = ?1 AND language IS NOT ?2";

enum offprint_status store_set_language(struct store *store, int64_t id,
                                        struct slice language,
                                        struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, SET_LANGUAGE, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, id);
    bind_text(stmt, 2, language);
    return store_run(store, stmt, err);
}

static const char SET_MEMBER[] = "UPDATE article SET member = ?2 WHERE id = ?1";

enum offprint_status store_set_member(struct store *store, int64_t id,
                                      struct slice member,
                                      struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, SET_MEMBER, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, id);
    bind_text(stmt, 2, member);
    return store_run(store, stmt, err);
}

static const char MEMBERS[] =
    "SELECT id, hash, member, name, kind, count(*) OVER () FROM article"
    " WHERE source = ?1 ORDER BY id";

// Copies a column of hash bytes; one of another length becomes zeros.
static void column_hash(sqlite3_stmt *stmt, int at, uint8_t *hash)
{
    memset(hash, 0, STORED_HASH_BYTES);
    if (sqlite3_column_bytes(stmt, at) == STORED_HASH_BYTES)
        memcpy(hash, sqlite3_column_blob(stmt, at), STORED_HASH_BYTES);
}

enum offprint_status store_members(struct store *store, int64_t source,
                                   struct arena *arena,
                                   struct stored_member **members,
                                   size_t *count, struct offprint_error *err)
{
    *members = NULL;
    *count = 0;
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, MEMBERS, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, source);
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        size_t total = (size_t)sqlite3_column_int64(stmt, 5);
        if (!*members) *members = arena_alloc(arena, total * sizeof **members);
        if (!*members) {
            sqlite3_reset(stmt);
            return fail_no_memory(err);
        }
        struct stored_member *member = &(*members)[(*count)++];
        member->id = sqlite3_column_int64(stmt, 0);
        column_hash(stmt, 1, member->hash);
        member->member = column_copy(stmt, 2, arena);
        member->name = column_copy(stmt, 3, arena);
        member->kind = (enum article_kind)sqlite3_column_int(stmt, 4);
    }
    return store_rows_end(store, stmt, code, err);
}

// ---- Reading ----------------------------------------------------------------

// The columns of an article in the order in which read_article() takes them.
#define ARTICLE_COLUMNS                                                     \
    "article.id, source, member, name, article.kind, title, authors, site," \
    " published, modified, language, tags, url, description, captions,"     \
    " length, root.path, source.path, source.kind, declared"
#define ARTICLE_TABLES                                        \
    " FROM article JOIN source ON source.id = article.source" \
    " JOIN root ON root.id = source.root"

// Behind ARTICLE_COLUMNS.
#define BODY_COLUMNS ", article.hash, zstd_dictionary_id, body"
enum { COLUMN_HASH = 20, COLUMN_DICTIONARY = 21, COLUMN_BODY = 22 };

static void read_article(sqlite3_stmt *stmt, struct arena *arena,
                         struct found_article *found)
{
    struct stored_article *article = &found->article;
    *found = (struct found_article){ 0 };
    article->id = sqlite3_column_int64(stmt, 0);
    article->source = sqlite3_column_int64(stmt, 1);
    article->member = column_copy(stmt, 2, arena);
    article->name = column_copy(stmt, 3, arena);
    article->kind = (enum article_kind)sqlite3_column_int(stmt, 4);
    article->title = column_copy(stmt, 5, arena);
    article->authors = column_copy(stmt, 6, arena);
    article->site = column_copy(stmt, 7, arena);
    article->published = column_copy(stmt, 8, arena);
    article->modified = column_copy(stmt, 9, arena);
    article->language = column_copy(stmt, 10, arena);
    article->tags = column_copy(stmt, 11, arena);
    article->url = column_copy(stmt, 12, arena);
    article->description = column_copy(stmt, 13, arena);
    article->captions = column_copy(stmt, 14, arena);
    article->length = (uint64_t)sqlite3_column_int64(stmt, 15);
    found->root = column_string(stmt, 16, arena);
    found->source_path = column_string(stmt, 17, arena);
    found->source_kind = column_string(stmt, 18, arena);
    article->declared = column_copy(stmt, 19, arena);
}

static enum offprint_status read_body(struct store *store, sqlite3_stmt *stmt,
                                      struct arena *arena, struct slice *body,
                                      struct offprint_error *err)
{
    int64_t dictionary = sqlite3_column_int64(stmt, COLUMN_DICTIONARY);
    struct slice frame = {
        sqlite3_column_blob(stmt, COLUMN_BODY),
        (size_t)sqlite3_column_bytes(stmt, COLUMN_BODY),
    };
    return text_reader_read(store->texts, dictionary, frame, arena, body, err);
}

// Whether reading a row found memory for what can never be absent.
static bool is_complete(const struct found_article *found)
{
    return found->article.title.ptr && found->root && found->source_path;
}

static const char ARTICLE_BY_ID[] =
    "SELECT " ARTICLE_COLUMNS BODY_COLUMNS ARTICLE_TABLES
    " WHERE article.id = ?1";

enum offprint_status store_article(struct store *store, int64_t id,
                                   bool with_body, struct arena *arena,
                                   struct found_article *found,
                                   struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, ARTICLE_BY_ID, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, id);
    int code = sqlite3_step(stmt);
    if (code == SQLITE_DONE)
        status = fail(err, OFFPRINT_NOT_FOUND, "%lld: no article has this id",
                      (long long)id);
    if (code == SQLITE_ROW) {
        read_article(stmt, arena, found);
        if (!is_complete(found)) status = fail_no_memory(err);
        if (!status && with_body)
            status = read_body(store, stmt, arena, &found->article.body, err);
        if (status == OFFPRINT_CORRUPT)
            error_add_context(err, "%s: article %lld", store->path,
                              (long long)id);
    }
    if (status) {
        sqlite3_reset(stmt);
        return status;
    }
    return store_rows_end(store, stmt, code, err);
}

static const char ALL_ROWS[] =
    "SELECT " ARTICLE_COLUMNS BODY_COLUMNS ARTICLE_TABLES;

enum offprint_status store_count_changed(struct store *store, uint64_t *count,
                                         struct offprint_error *err)
{
    *count = 0;
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, ALL_ROWS, &stmt, err);
    if (status) return status;
    struct arena arena = { 0 };
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        arena_reset(&arena);
        struct found_article found;
        uint8_t noted[STORED_HASH_BYTES], hash[STORED_HASH_BYTES];
        read_article(stmt, &arena, &found);
        column_hash(stmt, COLUMN_HASH, noted);
        bool whole = read_body(store, stmt, &arena, &found.article.body, NULL)
                     == OFFPRINT_OK;
        stored_article_hash(&found.article, hash);
        *count += !whole || memcmp(noted, hash, sizeof hash) != 0;
    }
    arena_free(&arena);
    return store_rows_end(store, stmt, code, err);
}

static enum offprint_status read_ids(struct store *store, sqlite3_stmt *stmt,
                                     int64_t *ids, size_t limit, size_t *count,
                                     struct offprint_error *err)
{
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        if (*count < limit) ids[*count] = sqlite3_column_int64(stmt, 0);
        ++*count;
    }
    return store_rows_end(store, stmt, code, err);
}

static const char IDS_OF_NAME[] =
    "SELECT id FROM article WHERE name = ?1 ORDER BY id";

enum offprint_status store_ids_of_name(struct store *store, const char *name,
                                       int64_t *ids, size_t limit,
                                       size_t *count,
                                       struct offprint_error *err)
{
    *count = 0;
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, IDS_OF_NAME, &stmt, err);
    if (status) return status;
    bind_text(stmt, 1, slice_of(name));
    return read_ids(store, stmt, ids, limit, count, err);
}

static const char IDS_OF_PLACE[] =
    "SELECT article.id FROM article JOIN source ON source.id = article.source"
    " WHERE root = ?1 AND path = ?2 AND (?3 IS NULL OR member = ?3)"
    " ORDER BY article.id";

enum offprint_status store_ids_of_place(struct store *store, int64_t root,
                                        const char *path, const char *member,
                                        int64_t *ids, size_t limit,
                                        size_t *count,
                                        struct offprint_error *err)
{
    *count = 0;
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, IDS_OF_PLACE, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, root);
    bind_bytes(stmt, 2, slice_of(path));
    if (member) bind_text(stmt, 3, slice_of(member));
    return read_ids(store, stmt, ids, limit, count, err);
}

// ---- Listing ----------------------------------------------------------------

// A path is at or under ?2 when it is ?2, or begins with ?2 and a slash.
#define IN_PLACE                                                              \
    " WHERE (?1 = 0 OR (root.id = ?1 AND (length(?2) = 0 OR source.path = ?2" \
    " OR substr(source.path, 1, length(?2) + 1) = CAST(?2 || '/' AS BLOB))))"
#define LIST_BY(order)                          \
    "SELECT article.id" ARTICLE_TABLES IN_PLACE \
    " AND offprint_in(article.id, ?3) ORDER BY " order

static const char *const LISTS[] = {
    [ORDER_DATE] = LIST_BY("published IS NULL, published DESC, article.id"),
    [ORDER_OLDEST] = LIST_BY("published IS NULL, published, article.id"),
    [ORDER_PATH] = LIST_BY("root.path, source.path, article.id"),
    [ORDER_TITLE] = LIST_BY("title, article.id"),
    [ORDER_ID] = LIST_BY("article.id"),
};

enum offprint_status store_list(struct store *store,
                                const struct list_request *request,
                                int64_t **ids, size_t *count,
                                struct offprint_error *err)
{
    size_t room = 0;
    int code;
    *ids = NULL;
    *count = 0;
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, LISTS[request->order], &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, request->root);
    bind_bytes(stmt, 2, slice_of(request->path));
    if (request->set) bind_article_set(stmt, 3, request->set);
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        int64_t *grown = array_grow(*ids, *count, &room, sizeof **ids);
        if (!grown) break;
        *ids = grown;
        (*ids)[(*count)++] = sqlite3_column_int64(stmt, 0);
    }
    if (code == SQLITE_ROW) {
        sqlite3_reset(stmt);
        return fail_no_memory(err);
    }
    status = store_rows_end(store, stmt, code, err);
    sqlite3_clear_bindings(stmt);
    return status;
}
