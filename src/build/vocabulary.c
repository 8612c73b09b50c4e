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

struct vocabulary {
    // Terms but those of runs: of merged chunks, in their order and without
    // keys, and counted chunk by chunk, below zero for what went.
    struct dictionary_change *merged;
    size_t merged_count;
    size_t merged_room;
    struct tally counted;
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
    free(vocabulary->merged);
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
    for (size_t i = 0; i < chunk->inverted.count; i++) {
        const struct inverted_term *term = &chunk->inverted.terms[i];
        struct slice text = inverted_text(&chunk->inverted, term);
        if (words_is_of_run(text)) continue;
        if (!tally_add(terms, text, sign * (int64_t)term->articles,
                       sign * (int64_t)term->occurrences,
                       sign > 0 ? term->languages : 0))
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

enum offprint_status vocabulary_add_term(struct vocabulary *vocabulary,
                                         const struct merged_term *term,
                                         struct offprint_error *err)
{
    if (words_is_of_run(term->term)) return OFFPRINT_OK;
    void *grown =
        array_grow(vocabulary->merged, vocabulary->merged_count,
                   &vocabulary->merged_room, sizeof *vocabulary->merged);
    if (!grown) return fail_no_memory(err);
    vocabulary->merged = grown;
    vocabulary->merged[vocabulary->merged_count++] = (struct dictionary_change){
        .term = term->term,
        .articles = (int64_t)term->articles,
        .occurrences = (int64_t)term->occurrences,
        .languages = term->languages,
    };
    return OFFPRINT_OK;
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

// Most terms are their own keys, and those of merged chunks are in order then:
// only the others are sorted.
//
//     merged    aal  moon  sévère  zoo        counted   moon
//     straight  aal  moon  zoo             bent      moon  sévère
struct changes {
    struct dictionary_change *straight;
    struct dictionary_change *bent;
    size_t straight_count;
    size_t bent_count;
    struct arena keys; // those that differ from their terms
};

static void changes_free(struct changes *changes)
{
    free(changes->straight);
    free(changes->bent);
    arena_free(&changes->keys);
}

static int by_key(const void *left, const void *right)
{
    const struct dictionary_change *a = left, *b = right;
    return dictionary_order(a->key, a->term, b->key, b->term);
}

// Adds a change where it belongs. False where there is no memory.
static bool sort_in(struct changes *changes, struct dictionary_change change,
                    bool in_order)
{
    char room[TERM_MAX];
    change.key = fold_key(change.term, room);
    if (change.key.ptr == room)
        change.key = arena_copy(&changes->keys, change.key);
    if (in_order && slice_equal(change.key, change.term))
        changes->straight[changes->straight_count++] = change;
    else
        changes->bent[changes->bent_count++] = change;
    return change.key.ptr != NULL;
}

static bool collect_changes(const struct vocabulary *vocabulary,
                            struct changes *changes)
{
    const size_t count = vocabulary->merged_count;
    const struct tally *counted = &vocabulary->counted;
    changes->straight = malloc((count + 1) * sizeof *changes->straight);
    changes->bent =
        malloc((count + counted->count + 1) * sizeof *changes->bent);
    bool whole = changes->straight && changes->bent;
    for (size_t i = 0; whole && i < count; i++)
        whole = sort_in(changes, vocabulary->merged[i], true);
    for (size_t i = 0; whole && i < counted->count; i++) {
        const struct tally_item *item = &counted->items[i];
        struct dictionary_change change = {
            .term = { item->text, item->len },
            .articles = item->articles,
            .occurrences = item->occurrences,
            .languages = item->languages,
        };
        if (item->occurrences || item->articles || item->languages)
            whole = sort_in(changes, change, false);
    }
    if (whole)
        qsort(changes->bent, changes->bent_count, sizeof *changes->bent,
              by_key);
    return whole;
}

// Puts a change behind all others; one of the same term is added to it.
static void put_change(struct dictionary_change *merged, size_t *count,
                       const struct dictionary_change *change)
{
    struct dictionary_change *last = *count ? &merged[*count - 1] : NULL;
    if (!last || !slice_equal(last->term, change->term)) {
        merged[(*count)++] = *change;
        return;
    }
    last->articles += change->articles;
    last->occurrences += change->occurrences;
    last->languages |= change->languages;
}

// All changes in the order of the dictionary, each term once. NULL where there
// is no memory.
static struct dictionary_change *merge_changes(const struct changes *changes,
                                               size_t *count)
{
    size_t a = 0, b = 0;
    *count = 0;
    struct dictionary_change *merged = malloc(
        (changes->straight_count + changes->bent_count + 1) * sizeof *merged);
    while (merged && (a < changes->straight_count || b < changes->bent_count)) {
        bool straight =
            b == changes->bent_count
            || (a < changes->straight_count
                && by_key(&changes->straight[a], &changes->bent[b]) <= 0);
        put_change(merged, count,
                   straight ? &changes->straight[a++] : &changes->bent[b++]);
    }
    return merged;
}

static enum offprint_status write_terms(const struct vocabulary *vocabulary,
                                        struct store *store,
                                        struct offprint_error *err)
{
    struct changes changes = { 0 };
    struct dictionary_change *merged = NULL;
    size_t count = 0;
    if (collect_changes(vocabulary, &changes))
        merged = merge_changes(&changes, &count);
    enum offprint_status status =
        merged ? dictionary_apply(store, merged, count, err)
               : fail_no_memory(err);
    free(merged);
    changes_free(&changes);
    return status;
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
    vocabulary->merged_count = 0;
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
    int64_t *ids;
    size_t count;
    struct chunk chunk = { 0 };
    enum offprint_status status =
        store_list(store, ORDER_ID, 0, "", &ids, &count, err);
    for (size_t i = 0; !status && i < count; i++) {
        status = add_stored(&chunk, store, ids[i], err);
        if (!status && (chunk_is_full(&chunk) || i + 1 == count))
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
