#include "store/check_packed.h"

#include <stdlib.h>

#include "store/articles.h"
#include "store/connection.h"
#include "store/fts5_varint.h"
#include "store/lengths.h"
#include "store/packed.h"

// ---- Lists ------------------------------------------------------------------

// A packed list beside the doclist that it was made from.
struct comparison {
    struct store *store;
    struct fts5_walk *walk;
    int64_t list;
    struct kept_row *first; // chunk, with the head
    struct packed_head head;
    struct kept_row *chunk; // at hand
    uint32_t chunk_number;
    uint32_t at;    // articles compared
    int64_t window; // of lengths at hand; -1: none
    uint8_t lengths[LENGTH_WINDOW];
    // The block at hand, once for each column.
    uint32_t ids[PACKED_BLOCK];
    uint32_t counts[POSTING_COLUMNS][PACKED_BLOCK];
};

static enum offprint_status read_block(struct comparison *comparison,
                                       uint32_t block, bool *same,
                                       struct offprint_error *err)
{
    static const struct packed_units UNITS[POSTING_COLUMNS] = {
        [POSTING_BODY] = { .body = 1 },
        [POSTING_TITLE] = { .title = 1 },
        [POSTING_EXTRA] = { .extra = 1 },
    };
    const struct packed_head *head = &comparison->head;
    enum offprint_status status = OFFPRINT_OK;
    if (!comparison->chunk || head->chunk[block] != comparison->chunk_number) {
        kept_row_let_go(comparison->chunk);
        comparison->chunk = NULL;
        comparison->chunk_number = head->chunk[block];
        status = packed_chunk_hold(comparison->store, NULL, comparison->list,
                                   head->chunk[block], &comparison->chunk, err);
    }
    *same = !status && head->at[block] <= comparison->chunk->size;
    if (!*same) return status;
    const struct slice data =
        slice_from(kept_row_bytes(comparison->chunk), head->at[block]);
    *same = packed_ids_read(head, block, data, comparison->ids) > 0;
    for (size_t i = 0; *same && i < POSTING_COLUMNS; i++)
        *same = packed_occurrences_read(head, block, data, &UNITS[i],
                                        comparison->counts[i]);
    return status;
}

// Whether one of the points of the block is as good as the article.
static bool is_dominated(const struct comparison *comparison, uint32_t block,
                         const uint32_t *counts, uint8_t length)
{
    const uint32_t occurrences = counts[POSTING_BODY]
                                 + PACKED_TITLE_COUNTS * counts[POSTING_TITLE]
                                 + counts[POSTING_EXTRA];
    const struct packed_point *points =
        comparison->head.frontier + (size_t)PACKED_POINTS * block;
    for (size_t i = 0; i < PACKED_POINTS; i++)
        if (points[i].length <= length
            && (points[i].occurrences == PACKED_ANY
                || points[i].occurrences >= occurrences))
            return true;
    return false;
}

// Compares the entry at which the walk is with the next article.
static enum offprint_status compare_entry(struct comparison *comparison,
                                          bool *same,
                                          struct offprint_error *err)
{
    const uint32_t block = comparison->at / PACKED_BLOCK,
                   i = comparison->at % PACKED_BLOCK;
    const struct fts5_place place = comparison->walk->place;
    uint32_t counts[POSTING_COLUMNS];
    struct slice list;
    const int64_t id = comparison->walk->id;
    *same = comparison->at++ < comparison->head.articles;
    if (!*same) return OFFPRINT_OK;
    enum offprint_status status = OFFPRINT_OK;
    if (i == 0) {
        status = read_block(comparison, block, same, err);
        *same &= comparison->head.page[block] == place.page
                 && comparison->head.offset[block] == place.offset;
    }
    if (!status) status = fts5_walk_list(comparison->walk, &list, err);
    if (!status && id / LENGTH_WINDOW != comparison->window) {
        comparison->window = id / LENGTH_WINDOW;
        status = lengths_read(comparison->store, comparison->window,
                              comparison->lengths, err);
    }
    if (status) return status;
    *same &= fts5_list_count(list, counts, POSTING_COLUMNS)
             && comparison->ids[i] == id
             && is_dominated(comparison, block, counts,
                             comparison->lengths[id % LENGTH_WINDOW]);
    for (size_t j = 0; j < POSTING_COLUMNS; j++)
        *same &= comparison->counts[j][i]
                 == packed_at_most(counts[j],
                                   j == POSTING_BODY ? UINT16_MAX : UINT8_MAX);
    return OFFPRINT_OK;
}

static enum offprint_status compare_entries(struct comparison *comparison,
                                            bool *same,
                                            struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    *same =
        packed_head_read(kept_row_bytes(comparison->first), &comparison->head);
    bool more = *same;
    while (!status && *same && more) {
        status = fts5_walk_next(comparison->walk, &more, err);
        if (!status && more) status = compare_entry(comparison, same, err);
    }
    *same &= comparison->at == comparison->head.articles;
    return status;
}

// Compares the packed list of the term at which the walk is, if it has one.
static enum offprint_status compare_term(struct store *store,
                                         struct fts5_walk *walk,
                                         uint64_t *differences,
                                         struct offprint_error *err)
{
    struct comparison comparison = { .store = store,
                                     .walk = walk,
                                     .window = -1 };
    bool same;
    enum offprint_status status =
        packed_find(store, walk->segment.number, fts5_walk_term_text(walk),
                    &comparison.list, err);
    if (status || comparison.list == 0) return status;
    status = packed_chunk_hold(store, NULL, comparison.list, 0,
                               &comparison.first, err);
    if (!status) status = compare_entries(&comparison, &same, err);
    if (!status) *differences += !same;
    kept_row_let_go(comparison.chunk);
    kept_row_let_go(comparison.first);
    return status;
}

static enum offprint_status compare_segment(
    struct store *store, const struct fts5_structure_segment *segment,
    uint64_t *differences, struct offprint_error *err)
{
    struct fts5_walk walk;
    bool more;
    fts5_walk_open(&walk, store, segment);
    enum offprint_status status = fts5_walk_term(&walk, &more, err);
    while (!status && more) {
        status = compare_term(store, &walk, differences, err);
        if (!status) status = fts5_walk_term(&walk, &more, err);
    }
    fts5_walk_close(&walk);
    return status;
}

// ---- Lengths ----------------------------------------------------------------

static const char IDS[] = "SELECT id FROM posting_docsize ORDER BY id";

static enum offprint_status compare_lengths(struct store *store,
                                            uint64_t *differences,
                                            struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, IDS, &stmt, err);
    if (status) return status;
    uint8_t codes[LENGTH_WINDOW];
    int64_t window = -1;
    int code = SQLITE_DONE;
    while (!status && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        const int64_t id = sqlite3_column_int64(stmt, 0);
        if (id < 0) continue;
        if (id / LENGTH_WINDOW != window) {
            window = id / LENGTH_WINDOW;
            status = lengths_read(store, window, codes, err);
        }
        uint8_t truth = 0;
        if (!status) status = lengths_ask(store, id, &truth, err);
        *differences += codes[id % LENGTH_WINDOW] != truth;
    }
    enum offprint_status end = store_rows_end(store, stmt, code, err);
    return status ? status : end;
}

enum offprint_status check_packed(struct store *store,
                                  struct packed_differences *differences,
                                  struct offprint_error *err)
{
    struct fts5_structure *structure;
    *differences = (struct packed_differences){ 0 };
    enum offprint_status status = fts5_structure_read(store, &structure, err);
    if (status == OFFPRINT_TOO_NEW) return OFFPRINT_OK; // nobody reads them
    for (uint32_t i = 0; !status && i < structure->segment_count; i++) {
        bool valid;
        status = packed_is_valid(store, &structure->segments[i], &valid, err);
        if (!status && valid)
            status = compare_segment(store, &structure->segments[i],
                                     &differences->lists, err);
    }
    free(structure);
    return status ? status : compare_lengths(store, &differences->lengths, err);
}
