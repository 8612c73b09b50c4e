#include "store/posting_reader.h"

#include <stdlib.h>

#include "store/connection.h"
#include "store/fts5_block.h"
#include "store/fts5_table.h"
#include "store/packed.h"
#include "store/posting_state.h"

enum { ENTRIES_KEPT = 1 << 16 };

// ---- Segments ---------------------------------------------------------------

// Of a level the last segment is the newest, and lower levels are newer.
static void list_segments(struct posting_reader *reader,
                          const struct fts5_structure *structure)
{
    uint32_t first = 0;
    for (uint32_t i = 0; i < structure->level_count; i++) {
        const uint32_t count = structure->levels[i].count;
        for (uint32_t j = count; j-- > 0;)
            reader->segments[reader->segment_count++].segment =
                structure->segments[first + j];
        first += count;
    }
}

static enum offprint_status read_segments(struct posting_reader *reader,
                                          struct offprint_error *err)
{
    struct fts5_structure *structure;
    enum offprint_status status =
        fts5_structure_read(reader->store, &structure, err);
    if (status) return status;
    reader->segments =
        calloc(structure->segment_count + 1, sizeof *reader->segments);
    if (reader->segments)
        list_segments(reader, structure);
    else
        status = fail_no_memory(err);
    free(structure);
    for (size_t i = 0; !status && i < reader->segment_count; i++)
        status = packed_is_valid(reader->store, &reader->segments[i].segment,
                                 &reader->segments[i].packed, err);
    return status;
}

// ---- Totals and lengths -----------------------------------------------------

static enum offprint_status read_totals(struct posting_reader *reader,
                                        struct offprint_error *err)
{
    struct buffer block = { 0 };
    enum offprint_status status =
        fts5_block_read(reader->store, FTS5_TOTALS_BLOCK, &block, err);
    // Without any article there is nothing.
    if (!status && block.len > 0) {
        const uint8_t *at = (const uint8_t *)block.ptr, *end = at + block.len;
        fts5_varint_read(&at, end, &reader->articles);
        for (size_t i = 0; i < POSTING_COLUMNS; i++)
            fts5_varint_read(&at, end, &reader->words[i]);
    }
    buffer_free(&block);
    return status;
}

static const char GREATEST_ID[] =
    "SELECT coalesce(max(id), 0) FROM posting_docsize";

static enum offprint_status read_end(struct posting_reader *reader,
                                     struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(reader->store, GREATEST_ID, &stmt, err);
    if (status) return status;
    int code = sqlite3_step(stmt);
    const int64_t greatest =
        code == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
    status = store_rows_end(reader->store, stmt, code, err);
    if (status) return status;
    if (greatest < 0 || greatest >= UINT32_MAX)
        return fail(err, OFFPRINT_TOO_NEW, "%s: article id %lld",
                    reader->store->path, (long long)greatest);
    reader->end = (uint32_t)greatest + 1;
    reader->window_count = (reader->end - 1) / LENGTH_WINDOW + 1;
    reader->lengths = calloc(reader->window_count, sizeof *reader->lengths);
    return reader->lengths ? OFFPRINT_OK : fail_no_memory(err);
}

// Others may have added articles behind all those that we noted.
static enum offprint_status ask_for_rest(struct posting_reader *reader,
                                         uint32_t window, uint8_t *codes,
                                         struct offprint_error *err)
{
    const uint32_t first = window * LENGTH_WINDOW;
    uint32_t at = LENGTH_WINDOW;
    while (at > 0 && codes[at - 1] == 0) at--;
    enum offprint_status status = OFFPRINT_OK;
    for (; !status && at < LENGTH_WINDOW && first + at < reader->end; at++)
        status = lengths_ask(reader->store, first + at, &codes[at], err);
    return status;
}

enum offprint_status posting_reader_lengths(struct posting_reader *reader,
                                            uint32_t window,
                                            const uint8_t **codes,
                                            struct offprint_error *err)
{
    static const uint8_t NONE[LENGTH_WINDOW];
    *codes = NONE;
    if (window >= reader->window_count) return OFFPRINT_OK;
    uint8_t **known = &reader->lengths[window];
    if (!*known) {
        uint8_t *read = malloc(LENGTH_WINDOW);
        if (!read) return fail_no_memory(err);
        enum offprint_status status =
            lengths_read(reader->store, window, read, err);
        if (!status) status = ask_for_rest(reader, window, read, err);
        if (status) {
            free(read);
            return status;
        }
        *known = read;
    }
    *codes = *known;
    return OFFPRINT_OK;
}

static const char IDS[] =
    "SELECT id FROM posting_docsize WHERE id >= ?1 AND id < ?2";

enum offprint_status posting_reader_ids(struct posting_reader *reader,
                                        uint32_t first, uint32_t count,
                                        uint64_t *bits,
                                        struct offprint_error *err)
{
    memset(bits, 0, (count + 63) / 64 * sizeof *bits);
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(reader->store, IDS, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, first);
    sqlite3_bind_int64(stmt, 2, (int64_t)first + count);
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        const int64_t at = sqlite3_column_int64(stmt, 0) - first;
        bits[at / 64] |= (uint64_t)1 << at % 64;
    }
    return store_rows_end(reader->store, stmt, code, err);
}

// ---- Walks ------------------------------------------------------------------

struct fts5_walk *posting_lend_walk(struct posting_reader *reader,
                                    size_t segment)
{
    if (reader->walks_lent == reader->walk_count) {
        void *grown = array_grow(reader->walks, reader->walk_count,
                                 &reader->walk_room, sizeof *reader->walks);
        if (!grown) return NULL;
        reader->walks = grown;
        struct fts5_walk *walk = calloc(1, sizeof *walk);
        if (!walk) return NULL;
        walk->rows = reader->rows;
        reader->walks[reader->walk_count++] = walk;
    }
    struct fts5_walk *walk = reader->walks[reader->walks_lent++];
    posting_turn_walk(reader, segment, walk);
    return walk;
}

void posting_turn_walk(struct posting_reader *reader, size_t segment,
                       struct fts5_walk *walk)
{
    const struct reader_segment *of = &reader->segments[segment];
    fts5_walk_reopen(walk, reader->store, &of->segment);
    walk->leaves = of->terms_known ? &of->leaves : NULL;
}

struct posting_mark posting_reader_mark(const struct posting_reader *reader)
{
    return (struct posting_mark){ reader->held_count, reader->walks_lent };
}

void posting_reader_release(struct posting_reader *reader,
                            struct posting_mark mark)
{
    if (reader->walks_lent > mark.walks) reader->walks_lent = mark.walks;
    while (reader->held_count > mark.held)
        kept_row_let_go(reader->held[--reader->held_count]);
    if (reader->entry_room <= ENTRIES_KEPT) return;
    free(reader->entries);
    reader->entries = NULL;
    reader->entry_room = 0;
}

static void free_walks(struct posting_reader *reader)
{
    for (size_t i = 0; i < reader->walk_count; i++) {
        fts5_walk_close(reader->walks[i]);
        free(reader->walks[i]);
    }
    free(reader->walks);
}

// ---- Opening ----------------------------------------------------------------

static void forget(struct posting_reader *reader)
{
    for (uint32_t i = 0; i < reader->window_count && reader->lengths; i++)
        free(reader->lengths[i]);
    free(reader->lengths);
    for (size_t i = 0; i < reader->segment_count; i++) {
        term_index_free(&reader->segments[i].leaves);
        term_index_free(&reader->segments[i].lists);
    }
    free(reader->segments);
    for (size_t i = 0; i < reader->walk_count; i++)
        reader->walks[i]->leaves = NULL; // they were the segments'
    kept_rows_forget(reader->rows);
    reader->lengths = NULL;
    reader->segments = NULL;
    reader->segment_count = 0;
    reader->end = reader->window_count = 0;
    reader->articles = 0;
    memset(reader->words, 0, sizeof reader->words);
}

static enum offprint_status read_all(struct posting_reader *reader,
                                     struct offprint_error *err)
{
    enum offprint_status status = fts5_table_check(reader->store, NULL, err);
    if (!status) status = read_segments(reader, err);
    if (!status) status = read_totals(reader, err);
    if (!status) status = read_end(reader, err);
    return status;
}

// NULL where there is no memory.
static struct posting_reader *new_reader(struct store *store)
{
    struct posting_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return NULL;
    reader->store = store;
    if (!store->writable && !(reader->rows = kept_rows_new())) {
        free(reader);
        return NULL;
    }
    for (unsigned i = 0; i < LENGTH_CODES; i++)
        reader->decoded[i] = length_decode((uint8_t)i);
    return reader;
}

enum offprint_status posting_reader_open(struct store *store,
                                         struct posting_reader **result,
                                         struct offprint_error *err)
{
    *result = NULL;
    struct posting_reader *reader = store->reader;
    if (!reader) reader = store->reader = new_reader(store);
    if (!reader) return fail_no_memory(err);
    bool holds;
    enum offprint_status status =
        store_still_holds(store, &reader->version, &holds, err);
    if (!status && (!holds || reader->end == 0)) {
        forget(reader);
        status = read_all(reader, err);
        if (status) forget(reader);
    }
    if (!status) *result = reader;
    return status;
}

void posting_reader_close(struct posting_reader *reader)
{
    if (!reader) return;
    posting_reader_release(reader, (struct posting_mark){ 0 });
    forget(reader);
    free_walks(reader);
    free(reader->held);
    free(reader->entries);
    free(reader->work);
    kept_rows_free(reader->rows);
    free(reader);
}

uint32_t posting_reader_end(const struct posting_reader *reader)
{
    return reader->end;
}

uint64_t posting_reader_articles(const struct posting_reader *reader)
{
    return reader->articles;
}

void *posting_reader_work(struct posting_reader *reader, size_t size)
{
    if (!reader->work) reader->work = calloc(1, size);
    return reader->work;
}

const double *posting_reader_decoded(const struct posting_reader *reader)
{
    return reader->decoded;
}

uint64_t posting_reader_words(const struct posting_reader *reader,
                              unsigned column)
{
    return reader->words[column];
}
