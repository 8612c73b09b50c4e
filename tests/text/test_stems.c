#include "text/stems.h"

#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "test.h"
#include "text/fold.h"
#include "text/fold_key.h"

// ---- Tables -----------------------------------------------------------------

TEST(stems, table)
{
    static const struct {
        const char *code;
        const char *term;
        const char *stem;
    } ROWS[] = {
        { "en", "observing", "observ" },
        { "en", "observations", "observ" },
        { "en", "happy", "happi" },
        { "en", "wharton's", "wharton" },
        { "en", "us", "us" },
        { "en", "u.s", "u.s" },
        { "en", "u.s.a", "u.s.a" },
        { "en", "c++", "c++" },
        { "en", ".net", ".net" },
        { "en", "1990s", "1990s" },
        { "en", "3.14", "3.14" },
        { "en", "война", "война" },
        { "en", "👍", "👍" },
        { "en", "", "" },
        { "ru", "астрономами", "астроном" },
        { "ru", "observing", "observing" },
        { "de", "häuser", "haus" },
        { "de", "äpfel", "apfel" },
        { "fr", "été", "été" },
        { "el", "οδοσ", "οδ" },
        { "ar", "الكتاب", "كتاب" },
        { "hi", "भाषाओं", "भाष" },
        { "sr", "абаџија", "abadžij" },
        { "sr", "abadžija", "abadžij" },
        { "no", "havnene", "havn" },
    };
    struct stemmers *stemmers = stemmers_open();
    for (size_t i = 0; stemmers && i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].term);
        int language = language_number(slice_of(ROWS[i].code));
        CHECK_SLICE(stem_of(stemmers, language, slice_of(ROWS[i].term)),
                    slice_of(ROWS[i].stem));
    }
    CHECK(stemmers);
    stemmers_close(stemmers);
}

TEST(stems, have_keys)
{
    static const struct {
        const char *code;
        const char *term;
        const char *key;
    } ROWS[] = {
        { "fr", "étés", "ete" },  { "sr", "абаџија", "abadzij" },
        { "en", "u.s.a", "usa" }, { "de", "größen", "gross" },
        { "en", "'''", "'''" },
    };
    struct stemmers *stemmers = stemmers_open();
    for (size_t i = 0; stemmers && i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].term);
        char room[TERM_MAX];
        int language = language_number(slice_of(ROWS[i].code));
        CHECK_SLICE(stem_key(stemmers, language, slice_of(ROWS[i].term), room),
                    slice_of(ROWS[i].key));
    }
    CHECK(stemmers);
    stemmers_close(stemmers);
}

TEST(stems, of_one_language_outlive_those_of_another)
{
    struct stemmers *stemmers = stemmers_open();
    CHECK(stemmers);
    if (!stemmers) return;
    struct slice stem =
        stem_of(stemmers, language_number(SLICE("en")), SLICE("observing"));
    stem_of(stemmers, language_number(SLICE("sv")), SLICE("flickorna"));
    CHECK_SLICE(stem, SLICE("observ"));
    stemmers_close(stemmers);
    stemmers_close(NULL);
}

// Whatever a term looks like, its stems are terms.
TEST(stems, of_random_letters_are_terms)
{
    static const char *const LETTERS[] = {
        "a", "e", "i", "s", "n", "g", "y", "'", "ü", "ı", "к",
        "а", "и", "ј", "ا", "ل", "و", "ي", "ா", "ெ", "க", "்",
        "வ", "ஒ", "क", "ा", "ו", "ײ", "אַ", "σ", "ο", "ւ", "ե",
    };
    enum { LETTER_COUNT = sizeof LETTERS / sizeof LETTERS[0] };
    struct stemmers *stemmers = stemmers_open();
    CHECK(stemmers);
    for (int i = 0; stemmers && i < 200000; i++) {
        int language = (int)(test_random() % LANGUAGE_COUNT);
        size_t kinds = test_random() % LETTER_COUNT + 1;
        size_t limit = test_random() % 8 ? 12 : TERM_MAX;
        char term[TERM_MAX], room[TERM_MAX];
        size_t len = 0;
        while (len + UTF8_MAX <= limit) {
            const char *letter =
                LETTERS[LETTER_COUNT - (test_random() % kinds + 1)];
            memcpy(term + len, letter, strlen(letter));
            len += strlen(letter);
        }
        test_row(LANGUAGES[language].code);
        struct slice key =
            stem_key(stemmers, language, (struct slice){ term, len }, room);
        bool ok = key.len > 0 && key.len <= TERM_MAX
                  && utf8_valid_prefix(key) == key.len;
        CHECK(ok);
        if (!ok) break;
    }
    stemmers_close(stemmers);
}

// ---- Snowball's lists -------------------------------------------------------

// A list of words and the file of their stems beside it, line by line.
struct list {
    FILE *words;
    FILE *stems;
    char *word_line;
    char *stem_line;
    size_t word_room;
    size_t stem_room;
    struct slice word;
    struct slice stem;
};

static FILE *open_part(const char *stemmer, const char *part)
{
    struct buffer name = { 0 };
    buffer_format(&name, "snowball/%s/%s.txt", stemmer, part);
    FILE *file = fopen(test_path(buffer_string(&name)), "r");
    buffer_free(&name);
    return file;
}

static bool list_open(struct list *list, const char *stemmer)
{
    *list = (struct list){ .words = open_part(stemmer, "voc"),
                           .stems = open_part(stemmer, "output") };
    return list->words && list->stems;
}

static void list_close(struct list *list)
{
    if (list->words) fclose(list->words);
    if (list->stems) fclose(list->stems);
    free(list->word_line);
    free(list->stem_line);
}

static bool next_line(FILE *file, char **line, size_t *room,
                      struct slice *content)
{
    if (getline(line, room, file) < 0) return false;
    *content = slice_trim(slice_of(*line));
    return true;
}

static bool list_next(struct list *list)
{
    return next_line(list->words, &list->word_line, &list->word_room,
                     &list->word)
           && next_line(list->stems, &list->stem_line, &list->stem_room,
                        &list->stem);
}

// Unpacks the lists into the folder of the test. False, and the test is
// skipped, where there are none.
static bool unpack_lists(void)
{
    if (!test_data()) {
        test_skip("no data");
        return false;
    }
    struct buffer command = { 0 };
    buffer_format(&command,
                  "zstd -dcq '%s/snowball.tar.zst' | tar -xf - -C '%s'",
                  test_data(), test_folder());
    bool done = system(buffer_string(&command)) == 0;
    CHECK(done);
    buffer_free(&command);
    return done;
}

// Of Snowball's words, those whose stem is another one to us, the word itself:
// words of one or two letters, of none, or with a digit or sign, and words with
// an empty stem. lines are those of the list, exempt such words in it.
static const struct {
    const char *code;
    size_t lines;
    size_t exempt;
} LISTS[] = {
    { "ca", 48897, 4 },   { "da", 23830, 0 },   { "de", 35033, 6 },
    { "el", 90729, 104 }, { "en", 29417, 1 },   { "es", 28390, 10 },
    { "eu", 21386, 0 },   { "fi", 49962, 4 },   { "fr", 20805, 1 },
    { "ga", 186280, 17 }, { "hi", 65118, 271 }, { "hu", 30000, 273 },
    { "hy", 101780, 5 },  { "id", 64587, 0 },   { "it", 35494, 2 },
    { "lt", 86105, 2 },   { "ne", 4000, 0 },    { "nl", 45669, 14 },
    { "no", 20628, 0 },   { "pt", 32016, 0 },   { "ro", 22570, 0 },
    { "ru", 49785, 12 },  { "sr", 30000, 0 },   { "sv", 30623, 0 },
    { "tr", 96325, 4 },   { "yi", 100003, 34 },
};

static bool is_short(struct slice word)
{
    size_t count = 0;
    for (size_t i = 0; i < word.len; i++) count += !utf8_continues(word.ptr[i]);
    return count < 3;
}

static bool has_sign(struct slice word)
{
    for (size_t at = 0; at < word.len;) {
        uint32_t c;
        at += utf8_decode(word.ptr + at, word.len - at, &c);
        if (utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ND
            || (c < 0x80 && c != '\'' && (c < 'a' || c > 'z')))
            return true;
    }
    return false;
}

static bool is_exempt(const struct list *list)
{
    return is_short(list->word) || has_sign(list->word)
           || strlen(script_of(list->word)) == 0 || list->stem.len == 0;
}

TEST(stems, are_those_of_snowball)
{
    if (!unpack_lists()) return;
    struct stemmers *stemmers = stemmers_open();
    for (size_t i = 0; stemmers && i < sizeof LISTS / sizeof LISTS[0]; i++) {
        test_row(LISTS[i].code);
        int language = language_number(slice_of(LISTS[i].code));
        struct list list;
        CHECK(list_open(&list, LANGUAGES[language].stemmer));
        size_t lines = 0, exempt = 0, wrong = 0;
        while (list.words && list.stems && list_next(&list)) {
            lines++;
            struct slice stem = stem_of(stemmers, language, list.word);
            if (slice_equal(stem, list.stem)) continue;
            if (is_exempt(&list) && slice_equal(stem, list.word))
                exempt++;
            else if (wrong++ == 0)
                CHECK_SLICE(stem, list.stem);
        }
        CHECK_INT(wrong, 0);
        CHECK_INT(lines, LISTS[i].lines);
        CHECK_INT(exempt, LISTS[i].exempt);
        list_close(&list);
    }
    CHECK(stemmers);
    stemmers_close(stemmers);
}

// Whether a family of words with this stem is found by the beginning that the
// keys have in common: the whole of the key of the stem, or all but a letter
// that may change.
static bool is_found_by_beginning(const struct language *language,
                                  struct slice key, struct slice stem_key)
{
    if (slice_starts_with(key, stem_key)) return true;
    size_t last = stem_key.len;
    do last--;
    while (last > 0 && utf8_continues(stem_key.ptr[last]));
    struct slice letter = slice_from(stem_key, last);
    return slice_starts_with(key, (struct slice){ stem_key.ptr, last })
           && slice_find(slice_of(language->changing), letter);
}

TEST(stems, end_in_changing_letters_or_begin_words)
{
    if (!unpack_lists()) return;
    struct stemmers *stemmers = stemmers_open();
    for (size_t i = 0; stemmers && i < sizeof LISTS / sizeof LISTS[0]; i++) {
        test_row(LISTS[i].code);
        int number = language_number(slice_of(LISTS[i].code));
        const struct language *language = &LANGUAGES[number];
        struct list list;
        CHECK(list_open(&list, language->stemmer));
        size_t lines = 0, missed = 0;
        while (list.words && list.stems && list_next(&list)) {
            char folded[TERM_MAX], key_room[TERM_MAX], stem_room[TERM_MAX];
            struct slice term = { folded,
                                  fold_casefold(list.word, folded, TERM_MAX) };
            struct slice key = fold_key(term, key_room);
            struct slice stem = stem_key(stemmers, number, term, stem_room);
            lines++;
            missed +=
                term.len > 0 && !is_found_by_beginning(language, key, stem);
        }
        double share = lines ? (double)missed / (double)lines : 1;
        CHECK(language->prefixes_change ? share > .02 : share < .007);
        list_close(&list);
    }
    CHECK(stemmers);
    stemmers_close(stemmers);
}
