// Blocks and positions of one list.

#include "store/connection.h"
#include "store/packed.h"
#include "store/posting_state.h"

static enum offprint_status damaged(const struct posting_list *list,
                                    struct offprint_error *err)
{
    return fail(err, OFFPRINT_CORRUPT,
                "%s: a packed list is damaged (run offprint optimize)",
                list->reader->store->path);
}

// ---- Packed -----------------------------------------------------------------

// Gives a chunk, which the reader holds.
static enum offprint_status hold_chunk(struct posting_reader *reader,
                                       int64_t number, uint32_t chunk,
                                       const struct kept_row **row,
                                       struct offprint_error *err)
{
    void *grown = array_grow(reader->held, reader->held_count,
                             &reader->held_room, sizeof(struct kept_row *));
    if (!grown) return fail_no_memory(err);
    reader->held = grown;
    struct kept_row **held = &reader->held[reader->held_count];
    enum offprint_status status = packed_chunk_hold(reader->store, reader->rows,
                                                    number, chunk, held, err);
    if (status) return status;
    reader->held_count++;
    *row = *held;
    return OFFPRINT_OK;
}

enum offprint_status posting_open_packed(size_t segment, int64_t number,
                                         struct posting_list *list,
                                         struct offprint_error *err)
{
    struct posting_source *source = list->source;
    const struct kept_row *first = NULL;
    enum offprint_status status =
        hold_chunk(list->reader, number, 0, &first, err);
    if (status) return status;
    if (!packed_head_read(kept_row_bytes(first), &list->head))
        return damaged(list, err);
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
    source->chunks[0] = first;
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

// The bytes from which a block is unpacked.
static enum offprint_status find_data(struct posting_list *list, uint32_t block,
                                      struct slice *data,
                                      struct offprint_error *err)
{
    struct posting_source *source = list->source;
    const uint16_t chunk = list->head.chunk[block];
    if (chunk >= source->chunk_count) return damaged(list, err);
    const struct kept_row **row = &source->chunks[chunk];
    enum offprint_status status = OFFPRINT_OK;
    if (!*row) status = hold_chunk(list->reader, source->list, chunk, row, err);
    if (status) return status;
    if (list->head.at[block] > (*row)->size) return damaged(list, err);
    *data = slice_from(kept_row_bytes(*row), list->head.at[block]);
    return OFFPRINT_OK;
}

static enum offprint_status unpack_ids(struct posting_list *list,
                                       uint32_t block,
                                       struct offprint_error *err)
{
    struct posting_source *source = list->source;
    list->block = UINT32_MAX;
    enum offprint_status status = find_data(list, block, &source->data, err);
    if (status) return status;
    list->count =
        packed_ids_read(&list->head, block, source->data, source->ids);
    if (list->count == 0) return damaged(list, err);
    list->ids = source->ids;
    list->occurrences = NULL;
    list->block = block;
    return OFFPRINT_OK;
}

static enum offprint_status unpack_occurrences(struct posting_list *list,
                                               struct offprint_error *err)
{
    struct posting_source *source = list->source;
    if (!packed_occurrences_read(&list->head, list->block, source->data,
                                 &source->units, source->occurrences)) {
        list->block = UINT32_MAX;
        return damaged(list, err);
    }
    if (list->last[list->block] >= list->reader->end)
        leave_out_last(source, list->count, list->reader->end);
    if (source->mask_count) leave_out(source, list->count);
    list->occurrences = source->occurrences;
    return OFFPRINT_OK;
}

static void point_to(struct posting_list *list, uint32_t block)
{
    const uint32_t first = block * POSTING_BLOCK;
    list->block = block;
    list->ids = list->all_ids + first;
    list->occurrences = list->all_occurrences + first;
    list->count = list->articles - first < POSTING_BLOCK
                      ? list->articles - first
                      : POSTING_BLOCK;
}

enum offprint_status posting_list_ids(struct posting_list *list, uint32_t block,
                                      struct offprint_error *err)
{
    if (list->block == block) return OFFPRINT_OK;
    if (list->packed) return unpack_ids(list, block, err);
    point_to(list, block);
    return OFFPRINT_OK;
}

enum offprint_status posting_list_block(struct posting_list *list,
                                        uint32_t block,
                                        struct offprint_error *err)
{
    enum offprint_status status = posting_list_ids(list, block, err);
    if (status || list->occurrences) return status;
    return unpack_occurrences(list, err);
}

// ---- All there --------------------------------------------------------------

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

// ---- Positions --------------------------------------------------------------

// Makes the walk one of a segment.
static bool walk_in(struct posting_list *list, size_t segment)
{
    struct posting_source *source = list->source;
    if (!source->walk)
        source->walk = posting_lend_walk(list->reader, segment);
    else if (source->walk_segment != segment)
        posting_turn_walk(list->reader, segment, source->walk);
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
    if (!status)
        status =
            fts5_walk_skip(source->walk, i - source->walk_entry, &more, err);
    source->walk_entry = i;
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
