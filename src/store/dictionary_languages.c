#include "store/dictionary_languages.h"

#include <assert.h>

enum {
    USUAL = 0,        // number of the set that has no codes
    NUMBER_FULL = 15, // the rest of a number stands in the next byte
    GAP_UNIT = 16,    // a code without a set passes one unit of entries or more
    GAP_UNITS_MAX = 16,
    // Codes take at most this share of the entries, in bytes. More of them are
    // slower to pass than a byte for each entry, and hardly smaller.
    CODES_SHARE = 4,
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

// Numbers the sets anew, so that the usual one is the first.
static void put_usual_first(struct dictionary_language_packer *packer)
{
    struct buffer *numbers = &packer->numbers;
    const uint8_t usual = find_usual(buffer_slice(numbers));
    const uint32_t set = packer->sets[usual];
    packer->sets[usual] = packer->sets[USUAL];
    packer->sets[USUAL] = set;
    for (size_t i = 0; i < numbers->len; i++) {
        const uint8_t number = (uint8_t)numbers->ptr[i];
        if (number == usual)
            numbers->ptr[i] = USUAL;
        else if (number == USUAL)
            numbers->ptr[i] = (char)usual;
    }
}

// False where the codes would be too many; some of them were added then.
static bool add_codes(struct buffer *packed, struct slice numbers)
{
    const size_t most = packed->len + numbers.len / CODES_SHARE;
    size_t next = 0; // behind the last entry with a code
    for (size_t i = 0; i < numbers.len; i++) {
        if (numbers.ptr[i] == USUAL) continue;
        add_code(packed, i - next, (uint8_t)numbers.ptr[i]);
        next = i + 1;
        if (packed->len > most) return false;
    }
    return true;
}

void dictionary_languages_pack(struct dictionary_language_packer *packer)
{
    struct buffer *packed = &packer->packed;
    struct slice numbers = buffer_slice(&packer->numbers);
    put_usual_first(packer);
    for (size_t i = 0; i < packer->set_count; i++)
        add_set(packed, packer->sets[i]);
    const size_t table = packed->len;
    if (add_codes(packed, numbers)) return;
    packed->len = table;
    buffer_add(packed, numbers);
}

// ---- Reading ----------------------------------------------------------------

// Finds the next entry that has a code, from the one on that is behind the
// last.
static bool find_odd(struct dictionary_languages *languages, size_t entry)
{
    const uint8_t *at = languages->codes;
    languages->odd_entry = languages->count;
    while (at < languages->end) {
        const size_t gap = *at >> 4;
        size_t number = *at++ & 15;
        if (number == USUAL) {
            entry += (gap + 1) * GAP_UNIT;
            continue;
        }
        entry += gap;
        if (number == NUMBER_FULL) {
            if (at == languages->end) return false;
            number += *at++;
        }
        languages->codes = at;
        languages->odd_entry = entry;
        return entry < languages->count
               && dictionary_languages_get(languages, number, &languages->odd);
    }
    return true;
}

bool dictionary_languages_begin(struct slice packed, size_t set_count,
                                size_t count,
                                struct dictionary_languages *languages)
{
    const uint8_t *sets = (const uint8_t *)packed.ptr;
    const size_t table = set_count * DICTIONARY_SET_BYTES;
    *languages = (struct dictionary_languages){
        .sets = sets,
        .set_count = set_count,
        .count = count,
        .codes = sets + table,
        .end = sets + packed.len,
    };
    if (packed.len - table == count) languages->numbers = languages->codes;
    return dictionary_languages_get(languages, USUAL, &languages->usual)
           && (languages->numbers || find_odd(languages, 0));
}

bool dictionary_languages_pass_odd(struct dictionary_languages *languages)
{
    return find_odd(languages, languages->odd_entry + 1);
}

bool dictionary_languages_skip(struct dictionary_languages *languages,
                               size_t entry)
{
    if (languages->numbers) return true;
    while (languages->odd_entry < entry)
        if (!dictionary_languages_pass_odd(languages)) return false;
    return true;
}
