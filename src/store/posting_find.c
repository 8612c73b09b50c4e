// The lists of a term, out of all segments.

#include <stdlib.h>

#include "store/connection.h"
#include "store/packed.h"
#include "store/posting_state.h"

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
    struct fts5_walk *walk = posting_lend_walk(reader, number);
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
    return posting_open_packed(i, number, head, list, err);
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
