// How many words, by what they are chosen and what they weigh was tried where
// articles that answer the same query should find each other (bench/like.sh;
// nDCG@10 of cranfield, time and npl), when the score had no burst:
//
//     15, 25, 30, 40, 60 words              .443 .455 .458 .461 .463 (cranfield)
//     30, weighing as often as they come    .458 .571 .271
//     chosen with burst as well             .464 .586 .270
//     weighing by the square root           .459 .592 .284
//     none of a fifth of all articles       .460 .591 .284
//     all words alike, chosen without burst .348 .304 .265
//
// With the score as it is, the last but one has .468 .593 .267, and without the
// function words of the language .470 .593 .267.

#include "search/like.h"

#include <math.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "search/constants.h"
#include "search/expression.h"
#include "store/dictionary.h"
#include "store/related.h"
#include "text/fold_key.h"
#include "text/guess.h"

enum {
    OCCURRENCES_MAX =
        200000,         // of a text: what is longer is about its beginning
    IN_TITLE = 2,       // as a search counts it
    PAIRS_COUNTED = 64, // of characters, which the dictionary does not hold
};

// A word of the text; first an occurrence of it, then all of them together.
struct counted {
    struct slice term;
    struct slice key; // of the stem: what its forms share
    bool pair;
    double count;         // in the text, by the weights of its fields
    uint64_t articles;    // that hold it
    uint64_t occurrences; // in all of them
    double significance;
};

struct counting {
    struct store *store;
    struct stemmers *stemmers;
    struct arena *arena;
    struct guess guess;
    struct slice language;      // without a region
    int language_number;        // -1: none
    uint64_t language_articles; // in this language
    struct counted *items;
    size_t count;
    size_t room;
    double weight; // of an occurrence in the field at hand
    bool no_memory;
};

// ---- Words of the text ------------------------------------------------------

static int add_occurrence(void *context, const struct word *word)
{
    struct counting *counting = context;
    guess_add(&counting->guess, word->term);
    bool pair = word->kind == WORD_PAIR;
    if (word->kind != WORD_PLAIN && !pair) return 0;
    void *grown = array_grow(counting->items, counting->count, &counting->room,
                             sizeof *counting->items);
    struct slice term = arena_copy(counting->arena, word->term);
    if (grown) counting->items = grown;
    counting->no_memory = !grown || !term.ptr;
    if (counting->no_memory) return 1;
    counting->items[counting->count++] = (struct counted){
        .term = term, .pair = pair, .count = counting->weight
    };
    return counting->count == OCCURRENCES_MAX;
}

// "pt" of "pt-BR".
static struct slice without_region(struct slice language)
{
    size_t len = 0;
    while (len < language.len && language.ptr[len] != '-'
           && language.ptr[len] != '_')
        len++;
    return (struct slice){ language.ptr, len };
}

static void cut_text(struct counting *counting, const struct like_text *text)
{
    counting->weight = IN_TITLE;
    words_analyse(text->title, add_occurrence, counting);
    counting->weight = 1;
    words_analyse(text->body, add_occurrence, counting);
    struct slice language = text->language;
    if (language.len == 0)
        language = slice_of(guess_language(&counting->guess, text->body));
    counting->language = arena_copy(counting->arena, without_region(language));
    counting->no_memory |= !counting->language.ptr;
    counting->language_number = language.len ? language_number(language) : -1;
}

static int by_term(const void *left, const void *right)
{
    const struct counted *a = left, *b = right;
    return slice_compare(a->term, b->term);
}

static int by_key(const void *left, const void *right)
{
    const struct counted *a = left, *b = right;
    int order = slice_compare(a->key, b->key);
    if (order) return order;
    if (a->count != b->count) return a->count < b->count ? 1 : -1;
    return slice_compare(a->term, b->term);
}

static int by_count(const void *left, const void *right)
{
    const struct counted *a = left, *b = right;
    if (a->count != b->count) return a->count < b->count ? 1 : -1;
    return slice_compare(a->term, b->term);
}

static int by_significance(const void *left, const void *right)
{
    const struct counted *a = left, *b = right;
    if (a->significance != b->significance)
        return a->significance < b->significance ? 1 : -1;
    return slice_compare(a->term, b->term);
}

static void sort(struct counting *counting,
                 int (*order)(const void *, const void *))
{
    if (counting->count)
        qsort(counting->items, counting->count, sizeof *counting->items, order);
}

// Puts in one what stands side by side and is equal in an order: the first of
// each, which gets the counts of all.
static void unite(struct counting *counting,
                  bool (*equal)(const struct counted *, const struct counted *))
{
    size_t kept = 0;
    for (size_t i = 0; i < counting->count; i++) {
        const struct counted *item = &counting->items[i];
        struct counted *last = kept ? &counting->items[kept - 1] : NULL;
        if (!last || !equal(last, item)) {
            counting->items[kept++] = *item;
            continue;
        }
        last->count += item->count;
        last->occurrences += item->occurrences;
        if (item->articles > last->articles) last->articles = item->articles;
    }
    counting->count = kept;
}

static bool same_term(const struct counted *a, const struct counted *b)
{
    return slice_equal(a->term, b->term);
}

static bool same_key(const struct counted *a, const struct counted *b)
{
    return slice_equal(a->key, b->key);
}

// ---- What the archive knows of them -----------------------------------------

// Articles in the language of the text.
static enum offprint_status count_language(struct counting *counting,
                                           struct offprint_error *err)
{
    struct language_count *counts;
    size_t count;
    enum offprint_status status =
        store_keep_languages(counting->store, &counts, &count, err);
    if (status) return status;
    for (size_t i = 0; i < count; i++)
        if (slice_equal_nocase(without_region(slice_of(counts[i].code)),
                               counting->language))
            counting->language_articles += counts[i].articles;
    return OFFPRINT_OK;
}

static enum offprint_status look_up_words(struct counting *counting,
                                          struct offprint_error *err)
{
    struct dictionary *dictionary;
    enum offprint_status status =
        dictionary_open(counting->store, counting->arena, &dictionary, err);
    for (size_t i = 0; !status && i < counting->count; i++) {
        struct counted *item = &counting->items[i];
        if (item->pair) continue;
        char room[TERM_MAX];
        struct dictionary_entry entry;
        bool found;
        status = dictionary_find(dictionary, fold_key(item->term, room),
                                 item->term, &entry, &found, err);
        item->articles = entry.articles;
        item->occurrences = entry.occurrences;
    }
    return status;
}

// Pairs are counted one by one, the most frequent of the text alone; the others
// stay without articles. The items are in the order of their counts.
static enum offprint_status look_up_pairs(struct counting *counting,
                                          struct offprint_error *err)
{
    struct expression expression = { 0 };
    enum offprint_status status = OFFPRINT_OK;
    size_t pairs = 0;
    for (size_t i = 0; !status && i < counting->count; i++) {
        struct counted *item = &counting->items[i];
        if (!item->pair) continue;
        if (++pairs > PAIRS_COUNTED) break;
        struct form form = { .terms = &item->term, .term_count = 1 };
        struct family family = { .forms = &form, .form_count = 1 };
        expression_reset(&expression);
        expression_add_family(&expression, &family, 0);
        const char *text = expression_text(&expression);
        status = text ? store_count_matches(counting->store, text,
                                            &item->articles, err)
                      : fail_no_memory(err);
        item->occurrences = item->articles;
    }
    expression_free(&expression);
    return status;
}

static bool find_keys(struct counting *counting)
{
    for (size_t i = 0; i < counting->count; i++) {
        struct counted *item = &counting->items[i];
        char room[TERM_MAX];
        struct slice key =
            counting->language_number < 0 || item->pair
                ? fold_key(item->term, room)
                : stem_key(counting->stemmers, counting->language_number,
                           item->term, room);
        item->key = key.ptr ? arena_copy(counting->arena, key) : key;
        if (!item->key.ptr) return false;
    }
    return true;
}

// ---- Significance -----------------------------------------------------------

// As the weight of a word in a search, times how often it comes.
static double significance_of(const struct counted *item, uint64_t articles)
{
    double n = (double)articles, df = (double)item->articles;
    if (df > n) df = n;
    double idf = log(1 + (n - df + 0.5) / (df + 0.5)) * (1 - df / (n + 1));
    return item->count * idf * (1 + log((double)item->occurrences / df));
}

// A function word of the text's language, though it may be rare in an archive
// that is mostly in others: among the frequent words of the language, and in
// many of the articles that are in it.
static bool is_function_word(const struct counting *counting,
                             const struct counted *item)
{
    enum { SHARE = 20 };
    return item->articles > counting->language_articles / SHARE
           && guess_is_frequent(counting->language, item->term);
}

// What the text alone has finds nothing else, what very many articles have
// finds anything, and single letters and digits are too short to mean
// something.
static bool may_be_significant(const struct counting *counting,
                               const struct counted *item, uint64_t articles,
                               bool stored)
{
    bool elsewhere = item->articles > (stored ? 1 : 0);
    bool common = articles >= RANK_SMALL_ARCHIVE
                  && item->articles > articles / RANK_COMMON_SHARE;
    return elsewhere && !common && item->term.len > 1
           && !is_function_word(counting, item);
}

static void weigh(struct counting *counting, uint64_t articles, bool stored)
{
    for (size_t i = 0; i < counting->count; i++) {
        struct counted *item = &counting->items[i];
        bool may = may_be_significant(counting, item, articles, stored);
        item->significance = may ? significance_of(item, articles) : 0;
    }
}

static enum offprint_status choose(struct counting *counting,
                                   struct arena *arena,
                                   struct like_words *words,
                                   struct offprint_error *err)
{
    for (size_t i = 0; i < counting->count && i < LIKE_WORDS; i++) {
        const struct counted *item = &counting->items[i];
        if (item->significance <= 0) break;
        struct slice term = arena_copy(arena, item->term);
        if (!term.ptr) return fail_no_memory(err);
        words->items[words->count++] =
            (struct like_word){ term, sqrt(item->count) };
    }
    return OFFPRINT_OK;
}

static enum offprint_status find(struct counting *counting,
                                 const struct like_text *text,
                                 struct arena *arena, struct like_words *words,
                                 struct offprint_error *err)
{
    cut_text(counting, text);
    sort(counting, by_term);
    unite(counting, same_term);
    uint64_t articles = 0;
    enum offprint_status status =
        store_article_count(counting->store, &articles, err);
    if (!status) status = count_language(counting, err);
    if (!status) status = look_up_words(counting, err);
    sort(counting, by_count);
    if (!status) status = look_up_pairs(counting, err);
    if (!status && (counting->no_memory || !find_keys(counting)))
        status = fail_no_memory(err);
    if (status) return status;
    sort(counting, by_key);
    unite(counting, same_key);
    weigh(counting, articles, text->stored);
    sort(counting, by_significance);
    return choose(counting, arena, words, err);
}

enum offprint_status like_words_find(struct store *store,
                                     const struct like_text *text,
                                     struct stemmers *stemmers,
                                     struct arena *arena,
                                     struct like_words *words,
                                     struct offprint_error *err)
{
    words->count = 0;
    struct arena scratch = { 0 };
    struct counting counting = { .store = store,
                                 .stemmers = stemmers,
                                 .arena = &scratch };
    enum offprint_status status = find(&counting, text, arena, words, err);
    free(counting.items);
    arena_free(&scratch);
    return status;
}
