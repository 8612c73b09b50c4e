#include "search/query_scan.h"

#include "base/utf8.h"
#include "text/fold.h"

enum {
    NEAR_DISTANCE = 10, // words, where NEAR does not say; as in FTS5
    DISTANCE_MAX = 1000,
    SHOUTED_WORDS = 4, // up to which capitals may be operators
};

static size_t space_at(struct slice text)
{
    uint32_t c;
    size_t len = utf8_decode(text.ptr, text.len, &c);
    bool space = c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0
                 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028
                 || c == 0x202F;
    return space ? len : 0;
}

bool scan_is_space(struct slice rest)
{
    return rest.len == 0 || space_at(rest) > 0;
}

void scan_space(struct slice *rest)
{
    size_t len;
    while (rest->len && (len = space_at(*rest))) *rest = slice_from(*rest, len);
}

bool scan_sign(struct slice *rest, struct slice sign)
{
    if (!slice_starts_with(*rest, sign)) return false;
    *rest = slice_from(*rest, sign.len);
    return true;
}

bool scan_prefix(struct slice *rest, struct slice sign)
{
    if (!slice_starts_with(*rest, sign)) return false;
    struct slice behind = slice_from(*rest, sign.len);
    if (scan_is_space(behind)) return false;
    *rest = behind;
    return true;
}

// ---- Phrases ----------------------------------------------------------------

// Quotation marks as they are typed in the world's languages.
static const struct {
    struct slice open;
    struct slice close[2];
} QUOTES[] = {
    { { "\"", 1 }, { { "\"", 1 }, { NULL, 0 } } },
    { { "\u201C", 3 }, { { "\u201D", 3 }, { NULL, 0 } } },
    { { "\u201E", 3 }, { { "\u201C", 3 }, { "\u201D", 3 } } },
    { { "\u00AB", 2 }, { { "\u00BB", 2 }, { NULL, 0 } } },
};

static const char *find_close(struct slice text, size_t quote, size_t *len)
{
    const char *best = NULL;
    for (size_t i = 0; i < 2; i++) {
        struct slice close = QUOTES[quote].close[i];
        const char *at = close.len ? slice_find(text, close) : NULL;
        if (!at || (best && at > best)) continue;
        best = at;
        *len = close.len;
    }
    return best;
}

bool scan_phrase(struct slice *rest, struct slice *phrase, bool *closed)
{
    for (size_t i = 0; i < sizeof QUOTES / sizeof QUOTES[0]; i++) {
        struct slice inside = *rest;
        if (!scan_sign(&inside, QUOTES[i].open)) continue;
        size_t close_len = 0;
        const char *close = find_close(inside, i, &close_len);
        size_t len = close ? (size_t)(close - inside.ptr) : inside.len;
        *phrase = (struct slice){ inside.ptr, len };
        *rest = slice_from(inside, len + close_len);
        *closed = close != NULL;
        return true;
    }
    return false;
}

// ---- Chunks -----------------------------------------------------------------

// Whether a chunk may end before rest.
static bool is_end(struct slice rest)
{
    return scan_is_space(rest) || rest.ptr[0] == ')' || rest.ptr[0] == '|'
           || rest.ptr[0] == '^';
}

bool scan_regex(struct slice *rest, struct slice *regex)
{
    if (!slice_starts_with(*rest, SLICE("/"))) return false;
    size_t len = 1;
    while (len < rest->len && rest->ptr[len] != '/') {
        size_t space = space_at(slice_from(*rest, len));
        if (space) return false;
        len++;
    }
    if (len == rest->len || len == 1 || !is_end(slice_from(*rest, len + 1)))
        return false;
    *regex = (struct slice){ rest->ptr, len + 1 };
    *rest = slice_from(*rest, len + 1);
    return true;
}

struct slice scan_chunk(struct slice *rest)
{
    struct slice text = *rest;
    size_t open = 0;
    while (!scan_is_space(*rest) && rest->ptr[0] != '|') {
        uint32_t c;
        size_t len = utf8_decode(rest->ptr, rest->len, &c);
        if (c == '(') open++;
        if (c == ')' && open-- == 0) break;
        *rest = slice_from(*rest, len);
    }
    text.len -= rest->len;
    return text;
}

struct slice scan_all(struct slice *rest)
{
    struct slice text = *rest;
    while (!scan_is_space(*rest)) {
        uint32_t c;
        *rest = slice_from(*rest, utf8_decode(rest->ptr, rest->len, &c));
    }
    text.len -= rest->len;
    return text;
}

// ---- Numbers ----------------------------------------------------------------

static size_t count_digits(struct slice text)
{
    size_t len = 0;
    while (len < text.len && text.ptr[len] >= '0' && text.ptr[len] <= '9')
        len++;
    return len;
}

static bool read_distance(struct slice digits, unsigned *distance)
{
    if (digits.len == 0 || count_digits(digits) < digits.len) return false;
    *distance = 0;
    for (size_t i = 0; i < digits.len; i++) {
        *distance = *distance * 10 + (unsigned)(digits.ptr[i] - '0');
        if (*distance > DISTANCE_MAX) *distance = DISTANCE_MAX;
    }
    return true;
}

bool scan_distance(struct slice *rest, unsigned *distance)
{
    struct slice digits = *rest;
    if (!scan_sign(&digits, SLICE("~"))) return false;
    digits.len = count_digits(digits);
    if (!read_distance(digits, distance)) return false;
    *rest = slice_from(*rest, digits.len + 1);
    return true;
}

// 2, 2.5 or .5: at most six digits.
static bool read_boost(struct slice text, double *boost)
{
    enum { DIGITS_MAX = 6 };
    size_t whole = count_digits(text), part = 0;
    bool point = whole < text.len && text.ptr[whole] == '.';
    if (point) part = count_digits(slice_from(text, whole + 1));
    if (whole + part == 0 || whole + part > DIGITS_MAX
        || whole + part + point != text.len || (point && part == 0))
        return false;
    double value = 0, unit = 1;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '.') continue;
        value = value * 10 + (text.ptr[i] - '0');
        if (i > whole) unit *= 10;
    }
    *boost = value / unit;
    return true;
}

bool scan_boost(struct slice *rest, double *boost)
{
    struct slice number = *rest;
    if (!scan_sign(&number, SLICE("^"))) return false;
    size_t len = 0;
    while (len < number.len
           && (number.ptr[len] == '.' || count_digits(slice_from(number, len))))
        len++;
    number.len = len;
    if (!read_boost(number, boost)) return false;
    *rest = slice_from(*rest, len + 1);
    return true;
}

void scan_boost_of_chunk(struct slice *chunk, double *boost)
{
    const char *sign = memrchr(chunk->ptr, '^', chunk->len);
    if (!sign) return;
    struct slice word = { chunk->ptr, (size_t)(sign - chunk->ptr) };
    if (count_digits(word) == word.len) return; // 2^10 is a number
    if (read_boost(slice_from(*chunk, word.len + 1), boost)) *chunk = word;
}

// ---- Operators --------------------------------------------------------------

// AND, OR, NOT, NEAR or NEAR/5 with an end behind it, which for all but NEAR(a
// b) may be a bracket or a quotation mark.
static enum operator_kind read_word(struct slice *rest, unsigned *distance)
{
    static const struct {
        struct slice name;
        enum operator_kind kind;
    } WORDS[] = {
        { { "AND", 3 }, OPERATOR_AND },
        { { "OR", 2 }, OPERATOR_OR },
        { { "NOT", 3 }, OPERATOR_NOT },
        { { "NEAR", 4 }, OPERATOR_NEAR },
    };
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        struct slice behind = *rest;
        if (!scan_sign(&behind, WORDS[i].name)) continue;
        bool near = WORDS[i].kind == OPERATOR_NEAR;
        if (near && scan_sign(&behind, SLICE("/"))) {
            struct slice digits = { behind.ptr, count_digits(behind) };
            if (!read_distance(digits, distance)) continue;
            behind = slice_from(behind, digits.len);
        }
        bool opens = behind.len && strchr("(\"", behind.ptr[0]);
        if (!is_end(behind) && (near || !opens)) continue;
        *rest = behind;
        return WORDS[i].kind;
    }
    return OPERATOR_NONE;
}

enum operator_kind scan_operator(struct slice *rest, bool words,
                                 struct slice *text, unsigned *distance)
{
    struct slice before = *rest;
    enum operator_kind kind = OPERATOR_NONE;
    *distance = NEAR_DISTANCE;
    while (scan_sign(rest, SLICE("|"))) kind = OPERATOR_OR;
    if (kind == OPERATOR_NONE && words) kind = read_word(rest, distance);
    *text = (struct slice){ before.ptr, before.len - rest->len };
    return kind;
}

// Letters without case, as in Chinese, shout no more than small ones do.
static bool is_small(uint32_t c, struct slice letter)
{
    if (c < 0x80) return c >= 'a' && c <= 'z';
    if (c >= 0x2000 && c < 0x2070) return false; // quotation marks and the like
    char folded[FOLD_SOURCE_MAX];
    struct slice same = { folded,
                          fold_casefold(letter, folded, sizeof folded) };
    return slice_equal(same, letter);
}

bool scan_is_shouted(struct slice text)
{
    size_t words = 0;
    for (scan_space(&text); text.len; scan_space(&text)) {
        struct slice word = scan_all(&text);
        words++;
        for (size_t at = 0; at < word.len;) {
            uint32_t c;
            size_t len = utf8_decode(word.ptr + at, word.len - at, &c);
            if (is_small(c, (struct slice){ word.ptr + at, len })) return false;
            at += len;
        }
    }
    return words > SHOUTED_WORDS;
}
