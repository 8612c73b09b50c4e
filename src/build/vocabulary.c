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
    struct tally terms; // but for those of runs
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
    tally_free(&vocabulary->terms);
    tally_free(&vocabulary->relations);
    tally_free(&vocabulary->languages);
    chunk_tools_close(&vocabulary->tools);
    free(vocabulary);
}

// ---- Counting ---------------------------------------------------------------

static bool count_terms(struct tally *terms, const struct chunk *chunk,
                        int sign)
{
    for (size_t i = 0; i < chunk->term_count; i++) {
        const struct inverted_term *term = &chunk->terms[i];
        if (words_is_of_run(term->term)) continue;
        if (!tally_add(terms, term->term, sign * (int64_t)term->articles,
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
    bool whole =
        count_terms(&vocabulary->terms, chunk, sign)
        && tally_add_all(&vocabulary->relations, &chunk->relations, sign)
        && count_languages(&vocabulary->languages, chunk, sign);
    return whole ? OFFPRINT_OK : fail_no_memory(err);
}

enum offprint_status vocabulary_add(struct vocabulary *vocabulary,
                                    const struct chunk *chunk,
                                    struct offprint_error *err)
{
    return count_chunk(vocabulary, chunk, 1, err);
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
    chunk_free(&chunk);
    return status;
}

// ---- Writing ----------------------------------------------------------------

// A change with the beginning of its key as a number: most comparisons need
// nothing else.
struct keyed_change {
    uint64_t prefix;
    struct dictionary_change change;
};

static int by_key(const void *left, const void *right)
{
    const struct keyed_change *a = left, *b = right;
    if (a->prefix != b->prefix) return a->prefix < b->prefix ? -1 : 1;
    int order = slice_compare(a->change.key, b->change.key);
    return order ? order : slice_compare(a->change.term, b->change.term);
}

static uint64_t prefix_of(struct slice key)
{
    uint64_t prefix = 0;
    for (size_t i = 0; i < sizeof prefix; i++)
        prefix = prefix << 8 | (i < key.len ? (uint8_t)key.ptr[i] : 0);
    return prefix;
}

// The changes of all terms, to be sorted; keys that differ from their terms are
// in the arena. NULL where there is no memory.
static struct keyed_change *collect_changes(const struct tally *terms,
                                            struct arena *arena, size_t *count)
{
    struct keyed_change *changes = malloc((terms->count + 1) * sizeof *changes);
    if (!changes) return NULL;
    *count = 0;
    for (size_t i = 0; i < terms->count; i++) {
        const struct tally_item *item = &terms->items[i];
        if (!item->articles && !item->occurrences && !item->languages) continue;
        char room[TERM_MAX];
        struct slice term = { item->text, item->len };
        struct slice key = fold_key(term, room);
        if (key.ptr == room) key = arena_copy(arena, key);
        if (!key.ptr) {
            free(changes);
            return NULL;
        }
        changes[(*count)++] =
            (struct keyed_change){ prefix_of(key),
                                   { key, term, item->articles,
                                     item->occurrences, item->languages } };
    }
    return changes;
}

static enum offprint_status write_terms(const struct tally *terms,
                                        struct store *store,
                                        struct offprint_error *err)
{
    struct arena arena = { 0 };
    size_t count = 0;
    enum offprint_status status = OFFPRINT_NO_MEMORY;
    struct keyed_change *keyed = collect_changes(terms, &arena, &count);
    struct dictionary_change *changes = malloc((count + 1) * sizeof *changes);
    if (keyed && changes) {
        qsort(keyed, count, sizeof *keyed, by_key);
        for (size_t i = 0; i < count; i++) changes[i] = keyed[i].change;
        status = dictionary_apply(store, changes, count, err);
    } else {
        fail_no_memory(err);
    }
    free(keyed);
    free(changes);
    arena_free(&arena);
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
    enum offprint_status status = write_terms(&vocabulary->terms, store, err);
    if (!status) status = write_relations(vocabulary, store, err);
    if (!status) status = write_languages(&vocabulary->languages, store, err);
    tally_reset(&vocabulary->terms);
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
