#include "search/phrase_lists.h"

#include <stdlib.h>

#include "store/articles.h"

// Articles of the rarest term up to which all are looked at while the row is
// opened: how many have it must be known as well, and then they are there
// twice.
enum { ROWS_MAX = 256 };

// ---- Terms ------------------------------------------------------------------

static int compare_terms(const void *left, const void *right)
{
    const struct phrase_term *a = left, *b = right;
    if (a->articles != b->articles) return a->articles < b->articles ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

static uint32_t greater(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

// ---- One article ------------------------------------------------------------

static bool is_same(const struct phrase_term *a, const struct phrase_term *b)
{
    return a->lists.items == b->lists.items;
}

// Lowers *least, what terms before the given one occur at least, to what it and
// all behind it do; 0 where one is not there.
static enum offprint_status lower_to_least(const struct phrase_lists *phrase,
                                           size_t term, uint32_t id,
                                           uint32_t *least,
                                           struct offprint_error *err)
{
    for (; *least > 0 && term < phrase->count; term++) {
        uint32_t occurrences;
        if (term > 0 && is_same(&phrase->terms[term], &phrase->terms[term - 1]))
            continue;
        enum offprint_status status =
            lists_look_up(&phrase->terms[term].lists, id, &occurrences, err);
        if (status) return status;
        if (occurrences < *least) *least = occurrences;
    }
    return OFFPRINT_OK;
}

static uint32_t weigh(const struct phrase_lists *phrase,
                      const struct spots *starts)
{
    uint32_t counts[POSTING_COLUMNS] = { 0 };
    for (size_t i = 0; i < starts->count; i++) {
        const uint32_t field = starts->items[i] >> SPOT_FIELD_SHIFT;
        if (field < POSTING_COLUMNS) counts[field]++;
    }
    return packed_weigh(&phrase->units, counts);
}

enum offprint_status phrase_starts(const struct phrase_lists *phrase,
                                   uint32_t id, struct spots *starts,
                                   struct spots *scratch,
                                   struct offprint_error *err)
{
    enum offprint_status status =
        spots_of_term(&phrase->terms[0].lists, id, starts, err);
    spots_move_back(starts, phrase->terms[0].place);
    for (size_t i = 1; !status && starts->count > 0 && i < phrase->count; i++) {
        const struct phrase_term *term = &phrase->terms[i];
        status = spots_of_term(&term->lists, id, scratch, err);
        spots_keep_followed(starts, scratch, term->place);
    }
    return status;
}

// Occurrences in an article that has all terms.
static enum offprint_status count_rows(const struct phrase_lists *phrase,
                                       uint32_t id, uint32_t *occurrences,
                                       struct offprint_error *err)
{
    struct spots *starts = &phrase->spots[0];
    enum offprint_status status =
        phrase_starts(phrase, id, starts, &phrase->spots[1], err);
    *occurrences = status ? 0 : weigh(phrase, starts);
    return status;
}

// The same where the terms before the given one occur least times.
static enum offprint_status count_rows_of(const struct phrase_lists *phrase,
                                          size_t term, uint32_t id,
                                          uint32_t least, uint32_t *occurrences,
                                          struct offprint_error *err)
{
    *occurrences = 0;
    enum offprint_status status = lower_to_least(phrase, term, id, &least, err);
    if (status || least == 0) return status;
    return count_rows(phrase, id, occurrences, err);
}

// ---- Opening ----------------------------------------------------------------

// Articles that have all of some terms, and how often they have the rarest of
// these.
struct common {
    uint32_t *ids;
    uint32_t *least;
    uint32_t count;
};

static enum offprint_status take_all(struct posting_list *list,
                                     struct common *common,
                                     struct offprint_error *err)
{
    for (uint32_t block = 0; block < list->block_count; block++) {
        enum offprint_status status = posting_list_block(list, block, err);
        if (status) return status;
        for (uint32_t i = 0; i < list->count; i++) {
            common->ids[common->count] = list->ids[i];
            common->least[common->count] = list->occurrences[i];
            common->count += list->occurrences[i] > 0;
        }
    }
    return OFFPRINT_OK;
}

// Keeps the articles of a list that is there as a whole: a step to the next
// article of either side or both, without a branch to guess.
static void keep_merged(const struct posting_list *list, struct common *common)
{
    uint32_t kept = 0, i = 0, j = 0;
    while (i < common->count && j < list->articles) {
        const uint32_t id = common->ids[i], other = list->all_ids[j];
        const uint32_t least = common->least[i],
                       occurrences = list->all_occurrences[j];
        const bool both = id == other && occurrences > 0;
        common->ids[kept] = id;
        common->least[kept] = both && occurrences < least ? occurrences : least;
        kept += both;
        i += id <= other;
        j += other <= id;
    }
    common->count = kept;
}

// Keeps the articles that have the term, too.
static enum offprint_status keep_common(const struct phrase_lists *phrase,
                                        size_t term, struct common *common,
                                        struct offprint_error *err)
{
    const struct posting_lists *lists = &phrase->terms[term].lists;
    if (is_same(&phrase->terms[term], &phrase->terms[term - 1]))
        return OFFPRINT_OK;
    if (lists->count == 1 && !lists->items[0].packed) {
        keep_merged(&lists->items[0], common);
        return OFFPRINT_OK;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < common->count; i++) {
        uint32_t occurrences;
        enum offprint_status status =
            lists_look_up(lists, common->ids[i], &occurrences, err);
        if (status) return status;
        common->ids[kept] = common->ids[i];
        common->least[kept] =
            common->least[i] < occurrences ? common->least[i] : occurrences;
        kept += occurrences > 0;
    }
    common->count = kept;
    return OFFPRINT_OK;
}

// Looks at all articles of the rarest term, if it is in few and in one list.
static enum offprint_status find_rows(struct posting_reader *reader,
                                      struct arena *arena,
                                      struct phrase_lists *phrase,
                                      struct offprint_error *err)
{
    const struct phrase_term *lead = &phrase->terms[0];
    if (lead->prefix || lead->lists.count != 1 || lead->articles > ROWS_MAX)
        return OFFPRINT_OK;
    uint32_t *ids = arena_reserve(arena, 3 * lead->articles * sizeof *ids);
    struct posting_list *rows = arena_alloc(arena, sizeof *rows);
    if (!ids || !rows) return fail_no_memory(err);
    struct common common = { ids, ids + lead->articles, 0 };
    enum offprint_status status = take_all(&lead->lists.items[0], &common, err);
    for (size_t i = 1; !status && i < phrase->count && common.count > 0; i++)
        status = keep_common(phrase, i, &common, err);
    uint32_t kept = 0;
    for (uint32_t i = 0; !status && i < common.count; i++) {
        uint32_t occurrences;
        status = count_rows(phrase, common.ids[i], &occurrences, err);
        ids[kept] = common.ids[i];
        common.least[kept] = occurrences;
        kept += !status && occurrences > 0;
    }
    if (status) return status;
    posting_list_of(reader, ids, common.least, ids + 2 * lead->articles, kept,
                    rows);
    phrase->rows = rows;
    return OFFPRINT_OK;
}

// The lists of a term that stood in the row before are opened once.
static bool find_open(const struct phrase_lists *phrase,
                      const struct form *form, struct phrase_term *term)
{
    for (size_t i = 0; !term->prefix && i < term->place; i++)
        if (slice_equal(form->terms[i], form->terms[term->place])) {
            term->lists = phrase->terms[i].lists;
            return true;
        }
    return false;
}

enum offprint_status phrase_open(struct posting_reader *reader,
                                 const struct form *form,
                                 const struct packed_units *units,
                                 struct spots *spots, struct arena *arena,
                                 struct phrase_lists *phrase,
                                 struct offprint_error *err)
{
    *phrase = (struct phrase_lists){ .units = *units, .spots = spots };
    phrase->units_most =
        greater(units->body, greater(units->title, units->extra));
    const struct posting_request request = {
        .units = { units->body > 0, units->title > 0, units->extra > 0 },
        .places = true,
        .articles = UINT64_MAX,
    };
    phrase->terms =
        arena_alloc(arena, form->term_count * sizeof *phrase->terms);
    if (!phrase->terms) return fail_no_memory(err);
    for (size_t i = 0; i < form->term_count; i++) {
        struct phrase_term *term = &phrase->terms[phrase->count++];
        term->place = (uint32_t)i;
        term->prefix = form->prefix && i + 1 == form->term_count;
        enum offprint_status status = OFFPRINT_OK;
        if (!find_open(phrase, form, term))
            status = lists_find(reader, form->terms[i], term->prefix, &request,
                                arena, &term->lists, err);
        if (status) return status;
        for (size_t j = 0; j < term->lists.count; j++)
            term->articles += term->lists.items[j].articles;
        if (term->articles == 0) break; // then the row is nowhere
    }
    qsort(phrase->terms, phrase->count, sizeof *phrase->terms, compare_terms);
    return find_rows(reader, arena, phrase, err);
}

uint64_t phrase_articles(const struct phrase_lists *phrase)
{
    return phrase->rows ? phrase->rows->articles : phrase->terms[0].articles;
}

struct phrase_lists phrase_of_terms(struct phrase_term *terms, size_t count,
                                    struct spots *spots)
{
    qsort(terms, count, sizeof *terms, compare_terms);
    return (struct phrase_lists){ .terms = terms,
                                  .count = count,
                                  .units = { 1, 1, 1 },
                                  .units_most = 1,
                                  .spots = spots };
}

// ---- One article by its id --------------------------------------------------

enum offprint_status phrase_look_up(const struct phrase_lists *phrase,
                                    uint32_t id, uint32_t *occurrences,
                                    struct offprint_error *err)
{
    *occurrences = 0;
    if (phrase->count == 0) return OFFPRINT_OK;
    if (!phrase->rows)
        return count_rows_of(phrase, 0, id, UINT32_MAX, occurrences, err);
    uint32_t at;
    bool found;
    enum offprint_status status =
        list_look_up(phrase->rows, id, &at, &found, err);
    if (!status && found) *occurrences = phrase->rows->occurrences[at];
    return status;
}

// ---- A window ---------------------------------------------------------------

// What is done with the articles of the rarest term.
struct leading {
    const struct phrase_lists *phrase;
    const struct phrase_filter *filter;
    struct window_set *set;
    uint32_t *occurrences;
};

static bool is_enough(const struct leading *leading, uint32_t id,
                      uint32_t least)
{
    const struct phrase_filter *filter = leading->filter;
    return !filter
           || filter->is_enough(filter->context, id,
                                least * leading->phrase->units_most);
}

// An article in which the rarest term occurs least times.
static enum offprint_status gather_one(const struct leading *leading,
                                       uint32_t id, uint32_t least,
                                       struct offprint_error *err)
{
    const struct phrase_lists *phrase = leading->phrase;
    uint32_t found;
    if (least == 0 || !is_enough(leading, id, least)) return OFFPRINT_OK;
    const uint32_t before = least;
    enum offprint_status status = lower_to_least(phrase, 1, id, &least, err);
    if (status || least == 0) return status;
    if (least < before && !is_enough(leading, id, least)) return OFFPRINT_OK;
    status = count_rows(phrase, id, &found, err);
    if (status || found == 0) return status;
    window_set_add(leading->set, id);
    if (leading->occurrences) leading->occurrences[id % WINDOW] += found;
    return OFFPRINT_OK;
}

static enum offprint_status gather_part(const struct leading *leading,
                                        const struct list_part *part,
                                        struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (uint32_t i = 0; !status && i < part->count; i++)
        status = gather_one(leading, part->ids[i], part->occurrences[i], err);
    return status;
}

static enum offprint_status gather_rows(const struct leading *leading,
                                        uint32_t window,
                                        struct offprint_error *err)
{
    struct posting_list *rows = leading->phrase->rows;
    uint32_t block = list_block_of(rows, window * WINDOW);
    struct list_part part = { .count = 1 };
    while (part.count > 0) {
        enum offprint_status status =
            list_next_part(rows, window * WINDOW, NULL, &block, &part, err);
        if (status) return status;
        list_mark_part(&part, leading->set);
        for (uint32_t i = 0; leading->occurrences && i < part.count; i++)
            leading->occurrences[part.ids[i] % WINDOW] += part.occurrences[i];
    }
    return OFFPRINT_OK;
}

// The rarest term is one term: each article is in one list.
static enum offprint_status lead_by_term(const struct leading *leading,
                                         uint32_t window,
                                         struct offprint_error *err)
{
    const struct posting_lists *lists = &leading->phrase->terms[0].lists;
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < lists->count; i++) {
        struct posting_list *list = &lists->items[i];
        uint32_t block = list_block_of(list, window * WINDOW);
        struct list_part part = { .count = 1 };
        while (!status && part.count > 0) {
            status =
                list_next_part(list, window * WINDOW, NULL, &block, &part, err);
            if (!status) status = gather_part(leading, &part, err);
        }
    }
    return status;
}

static enum offprint_status lead_by_prefix(const struct leading *leading,
                                           uint32_t window,
                                           struct offprint_error *err)
{
    const struct posting_lists *lists = &leading->phrase->terms[0].lists;
    struct window_set lead = { 0 };
    bool any = false;
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < lists->count; i++)
        status = list_gather_set(&lists->items[i], window, &lead, &any, err);
    for (unsigned i = 0; any && i < WINDOW_WORDS; i++)
        for (uint64_t bits = lead.bits[i]; !status && bits; bits &= bits - 1) {
            const uint32_t id =
                window * WINDOW + i * 64 + (unsigned)__builtin_ctzll(bits);
            uint32_t least;
            status = lists_look_up(lists, id, &least, err);
            if (!status) status = gather_one(leading, id, least, err);
        }
    return status;
}

enum offprint_status phrase_gather(const struct phrase_lists *phrase,
                                   uint32_t window,
                                   const struct phrase_filter *filter,
                                   struct window_set *set,
                                   uint32_t *occurrences,
                                   struct offprint_error *err)
{
    const struct leading leading = { phrase, filter, set, occurrences };
    if (phrase->count == 0) return OFFPRINT_OK;
    if (phrase->rows) return gather_rows(&leading, window, err);
    return phrase->terms[0].prefix ? lead_by_prefix(&leading, window, err)
                                   : lead_by_term(&leading, window, err);
}
