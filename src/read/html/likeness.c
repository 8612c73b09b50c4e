#include "read/html/likeness.h"

#include <stdbool.h>
#include <xxhash.h>

#include "text/words.h"

enum { WORDS_MAX = 64 };

struct word_set {
    uint64_t hashes[WORDS_MAX];
    size_t count;
};

static int add_word(void *context, const struct word *word)
{
    struct word_set *set = context;
    set->hashes[set->count++] = XXH3_64bits(word->term.ptr, word->term.len);
    return set->count == WORDS_MAX;
}

static bool holds(const struct word_set *set, uint64_t hash)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->hashes[i] == hash) return true;
    return false;
}

double html_likeness(struct slice text, struct slice other)
{
    struct word_set words = { .count = 0 }, others = { .count = 0 };
    words_analyse(text, add_word, &words);
    words_analyse(other, add_word, &others);
    size_t shared = 0;
    for (size_t i = 0; i < words.count; i++)
        shared += holds(&others, words.hashes[i]);
    return words.count ? (double)shared / (double)words.count : 0;
}
