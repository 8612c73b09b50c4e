#include "store/fts5_segment.h"

#include <stdlib.h>

#include "store/connection.h"
#include "store/fts5_dlidx.h"
#include "store/fts5_leaf.h"
#include "store/fts5_structure.h"
#include "store/fts5_table.h"

enum {
    // Leaves without a term from which FTS5 makes a doclist index; it looks for
    // none where posting_idx names none.
    DLIDX_LEAVES_MIN = 4,
};

struct fts5_segment {
    struct store *store;
    struct fts5_structure *structure;
    uint32_t number;
    uint32_t page; // the number of the leaf
    struct fts5_leaf leaf;

    uint8_t term[FTS5_TERM_MAX]; // the term at hand, its '0' in front
    size_t term_size;            // 0: none yet
    int64_t last_id;             // of its doclist; 0: none yet
    struct fts5_dlidx dlidx;

    // The last leaf on which a term began: its row of posting_idx is written
    // when the doclist of its last term ends.
    uint32_t key_page;
    uint8_t key[FTS5_TERM_MAX];
    size_t key_size;
    uint32_t termless_leaves; // since then
};

// ---- Leaves -----------------------------------------------------------------

static enum offprint_status turn_leaf(struct fts5_segment *segment,
                                      struct offprint_error *err)
{
    struct fts5_leaf *leaf = &segment->leaf;
    enum offprint_status status = OFFPRINT_OK;
    if (!fts5_leaf_has_term(leaf)) {
        segment->termless_leaves++;
        if (!leaf->has_id) status = fts5_dlidx_add_none(&segment->dlidx, err);
    }
    if (!status && segment->page == FTS5_PAGE_MAX)
        status = fail(err, OFFPRINT_FULL, "%s: too many pages in a segment",
                      segment->store->path);
    if (!status)
        status = fts5_block_write(segment->store,
                                  fts5_leaf_id(segment->number, segment->page),
                                  fts5_leaf_finish(leaf), err);
    fts5_leaf_clear(leaf);
    segment->page++;
    return status;
}

static const char ADD_KEY[] =
    "INSERT INTO posting_idx(segid, term, pgno) VALUES(?1, ?2, ?3)";

// The doclist of the last term of key_page ended.
static enum offprint_status write_key(struct fts5_segment *segment,
                                      struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    const bool has_dlidx = segment->termless_leaves >= DLIDX_LEAVES_MIN
                           && !fts5_dlidx_is_empty(&segment->dlidx);
    if (has_dlidx)
        status = fts5_dlidx_keep(&segment->dlidx, err);
    else
        fts5_dlidx_forget(&segment->dlidx);
    segment->termless_leaves = 0;

    sqlite3_stmt *stmt;
    if (!status) status = store_prepare(segment->store, ADD_KEY, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, segment->number);
    bind_bytes(stmt, 2,
               (struct slice){ (const char *)segment->key, segment->key_size });
    sqlite3_bind_int64(stmt, 3, (int64_t)segment->key_page << 1 | has_dlidx);
    return store_run(segment->store, stmt, err);
}

// ---- Terms ------------------------------------------------------------------

// Bytes that a new term has in common with the one at hand, the '0' included.
static size_t shared_bytes(const struct fts5_segment *segment,
                           struct slice term)
{
    if (segment->term_size == 0) return 0;
    size_t shared = 1;
    while (shared < segment->term_size && shared <= term.len
           && segment->term[shared] == (uint8_t)term.ptr[shared - 1])
        shared++;
    return shared;
}

static void set_term(struct fts5_segment *segment, struct slice term)
{
    segment->term[0] = '0';
    memcpy(segment->term + 1, term.ptr, term.len);
    segment->term_size = term.len + 1;
    segment->last_id = 0;
}

// The term at hand is the first on a leaf, and differs from the one before
// behind shared bytes.
static enum offprint_status begin_key(struct fts5_segment *segment,
                                      size_t shared, struct offprint_error *err)
{
    enum offprint_status status = write_key(segment, err);
    segment->key_page = segment->page;
    segment->key_size = shared + 1;
    memcpy(segment->key, segment->term, segment->key_size);
    return status;
}

enum offprint_status fts5_segment_add_term(struct fts5_segment *segment,
                                           struct slice term,
                                           struct offprint_error *err)
{
    if (term.len > FTS5_TERM_LONGEST)
        return fail(err, OFFPRINT_MISUSE, "term of %zu bytes is too long",
                    term.len);
    const bool is_first = segment->term_size == 0;
    assert(is_first || segment->last_id > 0);
    const size_t shared = shared_bytes(segment, term);
    assert(is_first
           || (shared <= term.len
               && (shared == segment->term_size
                   || segment->term[shared] < (uint8_t)term.ptr[shared - 1])));
    set_term(segment, term);

    enum offprint_status status = OFFPRINT_OK;
    if (!fts5_leaf_takes_term(&segment->leaf, segment->term_size, shared))
        status = turn_leaf(segment, err);
    if (!status && !is_first && !fts5_leaf_has_term(&segment->leaf))
        status = begin_key(segment, shared, err);
    if (status) return status;
    fts5_dlidx_begin(&segment->dlidx, segment->page);
    fts5_leaf_add_term(
        &segment->leaf,
        (struct slice){ (const char *)segment->term, segment->term_size },
        shared);
    return OFFPRINT_OK;
}

// ---- Doclists ---------------------------------------------------------------

// An id as it stands on the leaf at hand.
static uint64_t id_on_leaf(const struct fts5_segment *segment, int64_t id)
{
    return (uint64_t)(segment->leaf.has_id ? id - segment->last_id : id);
}

// Adds the head of an entry: its id, and the size of its list in size_len bytes
// at size.
static enum offprint_status add_head(struct fts5_segment *segment, int64_t id,
                                     const uint8_t *size, size_t size_len,
                                     struct offprint_error *err)
{
    struct fts5_leaf *leaf = &segment->leaf;
    enum offprint_status status = OFFPRINT_OK;
    if (fts5_varint_size(id_on_leaf(segment, id)) + size_len
            > fts5_leaf_room(leaf)
        && !fts5_leaf_is_empty(leaf))
        status = turn_leaf(segment, err);
    if (!status && !leaf->has_id)
        status = fts5_dlidx_add(&segment->dlidx, segment->page, id, err);
    if (status) return status;
    fts5_leaf_add_id(leaf, id_on_leaf(segment, id));
    fts5_leaf_add(leaf, size, size_len);
    segment->last_id = id;
    return OFFPRINT_OK;
}

// Adds positions, on as many leaves as they need. None of their varints has
// nine bytes, so that each ends with the first byte below 0x80.
static enum offprint_status add_positions(struct fts5_segment *segment,
                                          const uint8_t *at, const uint8_t *end,
                                          struct offprint_error *err)
{
    while (at < end) {
        size_t take = (size_t)(end - at), room = fts5_leaf_room(&segment->leaf);
        if (take > room) {
            take = room;
            while (take > 0 && at[take - 1] >= 0x80) take--;
        }
        fts5_leaf_add(&segment->leaf, at, take);
        at += take;
        if (at == end) break;
        enum offprint_status status = turn_leaf(segment, err);
        if (status) return status;
    }
    return OFFPRINT_OK;
}

// Adds the entry whose size is at *at, and moves *at behind it.
static enum offprint_status add_entry(struct fts5_segment *segment, int64_t id,
                                      const uint8_t **at, const uint8_t *end,
                                      struct offprint_error *err)
{
    const uint8_t *size = *at;
    uint64_t doubled = 0;
    fts5_varint_read(at, end, &doubled);
    const uint8_t *list = *at;
    assert(doubled / 2 <= (uint64_t)(end - list));
    *at += doubled / 2;
    enum offprint_status status =
        add_head(segment, id, size, (size_t)(list - size), err);
    return status ? status : add_positions(segment, list, *at, err);
}

// The end of those entries from at that fit into room bytes; *id goes from the
// id before them to the last of theirs.
static const uint8_t *entries_within(const uint8_t *at, const uint8_t *end,
                                     size_t room, int64_t *id)
{
    if ((size_t)(end - at) > room) end = at + room;
    for (const uint8_t *next = at;; at = next) {
        uint64_t delta, doubled;
        if (!fts5_varint_read(&next, end, &delta)
            || !fts5_varint_read(&next, end, &doubled)
            || doubled / 2 > (uint64_t)(end - next))
            return at;
        next += doubled / 2;
        *id += (int64_t)delta;
    }
}

// Adds the entries from at to end, the first of which has this id and lacks it.
static enum offprint_status add_over_leaves(struct fts5_segment *segment,
                                            int64_t id, const uint8_t *at,
                                            const uint8_t *end,
                                            struct offprint_error *err)
{
    for (;;) {
        enum offprint_status status = add_entry(segment, id, &at, end, err);
        if (status) return status;
        if (segment->leaf.has_id) { // else the next id has to stand in full
            const uint8_t *fits =
                entries_within(at, end, fts5_leaf_room(&segment->leaf), &id);
            fts5_leaf_add(&segment->leaf, at, (size_t)(fits - at));
            segment->last_id = id;
            at = fits;
        }
        uint64_t delta;
        if (!fts5_varint_read(&at, end, &delta)) return OFFPRINT_OK;
        id += (int64_t)delta;
    }
}

enum offprint_status fts5_segment_add_run(struct fts5_segment *segment,
                                          const struct fts5_run *run,
                                          struct offprint_error *err)
{
    const uint8_t *at = run->bytes, *end = at + run->size;
    uint64_t relative = 0;
    fts5_varint_read(&at, end, &relative);
    const int64_t id = run->base + (int64_t)relative;
    assert(segment->term_size > 0 && id > segment->last_id);

    struct fts5_leaf *leaf = &segment->leaf;
    const uint64_t on_leaf = id_on_leaf(segment, id);
    const size_t rest = (size_t)(end - at);
    if (!leaf->has_id
        || fts5_varint_size(on_leaf) + rest > fts5_leaf_room(leaf))
        return add_over_leaves(segment, id, at, end, err);
    fts5_leaf_add_id(leaf, on_leaf);
    fts5_leaf_add(leaf, at, rest);
    segment->last_id = run->last;
    return OFFPRINT_OK;
}

// ---- Beginning and end ------------------------------------------------------

static enum offprint_status begin(struct fts5_segment *segment,
                                  struct offprint_error *err)
{
    size_t page_size;
    enum offprint_status status = fts5_table_settle(segment->store, err);
    if (!status) status = fts5_table_check(segment->store, &page_size, err);
    if (!status)
        status = fts5_structure_read(segment->store, &segment->structure, err);
    if (status) return status;
    segment->number = fts5_structure_unused(segment->structure);
    if (segment->number == 0)
        return fail(err, OFFPRINT_FULL, "%s: too many segments",
                    segment->store->path);
    segment->dlidx.store = segment->store;
    segment->dlidx.segment = segment->number;
    segment->dlidx.page_size = page_size;
    segment->page = segment->key_page = 1;
    if (!fts5_leaf_init(&segment->leaf, page_size)) return fail_no_memory(err);
    return OFFPRINT_OK;
}

enum offprint_status fts5_segment_open(struct store *store,
                                       struct fts5_segment **result,
                                       struct offprint_error *err)
{
    *result = NULL;
    struct fts5_segment *segment = calloc(1, sizeof *segment);
    if (!segment) return fail_no_memory(err);
    segment->store = store;
    enum offprint_status status = begin(segment, err);
    if (status)
        fts5_segment_close(segment);
    else
        *result = segment;
    return status;
}

enum offprint_status fts5_segment_finish(struct fts5_segment *segment,
                                         struct offprint_error *err)
{
    if (segment->term_size == 0) return OFFPRINT_OK;
    assert(segment->last_id > 0);
    enum offprint_status status = OFFPRINT_OK;
    if (!fts5_leaf_is_empty(&segment->leaf)) status = turn_leaf(segment, err);
    if (!status) status = write_key(segment, err);
    if (status) return status;
    fts5_structure_add(segment->structure,
                       (struct fts5_structure_segment){ segment->number, 1,
                                                        segment->page - 1 });
    status = fts5_structure_write(segment->store, segment->structure, err);
    return status ? status : fts5_table_settle(segment->store, err);
}

uint32_t fts5_segment_leaves(const struct fts5_segment *segment)
{
    return segment->page - 1;
}

void fts5_segment_close(struct fts5_segment *segment)
{
    if (!segment) return;
    free(segment->structure);
    fts5_leaf_free(&segment->leaf);
    fts5_dlidx_free(&segment->dlidx);
    free(segment);
}
