// Writing. A merge is one pass over three sorted sources - the blocks, the side
// table, the changes at hand - that writes new blocks behind the old ones and
// deletes each old one as soon as it is read.

#include <assert.h>

#include "store/connection.h"
#include "store/dictionary_rows.h"
#include "store/dictionary_side.h"
#include "store/dictionary_walk.h"
#include "store/sources.h"

// A merge costs about a tenth of what it costs to bring as many rows into the
// side table one by one. So once these are an eighth of the dictionary, merging
// is the smaller part of the work, and small archives have no side table.
enum { MERGE_SHARE = 8 };

// ---- Sources ----------------------------------------------------------------

enum source_kind { BLOCKS, SIDE, CHANGES, SOURCES };

// What stands next in a source. Points into it until it moves on.
struct source {
    struct dictionary_change next;
    bool ended;
};

struct merge {
    struct store *store;
    struct arena arena; // for the directory and one unpacked block
    struct source sources[SOURCES];
    // The blocks as they were, and where the pass is.
    struct dictionary_directory old;
    size_t blocks_read;
    struct dictionary_room room;
    struct dictionary_unpacked unpacked;
    struct dictionary_walk walk;
    sqlite3_stmt *side;
    const struct dictionary_changes *changes;
    // The blocks as they will be.
    struct dictionary_directory fresh;
    struct buffer first_keys, block;
    struct dictionary_packer packer;
    // The last entry, for the order of the sources is not taken on trust.
    struct buffer last_key, last_term;
    bool last_is_key; // the term is its own key, and stands there alone
};

static enum offprint_status read_old_block(struct merge *merge,
                                           struct offprint_error *err)
{
    enum offprint_status status = dictionary_read_block(
        merge->store, &merge->old, merge->blocks_read, &merge->arena,
        &merge->room, &merge->unpacked, err);
    if (status) return status;
    merge->walk = dictionary_walk_begin(&merge->unpacked);
    int64_t id = merge->old.first_id + (int64_t)merge->blocks_read++;
    return dictionary_delete_block(merge->store, id, err);
}

static enum offprint_status next_of_blocks(struct merge *merge,
                                           struct source *source,
                                           struct offprint_error *err)
{
    struct dictionary_entry entry;
    while (!merge->walk.block || !dictionary_walk_next(&merge->walk, &entry)) {
        if (merge->walk.damaged)
            return dictionary_block_damaged(merge->store, &merge->old,
                                            merge->blocks_read - 1, err);
        source->ended = merge->blocks_read == merge->old.count;
        if (source->ended) return OFFPRINT_OK;
        enum offprint_status status = read_old_block(merge, err);
        if (status) return status;
    }
    if (entry.occurrences > INT64_MAX) // articles are fewer
        return dictionary_misfit(merge->store, err);
    source->next = (struct dictionary_change){ entry.key, entry.term,
                                               (int64_t)entry.articles,
                                               (int64_t)entry.occurrences,
                                               entry.languages };
    return OFFPRINT_OK;
}

static enum offprint_status next_of_side(struct merge *merge,
                                         struct source *source,
                                         struct offprint_error *err)
{
    bool more;
    enum offprint_status status = dictionary_side_next(
        merge->store, merge->side, &source->next, &more, err);
    source->ended = !more;
    return status;
}

static bool is_valid(struct slice name)
{
    return name.len > 0 && name.len <= DICTIONARY_KEY_MAX
           && !memchr(name.ptr, '\n', name.len);
}

static bool next_change(const struct dictionary_changes *changes,
                        struct dictionary_change *change)
{
    if (!changes->next(changes->context, change)) return false;
    assert(is_valid(change->key) && is_valid(change->term));
    return true;
}

static enum offprint_status move_on(struct merge *merge, enum source_kind kind,
                                    struct offprint_error *err)
{
    struct source *source = &merge->sources[kind];
    switch (kind) {
    case BLOCKS: return next_of_blocks(merge, source, err);
    case SIDE: return next_of_side(merge, source, err);
    default: break;
    }
    source->ended = !next_change(merge->changes, &source->next);
    return OFFPRINT_OK;
}

// ---- Blocks as they will be -------------------------------------------------

static enum offprint_status write_block(struct merge *merge,
                                        struct offprint_error *err)
{
    if (!dictionary_packer_finish(&merge->packer, &merge->block))
        return fail_no_memory(err);
    int64_t id = merge->fresh.first_id + (int64_t)merge->fresh.count++;
    return dictionary_write_block(merge->store, id, buffer_slice(&merge->block),
                                  err);
}

// Whether an entry stands behind the last one; remembers it.
static bool is_in_order(struct merge *merge,
                        const struct dictionary_entry *entry)
{
    const struct slice last_key = buffer_slice(&merge->last_key);
    int order = slice_compare(last_key, entry->key);
    if (order == 0)
        order = slice_compare(
            merge->last_is_key ? last_key : buffer_slice(&merge->last_term),
            entry->term);
    buffer_reset(&merge->last_key);
    buffer_add(&merge->last_key, entry->key);
    merge->last_is_key = slice_equal(entry->key, entry->term);
    if (!merge->last_is_key) {
        buffer_reset(&merge->last_term);
        buffer_add(&merge->last_term, entry->term);
    }
    return order < 0;
}

static enum offprint_status put_entry(struct merge *merge,
                                      const struct dictionary_entry *entry,
                                      struct offprint_error *err)
{
    if (!is_in_order(merge, entry)) return dictionary_misfit(merge->store, err);
    if (merge->last_key.failed || merge->last_term.failed)
        return fail_no_memory(err);
    if (entry->articles == 0) return OFFPRINT_OK;
    if (merge->packer.count == 0)
        dictionary_pack_first_key(&merge->first_keys, entry->key);
    dictionary_packer_add(&merge->packer, entry);
    merge->fresh.terms++;
    if (!dictionary_packer_is_full(&merge->packer)) return OFFPRINT_OK;
    return write_block(merge, err);
}

static enum offprint_status write_rest(struct merge *merge,
                                       struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    if (merge->packer.count > 0) status = write_block(merge, err);
    if (!status && merge->first_keys.failed) status = fail_no_memory(err);
    if (!status)
        status = dictionary_write_directory(
            merge->store, &merge->fresh, buffer_slice(&merge->first_keys), err);
    if (!status) status = dictionary_side_clear(merge->store, err);
    return status;
}

// ---- Merging ----------------------------------------------------------------

// Finds the sources whose next entry is the least one. False at the end.
static bool find_least(const struct merge *merge, bool is_least[SOURCES])
{
    const struct dictionary_change *least = NULL;
    for (int i = 0; i < SOURCES; i++) {
        is_least[i] = false;
        if (merge->sources[i].ended) continue;
        const struct dictionary_change *next = &merge->sources[i].next;
        int order = least ? dictionary_order(next->key, next->term, least->key,
                                             least->term)
                          : -1;
        if (order > 0) continue;
        if (order < 0) memset(is_least, 0, SOURCES * sizeof is_least[0]);
        is_least[i] = true;
        least = next;
    }
    return least != NULL;
}

// Adds up what the sources say of one term, oldest first, puts it into the new
// blocks and moves on in these sources.
static enum offprint_status merge_entry(struct merge *merge,
                                        const bool is_least[SOURCES],
                                        struct offprint_error *err)
{
    struct dictionary_entry entry = { 0 };
    for (int i = 0; i < SOURCES; i++) {
        if (!is_least[i]) continue;
        entry.key = merge->sources[i].next.key;
        entry.term = merge->sources[i].next.term;
        if (!dictionary_count(&entry, &merge->sources[i].next))
            return dictionary_misfit(merge->store, err);
    }
    enum offprint_status status = put_entry(merge, &entry, err);
    for (int i = 0; !status && i < SOURCES; i++)
        if (is_least[i]) status = move_on(merge, (enum source_kind)i, err);
    return status;
}

static enum offprint_status merge_all(struct merge *merge,
                                      struct offprint_error *err)
{
    struct slice none = { NULL, 0 };
    enum offprint_status status = dictionary_read_directory(
        merge->store, &merge->arena, &merge->old, err);
    merge->fresh.first_id = merge->old.first_id + (int64_t)merge->old.count;
    if (!status)
        status = dictionary_side_from(merge->store, none, &merge->side, err);
    for (int i = 0; !status && i < SOURCES; i++)
        status = move_on(merge, (enum source_kind)i, err);
    bool is_least[SOURCES];
    while (!status && find_least(merge, is_least))
        status = merge_entry(merge, is_least, err);
    if (merge->side) sqlite3_reset(merge->side);
    if (status) return status;
    return write_rest(merge, err);
}

static enum offprint_status merge_changes(
    struct store *store, const struct dictionary_changes *changes,
    struct offprint_error *err)
{
    struct merge merge = { .store = store, .changes = changes };
    enum offprint_status status = merge_all(&merge, err);
    dictionary_packer_free(&merge.packer);
    buffer_free(&merge.first_keys);
    buffer_free(&merge.block);
    buffer_free(&merge.last_key);
    buffer_free(&merge.last_term);
    arena_free(&merge.arena);
    return status;
}

// ---- The public part --------------------------------------------------------

// Whether so many rows are too many for the side table.
static enum offprint_status is_worth_a_merge(struct store *store, size_t count,
                                             bool *worth,
                                             struct offprint_error *err)
{
    struct arena arena = { 0 };
    struct dictionary_directory directory;
    uint64_t rows;
    *worth = true;
    if (count > DICTIONARY_SIDE_MAX) return OFFPRINT_OK;
    enum offprint_status status = dictionary_side_count(store, &rows, err);
    if (!status)
        status = dictionary_read_directory(store, &arena, &directory, err);
    if (!status)
        *worth = rows + count > DICTIONARY_SIDE_MAX
                 || rows + count > directory.terms / MERGE_SHARE;
    arena_free(&arena);
    return status;
}

static enum offprint_status add_to_meta(struct store *store, const char *key,
                                        uint64_t change,
                                        struct offprint_error *err)
{
    int64_t sum;
    enum offprint_status status = store_meta(store, key, &sum, err);
    return status ? status
                  : store_set_meta(store, key,
                                   (int64_t)((uint64_t)sum + change), err);
}

// Changes that are added up as they are given. What is too large, as in a
// damaged dictionary, wraps around.
struct summed_changes {
    const struct dictionary_changes *changes;
    uint64_t articles;
    uint64_t occurrences;
    struct dictionary_change last; // for the order of the dictionary
    bool begun;
};

static bool next_summed(void *context, struct dictionary_change *change)
{
    struct summed_changes *sums = context;
    if (!next_change(sums->changes, change)) return false;
    assert(!sums->begun
           || dictionary_order(sums->last.key, sums->last.term, change->key,
                               change->term)
                  < 0);
    sums->last = *change;
    sums->begun = true;
    sums->articles += (uint64_t)change->articles;
    sums->occurrences += (uint64_t)change->occurrences;
    return true;
}

static enum offprint_status add_to_side(
    struct store *store, const struct dictionary_changes *changes,
    struct offprint_error *err)
{
    struct dictionary_change change;
    enum offprint_status status = OFFPRINT_OK;
    while (!status && next_change(changes, &change))
        status = dictionary_side_add(store, &change, err);
    return status;
}

enum offprint_status dictionary_apply(struct store *store,
                                      const struct dictionary_changes *changes,
                                      struct offprint_error *err)
{
    if (changes->count == 0) return OFFPRINT_OK;
    struct summed_changes sums = { .changes = changes };
    const struct dictionary_changes summed = { next_summed, &sums,
                                               changes->count };
    bool worth;
    enum offprint_status status =
        is_worth_a_merge(store, changes->count, &worth, err);
    if (!status)
        status = worth ? merge_changes(store, &summed, err)
                       : add_to_side(store, &summed, err);
    if (!status)
        status = add_to_meta(store, DICTIONARY_ARTICLES, sums.articles, err);
    if (status) return status;
    return add_to_meta(store, DICTIONARY_OCCURRENCES, sums.occurrences, err);
}

static bool no_change(void *context, struct dictionary_change *change)
{
    (void)context, (void)change;
    return false;
}

enum offprint_status dictionary_merge(struct store *store,
                                      struct offprint_error *err)
{
    uint64_t rows;
    enum offprint_status status = dictionary_side_count(store, &rows, err);
    if (status || rows == 0) return status;
    const struct dictionary_changes none = { .next = no_change };
    return merge_changes(store, &none, err);
}

enum offprint_status dictionary_clear(struct store *store,
                                      struct offprint_error *err)
{
    enum offprint_status status = dictionary_side_clear(store, err);
    if (!status) status = store_set_meta(store, DICTIONARY_ARTICLES, 0, err);
    if (!status) status = store_set_meta(store, DICTIONARY_OCCURRENCES, 0, err);
    if (status) return status;
    return store_execute(store, "DELETE FROM dictionary", err);
}
