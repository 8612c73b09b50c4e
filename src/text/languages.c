#include "text/languages.h"

#include "base/utf8.h"
#include "text/properties.h"

// ---- Languages --------------------------------------------------------------

// Every stemmer of libstemmer 2.2 but porter, an older one for English.
//
// The changing letters were measured on Snowball's own lists of words: those
// that 1 of 10,000 stems or more end in where the key of the word has another
// letter in that place. They are .04 % (Greek) to 7.7 % (Turkish) of the words;
// .6 % of Finnish, .5 % of Greek and .2 % of French stems depart earlier still,
// and are not found by their beginnings. Where more do, prefixes_change is set,
// and the letters do not matter: Irish 31 %, Indonesian 29 %, Yiddish 20 %,
// Serbian 3 % in Latin, and all in Cyrillic, which its stemmer writes in Latin.
// There is no list for Arabic and Tamil; their algorithms change beginnings.
const struct language LANGUAGES[] = {
    { "ar", "arabic", "", .script = "Arabic", .prefixes_change = true },
    { "ca", "catalan", "c", .script = "Latin" },
    { "da", "danish", "", .script = "Latin", .compounds = true },
    { "de", "german", "", .script = "Latin", .compounds = true,
      .digraphs = true },
    { "el", "greek", "η", .script = "Greek" },
    { "en", "english", "eil", .script = "Latin" },
    { "es", "spanish", "t", .script = "Latin" },
    { "eu", "basque", "", .script = "Latin" },
    { "fi", "finnish", "ouy", .script = "Latin", .compounds = true },
    { "fr", "french", "iltx", .script = "Latin" },
    { "ga", "irish", "", .script = "Latin", .prefixes_change = true },
    { "hi", "hindi", "", .script = "Devanagari" },
    { "hu", "hungarian", "syz", .script = "Latin", .compounds = true },
    { "hy", "armenian", "", .script = "Armenian" },
    { "id", "indonesian", "", .script = "Latin", .prefixes_change = true },
    { "it", "italian", "t", .script = "Latin" },
    { "lt", "lithuanian", "t", .script = "Latin" },
    { "ne", "nepali", "", .script = "Devanagari" },
    { "nl", "dutch", "bdfgklmnprst", .script = "Latin", .compounds = true },
    { "no", "norwegian", "", .script = "Latin", .compounds = true },
    { "pt", "portuguese", "t", .script = "Latin" },
    { "ro", "romanian", "t", .script = "Latin" },
    { "ru", "russian", "", .script = "Cyrillic" },
    { "sr", "serbian", "", .script = "Cyrillic", .other_script = "Latin",
      .prefixes_change = true },
    { "sv", "swedish", "", .script = "Latin", .compounds = true },
    { "ta", "tamil", "", .script = "Tamil", .prefixes_change = true },
    { "tr", "turkish", "ikptu", .script = "Latin" },
    { "yi", "yiddish", "", .script = "Hebrew", .prefixes_change = true },
};

const unsigned LANGUAGE_COUNT = sizeof LANGUAGES / sizeof LANGUAGES[0];

_Static_assert(sizeof LANGUAGES / sizeof LANGUAGES[0] <= LANGUAGES_MAX,
               "a set of languages is one uint32_t");

// Other codes of the same languages: both ways to write Norwegian, and what
// ISO 639-1 has withdrawn.
static const char *const ALIASES[][2] = {
    { "nb", "no" }, { "nn", "no" }, { "in", "id" },
    { "ji", "yi" }, { "mo", "ro" },
};

static int find_code(struct slice code)
{
    for (unsigned i = 0; i < LANGUAGE_COUNT; i++)
        if (slice_equal_nocase(code, slice_of(LANGUAGES[i].code)))
            return (int)i;
    return -1;
}

int language_number(struct slice tag)
{
    size_t len = 0;
    while (len < tag.len && tag.ptr[len] != '-' && tag.ptr[len] != '_') len++;
    struct slice code = { tag.ptr, len };
    for (size_t i = 0; i < sizeof ALIASES / sizeof ALIASES[0]; i++)
        if (slice_equal_nocase(code, slice_of(ALIASES[i][0])))
            return find_code(slice_of(ALIASES[i][1]));
    return find_code(code);
}

bool language_uses_script(const struct language *language, const char *script)
{
    return strcmp(language->script, script) == 0
           || (language->other_script
               && strcmp(language->other_script, script) == 0);
}

int language_of_script(const char *script)
{
    // Script, code.
    static const char *const LIKELY[][2] = {
        { "Latin", "en" },    { "Cyrillic", "ru" },   { "Greek", "el" },
        { "Arabic", "ar" },   { "Devanagari", "hi" }, { "Tamil", "ta" },
        { "Armenian", "hy" },
    };
    for (size_t i = 0; i < sizeof LIKELY / sizeof LIKELY[0]; i++)
        if (strcmp(script, LIKELY[i][0]) == 0)
            return find_code(slice_of(LIKELY[i][1]));
    return -1;
}

// ---- Scripts ----------------------------------------------------------------

struct script_range {
    uint32_t first;
    uint32_t last;
    const char *script;
};

// The letters of the scripts of living languages, in order; small blocks for
// scholars are left out. A range may hold code points that are nothing at all.
static const struct script_range RANGES[] = {
    { 0x0041, 0x02B8, "Latin" },      { 0x0370, 0x03E1, "Greek" },
    { 0x03F0, 0x03FF, "Greek" },      { 0x0400, 0x052F, "Cyrillic" },
    { 0x0531, 0x058F, "Armenian" },   { 0x0591, 0x05F4, "Hebrew" },
    { 0x0600, 0x06FF, "Arabic" },     { 0x0700, 0x074F, "Syriac" },
    { 0x0750, 0x077F, "Arabic" },     { 0x0780, 0x07B1, "Thaana" },
    { 0x0860, 0x086A, "Syriac" },     { 0x0870, 0x08FF, "Arabic" },
    { 0x0900, 0x097F, "Devanagari" }, { 0x0980, 0x09FE, "Bengali" },
    { 0x0A01, 0x0A76, "Gurmukhi" },   { 0x0A81, 0x0AFF, "Gujarati" },
    { 0x0B01, 0x0B77, "Oriya" },      { 0x0B82, 0x0BFA, "Tamil" },
    { 0x0C00, 0x0C7F, "Telugu" },     { 0x0C80, 0x0CF3, "Kannada" },
    { 0x0D00, 0x0D7F, "Malayalam" },  { 0x0D81, 0x0DF4, "Sinhala" },
    { 0x0E01, 0x0E5B, "Thai" },       { 0x0E81, 0x0EDF, "Lao" },
    { 0x0F00, 0x0FDA, "Tibetan" },    { 0x1000, 0x109F, "Myanmar" },
    { 0x10A0, 0x10FF, "Georgian" },   { 0x1100, 0x11FF, "Hangul" },
    { 0x1200, 0x1399, "Ethiopic" },   { 0x13A0, 0x13FD, "Cherokee" },
    { 0x1780, 0x17F9, "Khmer" },      { 0x1800, 0x18AA, "Mongolian" },
    { 0x1C80, 0x1C88, "Cyrillic" },   { 0x1C90, 0x1CBF, "Georgian" },
    { 0x1E00, 0x1EFF, "Latin" },      { 0x1F00, 0x1FFE, "Greek" },
    { 0x2C60, 0x2C7F, "Latin" },      { 0x2D00, 0x2D2D, "Georgian" },
    { 0x2D30, 0x2D7F, "Tifinagh" },   { 0x2D80, 0x2DDE, "Ethiopic" },
    { 0x3005, 0x3007, "Han" },        { 0x3041, 0x309F, "Hiragana" },
    { 0x30A1, 0x30FF, "Katakana" },   { 0x3131, 0x318E, "Hangul" },
    { 0x31F0, 0x31FF, "Katakana" },   { 0x3400, 0x9FFF, "Han" },
    { 0xA640, 0xA69F, "Cyrillic" },   { 0xA722, 0xA7FF, "Latin" },
    { 0xA8E0, 0xA8FF, "Devanagari" }, { 0xA960, 0xA97C, "Hangul" },
    { 0xA9E0, 0xA9FE, "Myanmar" },    { 0xAA60, 0xAA7F, "Myanmar" },
    { 0xAB01, 0xAB2E, "Ethiopic" },   { 0xAB30, 0xAB64, "Latin" },
    { 0xAB70, 0xABBF, "Cherokee" },   { 0xAC00, 0xD7FB, "Hangul" },
    { 0xF900, 0xFAD9, "Han" },        { 0xFB1D, 0xFB4F, "Hebrew" },
    { 0xFB50, 0xFDFF, "Arabic" },     { 0xFE70, 0xFEFC, "Arabic" },
    { 0xFF21, 0xFF5A, "Latin" },      { 0xFF66, 0xFF9D, "Katakana" },
    { 0x20000, 0x323AF, "Han" },
};

static bool is_letter(uint32_t c)
{
    const struct property *property = property_of(c);
    return word_break_in(property->word_break[RULES_STANDARD],
                         WB_AHLETTER | 1 << WB_KATAKANA)
           || property->group == GROUP_RUN;
}

// The script of a letter.
static const char *find_script(uint32_t c)
{
    size_t low = 0, high = sizeof RANGES / sizeof RANGES[0];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (RANGES[middle].last < c)
            low = middle + 1;
        else
            high = middle;
    }
    bool found =
        low < sizeof RANGES / sizeof RANGES[0] && RANGES[low].first <= c;
    return found ? RANGES[low].script : "";
}

const char *script_of(struct slice term)
{
    for (size_t at = 0; at < term.len;) {
        uint32_t c;
        at += utf8_decode(term.ptr + at, term.len - at, &c);
        if (c - 'a' < 26) return "Latin"; // most often
        if (is_letter(c)) return find_script(c);
    }
    return "";
}

uint32_t language_bit(struct slice tag)
{
    if (tag.len == 0) return LANGUAGE_UNKNOWN;
    int number = language_number(tag);
    return number < 0 ? LANGUAGE_OTHER : (uint32_t)1 << number;
}
