#include "text/fold_key.h"

#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "test.h"
#include "text/fold.h"

// ---- Tables -----------------------------------------------------------------

struct last_word {
    char bytes[TERM_MAX];
    size_t len;
};

static int keep_word(void *context, const struct word *word)
{
    struct last_word *last = context;
    memcpy(last->bytes, word->term.ptr, word->term.len);
    last->len = word->term.len;
    return 0;
}

// The key of the last word of a text, in room.
static struct slice key_of(const char *text, char room[TERM_MAX])
{
    struct last_word last = { .len = 0 };
    words_analyse(slice_of(text), keep_word, &last);
    struct slice key = fold_key((struct slice){ last.bytes, last.len }, room);
    memmove(room, key.ptr, key.len);
    return (struct slice){ room, key.len };
}

TEST(fold_key, table)
{
    static const struct {
        const char *text;
        const char *key;
    } ROWS[] = {
        { "word", "word" },
        { "covid19", "covid19" },
        { "Café", "cafe" },
        { "Łódź", "lodz" },
        { "İSTANBUL", "istanbul" },
        { "ılıca", "ilica" },
        { "Straße", "strasse" },
        { "Größe", "grosse" },
        { "smørrebrød", "smorrebrod" },
        { "Þórður", "thordur" },
        { "æther", "aether" },
        { "ǽ", "ae" },
        { "ǿ", "o" },
        { "œuvre", "oeuvre" },
        { "Ħaż-Żebbuġ", "zebbug" },
        { "ŋ", "n" },
        { "ŧ", "t" },
        { "Việt", "viet" },
        { "Đường", "duong" },
        { "x\u0301\u0323y", "xy" },
        { "U.S.A.", "usa" },
        { "don’t", "dont" },
        { "O'Reilly", "oreilly" },
        { "Wharton's", "whartons" },
        { "об'єкт", "обєкт" },
        { "обʼєкт", "обєкт" },
        { "oʻzbek", "ozbek" },
        { "Qurʾān", "quran" },
        { "col·legi", "collegi" },
        { "C++", "c++" },
        { "C#", "c#" },
        { "F♯", "f#" },
        { ".NET", ".net" },
        { "3.14", "3.14" },
        { "1,000", "1000" },
        { "1'000", "1000" },
        { "1,234,567.89", "1234567.89" },
        { "1,00,000", "100000" },
        { "50,8", "50,8" },
        { "3,14159", "3,14159" },
        { "٣،٥", "3,5" },
        { "192.168.1.1", "192.168.1.1" },
        { "v1.2.3", "v123" },
        { "١٬٢٣٤٫٥", "1234.5" },
        { "۱۳۹۹", "1399" },
        { "१९४७", "1947" },
        { "໒໐໒໑", "2021" },
        { "Ὀδυσσεύς", "οδυσσευσ" },
        { "ΐ", "ι" },
        { "ᾳ", "αι" },
        { "Ёлка", "елка" },
        { "ё\u0301", "е" },
        { "за\u0301мок", "замок" },
        { "ѝ", "и" },
        { "йод", "йод" },
        { "Київ", "київ" },
        { "Ўзбек", "ўзбек" },
        { "ќерка", "ќерка" },
        { "ѓавол", "ѓавол" },
        { "Ինչո՞ւ", "ինչու" },
        { "שָׁלוֹם", "שלום" },
        { "צה\"ל", "צהל" },
        { "ג׳ירפה", "גירפה" },
        { "الْكِتَابُ", "الكتاب" },
        { "كـــتاب", "كتاب" },
        { "الرحمٰن", "الرحمن" },
        { "مؤمن", "مومن" },
        { "خانهٔ", "خانه" },
        { "مدرسة", "مدرسه" },
        { "می\u200Cخواهم", "ميخواهم" },
        { "ܫܠܳܡܳܐ", "ܫܠܡܐ" },
        { "ދިވެހި", "ދިވެހި" },
        { "भाषा", "भाषा" },
        { "क़लम", "क\u093Cलम" },
        { "ক\u09CB", "ক\u09CB" },
        { "👍🏽", "👍" },
        { "❤️", "❤" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].text);
        char room[TERM_MAX];
        CHECK_SLICE(key_of(ROWS[i].text, room), slice_of(ROWS[i].key));
    }
}

TEST(fold_key, some_words_meet_and_some_do_not)
{
    static const struct {
        const char *a;
        const char *b;
        bool meet;
    } ROWS[] = {
        { "cafe", "café", true },      { "cafe", "cafe\u0301", true },
        { "lodz", "Łódź", true },      { "istanbul", "İSTANBUL", true },
        { "ilica", "ılıca", true },    { "ilica", "ILICA", true },
        { "USA", "U.S.A.", true },     { "1000", "1,000", true },
        { "1000", "1'000", true },     { "1000", "١٠٠٠", true },
        { "١٠٠٠", "۱۰۰۰", true },      { "dont", "don’t", true },
        { "dont", "don't", true },     { "oeuvre", "œuvre", true },
        { "oeuvre", "l’œuvre", true }, { "oreilly", "O’Reilly", true },
        { "كتاب", "كِتاب", true },      { "کتاب", "كتاب", true },
        { "ایران", "إيران", true },    { "مدرسة", "مدرسه", true },
        { "שלום", "שָׁלוֹם", true },      { "צה\"ל", "צה״ל", true },
        { "её", "ее", true },          { "елка", "Ёлка", true },
        { "viet", "Việt", true },      { "ΟΔΥΣΣΕΑΣ", "Οδυσσέας", true },
        { "strasse", "Straße", true }, { "ａｂｃ", "ABC", true },
        { "👍", "👍🏿", true },     { "война", "воина", false },
        { "Київ", "Киів", false },     { "भाषा", "भष", false },
        { "क", "क़", false },           { "が", "か", false },
        { "ぱ", "は", false },         { "C++", "C", false },
        { "C#", "C", false },          { "C++", "C#", false },
        { ".NET", "net", false },      { "3.14", "314", false },
        { "10", "1.0", false },        { "508", "50,8", false },
        { "groesse", "Größe", false }, // but see digraphs
        { "ދި", "ދެ", false },           { "👍", "👎", false },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].b);
        char a[TERM_MAX], b[TERM_MAX];
        CHECK_INT(slice_equal(key_of(ROWS[i].a, a), key_of(ROWS[i].b, b)),
                  ROWS[i].meet);
    }
}

// Where nothing would be left, and where letters meet that did not before.
TEST(fold_key, of_odd_terms)
{
    static const struct {
        const char *term;
        const char *key;
    } ROWS[] = {
        { "", "" },
        { "'", "'" },
        { "\u0640", "\u0640" },
        { "\u0640\u064B", "\u0640\u064B" },
        { "\u0301", "\u0301" },
        { "🏽", "🏽" },
        { "\u02BC", "\u02BC" },
        { "か'\u3099", "が" },
        { "и\u0301\u0306", "й" },
        { "\u1112'\u1161", "하" },
        { "1\u20442", "1\u20442" }, // half is not twelve
        { "..", "." },
        { "'3.14", "3.14" },
        { ",", "," },
        { "1,0'00", "1000" },
        { "a1,0.00", "a1000" },
        { "a.3.14", "a314" },
        { "\xFFg'\xC3", "\uFFFDg\uFFFD" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].term);
        char room[TERM_MAX];
        CHECK_SLICE(fold_key(slice_of(ROWS[i].term), room),
                    slice_of(ROWS[i].key));
    }
}

TEST(fold_key, points_to_the_term_where_it_is_its_own)
{
    static const struct slice TERMS[] = {
        { "word", 4 },
        { "\xD1\x8F", 2 },         // я
        { "\xD0\xB9", 2 },         // й
        { "\xE6\x9D\xB1", 3 },     // 東
        { "\xE3\x81\x8C", 3 },     // が
        { "\xF0\x9F\x91\x8D", 4 }, // an emoji
    };
    for (size_t i = 0; i < sizeof TERMS / sizeof TERMS[0]; i++) {
        char room[TERM_MAX];
        CHECK(fold_key(TERMS[i], room).ptr == TERMS[i].ptr);
    }
}

TEST(fold_key, of_digraphs)
{
    static const struct {
        const char *text;
        const char *key;
    } ROWS[] = {
        { "groesse", "grosse" },
        { "haeuser", "hauser" },
        { "ueber", "uber" },
        { "gruen", "grun" },
        { "fraeulein", "fraulein" },
        { "neueroeffnung", "neueroffnung" },
        { "queroeffner", "queroffner" },
        { "fluesse", "flusse" },
        { "neue", "" },
        { "bauer", "" },
        { "feuer", "" },
        { "quelle", "" },
        { "haus", "" },
        { "e", "" },
        { "ae", "a" },
        { "", "" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].text);
        char room[TERM_MAX];
        CHECK_SLICE(fold_key_of_digraphs(slice_of(ROWS[i].text), room),
                    slice_of(ROWS[i].key));
    }
}

// ---- Properties -------------------------------------------------------------

static bool is_composed(struct slice text)
{
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)text.ptr,
                                        (utf8proc_ssize_t)text.len, &composed,
                                        UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    bool same = len >= 0
                && slice_equal(text, (struct slice){ (const char *)composed,
                                                     (size_t)len });
    free(composed);
    return same;
}

// What must hold for the key of any text; NULL, or what does not.
static const char *key_fault(struct slice text)
{
    char room[TERM_MAX];
    struct slice key = fold_key(text, room);
    if (text.len > 0 && key.len == 0) return "a key is empty";
    if (key.len > TERM_MAX) return "a key is too long";
    if (utf8_valid_prefix(key) != key.len) return "a key is not UTF-8";
    return NULL;
}

// And for that of a term.
static const char *term_fault(struct slice term)
{
    char room[TERM_MAX], again[TERM_MAX];
    struct slice key = fold_key(term, room);
    if (!slice_equal(key, fold_key(key, again))) return "a key has a key";
    if (!is_composed(key)) return "a key is not composed";
    return key_fault(term);
}

static bool check_fault(const char *fault, struct slice text)
{
    CHECK(!fault);
    if (!fault) return true;
    printf("  %s:", fault);
    for (size_t i = 0; i < text.len; i++) printf(" %02X", (uint8_t)text.ptr[i]);
    putchar('\n');
    return false;
}

// A code point in which rules are interested, or any at all.
static uint32_t random_point(void)
{
    static const uint32_t AWKWARD[] = {
        'a',    'e',    '3',    '4',    '.',    ',',     '\'',    '#',
        0x00B7, 0x00E6, 0x00F8, 0x01FD, 0x0300, 0x0301,  0x0306,  0x0308,
        0x0323, 0x0327, 0x031B, 0x03B9, 0x0390, 0x0433,  0x0435,  0x0438,
        0x043A, 0x0451, 0x0439, 0x055E, 0x05B8, 0x05D0,  0x05F3,  0x0627,
        0x0640, 0x064E, 0x0654, 0x0663, 0x066B, 0x06C1,  0x06D5,  0x06E5,
        0x06F3, 0x0915, 0x093C, 0x094D, 0x09C7, 0x09BE,  0x1100,  0x1161,
        0x11A8, 0x1EA5, 0x2044, 0x3046, 0x3099, 0x1F3FD, 0x1D15E, 0x1F44D,
        0xFDFA,
    };
    uint64_t random = test_random();
    uint32_t any = (uint32_t)(random >> 32) % 0x110000;
    if (random % 8 == 0) return any >= 0xD800 && any < 0xE000 ? 'x' : any;
    return AWKWARD[any % (sizeof AWKWARD / sizeof AWKWARD[0])];
}

static struct slice random_text(char *out, size_t room)
{
    size_t len = 0;
    size_t wanted = 1 + test_random() % 12;
    if (test_random() % 16 == 0) wanted = room; // as long as may be
    for (size_t i = 0; i < wanted && len + UTF8_MAX <= room; i++)
        len += utf8_encode(random_point(), out + len);
    return (struct slice){ out, len };
}

TEST(fold_key, is_its_own_key)
{
    for (int i = 0; i < 300000; i++) {
        char text[TERM_MAX + 16], folded[TERM_MAX];
        struct slice raw = random_text(text, sizeof text);
        struct slice term = { folded, fold_casefold(raw, folded, TERM_MAX) };
        if (!check_fault(key_fault(raw), raw)) break;
        if (!check_fault(term_fault(term), term)) break;
    }
}

TEST(fold_key, of_any_bytes)
{
    for (int i = 0; i < 100000; i++) {
        char bytes[2 * TERM_MAX];
        struct slice text = { bytes, test_random() % sizeof bytes };
        for (size_t j = 0; j < text.len; j++) bytes[j] = (char)test_random();
        if (!check_fault(key_fault(text), text)) break;
    }
}

static int check_word(void *context, const struct word *word)
{
    size_t *words = context;
    if (word->kind != WORD_PLAIN) return 0; // not in the dictionary
    ++*words;
    return check_fault(term_fault(word->term), word->term) ? 0 : 1;
}

TEST(fold_key, of_the_words_of_wikipedia)
{
    static const char *const WIKIS[] = { "en", "de", "vi", "ko", "zh" };
    enum { SAMPLE = 1 << 20 };
    if (!test_data()) {
        test_skip("no data");
        return;
    }
    char *text = malloc(SAMPLE);
    CHECK(text);
    for (size_t i = 0; text && i < sizeof WIKIS / sizeof WIKIS[0]; i++) {
        test_row(WIKIS[i]);
        struct buffer command = { 0 };
        buffer_format(&command, "zstd -dcq '%s/speed/%swiki.jsonl.zst'",
                      test_data(), WIKIS[i]);
        FILE *file = popen(buffer_string(&command), "r");
        size_t len = file ? fread(text, 1, SAMPLE, file) : 0;
        if (file) pclose(file);
        size_t words = 0;
        words_analyse((struct slice){ text, len }, check_word, &words);
        CHECK(words > 1000);
        buffer_free(&command);
    }
    free(text);
}
