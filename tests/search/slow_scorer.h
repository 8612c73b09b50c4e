// slow_scorer.h - which articles a plan finds and what they score, from their
// texts, word by word: what topk.h has to come to in its own way.

#ifndef OFFPRINT_TESTS_SEARCH_SLOW_SCORER_H
#define OFFPRINT_TESTS_SEARCH_SLOW_SCORER_H

#include <math.h>

#include "search/plan.h"
#include "search/scorer.h"
#include "search/topk.h"
#include "store/posting_archive.h"

// All articles of the table text.
struct texts {
    struct arena arena;
    const struct archive *archive;
    struct article *articles;
    size_t count;
    size_t room;
    double average; // length of title and body
};

// ---- Reading texts ----------------------------------------------------------

static inline uint32_t place_of(const struct archive *archive,
                                struct slice word)
{
    const struct slice *found = bsearch(
        &word, archive->words, archive->word_count, sizeof word, by_bytes);
    CHECK(found != NULL);
    return found ? (uint32_t)(found - archive->words) : 0;
}

static inline void read_field(struct texts *texts, struct article *article,
                              size_t field, struct slice text)
{
    article->words[field] =
        arena_alloc(&texts->arena, (text.len + 1) * sizeof(uint32_t));
    for (size_t i = 0, from = 0; i < text.len; i++) {
        if (text.ptr[i] != ' ') continue;
        const struct slice word = { text.ptr + from, i - from };
        if (word.len > 0)
            article->words[field][article->counts[field]++] =
                place_of(texts->archive, word);
        from = i + 1;
    }
}

static inline void read_texts(struct postings *postings, struct texts *texts)
{
    sqlite3_stmt *stmt = NULL;
    uint64_t words = 0;
    *texts = (struct texts){ .archive = &postings->archive };
    sqlite3_prepare_v2(postings->store.db,
                       "SELECT id, body || ' ', title || ' ', extra || ' '"
                       " FROM text ORDER BY id",
                       -1, &stmt, NULL);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        texts->articles = array_grow(texts->articles, texts->count,
                                     &texts->room, sizeof *texts->articles);
        struct article *article = &texts->articles[texts->count++];
        *article = (struct article){ .id = sqlite3_column_int64(stmt, 0) };
        for (int i = 0; i < POSTING_COLUMNS; i++)
            read_field(
                texts, article, (size_t)i,
                (struct slice){ (const char *)sqlite3_column_text(stmt, i + 1),
                                (size_t)sqlite3_column_bytes(stmt, i + 1) });
        words += article->counts[POSTING_BODY] + article->counts[POSTING_TITLE];
    }
    sqlite3_finalize(stmt);
    texts->average =
        words > texts->count ? (double)words / (double)texts->count : 1;
}

static inline void free_texts(struct texts *texts)
{
    arena_free(&texts->arena);
    free(texts->articles);
}

// ---- Words ------------------------------------------------------------------

static inline bool counts_in(const struct family *family, unsigned field)
{
    return !family->title_only || field == POSTING_TITLE;
}

static inline bool is_term(const struct texts *texts, uint32_t word,
                           struct slice term, bool prefix)
{
    const struct slice text = texts->archive->words[word];
    return prefix ? slice_starts_with(text, term) : slice_equal(text, term);
}

// Whether the terms of a form begin at a place of a field.
static inline bool is_form_at(const struct texts *texts,
                              const struct article *article, unsigned field,
                              uint32_t at, const struct form *form)
{
    if (form->term_count > article->counts[field] - at) return false;
    for (size_t i = 0; i < form->term_count; i++)
        if (!is_term(texts, article->words[field][at + i], form->terms[i],
                     form->prefix && i + 1 == form->term_count))
            return false;
    return true;
}

static inline uint32_t at_most_counted(uint32_t count, unsigned field)
{
    const uint32_t most = field == POSTING_BODY ? UINT16_MAX : UINT8_MAX;
    return count < most ? count : most;
}

// How often the words stand in a field that begin so, of each no more than is
// counted.
static inline uint32_t count_prefix(const struct texts *texts,
                                    const struct article *article,
                                    unsigned field, struct slice prefix)
{
    uint32_t sum = 0, *counts = calloc(texts->archive->word_count, 4);
    for (uint32_t i = 0; i < article->counts[field]; i++)
        counts[article->words[field][i]]++;
    for (uint32_t i = 0; i < texts->archive->word_count; i++)
        if (counts[i] && is_term(texts, i, prefix, true))
            sum += at_most_counted(counts[i], field);
    free(counts);
    return sum;
}

static inline uint32_t count_form(const struct texts *texts,
                                  const struct article *article, unsigned field,
                                  const struct form *form)
{
    uint32_t count = 0;
    if (form->prefix && form->term_count == 1)
        return count_prefix(texts, article, field, form->terms[0]);
    for (uint32_t i = 0; i < article->counts[field]; i++)
        count += is_form_at(texts, article, field, i, form);
    return at_most_counted(count, field);
}

static inline uint32_t units(double weight)
{
    return (uint32_t)lround(weight * SCORER_UNIT);
}

static inline uint32_t count_family(const struct texts *texts,
                                    const struct article *article,
                                    const struct family *family,
                                    const struct field_weights *fields)
{
    const double weights[] = { fields->body, fields->title, fields->extra };
    uint32_t sum = 0;
    for (unsigned field = 0; field < POSTING_COLUMNS; field++)
        for (size_t i = 0; counts_in(family, field) && i < family->form_count;
             i++) {
            const struct form *form = &family->forms[i];
            sum += count_form(texts, article, field, form)
                   * units(form->weight * weights[field]);
        }
    return sum;
}

static inline bool has_family(const struct texts *texts,
                              const struct article *article,
                              const struct family *family)
{
    const struct field_weights ones = { 1, 1, 1 };
    return count_family(texts, article, family, &ones) > 0;
}

// Forms of one term that a word of an article is.
static inline uint32_t forms_at(const struct texts *texts,
                                const struct article *article, unsigned field,
                                uint32_t at, const struct family *family)
{
    uint32_t count = 0;
    for (size_t i = 0; counts_in(family, field) && i < family->form_count; i++)
        count += family->forms[i].term_count == 1
                 && is_form_at(texts, article, field, at, &family->forms[i]);
    return count;
}

static inline uint32_t count_pairs(const struct texts *texts,
                                   const struct article *article,
                                   const struct family *first,
                                   const struct family *second)
{
    uint32_t count = 0;
    for (unsigned field = 0; field < POSTING_COLUMNS; field++)
        for (uint32_t i = 1; i < article->counts[field]; i++)
            if (forms_at(texts, article, field, i - 1, first))
                count += forms_at(texts, article, field, i, second);
    return count;
}

// ---- Scores -----------------------------------------------------------------

static inline double scale_of(const struct plan *plan,
                              const struct scorer *scorer)
{
    double sum = plan->phrase_weight * scorer->phrase * (scorer->phrase_k1 + 1);
    for (size_t i = 0; i < plan->word_count; i++)
        sum += plan->words[i].weight
               * (scorer->k1 + 1 + scorer->pair * (scorer->pair_k1 + 1));
    double scale = 1 << 20;
    while (sum * scale > SCORER_SUM_MAX) scale /= 2;
    return scale;
}

// W * x / (x + k * K) in whole numbers.
static inline uint64_t summand(const struct texts *texts,
                               const struct scorer *scorer,
                               const struct article *article, double weight,
                               double k, uint32_t x)
{
    if (x == 0) return 0;
    const uint8_t code = length_encode((uint64_t)article->counts[POSTING_BODY]
                                       + article->counts[POSTING_TITLE]);
    const double base = k * SCORER_UNIT * (1 - scorer->b);
    const double slope = k * SCORER_UNIT * scorer->b / texts->average;
    const float norm = (float)(base + slope * length_decode(code));
    const float quotient = (float)x / ((float)x + norm);
    return (uint64_t)((float)weight * quotient) + 1;
}

static inline double harmonic(double u, double v)
{
    return u + v > 0 ? 2 * u * v / (u + v) : 0;
}

static inline bool is_known(const struct plan *plan, struct slice term)
{
    for (size_t i = 0; i < plan->word_count; i++)
        for (size_t j = 0; j < plan->words[i].family->form_count; j++) {
            const struct form *form = &plan->words[i].family->forms[j];
            if (form->term_count == 1 && !form->prefix
                && slice_equal(form->terms[0], term))
                return true;
        }
    return false;
}

static inline uint64_t score_phrase(const struct texts *texts,
                                    const struct article *article,
                                    const struct plan *plan,
                                    const struct scorer *scorer)
{
    uint32_t count = 0;
    if (plan->phrase.term_count < 2 || scorer->phrase <= 0) return 0;
    for (size_t i = 0; i < plan->phrase.term_count; i++)
        if (!is_known(plan, plan->phrase.terms[i])) return 0;
    for (unsigned field = 0; field < POSTING_COLUMNS; field++)
        count += count_form(texts, article, field, &plan->phrase);
    const double weight = scorer->phrase * (scorer->phrase_k1 + 1)
                          * scale_of(plan, scorer) * plan->phrase_weight;
    if (weight <= 0) return 0;
    return summand(texts, scorer, article, weight, scorer->phrase_k1,
                   count * SCORER_UNIT);
}

static inline uint64_t score_pairs(const struct texts *texts,
                                   const struct article *article,
                                   const struct plan *plan,
                                   const struct scorer *scorer)
{
    uint64_t sum = 0;
    for (size_t i = 0; scorer->pair > 0 && i < plan->pair_count; i++) {
        const struct plan_word *first = &plan->words[plan->pairs[i].first];
        const struct plan_word *second = &plan->words[plan->pairs[i].second];
        const double weight = scorer->pair * (scorer->pair_k1 + 1)
                              * scale_of(plan, scorer)
                              * harmonic(first->weight, second->weight);
        if (weight <= 0) continue;
        const uint32_t count =
            count_pairs(texts, article, first->family, second->family);
        sum += summand(texts, scorer, article, weight, scorer->pair_k1,
                       count * SCORER_UNIT);
    }
    return sum;
}

static inline uint64_t slow_score(const struct texts *texts,
                                  const struct article *article,
                                  const struct plan *plan,
                                  const struct scorer *scorer)
{
    uint64_t sum = score_phrase(texts, article, plan, scorer)
                   + score_pairs(texts, article, plan, scorer);
    for (size_t i = 0; i < plan->word_count; i++) {
        const struct plan_word *word = &plan->words[i];
        const double weight =
            word->weight * (scorer->k1 + 1) * scale_of(plan, scorer);
        sum += summand(
            texts, scorer, article, weight, scorer->k1,
            count_family(texts, article, word->family, &scorer->fields));
    }
    return sum;
}

// ---- Matching ---------------------------------------------------------------

// The form that stands for a family in a NEAR has so many words.
static inline uint32_t size_of_part(const struct family *family)
{
    return family->form_count == 1 ? (uint32_t)family->forms[0].term_count : 1;
}

static inline bool is_part_at(const struct texts *texts,
                              const struct article *article, unsigned field,
                              uint32_t at, const struct family *family)
{
    for (size_t i = 0; counts_in(family, field) && i < family->form_count; i++)
        if (is_form_at(texts, article, field, at, &family->forms[i]))
            return true;
    return false;
}

// Whether a part begins at last or so little before it that at most distance
// words are between.
static inline bool is_near(const struct texts *texts,
                           const struct article *article, unsigned field,
                           uint32_t last, const struct family *family,
                           unsigned distance)
{
    const uint32_t reach = size_of_part(family) + distance;
    for (uint32_t i = last > reach ? last - reach : 0; i <= last; i++)
        if (is_part_at(texts, article, field, i, family)) return true;
    return false;
}

static inline bool matches_near(const struct texts *texts,
                                const struct article *article,
                                const struct plan_node *node)
{
    for (unsigned field = 0; field < POSTING_COLUMNS; field++)
        for (uint32_t last = 0; last < article->counts[field]; last++) {
            bool all = true;
            for (size_t i = 0; all && i < node->part_count; i++)
                all = is_near(texts, article, field, last,
                              node->parts[i]->family, node->distance);
            // The last one must be there itself: then some part is.
            bool there = false;
            for (size_t i = 0; all && i < node->part_count; i++)
                there |= is_part_at(texts, article, field, last,
                                    node->parts[i]->family);
            if (all && there) return true;
        }
    return false;
}

static inline bool slow_matches(const struct texts *texts,
                                const struct article *article,
                                const struct plan_node *node)
{
    size_t count = 0;
    switch (node->kind) {
    case PLAN_EVERY: return true;
    case PLAN_FAMILY: return has_family(texts, article, node->family);
    case PLAN_NEAR: return matches_near(texts, article, node);
    default: break;
    }
    for (size_t i = 0; i < node->part_count; i++) {
        const bool matches = slow_matches(texts, article, node->parts[i]);
        if (node->kind == PLAN_BUT && i == 0 && !matches) return false;
        count += matches;
    }
    if (node->kind == PLAN_BUT) return count == 1;
    return node->kind == PLAN_ANY ? count > 0 : count == node->part_count;
}

#endif
