#include "text/words.h"

#include "test.h"
#include "text/word_list.h"

static const struct {
    const char *text;
    const char *words; // as word_list_print() has them
} ROWS[] = {
    // Initialisms
    { "The U.S.A. and e.g. this.",
      "the:0-3 u.s.a:4-10 and:11-14 e.g:15-19 this:20-24" },
    { "J.R.R. Tolkien", "j.r.r:0-6 tolkien:7-14" },
    { "J. R. R. Tolkien", "j:0-1 r:3-4 r:6-7 tolkien:9-16" },
    { "the U.S, 5 p.m", "the:0-3 u.s:4-7 5:9-10 p.m:11-14" },
    { "U.S.Army", "u.s:0-4 army:4-8" },
    { "и т.д.", "и:0-2 т.д:3-9" },
    { "plan B.", "plan:0-4 b:5-6" },
    { "A.", "a:0-1" },
    { "a.bc", "a:0-1 bc:2-4" },
    { "e\u0301.g.", "\u00E9.g:0-6" },

    // Apostrophes and elided articles
    { "O'Reilly don’t Wharton's", "o'reilly:0-8 don't:9-16 wharton's:17-26" },
    { "l’œuvre dell'arte d'Artagnan",
      "l':0-4 œuvre:4-10 dell':11-16 arte:16-20 d':21-23 artagnan:23-31" },
    { "L'ART QU'ON JUSQU'ICI", "l':0-2 art:2-5 qu':6-9 on:9-11 jusqu':12-18 "
                               "ici:18-21" },
    { "aujourd'hui l'aujourd'hui", "aujourd'hui:0-11 l':12-14 "
                                   "aujourd'hui:14-25" },
    { "İstanbul'da", "i\u0307stanbul'da:0-12" },
    { "'quoted' 'l' d'", "quoted:1-7 l:10-11 d:13-14" },
    { "d＇Artagnan", "d':0-4 artagnan:4-12" },

    // Names that end in signs, or begin with one
    { "C++ C# C♯ F# g++ .NET",
      "c++:0-3 c#:4-6 c#:7-11 f#:12-14 g++:15-18 .net:19-23" },
    { "C++11 C# 8, C#8.", "c++:0-3 11:3-5 c#:6-8 8:9-10 c#:12-14 8:14-15" },
    { "C+++ a+b 3++ ab#", "c:0-1 a:5-6 b:7-8 3:9-10 ab:13-15" },
    { "C#言語 F#m", "c#:0-2 言語:2-8+ 語:5-8. f:9-10 m:11-12" },
    { "d'C++", "d':0-2 c++:2-5" },
    { "ASP.NET .NETs “.Net” .net's",
      "asp:0-3 net:4-7 nets:9-13 .net:17-21 .net:25-29 s:30-31" },
    { "和.NET框", "和:0-3* .net:3-7 框:7-10*" },

    // Names of hosts, addresses and paths
    { "node.js ASP.NET example.com",
      "node:0-4 js:5-7 asp:8-11 net:12-15 example:16-23 com:24-27" },
    { "user@example.com AT&T and/or foo_bar",
      "user:0-4 example:5-12 com:13-16 at:17-19 t:20-21 and:22-25 or:26-28 "
      "foo:29-32 bar:33-36" },
    { "#hashtag @user", "hashtag:1-8 user:10-14" },

    // Numbers
    { "3.14 1,000 1'000 192.168.1.1",
      "3.14:0-4 1,000:5-10 1'000:11-16 192.168.1.1:17-28" },
    { "1’000 1\u202F000", "1'000:0-7 1:8-9 000:12-15" },
    { "10:30 EU:n v1.2.3 $5 5\"",
      "10:0-2 30:3-5 eu:6-8 n:9-10 v1.2.3:11-17 5:19-20 5:21-22" },
    { "H₂O m² word¹", "h2o:0-5 m:6-7 word:10-14" },

    // Hyphens
    { "COVID-19 state-of-the-art",
      "covid:0-5 19:6-8 state:9-14 of:15-17 the:18-21 art:22-25" },

    // What cannot be seen, width, ligatures
    { "soft\u00ADhyphen", "softhyphen:0-12" },
    { "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
      "\u0645\u06CC\u062E\u0648\u0627\u0647\u0645:0-17" },
    { "a\u200Db c\uFE0Fd", "ab:0-5 cd:6-11" },
    { "ＡＢＣ１２ ﬁnal", "abc12:0-15 final:16-22" },

    // Hebrew, Arabic, Indic scripts, Catalan, Tibetan
    { "שָׁלוֹם", "שָׁלוֹם:0-14" },
    { "צה\"ל צה״ל", "צה״ל:0-7 צה״ל:8-16" },
    { "\"צה\" ג'", "צה:1-5 ג':7-10" },
    { "الْكِتَابُ كـــتاب", "الْكِتَابُ:0-20 كـــتاب:21-35" },
    { "भाषा क़ क\u093C", "भाषा:0-12 क\u093C:13-19 क\u093C:20-26" },
    { "col·legi བོད་ཡིག", "col·legi:0-9 བོད:10-19 ཡིག:22-31" },

    // Runs
    { "東京都2019年3月",
      "東京:0-6+ 京都:3-9+ 都:6-9. 2019:9-13 年:13-16* 3:16-17 月:17-20*" },
    { "ภาษาไทย", "ภา:0-6+ าษ:3-9+ ษา:6-12+ าไ:9-15+ ไท:12-18+ ทย:15-21+ "
                 "ย:18-21." },
    { "น้ำ น\u0E49\u0E4D\u0E32", // SARA AM in one and in two
      "น\u0E49\u0E4D\u0E32:0-9* น\u0E49\u0E4D\u0E32:10-22*" },
    { "서울에서 3월 LG전자",
      "서울:0-6+ 울에:3-9+ 에서:6-12+ 서:9-12. 3:13-14 월:14-17* lg:18-20 "
      "전자:20-26+ 자:23-26." },
    { "\u1112\u1161\u11AB한", "한한:0-12+ 한:9-12." },
    { "ｶﾞｷﾞ", "ガギ:0-12+ ギ:6-12." },
    { "ガギ", "ガギ:0-6+ ギ:3-6." },
    { "カ\u3099キ\u3099", "ガギ:0-12+ ギ:6-12." },
    { "人々。人", "人々:0-6+ 々:3-6. 人:9-12*" },
    { "二〇年", "二〇:0-6+ 〇年:3-9+ 年:6-9." },
    { "葛\U000E0100", "葛:0-7*" },                         // variation selector
    { "가\u3164나\u1160다", "가:0-3* 나:6-9* 다:12-15*" }, // fillers
    { "\u1161", "\u1161:0-3*" },

    // Emoji
    { "👍🏽 ❤️ 🇩🇪🇫🇷 👨‍👩‍👧",
      "👍🏽:0-8 ❤:9-15 🇩🇪:16-24 🇫🇷:24-32 👨👩👧:33-51" },
    { "©® ™→ ½", "" },

    // Nothing at all, and bytes that are not text
    { "", "" },
    { " \t\r\n", "" },
    { "\u0301a \u200Db", "a:2-3 b:7-8" },
    { "ab\xFF"
      "cd\xC3",
      "ab:0-2 cd:3-5" },
    { "a\xED\xA0\x80"
      "b\xED\xBF\xBF",
      "a:0-1 b:4-5" }, // surrogates
    { "a\xC0\x80\xE0\x80\x80\xF4\x90\x80\x80z", "a:0-1 z:10-11" },
    { "\uFDFA \u037A", "" }, // several words, and a space with a mark
};

static const char *print(struct slice text,
                         int analyse(struct slice, words_sink *, void *),
                         struct buffer *out)
{
    struct word_list list = { 0 };
    analyse(text, word_list_add, &list);
    const char *printed = word_list_print(&list, out);
    word_list_free(&list);
    return printed;
}

TEST(words, table)
{
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].text);
        struct slice text = slice_of(ROWS[i].text);
        struct buffer shortly = { 0 }, carefully = { 0 };
        CHECK_STRING(print(text, words_analyse, &shortly), ROWS[i].words);
        CHECK_STRING(print(text, words_analyse_carefully, &carefully),
                     ROWS[i].words);
        word_list_check_text(text);
        buffer_free(&shortly);
        buffer_free(&carefully);
    }
}

TEST(words, may_stand_beside_nul)
{
    struct buffer out = { 0 };
    struct slice text = { "ab\0c", 4 };
    CHECK_STRING(print(text, words_analyse, &out), "ab:0-2 c:3-4");
    buffer_free(&out);
}

struct stopper {
    int left; // words until it wants no more
    int seen;
};

static int stop_after(void *context, const struct word *word)
{
    struct stopper *stopper = context;
    (void)word;
    stopper->seen++;
    return --stopper->left == 0 ? 42 : 0;
}

TEST(words, end_where_the_sink_says)
{
    static const char TEXT[] = "one l'art U.S.A. 東京都 👍 .net слово c++ two";
    enum { WORDS = 12 };
    for (int wanted = 1; wanted <= WORDS; wanted++) {
        struct stopper stopper = { .left = wanted };
        CHECK_INT(words_analyse(SLICE(TEXT), stop_after, &stopper), 42);
        CHECK_INT(stopper.seen, wanted);
    }
    struct stopper stopper = { .left = WORDS + 1 };
    CHECK_INT(words_analyse(SLICE(TEXT), stop_after, &stopper), 0);
    CHECK_INT(stopper.seen, WORDS);
}

static void repeat(struct buffer *text, const char *unit, size_t times)
{
    for (size_t i = 0; i < times; i++) buffer_add_string(text, unit);
}

TEST(words, are_cut_but_not_their_offsets)
{
    static const struct {
        const char *head; // once, before the units
        const char *unit;
        size_t times;
        size_t term_len; // of the last word
    } LONG[] = {
        { "", "a", 62, 62 },
        { "", "a", 63, 63 },
        { "", "a", 64, 64 },
        { "", "a", 127, 127 },
        { "", "a", 128, 128 },
        { "", "a", 129, 128 },
        { "", "A", 1200000, 128 },
        { "", "é", 64, 128 },
        { "", "é", 65, 128 },
        { "a", "é", 64, 127 }, // not in the middle of a code point
        { "", "É", 600000, 128 },
        { "", "अ", 42, 126 },
        { "", "अ", 43, 126 },
        { "", "ß", 64, 128 },
        { "", "ß", 65, 128 },
        { "a", "\u00AD", 500000, 1 },
        { "a", "\u00ADa", 100, 101 },
        { "a", "'a", 1000, 128 },
        { "a", "’a", 1000, 128 },
        { "l'", "a", 200, 126 },
        { "א", "\"א", 1000, 128 },
        { "1", ".1", 1000, 128 },
        { "a.", "a.", 1000, 128 },
        { "e", "\u0301", 10000, 128 },
        { "👨", "\u200D👨", 1000, 128 },
        { "가", "\u0301", 10000, 63 },
        { "한", "\u11AB", 10000, 63 },
    };
    for (size_t i = 0; i < sizeof LONG / sizeof LONG[0]; i++) {
        struct buffer text = { 0 };
        struct word_list list = { 0 };
        repeat(&text, LONG[i].head, 1);
        repeat(&text, LONG[i].unit, LONG[i].times);
        struct slice all = buffer_slice(&text);
        words_analyse(all, word_list_add, &list);
        test_row(LONG[i].unit);
        CHECK(list.count > 0);
        if (list.count > 0) {
            CHECK_INT(list.words[list.count - 1].end, all.len);
            CHECK_INT(list.words[list.count - 1].term.len, LONG[i].term_len);
        }
        word_list_check_text(all);
        word_list_free(&list);
        buffer_free(&text);
    }
}

// What would take for ever if looking ahead were not bounded.
TEST(words, take_linear_time)
{
    static const char *const UNITS[] = {
        "a'",       "a.",      "1.",   "א\"", "\u0301",       "a\u00AD",
        "a'\u0301", "👨‍", "🇩",    "กำ",  "\u1112",       "\u1161",
        ".net",     "C++",     "+",    "'",   "\u0323\u0307", "a.\u0301",
        "\xFF",     "l'",      "a\"א",
    };
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++) {
        struct buffer text = { 0 };
        while (text.len < 300000) repeat(&text, UNITS[i], 1000);
        test_row(UNITS[i]);
        word_list_check_text(buffer_slice(&text));
        buffer_free(&text);
    }
}
