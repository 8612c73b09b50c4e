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

static uint64_t eight_bytes(const uint8_t *at)
{
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

// The sum of the bytes, which is below 256.
static size_t sum_of_bytes(uint64_t bytes)
{
    return bytes * 0x0101010101010101 >> 56;
}

// How many nibbles of codes say that a number follows.
static size_t count_full(const uint8_t *codes, size_t entries)
{
    static const uint64_t ONES = 0x1111111111111111;
    size_t full = 0;
    for (; entries >= 8; entries -= 8, codes += 8) {
        const uint64_t eight = eight_bytes(codes), two = eight & eight >> 1;
        const uint64_t each = two & two >> 2 & ONES;
        full += sum_of_bytes((each & 0x0F0F0F0F0F0F0F0F)
                             + (each >> 4 & 0x0F0F0F0F0F0F0F0F));
    }
    for (; entries > 0; entries--, codes++)
        full += (*codes >> 4 == DICTIONARY_NIBBLE_FULL)
                + ((*codes & 15) == DICTIONARY_NIBBLE_FULL);
    return full;
}

// Passes counts without reading them, and without branches that depend on
// them: few numbers are long, but where they are cannot be foreseen. False
// where they are cut off.
static bool skip_counts(struct dictionary_counts *counts, size_t entries)
{
    size_t numbers = count_full(counts->codes, entries);
    counts->codes += entries;
    while (numbers >= 8 && counts->end - counts->numbers >= 8) {
        // The last byte of a number is below 0x80.
        const uint64_t eight = ~eight_bytes(counts->numbers);
        numbers -= sum_of_bytes(eight >> 7 & 0x0101010101010101);
        counts->numbers += 8;
    }
    while (numbers > 0 && counts->numbers < counts->end)
        numbers -= *counts->numbers++ < 0x80;
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
