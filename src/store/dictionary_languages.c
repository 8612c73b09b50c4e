#include "store/dictionary_languages.h"

#include <assert.h>

enum {
    USUAL = 0,        // number of the set that has no codes
    NUMBER_FULL = 15, // the rest of a number stands in the next byte
    GAP_UNIT = 16,    // a code without a set passes one unit of entries or more
    GAP_UNITS_MAX = 16,
};

// ---- Packing ----------------------------------------------------------------

void dictionary_languages_add(struct dictionary_language_packer *packer,
                              uint32_t languages)
{
    size_t at = 0;
    while (at < packer->set_count && packer->sets[at] != languages) at++;
    assert(at < DICTIONARY_SETS_MAX);
    packer->sets[at] = languages;
    if (at == packer->set_count) packer->set_count++;
    buffer_add_byte(&packer->numbers, (char)at);
}

// The number of the set that most entries have.
static uint8_t find_usual(struct slice numbers)
{
    size_t uses[DICTIONARY_SETS_MAX] = { 0 };
    size_t usual = 0;
    for (size_t i = 0; i < numbers.len; i++) uses[(uint8_t)numbers.ptr[i]]++;
    for (size_t i = 1; i < DICTIONARY_SETS_MAX; i++)
        if (uses[i] > uses[usual]) usual = i;
    return (uint8_t)usual;
}

static void add_set(struct buffer *packed, uint32_t set)
{
    for (int i = 0; i < DICTIONARY_SET_BYTES; i++)
        buffer_add_byte(packed, (char)(set >> 8 * i));
}

// Adds the code of an entry that has another set than those of the gap, which
// are the entries behind the last one with a code.
static void add_code(struct buffer *packed, size_t gap, size_t number)
{
    while (gap >= GAP_UNIT) {
        size_t units = gap / GAP_UNIT;
        if (units > GAP_UNITS_MAX) units = GAP_UNITS_MAX;
        buffer_add_byte(packed, (char)((units - 1) << 4 | USUAL));
        gap -= units * GAP_UNIT;
    }
    size_t low = number < NUMBER_FULL ? number : NUMBER_FULL;
    buffer_add_byte(packed, (char)(gap << 4 | low));
    if (low == NUMBER_FULL)
        buffer_add_byte(packed, (char)(number - NUMBER_FULL));
}

void dictionary_languages_pack(struct dictionary_language_packer *packer)
{
    struct buffer *packed = &packer->packed;
    struct slice numbers = buffer_slice(&packer->numbers);
    const uint8_t usual = find_usual(numbers);
    const uint32_t first = packer->sets[USUAL]; // changes places with it
    packer->sets[USUAL] = packer->sets[usual];
    packer->sets[usual] = first;
    for (size_t i = 0; i < packer->set_count; i++)
        add_set(packed, packer->sets[i]);

    size_t next = 0; // behind the last entry with a code
    for (size_t i = 0; i < numbers.len; i++) {
        uint8_t number = (uint8_t)numbers.ptr[i];
        if (number == usual) continue;
        add_code(packed, i - next, number == USUAL ? usual : number);
        next = i + 1;
    }
}

// ---- Reading ----------------------------------------------------------------

static uint32_t read_set(const struct dictionary_languages *languages,
                         size_t number)
{
    const uint8_t *at = languages->sets + number * DICTIONARY_SET_BYTES;
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16
           | (uint32_t)at[3] << 24;
}

// Reads codes from the entry on, and the first set at an entry not before wanted.
// Those between are passed in registers: where every other entry has a code,
// there are a thousand of them.
static bool find_odd(struct dictionary_languages *languages, size_t entry,
                     size_t wanted)
{
    const uint8_t *at = languages->codes;
    const uint8_t *const end = languages->end;
    size_t number = USUAL;
    while (at < end) {
        const size_t gap = *at >> 4;
        number = *at++ & 15;
        entry += number == USUAL ? (gap + 1) * GAP_UNIT : gap + 1;
        if (number == NUMBER_FULL) {
            if (at == end) return false;
            number += *at++;
        }
        if (entry > wanted && number != USUAL) break;
        number = USUAL;
    }
    languages->codes = at;
    languages->odd_entry = languages->count;
    if (number == USUAL) return true;
    if (entry > languages->count || number >= languages->set_count)
        return false;
    languages->odd_entry = entry - 1;
    languages->odd = read_set(languages, number);
    return true;
}

bool dictionary_languages_begin(struct slice packed, size_t set_count,
                                size_t count,
                                struct dictionary_languages *languages)
{
    const uint8_t *sets = (const uint8_t *)packed.ptr;
    *languages = (struct dictionary_languages){
        .count = count,
        .sets = sets,
        .set_count = set_count,
        .codes = sets + set_count * DICTIONARY_SET_BYTES,
        .end = sets + packed.len,
    };
    languages->usual = read_set(languages, USUAL);
    return find_odd(languages, 0, 0);
}

bool dictionary_languages_pass_odd(struct dictionary_languages *languages)
{
    return find_odd(languages, languages->odd_entry + 1, 0);
}

bool dictionary_languages_skip(struct dictionary_languages *languages,
                               size_t entry)
{
    return languages->odd_entry >= entry
           || find_odd(languages, languages->odd_entry + 1, entry);
}
