#include "read/mojibake.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "test.h"

static void check_repairs(const char *text, const char *want, uint64_t repaired)
{
    struct buffer buffer = { 0 };
    struct slice got = slice_of(text);
    CHECK_INT(mojibake_repair(&got, &buffer), repaired);
    CHECK_SLICE(got, slice_of(want));
    buffer_free(&buffer);
}

TEST(mojibake, repaired)
{
    static const struct {
        const char *text, *want;
        uint64_t repaired;
    } ROWS[] = {
        { "CafÃ©", "Café", 1 },
        { "Itâ€™s late", "It’s late", 1 },
        { "â€œYesâ€\302\235", "“Yes”", 2 },
        { "Ã€ bientÃ´t", "À bientôt", 2 },
        { "grÃ¶ÃŸer als 5Â\u00A0â‚¬", "größer als 5\u00A0€", 4 },
        { "ã\302\201\302\223ã‚“ã\302\201«ã\302\201¡ã\302\201¯", "こんにちは",
          5 },
        { "Ð‘Ð¸Ð±Ð»Ð¸Ð¾Ñ‚ÐµÐºÐ°", "Библиотека", 10 },
        { "ðŸ˜€ well, ðŸ˜€", "😀 well, 😀", 2 },
        { "ï»¿Text", "\uFEFFText", 1 },
        // Twice and thrice.
        { "CafÃƒÂ©", "Café", 1 },
        { "CafÃƒÆ’Ã‚Â©", "Café", 1 },
        // One run has lost a byte, eight have not.
        { "â€œYesâ€ Ã© Ã© Ã© Ã© Ã© Ã© Ã©", "“Yesâ€ é é é é é é é", 8 },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].text);
        check_repairs(ROWS[i].text, ROWS[i].want, ROWS[i].repaired);
    }
}

TEST(mojibake, left_alone)
{
    static const char *const ROWS[] = {
        "",
        "plain ASCII",
        "Café, déjà vu, größer, SÃO PAULO",
        "« CAFÉ » et À « »",
        "Библиотека открыта",
        "島の診療所と本土を結ぶ",
        // Of both kinds: perhaps it is about mojibake.
        "The letter é becomes Ã© when UTF-8 is read as Latin-1.",
        "“Yesâ€\302\235 and no",
        // One alone that proves nothing.
        "LÃ… and nothing else",
        // Halves, controls, surrogates.
        "Ã and â€ and ð\302\237\302\230",
        "Â\302\200 Â\302\205",
        "í\u00A0\302\200 í\u00A0\302\201",
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i]);
        check_repairs(ROWS[i], ROWS[i], 0);
    }
}

// What is spoilt comes back: once as windows-1252 with the bytes of Latin-1 in
// its holes, once as Latin-1.
static void spoil(struct slice text, bool latin1, struct buffer *spoilt)
{
    static const uint16_t HIGH[32] = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
        0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
    };
    for (size_t i = 0; i < text.len; i++) {
        uint8_t byte = (uint8_t)text.ptr[i];
        bool high = !latin1 && byte >= 0x80 && byte < 0xA0;
        buffer_add_code_point(spoilt, high ? HIGH[byte - 0x80] : byte);
    }
}

TEST(mojibake, any_text_comes_back)
{
    for (int round = 0; round < 2000; round++) {
        struct buffer text = { 0 }, spoilt = { 0 }, repaired = { 0 };
        buffer_add_string(&text, "éé ");
        for (int i = 0; i < 40; i++) {
            uint32_t c = (uint32_t)(test_random() % 0x3000) + 0xA0;
            if (test_random() % 2) c = 'a' + c % 26;
            buffer_add_code_point(&text, c);
        }
        spoil(buffer_slice(&text), round % 2 == 0, &spoilt);
        struct slice got = buffer_slice(&spoilt);
        CHECK(mojibake_repair(&got, &repaired) > 0);
        CHECK_SLICE(got, buffer_slice(&text));
        buffer_free(&text);
        buffer_free(&spoilt);
        buffer_free(&repaired);
    }
}

TEST(mojibake, what_comes_back_is_utf8)
{
    static const char *const PIECES[] = { "Ã",        "©", "â",  "€",
                                          "\302\235", "ð", "Ÿ",  "a",
                                          " ",        "é", "日", "\302\200",
                                          "ï",        "»", "¿" };
    for (int round = 0; round < 20000; round++) {
        struct buffer text = { 0 }, repaired = { 0 };
        for (int i = 0; i < 12; i++)
            buffer_add_string(
                &text,
                PIECES[test_random() % (sizeof PIECES / sizeof *PIECES)]);
        struct slice got = buffer_slice(&text);
        mojibake_repair(&got, &repaired);
        CHECK_INT(utf8_valid_prefix(got), got.len);
        CHECK(got.len <= text.len);
        buffer_free(&text);
        buffer_free(&repaired);
    }
}
