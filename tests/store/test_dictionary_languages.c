#include "store/dictionary_languages.h"

#include <stdlib.h>

#include "test.h"

enum { ENTRIES_MAX = 3000 };

// The sets of the entries of a block.
struct entries {
    uint32_t sets[ENTRIES_MAX];
    size_t count;
};

struct packed {
    char *bytes; // of exactly their size: the sanitizers see one too many
    size_t len;
    size_t set_count;
};

static struct packed pack(const struct entries *entries)
{
    struct dictionary_language_packer packer = { 0 };
    for (size_t i = 0; i < entries->count; i++)
        dictionary_languages_add(&packer, entries->sets[i]);
    dictionary_languages_pack(&packer);
    CHECK(!packer.numbers.failed && !packer.packed.failed);
    struct packed packed = { malloc(packer.packed.len), packer.packed.len,
                             packer.set_count };
    memcpy(packed.bytes, packer.packed.ptr, packed.len);
    buffer_free(&packer.numbers);
    buffer_free(&packer.packed);
    return packed;
}

// Reads the sets of some entries, each step entries behind the one before, and
// counts those that are wrong. False where they are damaged.
static bool read_all(struct slice packed, size_t set_count,
                     const struct entries *entries, size_t step, size_t *wrong)
{
    struct dictionary_languages languages;
    *wrong = 0;
    if (!dictionary_languages_begin(packed, set_count, entries->count,
                                    &languages))
        return false;
    for (size_t i = 0; i < entries->count; i += step) {
        uint32_t set;
        if (!dictionary_languages_skip(&languages, i)
            || !dictionary_languages_next(&languages, i, &set))
            return false;
        *wrong += set != entries->sets[i];
    }
    return true;
}

static void check_come_back(const struct entries *entries)
{
    static const size_t STEPS[] = { 1, 2, 17, 255, 1000, 2999 };
    struct packed packed = pack(entries);
    struct slice bytes = { packed.bytes, packed.len };
    for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++) {
        size_t wrong;
        CHECK(read_all(bytes, packed.set_count, entries, STEPS[i], &wrong));
        CHECK_INT(wrong, 0);
    }
    free(packed.bytes);
}

// As dictionary_block.h draws them, and 20 entries and a last one behind that.
TEST(dictionary_languages, codes_are_as_drawn)
{
    static const char WANT[] = "\x02\0\0\0\x03\0\0\0\x01\0\0\0"
                               "\x01\x22\x00\x41";
    struct entries entries = { .count = 25 };
    for (size_t i = 0; i < entries.count; i++) entries.sets[i] = 2;
    entries.sets[0] = entries.sets[24] = 3;
    entries.sets[3] = 1;
    struct packed packed = pack(&entries);
    CHECK_SLICE(((struct slice){ packed.bytes, packed.len }), SLICE(WANT));
    free(packed.bytes);
}

// Sets of which there are so many, one entry in every having another than the
// usual one.
static void fill(struct entries *entries, uint32_t sets, size_t every)
{
    for (size_t i = 0; i < entries->count; i++) {
        uint32_t set = 1;
        if (test_random() % every == 0) set += (uint32_t)test_random() % sets;
        entries->sets[i] = set * 0x9E3779B9u;
    }
}

TEST(dictionary_languages, come_back)
{
    static const uint32_t SETS[] = { 1, 2, 14, 15, 16, 17, 100, 256 };
    static const size_t EVERY[] = { 1, 2, 15, 16, 100, 1000 };
    static const size_t COUNTS[] = { 1, 2, 16, 17, 300, ENTRIES_MAX };
    struct entries entries;
    for (size_t i = 0; i < 8 * 6 * 6; i++) {
        entries.count = COUNTS[i / 48];
        fill(&entries, SETS[i % 8], EVERY[i / 8 % 6]);
        check_come_back(&entries);
    }
}

TEST(dictionary_languages, gaps_of_any_length_come_back)
{
    struct entries entries = { .count = ENTRIES_MAX };
    for (size_t gap = 0; gap < 1200; gap += gap < 600 ? 1 : 7) {
        for (size_t i = 0; i < entries.count; i++)
            entries.sets[i] = i == gap || i == 2 * gap + 1 ? 8 : 4;
        check_come_back(&entries);
    }
}

TEST(dictionary_languages, are_small)
{
    static const struct {
        const char *name;
        uint32_t sets;
        size_t every;
        size_t most; // bytes for 3000 entries
    } ROWS[] = {
        { "one set", 1, 1, 4 },
        { "one entry in a hundred", 15, 100, 4 * 15 + 150 },
        { "one entry in ten", 15, 10, 4 * 15 + 750 },
        { "all entries", 256, 1, 4 * 256 + 3000 },
    };
    struct entries entries = { .count = ENTRIES_MAX };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        fill(&entries, ROWS[i].sets, ROWS[i].every);
        struct packed packed = pack(&entries);
        CHECK(packed.len <= ROWS[i].most);
        free(packed.bytes);
    }
}

// Whatever the codes are, each set is one of the table.
static void check_harmless(struct slice packed, size_t set_count, size_t count,
                           size_t *refused)
{
    struct dictionary_languages languages;
    bool fits =
        dictionary_languages_begin(packed, set_count, count, &languages);
    for (size_t i = 0; fits && i < count; i++) {
        uint32_t set = 0;
        fits = dictionary_languages_next(&languages, i, &set);
        bool known = !fits;
        for (size_t j = 0; j < set_count; j++)
            known = known || set == (j + 1) * 0x01010101u;
        CHECK(known);
    }
    *refused += !fits;
}

TEST(dictionary_languages, damaged_codes_do_no_harm)
{
    enum { SETS = 20, ENTRIES = 40, CODES = 30, ROUNDS = 30000 };
    const size_t table = SETS * DICTIONARY_SET_BYTES;
    size_t refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
        size_t len = table + test_random() % CODES;
        char *bytes = malloc(len); // seen by the sanitizers
        for (size_t i = 0; i < len; i++)
            bytes[i] = (char)(i < table ? i / DICTIONARY_SET_BYTES + 1
                                        : test_random());
        check_harmless((struct slice){ bytes, len }, SETS,
                       1 + test_random() % ENTRIES, &refused);
        free(bytes);
    }
    CHECK(refused > ROUNDS / 10 && refused < ROUNDS);
}

TEST(dictionary_languages, damaged_codes_are_seen)
{
    const struct {
        const char *name;
        struct slice packed; // of 2 sets
        size_t count;
        bool whole;
    } ROWS[] = {
        { "no codes", SLICE("\1\0\0\0\2\0\0\0"), 100, true },
        { "the last entry", SLICE("\1\0\0\0\2\0\0\0\x50\x31"), 100, true },
        { "behind the last entry", SLICE("\1\0\0\0\2\0\0\0\x50\x41"), 100,
          false },
        { "a set behind the last", SLICE("\1\0\0\0\2\0\0\0\x02"), 100, false },
        { "a long number cut off", SLICE("\1\0\0\0\2\0\0\0\x0F"), 100, false },
        { "numbers", SLICE("\1\0\0\0\2\0\0\0\1\0"), 2, true },
        { "a number behind the last", SLICE("\1\0\0\0\2\0\0\0\1\2"), 2, false },
        { "a long number", SLICE("\1\0\0\0\2\0\0\0\x0F\x00"), 100, false },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        struct entries entries = { .count = ROWS[i].count };
        size_t wrong;
        CHECK_INT(read_all(ROWS[i].packed, 2, &entries, 1, &wrong),
                  ROWS[i].whole);
    }
}
