#include "search/word_lists.h"

#include <math.h>

#include "search/phrase_lists.h"

// ---- Units ------------------------------------------------------------------

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

// ---- Joining ----------------------------------------------------------------

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

// ---- Opening ----------------------------------------------------------------

// Articles that have a form, where the dictionary knows.
static uint64_t articles_known(const struct form *form)
{
    const bool known = form->articles > 0 && !words_is_of_run(form->terms[0]);
    return known ? form->articles : UINT64_MAX;
}

static enum offprint_status open_form(const struct word_context *context,
                                      struct word_lists *word,
                                      struct form_lists *lists,
                                      struct offprint_error *err)
{
    const struct form *form = lists->form;
    lists->units = units_of_form(context->scorer, word->family, form);
    const struct posting_request request = { lists->units, context->places,
                                             articles_known(form) };
    if (form->term_count == 1)
        return lists_find(context->reader, form->terms[0], form->prefix,
                          &request, context->arena, &lists->lists, err);
    lists->phrase = arena_alloc(context->arena, sizeof *lists->phrase);
    if (!lists->phrase) return fail_no_memory(err);
    enum offprint_status status =
        phrase_open(context->reader, form, &lists->units, context->spots,
                    context->arena, lists->phrase, err);
    word->has_phrases |= !lists->phrase->rows;
    return status;
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

// The rows of a phrase, where all were looked at, are a list as well.
static void take_of_form(const struct form_lists *form, bool packed,
                         struct word_lists *word)
{
    for (size_t i = 0; i < form->lists.count; i++)
        if (form->lists.items[i].packed == packed)
            word->items[word->count++] = &form->lists.items[i];
    if (!packed && form->phrase && form->phrase->rows)
        word->items[word->count++] = form->phrase->rows;
}

// Takes the lists of all forms: those that are packed first.
static enum offprint_status take_lists(const struct word_context *context,
                                       struct word_lists *word,
                                       struct offprint_error *err)
{
    size_t room = 0;
    for (size_t i = 0; i < word->form_count; i++)
        room += word->forms[i].lists.count + (word->forms[i].phrase != NULL);
    word->items = arena_alloc(context->arena, (room + 1) * sizeof *word->items);
    if (!word->items) return fail_no_memory(err);
    size_t packed_count = 0;
    for (int packed = 1; packed >= 0; packed--) {
        for (size_t i = 0; i < word->form_count; i++)
            take_of_form(&word->forms[i], packed, word);
        if (packed) packed_count = word->count;
    }
    if (word->count - packed_count < 2) return OFFPRINT_OK;
    return join_all(context, word, packed_count, err);
}

// How many articles a form is in, at most.
static uint64_t form_articles(const struct form_lists *form)
{
    if (form->phrase) return phrase_articles(form->phrase);
    uint64_t articles = 0;
    for (size_t i = 0; i < form->lists.count; i++)
        articles += form->lists.items[i].articles;
    return articles;
}

enum offprint_status word_open(const struct word_context *context,
                               const struct family *family,
                               struct word_lists *word,
                               struct offprint_error *err)
{
    *word = (struct word_lists){ .family = family };
    enum offprint_status status = open_forms(context, word, err);
    if (!status) status = take_lists(context, word, err);
    for (size_t i = 0; !status && i < word->form_count; i++)
        word->articles += form_articles(&word->forms[i]);
    return status;
}

// ---- Counting ---------------------------------------------------------------

enum {
    COUNTED_ARTICLES = 4096, // up to which all are counted,
    COUNTED_ROWS = 256,      // or those of terms in a row
    SAMPLE_WINDOWS = 4,      // up to which all are looked at
};

struct count {
    uint64_t any; // articles
    uint64_t sum; // over the forms
};

static enum offprint_status gather_form(const struct form_lists *form,
                                        uint32_t window, struct window_set *set,
                                        struct offprint_error *err)
{
    bool found;
    enum offprint_status status = OFFPRINT_OK;
    memset(set, 0, sizeof *set);
    if (form->phrase)
        return phrase_gather(form->phrase, window, NULL, set, NULL, err);
    for (size_t i = 0; !status && i < form->lists.count; i++)
        status =
            list_gather_set(&form->lists.items[i], window, set, &found, err);
    return status;
}

static enum offprint_status count_window(const struct word_lists *word,
                                         float least, uint32_t window,
                                         struct count *count,
                                         struct offprint_error *err)
{
    struct window_set all = { 0 }, set;
    for (size_t i = 0; i < word->form_count; i++) {
        if (word->forms[i].form->weight < least) continue;
        enum offprint_status status =
            gather_form(&word->forms[i], window, &set, err);
        if (status) return status;
        count->sum += window_set_count(&set);
        for (unsigned j = 0; j < WINDOW_WORDS; j++) all.bits[j] |= set.bits[j];
    }
    count->any += window_set_count(&all);
    return OFFPRINT_OK;
}

static enum offprint_status count_windows(const struct word_context *context,
                                          const struct word_lists *word,
                                          float least, uint32_t step,
                                          struct count *count,
                                          struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (uint32_t i = step / 2; !status && i < context->window_count; i += step)
        status = count_window(word, least, i, count, err);
    return status;
}

enum offprint_status word_count(const struct word_context *context,
                                const struct word_lists *word, float least,
                                uint64_t *articles, struct offprint_error *err)
{
    size_t forms = 0;
    bool phrases = false;
    *articles = 0;
    for (size_t i = 0; i < word->form_count; i++) {
        const struct form_lists *form = &word->forms[i];
        const uint64_t most = form_articles(form);
        if (form->form->weight < least || most == 0) continue;
        forms++;
        phrases |= form->form->prefix || (form->phrase && !form->phrase->rows);
        *articles += most;
    }
    const uint32_t windows = context->window_count;
    const uint64_t counted = phrases ? COUNTED_ROWS : COUNTED_ARTICLES;
    const bool all =
        *articles <= counted || (windows <= SAMPLE_WINDOWS && !phrases);
    if (forms == 0 || (forms == 1 && !phrases) || (phrases && !all))
        return OFFPRINT_OK;
    struct count count = { 0 };
    enum offprint_status status = count_windows(
        context, word, least, all ? 1 : windows / SAMPLE_WINDOWS, &count, err);
    if (all)
        *articles = count.any;
    else if (count.sum > 0)
        *articles = (uint64_t)llround((double)*articles * (double)count.any
                                      / (double)count.sum);
    return status;
}
