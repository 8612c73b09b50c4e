#include "build/vocabulary.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "store/dictionary.h"
#include "store/related.h"
#include "text/fold_key.h"

enum {
    BULK_ARTICLES = 1000, // of a batch; fewer are counted to the last word
    SEEN_TWICE = 2,       // what hyphens join in a bulk is kept from here on
};

struct changes {
    struct dictionary_change *items;
    size_t count;
    size_t room;
};

struct vocabulary {
    // Terms of merged chunks, but for those of runs. Most are their own keys and
    // so stand in the order of the dictionary already: only the others, the bent
    // ones, have to be sorted.
    struct changes straight;
    struct changes bent;
    struct arena keys;    // of the bent ones
    struct tally counted; // terms counted chunk by chunk; below zero: they went
    struct tally relations;
    struct tally languages;
    struct chunk_tools tools; // for articles that are read from the store
    uint64_t batch;           // articles counted since the last write
};

struct vocabulary *vocabulary_open(void)
{
    struct vocabulary *vocabulary = calloc(1, sizeof *vocabulary);
    if (!vocabulary) return NULL;
    if (chunk_tools_open(&vocabulary->tools)) return vocabulary;
    vocabulary_close(vocabulary);
    return NULL;
}

void vocabulary_close(struct vocabulary *vocabulary)
{
    if (!vocabulary) return;
    free(vocabulary->straight.items);
    free(vocabulary->bent.items);
    arena_free(&vocabulary->keys);
    tally_free(&vocabulary->counted);
    tally_free(&vocabulary->relations);
    tally_free(&vocabulary->languages);
    chunk_tools_close(&vocabulary->tools);
    free(vocabulary);
}

// ---- Counting ---------------------------------------------------------------

static bool count_terms(struct tally *terms, const struct chunk *chunk,
                        int sign)
{
    struct inverted_term term;
    for (size_t place = 0; inverted_next(&chunk->inverted, &place, &term);) {
        if (words_is_of_run(term.term)) continue;
        if (!tally_add(terms, term.term, sign * (int64_t)term.articles,
                       sign * (int64_t)term.occurrences,
                       sign > 0 ? term.languages : 0))
            return false;
    }
    return true;
}

static bool count_languages(struct tally *languages, const struct chunk *chunk,
                            int sign)
{
    for (size_t i = 0; i < chunk->count; i++) {
        struct slice code = chunk->items[i].row.language;
        if (code.len == 0) code = SLICE("");
        if (!tally_add(languages, code, sign, sign, 0)) return false;
    }
    return true;
}

static enum offprint_status count_chunk(struct vocabulary *vocabulary,
                                        const struct chunk *chunk, int sign,
                                        struct offprint_error *err)
{
    vocabulary->batch += chunk->count;
    bool whole = tally_add_all(&vocabulary->relations, &chunk->relations, sign)
                 && count_languages(&vocabulary->languages, chunk, sign);
    return whole ? OFFPRINT_OK : fail_no_memory(err);
}

enum offprint_status vocabulary_add(struct vocabulary *vocabulary,
                                    const struct chunk *chunk,
                                    struct offprint_error *err)
{
    return count_chunk(vocabulary, chunk, 1, err);
}

static bool add_change(struct changes *changes,
                       const struct dictionary_change *change)
{
    void *grown = array_grow(changes->items, changes->count, &changes->room,
                             sizeof *changes->items);
    if (!grown) return false;
    changes->items = grown;
    changes->items[changes->count++] = *change;
    return true;
}

enum offprint_status vocabulary_add_term(struct vocabulary *vocabulary,
                                         const struct merged_term *term,
                                         struct offprint_error *err)
{
    if (words_is_of_run(term->term)) return OFFPRINT_OK;
    struct dictionary_change change = {
        .key = term->key,
        .term = term->term,
        .articles = (int64_t)term->articles,
        .occurrences = (int64_t)term->occurrences,
        .languages = term->languages,
    };
    const bool is_straight = term->key.ptr == term->term.ptr;
    if (!is_straight) change.key = arena_copy(&vocabulary->keys, term->key);
    if (!change.key.ptr) return fail_no_memory(err);
    bool added = add_change(
        is_straight ? &vocabulary->straight : &vocabulary->bent, &change);
    return added ? OFFPRINT_OK : fail_no_memory(err);
}

static enum offprint_status add_stored(struct chunk *chunk, struct store *store,
                                       int64_t id, struct offprint_error *err)
{
    struct arena arena = { 0 };
    struct found_article found;
    enum offprint_status status =
        store_article(store, id, true, &arena, &found, err);
    if (!status) status = chunk_add(chunk, &found.article, err);
    arena_free(&arena);
    return status;
}

enum offprint_status vocabulary_remove(struct vocabulary *vocabulary,
                                       struct store *store, int64_t id,
                                       struct offprint_error *err)
{
    struct chunk chunk = { 0 };
    enum offprint_status status = add_stored(&chunk, store, id, err);
    if (!status) status = chunk_digest(&chunk, false, &vocabulary->tools, err);
    if (!status) status = count_chunk(vocabulary, &chunk, -1, err);
    if (!status && !count_terms(&vocabulary->counted, &chunk, -1))
        status = fail_no_memory(err);
    chunk_free(&chunk);
    return status;
}

// ---- Writing ----------------------------------------------------------------

static int by_key(const void *left, const void *right)
{
    const struct dictionary_change *a = left, *b = right;
    return dictionary_order(a->key, a->term, b->key, b->term);
}

static void add_up(struct dictionary_change *sum,
                   const struct dictionary_change *change)
{
    sum->articles += change->articles;
    sum->occurrences += change->occurrences;
    sum->languages |= change->languages;
}

static bool sort_in_counted(struct vocabulary *vocabulary)
{
    for (size_t i = 0; i < vocabulary->counted.count; i++) {
        const struct tally_item *item = &vocabulary->counted.items[i];
        struct dictionary_change change = {
            .term = { item->text, item->len },
            .articles = item->articles,
            .occurrences = item->occurrences,
            .languages = item->languages,
        };
        if (!item->articles && !item->occurrences && !item->languages) continue;
        char room[TERM_MAX];
        change.key = fold_key(change.term, room);
        if (change.key.ptr == room)
            change.key = arena_copy(&vocabulary->keys, change.key);
        if (!change.key.ptr || !add_change(&vocabulary->bent, &change))
            return false;
    }
    return true;
}

// Puts changes into their order; those of one term become one.
static void sort_changes(struct changes *changes)
{
    size_t count = 0;
    if (changes->count == 0) return;
    qsort(changes->items, changes->count, sizeof *changes->items, by_key);
    for (size_t i = 0; i < changes->count; i++) {
        const struct dictionary_change *change = &changes->items[i];
        if (count && by_key(change, &changes->items[count - 1]) == 0)
            add_up(&changes->items[count - 1], change);
        else
            changes->items[count++] = *change;
    }
    changes->count = count;
}

// Merges the bent ones into the straight ones, from the end on, so that no other
// room is needed than that behind them. Returns where all of them begin, now
// ending at the end of that room; NULL where there is no memory.
static struct dictionary_change *merge_changes(struct changes *straight,
                                               const struct changes *bent,
                                               size_t *count)
{
    size_t i = straight->count, j = bent->count, end = i + j, at = end;
    struct dictionary_change *items =
        realloc(straight->items, (end + 1) * sizeof *items);
    if (!items) return NULL;
    straight->items = items;
    straight->room = end + 1;
    while (j > 0) {
        int order = i ? by_key(&items[i - 1], &bent->items[j - 1]) : -1;
        items[--at] = order > 0 ? items[--i] : bent->items[--j];
        if (i && order == 0) add_up(&items[at], &items[--i]);
    }
    *count = end - at + i;
    if (i) memmove(items + at - i, items, i * sizeof *items);
    return items + at - i;
}

static enum offprint_status write_terms(struct vocabulary *vocabulary,
                                        struct store *store,
                                        struct offprint_error *err)
{
    if (!sort_in_counted(vocabulary)) return fail_no_memory(err);
    sort_changes(&vocabulary->bent);
    size_t count;
    const struct dictionary_change *changes =
        merge_changes(&vocabulary->straight, &vocabulary->bent, &count);
    return changes ? dictionary_apply(store, changes, count, err)
                   : fail_no_memory(err);
}

// The string at a place, which moves behind its NUL.
static struct slice take_string(const char **at)
{
    struct slice string = { *at, strlen(*at) };
    *at += string.len + 1;
    return string;
}

static enum offprint_status write_relation(const struct vocabulary *vocabulary,
                                           const struct tally_item *item,
                                           struct store *store,
                                           struct offprint_error *err)
{
    struct relation_change change = { .articles = item->articles };
    const char *at = item->text;
    change.kind = take_string(&at);
    change.term = take_string(&at);
    change.other = take_string(&at);
    if (vocabulary->batch >= BULK_ARTICLES && item->occurrences >= 0
        && item->occurrences < SEEN_TWICE
        && slice_equal(change.kind, SLICE(RELATED_JOINED)))
        return OFFPRINT_OK;
    return store_change_relation(store, &change, err);
}

static int by_text(const void *left, const void *right)
{
    const struct tally_item *a = *(struct tally_item *const *)left;
    const struct tally_item *b = *(struct tally_item *const *)right;
    return slice_compare((struct slice){ a->text, a->len },
                         (struct slice){ b->text, b->len });
}

// In order, so that the same articles give the same file, and fast.
static enum offprint_status write_relations(const struct vocabulary *vocabulary,
                                            struct store *store,
                                            struct offprint_error *err)
{
    const struct tally *relations = &vocabulary->relations;
    size_t count = 0;
    const struct tally_item **sorted =
        malloc((relations->count + 1) * sizeof *sorted);
    if (!sorted) return fail_no_memory(err);
    for (size_t i = 0; i < relations->count; i++)
        if (relations->items[i].articles)
            sorted[count++] = &relations->items[i];
    qsort(sorted, count, sizeof *sorted, by_text);
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < count; i++)
        status = write_relation(vocabulary, sorted[i], store, err);
    free(sorted);
    return status;
}

static enum offprint_status write_languages(const struct tally *languages,
                                            struct store *store,
                                            struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < languages->count; i++) {
        const struct tally_item *item = &languages->items[i];
        if (item->articles)
            status = store_change_language(
                store, (struct slice){ item->text, item->len }, item->articles,
                err);
    }
    return status;
}

enum offprint_status vocabulary_write(struct vocabulary *vocabulary,
                                      struct store *store,
                                      struct offprint_error *err)
{
    if (vocabulary->batch == 0) return OFFPRINT_OK;
    enum offprint_status status = write_terms(vocabulary, store, err);
    if (!status) status = write_relations(vocabulary, store, err);
    if (!status) status = write_languages(&vocabulary->languages, store, err);
    vocabulary->straight.count = vocabulary->bent.count = 0;
    arena_reset(&vocabulary->keys);
    tally_reset(&vocabulary->counted);
    tally_reset(&vocabulary->relations);
    tally_reset(&vocabulary->languages);
    vocabulary->batch = 0;
    return status;
}

// ---- Anew -------------------------------------------------------------------

static enum offprint_status count_stored(struct vocabulary *vocabulary,
                                         struct store *store,
                                         struct chunk *chunk,
                                         struct offprint_error *err)
{
    enum offprint_status status =
        chunk_digest(chunk, true, &vocabulary->tools, err);
    for (size_t i = 0; !status && i < chunk->count; i++)
        status = store_set_language(store, chunk->items[i].row.id,
                                    chunk->items[i].row.language, err);
    if (!status) status = vocabulary_add(vocabulary, chunk, err);
    if (!status && !count_terms(&vocabulary->counted, chunk, 1))
        status = fail_no_memory(err);
    chunk_free(chunk);
    return status;
}

static enum offprint_status count_all(struct vocabulary *vocabulary,
                                      struct store *store,
                                      struct offprint_error *err)
{
    static const struct list_request ALL;
    int64_t *ids;
    size_t count;
    struct chunk chunk = { 0 };
    enum offprint_status status = store_list(store, &ALL, &ids, &count, err);
    for (size_t i = 0; !status && i < count; i++) {
        status = add_stored(&chunk, store, ids[i], err);
        if (!status && (chunk_is_full(&chunk, CHUNK_BYTES) || i + 1 == count))
            status = count_stored(vocabulary, store, &chunk, err);
    }
    chunk_free(&chunk);
    free(ids);
    return status ? status : vocabulary_write(vocabulary, store, err);
}

enum offprint_status vocabulary_rebuild(struct store *store,
                                        struct offprint_error *err)
{
    enum offprint_status status = dictionary_clear(store, err);
    if (!status) status = store_clear_relations(store, NULL, err);
    if (!status) status = store_clear_languages(store, err);
    if (status) return status;
    struct vocabulary *vocabulary = vocabulary_open();
    if (!vocabulary) return fail_no_memory(err);
    status = count_all(vocabulary, store, err);
    vocabulary_close(vocabulary);
    return status;
}
