#include "text/signs.h"

#include "text/segments.h"

static const struct slice PLUSES = { "++", 2 };
static const struct slice SHARP = { "#", 1 };
static const struct slice MUSIC_SHARP = { "\xE2\x99\xAF", 3 };
static const struct slice NET = { ".net", 4 };

static bool class_in(struct slice text, size_t at, unsigned set)
{
    return word_break_in(segments_class(text, at, RULES_TAILORED), set);
}

// The length of the sharp at the beginning of a text; 0 where there is none.
static size_t sharp_length(struct slice text)
{
    if (slice_starts_with(text, SHARP)) return SHARP.len;
    return slice_starts_with(text, MUSIC_SHARP) ? MUSIC_SHARP.len : 0;
}

// Returns len, unless the term has no room for the sign.
static size_t append(struct term *term, struct slice sign, size_t len)
{
    if (sign.len > TERM_MAX - term->len) return 0;
    memcpy(term->bytes + term->len, sign.ptr, sign.len);
    term->len += sign.len;
    return len;
}

size_t signs_append(struct slice text, size_t start, size_t end,
                    struct term *term)
{
    struct slice rest = slice_from(text, end);
    bool pluses = slice_starts_with(rest, PLUSES)
                  && !slice_starts_with(rest, SLICE("+++"));
    size_t sharp = term->len == 1 ? sharp_length(rest) : 0;
    if (!pluses && !sharp) return 0;
    if (!class_in(text, start, WB_AHLETTER)) return 0;
    if (pluses) return append(term, PLUSES, PLUSES.len);
    if (class_in(text, end + sharp, WB_AHLETTER)) return 0;
    return append(term, SHARP, sharp);
}

size_t signs_read_net(struct analysis *analysis, size_t at)
{
    struct slice text = analysis->text;
    if (analysis->plain_end == at || text.len - at < NET.len) return 0;
    struct slice found = { text.ptr + at, NET.len };
    if (!slice_equal_nocase(found, NET)) return 0;
    size_t end = at + NET.len;
    if (class_in(text, end, WB_AHLETTER | 1 << WB_NUMERIC | WB_SKIPPED))
        return 0; // .networks
    analysis_add(analysis, NET, at, end, WORD_PLAIN);
    return end;
}
