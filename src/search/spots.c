#include "search/spots.h"

#include <stdlib.h>

#include "base/buffer.h"

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

static enum offprint_status add_term(const struct posting_lists *lists,
                                     uint32_t id, struct spots *spots,
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
        return status; // it is in no other list
    }
    return OFFPRINT_OK;
}

enum offprint_status spots_of_term(const struct posting_lists *lists,
                                   uint32_t id, struct spots *spots,
                                   struct offprint_error *err)
{
    spots->count = 0;
    return add_term(lists, id, spots, err);
}

static int compare(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

enum offprint_status spots_of_word(const struct word_lists *word, uint32_t id,
                                   struct spots *spots,
                                   struct offprint_error *err)
{
    spots->count = 0;
    size_t forms = 0;
    for (size_t i = 0; i < word->form_count; i++) {
        const size_t before = spots->count;
        enum offprint_status status =
            add_term(&word->forms[i].lists, id, spots, err);
        if (status) return status;
        forms += spots->count > before;
    }
    if (forms > 1)
        qsort(spots->items, spots->count, sizeof *spots->items, compare);
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
