// Patterns over a small dictionary: what a look-up finds is what going through
// all terms one by one finds. The first byte chooses the kind of look-up and
// its limit, the others are the pattern.

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <utf8proc.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "dictionary_array.h"
#include "fuzz/fuzz.h"
#include "search/lookup.h"
#include "store/store.h"
#include "text/fold.h"
#include "text/fold_key.h"

static const char TEXT[] =
    "observe observes observed observing observation observations observer "
    "woman women womb wombat cafe café caféine calf call called U.S.A. usa us "
    "don’t dont O'Reilly oreilly Straße strasse Größe grosse Łódź lodz 1,000 "
    "1000 3.14 covid19 b2b C++ c C# .NET net the tea ten teh then other others "
    "receive recieve anarchism anarchsim a aa aaa aaaa ab aba abab b bb ba é è "
    "œuvre oeuvre İSTANBUL istanbul ılıca ilica война воина ёлка елка ряд "
    "ΟΔΥΣΣΕΑΣ οδυσσεύς שָׁלוֹם שלום צה״ל كِتَاب كتاب भाषा भष 👍🏽 👍 H₂O x y z "
    "krankenversicherung versicherung versicherungen physics phylum sophistry";

// The dictionary, and the same entries in an array. Made once.
struct fixture {
    struct arena arena;
    struct dictionary_entry *entries;
    size_t count;
    size_t room;
    struct dictionary *dictionary;
};

// ---- The dictionary ---------------------------------------------------------

static int add_entry(void *context, const struct word *word)
{
    struct fixture *fixture = context;
    if (word->kind != WORD_PLAIN) return 0;
    char room[TERM_MAX];
    struct dictionary_entry *entries = array_grow(
        fixture->entries, fixture->count, &fixture->room, sizeof *entries);
    FUZZ_CHECK(entries);
    fixture->entries = entries;
    entries[fixture->count] = (struct dictionary_entry){
        .key = arena_copy(&fixture->arena, fold_key(word->term, room)),
        .term = arena_copy(&fixture->arena, word->term),
        .articles = 1 + fixture->count * 7 % 31,
        .occurrences = 40,
    };
    fixture->count++;
    return 0;
}

static int compare(const void *a, const void *b)
{
    const struct dictionary_entry *x = a, *y = b;
    return dictionary_order(x->key, x->term, y->key, y->term);
}

// Brings the entries into the order of the dictionary, each term once.
static void sort_entries(struct fixture *fixture)
{
    struct dictionary_entry *entries = fixture->entries;
    size_t kept = 0;
    qsort(entries, fixture->count, sizeof *entries, compare);
    for (size_t i = 0; i < fixture->count; i++)
        if (i == 0 || compare(&entries[kept - 1], &entries[i]) != 0)
            entries[kept++] = entries[i];
    fixture->count = kept;
}

static void write_entries(const struct fixture *fixture, struct store *store)
{
    struct dictionary_change *changes = calloc(fixture->count, sizeof *changes);
    FUZZ_CHECK(changes);
    for (size_t i = 0; i < fixture->count; i++)
        changes[i] = (struct dictionary_change){
            .key = fixture->entries[i].key,
            .term = fixture->entries[i].term,
            .articles = (int64_t)fixture->entries[i].articles,
            .occurrences = (int64_t)fixture->entries[i].occurrences,
        };
    FUZZ_CHECK(!dictionary_array_apply(store, changes, fixture->count, NULL));
    FUZZ_CHECK(!dictionary_merge(store, NULL));
    free(changes);
}

static const struct fixture *get_fixture(void)
{
    static struct fixture fixture;
    if (fixture.dictionary) return &fixture;
    words_analyse(slice_of(TEXT), add_entry, &fixture);
    sort_entries(&fixture);
    struct store *store; // lives as long as the process
    FUZZ_CHECK(!store_open_scratch(&store, NULL));
    FUZZ_CHECK(!store_begin(store, NULL));
    write_entries(&fixture, store);
    FUZZ_CHECK(!store_commit(store, NULL));
    FUZZ_CHECK(!store_begin(store, NULL));
    FUZZ_CHECK(
        !dictionary_open(store, &fixture.arena, &fixture.dictionary, NULL));
    return &fixture;
}

// ---- The same by going through all of it ------------------------------------

typedef bool oracle(void *pattern, const struct dictionary_entry *entry);

static size_t count_matches(const struct fixture *fixture, oracle *matches,
                            void *pattern)
{
    size_t count = 0;
    for (size_t i = 0; i < fixture->count; i++)
        count += matches(pattern, &fixture->entries[i]);
    return count;
}

struct letters {
    uint32_t items[3 * FOLD_SOURCE_MAX];
    size_t count;
};

static struct letters letters_of(struct slice text)
{
    struct letters letters = { .count = 0 };
    for (size_t at = 0; at < text.len;)
        at += utf8_decode(text.ptr + at, text.len - at,
                          &letters.items[letters.count++]);
    return letters;
}

// By the definition: reach[j] tells whether the pattern so far is the first j
// letters.
static bool matches_glob(const struct letters *signs, struct slice text)
{
    const struct letters letters = letters_of(text);
    bool reach[TERM_MAX + 1] = { true };
    for (size_t i = 0; i < signs->count; i++) {
        const uint32_t sign = signs->items[i];
        bool next[TERM_MAX + 1] = { sign == '*' && reach[0] };
        for (size_t j = 1; j <= letters.count; j++)
            next[j] = sign == '*' ? reach[j] || next[j - 1]
                                  : reach[j - 1]
                                        && (sign == '?'
                                            || sign == letters.items[j - 1]);
        memcpy(reach, next, sizeof reach);
    }
    return reach[letters.count];
}

struct wildcard {
    struct letters typed;
    struct letters key; // the same, with the keys of its literal parts
};

static struct wildcard read_wildcard(struct slice pattern)
{
    struct buffer key = { 0 };
    size_t start = 0;
    for (size_t at = 0; at <= pattern.len; at++) {
        const char byte = at < pattern.len ? pattern.ptr[at] : '\0';
        const bool sign = byte == '*' || byte == '?';
        if (at < pattern.len && !sign) continue;
        char room[TERM_MAX];
        const struct slice part = { pattern.ptr + start, at - start };
        if (part.len) buffer_add(&key, fold_key(part, room));
        if (sign) buffer_add_byte(&key, pattern.ptr[at]);
        start = at + 1;
    }
    struct wildcard wildcard = {
        .typed = letters_of(pattern),
        .key = letters_of(buffer_slice(&key)),
    };
    buffer_free(&key);
    return wildcard;
}

static bool matches_wildcard(void *pattern,
                             const struct dictionary_entry *entry)
{
    const struct wildcard *wildcard = pattern;
    return matches_glob(&wildcard->key, entry->key)
           || matches_glob(&wildcard->typed, entry->key)
           || matches_glob(&wildcard->typed, entry->term);
}

struct regex {
    pcre2_code *code;
    pcre2_match_data *match;
    bool failed; // a match gave up
};

static bool matches_text(struct regex *regex, struct slice text)
{
    int code = pcre2_match(regex->code, (PCRE2_SPTR)text.ptr, text.len, 0, 0,
                           regex->match, NULL);
    if (code < 0 && code != PCRE2_ERROR_NOMATCH) regex->failed = true;
    return code >= 0;
}

static bool matches_regex(void *pattern, const struct dictionary_entry *entry)
{
    return matches_text(pattern, entry->key)
           || matches_text(pattern, entry->term);
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

// Optimal string alignment, the whole table of it.
static unsigned distance(const struct letters *a, const struct letters *b)
{
    static unsigned edits[TERM_MAX + 1][TERM_MAX + 1];
    for (size_t i = 0; i <= a->count; i++)
        for (size_t j = 0; j <= b->count; j++) {
            if (i == 0 || j == 0) {
                edits[i][j] = (unsigned)(i + j);
                continue;
            }
            const bool same = a->items[i - 1] == b->items[j - 1];
            unsigned best = edits[i - 1][j - 1] + !same;
            best = least(best, edits[i - 1][j] + 1);
            best = least(best, edits[i][j - 1] + 1);
            if (i > 1 && j > 1 && a->items[i - 1] == b->items[j - 2]
                && a->items[i - 2] == b->items[j - 1])
                best = least(best, edits[i - 2][j - 2] + 1);
            edits[i][j] = best;
        }
    return edits[a->count][b->count];
}

static bool has_digit(const struct letters *letters)
{
    for (size_t i = 0; i < letters->count; i++)
        if (utf8proc_category((utf8proc_int32_t)letters->items[i])
            == UTF8PROC_CATEGORY_ND)
            return true;
    return false;
}

static size_t count_similar(const struct fixture *fixture, struct slice key,
                            unsigned limit)
{
    const struct letters wanted = letters_of(key);
    if (has_digit(&wanted)) return 0;
    size_t count = 0;
    for (size_t i = 0; i < fixture->count; i++) {
        const struct letters letters = letters_of(fixture->entries[i].key);
        count += !has_digit(&letters) && distance(&wanted, &letters) <= limit;
    }
    return count;
}

// ---- Look-ups ---------------------------------------------------------------

static void check_lookup(const struct lookup *lookup, size_t limit)
{
    FUZZ_CHECK(lookup->count <= limit);
    FUZZ_CHECK(lookup->count <= lookup->total);
    FUZZ_CHECK(lookup->count == limit || lookup->count == lookup->total);
    for (size_t i = 0; i < lookup->count; i++)
        FUZZ_CHECK(lookup->items[i].entry.articles > 0);
}

static void try_wildcard(const struct fixture *fixture, struct slice text,
                         size_t limit, struct arena *arena)
{
    char bytes[FOLD_SOURCE_MAX];
    const struct slice pattern = { bytes, fold_casefold(utf8_cut(text, 64),
                                                        bytes, sizeof bytes) };
    struct lookup lookup;
    FUZZ_CHECK(!lookup_wildcard(fixture->dictionary, pattern, limit, arena,
                                &lookup, NULL));
    check_lookup(&lookup, limit);
    struct wildcard wildcard = read_wildcard(pattern);
    FUZZ_CHECK(lookup.total
               == count_matches(fixture, matches_wildcard, &wildcard));
}

static void try_similar(const struct fixture *fixture, struct slice text,
                        size_t limit, struct arena *arena)
{
    char bytes[TERM_MAX], room[TERM_MAX];
    const struct slice term = { bytes,
                                fold_casefold(text, bytes, sizeof bytes) };
    if (term.len == 0 || memchr(bytes, '\n', term.len)) return;
    const struct slice key = fold_key(term, room);
    for (unsigned edits = 1; edits <= LOOKUP_EDITS_MAX; edits++) {
        struct lookup lookup;
        FUZZ_CHECK(!lookup_similar(fixture->dictionary, key, edits, limit,
                                   arena, &lookup, NULL));
        check_lookup(&lookup, limit);
        if (!lookup.cut_short)
            FUZZ_CHECK(lookup.total == count_similar(fixture, key, edits));
    }
}

static pcre2_code *compile(struct slice pattern)
{
    const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS
                             | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C
                             | PCRE2_MATCH_INVALID_UTF;
    int error;
    PCRE2_SIZE offset;
    return pcre2_compile((PCRE2_SPTR)pattern.ptr, pattern.len, options, &error,
                         &offset, NULL);
}

static void try_regex(const struct fixture *fixture, struct slice pattern,
                      size_t limit, struct arena *arena)
{
    struct lookup lookup;
    enum offprint_status status =
        lookup_regex(fixture->dictionary, pattern, limit, arena, &lookup, NULL);
    FUZZ_CHECK(status == OFFPRINT_OK || status == OFFPRINT_MISUSE);
    check_lookup(&lookup, status ? 0 : limit);
    if (status || lookup.cut_short) return;
    struct regex regex = { .code = compile(pattern),
                           .match = pcre2_match_data_create(1, NULL) };
    FUZZ_CHECK(regex.code && regex.match);
    size_t count = count_matches(fixture, matches_regex, &regex);
    if (!regex.failed) FUZZ_CHECK(lookup.total == count);
    pcre2_match_data_free(regex.match);
    pcre2_code_free(regex.code);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const TRY[])(const struct fixture *, struct slice, size_t,
                               struct arena *) = {
        try_wildcard,
        try_similar,
        try_regex,
    };
    enum { KINDS = sizeof TRY / sizeof TRY[0] };
    if (size < 2) return 0;
    struct arena arena = { 0 };
    const struct slice pattern = { (const char *)data + 1, size - 1 };
    TRY[data[0] % KINDS](get_fixture(), pattern, 1 + data[0] / KINDS, &arena);
    arena_free(&arena);
    return 0;
}
