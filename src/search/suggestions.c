#include "search/suggestions.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "search/lookup.h"
#include "text/fold_key.h"

enum {
    CHOICES = 3,        // of what an unknown word may be
    UNKNOWN_MAX = 8,    // words of a query that are looked up
    ONE_EDIT_BELOW = 5, // letters: shorter words are near to too many
    LETTERS_MIN = 3,
};

// An unknown word of the query and what it may be.
struct unknown {
    struct slice typed; // a part of the query's text
    struct lookup near;
};

static bool has_digit(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9') return true;
    return false;
}

static bool is_unknown(const struct query_term *term,
                       const struct expanded_term *expanded)
{
    return term->wanted && term->form == TERM_TEXT && !term->quoted
           && !term->prefix && term->word_count == 1
           && term->words[0].kind == WORD_PLAIN
           && utf8_count(term->words[0].term) >= LETTERS_MIN
           && !has_digit(term->words[0].term)
           && !family_may_exist(&expanded->whole);
}

static enum offprint_status look_up(const struct search *search,
                                    const struct query_term *term,
                                    struct arena *arena,
                                    struct unknown *unknown,
                                    struct offprint_error *err)
{
    char room[TERM_MAX];
    struct slice key = fold_key(term->words[0].term, room);
    unsigned distance = utf8_count(key) < ONE_EDIT_BELOW ? 1 : 2;
    unknown->typed = term->text;
    return lookup_similar(search->expansion.dictionary, key, distance, CHOICES,
                          arena, &unknown->near, err);
}

// What is repaired in a query is not shown again.
static size_t lone_sign_at(const struct query *query, const char *at)
{
    for (size_t i = 0; i < query->lone_sign_count; i++)
        if (query->lone_signs[i].ptr == at) return query->lone_signs[i].len;
    return 0;
}

// The choices for the first two unknown words, the likely ones first; others
// are replaced by their nearest neighbour.
static const uint8_t CHOSEN[CHOICES * CHOICES][2] = {
    { 0, 0 }, { 1, 0 }, { 0, 1 }, { 1, 1 }, { 2, 0 },
    { 0, 2 }, { 2, 1 }, { 1, 2 }, { 2, 2 },
};

static bool can_choose(const struct unknown *unknown, size_t count,
                       const uint8_t chosen[2])
{
    return chosen[0] < unknown[0].near.count
           && (count > 1 ? chosen[1] < unknown[1].near.count : chosen[1] == 0);
}

// The text with unknown words replaced. NULL where there is no memory.
static const char *respell(const struct query *query, struct slice text,
                           const struct unknown *unknown, size_t count,
                           const uint8_t chosen[2], struct arena *arena)
{
    struct buffer line = { 0 };
    for (const char *at = text.ptr; at < text.ptr + text.len;) {
        const size_t sign = lone_sign_at(query, at);
        size_t i = 0;
        while (i < count && unknown[i].typed.ptr != at) i++;
        if (i < count) {
            buffer_add(&line,
                       unknown[i].near.items[i < 2 ? chosen[i] : 0].entry.term);
            at += unknown[i].typed.len;
        } else if (sign > 0) {
            at += sign;
        } else {
            buffer_add_byte(&line, *at++);
        }
    }
    const char *copy = arena_string(arena, slice_trim(buffer_slice(&line)));
    if (line.failed) copy = NULL;
    buffer_free(&line);
    return copy;
}

enum offprint_status suggestions_find(struct search *search, struct slice text,
                                      struct arena *arena,
                                      struct offprint_error *err)
{
    struct unknown unknown[UNKNOWN_MAX];
    size_t count = 0;
    for (size_t i = 0; i < search->query.term_count && count < UNKNOWN_MAX;
         i++) {
        const struct query_term *term = &search->query.terms[i];
        if (!is_unknown(term, &search->expansion.terms[i])) continue;
        enum offprint_status status =
            look_up(search, term, arena, &unknown[count], err);
        if (status) return status;
        count += unknown[count].near.count > 0;
    }
    if (count == 0) return OFFPRINT_OK;
    search->suggestions =
        arena_alloc(arena, CHOICES * CHOICES * sizeof *search->suggestions);
    if (!search->suggestions) return fail_no_memory(err);
    for (size_t i = 0; i < CHOICES * CHOICES; i++) {
        if (!can_choose(unknown, count, CHOSEN[i])) continue;
        const char *line =
            respell(&search->query, text, unknown, count, CHOSEN[i], arena);
        if (!line) return fail_no_memory(err);
        search->suggestions[search->suggestion_count++] = line;
    }
    search->likely_count = count == 1 ? search->suggestion_count : 1;
    return OFFPRINT_OK;
}
