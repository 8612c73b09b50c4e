#include "read/entity.h"

#include <stdbool.h>

// U+00A0 to U+00FF, in order.
static const char *const LATIN_1[] = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar",
    "sect",   "uml",    "copy",   "ordf",   "laquo",  "not",    "shy",
    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",   "acute",
    "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",   "raquo",
    "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",
    "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute",
    "Ecirc",  "Euml",   "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",
    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",   "times",
    "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",
    "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",
    "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave",
    "iacute", "icirc",  "iuml",   "eth",    "ntilde", "ograve", "oacute",
    "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave", "uacute",
    "ucirc",  "uuml",   "yacute", "thorn",  "yuml",
};

static const struct {
    const char *name;
    uint32_t code_point;
} OTHERS[] = {
    { "amp", '&' },       { "lt", '<' },        { "gt", '>' },
    { "quot", '"' },      { "apos", '\'' },     { "OElig", 0x152 },
    { "oelig", 0x153 },   { "Scaron", 0x160 },  { "scaron", 0x161 },
    { "Yuml", 0x178 },    { "fnof", 0x192 },    { "circ", 0x2C6 },
    { "tilde", 0x2DC },   { "ensp", 0x2002 },   { "emsp", 0x2003 },
    { "thinsp", 0x2009 }, { "zwnj", 0x200C },   { "zwj", 0x200D },
    { "lrm", 0x200E },    { "rlm", 0x200F },    { "ndash", 0x2013 },
    { "mdash", 0x2014 },  { "lsquo", 0x2018 },  { "rsquo", 0x2019 },
    { "sbquo", 0x201A },  { "ldquo", 0x201C },  { "rdquo", 0x201D },
    { "bdquo", 0x201E },  { "dagger", 0x2020 }, { "Dagger", 0x2021 },
    { "bull", 0x2022 },   { "hellip", 0x2026 }, { "permil", 0x2030 },
    { "prime", 0x2032 },  { "Prime", 0x2033 },  { "lsaquo", 0x2039 },
    { "rsaquo", 0x203A }, { "euro", 0x20AC },   { "trade", 0x2122 },
    { "larr", 0x2190 },   { "uarr", 0x2191 },   { "rarr", 0x2192 },
    { "darr", 0x2193 },   { "harr", 0x2194 },   { "minus", 0x2212 },
    { "infin", 0x221E },  { "asymp", 0x2248 },  { "ne", 0x2260 },
    { "le", 0x2264 },     { "ge", 0x2265 },     { "num", '#' },
    { "ast", '*' },       { "lowbar", '_' },    { "vert", '|' },
    { "bsol", '\\' },     { "grave", '`' },     { "lbrack", '[' },
    { "rbrack", ']' },    { "lbrace", '{' },    { "rbrace", '}' },
};

// The number of a reference without "&#" and ";"; 0 where it is no character.
static uint32_t read_number(struct slice digits)
{
    unsigned base = 10;
    if (digits.len && (digits.ptr[0] == 'x' || digits.ptr[0] == 'X')) {
        base = 16;
        digits = slice_from(digits, 1);
    }
    uint32_t value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.ptr[i];
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                         : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10
                                                : 16;
        if (digit >= base || value > 0x10FFFF) return 0;
        value = value * base + digit;
    }
    bool surrogate = value >= 0xD800 && value < 0xE000;
    return surrogate || value > 0x10FFFF ? 0 : value;
}

static uint32_t find_name(struct slice name)
{
    for (size_t i = 0; i < sizeof LATIN_1 / sizeof LATIN_1[0]; i++)
        if (slice_equal(name, slice_of(LATIN_1[i]))) return 0xA0 + (uint32_t)i;
    for (size_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++)
        if (slice_equal(name, slice_of(OTHERS[i].name)))
            return OTHERS[i].code_point;
    return 0;
}

size_t entity_decode(struct slice reference, char out[UTF8_MAX])
{
    if (reference.len < 3) return 0;
    struct slice name = { reference.ptr + 1, reference.len - 2 };
    uint32_t c =
        name.ptr[0] == '#' ? read_number(slice_from(name, 1)) : find_name(name);
    return c ? utf8_encode(c, out) : 0;
}
