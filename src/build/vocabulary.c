#include "build/vocabulary.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "build/tally.h"
#include "store/dictionary.h"
#include "store/related.h"
#include "text/fold_key.h"
#include "text/guess.h"
#include "text/introductions.h"
#include "text/stems.h"

enum {
    BULK_ARTICLES = 1000, // of a batch; fewer are counted to the last word
    SEEN_TWICE = 2,       // what hyphens join in a bulk is kept from here on
    ROW_WORDS = 8,        // of the longest form that an acronym may stand for
    ROW_BYTES = 256,
    LANGUAGE_BYTES = 36, // of the longest tag
};

struct vocabulary {
    struct tally terms;
    struct tally relations; // kind, term and other, each ended by NUL
    struct tally languages;
    struct stemmers *stemmers;
    uint32_t article; // number of the last one counted
    uint32_t batch;   // articles counted since the last write
    char language[LANGUAGE_BYTES];
};

// An article while its words are counted.
struct counting {
    struct vocabulary *vocabulary;
    int sign;
    int language;           // number of its language, or -1
    bool guessed_by_script; // its language is unknown: each word's script tells
    struct slice text;
    size_t plain_end; // of the word before, if it was plain; else SIZE_MAX
    struct slice before;
    char before_room[TERM_MAX];
    bool no_memory;
};

struct vocabulary *vocabulary_open(void)
{
    struct vocabulary *vocabulary = calloc(1, sizeof *vocabulary);
    if (!vocabulary) return NULL;
    vocabulary->stemmers = stemmers_open();
    if (vocabulary->stemmers) return vocabulary;
    vocabulary_close(vocabulary);
    return NULL;
}

void vocabulary_close(struct vocabulary *vocabulary)
{
    if (!vocabulary) return;
    tally_free(&vocabulary->terms);
    tally_free(&vocabulary->relations);
    tally_free(&vocabulary->languages);
    stemmers_close(vocabulary->stemmers);
    free(vocabulary);
}

// ---- Relations --------------------------------------------------------------

static void count_relation(struct counting *counting, struct slice kind,
                           struct slice term, struct slice other)
{
    char room[3 * ROW_BYTES];
    const struct slice parts[] = { kind, term, other };
    size_t len = 0;
    if (term.len >= ROW_BYTES || other.len >= ROW_BYTES) return;
    for (size_t i = 0; i < 3; i++) {
        memcpy(room + len, parts[i].ptr, parts[i].len);
        len += parts[i].len;
        room[len++] = '\0';
    }
    struct vocabulary *vocabulary = counting->vocabulary;
    if (!tally_count(&vocabulary->relations, (struct slice){ room, len },
                     vocabulary->article, counting->sign))
        counting->no_memory = true;
}

static bool is_number(struct slice term)
{
    return term.ptr[0] >= '0' && term.ptr[0] <= '9';
}

static bool is_hyphen(struct slice text)
{
    return slice_equal(text, SLICE("-")) || slice_equal(text, SLICE("\u2010"))
           || slice_equal(text, SLICE("\u2011"));
}

// e-mail: joined, it is email.
static void count_joined(struct counting *counting, const struct word *word)
{
    if (counting->plain_end >= word->start) return;
    struct slice between = { counting->text.ptr + counting->plain_end,
                             word->start - counting->plain_end };
    struct slice before = counting->before;
    if (!is_hyphen(between) || before.len + word->term.len > TERM_MAX
        || (is_number(before) && is_number(word->term)))
        return;
    char joined[TERM_MAX], room[TERM_MAX], parts[TERM_MAX + 1];
    memcpy(joined, before.ptr, before.len);
    memcpy(joined + before.len, word->term.ptr, word->term.len);
    memcpy(parts, before.ptr, before.len);
    parts[before.len] = ' ';
    memcpy(parts + before.len + 1, word->term.ptr, word->term.len);
    size_t len = before.len + word->term.len;
    count_relation(counting, SLICE(RELATED_JOINED),
                   fold_key((struct slice){ joined, len }, room),
                   (struct slice){ parts, len + 1 });
}

// Forms that begin otherwise than their stem are found through a stored one.
static void count_stem(void *context, struct slice term)
{
    struct counting *counting = context;
    int language = counting->language;
    if (counting->guessed_by_script)
        language = language_of_script(script_of(term));
    if (language < 0 || !LANGUAGES[language].prefixes_change) return;
    char room[TERM_MAX], kind[sizeof RELATED_STEM + 8];
    struct slice stem =
        stem_key(counting->vocabulary->stemmers, language, term, room);
    counting->no_memory |= !stem.ptr;
    if (!stem.ptr) return;
    snprintf(kind, sizeof kind, RELATED_STEM "%s", LANGUAGES[language].code);
    count_relation(counting, slice_of(kind), stem, term);
}

// Terms in a row, joined by spaces.
struct row {
    char bytes[ROW_BYTES];
    size_t len;
    size_t words;
    bool too_long;
};

static int add_to_row(void *context, const struct word *word)
{
    struct row *row = context;
    row->too_long |= word->kind != WORD_PLAIN || ++row->words > ROW_WORDS
                     || row->len + word->term.len + 1 >= sizeof row->bytes;
    if (row->too_long) return 1;
    if (row->len) row->bytes[row->len++] = ' ';
    memcpy(row->bytes + row->len, word->term.ptr, word->term.len);
    row->len += word->term.len;
    return 0;
}

static int count_acronym(void *context, const struct introduction *introduction)
{
    struct counting *counting = context;
    struct row acronym = { .len = 0 }, long_form = { .len = 0 };
    words_analyse(introduction->acronym, add_to_row, &acronym);
    words_analyse(introduction->long_form, add_to_row, &long_form);
    if (acronym.too_long || long_form.too_long || acronym.words != 1
        || long_form.words < 2)
        return 0;
    struct slice a = { acronym.bytes, acronym.len };
    struct slice b = { long_form.bytes, long_form.len };
    count_relation(counting, SLICE(RELATED_ACRONYM), a, b);
    count_relation(counting, SLICE(RELATED_ACRONYM), b, a);
    return counting->no_memory;
}

// ---- Words ------------------------------------------------------------------

static int count_word(void *context, const struct word *word)
{
    struct counting *counting = context;
    struct vocabulary *vocabulary = counting->vocabulary;
    if (word->kind != WORD_PLAIN) {
        counting->plain_end = SIZE_MAX;
        return 0;
    }
    if (!tally_count(&vocabulary->terms, word->term, vocabulary->article,
                     counting->sign))
        counting->no_memory = true;
    if (word->start == counting->plain_end + 1
        || word->start == counting->plain_end + 3)
        count_joined(counting, word);
    // Only a word with a hyphen behind it is looked at again.
    counting->plain_end = SIZE_MAX;
    size_t end = word->end;
    if (end < counting->text.len
        && (counting->text.ptr[end] == '-'
            || counting->text.ptr[end] == '\xE2')) {
        counting->plain_end = end;
        memcpy(counting->before_room, word->term.ptr, word->term.len);
        counting->before =
            (struct slice){ counting->before_room, word->term.len };
    }
    return counting->no_memory;
}

static void count_text(struct counting *counting, struct slice text)
{
    counting->text = text;
    counting->plain_end = SIZE_MAX;
    words_analyse(text, count_word, counting);
}

// Counts all that is indexed of an article (schema.c, article_text).
static enum offprint_status count_article(struct vocabulary *vocabulary,
                                          const struct stored_article *article,
                                          int sign, struct offprint_error *err)
{
    struct counting counting = {
        .vocabulary = vocabulary,
        .sign = sign,
        .language = language_number(article->language),
        .guessed_by_script = article->language.len == 0,
    };
    vocabulary->terms.on_first = count_stem;
    vocabulary->terms.context = &counting;
    vocabulary->article++;
    vocabulary->batch++;
    const struct slice texts[] = { article->title,    article->body,
                                   article->authors,  article->tags,
                                   article->captions, article->description };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        count_text(&counting, texts[i]);
    introductions_find(article->body, count_acronym, &counting);
    counting.no_memory |= !tally_flush(&vocabulary->terms)
                          || !tally_flush(&vocabulary->relations);
    struct slice language = article->language;
    if (language.len == 0) language = SLICE("");
    counting.no_memory |= !tally_count(&vocabulary->languages, language,
                                       vocabulary->article, sign)
                          || !tally_flush(&vocabulary->languages);
    return counting.no_memory ? fail_no_memory(err) : OFFPRINT_OK;
}

// ---- Articles ---------------------------------------------------------------

static int show_word(void *context, const struct word *word)
{
    guess_add(context, word->term);
    return guess_is_full(context);
}

static struct slice decide_language(struct vocabulary *vocabulary,
                                    const struct stored_article *article)
{
    if (article->declared.len && guess_allows(article->body, article->declared))
        return article->declared;
    struct guess guess = { 0 };
    if (!words_analyse(article->body, show_word, &guess))
        words_analyse(article->title, show_word, &guess);
    const char *code = guess_language(&guess, article->body);
    if (!code) return (struct slice){ NULL, 0 };
    snprintf(vocabulary->language, sizeof vocabulary->language, "%s", code);
    return slice_of(vocabulary->language);
}

enum offprint_status vocabulary_add(struct vocabulary *vocabulary,
                                    struct stored_article *article,
                                    struct offprint_error *err)
{
    article->language = decide_language(vocabulary, article);
    return count_article(vocabulary, article, 1, err);
}

enum offprint_status vocabulary_remove(struct vocabulary *vocabulary,
                                       struct store *store, int64_t id,
                                       struct offprint_error *err)
{
    struct arena arena = { 0 };
    struct found_article found;
    enum offprint_status status =
        store_article(store, id, true, &arena, &found, err);
    if (!status) status = count_article(vocabulary, &found.article, -1, err);
    arena_free(&arena);
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
        if (!item->articles && !item->occurrences) continue;
        char room[TERM_MAX];
        struct slice term = { item->text, item->len };
        struct slice key = fold_key(term, room);
        if (key.ptr == room) key = arena_copy(arena, key);
        if (!key.ptr) {
            free(changes);
            return NULL;
        }
        changes[(*count)++] = (struct keyed_change){
            prefix_of(key), { key, term, item->articles, item->occurrences }
        };
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
    vocabulary->article = vocabulary->batch = 0;
    return status;
}

// ---- Anew -------------------------------------------------------------------

static enum offprint_status count_stored(struct vocabulary *vocabulary,
                                         struct store *store, int64_t id,
                                         struct arena *arena,
                                         struct offprint_error *err)
{
    struct found_article found;
    enum offprint_status status =
        store_article(store, id, true, arena, &found, err);
    if (status) return status;
    struct slice language = found.article.language;
    status = vocabulary_add(vocabulary, &found.article, err);
    if (status || slice_equal(language, found.article.language)) return status;
    return store_set_language(store, id, found.article.language, err);
}

static enum offprint_status count_all(struct vocabulary *vocabulary,
                                      struct store *store,
                                      struct offprint_error *err)
{
    int64_t *ids;
    size_t count;
    enum offprint_status status =
        store_list(store, ORDER_ID, 0, "", &ids, &count, err);
    struct arena arena = { 0 };
    for (size_t i = 0; !status && i < count; i++) {
        arena_reset(&arena);
        status = count_stored(vocabulary, store, ids[i], &arena, err);
    }
    arena_free(&arena);
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
