// Both tables hold rows of a key, a language and a weight; a key of several
// languages has a row for each. Rows stand in the order of the hash of their
// keys, and a second table says where each bucket of them begins:
//
//     BUCKETS  0  3  5  5 ...      bucket 0 is rows 0 to 2, bucket 1 is 3 and 4
//     rows     esa ES 43 | esa GL 43 | duen EU 52 | buite AF 49 | ...
//
// Single letters beyond ASCII stand among the threes: ğ, ў and ے say much.
//
// The weight is the logarithm of how much more often the language has the key
// than chance would, so that sums of them compare languages (naive Bayes, with
// what is not in the table at chance).

#include "text/guess_votes.h"

#include <string.h>

#include "base/utf8.h"
#include "text/properties.h"

enum { KEY_ROOM = 16 }; // bytes

struct guess_row {
    char key[KEY_ROOM]; // filled up with NUL
    uint8_t language;
    uint8_t weight;
};

#include "text/guess_tables.h"

_Static_assert((int)GUESS_LANGUAGE_COUNT <= GUESS_LANGUAGES_MAX,
               "room for scores");

const struct guess_language_row *guess_language_rows(size_t *count)
{
    *count = GUESS_LANGUAGE_COUNT;
    return GUESS_LANGUAGES;
}

// The number that bytes are with the lowest first, whatever the machine.
static uint64_t number_of(const char *bytes)
{
    const uint8_t *b = (const uint8_t *)bytes;
    return b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16
           | (uint64_t)b[3] << 24 | (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40
           | (uint64_t)b[6] << 48 | (uint64_t)b[7] << 56;
}

// As in guess.py.
static size_t bucket_of(const char key[KEY_ROOM])
{
    uint64_t hash = number_of(key) * 0x9E3779B97F4A7C15u + number_of(key + 8);
    return hash * 0xC2B2AE3D27D4EB4Fu >> (64 - GUESS_BUCKET_BITS);
}

// Puts a text into a key; false where it is too long.
static bool make_key(struct slice text, char key[KEY_ROOM])
{
    if (text.len >= KEY_ROOM) return false;
    memset(key, 0, KEY_ROOM);
    memcpy(key, text.ptr, text.len);
    return true;
}

static bool vote(struct slice text, const struct guess_row *rows,
                 const uint16_t *buckets, uint32_t *scores)
{
    char key[KEY_ROOM];
    if (!make_key(text, key)) return false;
    size_t bucket = bucket_of(key);
    bool known = false;
    for (size_t i = buckets[bucket]; i < buckets[bucket + 1]; i++) {
        if (memcmp(rows[i].key, key, sizeof key) != 0) continue;
        scores[rows[i].language] += rows[i].weight;
        known = true;
    }
    return known;
}

bool guess_vote_word(struct slice term, uint32_t scores[GUESS_LANGUAGES_MAX])
{
    // Kana, Han and Hangul have a language of their own.
    if (term.len == 0 || (uint8_t)term.ptr[0] >= 0xE3) return false;
    return vote(term, GUESS_WORDS, GUESS_WORDS_BUCKETS, scores);
}

bool guess_is_frequent(struct slice language, struct slice term)
{
    char key[KEY_ROOM];
    if (!make_key(term, key)) return false;
    const size_t bucket = bucket_of(key);
    for (size_t i = GUESS_WORDS_BUCKETS[bucket];
         i < GUESS_WORDS_BUCKETS[bucket + 1]; i++) {
        const struct guess_row *row = &GUESS_WORDS[i];
        if (memcmp(row->key, key, sizeof key) == 0
            && slice_equal_nocase(
                language, slice_of(GUESS_LANGUAGES[row->language].code)))
            return true;
    }
    return false;
}

// ---- Letters ----------------------------------------------------------------

// Stands for any digit. No key has one: what is between digits is no word.
enum { DIGIT = '0' };

// The letter that a code point counts as: folded where that is one code point,
// a space for what is neither letter nor digit, 0 for what is not there at all.
static uint32_t letter_of(uint32_t code_point)
{
    enum { LETTERS = WB_AHLETTER | 1 << WB_EXTEND };
    const struct property *property = property_of(code_point);
    if (property->fold == FOLD_DROP) return 0;
    unsigned word_break = property->word_break[RULES_TAILORED];
    if (word_break == WB_NUMERIC) return DIGIT;
    if (!word_break_in(word_break, LETTERS)) return ' ';
    if (property->fold != FOLD_MAP) return code_point;
    return (uint32_t)((int32_t)code_point + property->distance);
}

static void vote_letters(const uint32_t *letters, size_t count,
                         uint32_t *scores)
{
    char bytes[3 * UTF8_MAX];
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        len += utf8_encode(letters[i], bytes + len);
    vote((struct slice){ bytes, len }, GUESS_LETTERS, GUESS_LETTERS_BUCKETS,
         scores);
}

uint32_t guess_vote_letters(struct slice text,
                            uint32_t scores[GUESS_LANGUAGES_MAX])
{
    uint32_t last[3] = { ' ', ' ', ' ' };
    uint32_t threes = 0;
    text = utf8_cut(text, GUESS_LETTER_BYTES);
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        at += utf8_decode(text.ptr + at, text.len - at, &c);
        uint32_t letter = letter_of(c);
        if (letter == 0 || (letter == ' ' && last[2] == ' ')) continue;
        last[0] = last[1];
        last[1] = last[2];
        last[2] = letter;
        if (letter >= 0x80) vote_letters(&last[2], 1, scores);
        if (last[1] == ' ' || last[1] == DIGIT) continue; // not inside a word
        vote_letters(last, 3, scores);
        threes++;
    }
    return threes;
}
