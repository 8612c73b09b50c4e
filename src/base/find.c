#include "base/find.h"

#ifdef __SSE2__
#    include <emmintrin.h>

enum { PLACES = 16 };

// Which of 16 places have the first byte of a needle, and the last one where it
// belongs: a bit each.
static unsigned possible_places(const char *at, size_t needle_len,
                                __m128i first, __m128i last)
{
    const void *starts = at, *ends = at + needle_len - 1;
    __m128i both = _mm_and_si128(_mm_cmpeq_epi8(_mm_loadu_si128(starts), first),
                                 _mm_cmpeq_epi8(_mm_loadu_si128(ends), last));
    return (unsigned)_mm_movemask_epi8(both);
}

const char *find_quickly(struct slice text, struct slice needle)
{
    if (needle.len < 2) return slice_find(text, needle);
    const __m128i first = _mm_set1_epi8(needle.ptr[0]);
    const __m128i last = _mm_set1_epi8(needle.ptr[needle.len - 1]);
    while (text.len >= PLACES && text.len - PLACES >= needle.len - 1) {
        unsigned places = possible_places(text.ptr, needle.len, first, last);
        for (; places; places &= places - 1) {
            const char *place = text.ptr + __builtin_ctz(places);
            if (memcmp(place + 1, needle.ptr + 1, needle.len - 2) == 0)
                return place;
        }
        text = slice_from(text, PLACES);
    }
    return slice_find(text, needle);
}

#else

const char *find_quickly(struct slice text, struct slice needle)
{
    return slice_find(text, needle);
}

#endif
