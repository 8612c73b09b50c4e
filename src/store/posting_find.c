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

// Whose entries are read.
struct reading {
    const struct posting_reader *reader;
    uint32_t segment;
    const struct packed_units *units;
    struct entries *entries;
};

static uint32_t weigh(const struct packed_units *units, struct slice list)
{
    uint32_t only, times, counts[POSTING_COLUMNS];
    if (fts5_list_count_short(list, &only, &times))
        return packed_weigh_field(units, only, times);
    fts5_list_count(list, counts, POSTING_COLUMNS);
    return packed_weigh(units, counts);
}

static inline enum offprint_status add_entry(const struct reading *reading,
                                             int64_t id,
                                             struct fts5_place place,
                                             bool deleted, struct slice list,
                                             struct offprint_error *err)
{
    struct entries *entries = reading->entries;
    if (id < 0 || id >= UINT32_MAX)
        return fail(err, OFFPRINT_CORRUPT, "%s: a posting of article %lld",
                    reading->reader->store->path, (long long)id);
    struct entry *entry = &entries->items[entries->count];
    *entry = (struct entry){ (uint32_t)id, 0, { place, reading->segment } };
    entries->marked |= deleted;
    // An article that FTS5 has no length of is none.
    if (entry->id < reading->reader->end)
        entry->occurrences = weigh(reading->units, list);
    if (entry->id < reading->reader->end || deleted) entries->count++;
    return OFFPRINT_OK;
}

enum { AT_ONCE = 64 };

// Room for more entries.
static bool reserve(struct entries *entries)
{
    while (entries->room - entries->count < AT_ONCE) {
        void *grown = array_grow(entries->items, entries->room, &entries->room,
                                 sizeof *entries->items);
        if (!grown) return false;
        entries->items = grown;
    }
    return true;
}

// Adds the entry at hand.
static enum offprint_status add_at_hand(const struct reading *reading,
                                        struct fts5_walk *walk,
                                        struct offprint_error *err)
{
    struct slice list;
    const struct fts5_place place = walk->place;
    enum offprint_status status = fts5_walk_list(walk, &list, err);
    if (status) return status;
    return add_entry(reading, walk->id, place, walk->deleted, list, err);
}

// Adds all entries of the doclist to which the walk went.
static enum offprint_status add_doclist(const struct reading *reading,
                                        struct fts5_walk *walk,
                                        struct offprint_error *err)
{
    struct fts5_entry found[AT_ONCE];
    bool more = true;
    enum offprint_status status = OFFPRINT_OK;
    while (!status && more) {
        if (!reserve(reading->entries)) return fail_no_memory(err);
        const size_t count = fts5_walk_entries(walk, found, AT_ONCE);
        for (size_t i = 0; !status && i < count; i++)
            status = add_entry(
                reading, found[i].id,
                (struct fts5_place){ walk->page, found[i].place },
                found[i].deleted, fts5_entry_list(walk, &found[i]), err);
        if (status || count > 0) continue;
        status = fts5_walk_next(walk, &more, err);
        if (!status && more) status = add_at_hand(reading, walk, err);
    }
    return status;
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
    const struct reading reading = { reader, (uint32_t)number, units, entries };
    bool found;
    enum offprint_status status = fts5_walk_find(walk, term, &found, err);
    if (!status && found) status = add_doclist(&reading, walk, err);
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

// Reading all terms takes as long as looking for some of them: they are read
// when about as many were looked for already.
static enum offprint_status note_search(struct posting_reader *reader,
                                        size_t number,
                                        struct offprint_error *err)
{
    enum { LEAVES_A_SEARCH = 8 };
    struct reader_segment *segment = &reader->segments[number];
    const uint32_t leaves =
        segment->segment.last_leaf - segment->segment.first_leaf;
    if (segment->terms_known || segment->searches++ < leaves / LEAVES_A_SEARCH)
        return OFFPRINT_OK;
    segment->searches = 0;
    term_index_free(&segment->leaves);
    term_index_free(&segment->lists);
    enum offprint_status status = fts5_leaves_read(
        reader->store, &segment->segment, &segment->leaves, err);
    if (!status && segment->packed)
        status = packed_terms_read(reader->store, segment->segment.number,
                                   &segment->lists, err);
    segment->terms_known = !status;
    return status;
}

// The number of the packed list that a segment has of a term; 0: none.
static enum offprint_status find_packed(struct posting_reader *reader,
                                        size_t number, struct slice term,
                                        int64_t *list,
                                        struct offprint_error *err)
{
    const struct reader_segment *segment = &reader->segments[number];
    bool same;
    *list = 0;
    if (!segment->packed) return OFFPRINT_OK;
    if (!segment->terms_known)
        return packed_find(reader->store, segment->segment.number, term, list,
                           err);
    if (!term_index_find(&segment->lists, term, list, &same) || !same)
        *list = 0;
    return OFFPRINT_OK;
}

// Adds what segment number i has: a packed list, or entries.
static enum offprint_status find_in_segment(
    struct posting_reader *reader, size_t i, struct slice term,
    const struct posting_request *request, struct arena *arena,
    struct posting_lists *lists, struct entries *entries,
    struct offprint_error *err)
{
    const struct packed_units *units = &request->units;
    int64_t number = 0;
    enum offprint_status status = note_search(reader, i, err);
    if (!status && request->articles >= PACKED_ARTICLES_MIN)
        status = find_packed(reader, i, term, &number, err);
    if (status) return status;
    if (number == 0) return read_doclist(reader, i, term, units, entries, err);
    struct posting_list *list = new_list(reader, units, arena, lists);
    if (!list) return fail_no_memory(err);
    return posting_open_packed(i, number, list, err);
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

// Where an older segment may have an article of a packed list, that list is
// read from the leaves in its place, so that what is newer counts. Our own ids
// are never used twice; but others may delete an article and add it again, and
// no mark of that outlives all that FTS5 merges.
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
    struct entries entries = { reader->entries, 0, reader->entry_room, false };
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
    reader->entries = entries.items;
    reader->entry_room = entries.room;
    return status;
}
