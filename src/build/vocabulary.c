#include "build/vocabulary.h"

#include <stdlib.h>

#include "build/changes.h"
#include "store/related.h"
#include "text/fold_key.h"

enum {
    BULK_ARTICLES = 1000, // of a batch; fewer are counted to the last word
    SEEN_TWICE = 2,       // what hyphens join in a bulk is kept from here on
    REBUILD_BYTES = 128 * 1024 * 1024,
};

struct vocabulary {
    struct store *store;
    uint64_t limit_bytes;
    struct changes changes; // of terms of merged chunks, but for those of runs
    struct tally counted; // terms counted chunk by chunk; below zero: they went
    struct tally relations;
    struct tally languages;
    struct chunk_tools tools; // for articles that are read from the store
    uint64_t batch;           // articles counted since the last write
};

struct vocabulary *vocabulary_open(struct store *store, uint64_t limit_bytes)
{
    struct vocabulary *vocabulary = calloc(1, sizeof *vocabulary);
    if (!vocabulary) return NULL;
    vocabulary->store = store;
    vocabulary->limit_bytes = limit_bytes;
    if (chunk_tools_open(&vocabulary->tools, CHUNK_BYTES)) return vocabulary;
    vocabulary_close(vocabulary);
    return NULL;
}

void vocabulary_close(struct vocabulary *vocabulary)
{
    if (!vocabulary) return;
    changes_free(&vocabulary->changes);
    tally_free(&vocabulary->counted);
    tally_free(&vocabulary->relations);
    tally_free(&vocabulary->languages);
    chunk_tools_close(&vocabulary->tools);
    free(vocabulary);
}

// ---- Counting ---------------------------------------------------------------

// A sum of the terms of chunks, taken as often as sign says.
struct sum {
    struct tally *terms;
    int sign;
};

static enum offprint_status count_term(void *context,
                                       const struct merged_term *term,
                                       struct offprint_error *err)
{
    const struct sum *sum = context;
    if (words_is_of_run(term->term)) return OFFPRINT_OK;
    bool added =
        tally_add(sum->terms, term->term, sum->sign * (int64_t)term->articles,
                  sum->sign * (int64_t)term->occurrences,
                  sum->sign > 0 ? term->languages : 0);
    return added ? OFFPRINT_OK : fail_no_memory(err);
}

static enum offprint_status count_terms(struct tally *terms,
                                        struct chunk *chunk, int sign,
                                        struct offprint_error *err)
{
    struct sum sum = { terms, sign };
    return merge_each((struct chunks){ &chunk, 1 }, count_term, &sum, err);
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

// Writes all counts where they have filled their memory.
static enum offprint_status make_room(struct vocabulary *vocabulary,
                                      struct offprint_error *err)
{
    const uint64_t bytes = changes_bytes(&vocabulary->changes)
                           + tally_bytes(&vocabulary->counted)
                           + tally_bytes(&vocabulary->relations)
                           + tally_bytes(&vocabulary->languages);
    if (bytes < vocabulary->limit_bytes) return OFFPRINT_OK;
    return vocabulary_write(vocabulary, err);
}

static enum offprint_status count_chunk(struct vocabulary *vocabulary,
                                        const struct chunk *chunk, int sign,
                                        struct offprint_error *err)
{
    vocabulary->batch += chunk->count;
    bool whole = tally_add_packed(&vocabulary->relations,
                                  buffer_slice(&chunk->relations), sign)
                 && count_languages(&vocabulary->languages, chunk, sign);
    return whole ? OFFPRINT_OK : fail_no_memory(err);
}

enum offprint_status vocabulary_add(struct vocabulary *vocabulary,
                                    const struct chunk *chunk,
                                    struct offprint_error *err)
{
    enum offprint_status status = count_chunk(vocabulary, chunk, 1, err);
    return status ? status : make_room(vocabulary, err);
}

enum offprint_status vocabulary_add_term(struct vocabulary *vocabulary,
                                         const struct merged_term *term,
                                         struct offprint_error *err)
{
    if (words_is_of_run(term->term)) return OFFPRINT_OK;
    const struct dictionary_change change = {
        .key = term->key,
        .term = term->term,
        .articles = (int64_t)term->articles,
        .occurrences = (int64_t)term->occurrences,
        .languages = term->languages,
    };
    if (term->key.ptr == term->term.ptr)
        changes_add_straight(&vocabulary->changes, &change);
    else
        changes_add_bent(&vocabulary->changes, &change);
    return make_room(vocabulary, err);
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
                                       int64_t id, struct offprint_error *err)
{
    struct chunk chunk = { 0 };
    enum offprint_status status =
        add_stored(&chunk, vocabulary->store, id, err);
    if (!status) status = chunk_digest(&chunk, false, &vocabulary->tools, err);
    if (!status) status = count_chunk(vocabulary, &chunk, -1, err);
    if (!status) status = count_terms(&vocabulary->counted, &chunk, -1, err);
    chunk_free(&chunk);
    return status ? status : make_room(vocabulary, err);
}

// ---- Writing ----------------------------------------------------------------

static void add_counted(struct vocabulary *vocabulary)
{
    for (size_t i = 0; i < vocabulary->counted.count; i++) {
        const struct tally_item *item = &vocabulary->counted.items[i];
        if (!item->articles && !item->occurrences && !item->languages) continue;
        struct dictionary_change change = {
            .term = { item->text, item->len },
            .articles = item->articles,
            .occurrences = item->occurrences,
            .languages = item->languages,
        };
        char room[TERM_MAX];
        change.key = fold_key(change.term, room);
        changes_add_bent(&vocabulary->changes, &change);
    }
}

static enum offprint_status write_terms(struct vocabulary *vocabulary,
                                        struct offprint_error *err)
{
    struct dictionary_changes sorted;
    add_counted(vocabulary);
    if (!changes_sort(&vocabulary->changes, &sorted))
        return fail_no_memory(err);
    return dictionary_apply(vocabulary->store, &sorted, err);
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
    return store_change_relation(vocabulary->store, &change, err);
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
        status = write_relation(vocabulary, sorted[i], err);
    free(sorted);
    return status;
}

static enum offprint_status write_languages(const struct vocabulary *vocabulary,
                                            struct offprint_error *err)
{
    const struct tally *languages = &vocabulary->languages;
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < languages->count; i++) {
        const struct tally_item *item = &languages->items[i];
        if (item->articles)
            status = store_change_language(
                vocabulary->store, (struct slice){ item->text, item->len },
                item->articles, err);
    }
    return status;
}

enum offprint_status vocabulary_write(struct vocabulary *vocabulary,
                                      struct offprint_error *err)
{
    enum offprint_status status = write_terms(vocabulary, err);
    if (!status) status = write_relations(vocabulary, err);
    if (!status) status = write_languages(vocabulary, err);
    changes_free(&vocabulary->changes);
    tally_free(&vocabulary->counted);
    tally_free(&vocabulary->relations);
    tally_free(&vocabulary->languages);
    vocabulary->batch = 0;
    return status;
}

// ---- Anew -------------------------------------------------------------------

static enum offprint_status count_stored(struct vocabulary *vocabulary,
                                         struct chunk *chunk,
                                         struct offprint_error *err)
{
    enum offprint_status status =
        chunk_digest(chunk, true, &vocabulary->tools, err);
    for (size_t i = 0; !status && i < chunk->count; i++)
        status = store_set_language(vocabulary->store, chunk->items[i].row.id,
                                    chunk->items[i].row.language, err);
    if (!status) status = count_terms(&vocabulary->counted, chunk, 1, err);
    if (!status) status = vocabulary_add(vocabulary, chunk, err);
    chunk_free(chunk);
    return status;
}

static enum offprint_status count_all(struct vocabulary *vocabulary,
                                      struct offprint_error *err)
{
    static const struct list_request ALL;
    struct store *store = vocabulary->store;
    int64_t *ids;
    size_t count;
    struct chunk chunk = { 0 };
    enum offprint_status status = store_list(store, &ALL, &ids, &count, err);
    for (size_t i = 0; !status && i < count; i++) {
        status = add_stored(&chunk, store, ids[i], err);
        if (!status && (chunk_is_full(&chunk, CHUNK_BYTES) || i + 1 == count))
            status = count_stored(vocabulary, &chunk, err);
    }
    chunk_free(&chunk);
    free(ids);
    return status ? status : vocabulary_write(vocabulary, err);
}

enum offprint_status vocabulary_rebuild(struct store *store,
                                        struct offprint_error *err)
{
    enum offprint_status status = dictionary_clear(store, err);
    if (!status) status = store_clear_relations(store, NULL, err);
    if (!status) status = store_clear_languages(store, err);
    if (status) return status;
    struct vocabulary *vocabulary = vocabulary_open(store, REBUILD_BYTES);
    if (!vocabulary) return fail_no_memory(err);
    status = count_all(vocabulary, err);
    vocabulary_close(vocabulary);
    return status;
}
