// fold_key.c - a key is made code point by code point: each stays, becomes
// another one, or is dropped.
//
// Terms are composed (NFC) and folded for case, so what has to be known is what
// becomes of a composed letter: accented Latin and Greek ones become what they
// stand on, and all others that change are listed here. Most terms are plain
// ASCII letters and digits, and are their own key at a glance.

#include "text/fold_key.h"

#include <assert.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "text/properties.h"

// A key that is being made.
struct key {
    char *bytes; // TERM_MAX of the caller
    size_t len;
    uint32_t base; // what the next mark stands on; 0 at the start
    bool number;   // it begins with a digit
    bool commas;   // it holds commas
    bool changed;  // it differs from the term
    bool joins;    // it holds what may compose with what stands before it
};

// ---- Letters and digits -----------------------------------------------------

// Without its accents, of which Latin and Greek letters alone are stripped in
// this way.
static uint32_t bare_letter(uint32_t c)
{
    enum { PARTS_MAX = 8 }; // no such letter has more than four
    utf8proc_int32_t parts[PARTS_MAX];
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(
        (utf8proc_int32_t)c, parts, PARTS_MAX,
        UTF8PROC_STABLE | UTF8PROC_DECOMPOSE, &boundary);
    return count > 0 ? (uint32_t)parts[0] : c;
}

// Letters for which another one is typed. That of æ, œ and þ is the first of
// two: second_letter() has the other.
static uint32_t fold_latin(uint32_t c)
{
    switch (c) {
    case 0x00E6: return 'a'; // æ
    case 0x00F0: return 'd'; // ð
    case 0x00F8: return 'o'; // ø
    case 0x00FE: return 't'; // þ
    case 0x0111: return 'd'; // đ
    case 0x0127: return 'h'; // ħ
    case 0x0131: return 'i'; // ı: Turkish ilica is typed for ılıca
    case 0x0142: return 'l'; // ł
    case 0x014B: return 'n'; // ŋ
    case 0x0153: return 'o'; // œ
    case 0x0167: return 't'; // ŧ
    default: return c;
    }
}

static char second_letter(uint32_t c)
{
    switch (c) {
    case 0x00E6:
    case 0x0153: return 'e';
    case 0x00FE: return 'h';
    default: return '\0';
    }
}

// The dots of ё and the stress of ѐ and ѝ are seldom written; й, ї, ў, ѓ and ќ
// are letters of their alphabets, and война is not воина.
static uint32_t fold_cyrillic(uint32_t c)
{
    switch (c) {
    case 0x0450:                // ѐ
    case 0x0451: return 0x0435; // ё: е
    case 0x045D: return 0x0438; // ѝ: и
    default: return c;
    }
}

// Hamza is left out in writing, and the keyboards of Persian and Urdu have
// other letters for the same sounds than that of Arabic.
static uint32_t fold_arabic(uint32_t c)
{
    switch (c) {
    case 0x0622:                // آ
    case 0x0623:                // أ
    case 0x0625:                // إ
    case 0x0671: return 0x0627; // ٱ: ا
    case 0x0624: return 0x0648; // ؤ: و
    case 0x0626:                // ئ
    case 0x0649:                // ى
    case 0x06CC: return 0x064A; // ی: ي
    case 0x0629:                // ة
    case 0x06C0:                // ۀ
    case 0x06C1:                // ہ
    case 0x06C2:                // ۂ
    case 0x06C3: return 0x0647; // ۃ: ه
    case 0x06A9: return 0x0643; // ک: ك
    case 0x06D3: return 0x06D2; // ۓ: ے
    case 0x060C: return ',';    // the comma
    case 0x066B: return '.';    // the decimal point
    default: return c;
    }
}

// A number is the same number in the digits of any script: texts mix them with
// those of ASCII, Arabic and Persian have two sets that look alike, and which
// one is typed is a matter of the keyboard.
static uint32_t fold_digit(uint32_t c)
{
    static const uint16_t ZEROS[] = {
        0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6,
        0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50,
        0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810,
    };
    for (size_t i = 0; i < sizeof ZEROS / sizeof ZEROS[0]; i++)
        if (c - ZEROS[i] < 10) return '0' + (c - ZEROS[i]);
    return c;
}

static bool is_between(uint32_t c, uint32_t first, uint32_t last)
{
    return c >= first && c <= last;
}

static uint32_t fold_point(uint32_t c, const struct property *property)
{
    if (property->word_break[RULES_STANDARD] == WB_NUMERIC && c > '9')
        c = fold_digit(c);
    if (c < 0x00C0) return c;
    if (c < 0x0250 || is_between(c, 0x0370, 0x03FF)
        || is_between(c, 0x1E00, 0x1FFF))
        return bare_letter(c);
    if (is_between(c, 0x0400, 0x04FF)) return fold_cyrillic(c);
    if (is_between(c, 0x0600, 0x06FF)) return fold_arabic(c);
    return c;
}

// ---- What is dropped --------------------------------------------------------

// Letters whose accents may be missing. Cyrillic has rules of its own; in all
// other scripts a mark is as good as a letter.
static bool has_accents(uint32_t c)
{
    return c < 0x0400                       // Latin, Greek
           || is_between(c, 0x1D00, 0x1DBF) // Latin of phonetics
           || is_between(c, 0x1E00, 0x1FFF) // Latin, Greek
           || is_between(c, 0x2C60, 0x2C7F) // Latin
           || is_between(c, 0xA720, 0xA7FF) || is_between(c, 0xAB30, 0xAB6F);
}

// Marks that letters of any script may have.
static bool is_common_mark(uint32_t c)
{
    return is_between(c, 0x0300, 0x036F) || is_between(c, 0x1AB0, 0x1AFF)
           || is_between(c, 0x1DC0, 0x1DFF) || is_between(c, 0x20D0, 0x20FF)
           || is_between(c, 0xFE20, 0xFE2F);
}

// Hebrew, Arabic and Syriac are mostly written without their vowels.
static bool is_point(uint32_t c)
{
    return is_between(c, 0x0591, 0x074F) || is_between(c, 0x0870, 0x08FF);
}

// Grave and acute say where the stress is, and the two dots make ё.
static bool is_cyrillic_stress(uint32_t base, uint32_t mark)
{
    return is_between(base, 0x0400, 0x052F)
           && (mark == 0x0300 || mark == 0x0301
               || (mark == 0x0308 && base == 0x0435));
}

static bool is_dropped_mark(uint32_t base, uint32_t mark)
{
    if (is_point(mark)) return true;
    if (!is_common_mark(mark)) return false;
    return has_accents(base) || is_cyrillic_stress(base, mark);
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || is_between(c, 0x2018, 0x201B)
           || is_between(c, 0x02B9, 0x02BF); // those that are letters
}

static bool is_dropped_sign(uint32_t c)
{
    switch (c) {
    case 0x00B7: // the dots of col·legi
    case 0x2027:
    case 0x05F3: // geresh, gershayim
    case 0x05F4:
    case 0x0640: // tatweel makes a word wider
    case 0x066C: // parts the thousands of Arabic numbers
    case 0x06E5: // small letters of the Koran
    case 0x06E6: return true;
    default:
        return is_apostrophe(c)
               // Armenian asks and exclaims inside of its words.
               || is_between(c, 0x055A, 0x055F) || c == 0x058A
               || is_between(c, 0x1F3FB, 0x1F3FF); // skin tones
    }
}

static bool is_dropped(const struct key *key, uint32_t c,
                       const struct property *property)
{
    // 3.14 is not 314, and .net is not net.
    if (c == '.') return key->len > 0 && !key->number;
    if (property->combining_class) return is_dropped_mark(key->base, c);
    return is_dropped_sign(c);
}

// ---- Making a key -----------------------------------------------------------

static void append(struct key *key, uint32_t c)
{
    char bytes[UTF8_MAX];
    size_t width = utf8_encode(c, bytes);
    if (width > TERM_MAX - key->len) return;
    for (size_t i = 0; i < width; i++) key->bytes[key->len++] = bytes[i];
}

static void add(struct key *key, uint32_t c)
{
    const struct property *property = property_of(c);
    uint32_t folded = fold_point(c, property);
    if (is_dropped(key, folded, property)) {
        key->changed = true;
        return;
    }
    if (property->combining_class == 0) key->base = folded;
    if (property->combining_class || property->fold == FOLD_MAYBE)
        key->joins = true;
    if (key->len == 0) key->number = is_between(folded, '0', '9');
    if (folded == ',') key->commas = true;

    uint32_t letter = fold_latin(folded);
    append(key, letter);
    char second = second_letter(folded);
    if (second) append(key, (uint8_t)second);
    if (letter != c) key->changed = true;
}

// Whether the commas of a number part its thousands: 1,000 and 1,00,000, but
// not 50,8.
static bool has_groups(const struct key *key)
{
    enum { GROUP = 3 }; // digits of the last one, in India as elsewhere
    size_t digits = 0;
    bool counting = false;
    for (size_t i = 0; i < key->len; i++) {
        char c = key->bytes[i];
        if (c == ',') {
            digits = 0;
            counting = true;
        } else if (counting && c >= '0' && c <= '9') {
            digits++;
        } else {
            counting = false;
        }
    }
    return digits == GROUP;
}

static void drop_commas(struct key *key)
{
    if (key->number && !has_groups(key)) return;
    size_t len = 0;
    for (size_t i = 0; i < key->len; i++)
        if (key->bytes[i] != ',') key->bytes[len++] = key->bytes[i];
    key->len = len;
    key->changed = true;
}

// Where something was dropped, what stood behind it may now compose with what
// stands before it.
static void recompose(struct key *key)
{
    enum {
        FORM = UTF8PROC_STABLE | UTF8PROC_COMPOSE,
        // No character has more than four parts, and that one is three bytes.
        PARTS_MAX = 2 * TERM_MAX,
    };
    utf8proc_int32_t parts[PARTS_MAX];
    utf8proc_ssize_t count = utf8proc_decompose(
        (const utf8proc_uint8_t *)key->bytes, (utf8proc_ssize_t)key->len, parts,
        PARTS_MAX, (utf8proc_option_t)FORM);
    assert(count >= 0 && count <= PARTS_MAX);
    count = utf8proc_normalize_utf32(parts, count, (utf8proc_option_t)FORM);
    key->len = 0;
    for (utf8proc_ssize_t i = 0; i < count; i++)
        append(key, (uint32_t)parts[i]);
}

// The length of a character that is its own key whatever stands around it: most
// letters and digits of ASCII and of Russian. 0 for all others.
static size_t plain_width(struct slice term, size_t at)
{
    char c = term.ptr[at];
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) return 1;
    if (c != '\xD0' && c != '\xD1') return 0;
    uint32_t point;
    size_t width = utf8_decode(term.ptr + at, term.len - at, &point);
    return is_between(point, 0x0430, 0x044F) ? width : 0;
}

static bool is_plain(struct slice term)
{
    size_t at = 0, width = 1;
    while (at < term.len && (width = plain_width(term, at)) > 0) at += width;
    return width > 0;
}

struct slice fold_key(struct slice term, char room[TERM_MAX])
{
    term = utf8_cut(term, TERM_MAX);
    if (is_plain(term)) return term;

    struct key key = { .bytes = room };
    for (size_t at = 0; at < term.len;) {
        uint32_t c;
        at += utf8_decode(term.ptr + at, term.len - at, &c);
        if (c == UTF8_REPLACEMENT) key.changed = true; // perhaps not UTF-8
        add(&key, c);
    }
    if (key.commas) drop_commas(&key);
    if (!key.changed || key.len == 0) return term;
    if (key.joins) recompose(&key);
    return (struct slice){ room, key.len };
}

// ---- Digraphs ---------------------------------------------------------------

// Whether ae, oe or ue stands at a place. Behind a vowel or a q, the u of ue is
// a part of what stands before it: neue, Bauer, Quelle.
static bool is_digraph(struct slice key, size_t at)
{
    if (at + 1 >= key.len || key.ptr[at + 1] != 'e') return false;
    switch (key.ptr[at]) {
    case 'a':
    case 'o': return true;
    case 'u': return at == 0 || !memchr("aeouq", key.ptr[at - 1], 5);
    default: return false;
    }
}

struct slice fold_key_of_digraphs(struct slice key, char room[TERM_MAX])
{
    key = utf8_cut(key, TERM_MAX);
    size_t len = 0;
    for (size_t at = 0; at < key.len; at++) {
        room[len++] = key.ptr[at];
        if (is_digraph(key, at)) at++;
    }
    return (struct slice){ room, len < key.len ? len : 0 };
}
