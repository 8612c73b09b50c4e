// The keys of a block are in order, and each says how many bytes it has in
// common with the one before it: they are a tree that is walked depth first. Of
// the table of edit distances each character of a key is one row, so that the
// rows of a common beginning are there already; and where a row has no distance
// within the limit, no key that begins so has one, and all of them are skipped.
//
//             t h e          limit 1, key "the"
//           0 1 2 3
//         t 1 0 1 2          "tea" keeps the rows of "te" for "ten";
//         e 2 1 1 1          at "ot" of "other" the tree is left until a key
//         a 3 2 2 2          that does not begin so

#include <assert.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "search/candidates.h"
#include "search/lookup.h"
#include "text/words.h"

enum {
    LETTERS_MAX = TERM_MAX, // of the key asked for
    ROWS_MAX = LETTERS_MAX + LOOKUP_EDITS_MAX + 1,
};

struct similar {
    uint32_t letters[LETTERS_MAX]; // of the key asked for
    size_t letter_count;
    unsigned limit; // edits
    // Row d belongs to the first d letters of the key at hand: what they are,
    // where they end, and how many edits make each beginning of letters of them
    // (more than limit: any number above it).
    uint32_t path[ROWS_MAX];
    size_t ends[ROWS_MAX];
    uint8_t edits[ROWS_MAX][LETTERS_MAX + 1];
    size_t depth; // the last row that is filled
    struct candidates candidates;
};

static bool is_digit(uint32_t c)
{
    if (c < 0x80) return c >= '0' && c <= '9';
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ND;
}

// ---- Rows -------------------------------------------------------------------

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

// Fills one field of row d > 0; column j > 0.
static unsigned edits_at(const struct similar *similar, size_t d, size_t j)
{
    const uint8_t *row = similar->edits[d];
    const uint8_t *above = similar->edits[d - 1];
    uint32_t letter = similar->path[d], wanted = similar->letters[j - 1];
    if (letter == wanted) return above[j - 1];
    unsigned edits = 1 + least(above[j - 1], least(above[j], row[j - 1]));
    bool exchanged = d > 1 && j > 1 && letter == similar->letters[j - 2]
                     && similar->path[d - 1] == wanted;
    return exchanged ? least(edits, 1u + similar->edits[d - 2][j - 2]) : edits;
}

// Fills row d, whose letter is there. False where all of it is above the limit:
// then so are the rows below, an exchange across it too, since it cannot be
// better than the replaced letter in this row. Only columns within the limit of
// the diagonal can be; those beside them are made to say so.
static bool fill_row(struct similar *similar, size_t d)
{
    const size_t limit = similar->limit;
    const uint8_t above_limit = (uint8_t)(limit + 1);
    uint8_t *row = similar->edits[d];
    size_t first = d > limit ? d - limit : 0;
    size_t last = d + limit;
    if (last > similar->letter_count) last = similar->letter_count;
    if (first > last) return false;

    unsigned best = above_limit;
    size_t j = first;
    if (j > 0) row[j - 1] = above_limit;
    if (j == 0) best = row[j++] = (uint8_t)d;
    for (; j <= last; j++) {
        row[j] = (uint8_t)least(edits_at(similar, d, j), above_limit);
        best = least(best, row[j]);
    }
    if (last < similar->letter_count) row[last + 1] = above_limit;
    return best <= limit;
}

static void fill_first_row(struct similar *similar)
{
    similar->depth = 0;
    similar->ends[0] = 0;
    for (size_t j = 0; j <= similar->letter_count; j++)
        similar->edits[0][j] = (uint8_t)least((unsigned)j, similar->limit + 1);
}

// ---- The tree ---------------------------------------------------------------

// Goes down a key from where the rows fit it, shared bytes into it at most.
// Returns the bytes of the beginning that leads to nothing, 0 where the whole
// key has rows.
static size_t descend(struct similar *similar, struct slice key, size_t shared)
{
    while (similar->ends[similar->depth] > shared) similar->depth--;
    for (size_t at = similar->ends[similar->depth]; at < key.len;) {
        size_t d = similar->depth + 1;
        if (d == ROWS_MAX) return at;
        at += utf8_decode(key.ptr + at, key.len - at, &similar->path[d]);
        similar->ends[d] = at;
        if (!fill_row(similar, d)) return at;
        similar->depth = d;
    }
    return 0;
}

// The next entry that does not begin with the first bytes of the one before.
static size_t skip(const struct dictionary_block *block, size_t entry,
                   size_t bytes)
{
    while (entry < block->count && block->shared[entry] >= bytes) entry++;
    return entry;
}

static void check_end(struct similar *similar,
                      const struct dictionary_block *block, size_t entry,
                      struct slice key)
{
    unsigned edits = similar->edits[similar->depth][similar->letter_count];
    bool in_row = similar->depth + similar->limit >= similar->letter_count;
    if (!in_row || edits > similar->limit) return;
    for (size_t d = 1; d <= similar->depth; d++)
        if (is_digit(similar->path[d])) return;
    candidates_add(&similar->candidates, key,
                   dictionary_block_term(block, entry), edits, false);
}

static bool search_block(void *context, const struct dictionary_block *block)
{
    struct similar *similar = context;
    fill_first_row(similar);
    for (size_t entry = 0; entry < block->count;) {
        struct slice key = dictionary_block_key(block, entry);
        size_t dead = descend(similar, key, block->shared[entry]);
        if (!dead) check_end(similar, block, entry, key);
        entry = dead ? skip(block, entry + 1, dead) : entry + 1;
    }
    return !similar->candidates.status;
}

// ---- The key asked for ------------------------------------------------------

// False where no key is similar: it is too long, or a number.
static bool read_letters(struct similar *similar, struct slice key)
{
    for (size_t at = 0; at < key.len;) {
        if (similar->letter_count == LETTERS_MAX) return false;
        uint32_t *letter = &similar->letters[similar->letter_count++];
        at += utf8_decode(key.ptr + at, key.len - at, letter);
        if (is_digit(*letter)) return false;
    }
    return true;
}

enum offprint_status lookup_similar(struct dictionary *dictionary,
                                    struct slice key, unsigned distance,
                                    size_t limit, struct arena *arena,
                                    struct lookup *lookup,
                                    struct offprint_error *err)
{
    assert(distance >= 1 && distance <= LOOKUP_EDITS_MAX);
    *lookup = (struct lookup){ 0 };
    struct best best = { .arena = arena, .top.limit = limit };
    struct similar *similar = arena_alloc(arena, sizeof *similar);
    if (!similar) return fail_no_memory(err);
    similar->limit = distance;
    similar->candidates.dictionary = dictionary;
    similar->candidates.err = err;

    enum offprint_status status = OFFPRINT_OK;
    if (read_letters(similar, key))
        status = dictionary_each_block(dictionary, search_block, similar, err);
    if (!status) status = candidates_offer(&similar->candidates, &best);
    candidates_free(&similar->candidates);
    return best_finish(&best, status, lookup, err);
}
