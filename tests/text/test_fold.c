#include "text/fold.h"

#include <utf8proc.h>

#include "test.h"
#include "text/unicode_files.h"
#include "text/words.h"

// Folds into a static place; for texts of a few code points.
static struct slice fold(struct slice text)
{
    static char out[FOLD_ROOM];
    return (struct slice){ out, fold_casefold(text, out, sizeof out) };
}

static bool is_assigned(uint32_t c)
{
    return utf8proc_category((utf8proc_int32_t)c) != UTF8PROC_CATEGORY_CN;
}

TEST(fold, unicode_versions_agree)
{
    CHECK_STRING(WORDS_UNICODE_VERSION, utf8proc_unicode_version());
}

#define BYTES(literal)              \
    {                               \
        literal, sizeof literal - 1 \
    }

TEST(fold, table)
{
    static const struct {
        const char *name;
        struct slice text;
        struct slice want;
    } ROWS[] = {
        { "empty", { "", 0 }, { "", 0 } },
        { "case", BYTES("Word"), BYTES("word") },
        { "NUL", { "A\0B", 3 }, { "a\0b", 3 } },
        { "sharp s", BYTES("Straße STRASSE"), BYTES("strasse strasse") },
        { "dotted I", BYTES("İ"), BYTES("i\u0307") },
        { "final sigma", BYTES("ΟΔΟΣ οδος"), BYTES("οδοσ οδοσ") },
        { "width", BYTES("ＡＢＣ１２"), BYTES("abc12") },
        { "half width", BYTES("\uFF76\uFF9E"), BYTES("\u30AC") },
        { "ligature", BYTES("\uFB01nal"), BYTES("final") },
        { "composition", BYTES("e\u0301E\u0301"), BYTES("\u00E9\u00E9") },
        { "mark order", BYTES("q\u0307\u0323"), BYTES("q\u0323\u0307") },
        { "mark order, equal", BYTES("q\u0323\u0307"), BYTES("q\u0323\u0307") },
        { "exclusion", BYTES("\u0958"), BYTES("\u0915\u093C") },
        { "exclusion, parts", BYTES("\u0915\u093C"), BYTES("\u0915\u093C") },
        { "vowel signs", BYTES("\u09C7\u09BE"), BYTES("\u09CB") },
        { "vowel sign", BYTES("\u0995\u09BE"), BYTES("\u0995\u09BE") },
        { "jamo", BYTES("\u1112\u1161\u11AB"), BYTES("\uD55C") },
        { "SARA AM", BYTES("\u0E33"), BYTES("\u0E4D\u0E32") },
        { "ignorables", BYTES("so\u00ADft\u200D\u200C\uFE0F"), BYTES("soft") },
        { "ignorables not assigned", BYTES("a\u2065\uFFF0\U000E0FFFb"),
          BYTES("ab") },
        { "ignorable between marks", BYTES("q\u0307\u2065\u0323"),
          BYTES("q\u0323\u0307") },
        { "long", BYTES("\uFDFA"), BYTES("صلى الله عليه وسلم") },
        { "accents stay", BYTES("Éø Ł"), BYTES("éø ł") },
        { "not UTF-8", BYTES("A\xFF\xC3"), BYTES("a\uFFFD\uFFFD") },
        { "surrogate", BYTES("\xED\xA0\x80"), BYTES("\uFFFD\uFFFD\uFFFD") },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        CHECK_SLICE(fold(ROWS[i].text), ROWS[i].want);
    }
}

TEST(fold, is_cut_between_code_points)
{
    char out[8];
    CHECK_INT(fold_casefold(SLICE("ABC"), out, 2), 2);
    CHECK_INT(fold_casefold(SLICE("aé"), out, 2), 1);       // short way
    CHECK_INT(fold_casefold(SLICE("ae\u0301"), out, 2), 1); // long way
    CHECK_INT(fold_casefold(SLICE("ae\u0301"), out, 3), 3);
    CHECK_INT(fold_casefold(SLICE("abc"), out, 0), 0);

    char source[2 * FOLD_SOURCE_MAX], result[4 * FOLD_SOURCE_MAX];
    memset(source, 'A', sizeof source);
    struct slice text = { source, sizeof source };
    CHECK_INT(fold_casefold(text, result, sizeof result), FOLD_SOURCE_MAX);
    memcpy(source + FOLD_SOURCE_MAX - 1, "é", 2);
    CHECK_INT(fold_casefold(text, result, sizeof result), FOLD_SOURCE_MAX - 1);
}

// The widest decompositions there are, as many as are looked at.
TEST(fold, has_room_for_the_longest)
{
    static const char *const LONGEST[] = {
        "\uFDFA", "\u1F82",     "\u0390",     "\u0E33", "\u0958", "\uFB03", "ß",
        "\u0132", "\U0001D15E", "\U0001D1C0", "\u3300", "\uAC01", "\xFF",
    };
    for (size_t i = 0; i < sizeof LONGEST / sizeof LONGEST[0]; i++) {
        test_row(LONGEST[i]);
        struct buffer text = { 0 };
        while (text.len < FOLD_SOURCE_MAX + 9)
            buffer_add_string(&text, LONGEST[i]);
        char out[16 * FOLD_SOURCE_MAX];
        size_t len = fold_casefold(buffer_slice(&text), out, sizeof out);
        CHECK(len > 0 && utf8_valid_prefix((struct slice){ out, len }) == len);
        buffer_free(&text);
    }
}

// NFKC_CF of every assigned code point, as the database says it.
TEST(fold, agrees_with_the_database)
{
    FILE *file = fopen(UNICODE_FOLDER "DerivedNormalizationProps.txt", "r");
    CHECK(file);
    if (!file) return;
    struct slice *want = calloc(CODE_POINTS, sizeof *want);
    struct buffer folds = { 0 };
    buffer_reserve(&folds, 1 << 20); // more than enough: it never moves
    const char *start = folds.ptr;
    char *line = NULL;
    size_t room = 0;
    struct slice rest;
    while (unicode_next_line(file, &line, &room, &rest)) {
        uint32_t first, last;
        unicode_read_range(unicode_take_field(&rest, ';'), &first, &last);
        if (!slice_equal(unicode_take_field(&rest, ';'), SLICE("NFKC_CF")))
            continue;
        size_t before = folds.len;
        unicode_add_points(&folds, slice_trim(rest));
        for (uint32_t c = first; c <= last; c++)
            want[c] = (struct slice){ folds.ptr + before, folds.len - before };
    }
    CHECK(folds.len > 10000 && folds.ptr == start);

    size_t wrong = 0, changed_again = 0;
    for (uint32_t c = 0; c < CODE_POINTS; c++) {
        if (c >= SURROGATES_FIRST && c <= SURROGATES_LAST) continue;
        char bytes[UTF8_MAX], once[FOLD_ROOM];
        struct slice text = { bytes, utf8_encode(c, bytes) };
        struct slice result = { once, fold_casefold(text, once, FOLD_ROOM) };
        if (!want[c].ptr) want[c] = text;
        if (is_assigned(c) || want[c].len == 0)
            wrong += !slice_equal(result, want[c]);
        changed_again += !slice_equal(fold(result), result);
    }
    CHECK_INT(wrong, 0);
    CHECK_INT(changed_again, 0);
    free(want);
    free(line);
    fclose(file);
    buffer_free(&folds);
}

// Code points that compose, reorder, expand and vanish, in any order.
TEST(fold, agrees_with_utf8proc)
{
    static const uint32_t AWKWARD[] = {
        'a',    'A',    'i',    0xE5,   0xC5,   0x212B, 0x1E9B,  0x130,
        0xDF,   0x1E9E, 0x3A3,  0xFB01, 0x149,  0x1F82, 0x301,   0x308,
        0x307,  0x327,  0x323,  0x345,  0x338,  0x93C,  0x915,   0x958,
        0x928,  0x94D,  0x9C7,  0x9BE,  0x9D7,  0x9AF,  0x9BC,   0x9DF,
        0xBC6,  0xBBE,  0xB92,  0xBD7,  0xE33,  0xE32,  0xE48,   0xE4D,
        0x1100, 0x1161, 0x11A8, 0xAC00, 0xAC01, 0x115F, 0x1160,  0xFF76,
        0xFF9E, 0x30AB, 0x3099, 0x200D, 0xAD,   0x5D0,  0x5B0,   0x5BC,
        0xFB1D, 0x64B,  0x651,  0x627,  0x653,  0xFEFB, 0x1D400, 0x1D15E,
        0x2082, 0xBD,
    };
    enum { TURNS = 300000, LENGTH = 6 };
    const size_t count = sizeof AWKWARD / sizeof AWKWARD[0];
    for (int turn = 0; turn < TURNS; turn++) {
        char bytes[LENGTH * UTF8_MAX + 1];
        size_t len = 0;
        for (int i = 0; i < LENGTH; i++)
            len += utf8_encode(AWKWARD[test_random() % count], bytes + len);
        bytes[len] = '\0';
        utf8proc_uint8_t *want =
            utf8proc_NFKC_Casefold((const utf8proc_uint8_t *)bytes);
        CHECK(want);
        struct slice result = fold((struct slice){ bytes, len });
        bool ok = slice_equal(result, slice_of((const char *)want));
        free(want);
        test_row(bytes);
        CHECK(ok);
        if (!ok) return;
    }
}
