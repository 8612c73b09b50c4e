#include "store/fts5_structure.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "store/connection.h"
#include "store/fts5_block.h"
#include "store/fts5_varint.h"

enum {
    // Every 64 leaves that FTS5 writes, it merges where four segments of a
    // level have come together, at first on level 0, where small commits go. A
    // large segment there would be merged with them again and again: one of 40
    // commits of one article took 4 s; with level 5, 2,000 took 42 ms at most.
    BULK_LEVEL = 5,
};

// ---- Reading ----------------------------------------------------------------

// Behind the cookie: a structure with more about each segment, as tables have
// it since SQLite 3.43 from which articles without content can be deleted.
static const uint8_t SECOND_VERSION[] = { 0xFF, 0x00, 0x00, 0x01 };

static bool read_u32(const uint8_t **at, const uint8_t *end, uint32_t limit,
                     uint32_t *number)
{
    uint64_t wide;
    if (!fts5_varint_read(at, end, &wide) || wide > limit) return false;
    *number = (uint32_t)wide;
    return true;
}

static bool read_segment(const uint8_t **at, const uint8_t *end,
                         struct fts5_structure_segment *segment)
{
    return read_u32(at, end, FTS5_SEGMENTS_MAX, &segment->number)
           && read_u32(at, end, FTS5_PAGE_MAX, &segment->first_leaf)
           && read_u32(at, end, FTS5_PAGE_MAX, &segment->last_leaf)
           && segment->number > 0 && segment->first_leaf <= segment->last_leaf;
}

static bool read_level(const uint8_t **at, const uint8_t *end,
                       struct fts5_structure *structure, uint32_t segments)
{
    struct fts5_structure_level *level =
        &structure->levels[structure->level_count];
    if (!read_u32(at, end, FTS5_SEGMENTS_MAX, &level->merging)
        || !read_u32(at, end, segments - structure->segment_count,
                     &level->count)
        || level->merging > level->count)
        return false;
    // What is merged is merged into a segment of this level.
    if (structure->level_count > 0 && level[-1].merging && level->count == 0)
        return false;
    for (uint32_t i = 0; i < level->count; i++)
        if (!read_segment(at, end,
                          &structure->segments[structure->segment_count++]))
            return false;
    structure->level_count++;
    return true;
}

static bool decode(const uint8_t *at, const uint8_t *end,
                   struct fts5_structure *structure)
{
    uint32_t levels, segments;
    memcpy(structure->cookie, at, sizeof structure->cookie);
    at += sizeof structure->cookie;
    // One level less than FTS5 allows, so that there is room for another.
    if (!read_u32(&at, end, FTS5_SEGMENTS_MAX - 1, &levels)
        || !read_u32(&at, end, FTS5_SEGMENTS_MAX, &segments)
        || !fts5_varint_read(&at, end, &structure->writes))
        return false;
    while (structure->level_count < levels)
        if (!read_level(&at, end, structure, segments)) return false;
    return at == end && structure->segment_count == segments
           && (levels == 0 || structure->levels[levels - 1].merging == 0);
}

static enum offprint_status parse(struct store *store, struct slice block,
                                  struct fts5_structure *structure,
                                  struct offprint_error *err)
{
    const size_t head = sizeof structure->cookie;
    const uint8_t *bytes = (const uint8_t *)block.ptr;
    if (block.len >= head + sizeof SECOND_VERSION
        && memcmp(bytes + head, SECOND_VERSION, sizeof SECOND_VERSION) == 0)
        return fail(err, OFFPRINT_TOO_NEW,
                    "%s: FTS5 structure of the second version", store->path);
    if (block.len < head || !decode(bytes, bytes + block.len, structure))
        return fail(err, OFFPRINT_CORRUPT, "%s: FTS5 structure is damaged",
                    store->path);
    return OFFPRINT_OK;
}

enum offprint_status fts5_structure_read(struct store *store,
                                         struct fts5_structure **result,
                                         struct offprint_error *err)
{
    *result = NULL;
    struct buffer block = { 0 };
    struct fts5_structure *structure = calloc(1, sizeof *structure);
    enum offprint_status status =
        structure ? fts5_block_read(store, FTS5_STRUCTURE_BLOCK, &block, err)
                  : fail_no_memory(err);
    if (!status) status = parse(store, buffer_slice(&block), structure, err);
    if (status)
        free(structure);
    else
        *result = structure;
    buffer_free(&block);
    return status;
}

// ---- Writing ----------------------------------------------------------------

enum offprint_status fts5_structure_write(
    struct store *store, const struct fts5_structure *structure,
    struct offprint_error *err)
{
    struct buffer block = { 0 };
    buffer_add(&block, (struct slice){ (const char *)structure->cookie,
                                       sizeof structure->cookie });
    fts5_varint_add(&block, structure->level_count);
    fts5_varint_add(&block, structure->segment_count);
    fts5_varint_add(&block, structure->writes);
    const struct fts5_structure_segment *segment = structure->segments;
    for (uint32_t i = 0; i < structure->level_count; i++) {
        const struct fts5_structure_level *level = &structure->levels[i];
        fts5_varint_add(&block, level->merging);
        fts5_varint_add(&block, level->count);
        for (uint32_t k = 0; k < level->count; k++, segment++) {
            fts5_varint_add(&block, segment->number);
            fts5_varint_add(&block, segment->first_leaf);
            fts5_varint_add(&block, segment->last_leaf);
        }
    }
    enum offprint_status status =
        block.failed ? fail_no_memory(err)
                     : fts5_block_write(store, FTS5_STRUCTURE_BLOCK,
                                        buffer_slice(&block), err);
    buffer_free(&block);
    return status;
}

// ---- Adding -----------------------------------------------------------------

uint32_t fts5_structure_unused(const struct fts5_structure *structure)
{
    bool used[FTS5_SEGMENTS_MAX + 1] = { false };
    if (structure->segment_count == FTS5_SEGMENTS_MAX) return 0;
    for (uint32_t i = 0; i < structure->segment_count; i++)
        used[structure->segments[i].number] = true;
    uint32_t number = 1;
    while (used[number]) number++;
    return number;
}

// The newest segment of a level into which FTS5 merges must stay the newest:
// FTS5 goes on writing to it. Nothing is merged from the last level, so that
// this ends at the one behind it.
static uint32_t level_to_add(const struct fts5_structure *structure)
{
    uint32_t level = BULK_LEVEL;
    while (structure->levels[level - 1].merging) level++;
    return level;
}

void fts5_structure_add(struct fts5_structure *structure,
                        struct fts5_structure_segment segment)
{
    assert(structure->segment_count < FTS5_SEGMENTS_MAX);
    const uint32_t level = level_to_add(structure);
    // Levels behind the last one are all zero: empty.
    if (structure->level_count <= level) structure->level_count = level + 1;
    uint32_t at = 0;
    for (uint32_t i = 0; i <= level; i++) at += structure->levels[i].count;
    memmove(&structure->segments[at + 1], &structure->segments[at],
            (structure->segment_count - at) * sizeof segment);
    structure->segments[at] = segment;
    structure->levels[level].count++;
    structure->segment_count++;
}
