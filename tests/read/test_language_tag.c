#include "read/language_tag.h"
#include "test.h"

TEST(language_tag, table)
{
    static const struct {
        const char *given;
        const char *want;
    } ROWS[] = {
        { "en", "en" },
        { "EN", "en" },
        { "en_US", "en-US" },
        { "en-us", "en-US" },
        { "pt-br", "pt-BR" },
        { "zh_hant_tw", "zh-Hant-TW" },
        { "ZH-HANS", "zh-Hans" },
        { "es-419", "es-419" },
        { "haw", "haw" },
        { "de-DE-1996", "de-DE-1996" },
        { "English", "" },
        { "e", "" },
        { "", "" },
        { "en-", "" },
        { "en--US", "" },
        { "-en", "" },
        { "12", "" },
        { "en US", "" },
        { "de-averylongsubtag", "" },
        { "de-a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r", "" },
    };
    struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].given);
        struct slice tag = slice_of(ROWS[i].given);
        CHECK(language_tag(&arena, &tag));
        CHECK_SLICE(tag, slice_of(ROWS[i].want));
    }
    arena_free(&arena);
}
