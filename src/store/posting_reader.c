#include "store/posting_reader.h"

#include <stdlib.h>

#include "store/articles.h"
#include "store/connection.h"
#include "store/fts5_block.h"
#include "store/fts5_table.h"
#include "store/packed.h"

struct reader_segment {
    struct fts5_structure_segment segment;
    bool packed;
};

struct posting_reader {
    struct store *store;
    uint32_t version;                // of the file, for which all this holds
    struct reader_segment *segments; // the newest first
    size_t segment_count;
    uint64_t articles;
    uint64_t words[POSTING_COLUMNS];
    uint32_t end;
    double decoded[LENGTH_CODES]; // lengths by their codes
    uint8_t **lengths;            // by window; NULL: not read yet
    uint32_t window_count;
    // Walks through leaves, lent to lists until posting_reader_release(): their memory
    // serves again.
    struct fts5_walk **walks;
    size_t walk_count;
    size_t walk_room;
    size_t walks_lent;
};

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
                                        uint32_t first, uint32_t end,
                                        uint64_t *bits,
                                        struct offprint_error *err)
{
    memset(bits, 0, (end - first + 63) / 64 * sizeof *bits);
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(reader->store, IDS, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, first);
    sqlite3_bind_int64(stmt, 2, end);
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        const int64_t at = sqlite3_column_int64(stmt, 0) - first;
        bits[at / 64] |= (uint64_t)1 << at % 64;
    }
    return store_rows_end(reader->store, stmt, code, err);
}

// ---- Walks ------------------------------------------------------------------

// A walk through a segment, which belongs to the reader; NULL where there is no
// memory.
static struct fts5_walk *lend_walk(struct posting_reader *reader,
                                   size_t segment)
{
    if (reader->walks_lent == reader->walk_count) {
        void *grown = array_grow(reader->walks, reader->walk_count,
                                 &reader->walk_room, sizeof *reader->walks);
        if (!grown) return NULL;
        reader->walks = grown;
        struct fts5_walk *walk = calloc(1, sizeof *walk);
        if (!walk) return NULL;
        reader->walks[reader->walk_count++] = walk;
    }
    struct fts5_walk *walk = reader->walks[reader->walks_lent++];
    fts5_walk_reopen(walk, reader->store, &reader->segments[segment].segment);
    return walk;
}

void posting_reader_release(struct posting_reader *reader)
{
    reader->walks_lent = 0;
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
    free(reader->segments);
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

enum offprint_status posting_reader_open(struct store *store,
                                         struct posting_reader **result,
                                         struct offprint_error *err)
{
    *result = NULL;
    struct posting_reader *reader = store->reader;
    if (!reader) reader = store->reader = calloc(1, sizeof *reader);
    if (!reader) return fail_no_memory(err);
    if (!reader->store)
        for (unsigned i = 0; i < LENGTH_CODES; i++)
            reader->decoded[i] = length_decode((uint8_t)i);
    reader->store = store;
    uint32_t version;
    enum offprint_status status = store_version(store, &version, err);
    // Who writes may have changed what was not committed yet.
    const bool holds =
        reader->end > 0 && reader->version == version && !store->writable;
    if (!status && !holds) {
        forget(reader);
        status = read_all(reader, err);
        if (status) forget(reader);
        reader->version = version;
    }
    if (!status) *result = reader;
    return status;
}

void posting_reader_close(struct posting_reader *reader)
{
    if (!reader) return;
    forget(reader);
    free_walks(reader);
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

const double *posting_reader_decoded(const struct posting_reader *reader)
{
    return reader->decoded;
}

uint64_t posting_reader_words(const struct posting_reader *reader,
                              unsigned column)
{
    return reader->words[column];
}

// ---- Lists ------------------------------------------------------------------

// Where an entry stands that was read from a leaf.
struct entry_place {
    struct fts5_place place;
    uint32_t segment; // of reader->segments
};

// What a list is read from.
struct posting_source {
    struct arena *arena;
    struct packed_units units;
    // A packed list:
    int64_t list;
    size_t segment;
    struct slice *chunks; // ptr NULL: not read yet
    size_t chunk_count;
    const uint32_t *mask; // ids that are left out, by their order
    size_t mask_count;
    uint32_t *ids; // of the block at hand
    uint32_t *occurrences;
    // Entries from leaves:
    const struct entry_place *places;
    // Where positions are read.
    struct fts5_walk *walk; // NULL: not yet
    size_t walk_segment;
    uint32_t walk_block; // of a packed list: UINT32_MAX: none
    uint32_t walk_entry; // number in that block
};

static enum offprint_status damaged(const struct posting_list *list,
                                    struct offprint_error *err)
{
    return fail(err, OFFPRINT_CORRUPT,
                "%s: a packed list is damaged (run offprint optimize)",
                list->reader->store->path);
}

// ---- Packed -----------------------------------------------------------------

static enum offprint_status open_packed(size_t segment, int64_t number,
                                        struct slice head,
                                        struct posting_list *list,
                                        struct offprint_error *err)
{
    struct posting_source *source = list->source;
    if (!packed_head_read(head, &list->head)) return damaged(list, err);
    list->packed = true;
    list->articles = list->head.articles;
    list->block_count = list->head.blocks;
    list->last = list->head.last;
    source->list = number;
    source->segment = segment;
    source->chunk_count = list->head.chunk[list->head.blocks - 1] + (size_t)1;
    source->ids =
        arena_reserve(source->arena, 2 * POSTING_BLOCK * sizeof *source->ids);
    source->occurrences = source->ids + POSTING_BLOCK;
    source->chunks = arena_alloc(source->arena,
                                 source->chunk_count * sizeof *source->chunks);
    if (!source->chunks || !source->ids) return fail_no_memory(err);
    source->chunks[0] = head;
    return OFFPRINT_OK;
}

// Entries of ids that are deleted, or written anew in a newer segment.
static void leave_out(struct posting_source *source, uint32_t count)
{
    const uint32_t *mask = source->mask;
    size_t at = 0, rest = source->mask_count;
    while (rest > 0) { // the first one that is not less than the first id
        const size_t half = rest / 2;
        const bool right = mask[at + half] < source->ids[0];
        at += right ? half + 1 : 0;
        rest = right ? rest - half - 1 : half;
    }
    for (uint32_t i = 0; i < count && at < source->mask_count; i++) {
        while (at < source->mask_count && mask[at] < source->ids[i]) at++;
        if (at < source->mask_count && mask[at] == source->ids[i])
            source->occurrences[i] = 0;
    }
}

// The last articles of all may be deleted, and then there are no ids as great.
static void leave_out_last(struct posting_source *source, uint32_t count,
                           uint32_t end)
{
    while (count > 0 && source->ids[count - 1] >= end)
        source->occurrences[--count] = 0;
}

static enum offprint_status unpack(struct posting_list *list, uint32_t block,
                                   struct offprint_error *err)
{
    struct posting_source *source = list->source;
    const uint16_t chunk = list->head.chunk[block];
    if (chunk >= source->chunk_count) return damaged(list, err);
    struct slice *bytes = &source->chunks[chunk];
    enum offprint_status status = OFFPRINT_OK;
    if (!bytes->ptr)
        status = packed_chunk(list->reader->store, source->list, chunk,
                              source->arena, bytes, err);
    if (status) return status;
    const uint16_t at = list->head.at[block];
    if (at > bytes->len) return damaged(list, err);
    list->count =
        packed_block_read(&list->head, block, slice_from(*bytes, at),
                          &source->units, source->ids, source->occurrences);
    if (list->count == 0) return damaged(list, err);
    if (list->last[block] >= list->reader->end)
        leave_out_last(source, list->count, list->reader->end);
    if (source->mask_count) leave_out(source, list->count);
    list->ids = source->ids;
    list->occurrences = source->occurrences;
    return OFFPRINT_OK;
}

enum offprint_status posting_list_block(struct posting_list *list,
                                        uint32_t block,
                                        struct offprint_error *err)
{
    if (list->block == block) return OFFPRINT_OK;
    list->block = block;
    if (list->packed) {
        enum offprint_status status = unpack(list, block, err);
        if (status) list->block = UINT32_MAX;
        return status;
    }
    const uint32_t first = block * POSTING_BLOCK;
    list->ids = list->all_ids + first;
    list->occurrences = list->all_occurrences + first;
    list->count = list->articles - first < POSTING_BLOCK
                      ? list->articles - first
                      : POSTING_BLOCK;
    return OFFPRINT_OK;
}

// ---- From leaves ------------------------------------------------------------

// An entry of one of several segments.
struct entry {
    uint32_t id;
    uint32_t occurrences; // 0: a marker of deletion
    struct entry_place place;
};

struct entries {
    struct entry *items;
    size_t count;
    size_t room;
    bool marked; // some are markers, or older ones were replaced
};

static enum offprint_status add_entry(struct fts5_walk *walk, uint32_t segment,
                                      const struct packed_units *units,
                                      uint32_t end, struct entries *entries,
                                      struct offprint_error *err)
{
    void *grown = array_grow(entries->items, entries->count, &entries->room,
                             sizeof *entries->items);
    if (!grown) return fail_no_memory(err);
    entries->items = grown;
    if (walk->id < 0 || walk->id >= UINT32_MAX)
        return fail(err, OFFPRINT_CORRUPT, "%s: a posting of article %lld",
                    walk->store->path, (long long)walk->id);
    struct entry *entry = &entries->items[entries->count];
    *entry = (struct entry){ (uint32_t)walk->id, 0, { walk->place, segment } };
    entries->marked |= walk->deleted;
    struct slice list;
    uint32_t counts[POSTING_COLUMNS];
    enum offprint_status status = fts5_walk_list(walk, &list, err);
    if (status) return status;
    fts5_list_count(list, counts, POSTING_COLUMNS);
    // An article that FTS5 has no length of is none.
    if (entry->id < end) entry->occurrences = packed_weigh(units, counts);
    if (entry->id < end || walk->deleted) entries->count++;
    return OFFPRINT_OK;
}

// Adds what one segment has of a term.
static enum offprint_status read_doclist(struct posting_reader *reader,
                                         size_t number, struct slice term,
                                         const struct packed_units *units,
                                         struct entries *entries,
                                         struct offprint_error *err)
{
    const size_t lent = reader->walks_lent;
    struct fts5_walk *walk = lend_walk(reader, number);
    if (!walk) return fail_no_memory(err);
    bool found, more = false;
    enum offprint_status status = fts5_walk_find(walk, term, &found, err);
    if (!status && found) status = fts5_walk_next(walk, &more, err);
    while (!status && more) {
        status =
            add_entry(walk, (uint32_t)number, units, reader->end, entries, err);
        if (!status) status = fts5_walk_next(walk, &more, err);
    }
    reader->walks_lent = lent;
    return status;
}

// By id, and of an id the newest segment first.
static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    if (a->id != b->id) return a->id < b->id ? -1 : 1;
    return (a->place.segment > b->place.segment)
           - (a->place.segment < b->place.segment);
}

static void put_in_order(struct entries *entries)
{
    size_t in_order = 1;
    while (in_order < entries->count
           && entries->items[in_order - 1].id < entries->items[in_order].id)
        in_order++;
    if (in_order >= entries->count) return;
    qsort(entries->items, entries->count, sizeof *entries->items,
          compare_entries);
    size_t kept = 1;
    for (size_t i = 1; i < entries->count; i++)
        if (entries->items[i].id != entries->items[kept - 1].id)
            entries->items[kept++] = entries->items[i];
    entries->count = kept;
}

void posting_list_of(struct posting_reader *reader, const uint32_t *ids,
                     const uint32_t *occurrences, uint32_t *last,
                     uint32_t count, struct posting_list *list)
{
    list->reader = reader;
    list->packed = false;
    list->articles = count;
    list->block_count = (count + POSTING_BLOCK - 1) / POSTING_BLOCK;
    for (uint32_t i = 0; i < list->block_count; i++)
        last[i] =
            ids[(i + 1) * POSTING_BLOCK < count ? (i + 1) * POSTING_BLOCK - 1
                                                : count - 1];
    list->last = last;
    list->block = UINT32_MAX;
    list->all_ids = ids;
    list->all_occurrences = occurrences;
}

static enum offprint_status make_list(const struct entries *entries,
                                      bool places, struct posting_list *list,
                                      struct offprint_error *err)
{
    struct posting_source *source = list->source;
    const size_t count = entries->count;
    const size_t blocks = (count + POSTING_BLOCK - 1) / POSTING_BLOCK;
    uint32_t *numbers = arena_reserve(
        source->arena, (2 * count + blocks) * sizeof *numbers + 1);
    struct entry_place *kept =
        places ? arena_reserve(source->arena, count * sizeof *kept + 1) : NULL;
    if (!numbers || (places && !kept)) return fail_no_memory(err);
    uint32_t *ids = numbers, *occurrences = ids + count,
             *last = occurrences + count;
    uint32_t have = 0;
    for (size_t i = 0; i < count; i++) {
        const struct entry *entry = &entries->items[i];
        if (entry->occurrences == 0) continue;
        ids[have] = entry->id;
        occurrences[have] = entry->occurrences;
        if (places) kept[have] = entry->place;
        have++;
    }
    source->places = kept;
    posting_list_of(list->reader, ids, occurrences, last, have, list);
    return OFFPRINT_OK;
}

// Leaves out of a packed list what newer segments say of its articles.
static enum offprint_status mask_list(const struct entries *entries,
                                      struct posting_list *list,
                                      struct arena *arena,
                                      struct offprint_error *err)
{
    struct posting_source *source = list->source;
    if (entries->items[0].id > list->last[list->block_count - 1])
        return OFFPRINT_OK;
    uint32_t *mask = arena_alloc(arena, entries->count * sizeof *mask);
    if (!mask) return fail_no_memory(err);
    source->mask = mask;
    for (size_t i = 0; i < entries->count; i++)
        if (entries->items[i].place.segment < source->segment)
            mask[source->mask_count++] = entries->items[i].id;
    return OFFPRINT_OK;
}

static enum offprint_status mask_lists(const struct entries *entries,
                                       struct posting_lists *lists,
                                       struct arena *arena,
                                       struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < lists->count; i++) {
        struct posting_list *list = &lists->items[i];
        status = mask_list(entries, list, arena, err);
        lists->masked |= list->source->mask_count > 0;
    }
    return status;
}

// ---- Finding ----------------------------------------------------------------

static struct posting_list *new_list(struct posting_reader *reader,
                                     const struct packed_units *units,
                                     struct arena *arena,
                                     struct posting_lists *lists)
{
    struct posting_source *source = arena_alloc(arena, sizeof *source);
    if (!source) return NULL;
    *source = (struct posting_source){ .arena = arena,
                                       .units = *units,
                                       .walk_block = UINT32_MAX };
    struct posting_list *list = &lists->items[lists->count++];
    *list = (struct posting_list){ .reader = reader,
                                   .block = UINT32_MAX,
                                   .source = source };
    return list;
}

// Adds what segment number i has: a packed list, or entries.
static enum offprint_status find_in_segment(
    struct posting_reader *reader, size_t i, struct slice term,
    const struct posting_request *request, struct arena *arena,
    struct posting_lists *lists, struct entries *entries,
    struct offprint_error *err)
{
    const struct packed_units *units = &request->units;
    const struct reader_segment *segment = &reader->segments[i];
    int64_t number = 0;
    struct slice head;
    enum offprint_status status = OFFPRINT_OK;
    if (segment->packed && request->articles >= PACKED_ARTICLES_MIN)
        status = packed_find(reader->store, segment->segment.number, term,
                             arena, &number, &head, err);
    if (status) return status;
    if (number == 0) return read_doclist(reader, i, term, units, entries, err);
    struct posting_list *list = new_list(reader, units, arena, lists);
    if (!list) return fail_no_memory(err);
    return open_packed(i, number, head, list, err);
}

// The greatest id that older segments have of a term, but for those behind a
// packed list; 0: they have none.
static uint32_t greatest_older(const struct posting_lists *lists, size_t number,
                               const struct entries *entries)
{
    const struct posting_list *list = &lists->items[number];
    const uint32_t last = list->last[list->block_count - 1];
    uint32_t greatest = 0;
    for (size_t i = number + 1; i < lists->count; i++) {
        const struct posting_list *older = &lists->items[i];
        const uint32_t id = older->last[older->block_count - 1];
        if (id > greatest) greatest = id;
    }
    for (size_t i = 0; i < entries->count; i++) {
        const struct entry *entry = &entries->items[i];
        if (entry->place.segment > list->source->segment && entry->id <= last
            && entry->id > greatest)
            greatest = entry->id;
    }
    return greatest;
}

static void remove_list(struct posting_lists *lists, size_t number)
{
    lists->count--;
    memmove(lists->items + number, lists->items + number + 1,
            (lists->count - number) * sizeof *lists->items);
}

// Where an older segment may have an article of a packed list, that list is read
// from the leaves in its place, so that what is newer counts. Our own ids are
// never used twice; but others may delete an article and add it again, and no
// mark of that outlives all that FTS5 merges.
static enum offprint_status part_lists(struct posting_reader *reader,
                                       struct slice term,
                                       const struct packed_units *units,
                                       struct posting_lists *lists,
                                       struct entries *entries,
                                       struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < lists->count;) {
        struct posting_list *list = &lists->items[i];
        const uint32_t greatest = greatest_older(lists, i, entries);
        if (greatest > 0) status = posting_list_block(list, 0, err);
        list->block = UINT32_MAX; // it has no mask yet
        if (status || greatest == 0 || greatest < list->ids[0]) {
            i++;
            continue;
        }
        status = read_doclist(reader, list->source->segment, term, units,
                              entries, err);
        remove_list(lists, i);
    }
    return status;
}

static enum offprint_status add_entries(struct posting_reader *reader,
                                        struct entries *entries,
                                        const struct packed_units *units,
                                        bool places, struct arena *arena,
                                        struct posting_lists *lists,
                                        struct offprint_error *err)
{
    if (entries->count == 0) return OFFPRINT_OK;
    put_in_order(entries);
    enum offprint_status status = mask_lists(entries, lists, arena, err);
    if (status) return status;
    struct posting_list *list = new_list(reader, units, arena, lists);
    if (!list) return fail_no_memory(err);
    return make_list(entries, places, list, err);
}

enum offprint_status posting_reader_find(struct posting_reader *reader,
                                         struct slice term,
                                         const struct posting_request *request,
                                         struct arena *arena,
                                         struct posting_lists *lists,
                                         struct offprint_error *err)
{
    *lists = (struct posting_lists){ 0 };
    lists->items =
        arena_alloc(arena, (reader->segment_count + 1) * sizeof *lists->items);
    if (!lists->items) return fail_no_memory(err);
    struct entries entries = { 0 };
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < reader->segment_count; i++)
        status = find_in_segment(reader, i, term, request, arena, lists,
                                 &entries, err);
    if (!status)
        status =
            part_lists(reader, term, &request->units, lists, &entries, err);
    if (!status)
        status = add_entries(reader, &entries, &request->units, request->places,
                             arena, lists, err);
    free(entries.items);
    return status;
}

// ---- Terms ------------------------------------------------------------------

struct sized_term {
    struct slice term;
    uint64_t bytes; // of its doclists, about
};

struct sized_terms {
    struct sized_term *items;
    size_t count;
    size_t room;
};

// Bytes from the beginning of the segment to a place on the leaf at hand, about:
// as if all leaves were of FTS5's usual size, so that it never falls.
static uint64_t bytes_before(const struct fts5_walk *walk, size_t at)
{
    enum { LEAF_BYTES = 4096 };
    if (at > LEAF_BYTES) at = LEAF_BYTES;
    return (uint64_t)walk->page * LEAF_BYTES + at;
}

static enum offprint_status add_sized_term(const struct fts5_walk *walk,
                                           struct arena *arena,
                                           struct sized_terms *terms,
                                           struct offprint_error *err)
{
    void *grown = array_grow(terms->items, terms->count, &terms->room,
                             sizeof *terms->items);
    if (!grown) return fail_no_memory(err);
    terms->items = grown;
    struct sized_term *term = &terms->items[terms->count++];
    *term =
        (struct sized_term){ arena_copy(arena, fts5_walk_term_text(walk)), 0 };
    return term->term.ptr ? OFFPRINT_OK : fail_no_memory(err);
}

static enum offprint_status terms_of_segment(
    struct posting_reader *reader, size_t segment, struct slice prefix,
    struct arena *arena, struct sized_terms *terms, struct offprint_error *err)
{
    const size_t lent = reader->walks_lent;
    struct fts5_walk *walk = lend_walk(reader, segment);
    if (!walk) return fail_no_memory(err);
    bool more;
    uint64_t before = 0;
    enum offprint_status status = fts5_walk_find(walk, prefix, &more, err);
    if (!status && !more) status = fts5_walk_term(walk, &more, err);
    while (!status && more) {
        if (before)
            terms->items[terms->count - 1].bytes =
                bytes_before(walk, walk->at) - before;
        if (!slice_starts_with(fts5_walk_term_text(walk), prefix)) break;
        before = bytes_before(walk, walk->at);
        status = add_sized_term(walk, arena, terms, err);
        if (!status) status = fts5_walk_term(walk, &more, err);
    }
    if (!status && !more && before) // the last one of the segment
        terms->items[terms->count - 1].bytes =
            bytes_before(walk, walk->end) - before;
    reader->walks_lent = lent;
    return status;
}

static int compare_texts(const void *left, const void *right)
{
    const struct sized_term *a = left, *b = right;
    return slice_compare(a->term, b->term);
}

static int compare_sizes(const void *left, const void *right)
{
    const struct sized_term *a = left, *b = right;
    if (a->bytes != b->bytes) return a->bytes > b->bytes ? -1 : 1;
    return slice_compare(a->term, b->term);
}

// Several segments may have a term.
static void join_equal(struct sized_terms *terms)
{
    if (terms->count == 0) return;
    struct sized_term *items = terms->items;
    qsort(items, terms->count, sizeof *items, compare_texts);
    size_t kept = 1;
    for (size_t i = 1; i < terms->count; i++) {
        if (slice_equal(items[kept - 1].term, items[i].term))
            items[kept - 1].bytes += items[i].bytes;
        else
            items[kept++] = items[i];
    }
    terms->count = kept;
    qsort(items, kept, sizeof *items, compare_sizes);
}

enum offprint_status posting_reader_terms(struct posting_reader *reader,
                                          struct slice prefix, size_t limit,
                                          struct arena *arena,
                                          struct slice **terms, size_t *count,
                                          size_t *total,
                                          struct offprint_error *err)
{
    struct sized_terms found = { 0 };
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < reader->segment_count; i++)
        status = terms_of_segment(reader, i, prefix, arena, &found, err);
    if (!status) join_equal(&found);
    *total = found.count;
    *count = found.count < limit ? found.count : limit;
    *terms = status ? NULL : arena_alloc(arena, *count * sizeof **terms + 1);
    if (!status && !*terms) status = fail_no_memory(err);
    for (size_t i = 0; !status && i < *count; i++)
        (*terms)[i] = found.items[i].term;
    free(found.items);
    return status;
}

// ---- Positions --------------------------------------------------------------

// Makes the walk one of a segment.
static bool walk_in(struct posting_list *list, size_t segment)
{
    struct posting_source *source = list->source;
    if (!source->walk)
        source->walk = lend_walk(list->reader, segment);
    else if (source->walk_segment != segment)
        fts5_walk_reopen(source->walk, list->reader->store,
                         &list->reader->segments[segment].segment);
    source->walk_segment = segment;
    return source->walk != NULL;
}

// Goes to entry i of the block at hand, from where the walk is or from the
// beginning of the block.
static enum offprint_status go_to_entry(struct posting_list *list, uint32_t i,
                                        struct offprint_error *err)
{
    struct posting_source *source = list->source;
    enum offprint_status status = OFFPRINT_OK;
    if (source->walk_block != list->block || source->walk_entry >= i) {
        const struct fts5_place place = { list->head.page[list->block],
                                          list->head.offset[list->block] };
        status = fts5_walk_to(source->walk, place, err);
        source->walk_block = list->block;
        source->walk_entry = 0;
    }
    bool more = true;
    while (!status && more && source->walk_entry < i) {
        status = fts5_walk_next(source->walk, &more, err);
        source->walk_entry++;
    }
    if (status || !more) source->walk_block = UINT32_MAX;
    return status || more ? status : damaged(list, err);
}

enum offprint_status posting_list_positions(struct posting_list *list,
                                            uint32_t i, struct slice *positions,
                                            struct offprint_error *err)
{
    struct posting_source *source = list->source;
    enum offprint_status status;
    if (list->packed) {
        if (!walk_in(list, source->segment)) return fail_no_memory(err);
        status = go_to_entry(list, i, err);
    } else {
        const struct entry_place *place =
            &source->places[list->block * POSTING_BLOCK + i];
        if (!walk_in(list, place->segment)) return fail_no_memory(err);
        status = fts5_walk_to(source->walk, place->place, err);
    }
    return status ? status : fts5_walk_list(source->walk, positions, err);
}
