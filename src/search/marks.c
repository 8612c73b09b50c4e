#include "search/marks.h"

#include <stdlib.h>

#include "base/buffer.h"

enum { OCCURRENCES_MAX = 16384 }; // bounds the time on very long texts

// A word of the query; equal ones are one.
struct wanted {
    struct slice term;
    bool prefix;
};

// Where a wanted word stands in the text.
struct occurrence {
    size_t start;
    size_t end;
    uint32_t position;
    uint32_t word; // number of the wanted word
};

struct finder {
    const struct search *search;
    struct arena *arena;
    struct wanted *wanted; // exact ones by term, then prefixes
    size_t exact_count;
    size_t wanted_count;
    struct occurrence *occurrences;
    size_t count;
    size_t room;
    // The occurrences of each wanted word: of word n they stand in by_word from
    // starts[n] to starts[n + 1].
    uint32_t *by_word;
    uint32_t *starts;
    bool title;
    bool cut_next;       // the last occurrence ends where the next word starts
    struct buffer found; // marks
    bool no_memory;
};

// ---- Wanted words -----------------------------------------------------------

static int compare_wanted(const void *left, const void *right)
{
    const struct wanted *a = left, *b = right;
    if (a->prefix != b->prefix) return a->prefix - b->prefix;
    return slice_compare(a->term, b->term);
}

// Calls visit for each family of the query: the terms that are wanted as wholes,
// their words, and what several words stand for.
static void each_family(const struct search *search,
                        void (*visit)(void *context,
                                      const struct family *family),
                        void *context)
{
    const struct expansion *expansion = &search->expansion;
    for (size_t i = 0; i < search->query.term_count; i++) {
        const struct expanded_term *term = &expansion->terms[i];
        if (!search->query.terms[i].wanted) continue;
        visit(context, &term->whole);
        for (size_t j = 0; j < term->word_count; j++)
            if (&term->words[j] != &term->whole)
                visit(context, &term->words[j]);
    }
    for (size_t i = 0; i < expansion->extra_count; i++)
        visit(context, &expansion->extras[i]);
}

static void count_family(void *context, const struct family *family)
{
    size_t *count = context;
    for (size_t i = 0; i < family->form_count; i++)
        *count += family->forms[i].term_count;
}

static bool is_prefix(const struct form *form, size_t term)
{
    return form->prefix && term + 1 == form->term_count;
}

static void want_family(void *context, const struct family *family)
{
    struct finder *finder = context;
    for (size_t i = 0; i < family->form_count; i++) {
        const struct form *form = &family->forms[i];
        for (size_t j = 0; j < form->term_count; j++)
            finder->wanted[finder->wanted_count++] =
                (struct wanted){ form->terms[j], is_prefix(form, j) };
    }
}

static enum offprint_status collect_wanted(struct finder *finder,
                                           struct arena *arena,
                                           struct offprint_error *err)
{
    size_t room = 0;
    each_family(finder->search, count_family, &room);
    finder->wanted = arena_alloc(arena, (room + 1) * sizeof *finder->wanted);
    if (!finder->wanted) return fail_no_memory(err);
    each_family(finder->search, want_family, finder);
    qsort(finder->wanted, finder->wanted_count, sizeof *finder->wanted,
          compare_wanted);
    size_t kept = 0;
    for (size_t i = 0; i < finder->wanted_count; i++)
        if (!kept
            || compare_wanted(&finder->wanted[kept - 1], &finder->wanted[i]))
            finder->wanted[kept++] = finder->wanted[i];
    finder->wanted_count = kept;
    while (finder->exact_count < kept
           && !finder->wanted[finder->exact_count].prefix)
        finder->exact_count++;
    return OFFPRINT_OK;
}

// The number of the wanted word that term is, or wanted_count.
static size_t find_wanted(const struct finder *finder, struct slice term)
{
    size_t low = 0, high = finder->exact_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = slice_compare(finder->wanted[middle].term, term);
        if (order == 0) return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = finder->exact_count; i < finder->wanted_count; i++)
        if (slice_starts_with(term, finder->wanted[i].term)) return i;
    return finder->wanted_count;
}

// The number of a term of a form.
static size_t number_of(const struct finder *finder, const struct form *form,
                        size_t term)
{
    struct wanted key = { form->terms[term], is_prefix(form, term) };
    const struct wanted *at =
        bsearch(&key, finder->wanted, finder->wanted_count,
                sizeof *finder->wanted, compare_wanted);
    return (size_t)(at - finder->wanted);
}

// ---- Occurrences ------------------------------------------------------------

// A pair that was found by its first character alone is marked as far as that
// goes: to where the next word, which the second character begins, starts.
static void cut_pair(struct finder *finder, const struct word *word)
{
    if (!finder->cut_next) return;
    finder->cut_next = false;
    finder->occurrences[finder->count - 1].end = word->start;
}

static int add_occurrence(void *context, const struct word *word)
{
    struct finder *finder = context;
    cut_pair(finder, word);
    size_t number = find_wanted(finder, word->term);
    if (number == finder->wanted_count) return 0;
    void *grown = array_grow(finder->occurrences, finder->count, &finder->room,
                             sizeof *finder->occurrences);
    finder->no_memory = !grown;
    if (!grown) return 1;
    finder->occurrences = grown;
    finder->occurrences[finder->count++] =
        (struct occurrence){ word->start, word->end, word->position,
                             (uint32_t)number };
    finder->cut_next = word->kind == WORD_PAIR && number >= finder->exact_count;
    return finder->count == OCCURRENCES_MAX;
}

static void add_mark(struct finder *finder, size_t start, size_t end,
                     size_t group)
{
    struct mark mark = { start, end, (uint32_t)group };
    buffer_add(&finder->found,
               (struct slice){ (const char *)&mark, sizeof mark });
}

// Puts the occurrences in order by word, by counting.
static bool index_occurrences(struct finder *finder)
{
    finder->by_word =
        arena_alloc(finder->arena, (finder->count + 1) * sizeof(uint32_t));
    finder->starts = arena_alloc(finder->arena,
                                 (finder->wanted_count + 2) * sizeof(uint32_t));
    if (!finder->by_word || !finder->starts) return false;
    uint32_t *behind = finder->starts + 1; // of the words so far
    for (size_t i = 0; i < finder->count; i++)
        behind[finder->occurrences[i].word + 1]++;
    for (size_t i = 0; i < finder->wanted_count; i++)
        behind[i + 1] += behind[i];
    for (size_t i = 0; i < finder->count; i++)
        finder->by_word[behind[finder->occurrences[i].word]++] = (uint32_t)i;
    return true;
}

// Whether an occurrence is a term of a form: the term itself, or for the last
// one of a prefix a longer one that is wanted as well.
static bool is_term(const struct finder *finder, const struct form *form,
                    size_t term, size_t number, size_t at)
{
    uint32_t word = finder->occurrences[at].word;
    return word == number
           || (is_prefix(form, term)
               && slice_starts_with(finder->wanted[word].term,
                                    form->terms[term]));
}

// Whether the terms of a form stand one behind the other from occurrence at.
static bool stands_at(const struct finder *finder, const struct form *form,
                      const size_t *numbers, size_t at)
{
    if (at + form->term_count > finder->count) return false;
    const struct occurrence *first = &finder->occurrences[at];
    for (size_t i = 1; i < form->term_count; i++)
        if (first[i].position != first[0].position + i
            || !is_term(finder, form, i, numbers[i], at + i))
            return false;
    return true;
}

static void mark_form(struct finder *finder, const struct form *form,
                      size_t group)
{
    size_t *numbers =
        arena_alloc(finder->arena, form->term_count * sizeof *numbers);
    finder->no_memory |= !numbers;
    if (!numbers) return;
    for (size_t i = 0; i < form->term_count; i++)
        numbers[i] = number_of(finder, form, i);
    uint32_t end = finder->starts[numbers[0] + 1];
    for (uint32_t i = finder->starts[numbers[0]]; i < end; i++) {
        size_t at = finder->by_word[i];
        if (stands_at(finder, form, numbers, at))
            add_mark(finder, finder->occurrences[at].start,
                     finder->occurrences[at + form->term_count - 1].end, group);
    }
}

static void mark_family(struct finder *finder, const struct family *family,
                        size_t group)
{
    if (family->title_only && !finder->title) return;
    for (size_t i = 0; i < family->form_count; i++)
        mark_form(finder, &family->forms[i], group);
}

static void mark_term(struct finder *finder, const struct expanded_term *term,
                      size_t group)
{
    size_t before = finder->found.len;
    mark_family(finder, &term->whole, group);
    if (finder->found.len > before) return;
    for (size_t i = 0; i < term->word_count; i++)
        mark_family(finder, &term->words[i], group);
}

static void mark_all(struct finder *finder)
{
    const struct query *query = &finder->search->query;
    const struct expansion *expansion = &finder->search->expansion;
    for (size_t i = 0; i < query->term_count; i++)
        if (query->terms[i].wanted) mark_term(finder, &expansion->terms[i], i);
    for (size_t i = 0; i < expansion->extra_count; i++)
        mark_family(finder, &expansion->extras[i], 0);
}

static int by_start(const void *left, const void *right)
{
    const struct mark *a = left, *b = right;
    if (a->start != b->start) return (a->start > b->start) ? 1 : -1;
    return (a->end > b->end) - (a->end < b->end);
}

enum offprint_status marks_find(const struct search *search, struct slice text,
                                bool title, struct arena *arena,
                                struct marks *marks, struct offprint_error *err)
{
    *marks = (struct marks){ 0 };
    struct finder finder = { .search = search, .arena = arena, .title = title };
    enum offprint_status status = collect_wanted(&finder, arena, err);
    if (!status && finder.wanted_count) {
        words_analyse(text, add_occurrence, &finder);
        if (index_occurrences(&finder))
            mark_all(&finder);
        else
            finder.no_memory = true;
    }
    struct slice found = buffer_slice(&finder.found);
    if (!status && found.len) {
        marks->items = arena_alloc(arena, found.len);
        if (marks->items) {
            memcpy(marks->items, found.ptr, found.len);
            marks->count = found.len / sizeof *marks->items;
            qsort(marks->items, marks->count, sizeof *marks->items, by_start);
        }
        finder.no_memory |= !marks->items;
    }
    if (!status && (finder.no_memory || finder.found.failed))
        status = fail_no_memory(err);
    free(finder.occurrences);
    buffer_free(&finder.found);
    return status;
}
