// A pattern is held against keys in the form in which keys are, and against
// terms as it was typed. The longest literal part is looked for in the whole
// block; only the words that hold it meet the pattern itself. With no more than
// a star at the end, the dictionary's order answers alone.

#include "base/buffer.h"
#include "base/find.h"
#include "base/glob.h"
#include "base/utf8.h"
#include "search/candidates.h"
#include "search/lines.h"
#include "search/lookup.h"
#include "text/fold_key.h"

enum {
    // Bytes of a pattern without stars that some term could have, and with one
    // between any two of them.
    PATTERN_MAX = TERM_MAX,
    PATTERN_WITH_STARS_MAX = 2 * TERM_MAX + 1,
};

struct wildcard {
    struct slice typed; // as the query has it
    struct slice key;   // the same, its literal parts as keys
    struct slice typed_literal;
    struct slice key_literal;
    bool is_key; // typed is the same as key: no term is nearer to it
    struct candidates candidates;
};

// ---- The pattern ------------------------------------------------------------

static bool is_sign(char byte)
{
    return byte == '*' || byte == '?';
}

// The pattern with one star for many, in room. False where no term can match:
// it is too long, or not text at all.
static bool shorten(struct slice pattern, char room[PATTERN_WITH_STARS_MAX],
                    struct slice *shortened)
{
    size_t len = 0, stars = 0;
    for (size_t i = 0; i < pattern.len; i++) {
        bool star = pattern.ptr[i] == '*';
        if (star && len && room[len - 1] == '*') continue;
        stars += star;
        if (len + 1 - stars > PATTERN_MAX) return false;
        room[len++] = pattern.ptr[i];
    }
    *shortened = (struct slice){ room, len };
    return utf8_valid_prefix(*shortened) == len;
}

// Puts the key of each literal part for the part.
static void fold_parts(struct slice pattern, struct buffer *folded)
{
    size_t start = 0;
    for (size_t at = 0; at <= pattern.len; at++) {
        if (at < pattern.len && !is_sign(pattern.ptr[at])) continue;
        struct slice part = { pattern.ptr + start, at - start };
        char room[TERM_MAX];
        if (part.len) buffer_add(folded, fold_key(part, room));
        if (at < pattern.len) buffer_add_byte(folded, pattern.ptr[at]);
        start = at + 1;
    }
}

// Whether the pattern is pre*, with *prefix as typed.
static bool is_prefix(struct slice pattern, struct slice *prefix)
{
    if (pattern.len < 2 || pattern.ptr[pattern.len - 1] != '*') return false;
    *prefix = (struct slice){ pattern.ptr, pattern.len - 1 };
    return glob_longest_literal(*prefix).len == prefix->len;
}

// ---- pre* -------------------------------------------------------------------

struct prefix {
    struct slice typed;
    bool marks_matter; // typed is not its own key
    struct best *best;
};

static bool offer(void *context, const struct dictionary_entry *entry)
{
    struct prefix *prefix = context;
    bool as_typed =
        prefix->marks_matter && slice_starts_with(entry->term, prefix->typed);
    best_offer(prefix->best, entry, 0, as_typed);
    return true;
}

static enum offprint_status scan_prefix(struct dictionary *dictionary,
                                        struct slice typed, struct slice key,
                                        struct best *best,
                                        struct offprint_error *err)
{
    struct prefix prefix = { typed, !slice_equal(typed, key), best };
    return dictionary_scan(dictionary, key, offer, &prefix, err);
}

// ---- Other patterns ---------------------------------------------------------

// Marks the entries of the lines that match a pattern; owners tells whose the
// lines are, NULL: line and entry have the same number.
static void mark_lines(const struct lines *lines, const uint32_t *owners,
                       struct slice pattern, struct slice literal,
                       enum mark mark, char *marks)
{
    size_t line = 0;
    for (size_t at = 0; at < lines->text.len; at = lines->starts[line]) {
        const char *hit = find_quickly(slice_from(lines->text, at), literal);
        if (!hit) return;
        line = lines_at(lines, line, (size_t)(hit - lines->text.ptr));
        if (glob_matches(pattern, lines_get(lines, line)))
            marks[owners ? owners[line] : line] = (char)mark;
        line++;
    }
}

static void mark_block(struct wildcard *wildcard,
                       const struct dictionary_block *block, char *marks)
{
    const struct lines keys = lines_of_keys(block);
    const struct lines terms = lines_of_terms(block);
    mark_lines(&keys, NULL, wildcard->key, wildcard->key_literal, MATCH, marks);
    // What a key leaves out may depend on its first letter: 3.5 is its own key,
    // and as typed in *.5, which as a key is *5.
    if (!wildcard->is_key)
        mark_lines(&keys, NULL, wildcard->typed, wildcard->typed_literal,
                   FAVOURED_MATCH, marks);
    // Even a pattern like a key may fit a term and not its key: o?reilly.
    mark_lines(&terms, block->term_owners, wildcard->typed,
               wildcard->typed_literal,
               wildcard->is_key ? MATCH : FAVOURED_MATCH, marks);
}

static bool search_block(void *context, const struct dictionary_block *block)
{
    struct wildcard *wildcard = context;
    char *marks = candidates_marks(&wildcard->candidates, block);
    if (!marks) return false;
    mark_block(wildcard, block, marks);
    candidates_add_marked(&wildcard->candidates, block);
    return !wildcard->candidates.status;
}

static enum offprint_status search_blocks(struct dictionary *dictionary,
                                          struct slice typed, struct slice key,
                                          struct best *best,
                                          struct offprint_error *err)
{
    struct wildcard wildcard = {
        .typed = typed,
        .key = key,
        .typed_literal = glob_longest_literal(typed),
        .key_literal = glob_longest_literal(key),
        .is_key = slice_equal(typed, key),
        .candidates = { .dictionary = dictionary, .err = err },
    };
    enum offprint_status status =
        dictionary_each_block(dictionary, search_block, &wildcard, err);
    if (!status) status = candidates_offer(&wildcard.candidates, best);
    candidates_free(&wildcard.candidates);
    return status;
}

// ---- Both -------------------------------------------------------------------

static enum offprint_status search(struct dictionary *dictionary,
                                   struct slice typed, struct best *best,
                                   struct offprint_error *err)
{
    struct slice prefix;
    char room[TERM_MAX];
    if (is_prefix(typed, &prefix))
        return scan_prefix(dictionary, prefix, fold_key(prefix, room), best,
                           err);

    struct buffer key = { 0 };
    fold_parts(typed, &key);
    enum offprint_status status =
        key.failed
            ? fail_no_memory(err)
            : search_blocks(dictionary, typed, buffer_slice(&key), best, err);
    buffer_free(&key);
    return status;
}

enum offprint_status lookup_wildcard(struct dictionary *dictionary,
                                     struct slice pattern, size_t limit,
                                     struct arena *arena, struct lookup *lookup,
                                     struct offprint_error *err)
{
    *lookup = (struct lookup){ 0 };
    struct best best = { .arena = arena, .top.limit = limit };
    enum offprint_status status = OFFPRINT_OK;
    char room[PATTERN_WITH_STARS_MAX];
    struct slice typed;
    if (shorten(pattern, room, &typed))
        status = search(dictionary, typed, &best, err);
    return best_finish(&best, status, lookup, err);
}
