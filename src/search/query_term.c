#include "search/query_term.h"

#include "base/buffer.h"

enum {
    // Longer words have room for two errors, shorter ones for one.
    TWO_EDITS_FROM = 6, // bytes
};

// ---- Words ------------------------------------------------------------------

struct collector {
    struct arena *arena;
    struct query_term *term;
    size_t most; // words
    size_t room;
    bool no_memory;
};

static int collect(void *context, const struct word *word)
{
    struct collector *collector = context;
    struct query_term *term = collector->term;
    term->cut = term->word_count == collector->most;
    if (term->cut) return 1;
    if (term->word_count == collector->room) {
        size_t room = collector->room ? collector->room * 2 : 4;
        struct query_word *words =
            arena_alloc(collector->arena, room * sizeof *words);
        if (!words) goto no_memory;
        if (term->word_count)
            memcpy(words, term->words, term->word_count * sizeof *words);
        term->words = words;
        collector->room = room;
    }
    struct slice copy = arena_copy(collector->arena, word->term);
    if (!copy.ptr) goto no_memory;
    term->words[term->word_count++] = (struct query_word){ copy, word->kind };
    return 0;

no_memory:
    collector->no_memory = true;
    return 1;
}

// e-mail as email: the terms are folded, and put together they make one.
static bool join_words(struct query_term *term, struct arena *arena)
{
    if (!term->hyphenated || term->quoted || term->word_count < 2) return true;
    struct buffer joined = { 0 };
    for (size_t i = 0; i < term->word_count; i++)
        buffer_add(&joined, term->words[i].term);
    term->joined = arena_copy(arena, buffer_slice(&joined));
    bool whole = !joined.failed && term->joined.ptr;
    buffer_free(&joined);
    return whole;
}

static bool add_word(struct query_term *term, struct arena *arena)
{
    term->words = arena_alloc(arena, sizeof *term->words);
    if (!term->words) return false;
    term->words[0] = (struct query_word){ term->text, WORD_PLAIN };
    term->word_count = 1;
    return true;
}

// The last character of a run without spaces is left out where nothing follows:
// the pair before it has it.
bool query_term_cut(struct query_term *term, size_t most, struct arena *arena)
{
    if (term->form == TERM_PATTERN || term->form == TERM_REGEX)
        return add_word(term, arena);
    struct collector collector = { .arena = arena, .term = term, .most = most };
    words_analyse(term->text, collect, &collector);
    if (collector.no_memory) return false;
    if (term->word_count == 0) return true;
    if (!join_words(term, arena)) return false;
    const struct query_word *last = &term->words[term->word_count - 1];
    if (last->kind == WORD_TAIL) term->word_count--;
    if (last->kind == WORD_SINGLE) term->prefix = true;
    return true;
}

// ---- Patterns ---------------------------------------------------------------

// The one plain word that a text is, from its first byte to its last.
struct whole_word {
    size_t size; // of the text
    size_t count;
    bool plain;
    bool digits;
    struct slice term;
    char bytes[TERM_MAX];
};

static int add_whole(void *context, const struct word *word)
{
    struct whole_word *whole = context;
    whole->plain = word->kind == WORD_PLAIN && word->start == 0
                   && word->end == whole->size;
    memcpy(whole->bytes, word->term.ptr, word->term.len);
    whole->term = (struct slice){ whole->bytes, word->term.len };
    return ++whole->count > 1;
}

static bool is_whole_word(struct slice text, struct whole_word *whole)
{
    *whole = (struct whole_word){ .size = text.len };
    words_analyse(text, add_whole, whole);
    for (size_t i = 0; i < whole->term.len; i++)
        whole->digits |= whole->bytes[i] >= '0' && whole->bytes[i] <= '9';
    return whole->count == 1 && whole->plain;
}

static bool is_wildcard(char c)
{
    return c == '*' || c == '?';
}

// Length of the text before the next wildcard.
static size_t literal_length(struct slice text)
{
    size_t len = 0;
    while (len < text.len && !is_wildcard(text.ptr[len])) len++;
    return len;
}

// The pattern that a chunk is, folded: text between its wildcards is whole
// words, and ? stands between two of them, else it ends a question.
static bool fold_pattern(struct slice chunk, struct buffer *pattern)
{
    bool words = false;
    for (size_t at = 0; at < chunk.len;) {
        char c = chunk.ptr[at];
        if (is_wildcard(c)) {
            bool between = at > 0 && at + 1 < chunk.len
                           && !is_wildcard(chunk.ptr[at - 1])
                           && !is_wildcard(chunk.ptr[at + 1]);
            if (c == '?' && !between) return false;
            if (c == '?' || !slice_ends_with(buffer_slice(pattern), SLICE("*")))
                buffer_add_byte(pattern, c);
            at++;
            continue;
        }
        struct slice literal = slice_from(chunk, at);
        literal.len = literal_length(literal);
        struct whole_word whole;
        if (!is_whole_word(literal, &whole)) return false;
        buffer_add(pattern, whole.term);
        at += literal.len;
        words |= !whole.digits; // 3*4 is a product
    }
    return words;
}

static bool read_pattern(struct slice chunk, struct arena *arena,
                         struct query_term *term, bool *no_memory)
{
    if (literal_length(chunk) == chunk.len) return false;
    struct buffer pattern = { 0 };
    bool is_pattern = fold_pattern(chunk, &pattern);
    if (is_pattern) {
        term->form = TERM_PATTERN;
        term->text = arena_copy(arena, buffer_slice(&pattern));
        *no_memory = pattern.failed || !term->text.ptr;
    }
    buffer_free(&pattern);
    return is_pattern;
}

// /.../ with no other slash inside: a path is none.
static bool read_regex(struct slice chunk, struct query_term *term)
{
    if (chunk.len < 3 || chunk.ptr[0] != '/' || chunk.ptr[chunk.len - 1] != '/')
        return false;
    struct slice inside = { chunk.ptr + 1, chunk.len - 2 };
    if (memchr(inside.ptr, '/', inside.len)) return false;
    term->form = TERM_REGEX;
    term->text = inside;
    return true;
}

// word~, word~1, word~2. Numbers are never similar to others.
static bool read_similar(struct slice chunk, struct query_term *term)
{
    const char *sign = memrchr(chunk.ptr, '~', chunk.len);
    if (!sign) return false;
    struct slice word = { chunk.ptr, (size_t)(sign - chunk.ptr) };
    struct slice edits = slice_from(chunk, word.len + 1);
    struct whole_word whole;
    if (edits.len > 1 || !is_whole_word(word, &whole) || whole.digits)
        return false;
    if (edits.len && *edits.ptr != '1' && *edits.ptr != '2') return false;
    term->form = TERM_SIMILAR;
    term->text = word;
    term->distance = word.len >= TWO_EDITS_FROM ? 2 : 1;
    if (edits.len) term->distance = (unsigned)(*edits.ptr - '0');
    return true;
}

static bool has_inner_hyphen(struct slice chunk)
{
    for (size_t i = 1; i + 1 < chunk.len; i++)
        if (chunk.ptr[i] == '-') return true;
    return false;
}

struct query_term query_term_literal(struct slice chunk)
{
    return (struct query_term){ .text = chunk,
                                .hyphenated = has_inner_hyphen(chunk) };
}

bool query_term_read(struct slice chunk, struct arena *arena,
                     struct query_term *term)
{
    bool no_memory = false;
    *term = (struct query_term){ 0 };
    if (read_regex(chunk, term)) return true;
    if (chunk.len > 1 && slice_starts_with(chunk, SLICE("="))) {
        term->exact = true;
        chunk = slice_from(chunk, 1);
    }
    if (read_similar(chunk, term)
        || read_pattern(chunk, arena, term, &no_memory))
        return !no_memory;
    bool exact = term->exact;
    *term = query_term_literal(chunk);
    term->exact = exact;
    // Not a pattern for words, but the beginning of one in a phrase or a run.
    while (slice_ends_with(term->text, SLICE("*"))) {
        term->prefix = true;
        term->text.len--;
    }
    return true;
}

// ---- Equality ---------------------------------------------------------------

bool query_term_equal(const struct query_term *a, const struct query_term *b)
{
    if (a->word_count != b->word_count || a->form != b->form
        || a->distance != b->distance || a->exact != b->exact
        || a->quoted != b->quoted || a->prefix != b->prefix
        || a->title_only != b->title_only)
        return false;
    for (size_t i = 0; i < a->word_count; i++)
        if (!slice_equal(a->words[i].term, b->words[i].term)) return false;
    return true;
}
