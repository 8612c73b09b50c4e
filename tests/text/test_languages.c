#include "text/languages.h"

#include <libstemmer.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "test.h"
#include "text/fold_key.h"
#include "text/unicode_files.h"

static const struct language *find_stemmer(const char *name)
{
    for (unsigned i = 0; i < LANGUAGE_COUNT; i++)
        if (strcmp(LANGUAGES[i].stemmer, name) == 0) return &LANGUAGES[i];
    return NULL;
}

TEST(languages, are_those_of_libstemmer)
{
    unsigned count = 0;
    for (const char **name = sb_stemmer_list(); *name; name++) {
        test_row(*name);
        if (strcmp(*name, "porter") == 0) continue; // english, as of 1980
        CHECK(find_stemmer(*name));
        count++;
    }
    CHECK_INT(LANGUAGE_COUNT, count);
}

TEST(languages, have_sound_rows)
{
    for (unsigned i = 0; i < LANGUAGE_COUNT; i++) {
        const struct language *language = &LANGUAGES[i];
        test_row(language->code);
        CHECK_INT(strlen(language->code), 2);
        CHECK(i == 0 || strcmp(LANGUAGES[i - 1].code, language->code) < 0);
        struct slice changing = slice_of(language->changing);
        char room[TERM_MAX];
        CHECK_SLICE(fold_key(changing, room), changing);
        if (changing.len > 0)
            CHECK_STRING(script_of(changing), language->script);
        CHECK(changing.len == 0 || !language->prefixes_change);
    }
}

TEST(languages, are_found_by_tags)
{
    static const struct {
        const char *tag;
        const char *code; // NULL: no stemmer
    } ROWS[] = {
        { "en", "en" },         { "EN", "en" },    { "en-GB", "en" },
        { "pt-BR", "pt" },      { "pt_BR", "pt" }, { "sr-Latn", "sr" },
        { "sr-Cyrl-RS", "sr" }, { "De-de", "de" }, { "no", "no" },
        { "nb", "no" },         { "nn-NO", "no" }, { "NB", "no" },
        { "in", "id" },         { "ji", "yi" },    { "mo", "ro" },
        { "sw", NULL },         { "vi", NULL },    { "zh-Hans", NULL },
        { "he", NULL },         { "und", NULL },   { "", NULL },
        { "-", NULL },          { "e", NULL },     { "eng", NULL },
        { "english", NULL },    { "x-en", NULL },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].tag);
        int number = language_number(slice_of(ROWS[i].tag));
        CHECK(number < (int)LANGUAGE_COUNT);
        CHECK_STRING(number < 0 ? NULL : LANGUAGES[number].code, ROWS[i].code);
    }
    for (unsigned i = 0; i < LANGUAGE_COUNT; i++)
        CHECK_INT(language_number(slice_of(LANGUAGES[i].code)), i);
}

TEST(languages, are_guessed_by_script)
{
    static const char *const ROWS[][2] = {
        { "Latin", "en" },      { "Cyrillic", "ru" }, { "Greek", "el" },
        { "Arabic", "ar" },     { "Armenian", "hy" }, { "Tamil", "ta" },
        { "Devanagari", "hi" }, { "Hebrew", NULL },   { "Han", NULL },
        { "", NULL },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i][0]);
        int number = language_of_script(ROWS[i][0]);
        CHECK_STRING(number < 0 ? NULL : LANGUAGES[number].code, ROWS[i][1]);
        if (number >= 0)
            CHECK(language_uses_script(&LANGUAGES[number], ROWS[i][0]));
    }
}

TEST(languages, may_have_two_scripts)
{
    const struct language *serbian = find_stemmer("serbian");
    CHECK(language_uses_script(serbian, "Cyrillic"));
    CHECK(language_uses_script(serbian, "Latin"));
    CHECK(!language_uses_script(serbian, "Greek"));
    CHECK(!language_uses_script(find_stemmer("russian"), "Latin"));
}

TEST(languages, script_of_a_term)
{
    static const char *const ROWS[][2] = {
        { "word", "Latin" },
        { "état", "Latin" },
        { "война", "Cyrillic" },
        { "οδοσ", "Greek" },
        { "كتاب", "Arabic" },
        { "שלום", "Hebrew" },
        { "भाषा", "Devanagari" },
        { "ու", "Armenian" },
        { "தமிழ்", "Tamil" },
        { "ไทย", "Thai" },
        { "東京", "Han" },
        { "ひ", "Hiragana" },
        { "カ", "Katakana" },
        { "서울", "Hangul" },
        { "ქართ", "Georgian" },
        { "3d", "Latin" },
        { "'n", "Latin" },
        { ".net", "Latin" },
        { "c++", "Latin" },
        { "\u0301б", "Cyrillic" },
        { "", "" },
        { "3.14", "" },
        { "٣", "" },
        { "👍", "" },
        { "\xFF", "" },
        { "\u16A0", "" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i][0]);
        CHECK_STRING(script_of(slice_of(ROWS[i][0])), ROWS[i][1]);
    }
}

// Wherever script_of() names a script, Unicode names the same.
TEST(languages, scripts_agree_with_the_database)
{
    FILE *file = fopen(UNICODE_FOLDER "Scripts.txt", "r");
    CHECK(file);
    if (!file) return;
    size_t letters = 0, named = 0, wrong = 0, room = 0;
    char *line = NULL;
    struct slice rest;
    while (unicode_next_line(file, &line, &room, &rest)) {
        if (rest.len == 0) continue;
        uint32_t first, last;
        unicode_read_range(unicode_take_field(&rest, ';'), &first, &last);
        rest = slice_trim(rest);
        for (uint32_t c = first; c <= last; c++) {
            char bytes[UTF8_MAX];
            struct slice script = slice_of(
                script_of((struct slice){ bytes, utf8_encode(c, bytes) }));
            bool common = slice_equal(rest, SLICE("Common"))
                          || slice_equal(rest, SLICE("Inherited"));
            if (common) continue; // signs of all scripts; see the ranges
            letters++;
            if (script.len == 0) continue;
            named++;
            if (slice_equal(script, rest)) continue;
            if (wrong++ == 0)
                printf("  U+%04X is %.*s, not %.*s\n", c, SLICE_ARGS(rest),
                       SLICE_ARGS(script));
        }
    }
    CHECK_INT(wrong, 0);
    CHECK(named * 10 > letters * 7); // Han makes most of them
    free(line);
    fclose(file);
}
