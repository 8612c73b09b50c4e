#include "search/word_lists.h"

#include <math.h>

#include "search/phrase_lists.h"

// ---- Places in a list -------------------------------------------------------

// The first block that may have an id.
static uint32_t block_of(const struct posting_list *list, uint32_t id)
{
    const uint32_t *last = list->last;
    uint32_t at = 0, rest = list->block_count;
    // Most often the one at hand, or the next.
    if (list->block < rest && last[list->block] < id) {
        at = list->block + 1;
        if (at == rest || last[at] >= id) return at;
        rest -= at;
    }
    while (rest > 0) {
        const uint32_t half = rest / 2;
        const bool right = last[at + half] < id;
        at += right ? half + 1 : 0;
        rest = right ? rest - half - 1 : half;
    }
    return at;
}

// The number of the first id in the block at hand that is not less.
static uint32_t first_at(const struct posting_list *list, uint32_t id)
{
    const uint32_t *at = list->ids;
    for (uint32_t rest = list->count; rest > 0;) { // without a branch to guess
        const uint32_t half = (rest + 1) / 2;
        at += at[half - 1] < id ? half : 0;
        rest -= half;
    }
    return (uint32_t)(at - list->ids);
}

enum offprint_status list_look_up(struct posting_list *list, uint32_t id,
                                  uint32_t *at, bool *found,
                                  struct offprint_error *err)
{
    *found = false;
    if (list->block >= list->block_count || id > list->last[list->block]
        || id < list->ids[0]) {
        const uint32_t block = block_of(list, id);
        if (block == list->block_count) return OFFPRINT_OK;
        enum offprint_status status = posting_list_block(list, block, err);
        if (status) return status;
    }
    *at = first_at(list, id);
    *found =
        *at < list->count && list->ids[*at] == id && list->occurrences[*at] > 0;
    return OFFPRINT_OK;
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

enum offprint_status word_look_up(const struct word_lists *word, uint32_t id,
                                  uint32_t *occurrences,
                                  struct offprint_error *err)
{
    *occurrences = 0;
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < word->count; i++) {
        uint32_t at;
        bool found;
        status = list_look_up(word->items[i], id, &at, &found, err);
        if (!status && found) *occurrences += word->items[i]->occurrences[at];
    }
    for (size_t i = 0; !status && word->has_phrases && i < word->form_count;
         i++) {
        uint32_t more = 0;
        if (word->forms[i].phrase)
            status = phrase_look_up(word->forms[i].phrase, id, &more, err);
        *occurrences += more;
    }
    return status;
}

// ---- Bounds of blocks ---------------------------------------------------------

static void raise(uint32_t *bound, uint32_t to)
{
    if (*bound < to) *bound = to;
}

// The bound of a block of a packed list, whose occurrences count at most units
// each.
static uint32_t bound_of_block(const struct word_context *context, float weight,
                               uint32_t units, const struct posting_list *list,
                               uint32_t block)
{
    const struct packed_point *points =
        list->head.frontier + (size_t)PACKED_POINTS * block;
    uint32_t bound = 0;
    for (unsigned i = 0; i < PACKED_POINTS; i++) {
        const float norm = context->norms.of[points[i].length];
        if (points[i].occurrences == PACKED_ANY) return scorer_most(weight);
        raise(&bound,
              scorer_bound(weight, points[i].occurrences * units, norm));
    }
    return bound;
}

// ---- Gathering --------------------------------------------------------------

// The part of a list's block at hand that is in a window.
struct part {
    uint32_t base; // the first id of the window
    const uint32_t *ids;
    const uint32_t *occurrences;
    uint32_t count;
};

static void mark_part(const struct part *part, struct window_set *set)
{
    for (uint32_t i = 0; i < part->count; i++) {
        const uint32_t at = (part->ids[i] - part->base) % WINDOW;
        set->bits[at / 64] |= (uint64_t)(part->occurrences[i] > 0) << at % 64;
    }
}

// Adds scores where the list is the only one of the word.
static void score_part(const struct part *part, float weight,
                       const float *norms, const uint8_t *lengths,
                       uint32_t *scores)
{
    float norm[POSTING_BLOCK];
    uint32_t summand[POSTING_BLOCK];
    for (uint32_t i = 0; i < part->count; i++)
        norm[i] = norms[lengths[(part->ids[i] - part->base) % WINDOW]];
    for (uint32_t i = 0; i < part->count; i++)
        summand[i] = scorer_summand(weight, part->occurrences[i], norm[i]);
    for (uint32_t i = 0; i < part->count; i++)
        scores[(part->ids[i] - part->base) % WINDOW] += summand[i];
}

static void add_part(const struct part *part, uint32_t *occurrences)
{
    for (uint32_t i = 0; i < part->count; i++)
        occurrences[(part->ids[i] - part->base) % WINDOW] +=
            part->occurrences[i];
}

// Blocks whose articles score less are passed.
struct passing {
    const struct word_context *context;
    float weight;
    uint32_t units; // that an occurrence comes to at most
    uint64_t least;
};

static bool passes(const struct passing *passing,
                   const struct posting_list *list, uint32_t block)
{
    return list->packed
           && bound_of_block(passing->context, passing->weight, passing->units,
                             list, block)
                  < passing->least;
}

// Goes to the next part of a list in a window, from block *block on, which
// moves behind it; part->count is 0 at the end.
static enum offprint_status next_part(struct posting_list *list, uint32_t base,
                                      const struct passing *passing,
                                      uint32_t *block, struct part *part,
                                      struct offprint_error *err)
{
    const uint32_t last = base + (WINDOW - 1);
    part->count = 0;
    for (; *block < list->block_count && part->count == 0; ++*block) {
        if (*block > 0 && list->last[*block - 1] >= last) break;
        if (passing && passes(passing, list, *block)) continue;
        enum offprint_status status = posting_list_block(list, *block, err);
        if (status) return status;
        const uint32_t from = first_at(list, base);
        const uint32_t to =
            list->last[*block] <= last ? list->count : first_at(list, last + 1);
        *part = (struct part){ base, list->ids + from, list->occurrences + from,
                               to - from };
    }
    return OFFPRINT_OK;
}

enum offprint_status list_gather_set(struct posting_list *list, uint32_t window,
                                     struct window_set *set, bool *any,
                                     struct offprint_error *err)
{
    const uint32_t base = window * WINDOW;
    uint32_t block = block_of(list, base);
    struct part part;
    for (;;) {
        enum offprint_status status =
            next_part(list, base, NULL, &block, &part, err);
        if (status || part.count == 0) return status;
        mark_part(&part, set);
        *any = true;
    }
}

// What is done with each part of a window.
struct gathering {
    const struct word_context *context;
    const struct word_lists *word;
    const uint8_t *lengths;
    struct window_set *set;
    uint32_t *scores;      // NULL: none
    uint32_t *occurrences; // of a word with several lists; NULL: none
    uint64_t least; // blocks whose articles score less are passed; 0: none
};

static enum offprint_status gather_list(const struct gathering *gathering,
                                        struct posting_list *list,
                                        uint32_t window,
                                        struct offprint_error *err)
{
    const uint32_t base = window * WINDOW;
    const struct passing passing = { gathering->context,
                                     gathering->word->weight,
                                     gathering->word->units_most,
                                     gathering->least };
    uint32_t block = block_of(list, base);
    struct part part;
    for (;;) {
        enum offprint_status status = next_part(
            list, base, gathering->least ? &passing : NULL, &block, &part, err);
        if (status || part.count == 0) return status;
        mark_part(&part, gathering->set);
        if (gathering->occurrences)
            add_part(&part, gathering->occurrences);
        else if (gathering->scores)
            score_part(&part, gathering->word->weight,
                       gathering->context->norms.of, gathering->lengths,
                       gathering->scores);
    }
}

// Scores the occurrences that were added up.
static void score_sums(const struct gathering *gathering)
{
    for (unsigned i = 0; i < WINDOW_WORDS; i++)
        for (uint64_t bits = gathering->set->bits[i]; bits; bits &= bits - 1) {
            const unsigned at = i * 64 + (unsigned)__builtin_ctzll(bits);
            const uint8_t length = gathering->lengths[at];
            gathering->scores[at] += scorer_summand(
                gathering->word->weight, gathering->occurrences[at],
                gathering->context->norms.of[length]);
        }
}

// For a word that is one phrase and nothing else.
struct enough {
    const struct word_lists *word;
    const float *norms;
    const uint8_t *lengths;
    uint64_t least;
};

static bool is_enough(const void *context, uint32_t id, uint32_t most)
{
    const struct enough *enough = context;
    const float norm = enough->norms[enough->lengths[id % WINDOW]];
    return scorer_bound(enough->word->weight, most, norm) >= enough->least;
}

static enum offprint_status gather_phrases(const struct gathering *gathering,
                                           uint32_t window, uint64_t least,
                                           struct offprint_error *err)
{
    const struct word_lists *word = gathering->word;
    const struct enough enough = { word, gathering->context->norms.of,
                                   gathering->lengths, least };
    const struct phrase_filter filter = { is_enough, &enough };
    const bool alone = word->form_count == 1 && gathering->lengths;
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < word->form_count; i++)
        if (word->forms[i].phrase)
            status = phrase_gather(word->forms[i].phrase, window,
                                   alone ? &filter : NULL, gathering->set,
                                   gathering->occurrences, err);
    return status;
}

enum offprint_status word_gather(const struct word_context *context,
                                 const struct word_lists *word, uint32_t window,
                                 const uint8_t *lengths, uint64_t least,
                                 struct window_set *set, uint32_t *scores,
                                 struct offprint_error *err)
{
    uint32_t occurrences[WINDOW];
    const bool adds_up = scores && (word->count > 1 || word->has_phrases);
    memset(set, 0, sizeof *set);
    if (word->bounds[window] == 0) return OFFPRINT_OK;
    if (adds_up) memset(occurrences, 0, sizeof occurrences);
    const struct gathering gathering = { context,
                                         word,
                                         lengths,
                                         set,
                                         scores,
                                         adds_up ? occurrences : NULL,
                                         adds_up ? 0 : least };
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < word->count; i++)
        status = gather_list(&gathering, word->items[i], window, err);
    if (!status && word->has_phrases)
        status = gather_phrases(&gathering, window, least, err);
    if (!status && adds_up) score_sums(&gathering);
    return status;
}

// ---- Bounds -----------------------------------------------------------------

static void bound_packed(const struct word_context *context, float weight,
                         uint32_t units, const struct posting_list *list,
                         uint32_t *bounds)
{
    uint32_t first = 0; // window of the first id that a block may have
    for (uint32_t i = 0; i < list->block_count; i++) {
        const uint32_t bound = bound_of_block(context, weight, units, list, i);
        uint32_t last = list->last[i] / WINDOW;
        if (last >= context->window_count) last = context->window_count - 1;
        for (uint32_t j = first; j <= last; j++) raise(&bounds[j], bound);
        first = (list->last[i] + 1) / WINDOW;
    }
}

static enum offprint_status bound_entries(const struct word_context *context,
                                          float weight, uint32_t scale,
                                          struct posting_list *list,
                                          uint32_t *bounds,
                                          struct offprint_error *err)
{
    for (uint32_t block = 0; block < list->block_count; block++) {
        enum offprint_status status = posting_list_block(list, block, err);
        for (uint32_t i = 0; !status && i < list->count; i++) {
            const uint32_t id = list->ids[i], window = id / WINDOW;
            const uint8_t *lengths;
            status =
                posting_reader_lengths(context->reader, window, &lengths, err);
            if (status) break;
            raise(&bounds[window],
                  scorer_bound(weight, list->occurrences[i] * scale,
                               context->norms.of[lengths[id % WINDOW]]));
        }
        if (status) return status;
    }
    return OFFPRINT_OK;
}

// ---- Opening ----------------------------------------------------------------

static uint32_t units_of(double weight)
{
    return (uint32_t)lround(weight * SCORER_UNIT);
}

static struct packed_units units_of_form(const struct scorer *scorer,
                                         const struct family *family,
                                         const struct form *form)
{
    const struct field_weights *fields = &scorer->fields;
    const double weight = form->weight;
    struct packed_units units = { .title = units_of(weight * fields->title) };
    if (family->title_only) return units;
    units.body = units_of(weight * fields->body);
    units.extra = units_of(weight * fields->extra);
    return units;
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
            scorer_least(weight, x, context->norms.of[best->length]);
        if (least < floor) floor = least;
    }
    return floor;
}

// Lists of entries that are put together into one.
struct joining {
    uint32_t *ids;
    uint32_t *occurrences;
    size_t count;
    size_t room;
};

// Adds a list to those that were joined, from behind, so that nothing has to
// move twice.
static void join_list(struct joining *joined, struct posting_list *list)
{
    size_t from = joined->count, added = list->articles,
           to = joined->count + added;
    while (added > 0) {
        const uint32_t id = list->ids[added - 1];
        const uint32_t occurrences = list->occurrences[added - 1];
        if (from > 0 && joined->ids[from - 1] > id) {
            joined->ids[--to] = joined->ids[--from];
            joined->occurrences[to] = joined->occurrences[from];
            continue;
        }
        joined->ids[--to] = id;
        joined->occurrences[to] = occurrences;
        added--;
        if (from > 0 && joined->ids[from - 1] == id)
            joined->occurrences[to] += joined->occurrences[--from];
    }
    // Ids that both had leave a gap.
    const size_t end = joined->count + list->articles, gap = to - from;
    memmove(joined->ids + from, joined->ids + to,
            (end - to) * sizeof *joined->ids);
    memmove(joined->occurrences + from, joined->occurrences + to,
            (end - to) * sizeof *joined->occurrences);
    joined->count = end - gap;
}

static enum offprint_status join_all(const struct word_context *context,
                                     struct word_lists *word, size_t from,
                                     struct offprint_error *err)
{
    size_t room = 0;
    for (size_t i = from; i < word->count; i++)
        room += word->items[i]->articles;
    uint32_t *numbers =
        arena_alloc(context->arena,
                    (2 * room + room / POSTING_BLOCK + 1) * sizeof *numbers);
    if (!numbers) return fail_no_memory(err);
    struct joining joined = { numbers, numbers + room, 0, room };
    for (size_t i = from; i < word->count; i++) {
        struct posting_list *list = word->items[i];
        list->block = UINT32_MAX;
        if (list->articles == 0) continue;
        enum offprint_status status = posting_list_block(list, 0, err);
        if (status) return status;
        join_list(&joined, list);
    }
    struct posting_list *all = arena_alloc(context->arena, sizeof *all);
    if (!all) return fail_no_memory(err);
    posting_list_of(context->reader, joined.ids, joined.occurrences,
                    numbers + 2 * room, (uint32_t)joined.count, all);
    word->items[from] = all;
    word->count = from + 1;
    return OFFPRINT_OK;
}

enum offprint_status lists_find(struct posting_reader *reader,
                                struct slice term, bool prefix,
                                const struct packed_units *units, bool places,
                                struct arena *arena,
                                struct posting_lists *lists,
                                struct offprint_error *err)
{
    if (!prefix)
        return posting_reader_find(reader, term, units, places, arena, lists,
                                   err);
    *lists = (struct posting_lists){ 0 };
    struct slice *terms;
    size_t count, total, room = 0;
    enum offprint_status status = posting_reader_terms(
        reader, term, PREFIX_TERMS_MAX, arena, &terms, &count, &total, err);
    struct posting_lists *each =
        status ? NULL : arena_alloc(arena, count * sizeof *each + 1);
    if (!status && !each) status = fail_no_memory(err);
    for (size_t i = 0; !status && i < count; i++) {
        status = posting_reader_find(reader, terms[i], units, places, arena,
                                     &each[i], err);
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

static enum offprint_status open_form(const struct word_context *context,
                                      struct word_lists *word,
                                      struct form_lists *lists,
                                      struct offprint_error *err)
{
    const struct form *form = lists->form;
    const struct packed_units units =
        units_of_form(context->scorer, word->family, form);
    if (form->term_count == 1)
        return lists_find(context->reader, form->terms[0], form->prefix, &units,
                          context->places, context->arena, &lists->lists, err);
    word->has_phrases = true;
    lists->phrase = arena_alloc(context->arena, sizeof *lists->phrase);
    if (!lists->phrase) return fail_no_memory(err);
    return phrase_open(context->reader, form, &units, context->spots,
                       context->arena, lists->phrase, err);
}

static enum offprint_status open_forms(const struct word_context *context,
                                       struct word_lists *word,
                                       struct offprint_error *err)
{
    const struct family *family = word->family;
    word->forms =
        arena_alloc(context->arena, family->form_count * sizeof *word->forms);
    if (!word->forms) return fail_no_memory(err);
    for (size_t i = 0; i < family->form_count; i++) {
        struct form_lists *lists = &word->forms[word->form_count++];
        lists->form = &family->forms[i];
        enum offprint_status status = open_form(context, word, lists, err);
        if (status) return status;
    }
    return OFFPRINT_OK;
}

// What bounds are made of: an occurrence comes to units at most, and one as the
// lists have it to scale.
struct bounding {
    const struct word_context *context;
    float weight;
    uint32_t units;
    uint32_t scale;
};

static enum offprint_status bound_list(const struct bounding *bounding,
                                       struct posting_list *list,
                                       uint32_t *bounds,
                                       struct offprint_error *err)
{
    if (!list->packed)
        return bound_entries(bounding->context, bounding->weight,
                             bounding->scale, list, bounds, err);
    bound_packed(bounding->context, bounding->weight, bounding->units, list,
                 bounds);
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

// A row stands nowhere more often than any of its terms.
static enum offprint_status bound_phrase(const struct word_context *context,
                                         float weight,
                                         const struct phrase_lists *phrase,
                                         uint32_t *bounds,
                                         struct offprint_error *err)
{
    const struct bounding bounding = { context, weight, phrase->units_most,
                                       phrase->units_most };
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
                       struct word_lists *word, const struct form_lists *form,
                       const struct packed_units *units)
{
    if (word->units_most < most_of(units)) word->units_most = most_of(units);
    for (size_t i = 0; i < form->lists.count; i++) {
        const struct posting_list *list = &form->lists.items[i];
        word->articles += list->articles;
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
    if (form->phrase) {
        word->articles += form->phrase->terms[0].articles;
        return bound_phrase(context, word->weight, form->phrase, bounds, err);
    }
    const struct packed_units units =
        units_of_form(context->scorer, word->family, form->form);
    const struct bounding bounding = { context, word->weight, most_of(&units),
                                       1 };
    note_lists(context, word, form, &units);
    return form->form->prefix
               ? bound_prefix(&bounding, &form->lists, bounds, err)
               : bound_term(&bounding, &form->lists, bounds, err);
}

// A sum of occurrences scores no more than the sum of their scores, since S is
// concave and S(0) is 0; and nothing scores more than the weight.
static enum offprint_status bound_word(const struct word_context *context,
                                       struct word_lists *word,
                                       struct offprint_error *err)
{
    const size_t size = context->window_count * sizeof *word->bounds;
    uint32_t *of_form = arena_alloc(context->arena, size);
    word->bounds = arena_alloc(context->arena, size);
    if (!of_form || !word->bounds) return fail_no_memory(err);
    const uint32_t cap = scorer_most(word->weight);
    for (size_t i = 0; i < word->form_count; i++) {
        enum offprint_status status =
            bound_form(context, word, &word->forms[i], of_form, err);
        if (status) return status;
        for (uint32_t j = 0; j < context->window_count; j++) {
            word->bounds[j] += of_form[j];
            if (word->bounds[j] > cap) word->bounds[j] = cap;
            raise(&word->most, word->bounds[j]);
        }
    }
    return OFFPRINT_OK;
}

// Takes the lists of all forms: those that are packed first.
static enum offprint_status take_lists(const struct word_context *context,
                                       struct word_lists *word,
                                       struct offprint_error *err)
{
    size_t room = 0;
    for (size_t i = 0; i < word->form_count; i++)
        room += word->forms[i].lists.count;
    word->items = arena_alloc(context->arena, (room + 1) * sizeof *word->items);
    if (!word->items) return fail_no_memory(err);
    size_t packed_count = 0;
    for (int packed = 1; packed >= 0; packed--) {
        for (size_t i = 0; i < word->form_count; i++)
            for (size_t j = 0; j < word->forms[i].lists.count; j++)
                if (word->forms[i].lists.items[j].packed == packed)
                    word->items[word->count++] = &word->forms[i].lists.items[j];
        if (packed) packed_count = word->count;
    }
    if (word->count - packed_count < 2) return OFFPRINT_OK;
    return join_all(context, word, packed_count, err);
}

enum offprint_status word_open(const struct word_context *context,
                               const struct family *family, float weight,
                               struct word_lists *word,
                               struct offprint_error *err)
{
    *word = (struct word_lists){ .family = family, .weight = weight };
    enum offprint_status status = open_forms(context, word, err);
    if (!status) status = bound_word(context, word, err);
    return status ? status : take_lists(context, word, err);
}
