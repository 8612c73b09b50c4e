// Reading. Blocks are read row by row, each row finished before anything is
// called back, and stay in slots: what is called back may read others.

#include "store/dictionary.h"

#include <stdlib.h>

#include "store/connection.h"
#include "store/dictionary_rows.h"
#include "store/dictionary_side.h"
#include "store/dictionary_walk.h"
#include "store/sources.h"

enum {
    SLOTS = 4, // a family and its neighbours; more only while all are used
    // Of a kept view, of which some 60 kB each.
    KEPT_SLOTS = 64,
    KEPT_BYTES_MAX = 32 * 1024 * 1024, // then it begins anew
};

// An unpacked block.
struct slot {
    struct slot *next;
    size_t number; // of the block
    bool filled;
    unsigned users;     // it must stay while there are any
    uint64_t last_used; // on the dictionary's clock
    struct dictionary_room room;
    struct dictionary_unpacked unpacked;
    struct dictionary_walk walk; // as far as the last search went
};

struct dictionary {
    struct store *store;
    struct arena *arena;
    struct dictionary_directory directory;
    uint64_t side_count; // rows of the side table
    struct slot *slots;
    struct slot **slot_of; // each block; NULL: it is not unpacked
    unsigned slot_count;
    unsigned slot_limit;
    double mean; // occurrences in an article; 0: not asked for yet
    uint64_t clock;
};

int dictionary_order(struct slice key_a, struct slice term_a,
                     struct slice key_b, struct slice term_b)
{
    int order = slice_compare(key_a, key_b);
    return order ? order : slice_compare(term_a, term_b);
}

enum offprint_status dictionary_open(struct store *store, struct arena *arena,
                                     struct dictionary **dictionary,
                                     struct offprint_error *err)
{
    struct dictionary *opened = arena_alloc(arena, sizeof *opened);
    *dictionary = NULL;
    if (!opened) return fail_no_memory(err);
    opened->store = store;
    opened->arena = arena;
    opened->slot_limit = SLOTS;
    enum offprint_status status =
        dictionary_read_directory(store, arena, &opened->directory, err);
    if (!status)
        status = dictionary_side_count(store, &opened->side_count, err);
    if (status) return status;
    opened->slot_of = arena_alloc(arena, (opened->directory.count + 1)
                                             * sizeof *opened->slot_of);
    if (!opened->slot_of) return fail_no_memory(err);
    *dictionary = opened;
    return OFFPRINT_OK;
}

// ---- Keeping a view ---------------------------------------------------------

struct kept_dictionary {
    struct arena arena;
    struct dictionary *dictionary;
    uint32_t version; // of the store
};

static enum offprint_status open_kept(struct store *store,
                                      struct kept_dictionary *kept,
                                      struct offprint_error *err)
{
    kept->dictionary = NULL;
    if (kept->arena.bytes > KEPT_BYTES_MAX)
        arena_free(&kept->arena);
    else
        arena_reset(&kept->arena);
    enum offprint_status status =
        dictionary_open(store, &kept->arena, &kept->dictionary, err);
    if (status) return status;
    kept->dictionary->slot_limit = KEPT_SLOTS;
    return OFFPRINT_OK;
}

enum offprint_status dictionary_keep(struct store *store, struct arena *arena,
                                     struct dictionary **dictionary,
                                     struct offprint_error *err)
{
    *dictionary = NULL;
    if (store->writable) return dictionary_open(store, arena, dictionary, err);
    if (!store->words) store->words = calloc(1, sizeof *store->words);
    struct kept_dictionary *kept = store->words;
    if (!kept) return fail_no_memory(err);
    bool holds;
    enum offprint_status status =
        store_still_holds(store, &kept->version, &holds, err);
    if (!status
        && (!holds || !kept->dictionary || kept->arena.bytes > KEPT_BYTES_MAX))
        status = open_kept(store, kept, err);
    *dictionary = kept->dictionary;
    return status;
}

void dictionary_forget_kept(struct kept_dictionary *kept)
{
    if (!kept) return;
    arena_free(&kept->arena);
    free(kept);
}

uint64_t dictionary_size(const struct dictionary *dictionary)
{
    return dictionary->directory.terms + dictionary->side_count;
}

// ---- Slots ------------------------------------------------------------------

// The slot that has a block, else the one to be filled with it; NULL where
// there is no memory.
static struct slot *choose_slot(struct dictionary *dictionary, size_t number)
{
    if (dictionary->slot_of[number]) return dictionary->slot_of[number];
    struct slot *oldest = NULL;
    for (struct slot *slot = dictionary->slots; slot; slot = slot->next)
        if (slot->users == 0
            && (!oldest || slot->last_used < oldest->last_used))
            oldest = slot;
    if (oldest && dictionary->slot_count >= dictionary->slot_limit)
        return oldest;
    struct slot *slot = arena_alloc(dictionary->arena, sizeof *slot);
    if (!slot) return NULL;
    slot->next = dictionary->slots;
    dictionary->slots = slot;
    dictionary->slot_count++;
    return slot;
}

// Gives a block that stays until release_block().
static enum offprint_status use_block(struct dictionary *dictionary,
                                      size_t number, struct slot **used,
                                      struct offprint_error *err)
{
    struct slot *slot = choose_slot(dictionary, number);
    if (!slot) return fail_no_memory(err);
    if (dictionary->slot_of[number] != slot) {
        if (slot->filled) dictionary->slot_of[slot->number] = NULL;
        slot->filled = false;
        enum offprint_status status = dictionary_read_block(
            dictionary->store, &dictionary->directory, number,
            dictionary->arena, &slot->room, &slot->unpacked, err);
        if (status) return status;
        slot->filled = true;
        slot->number = number;
        dictionary->slot_of[number] = slot;
        slot->walk = dictionary_walk_begin(&slot->unpacked);
    }
    slot->users++;
    slot->last_used = ++dictionary->clock;
    *used = slot;
    return OFFPRINT_OK;
}

static void release_block(struct slot *slot)
{
    slot->users--;
}

// ---- Where a key is ---------------------------------------------------------

// The first block that may hold a key: the last one that begins before it,
// since terms of one key may begin in one block and go on in the next.
static size_t first_block(const struct dictionary_directory *directory,
                          struct slice key)
{
    size_t low = 0, high = directory->count; // first that does not begin before
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (slice_compare(directory->first_keys[middle], key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? low - 1 : 0;
}

// The first entry of a block that does not stand before a term.
static size_t first_entry(const struct dictionary_block *block,
                          struct slice key, struct slice term)
{
    size_t low = 0, high = block->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = slice_compare(dictionary_block_key(block, middle), key);
        if (order == 0)
            order = slice_compare(dictionary_block_term(block, middle), term);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// ---- The side table ---------------------------------------------------------

// Rows of the side table, in the arena.
struct side {
    struct dictionary_change *rows;
    size_t count;
    size_t at; // the next one
};

// Copies a row behind the others; false where there is no memory.
static bool keep_row(struct dictionary *dictionary, struct side *side,
                     size_t *room, const struct dictionary_change *row)
{
    if (side->count == *room) {
        size_t more = *room ? *room * 2 : 64;
        struct dictionary_change *rows =
            arena_alloc(dictionary->arena, more * sizeof *rows);
        if (!rows) return false;
        if (side->count) memcpy(rows, side->rows, side->count * sizeof *rows);
        side->rows = rows;
        *room = more;
    }
    struct dictionary_change *copy = &side->rows[side->count++];
    *copy = *row;
    copy->key = arena_copy(dictionary->arena, row->key);
    copy->term = copy->key;
    if (!slice_equal(row->key, row->term))
        copy->term = arena_copy(dictionary->arena, row->term);
    return copy->key.ptr && copy->term.ptr;
}

// Reads the rows whose keys begin with prefix.
static enum offprint_status read_side(struct dictionary *dictionary,
                                      struct slice prefix, struct side *side,
                                      struct offprint_error *err)
{
    *side = (struct side){ 0 };
    if (dictionary->side_count == 0) return OFFPRINT_OK;
    size_t room = 0;
    sqlite3_stmt *stmt;
    struct dictionary_change row;
    bool more = false;
    enum offprint_status status =
        dictionary_side_from(dictionary->store, prefix, &stmt, err);
    if (status) return status;
    do {
        status =
            dictionary_side_next(dictionary->store, stmt, &row, &more, err);
        if (status || !more || !slice_starts_with(row.key, prefix)) break;
        if (!keep_row(dictionary, side, &room, &row))
            status = fail_no_memory(err);
    } while (!status);
    sqlite3_reset(stmt);
    return status;
}

// ---- Scans ------------------------------------------------------------------

struct scan {
    struct dictionary *dictionary;
    struct slice prefix;
    struct side side;
    bool (*on_entry)(void *context, const struct dictionary_entry *entry);
    void *context;
    bool over; // on_entry wants no more
};

// Gives an entry, with the row of the side table that is about it, if any.
static enum offprint_status give(struct scan *scan,
                                 struct dictionary_entry *entry,
                                 const struct dictionary_change *row,
                                 struct offprint_error *err)
{
    if (row && !dictionary_count(entry, row))
        return dictionary_misfit(scan->dictionary->store, err);
    if (entry->articles > 0) scan->over = !scan->on_entry(scan->context, entry);
    return OFFPRINT_OK;
}

// Gives the terms of the side table that stand before an entry, all of them
// where it is NULL, and finds the row of the entry itself.
static enum offprint_status give_side(struct scan *scan,
                                      const struct dictionary_entry *before,
                                      const struct dictionary_change **row,
                                      struct offprint_error *err)
{
    struct side *side = &scan->side;
    enum offprint_status status = OFFPRINT_OK;
    *row = NULL;
    while (!status && !scan->over && side->at < side->count) {
        const struct dictionary_change *next = &side->rows[side->at];
        int order = before ? dictionary_order(next->key, next->term,
                                              before->key, before->term)
                           : -1;
        if (order > 0) return OFFPRINT_OK;
        side->at++;
        if (order == 0) {
            *row = next;
            return OFFPRINT_OK;
        }
        struct dictionary_entry entry = { .key = next->key,
                                          .term = next->term };
        status = give(scan, &entry, next, err);
    }
    return status;
}

// Gives the entries of a block whose keys begin with the prefix.
static enum offprint_status scan_block(struct scan *scan,
                                       const struct slot *slot,
                                       struct offprint_error *err)
{
    struct slice none = { NULL, 0 };
    const struct dictionary_block *block = &slot->unpacked.block;
    struct dictionary_walk walk = dictionary_walk_begin(&slot->unpacked);
    dictionary_walk_skip(&walk, first_entry(block, scan->prefix, none));
    struct dictionary_entry entry;
    while (dictionary_walk_next(&walk, &entry)) {
        if (!slice_starts_with(entry.key, scan->prefix)) return OFFPRINT_OK;
        const struct dictionary_change *row;
        enum offprint_status status = give_side(scan, &entry, &row, err);
        if (!status && !scan->over) status = give(scan, &entry, row, err);
        if (status || scan->over) return status;
    }
    if (!walk.damaged) return OFFPRINT_OK;
    return dictionary_block_damaged(scan->dictionary->store,
                                    &scan->dictionary->directory, slot->number,
                                    err);
}

enum offprint_status dictionary_scan(
    struct dictionary *dictionary, struct slice prefix,
    bool (*on_entry)(void *context, const struct dictionary_entry *entry),
    void *context, struct offprint_error *err)
{
    struct scan scan = { .dictionary = dictionary,
                         .prefix = prefix,
                         .on_entry = on_entry,
                         .context = context };
    const struct dictionary_directory *directory = &dictionary->directory;
    enum offprint_status status =
        read_side(dictionary, prefix, &scan.side, err);
    size_t first = first_block(directory, prefix);
    for (size_t i = first; !status && !scan.over && i < directory->count; i++) {
        struct slice key = directory->first_keys[i];
        if (slice_compare(key, prefix) > 0 && !slice_starts_with(key, prefix))
            break;
        struct slot *slot;
        status = use_block(dictionary, i, &slot, err);
        if (status) return status;
        status = scan_block(&scan, slot, err);
        release_block(slot);
    }
    if (status || scan.over) return status;
    const struct dictionary_change *none;
    return give_side(&scan, NULL, &none, err);
}

// ---- One term ---------------------------------------------------------------

// Looks a term up in a block; entry is untouched where it has none.
static enum offprint_status find_in_block(struct dictionary *dictionary,
                                          struct slot *slot,
                                          struct dictionary_entry *entry,
                                          struct offprint_error *err)
{
    const struct dictionary_block *block = &slot->unpacked.block;
    size_t at = first_entry(block, entry->key, entry->term);
    if (at == block->count
        || !slice_equal(dictionary_block_key(block, at), entry->key)
        || !slice_equal(dictionary_block_term(block, at), entry->term))
        return OFFPRINT_OK;
    if (at < slot->walk.entry || slot->walk.damaged)
        slot->walk = dictionary_walk_begin(&slot->unpacked);
    dictionary_walk_skip(&slot->walk, at);
    struct dictionary_entry there;
    if (!dictionary_walk_next(&slot->walk, &there))
        return dictionary_block_damaged(
            dictionary->store, &dictionary->directory, slot->number, err);
    entry->articles = there.articles;
    entry->occurrences = there.occurrences;
    entry->languages = there.languages;
    return OFFPRINT_OK;
}

enum offprint_status dictionary_find(struct dictionary *dictionary,
                                     struct slice key, struct slice term,
                                     struct dictionary_entry *entry,
                                     bool *found, struct offprint_error *err)
{
    const struct dictionary_directory *directory = &dictionary->directory;
    enum offprint_status status = OFFPRINT_OK;
    *entry = (struct dictionary_entry){ .key = key, .term = term };
    *found = false;
    for (size_t i = first_block(directory, key);
         i < directory->count && entry->articles == 0
         && slice_compare(directory->first_keys[i], key) <= 0;
         i++) {
        struct slot *slot;
        status = use_block(dictionary, i, &slot, err);
        if (status) return status;
        status = find_in_block(dictionary, slot, entry, err);
        release_block(slot);
        if (status) return status;
    }
    if (dictionary->side_count > 0) {
        struct dictionary_change row = { .key = key, .term = term };
        status = dictionary_side_find(dictionary->store, &row, err);
        if (status) return status;
        if (!dictionary_count(entry, &row))
            return dictionary_misfit(dictionary->store, err);
    }
    *found = entry->articles > 0;
    return OFFPRINT_OK;
}

// ---- All blocks -------------------------------------------------------------

// Rows of the side table as a block.
struct side_block {
    struct buffer keys, terms;
    uint32_t *starts, *term_starts, *term_owners;
    uint8_t *shared;
    size_t term_count;
};

static uint8_t shared_of(struct slice key, struct slice before)
{
    size_t at = 0;
    while (at < key.len && at < before.len && at < UINT8_MAX
           && key.ptr[at] == before.ptr[at])
        at++;
    return (uint8_t)at;
}

// Rows of the side table are at most DICTIONARY_SIDE_MAX, each with a key and a
// term of at most DICTIONARY_KEY_MAX bytes: offsets fit.
static void add_side_row(struct side_block *block, const struct side *side,
                         size_t i)
{
    const struct dictionary_change *row = &side->rows[i];
    block->starts[i] = (uint32_t)block->keys.len;
    block->shared[i] = i > 0 ? shared_of(row->key, row[-1].key) : 0;
    buffer_add(&block->keys, row->key);
    buffer_add_byte(&block->keys, '\n');
    if (slice_equal(row->key, row->term)) return;
    block->term_starts[block->term_count] = (uint32_t)block->terms.len;
    block->term_owners[block->term_count++] = (uint32_t)i;
    buffer_add(&block->terms, row->term);
    buffer_add_byte(&block->terms, '\n');
}

static bool build_side_block(struct side_block *block, const struct side *side,
                             struct arena *arena)
{
    size_t offsets = (side->count + 1) * sizeof(uint32_t);
    block->starts = arena_alloc(arena, offsets);
    block->term_starts = arena_alloc(arena, offsets);
    block->term_owners = arena_alloc(arena, offsets);
    block->shared = arena_alloc(arena, side->count);
    if (!block->starts || !block->term_starts || !block->term_owners
        || !block->shared)
        return false;
    for (size_t i = 0; i < side->count; i++) add_side_row(block, side, i);
    block->starts[side->count] = (uint32_t)block->keys.len;
    block->term_starts[block->term_count] = (uint32_t)block->terms.len;
    return !block->keys.failed && !block->terms.failed;
}

static enum offprint_status give_side_block(
    struct dictionary *dictionary,
    bool (*on_block)(void *context, const struct dictionary_block *block),
    void *context, struct offprint_error *err)
{
    struct side side;
    enum offprint_status status =
        read_side(dictionary, (struct slice){ NULL, 0 }, &side, err);
    if (status || side.count == 0) return status;
    struct side_block built = { 0 };
    if (build_side_block(&built, &side, dictionary->arena)) {
        struct dictionary_block block = {
            .keys = buffer_slice(&built.keys),
            .starts = built.starts,
            .shared = built.shared,
            .count = side.count,
            .terms = buffer_slice(&built.terms),
            .term_starts = built.term_starts,
            .term_owners = built.term_owners,
            .term_count = built.term_count,
        };
        on_block(context, &block);
    } else {
        status = fail_no_memory(err);
    }
    buffer_free(&built.keys);
    buffer_free(&built.terms);
    return status;
}

enum offprint_status dictionary_each_block(
    struct dictionary *dictionary,
    bool (*on_block)(void *context, const struct dictionary_block *block),
    void *context, struct offprint_error *err)
{
    for (size_t i = 0; i < dictionary->directory.count; i++) {
        struct slot *slot = NULL;
        enum offprint_status status = use_block(dictionary, i, &slot, err);
        if (status) return status;
        bool more = on_block(context, &slot->unpacked.block);
        release_block(slot);
        if (!more) return OFFPRINT_OK;
    }
    if (dictionary->side_count == 0) return OFFPRINT_OK;
    return give_side_block(dictionary, on_block, context, err);
}

// ---- Sums -------------------------------------------------------------------

struct sums {
    uint64_t articles;
    uint64_t occurrences;
};

static bool add_to_sums(void *context, const struct dictionary_entry *entry)
{
    struct sums *sums = context;
    sums->articles += entry->articles;
    sums->occurrences += entry->occurrences;
    return true;
}

// An index of before the sums were noted is gone through.
enum offprint_status dictionary_mean_occurrences(struct dictionary *dictionary,
                                                 double *mean,
                                                 struct offprint_error *err)
{
    struct sums sums = { 0, 0 };
    int64_t articles, occurrences;
    *mean = dictionary->mean;
    if (*mean > 0) return OFFPRINT_OK;
    *mean = 1;
    enum offprint_status status =
        store_meta(dictionary->store, DICTIONARY_ARTICLES, &articles, err);
    if (!status)
        status = store_meta(dictionary->store, DICTIONARY_OCCURRENCES,
                            &occurrences, err);
    if (!status && articles > 0)
        sums = (struct sums){ (uint64_t)articles, (uint64_t)occurrences };
    else if (!status)
        status = dictionary_scan(dictionary, (struct slice){ NULL, 0 },
                                 add_to_sums, &sums, err);
    if (!status && sums.articles && sums.occurrences > sums.articles)
        *mean = (double)sums.occurrences / (double)sums.articles;
    if (!status) dictionary->mean = *mean;
    return status;
}
