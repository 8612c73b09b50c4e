#include "search/list_window.h"

#include "base/bits.h"

unsigned window_set_count(const struct window_set *set)
{
    unsigned count = 0;
    for (unsigned i = 0; i < WINDOW_WORDS; i++)
        count += bits_count(set->bits[i]);
    return count;
}

// Most words of a set have a few articles: a loop is faster than memset().
void window_clear(uint32_t numbers[WINDOW], const struct window_set *set)
{
    for (unsigned i = 0; i < WINDOW_WORDS; i++)
        for (uint64_t bits = set->bits[i]; bits; bits &= bits - 1)
            numbers[64 * i + (unsigned)__builtin_ctzll(bits)] = 0;
}

// ---- One article ------------------------------------------------------------

enum { AT_ONCE = 32 };

// How many of AT_ONCE ids are less; compilers do four of them at a time.
static uint32_t count_less(const uint32_t *ids, uint32_t id)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < AT_ONCE; i++) count += ids[i] < id;
    return count;
}

// The number of the first of rising ids that is not less; count: there is none.
static uint32_t first_of(const uint32_t *ids, uint32_t count, uint32_t id)
{
    const uint32_t *at = ids;
    uint32_t rest = count;
    while (rest > 0 && rest != AT_ONCE) { // without a branch to guess
        const uint32_t half = (rest + 1) / 2, right = at[half - 1] < id;
        at += half & (0 - right);
        rest -= half;
    }
    if (rest == AT_ONCE) at += count_less(at, id);
    return (uint32_t)(at - ids);
}

// Ids are mostly asked for as they rise: from the block at hand on, in steps
// that double.
uint32_t list_block_of(const struct posting_list *list, uint32_t id)
{
    const uint32_t *last = list->last, at_hand = list->block;
    uint32_t from = 0, to = list->block_count;
    if (at_hand < to && last[at_hand] < id) {
        from = at_hand + 1;
        uint32_t step = 1;
        while (step < to - from && last[from + step - 1] < id) {
            from += step;
            step *= 2;
        }
        if (step < to - from) to = from + step;
    } else if (at_hand < to) {
        to = at_hand;
    }
    return from + first_of(last + from, to - from, id);
}

static uint32_t first_at(const struct posting_list *list, uint32_t id)
{
    return first_of(list->ids, list->count, id);
}

enum offprint_status list_look_up(struct posting_list *list, uint32_t id,
                                  uint32_t *at, bool *found,
                                  struct offprint_error *err)
{
    *found = false;
    if (!list_is_at(list, id)) {
        const uint32_t block = list_block_of(list, id);
        if (block == list->block_count) return OFFPRINT_OK;
        enum offprint_status status = posting_list_ids(list, block, err);
        if (status) return status;
    }
    *at = first_at(list, id);
    if (*at == list->count || list->ids[*at] != id) return OFFPRINT_OK;
    enum offprint_status status = posting_list_block(list, list->block, err);
    *found = !status && list->occurrences[*at] > 0;
    return status;
}

enum offprint_status lists_look_up(const struct posting_lists *lists,
                                   uint32_t id, uint32_t *occurrences,
                                   struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    *occurrences = 0;
    for (size_t i = 0; !status && i < lists->count; i++) {
        struct posting_list *list = &lists->items[i];
        uint32_t at;
        bool found;
        status = list_look_up(list, id, &at, &found, err);
        if (!status && found) *occurrences += list->occurrences[at];
    }
    return status;
}

// ---- A window ---------------------------------------------------------------

void list_mark_part(const struct list_part *part, struct window_set *set)
{
    for (uint32_t i = 0; i < part->count; i++) {
        const uint32_t at = (part->ids[i] - part->base) % WINDOW;
        set->bits[at / 64] |= (uint64_t)(part->occurrences[i] > 0) << at % 64;
    }
}

enum offprint_status list_next_part(struct posting_list *list, uint32_t base,
                                    const struct list_passing *passing,
                                    uint32_t *block, struct list_part *part,
                                    struct offprint_error *err)
{
    const uint32_t last = base + (WINDOW - 1);
    part->count = 0;
    for (; *block < list->block_count && part->count == 0; ++*block) {
        if (*block > 0 && list->last[*block - 1] >= last) break;
        if (passing && passing->passes(passing->context, *block)) continue;
        enum offprint_status status = posting_list_block(list, *block, err);
        if (status) return status;
        const uint32_t from = first_at(list, base);
        const uint32_t to =
            list->last[*block] <= last ? list->count : first_at(list, last + 1);
        *part = (struct list_part){ base, list->ids + from,
                                    list->occurrences + from, to - from };
    }
    return OFFPRINT_OK;
}

enum offprint_status list_gather_set(struct posting_list *list, uint32_t window,
                                     struct window_set *set, bool *any,
                                     struct offprint_error *err)
{
    const uint32_t base = window * WINDOW;
    uint32_t block = list_block_of(list, base);
    struct list_part part;
    for (;;) {
        enum offprint_status status =
            list_next_part(list, base, NULL, &block, &part, err);
        if (status || part.count == 0) return status;
        list_mark_part(&part, set);
        *any = true;
    }
}

// ---- Finding ----------------------------------------------------------------

enum offprint_status lists_find(struct posting_reader *reader,
                                struct slice term, bool prefix,
                                const struct posting_request *request,
                                struct arena *arena,
                                struct posting_lists *lists,
                                struct offprint_error *err)
{
    if (!prefix)
        return posting_reader_find(reader, term, request, arena, lists, err);
    *lists = (struct posting_lists){ 0 };
    struct posting_request of_any = *request;
    of_any.articles = UINT64_MAX;
    struct slice *terms;
    size_t count, total, room = 0;
    enum offprint_status status = posting_reader_terms(
        reader, term, PREFIX_TERMS_MAX, arena, &terms, &count, &total, err);
    struct posting_lists *each =
        status ? NULL : arena_alloc(arena, count * sizeof *each + 1);
    if (!status && !each) status = fail_no_memory(err);
    for (size_t i = 0; !status && i < count; i++) {
        status = posting_reader_find(reader, terms[i], &of_any, arena, &each[i],
                                     err);
        room += each[i].count;
        lists->masked |= each[i].masked;
    }
    if (!status)
        lists->items = arena_alloc(arena, room * sizeof *lists->items + 1);
    if (!status && !lists->items) status = fail_no_memory(err);
    for (size_t i = 0; !status && i < count; i++)
        for (size_t j = 0; j < each[i].count; j++)
            lists->items[lists->count++] = each[i].items[j];
    return status;
}
