// dictionary.c - how long words of a query take to look up: dictionary INDEX
// [WORDS] prints the time of families of random words in 20 articles or more,
// of wildcards, expressions and similar words over the dictionary of an index.

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "search/lookup.h"
#include "search/word_family.h"
#include "store/store.h"

enum {
    WORDS = 3000,
    ROUNDS = 20,
    FAMILY_ROUNDS = 3,
    FREQUENT = 20, // articles
    LIMIT = 200,
};

struct sample {
    struct arena arena;
    struct slice *items;
    size_t count;
    size_t room;
    uint64_t seen;
    uint64_t state;
};

static uint64_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

// Keeps a random choice of room of the terms shown (reservoir sampling).
static bool add_sample(void *context, const struct dictionary_entry *entry)
{
    struct sample *sample = context;
    if (entry->articles < FREQUENT) return true;
    uint64_t at = sample->seen++;
    if (at >= sample->room) at = next_random(&sample->state) % sample->seen;
    if (at >= sample->room) return true;
    sample->items[at] = arena_copy(&sample->arena, entry->term);
    if (sample->count < sample->room) sample->count++;
    return true;
}

static void time_families(struct store *store, struct dictionary *dictionary,
                          const struct sample *sample)
{
    static const struct query NO_QUERY;
    struct arena arena = { 0 };
    struct kinship kinship = { .store = store,
                               .dictionary = dictionary,
                               .stemmers = stemmers_open(),
                               .acronyms = true,
                               .arena = &arena };
    struct archive_languages languages;
    archive_languages_read(store, &NO_QUERY, &languages, NULL);
    kinship.languages = languages;
    double total = 0, longest = 0;
    size_t forms_total = 0, forms_most = 0;
    struct slice slowest = { NULL, 0 };
    for (size_t i = 0; i < sample->count; i++) {
        double took = 1e9; // the best of a few rounds: others run here as well
        size_t found = 0;
        for (int round = 0; round < FAMILY_ROUNDS; round++) {
            struct forms forms = { .arena = &arena };
            double started = clock_seconds();
            if (word_family_add(&kinship, sample->items[i], sample->items[i],
                                &forms, NULL))
                exit(1);
            double once = clock_seconds() - started;
            if (once < took) took = once;
            found = forms.count;
            arena_reset(&arena);
        }
        if (took > longest) slowest = sample->items[i];
        if (took > longest) longest = took;
        if (found > forms_most) forms_most = found;
        forms_total += found;
        total += took;
    }
    printf("families of %zu words: mean %.3f ms, max %.3f ms (%.*s); forms "
           "mean %.1f, most %zu\n",
           sample->count, total * 1e3 / (double)sample->count, longest * 1e3,
           SLICE_ARGS(slowest), (double)forms_total / (double)sample->count,
           forms_most);
    stemmers_close(kinship.stemmers);
    arena_free(&arena);
}

static const struct {
    const char *pattern;
    enum { WILDCARD, REGEX, SIMILAR_1, SIMILAR_2 } kind;
} PATTERNS[] = {
    { "observ*", WILDCARD },    { "s*", WILDCARD },
    { "*stein*", WILDCARD },    { "*ation", WILDCARD },
    { "wom?n", WILDCARD },      { "^wom.n$", REGEX },
    { "stein$", REGEX },        { "^\\w*ph\\w*y$", REGEX },
    { "(a+)+$", REGEX },        { "recieve", SIMILAR_1 },
    { "recieve", SIMILAR_2 },   { "schwarzeneger", SIMILAR_2 },
    { "anarchsim", SIMILAR_2 }, { "teh", SIMILAR_1 },
};

static enum offprint_status look_up(struct dictionary *dictionary, size_t row,
                                    struct arena *arena, struct lookup *lookup)
{
    struct slice pattern = slice_of(PATTERNS[row].pattern);
    switch (PATTERNS[row].kind) {
    case WILDCARD:
        return lookup_wildcard(dictionary, pattern, LIMIT, arena, lookup, NULL);
    case REGEX:
        return lookup_regex(dictionary, pattern, LIMIT, arena, lookup, NULL);
    case SIMILAR_1:
        return lookup_similar(dictionary, pattern, 1, LIMIT, arena, lookup,
                              NULL);
    case SIMILAR_2: break;
    }
    return lookup_similar(dictionary, pattern, 2, LIMIT, arena, lookup, NULL);
}

static void time_patterns(struct dictionary *dictionary)
{
    static const char *const KINDS[] = { "wildcard", "regex", "similar 1",
                                         "similar 2" };
    struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof PATTERNS / sizeof PATTERNS[0]; i++) {
        double best = 1e9;
        struct lookup lookup = { 0 };
        for (int round = 0; round < ROUNDS; round++) {
            arena_reset(&arena);
            double started = clock_seconds();
            if (look_up(dictionary, i, &arena, &lookup)) exit(1);
            double took = clock_seconds() - started;
            if (took < best) best = took;
        }
        printf("%-10s %-16s %8.3f ms, %zu words", KINDS[PATTERNS[i].kind],
               PATTERNS[i].pattern, best * 1e3, lookup.total);
        if (lookup.count)
            printf(", first %.*s", SLICE_ARGS(lookup.items[0].entry.term));
        putchar('\n');
    }
    arena_free(&arena);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("usage: dictionary INDEX [WORDS]\n", stderr);
        return 2;
    }
    struct arena arena = { 0 };
    struct store *store;
    struct dictionary *dictionary;
    struct offprint_error err;
    if (store_open(argv[1], &store, &err) || store_begin(store, &err)
        || dictionary_open(store, &arena, &dictionary, &err)) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    struct sample sample = { .state = 20261122 };
    sample.room = argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : WORDS;
    sample.items = arena_alloc(&arena, sample.room * sizeof *sample.items);
    double started = clock_seconds();
    if (!sample.items
        || dictionary_scan(dictionary, (struct slice){ "", 0 }, add_sample,
                           &sample, &err))
        return 1;
    printf("%llu words, all read in order in %.3f ms\n",
           (unsigned long long)dictionary_size(dictionary),
           (clock_seconds() - started) * 1e3);
    time_families(store, dictionary, &sample);
    time_patterns(dictionary);
    arena_free(&sample.arena);
    arena_free(&arena);
    store_close(store);
    return 0;
}
