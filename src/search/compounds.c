// One pass over all keys in their order. A key that ends in the word is a
// compound if what stands before is a word, which then has been passed already:
// the words that a key begins with are an easy thing to know in a sorted list.
//
//     krank                  krank
//     kranken                krank, kranken
//     krankenhaus            krank, kranken
//     krankenversicherung    krank, kranken     "versicherung" is behind one
//     krankheit              krank
//
// They are kept as a set of lengths, 64 bits, that each key cuts down to what
// it shares with the key before it.

#include "search/compounds.h"

#include "base/find.h"
#include "base/utf8.h"
#include "search/candidates.h"
#include "search/lines.h"
#include "text/fold_key.h"

enum {
    WORD_LETTERS_MIN = 6,
    STEM_LETTERS_MIN = 4, // of what all forms of the word begin with
    FRONT_LETTERS_MIN = 3,
    LONG_LETTERS = 10,    // such words end no others: any front will do
    FRONT_BYTES_MAX = 63, // so that a set of lengths is one uint64_t
    ENDING_MAX = 6,       // bytes that a form is longer than the word
    STEMS_MAX = 4000,     // that a look-up may ask for: about 2 ms
    SCANS_MAX = 200,      // for fronts of words in the side table: about 2 ms
};

// Between the parts: Arbeit-s-amt, Bund-es-tag, Sonne-n-schein, Held-en-tat,
// Kind-er-garten, Hund-e-hütte, Herz-ens-wunsch; Dutch and the Scandinavian
// languages have some of the same.
static const char *const LINKS[] = {
    "", "s", "es", "n", "en", "er", "e", "ens"
};
enum { LINK_COUNT = sizeof LINKS / sizeof LINKS[0] };

// The words that the key at hand begins with.
struct beginnings {
    uint64_t lengths;           // bit n: its first n bytes are a word
    size_t len;                 // of the key at hand
    char last[FRONT_BYTES_MAX]; // the beginning of the last key of a block
    size_t last_len;
};

struct compounds {
    struct stemmers *stemmers;
    int language;
    struct slice word; // as a key
    struct slice stem; // its stem, as a key
    struct slice core; // what the forms of the word begin with
    struct dictionary *dictionary;
    unsigned stems_left;
    unsigned scans_left;
    bool cut_short;
    enum offprint_status status; // of what was done within the pass
    struct offprint_error *err;
    struct beginnings beginnings;
    struct candidates candidates;
};

// The last letters of a text.
static struct slice last_letters(struct slice text, size_t letters)
{
    size_t at = text.len;
    while (at > 0 && letters > 0) letters -= !utf8_continues(text.ptr[--at]);
    return slice_from(text, at);
}

static size_t shared_length(struct slice a, struct slice b)
{
    size_t len = 0;
    while (len < a.len && len < b.len && a.ptr[len] == b.ptr[len]) len++;
    return len;
}

// ---- Beginnings -------------------------------------------------------------

static uint64_t length_bit(size_t len)
{
    return len <= FRONT_BYTES_MAX ? (uint64_t)1 << len : 0;
}

// Goes on to the next key, of which the first bytes are those of the one
// before.
static void enter_key(struct beginnings *beginnings, size_t shared, size_t len)
{
    beginnings->lengths |= length_bit(beginnings->len);
    if (shared < FRONT_BYTES_MAX)
        beginnings->lengths &= length_bit(shared + 1) - 1;
    beginnings->len = len;
}

// The same for the first key of a block. False where the order starts anew,
// which is in the side table.
static bool enter_block(struct beginnings *beginnings, struct slice key)
{
    struct slice last = { beginnings->last, beginnings->last_len };
    struct slice cut = { key.ptr, key.len < FRONT_BYTES_MAX ? key.len
                                                            : FRONT_BYTES_MAX };
    enter_key(beginnings, shared_length(last, cut), key.len);
    return slice_compare(last, cut) <= 0;
}

static void leave_block(struct beginnings *beginnings, struct slice key)
{
    size_t len = key.len < FRONT_BYTES_MAX ? key.len : FRONT_BYTES_MAX;
    memcpy(beginnings->last, key.ptr, len);
    beginnings->last_len = len;
}

// ---- Fronts -----------------------------------------------------------------

// What a front is without a linking element. False where it has not that one,
// or is nothing without it.
static bool front_without_link(struct slice front, size_t link,
                               struct slice *word)
{
    struct slice element = slice_of(LINKS[link]);
    if (!slice_ends_with(front, element)) return false;
    *word = (struct slice){ front.ptr, front.len - element.len };
    return utf8_count(*word) >= FRONT_LETTERS_MIN;
}

static bool begins_with_word(const struct beginnings *beginnings,
                             struct slice front)
{
    struct slice word;
    for (size_t i = 0; i < LINK_COUNT; i++)
        if (front_without_link(front, i, &word)
            && (beginnings->lengths & length_bit(word.len)))
            return true;
    return false;
}

struct question {
    struct slice key;
    bool found;
};

// Of all keys with a beginning, the beginning itself is the first.
static bool compare_first(void *context, const struct dictionary_entry *entry)
{
    struct question *question = context;
    question->found = slice_equal(entry->key, question->key);
    return false;
}

static bool dictionary_has(struct compounds *compounds, struct slice key)
{
    if (compounds->scans_left == 0) {
        compounds->cut_short = true;
        return false;
    }
    compounds->scans_left--;
    struct question question = { key, false };
    compounds->status = dictionary_scan(
        compounds->dictionary, key, compare_first, &question, compounds->err);
    return question.found;
}

// The same in the side table, which has other words before than the blocks.
static bool begins_with_word_elsewhere(struct compounds *compounds,
                                       struct slice front)
{
    struct slice word;
    for (size_t i = 0; i < LINK_COUNT && !compounds->status; i++)
        if (front_without_link(front, i, &word)
            && dictionary_has(compounds, word))
            return true;
    return false;
}

// ---- Ends -------------------------------------------------------------------

// The end of a term as it is written: accents matter to stemmers. Where letters
// of key and term do not go together, the end of the key has to do.
static struct slice written_end(struct slice term, struct slice tail)
{
    char room[TERM_MAX];
    struct slice end = last_letters(term, utf8_count(tail));
    bool fits = end.len <= TERM_MAX && slice_equal(fold_key(end, room), tail);
    return fits ? end : tail;
}

// Whether the end of a term is a form of the word.
static bool is_form(struct compounds *compounds, struct slice term,
                    struct slice tail)
{
    if (slice_equal(tail, compounds->word)) return true;
    if (tail.len > compounds->word.len + ENDING_MAX) return false;
    if (compounds->stems_left == 0) {
        compounds->cut_short = true;
        return false;
    }
    compounds->stems_left--;
    char room[TERM_MAX];
    struct slice stem = stem_key(compounds->stemmers, compounds->language,
                                 written_end(term, tail), room);
    if (!stem.ptr) compounds->status = fail_no_memory(compounds->err);
    return slice_equal(stem, compounds->stem);
}

// Whether what stands before the end of a key is a word.
static bool is_front(struct compounds *compounds, struct slice front,
                     bool side_table)
{
    return utf8_count(compounds->word) >= LONG_LETTERS
           || begins_with_word(&compounds->beginnings, front)
           || (side_table && begins_with_word_elsewhere(compounds, front));
}

// Whether a key, in which the core stands at an offset, is a compound; if it
// is, it is taken.
static bool take(struct compounds *compounds,
                 const struct dictionary_block *block, size_t entry,
                 size_t offset, bool side_table)
{
    struct slice key = dictionary_block_key(block, entry);
    struct slice front = { key.ptr, offset };
    if (utf8_count(front) < FRONT_LETTERS_MIN) return false;
    struct slice term = dictionary_block_term(block, entry);
    if (!is_form(compounds, term, slice_from(key, offset))
        || !is_front(compounds, front, side_table))
        return false;
    candidates_add(&compounds->candidates, key, term, 0, false);
    return true;
}

// ---- The pass ---------------------------------------------------------------

static void enter_up_to(struct beginnings *beginnings,
                        const struct dictionary_block *block, size_t from,
                        size_t to)
{
    for (size_t i = from; i < to; i++)
        enter_key(beginnings, block->shared[i],
                  block->starts[i + 1] - block->starts[i] - 1);
}

static bool search_block(void *context, const struct dictionary_block *block)
{
    struct compounds *compounds = context;
    struct beginnings *beginnings = &compounds->beginnings;
    if (block->count == 0) return true;
    const struct lines keys = lines_of_keys(block);
    bool side_table = !enter_block(beginnings, dictionary_block_key(block, 0));
    size_t entered = 1; // entries
    for (size_t at = 0; at < keys.text.len;) {
        const char *hit =
            find_quickly(slice_from(keys.text, at), compounds->core);
        if (!hit) break;
        size_t offset = (size_t)(hit - keys.text.ptr);
        size_t entry = lines_at(&keys, entered - 1, offset);
        enter_up_to(beginnings, block, entered, entry + 1);
        entered = entry + 1;
        bool taken = take(compounds, block, entry, offset - keys.starts[entry],
                          side_table);
        at = taken ? keys.starts[entry + 1] : offset + 1;
    }
    enter_up_to(beginnings, block, entered, block->count);
    leave_block(beginnings, dictionary_block_key(block, block->count - 1));
    return !compounds->status && !compounds->cut_short
           && !compounds->candidates.status;
}

// ---- The word ---------------------------------------------------------------

// Two stems of a word may differ in their last letter (languages.h).
static struct slice without_changing_letter(struct slice core,
                                            const struct language *language)
{
    struct slice last = last_letters(core, 1);
    if (last.len && slice_find(slice_of(language->changing), last))
        core.len -= last.len;
    return core;
}

// Fills in the word. False where it has no compounds, or for compounds->status.
static bool read_word(struct compounds *compounds, struct arena *arena,
                      struct slice term)
{
    if (compounds->language < 0 || term.len > TERM_MAX) return false;
    const struct language *language = &LANGUAGES[compounds->language];
    char room[TERM_MAX];
    struct slice word = fold_key(term, room);
    if (!language->compounds || utf8_count(word) < WORD_LETTERS_MIN)
        return false;
    compounds->word = arena_copy(arena, word);
    struct slice stem =
        stem_key(compounds->stemmers, compounds->language, term, room);
    if (stem.ptr) stem = arena_copy(arena, stem);
    if (!compounds->word.ptr || !stem.ptr) {
        compounds->status = fail_no_memory(compounds->err);
        return false;
    }
    compounds->stem = stem;
    compounds->core = (struct slice){ compounds->word.ptr,
                                      shared_length(compounds->word, stem) };
    compounds->core = without_changing_letter(compounds->core, language);
    return utf8_count(compounds->core) >= STEM_LETTERS_MIN;
}

static enum offprint_status search(struct compounds *compounds,
                                   struct best *best)
{
    enum offprint_status status = dictionary_each_block(
        compounds->dictionary, search_block, compounds, compounds->err);
    if (!status) status = compounds->status;
    if (status) return status;
    return candidates_offer(&compounds->candidates, best);
}

enum offprint_status lookup_compounds(struct dictionary *dictionary,
                                      struct stemmers *stemmers, int language,
                                      struct slice term, size_t limit,
                                      struct arena *arena,
                                      struct lookup *lookup,
                                      struct offprint_error *err)
{
    *lookup = (struct lookup){ 0 };
    struct best best = { .arena = arena, .top.limit = limit };
    struct compounds compounds = { .dictionary = dictionary,
                                   .stemmers = stemmers,
                                   .language = language,
                                   .stems_left = STEMS_MAX,
                                   .scans_left = SCANS_MAX,
                                   .err = err,
                                   .candidates = { .dictionary = dictionary,
                                                   .err = err } };
    bool may_have = read_word(&compounds, arena, term);
    enum offprint_status status =
        may_have ? search(&compounds, &best) : compounds.status;
    candidates_free(&compounds.candidates);
    status = best_finish(&best, status, lookup, err);
    lookup->cut_short = !status && compounds.cut_short;
    return status;
}
