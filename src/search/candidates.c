#include "search/candidates.h"

#include <stdlib.h>

struct candidate {
    size_t at; // of the key in the text, and of the term behind it
    uint16_t key_len;
    uint16_t term_len; // 0: the key is the term
    uint8_t distance;
    bool favoured;
    uint64_t articles; // unless candidates.uncounted
    uint64_t occurrences;
};

// A scan takes about 19 ns a term, a find in the block at hand half a us: above
// one candidate in so many terms the scan is the quicker one.
enum { TERMS_A_FIND = 32 };

static struct slice key_of(const struct candidates *candidates,
                           const struct candidate *candidate)
{
    return (struct slice){ candidates->text.ptr + candidate->at,
                           candidate->key_len };
}

static struct slice term_of(const struct candidates *candidates,
                            const struct candidate *candidate)
{
    struct slice key = key_of(candidates, candidate);
    if (candidate->term_len == 0) return key;
    return (struct slice){ key.ptr + key.len, candidate->term_len };
}

static void append(struct candidates *candidates, struct candidate candidate,
                   struct slice key, struct slice term)
{
    void *grown = array_grow(candidates->items, candidates->count,
                             &candidates->room, sizeof *candidates->items);
    if (grown) candidates->items = grown;
    candidate.at = candidates->text.len;
    candidate.key_len = (uint16_t)key.len;
    candidate.term_len = slice_equal(key, term) ? 0 : (uint16_t)term.len;
    buffer_add(&candidates->text, key);
    if (candidate.term_len) buffer_add(&candidates->text, term);
    if (!grown || candidates->text.failed)
        candidates->status = fail_no_memory(candidates->err);
    else
        candidates->items[candidates->count++] = candidate;
}

// Whether there are so few candidates that each is looked for by itself.
static bool are_few(const struct candidates *candidates)
{
    return candidates->count
           <= dictionary_size(candidates->dictionary) / TERMS_A_FIND;
}

void candidates_add(struct candidates *candidates, struct slice key,
                    struct slice term, unsigned distance, bool favoured)
{
    // Longer ones are in no index; they cannot be asked for either.
    if (key.len > UINT16_MAX || term.len > UINT16_MAX) return;
    if (candidates->status) return;
    if (!are_few(candidates)) candidates->uncounted = true;
    struct dictionary_entry entry = { .articles = 0 };
    bool found = candidates->uncounted;
    if (!candidates->uncounted)
        candidates->status = dictionary_find(candidates->dictionary, key, term,
                                             &entry, &found, candidates->err);
    if (candidates->status || !found) return;
    struct candidate candidate = { .distance = (uint8_t)distance,
                                   .favoured = favoured,
                                   .articles = entry.articles,
                                   .occurrences = entry.occurrences };
    append(candidates, candidate, key, term);
}

// ---- Marks ------------------------------------------------------------------

char *candidates_marks(struct candidates *candidates,
                       const struct dictionary_block *block)
{
    struct buffer *marks = &candidates->marks;
    buffer_reset(marks);
    if (!buffer_reserve(marks, block->count + 1)) { // no NULL for memset()
        candidates->status = fail_no_memory(candidates->err);
        return NULL;
    }
    return memset(marks->ptr, NO_MATCH, block->count);
}

// The next marked entry, or count. Most entries are not.
static size_t next_marked(const char *marks, size_t from, size_t count)
{
    static const char NONE[16] = { NO_MATCH };
    while (count - from >= sizeof NONE
           && memcmp(marks + from, NONE, sizeof NONE) == 0)
        from += sizeof NONE;
    while (from < count && marks[from] == NO_MATCH) from++;
    return from;
}

void candidates_add_marked(struct candidates *candidates,
                           const struct dictionary_block *block)
{
    const char *marks = candidates->marks.ptr;
    for (size_t i = next_marked(marks, 0, block->count); i < block->count;
         i = next_marked(marks, i + 1, block->count))
        candidates_add(candidates, dictionary_block_key(block, i),
                       dictionary_block_term(block, i), 0,
                       marks[i] == FAVOURED_MATCH);
}

// ---- Order ------------------------------------------------------------------

static int compare(const void *left, const void *right, void *context)
{
    const struct candidates *candidates = context;
    return dictionary_order(key_of(candidates, left), term_of(candidates, left),
                            key_of(candidates, right),
                            term_of(candidates, right));
}

// The blocks come in order; only what the side table adds is out of it.
static bool in_order(struct candidates *candidates)
{
    for (size_t i = 1; i < candidates->count; i++)
        if (compare(&candidates->items[i - 1], &candidates->items[i],
                    candidates)
            >= 0)
            return false;
    return true;
}

static void sort_and_drop_doubles(struct candidates *candidates)
{
    if (in_order(candidates)) return;
    struct candidate *items = candidates->items;
    qsort_r(items, candidates->count, sizeof *items, compare, candidates);
    size_t kept = 1;
    for (size_t i = 1; i < candidates->count; i++)
        if (compare(&items[kept - 1], &items[i], candidates))
            items[kept++] = items[i];
    candidates->count = kept;
}

// ---- Offering ---------------------------------------------------------------

static void offer_counted(const struct candidates *candidates,
                          struct best *best)
{
    for (size_t i = 0; i < candidates->count; i++) {
        const struct candidate *candidate = &candidates->items[i];
        struct dictionary_entry entry = {
            .key = key_of(candidates, candidate),
            .term = term_of(candidates, candidate),
            .articles = candidate->articles,
            .occurrences = candidate->occurrences,
        };
        best_offer(best, &entry, candidate->distance, candidate->favoured);
    }
}

struct merging {
    const struct candidates *candidates;
    size_t next;
    struct best *best;
};

static bool merge_entry(void *context, const struct dictionary_entry *entry)
{
    struct merging *merging = context;
    const struct candidates *candidates = merging->candidates;
    for (; merging->next < candidates->count; merging->next++) {
        const struct candidate *candidate = &candidates->items[merging->next];
        int order = dictionary_order(key_of(candidates, candidate),
                                     term_of(candidates, candidate), entry->key,
                                     entry->term);
        if (order > 0) return true;
        if (order < 0) continue; // held by no article any more
        best_offer(merging->best, entry, candidate->distance,
                   candidate->favoured);
    }
    return false;
}

enum offprint_status candidates_offer(struct candidates *candidates,
                                      struct best *best)
{
    if (candidates->status || candidates->count == 0) return candidates->status;
    sort_and_drop_doubles(candidates);
    if (!candidates->uncounted) {
        offer_counted(candidates, best);
        return OFFPRINT_OK;
    }
    struct merging merging = { candidates, 0, best };
    return dictionary_scan(candidates->dictionary, SLICE(""), merge_entry,
                           &merging, candidates->err);
}

void candidates_free(struct candidates *candidates)
{
    buffer_free(&candidates->text);
    buffer_free(&candidates->marks);
    free(candidates->items);
    *candidates = (struct candidates){ 0 };
}
