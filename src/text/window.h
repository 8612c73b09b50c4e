// window.h - 64 bytes of text looked at together.
//
// Bit i of a mask is about byte i. Most words of most texts lie in a window
// whole, in ASCII, between bytes that join nothing: for them finding a word
// means counting bits, and their terms stand in the window already.

#ifndef OFFPRINT_TEXT_WINDOW_H
#define OFFPRINT_TEXT_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#    include <emmintrin.h>
#endif

enum { WINDOW_BYTES = 64 };

struct window {
    char lower[WINDOW_BYTES]; // the bytes, A to Z in lower case
    uint64_t alnum;           // ASCII letters and digits
    uint64_t high;            // bytes of other code points
    uint64_t joiners;         // . , ' may join what stands on their two sides
    uint64_t signs;           // + # may end a word
};

// Looks at the 64 bytes one by one.
static inline void window_fill_slowly(struct window *window, const char *bytes)
{
    memset(window, 0, sizeof *window);
    for (size_t i = 0; i < WINDOW_BYTES; i++) {
        const uint64_t bit = (uint64_t)1 << i;
        const unsigned byte = (uint8_t)bytes[i], low = byte | 0x20;
        const bool letter = low >= 'a' && low <= 'z';
        const bool digit = byte >= '0' && byte <= '9';
        window->lower[i] = letter ? (char)low : bytes[i];
        if (letter || digit) window->alnum |= bit;
        if (byte >= 0x80) window->high |= bit;
        if (byte == '.' || byte == ',' || byte == '\'') window->joiners |= bit;
        if (byte == '+' || byte == '#') window->signs |= bit;
    }
}

#ifdef __SSE2__

// Which of 16 bytes lie between two ASCII characters. Comparisons are signed:
// the last one is moved to 127, and all before the first lie below.
static inline __m128i window_between(__m128i bytes, char first, char last)
{
    const __m128i move = _mm_set1_epi8((char)(127 - last));
    const __m128i limit = _mm_set1_epi8((char)(126 - (last - first)));
    return _mm_cmpgt_epi8(_mm_add_epi8(bytes, move), limit);
}

static inline __m128i window_equal(__m128i bytes, char byte)
{
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte));
}

static inline uint64_t window_bits(__m128i bytes, unsigned place)
{
    return (uint64_t)(unsigned)_mm_movemask_epi8(bytes) << place;
}

// Looks at 64 bytes.
static inline void window_fill(struct window *window, const char *bytes)
{
    const __m128i case_bit = _mm_set1_epi8(0x20);
    uint64_t alnum = 0, high = 0, joiners = 0, signs = 0;
    for (unsigned i = 0; i < WINDOW_BYTES; i += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(bytes + i));
        __m128i letter = window_between(_mm_or_si128(v, case_bit), 'a', 'z');
        __m128i digit = window_between(v, '0', '9');
        __m128i stop = _mm_or_si128(window_equal(v, '.'), window_equal(v, ','));
        __m128i quote = window_equal(v, '\'');
        __m128i sign = _mm_or_si128(window_equal(v, '+'), window_equal(v, '#'));
        __m128i lower = _mm_or_si128(v, _mm_and_si128(letter, case_bit));
        _mm_storeu_si128((__m128i *)(void *)(window->lower + i), lower);
        alnum |= window_bits(_mm_or_si128(letter, digit), i);
        high |= window_bits(v, i);
        joiners |= window_bits(_mm_or_si128(stop, quote), i);
        signs |= window_bits(sign, i);
    }
    window->alnum = alnum;
    window->high = high;
    window->joiners = joiners;
    window->signs = signs;
}

#else

static inline void window_fill(struct window *window, const char *bytes)
{
    window_fill_slowly(window, bytes);
}

#endif

#endif
