#include "text/fold.h"

#include <assert.h>
#include <utf8proc.h>

// The longest decomposition for its bytes is that of U+FDFA: three bytes become
// eighteen code points. The decomposition of a character never changes.
enum { DECOMPOSED_MAX = FOLD_SOURCE_MAX / 3 * 18 + 18 };

enum {
    NFKC_CASEFOLD = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT
                    | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE,
};

const struct fold_expansion *fold_find_expansion(uint32_t code_point)
{
    size_t low = 0, high = FOLD_EXPANSION_COUNT;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (FOLD_EXPANSIONS[middle].code_point <= code_point)
            low = middle;
        else
            high = middle;
    }
    return &FOLD_EXPANSIONS[low];
}

// The short way. False where it does not lead.
static bool fold_shortly(struct slice text, struct fold *fold)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        size_t width = utf8_decode(text.ptr + at, text.len - at, &c);
        if (c == UTF8_REPLACEMENT) return false; // perhaps not UTF-8
        if (!fold_add(fold, c, width, property_of(c))) return false;
        at += width;
    }
    return true;
}

// A copy of text, well-formed and without the code points that folding drops:
// utf8proc 2.8 keeps those of them that are not assigned. Returns its length.
static size_t copy_visible(struct slice text, char *out)
{
    size_t len = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        at += utf8_decode(text.ptr + at, text.len - at, &c);
        if (property_of(c)->fold != FOLD_DROP) len += utf8_encode(c, out + len);
    }
    return len;
}

static size_t encode_all(const utf8proc_int32_t *code_points, size_t count,
                         char *out, size_t room)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        char bytes[UTF8_MAX];
        size_t width = utf8_encode((uint32_t)code_points[i], bytes);
        if (width > room - len) break;
        memcpy(out + len, bytes, width);
        len += width;
    }
    return len;
}

static size_t fold_fully(struct slice text, char *out, size_t room)
{
    char visible[3 * FOLD_SOURCE_MAX]; // U+FFFD is three bytes for one
    size_t len = copy_visible(text, visible);
    utf8proc_int32_t points[DECOMPOSED_MAX];
    utf8proc_ssize_t count = utf8proc_decompose(
        (const utf8proc_uint8_t *)visible, (utf8proc_ssize_t)len, points,
        DECOMPOSED_MAX, (utf8proc_option_t)NFKC_CASEFOLD);
    assert(count >= 0 && count <= DECOMPOSED_MAX);
    count = utf8proc_normalize_utf32(points, count,
                                     (utf8proc_option_t)NFKC_CASEFOLD);
    return encode_all(points, (size_t)count, out, room);
}

size_t fold_casefold(struct slice text, char *out, size_t room)
{
    text = utf8_cut(text, FOLD_SOURCE_MAX);
    char bytes[FOLD_ROOM];
    struct fold fold = fold_of(text.ptr, bytes);
    if (!fold_shortly(text, &fold)) return fold_fully(text, out, room);
    struct slice result = utf8_cut(fold_result(&fold), room);
    if (result.len) memcpy(out, result.ptr, result.len);
    return result.len;
}
