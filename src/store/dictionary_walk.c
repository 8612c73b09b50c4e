#include "store/dictionary_walk.h"

#include "base/varint.h"

// The term that is number i of those that differ.
static struct slice own_term(const struct dictionary_block *block, size_t i)
{
    uint32_t start = block->term_starts[i];
    return (struct slice){ block->terms.ptr + start,
                           block->term_starts[i + 1] - start - 1 };
}

// The first term that differs whose owner is not before entry.
static size_t first_own_term(const struct dictionary_block *block, size_t entry)
{
    size_t low = 0, high = block->term_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (block->term_owners[middle] < entry)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct slice dictionary_block_term(const struct dictionary_block *block,
                                   size_t entry)
{
    size_t term = first_own_term(block, entry);
    if (term < block->term_count && block->term_owners[term] == entry)
        return own_term(block, term);
    return dictionary_block_key(block, entry);
}

static bool read_rest(struct dictionary_counts *counts, uint64_t *count)
{
    uint64_t rest;
    if (!varint_read(&counts->numbers, counts->end, &rest)) return false;
    return !__builtin_add_overflow(*count, rest, count);
}

static bool read_counts(struct dictionary_counts *counts, uint64_t *articles,
                        uint64_t *occurrences)
{
    const unsigned code = *counts->codes++;
    *articles = code >> 4;
    *occurrences = code & 15;
    if (*articles == DICTIONARY_NIBBLE_FULL && !read_rest(counts, articles))
        return false;
    if (*occurrences == DICTIONARY_NIBBLE_FULL
        && !read_rest(counts, occurrences))
        return false;
    return !__builtin_add_overflow(*articles, 1, articles)
           && !__builtin_add_overflow(*occurrences, *articles, occurrences);
}

struct dictionary_walk dictionary_walk_begin(
    const struct dictionary_unpacked *unpacked)
{
    return (struct dictionary_walk){ .block = &unpacked->block,
                                     .counts = unpacked->counts,
                                     .languages = unpacked->languages };
}

// Passes counts without reading them, and without branches that depend on
// them: few numbers are long, but where they are cannot be foreseen. False where
// they are cut off.
static bool skip_counts(struct dictionary_counts *counts, size_t entries)
{
    size_t numbers = 0;
    for (size_t i = 0; i < entries; i++) {
        const unsigned code = counts->codes[i];
        numbers += (code >> 4 == DICTIONARY_NIBBLE_FULL)
                   + ((code & 15) == DICTIONARY_NIBBLE_FULL);
    }
    counts->codes += entries;
    while (numbers > 0 && counts->numbers < counts->end)
        numbers -= *counts->numbers++ < 0x80; // the last byte of a number
    return numbers == 0;
}

void dictionary_walk_skip(struct dictionary_walk *walk, size_t entry)
{
    if (entry == walk->entry || walk->damaged) return;
    walk->damaged = !skip_counts(&walk->counts, entry - walk->entry)
                    || !dictionary_languages_skip(&walk->languages, entry);
    walk->entry = entry;
    walk->term = first_own_term(walk->block, entry);
}

bool dictionary_walk_next(struct dictionary_walk *walk,
                          struct dictionary_entry *entry)
{
    const struct dictionary_block *block = walk->block;
    if (walk->entry == block->count || walk->damaged) return false;
    entry->key = entry->term = dictionary_block_key(block, walk->entry);
    if (walk->term < block->term_count
        && block->term_owners[walk->term] == walk->entry)
        entry->term = own_term(block, walk->term++);
    walk->damaged =
        !read_counts(&walk->counts, &entry->articles, &entry->occurrences)
        || !dictionary_languages_next(&walk->languages, walk->entry,
                                      &entry->languages);
    walk->entry++;
    return !walk->damaged;
}
