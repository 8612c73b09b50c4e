#include "search/marks.h"

#include <math.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/radix.h"

enum {
    // Bounds of time and memory on very long texts.
    OCCURRENCES_OF_TERM = 4096,
    OCCURRENCES = 65536,
    NEAR_RARER = 256, // bytes: a passage
};

struct wanted_term {
    struct slice term;
    bool prefix;
};

// Where a wanted term stands in the text.
struct occurrence {
    size_t start;
    size_t end;
    uint32_t position;
    uint32_t term; // number of the wanted term
};

struct finder {
    const struct marker *marker;
    struct arena *arena;
    struct occurrence *occurrences;
    size_t count;
    size_t room;
    uint32_t *counts; // of the occurrences of each wanted term
    size_t rarer_end; // of the last term that was not too frequent
    // The occurrences of each wanted term: of term n they stand in by_term from
    // starts[n] to starts[n + 1].
    uint32_t *by_term;
    uint32_t *starts;
    bool cut_next;       // the last occurrence ends where the next word starts
    struct buffer found; // marks
    bool no_memory;
};

// ---- What the query wants ---------------------------------------------------

static void add_word(struct marker *marker, const struct family *family,
                     bool part)
{
    marker->words[marker->word_count++] =
        (struct marked_word){ .family = family, .part = part };
}

static void add_term(struct marker *marker, const struct expanded_term *term)
{
    add_word(marker, &term->whole, false);
    for (size_t i = 0; i < term->word_count; i++)
        if (&term->words[i] != &term->whole)
            add_word(marker, &term->words[i], true);
}

static size_t count_words(const struct search *search)
{
    size_t count = search->expansion.extra_count;
    if (!search->expansion.terms) return count; // nothing was searched
    for (size_t i = 0; i < search->query.term_count; i++)
        count += 1 + search->expansion.terms[i].word_count;
    return count;
}

// The only place that knows how a query is built.
static bool read_query(struct marker *marker, const struct search *search,
                       struct arena *arena)
{
    const struct expansion *expansion = &search->expansion;
    marker->words =
        arena_alloc(arena, (count_words(search) + 1) * sizeof *marker->words);
    if (!marker->words) return false;
    for (size_t i = 0; expansion->terms && i < search->query.term_count; i++)
        if (search->query.terms[i].wanted)
            add_term(marker, &expansion->terms[i]);
    for (size_t i = 0; i < expansion->extra_count; i++)
        add_word(marker, &expansion->extras[i], false);
    return true;
}

// Whole numbers, so that sums are exact and a function word is worth nothing.
static void weigh_words(struct marker *marker)
{
    double most = 0;
    for (size_t i = 0; i < marker->word_count; i++)
        most = fmax(most, marker->words[i].family->weight);
    for (size_t i = 0; most > 0 && i < marker->word_count; i++) {
        double share = fmax(marker->words[i].family->weight, 0) / most;
        marker->words[i].weight = (uint32_t)lround(share * MARK_WEIGHT_MAX);
    }
}

static bool is_prefix(const struct form *form, size_t term)
{
    return form->prefix && term + 1 == form->term_count;
}

static int compare_terms(const void *left, const void *right)
{
    const struct wanted_term *a = left, *b = right;
    if (a->prefix != b->prefix) return a->prefix - b->prefix;
    return slice_compare(a->term, b->term);
}

static void keep_different_terms(struct marker *marker)
{
    struct wanted_term *terms = marker->terms;
    size_t kept = 0;
    qsort(terms, marker->term_count, sizeof *terms, compare_terms);
    for (size_t i = 0; i < marker->term_count; i++)
        if (!kept || compare_terms(&terms[kept - 1], &terms[i]))
            terms[kept++] = terms[i];
    marker->term_count = kept;
    while (marker->exact_count < kept && !terms[marker->exact_count].prefix)
        marker->exact_count++;
}

static size_t count_terms(const struct family *family)
{
    size_t count = 0;
    for (size_t i = 0; i < family->form_count; i++)
        count += family->forms[i].term_count;
    return count;
}

static void want_family(struct marker *marker, const struct family *family)
{
    for (size_t i = 0; i < family->form_count; i++) {
        const struct form *form = &family->forms[i];
        for (size_t j = 0; j < form->term_count; j++)
            marker->terms[marker->term_count++] =
                (struct wanted_term){ form->terms[j], is_prefix(form, j) };
    }
}

static bool collect_terms(struct marker *marker, struct arena *arena)
{
    size_t count = 0;
    for (size_t i = 0; i < marker->word_count; i++)
        count += count_terms(marker->words[i].family);
    marker->terms = arena_alloc(arena, (count + 1) * sizeof *marker->terms);
    if (!marker->terms) return false;
    for (size_t i = 0; i < marker->word_count; i++)
        want_family(marker, marker->words[i].family);
    keep_different_terms(marker);
    return true;
}

static uint32_t number_of(const struct marker *marker, const struct form *form,
                          size_t term)
{
    struct wanted_term key = { form->terms[term], is_prefix(form, term) };
    const struct wanted_term *at =
        bsearch(&key, marker->terms, marker->term_count, sizeof *marker->terms,
                compare_terms);
    return (uint32_t)(at - marker->terms);
}

static bool number_terms(struct marker *marker, struct arena *arena)
{
    marker->numbers =
        arena_alloc(arena, (marker->word_count + 1) * sizeof *marker->numbers);
    if (!marker->numbers) return false;
    for (size_t i = 0; i < marker->word_count; i++) {
        const struct family *family = marker->words[i].family;
        uint32_t *next =
            arena_alloc(arena, (count_terms(family) + 1) * sizeof *next);
        marker->numbers[i] = next;
        if (!next) return false;
        for (size_t j = 0; j < family->form_count; j++)
            for (size_t k = 0; k < family->forms[j].term_count; k++)
                *next++ = number_of(marker, &family->forms[j], k);
    }
    return true;
}

static unsigned head_of(struct slice term)
{
    unsigned second = term.len > 1 ? (uint8_t)term.ptr[1] : 0;
    return (unsigned)(uint8_t)term.ptr[0] << 8 | second;
}

static void collect_heads(struct marker *marker)
{
    for (size_t i = 0; i < marker->term_count; i++) {
        const struct wanted_term *wanted = &marker->terms[i];
        unsigned first = head_of(wanted->term), last = first;
        if (wanted->prefix && wanted->term.len == 1) last = first | 0xFF;
        for (unsigned head = first; head <= last; head++)
            marker->heads[head / 64] |= (uint64_t)1 << head % 64;
    }
}

enum offprint_status marker_finish(struct marker *marker, struct arena *arena,
                                   struct offprint_error *err)
{
    if (!collect_terms(marker, arena) || !number_terms(marker, arena))
        return fail_no_memory(err);
    weigh_words(marker);
    collect_heads(marker);
    return OFFPRINT_OK;
}

enum offprint_status marker_make(const struct search *search,
                                 struct arena *arena, struct marker **marker,
                                 struct offprint_error *err)
{
    *marker = arena_alloc(arena, sizeof **marker);
    if (!*marker || !read_query(*marker, search, arena))
        return fail_no_memory(err);
    return marker_finish(*marker, arena, err);
}

// ---- Occurrences ------------------------------------------------------------

// The number of the wanted term that a term is, or term_count.
static size_t find_term(const struct marker *marker, struct slice term)
{
    size_t low = 0, high = marker->exact_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = slice_compare(marker->terms[middle].term, term);
        if (order == 0) return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = marker->exact_count; i < marker->term_count; i++)
        if (slice_starts_with(term, marker->terms[i].term)) return i;
    return marker->term_count;
}

// A pair that was found by its first character alone is marked as far as that
// goes: to where the next word, which the second character begins, starts.
static void cut_pair(struct finder *finder, const struct word *word)
{
    if (!finder->cut_next) return;
    finder->cut_next = false;
    finder->occurrences[finder->count - 1].end = word->start;
}

// Whether one more occurrence of a term is of use.
static bool is_welcome(struct finder *finder, size_t number,
                       const struct word *word)
{
    if (finder->counts[number]++ < OCCURRENCES_OF_TERM) {
        finder->rarer_end = word->end;
        return true;
    }
    return word->start < finder->rarer_end + NEAR_RARER;
}

static int add_occurrence(struct finder *finder, size_t number,
                          const struct word *word)
{
    if (!is_welcome(finder, number, word)) return 0;
    void *grown = array_grow(finder->occurrences, finder->count, &finder->room,
                             sizeof *finder->occurrences);
    finder->no_memory = !grown;
    if (!grown) return 1;
    finder->occurrences = grown;
    finder->occurrences[finder->count++] =
        (struct occurrence){ word->start, word->end, word->position,
                             (uint32_t)number };
    finder->cut_next =
        word->kind == WORD_PAIR && number >= finder->marker->exact_count;
    return finder->count == OCCURRENCES;
}

static int see_word(void *context, const struct word *word)
{
    struct finder *finder = context;
    const struct marker *marker = finder->marker;
    cut_pair(finder, word);
    unsigned head = head_of(word->term);
    if (!(marker->heads[head / 64] >> head % 64 & 1)) return 0;
    size_t number = find_term(marker, word->term);
    if (number == marker->term_count) return 0;
    return add_occurrence(finder, number, word);
}

// Puts the occurrences in order by term, by counting.
static bool index_occurrences(struct finder *finder)
{
    size_t terms = finder->marker->term_count;
    finder->by_term =
        arena_alloc(finder->arena, (finder->count + 1) * sizeof(uint32_t));
    finder->starts = arena_alloc(finder->arena, (terms + 2) * sizeof(uint32_t));
    if (!finder->by_term || !finder->starts) return false;
    uint32_t *behind = finder->starts + 1; // of the terms so far
    for (size_t i = 0; i < finder->count; i++)
        behind[finder->occurrences[i].term + 1]++;
    for (size_t i = 0; i < terms; i++) behind[i + 1] += behind[i];
    for (size_t i = 0; i < finder->count; i++)
        finder->by_term[behind[finder->occurrences[i].term]++] = (uint32_t)i;
    return true;
}

// ---- Marks ------------------------------------------------------------------

static void add_mark(struct finder *finder, struct mark mark)
{
    buffer_add(&finder->found,
               (struct slice){ (const char *)&mark, sizeof mark });
}

// Whether an occurrence is a term of a form: the term itself, or for the last
// one of a prefix a longer one that is wanted as well.
static bool is_term(const struct finder *finder, const struct form *form,
                    size_t term, uint32_t number, size_t at)
{
    uint32_t found = finder->occurrences[at].term;
    return found == number
           || (is_prefix(form, term)
               && slice_starts_with(finder->marker->terms[found].term,
                                    form->terms[term]));
}

// Whether the terms of a form stand one behind the other from occurrence at.
static bool stands_at(const struct finder *finder, const struct form *form,
                      const uint32_t *numbers, size_t at)
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
                      const uint32_t *numbers, size_t word)
{
    uint32_t end = finder->starts[numbers[0] + 1];
    for (uint32_t i = finder->starts[numbers[0]]; i < end; i++) {
        size_t at = finder->by_term[i];
        if (!stands_at(finder, form, numbers, at)) continue;
        const struct occurrence *first = &finder->occurrences[at];
        add_mark(finder, (struct mark){ .start = first->start,
                                        .end = first[form->term_count - 1].end,
                                        .word = (uint32_t)word,
                                        .fit = form->weight });
    }
}

static void mark_family(struct finder *finder, size_t word)
{
    const struct family *family = finder->marker->words[word].family;
    const uint32_t *numbers = finder->marker->numbers[word];
    for (size_t i = 0; i < family->form_count; i++) {
        mark_form(finder, &family->forms[i], numbers, word);
        numbers += family->forms[i].term_count;
    }
}

static void mark_all(struct finder *finder, bool title)
{
    const struct marker *marker = finder->marker;
    bool phrase_found = false;
    for (size_t i = 0; i < marker->word_count; i++) {
        const struct marked_word *word = &marker->words[i];
        if (word->part && phrase_found) continue;
        size_t before = finder->found.len;
        if (title || !word->family->title_only) mark_family(finder, i);
        if (!word->part) phrase_found = finder->found.len > before;
    }
}

// By start, then by length: a sum of both in one number.
static uint64_t place_of(const struct mark *mark)
{
    enum { LENGTH_BITS = 16 };
    const uint64_t longest = ((uint64_t)1 << LENGTH_BITS) - 1;
    const uint64_t length = mark->end - mark->start;
    return (uint64_t)mark->start << LENGTH_BITS
           | (length < longest ? length : longest);
}

// Copies marks into their order.
static bool sort_marks(const struct mark *found, struct marks *marks,
                       struct arena *arena)
{
    const size_t count = marks->count;
    struct radix_item *items = arena_alloc(arena, count * sizeof *items);
    struct radix_item *scratch = arena_alloc(arena, count * sizeof *items);
    if (!items || !scratch) return false;
    for (size_t i = 0; i < count; i++)
        items[i] = (struct radix_item){ place_of(&found[i]), (uint32_t)i };
    radix_sort(items, scratch, count);
    for (size_t i = 0; i < count; i++) marks->items[i] = found[items[i].value];
    return true;
}

static bool take_marks(struct finder *finder, struct marks *marks)
{
    struct slice found = buffer_slice(&finder->found);
    if (finder->no_memory || finder->found.failed) return false;
    if (found.len == 0) return true;
    marks->items = arena_alloc(finder->arena, found.len);
    if (!marks->items) return false;
    marks->count = found.len / sizeof *marks->items;
    const struct mark *as_found = (const void *)found.ptr; // of malloc
    return sort_marks(as_found, marks, finder->arena);
}

enum offprint_status marks_find(const struct marker *marker, struct slice text,
                                bool title, struct arena *arena,
                                struct marks *marks, struct offprint_error *err)
{
    *marks = (struct marks){ 0 };
    if (marker->term_count == 0) return OFFPRINT_OK;
    struct finder finder = { .marker = marker, .arena = arena };
    finder.counts =
        arena_alloc(arena, marker->term_count * sizeof *finder.counts);
    if (!finder.counts) return fail_no_memory(err);
    words_analyse(text, see_word, &finder);
    if (index_occurrences(&finder))
        mark_all(&finder, title);
    else
        finder.no_memory = true;
    enum offprint_status status =
        take_marks(&finder, marks) ? OFFPRINT_OK : fail_no_memory(err);
    free(finder.occurrences);
    buffer_free(&finder.found);
    return status;
}

size_t marks_from(const struct marks *marks, size_t place)
{
    size_t low = 0, high = marks->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (marks->items[middle].start < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
