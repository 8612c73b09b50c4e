#include "store/packed.h"

#include <stdlib.h>
#include <xxhash.h>

#include "store/articles.h"
#include "store/connection.h"
#include "store/fts5_block.h"
#include "store/fts5_table.h"
#include "store/lengths.h"

enum {
    CHUNK_BITS = 16,
    // A segment with fewer leaves is read as it is.
    LEAVES_MIN = 64,
    // No doclist of PACKED_ARTICLES_MIN articles has fewer bytes.
    DOCLIST_BYTES_MIN = PACKED_ARTICLES_MIN * 3,
};

const char PACKED_TABLES[] =
    "CREATE TABLE packed_segment("
    "  segment INTEGER PRIMARY KEY,"
    "  first_leaf INTEGER NOT NULL,"
    "  last_leaf INTEGER NOT NULL,"
    "  hash INTEGER NOT NULL,"
    "  first_list INTEGER NOT NULL,"
    "  end_list INTEGER NOT NULL"
    ");"
    "CREATE TABLE packed_term("
    "  segment INTEGER,"
    "  term BLOB,"
    "  list INTEGER NOT NULL,"
    "  PRIMARY KEY(segment, term)"
    ") WITHOUT ROWID;"
    "CREATE TABLE packed(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);";

// ---- Whether lists hold -----------------------------------------------------

// A hash of the first and the last leaf.
static enum offprint_status hash_segment(
    struct store *store, const struct fts5_structure_segment *segment,
    int64_t *hash, struct offprint_error *err)
{
    const uint32_t leaves[] = { segment->first_leaf, segment->last_leaf };
    struct buffer leaf = { 0 };
    uint64_t sum = 0;
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < 2; i++) {
        status = fts5_block_read(
            store, fts5_leaf_id(segment->number, leaves[i]), &leaf, err);
        if (!status) sum = XXH3_64bits_withSeed(leaf.ptr, leaf.len, sum);
    }
    buffer_free(&leaf);
    *hash = (int64_t)sum;
    return status;
}

// A row that FTS5 knows nothing of, and deletes with all others when it makes
// the postings anew: without it no list holds.
#define SEAL_BLOCK "2"

static const char SEGMENT[] =
    "SELECT hash FROM packed_segment"
    " WHERE segment = ?1 AND first_leaf = ?2 AND last_leaf = ?3"
    " AND EXISTS(SELECT 1 FROM posting_data WHERE id = " SEAL_BLOCK ")";

enum offprint_status packed_is_valid(
    struct store *store, const struct fts5_structure_segment *segment,
    bool *valid, struct offprint_error *err)
{
    *valid = false;
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, SEGMENT, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, segment->number);
    sqlite3_bind_int64(stmt, 2, segment->first_leaf);
    sqlite3_bind_int64(stmt, 3, segment->last_leaf);
    int code = sqlite3_step(stmt);
    const bool found = code == SQLITE_ROW;
    const int64_t noted = found ? sqlite3_column_int64(stmt, 0) : 0;
    status = store_rows_end(store, stmt, code, err);
    if (status || !found) return status;
    int64_t hash;
    status = hash_segment(store, segment, &hash, err);
    *valid = !status && hash == noted;
    return status;
}

// ---- Reading ----------------------------------------------------------------

static const char FIND[] =
    "SELECT list FROM packed_term WHERE segment = ?1 AND term = ?2";

enum offprint_status packed_find(struct store *store, uint32_t segment,
                                 struct slice term, int64_t *list,
                                 struct offprint_error *err)
{
    *list = 0;
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, FIND, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, segment);
    bind_bytes(stmt, 2, term);
    int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) *list = sqlite3_column_int64(stmt, 0);
    return store_rows_end(store, stmt, code, err);
}

static const char ALL_TERMS[] =
    "SELECT term, list FROM packed_term WHERE segment = ?1 ORDER BY term";

enum offprint_status packed_terms_read(struct store *store, uint32_t segment,
                                       struct term_index *index,
                                       struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, ALL_TERMS, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, segment);
    return term_index_read(index, store, stmt, err);
}

static_assert((int)PACKED_BLOCK_BYTES_MAX <= KEPT_BEYOND_PACKED,
              "blocks end where rows do");

enum offprint_status packed_chunk_hold(struct store *store,
                                       struct kept_rows *rows, int64_t list,
                                       uint32_t chunk, struct kept_row **row,
                                       struct offprint_error *err)
{
    const int64_t id = list << CHUNK_BITS | chunk;
    enum offprint_status status =
        kept_rows_read(store, rows, KEPT_PACKED, id, row, err);
    if (status || *row) return status;
    return fail(err, OFFPRINT_CORRUPT,
                "%s: packed list %lld is incomplete (run offprint optimize)",
                store->path, (long long)list);
}

// ---- Dropping ---------------------------------------------------------------

static const char DROP_CHUNKS[] =
    "DELETE FROM packed WHERE id >= (SELECT first_list FROM packed_segment"
    " WHERE segment = ?1) << 16 AND id < (SELECT end_list FROM packed_segment"
    " WHERE segment = ?1) << 16";
static const char DROP_TERMS[] = "DELETE FROM packed_term WHERE segment = ?1";
static const char DROP_SEGMENT[] =
    "DELETE FROM packed_segment WHERE segment = ?1";

static enum offprint_status drop_segment(struct store *store, uint32_t segment,
                                         struct offprint_error *err)
{
    static const char *const SQL[] = { DROP_CHUNKS, DROP_TERMS, DROP_SEGMENT };
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < sizeof SQL / sizeof SQL[0]; i++) {
        sqlite3_stmt *stmt;
        status = store_prepare(store, SQL[i], &stmt, err);
        if (status) break;
        sqlite3_bind_int64(stmt, 1, segment);
        status = store_run(store, stmt, err);
    }
    return status;
}

static const char DROP_ALL[] = "DELETE FROM packed; DELETE FROM packed_term;"
                               "DELETE FROM packed_segment";

enum offprint_status packed_drop(struct store *store,
                                 struct offprint_error *err)
{
    return store_execute(store, DROP_ALL, err);
}

static const char SEGMENTS[] = "SELECT segment FROM packed_segment";

// The segments that have lists, valid or not.
static enum offprint_status packed_segments(struct store *store,
                                            uint32_t numbers[FTS5_SEGMENTS_MAX],
                                            size_t *count,
                                            struct offprint_error *err)
{
    *count = 0;
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, SEGMENTS, &stmt, err);
    if (status) return status;
    int code = SQLITE_DONE;
    while (*count < FTS5_SEGMENTS_MAX
           && (code = sqlite3_step(stmt)) == SQLITE_ROW)
        numbers[(*count)++] = (uint32_t)sqlite3_column_int64(stmt, 0);
    return store_rows_end(store, stmt, code, err);
}

static const struct fts5_structure_segment *segment_of(
    const struct fts5_structure *structure, uint32_t number)
{
    for (uint32_t i = 0; i < structure->segment_count; i++)
        if (structure->segments[i].number == number)
            return &structure->segments[i];
    return NULL;
}

static enum offprint_status drop_invalid(struct store *store,
                                         const struct fts5_structure *structure,
                                         struct offprint_error *err)
{
    uint32_t numbers[FTS5_SEGMENTS_MAX];
    size_t count;
    enum offprint_status status = packed_segments(store, numbers, &count, err);
    for (size_t i = 0; !status && i < count; i++) {
        const struct fts5_structure_segment *segment =
            segment_of(structure, numbers[i]);
        bool valid = false;
        if (segment) status = packed_is_valid(store, segment, &valid, err);
        if (!status && !valid) status = drop_segment(store, numbers[i], err);
    }
    return status;
}

// ---- Making -----------------------------------------------------------------

// What packed lists are made with.
struct packing {
    struct store *store;
    struct fts5_walk walk;
    int64_t first_list;
    int64_t list; // the next one
    struct packed_posting *postings;
    size_t count;
    size_t room;
    struct packed_chunks chunks;
    uint8_t *lengths; // of all ids up to length_count
    size_t length_count;
};

static const char ADD_CHUNK[] = "INSERT INTO packed(id, bytes) VALUES(?1, ?2)";
static const char ADD_TERM[] =
    "INSERT INTO packed_term(segment, term, list) VALUES(?1, ?2, ?3)";

static enum offprint_status add_chunks(struct packing *packing,
                                       struct offprint_error *err)
{
    const struct packed_chunks *chunks = &packing->chunks;
    enum offprint_status status = OFFPRINT_OK;
    size_t from = 0;
    for (size_t i = 0; !status && i < chunks->count; i++) {
        sqlite3_stmt *stmt;
        status = store_prepare(packing->store, ADD_CHUNK, &stmt, err);
        if (status) break;
        sqlite3_bind_int64(stmt, 1, packing->list << CHUNK_BITS | (int64_t)i);
        bind_bytes(
            stmt, 2,
            (struct slice){ chunks->bytes.ptr + from, chunks->ends[i] - from });
        from = chunks->ends[i];
        status = store_run(packing->store, stmt, err);
    }
    return status;
}

static enum offprint_status add_list(struct packing *packing,
                                     struct offprint_error *err)
{
    if (!packed_list_make(packing->postings, packing->count, &packing->chunks))
        return fail_no_memory(err);
    if (packing->chunks.count >= 1 << CHUNK_BITS) return OFFPRINT_OK;
    enum offprint_status status = add_chunks(packing, err);
    sqlite3_stmt *stmt;
    if (!status) status = store_prepare(packing->store, ADD_TERM, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, packing->walk.segment.number);
    bind_bytes(stmt, 2, fts5_walk_term_text(&packing->walk));
    sqlite3_bind_int64(stmt, 3, packing->list++);
    return store_run(packing->store, stmt, err);
}

// Adds the entry at which the walk is.
static enum offprint_status add_posting(struct packing *packing,
                                        struct offprint_error *err)
{
    void *grown = array_grow(packing->postings, packing->count, &packing->room,
                             sizeof *packing->postings);
    if (!grown) return fail_no_memory(err);
    packing->postings = grown;
    const int64_t id = packing->walk.id;
    struct packed_posting *posting = &packing->postings[packing->count++];
    *posting = (struct packed_posting){ .id = (uint32_t)id,
                                        .place = packing->walk.place };
    struct slice list;
    uint32_t counts[POSTING_COLUMNS];
    enum offprint_status status = fts5_walk_list(&packing->walk, &list, err);
    if (status) return status;
    fts5_list_count(list, counts, POSTING_COLUMNS);
    posting->body = (uint16_t)packed_at_most(counts[POSTING_BODY], UINT16_MAX);
    posting->title = (uint8_t)packed_at_most(counts[POSTING_TITLE], UINT8_MAX);
    posting->extra = (uint8_t)packed_at_most(counts[POSTING_EXTRA], UINT8_MAX);
    if ((size_t)id < packing->length_count)
        posting->length = packing->lengths[id];
    return OFFPRINT_OK;
}

// Whether the doclist at hand is too short, going by its bytes.
static bool is_short(const struct fts5_walk *walk)
{
    return walk->next_term < walk->end
           && walk->next_term - walk->at < DOCLIST_BYTES_MIN;
}

static enum offprint_status pack_term(struct packing *packing,
                                      struct offprint_error *err)
{
    if (is_short(&packing->walk)) return OFFPRINT_OK;
    packing->count = 0;
    bool more, packable = true;
    enum offprint_status status = fts5_walk_next(&packing->walk, &more, err);
    while (!status && more) {
        packable &= !packing->walk.deleted && packing->walk.id <= UINT32_MAX;
        if (packable) status = add_posting(packing, err);
        if (!status) status = fts5_walk_next(&packing->walk, &more, err);
    }
    if (!status && packable && packing->count >= PACKED_ARTICLES_MIN)
        status = add_list(packing, err);
    return status;
}

static const char SEAL[] = "INSERT OR IGNORE INTO posting_data(id, block)"
                           " VALUES(" SEAL_BLOCK ", x'')";
static const char ADD_SEGMENT[] =
    "INSERT INTO packed_segment(segment, first_leaf, last_leaf, hash,"
    " first_list, end_list) VALUES(?1, ?2, ?3, ?4, ?5, ?6)";

static enum offprint_status add_segment(struct packing *packing,
                                        struct offprint_error *err)
{
    const struct fts5_structure_segment *segment = &packing->walk.segment;
    int64_t hash;
    enum offprint_status status =
        hash_segment(packing->store, segment, &hash, err);
    sqlite3_stmt *stmt;
    if (!status) status = store_execute(packing->store, SEAL, err);
    if (!status)
        status = store_prepare(packing->store, ADD_SEGMENT, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, segment->number);
    sqlite3_bind_int64(stmt, 2, segment->first_leaf);
    sqlite3_bind_int64(stmt, 3, segment->last_leaf);
    sqlite3_bind_int64(stmt, 4, hash);
    sqlite3_bind_int64(stmt, 5, packing->first_list);
    sqlite3_bind_int64(stmt, 6, packing->list);
    return store_run(packing->store, stmt, err);
}

static enum offprint_status pack_segment(
    struct packing *packing, const struct fts5_structure_segment *segment,
    struct offprint_error *err)
{
    bool more;
    packing->first_list = packing->list;
    fts5_walk_open(&packing->walk, packing->store, segment);
    enum offprint_status status = fts5_walk_term(&packing->walk, &more, err);
    while (!status && more) {
        status = pack_term(packing, err);
        if (!status) status = fts5_walk_term(&packing->walk, &more, err);
    }
    if (!status) status = add_segment(packing, err);
    fts5_walk_close(&packing->walk);
    return status;
}

// ---- Refreshing -------------------------------------------------------------

static const char GREATEST[] =
    "SELECT coalesce(max(end_list), 1) FROM packed_segment";
static const char LAST_WINDOW[] = "SELECT coalesce(max(id), -1) FROM length";

static enum offprint_status ask(struct store *store, const char *sql,
                                int64_t *number, struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, sql, &stmt, err);
    if (status) return status;
    int code = sqlite3_step(stmt);
    *number = code == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
    return store_rows_end(store, stmt, code, err);
}

static enum offprint_status prepare(struct packing *packing,
                                    struct offprint_error *err)
{
    int64_t last;
    enum offprint_status status =
        ask(packing->store, GREATEST, &packing->list, err);
    if (!status) status = ask(packing->store, LAST_WINDOW, &last, err);
    if (status) return status;
    packing->length_count = (size_t)(last + 1) * LENGTH_WINDOW;
    packing->lengths = malloc(packing->length_count + 1);
    if (!packing->lengths) return fail_no_memory(err);
    for (int64_t i = 0; !status && i <= last; i++)
        status = lengths_read(packing->store, i,
                              packing->lengths + i * LENGTH_WINDOW, err);
    return status;
}

static enum offprint_status pack_missing(struct store *store,
                                         const struct fts5_structure *structure,
                                         struct offprint_error *err)
{
    struct packing packing = { .store = store };
    enum offprint_status status = OFFPRINT_OK;
    for (uint32_t i = 0; !status && i < structure->segment_count; i++) {
        const struct fts5_structure_segment *segment = &structure->segments[i];
        bool valid = true;
        if (segment->last_leaf - segment->first_leaf < LEAVES_MIN) continue;
        status = packed_is_valid(store, segment, &valid, err);
        if (!status && !valid && !packing.lengths)
            status = prepare(&packing, err);
        if (!status && !valid) status = pack_segment(&packing, segment, err);
    }
    free(packing.postings);
    free(packing.lengths);
    packed_chunks_free(&packing.chunks);
    return status;
}

enum offprint_status packed_refresh(struct store *store,
                                    struct offprint_error *err)
{
    struct fts5_structure *structure = NULL;
    enum offprint_status status = fts5_table_settle(store, err);
    if (!status) status = fts5_table_check(store, NULL, err);
    if (status == OFFPRINT_TOO_NEW) return OFFPRINT_OK; // MATCH does it
    if (!status) status = fts5_structure_read(store, &structure, err);
    if (!status) status = drop_invalid(store, structure, err);
    if (!status) status = pack_missing(store, structure, err);
    free(structure);
    return status;
}
