#include "search/spots.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "store/articles.h"

void spots_free(struct spots *spots)
{
    free(spots->items);
    *spots = (struct spots){ 0 };
}

static bool add(struct spots *spots, uint32_t spot)
{
    if (spots->count == spots->room) {
        void *grown = array_grow(spots->items, spots->count, &spots->room,
                                 sizeof *spots->items);
        if (!grown) return false;
        spots->items = grown;
    }
    spots->items[spots->count++] = spot;
    return true;
}

static enum offprint_status add_positions(struct slice list,
                                          struct spots *spots,
                                          struct offprint_error *err)
{
    struct fts5_positions positions = fts5_positions_of(list);
    while (fts5_positions_next(&positions))
        if (!add(spots,
                 positions.column << SPOT_FIELD_SHIFT | positions.position))
            return fail_no_memory(err);
    return OFFPRINT_OK;
}

// Adds the spots of each list that has the article, to *found how many do: one,
// unless the lists are those of several terms.
static enum offprint_status add_lists(const struct posting_lists *lists,
                                      uint32_t id, struct spots *spots,
                                      size_t *found_in,
                                      struct offprint_error *err)
{
    for (size_t i = 0; i < lists->count; i++) {
        struct posting_list *list = &lists->items[i];
        uint32_t at;
        bool found;
        struct slice positions;
        enum offprint_status status = list_look_up(list, id, &at, &found, err);
        if (!status && !found) continue;
        if (!status) status = posting_list_positions(list, at, &positions, err);
        if (!status) status = add_positions(positions, spots, err);
        if (status) return status;
        ++*found_in;
    }
    return OFFPRINT_OK;
}

static int compare(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static void put_in_order(struct spots *spots)
{
    qsort(spots->items, spots->count, sizeof *spots->items, compare);
}

enum offprint_status spots_of_term(const struct posting_lists *lists,
                                   uint32_t id, struct spots *spots,
                                   struct offprint_error *err)
{
    size_t found = 0;
    spots->count = 0;
    enum offprint_status status = add_lists(lists, id, spots, &found, err);
    if (found > 1) put_in_order(spots);
    return status;
}

void spots_keep_field(struct spots *spots, unsigned field)
{
    size_t kept = 0;
    for (size_t i = 0; i < spots->count; i++)
        if (spots->items[i] >> SPOT_FIELD_SHIFT == field)
            spots->items[kept++] = spots->items[i];
    spots->count = kept;
}

enum offprint_status spots_of_word(const struct word_lists *word, uint32_t id,
                                   struct spots *spots,
                                   struct offprint_error *err)
{
    spots->count = 0;
    size_t found = 0;
    for (size_t i = 0; i < word->form_count; i++) {
        enum offprint_status status =
            add_lists(&word->forms[i].lists, id, spots, &found, err);
        if (status) return status;
    }
    if (word->family->title_only) spots_keep_field(spots, POSTING_TITLE);
    if (found > 1) put_in_order(spots);
    return OFFPRINT_OK;
}

uint32_t spots_count_pairs(const struct spots *first,
                           const struct spots *second)
{
    uint32_t count = 0;
    for (size_t i = 0, j = 0; i < first->count && j < second->count;) {
        const uint32_t next = first->items[i] + 1;
        count += second->items[j] == next;
        if (second->items[j] <= next)
            j++;
        else
            i++;
    }
    return count;
}

void spots_move_back(struct spots *spots, uint32_t place)
{
    const uint32_t in_field = ((uint32_t)1 << SPOT_FIELD_SHIFT) - 1;
    size_t kept = 0;
    for (size_t i = 0; i < spots->count; i++)
        if ((spots->items[i] & in_field) >= place)
            spots->items[kept++] = spots->items[i] - place;
    spots->count = kept;
}

void spots_keep_followed(struct spots *starts, const struct spots *others,
                         uint32_t distance)
{
    size_t kept = 0, j = 0;
    for (size_t i = 0; i < starts->count; i++) {
        const uint32_t wanted = starts->items[i] + distance;
        while (j < others->count && others->items[j] < wanted) j++;
        if (j == others->count) break;
        if (others->items[j] == wanted)
            starts->items[kept++] = starts->items[i];
    }
    starts->count = kept;
}

// Each word moves on until it is near enough before the last one, which may
// make it the last one itself.
bool spots_are_near(const struct spots *words, const uint32_t *sizes,
                    size_t count, uint32_t distance)
{
    size_t at[SPOTS_WORDS_MAX] = { 0 };
    uint32_t last = 0;
    for (size_t settled = 0, i = 0; settled < count; i = (i + 1) % count) {
        const struct spots *word = &words[i];
        while (at[i] < word->count
               && (uint64_t)word->items[at[i]] + sizes[i] + distance < last)
            at[i]++;
        if (at[i] == word->count) return false;
        settled++;
        if (word->items[at[i]] > last) {
            last = word->items[at[i]];
            settled = 1;
        }
    }
    return true;
}
