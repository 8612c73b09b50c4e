// The most that articles score for a word, window by window.

#include "search/phrase_lists.h"
#include "search/word_lists.h"

static void raise(uint32_t *bound, uint32_t to)
{
    if (*bound < to) *bound = to;
}

// The most that an article in a block of a packed list scores, where an
// occurrence comes to units at most.
static uint32_t block_bound(const struct word_context *context, float weight,
                            uint32_t units, const struct posting_list *list,
                            uint32_t block)
{
    const struct packed_point *points =
        list->head.frontier + (size_t)PACKED_POINTS * block;
    uint32_t bound = 0;
    for (unsigned i = 0; i < PACKED_POINTS; i++) {
        const float norm = context->norms->of[points[i].length];
        if (points[i].occurrences == PACKED_ANY) return scorer_most(weight);
        if (points[i].occurrences == 0) continue; // of no article
        raise(&bound,
              scorer_bound(weight, points[i].occurrences * units, norm));
    }
    return bound;
}

// each takes the bounds of the blocks; it may be NULL.
static void bound_packed(const struct word_context *context, float weight,
                         uint32_t units, const struct posting_list *list,
                         uint32_t *bounds, uint32_t *each)
{
    uint32_t first = 0; // window of the first id that a block may have
    for (uint32_t i = 0; i < list->block_count; i++) {
        const uint32_t bound = block_bound(context, weight, units, list, i);
        if (each) each[i] = bound;
        uint32_t last = list->last[i] / WINDOW;
        if (last >= context->window_count) last = context->window_count - 1;
        for (uint32_t j = first; j <= last; j++) raise(&bounds[j], bound);
        first = (list->last[i] + 1) / WINDOW;
    }
}

// An entry of a list, as far as its score depends on it, which rises with the
// ratio of the two.
struct graded {
    uint32_t occurrences;
    float norm;
};

static bool is_greater(struct graded a, struct graded b)
{
    return (float)a.occurrences * b.norm > (float)b.occurrences * a.norm;
}

// The best entries of a list, the greatest first.
struct grades {
    struct graded items[PACKED_BEST];
    size_t count;
};

static void add_grade(struct grades *grades, struct graded item)
{
    if (grades->count == PACKED_BEST) {
        if (!is_greater(item, grades->items[PACKED_BEST - 1])) return;
        grades->count--;
    }
    size_t at = grades->count++;
    for (; at > 0 && is_greater(item, grades->items[at - 1]); at--)
        grades->items[at] = grades->items[at - 1];
    grades->items[at] = item;
}

// The greatest ratio of occurrences to the norm, among the entries of one
// window from *at of the block at hand on; moves *at behind them.
static float greatest_ratio(const struct word_context *context,
                            const struct posting_list *list,
                            const uint8_t *lengths, uint32_t *at)
{
    const float *inverse = context->inverse_norms->of;
    const uint32_t window = list->ids[*at] / WINDOW;
    float greatest = 0;
    uint32_t i = *at;
    for (; i < list->count && list->ids[i] / WINDOW == window; i++) {
        const float ratio = (float)(int32_t)list->occurrences[i]
                            * inverse[lengths[list->ids[i] % WINDOW]];
        if (ratio > greatest) greatest = ratio;
    }
    *at = i;
    return greatest;
}

static void grade_part(const struct word_context *context,
                       const struct posting_list *list, const uint8_t *lengths,
                       uint32_t from, uint32_t to, struct grades *grades)
{
    for (uint32_t i = from; i < to; i++)
        if (list->occurrences[i] > 0)
            add_grade(grades,
                      (struct graded){
                          list->occurrences[i],
                          context->norms->of[lengths[list->ids[i] % WINDOW]] });
}

// An occurrence as the list has it comes to scale. Raises *floor to what ten of
// the articles score or more; it may be NULL.
static enum offprint_status bound_entries(const struct word_context *context,
                                          float weight, uint32_t scale,
                                          struct posting_list *list,
                                          uint32_t *bounds, uint32_t *floor,
                                          struct offprint_error *err)
{
    struct grades grades = { .count = 0 };
    const bool graded = context->floors && floor;
    for (uint32_t block = 0; block < list->block_count; block++) {
        enum offprint_status status = posting_list_block(list, block, err);
        for (uint32_t i = 0; !status && i < list->count;) {
            const uint32_t window = list->ids[i] / WINDOW;
            const uint8_t *lengths;
            status =
                posting_reader_lengths(context->reader, window, &lengths, err);
            if (status) break;
            const uint32_t from = i;
            const float ratio = greatest_ratio(context, list, lengths, &i);
            raise(&bounds[window],
                  scorer_bound_ratio(weight, ratio * (float)scale));
            if (graded) grade_part(context, list, lengths, from, i, &grades);
        }
        if (status) return status;
    }
    if (grades.count < PACKED_BEST) return OFFPRINT_OK;
    const struct graded tenth = grades.items[PACKED_BEST - 1];
    raise(floor, scorer_least(weight, tenth.occurrences * scale, tenth.norm));
    return OFFPRINT_OK;
}

// What an occurrence, as a frontier counts it, comes to at most.
static uint32_t most_of(const struct packed_units *units)
{
    const uint32_t title =
        (units->title + PACKED_TITLE_COUNTS - 1) / PACKED_TITLE_COUNTS;
    uint32_t most = units->body > title ? units->body : title;
    return most > units->extra ? most : units->extra;
}

// Ten articles that score as much: what a word of one form and one list can
// promise.
static uint32_t floor_of(const struct word_context *context, float weight,
                         const struct packed_units *units,
                         const struct posting_list *list)
{
    uint32_t floor = UINT32_MAX;
    for (unsigned i = 0; i < PACKED_BEST; i++) {
        const struct packed_best *best = &list->head.best[i];
        const uint32_t x =
            best->body * units->body + best->title * units->title;
        const uint32_t least =
            scorer_least(weight, x, context->norms->of[best->length]);
        if (least < floor) floor = least;
    }
    return floor;
}

// ---- Words ------------------------------------------------------------------

// What bounds are made of: an occurrence comes to units at most, and one as the
// lists have it to scale.
struct bounding {
    const struct word_context *context;
    float weight;
    uint32_t units;
    uint32_t scale;
    uint32_t *floor; // bound_entries()
    uint32_t *each;  // bound_packed()
};

static enum offprint_status bound_list(const struct bounding *bounding,
                                       struct posting_list *list,
                                       uint32_t *bounds,
                                       struct offprint_error *err)
{
    if (!list->packed)
        return bound_entries(bounding->context, bounding->weight,
                             bounding->scale, list, bounds, bounding->floor,
                             err);
    bound_packed(bounding->context, bounding->weight, bounding->units, list,
                 bounds, bounding->each);
    return OFFPRINT_OK;
}

// An article is in one list of a term at most.
static enum offprint_status bound_term(const struct bounding *bounding,
                                       const struct posting_lists *lists,
                                       uint32_t *bounds,
                                       struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    memset(bounds, 0, bounding->context->window_count * sizeof *bounds);
    for (size_t i = 0; !status && i < lists->count; i++)
        status = bound_list(bounding, &lists->items[i], bounds, err);
    return status;
}

// And in the lists of many terms of a prefix.
static enum offprint_status bound_prefix(const struct bounding *bounding,
                                         const struct posting_lists *lists,
                                         uint32_t *bounds,
                                         struct offprint_error *err)
{
    const uint32_t count = bounding->context->window_count;
    const uint32_t cap = scorer_most(bounding->weight);
    uint32_t *of_list =
        arena_alloc(bounding->context->arena, count * sizeof *of_list);
    if (!of_list) return fail_no_memory(err);
    memset(bounds, 0, count * sizeof *bounds);
    for (size_t i = 0; i < lists->count; i++) {
        memset(of_list, 0, count * sizeof *of_list);
        enum offprint_status status =
            bound_list(bounding, &lists->items[i], of_list, err);
        if (status) return status;
        for (uint32_t j = 0; j < count; j++) {
            bounds[j] += of_list[j];
            if (bounds[j] > cap) bounds[j] = cap;
        }
    }
    return OFFPRINT_OK;
}

static enum offprint_status bound_rows(const struct word_context *context,
                                       float weight, struct posting_list *rows,
                                       uint32_t *bounds, uint32_t *floor,
                                       struct offprint_error *err)
{
    memset(bounds, 0, context->window_count * sizeof *bounds);
    return bound_entries(context, weight, 1, rows, bounds, floor, err);
}

// A row stands nowhere more often than any of its terms.
static enum offprint_status bound_phrase(const struct word_context *context,
                                         float weight,
                                         const struct phrase_lists *phrase,
                                         uint32_t *bounds,
                                         struct offprint_error *err)
{
    const struct bounding bounding = {
        context, weight, phrase->units_most, phrase->units_most, NULL, NULL
    };
    const size_t size = context->window_count * sizeof *bounds;
    uint32_t *of_term = arena_alloc(context->arena, size);
    if (!of_term) return fail_no_memory(err);
    memset(bounds, 0xFF, size);
    for (size_t i = 0; i < phrase->count; i++) {
        const struct phrase_term *term = &phrase->terms[i];
        enum offprint_status status =
            term->prefix ? bound_prefix(&bounding, &term->lists, of_term, err)
                         : bound_term(&bounding, &term->lists, of_term, err);
        if (status) return status;
        for (uint32_t j = 0; j < context->window_count; j++)
            if (bounds[j] > of_term[j]) bounds[j] = of_term[j];
    }
    return OFFPRINT_OK;
}

static void note_lists(const struct word_context *context,
                       struct word_lists *word, const struct form_lists *form)
{
    const struct packed_units *units = &form->units;
    if (word->units_most < most_of(units)) word->units_most = most_of(units);
    for (size_t i = 0; i < form->lists.count; i++) {
        const struct posting_list *list = &form->lists.items[i];
        if (!list->packed || form->lists.masked) continue;
        const uint32_t floor = floor_of(context, word->weight, units, list);
        if (word->floor < floor) word->floor = floor;
    }
}

static enum offprint_status bound_form(const struct word_context *context,
                                       struct word_lists *word,
                                       const struct form_lists *form,
                                       uint32_t *bounds,
                                       struct offprint_error *err)
{
    if (form->phrase && form->phrase->rows)
        return bound_rows(context, word->weight, form->phrase->rows, bounds,
                          &word->floor, err);
    if (form->phrase)
        return bound_phrase(context, word->weight, form->phrase, bounds, err);
    const struct bounding bounding = {
        context, word->weight, most_of(&form->units),
        1,       &word->floor, word->block_bounds
    };
    note_lists(context, word, form);
    return form->form->prefix
               ? bound_prefix(&bounding, &form->lists, bounds, err)
               : bound_term(&bounding, &form->lists, bounds, err);
}

// A sum of occurrences scores no more than the sum of their scores, since S is
// concave and S(0) is 0; and nothing scores more than the weight.
enum offprint_status word_weigh(const struct word_context *context,
                                float weight, struct word_lists *word,
                                struct offprint_error *err)
{
    const size_t size = context->window_count * sizeof *word->bounds;
    uint32_t *of_form = arena_alloc(context->arena, size);
    word->bounds = arena_alloc(context->arena, size);
    if (!of_form || !word->bounds) return fail_no_memory(err);
    const uint32_t cap = scorer_most(weight);
    word->weight = weight;
    if (word_is_one_list(word) && word->items[0]->packed) {
        word->block_bounds =
            arena_reserve(context->arena, word->items[0]->block_count
                                              * sizeof *word->block_bounds);
        if (!word->block_bounds) return fail_no_memory(err);
    }
    for (size_t i = 0; i < word->form_count; i++) {
        enum offprint_status status =
            bound_form(context, word, &word->forms[i], of_form, err);
        if (status) return status;
        for (uint32_t j = 0; j < context->window_count; j++) {
            word->bounds[j] += of_form[j];
            if (word->bounds[j] > cap) word->bounds[j] = cap;
        }
    }
    return OFFPRINT_OK;
}
