#include "build/changes.h"

#include <stdlib.h>

#include "test.h"

// ---- A plain array of all changes -------------------------------------------

struct model {
    struct dictionary_change *items;
    size_t count;
    char (*terms)[8];
};

static int order(const void *left, const void *right)
{
    const struct dictionary_change *a = left, *b = right;
    return dictionary_order(a->key, a->term, b->key, b->term);
}

static void add_up(struct model *model)
{
    size_t count = 0;
    qsort(model->items, model->count, sizeof *model->items, order);
    for (size_t i = 0; i < model->count; i++) {
        const struct dictionary_change *item = &model->items[i];
        struct dictionary_change *last = &model->items[count - 1];
        if (count == 0 || order(last, item) != 0) {
            model->items[count++] = *item;
            continue;
        }
        last->articles += item->articles;
        last->occurrences += item->occurrences;
        last->languages |= item->languages;
    }
    model->count = count;
}

// A change of a random term; every other has a key of its own.
static void add_randomly(struct model *model, struct changes *changes)
{
    const uint64_t random = test_random();
    char *term = model->terms[model->count];
    const int len = snprintf(term, sizeof model->terms[0], "%c%u",
                             random & 1 ? 'e' : '\xE9', (unsigned)random % 500);
    struct dictionary_change change = {
        .term = { term, (size_t)len },
        .key = { random & 1 ? term : "e", random & 1 ? (size_t)len : 1 },
        .articles = (int64_t)random >> (8 + (random >> 8) % 56),
        .occurrences = (int64_t)(random << 7) >> (8 + (random >> 16) % 56),
        .languages = (uint32_t)(random >> 40),
    };
    changes_add_bent(changes, &change);
    model->items[model->count++] = change;
}

// The terms "e", "e1" ... of merged chunks.
static void add_straight(struct model *model, struct changes *changes)
{
    add_up(model);
    for (size_t i = 0, known = model->count; i < known; i++) {
        struct dictionary_change change = model->items[i];
        if (!slice_equal(change.key, change.term)) continue;
        changes_add_straight(changes, &change);
        model->items[model->count++] = change;
    }
}

static size_t count_differences(const struct model *model,
                                const struct dictionary_changes *sorted)
{
    size_t different = 0;
    struct dictionary_change change;
    for (size_t i = 0; i < model->count; i++) {
        const struct dictionary_change *want = &model->items[i];
        different += !sorted->next(sorted->context, &change)
                     || order(&change, want) != 0
                     || change.articles != want->articles
                     || change.occurrences != want->occurrences
                     || change.languages != want->languages;
    }
    return different + sorted->next(sorted->context, &change);
}

TEST(changes, come_back_in_order_and_added_up)
{
    static const size_t COUNTS[] = { 0, 1, 2000 };
    for (size_t i = 0; i < sizeof COUNTS / sizeof COUNTS[0]; i++) {
        const size_t room = 2 * COUNTS[i] + 1;
        struct model model = { .items = malloc(room * sizeof *model.items),
                               .terms = malloc(room * sizeof *model.terms) };
        struct changes changes = { .no_memory = false };
        for (size_t j = 0; j < COUNTS[i]; j++) add_randomly(&model, &changes);
        add_straight(&model, &changes);
        add_up(&model);
        struct dictionary_changes sorted;
        CHECK(changes_sort(&changes, &sorted));
        CHECK(sorted.count >= model.count);
        CHECK_INT(count_differences(&model, &sorted), 0);
        changes_free(&changes);
        free(model.items);
        free(model.terms);
    }
}
