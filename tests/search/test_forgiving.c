// What a reader means, in any script: each row is an article of one line, and a
// query that must find it or must not. Asked twice: of an index that holds all
// of the lines, and of one that holds that line alone.

#include "archive_index.h"
#include "base/buffer.h"

static const struct row {
    const char *query;
    const char *text;
    bool finds;
} ROWS[] = {
    { "observing", "observations of the night sky", true },
    { "=observing", "observations of the night sky", false },
    { "\"observing\"", "observations of the night sky", false },
    { "run", "she is running", true },
    { "hérissons", "says her mother", false },
    { "cafe", "a small café", true },
    { "café", "a small cafe", true },
    { "=cafe", "a small café", false },
    { "strasse", "die Straße", true },
    { "lodz", "Łódź", true },
    { "oslo", "Ošlo", true },
    { "=oslo", "Ošlo", false },
    { "istanbul", "İSTANBUL", true },
    { "ilica", "ILICA", true },
    { "ilica", "ılıca", true },
    { "ΟΔΥΣΣΕΑΣ", "οδυσσεας", true },
    { "οδυσσεας", "ΟΔΥΣΣΕΑΣ", true },
    { "e\u0301te\u0301", "l'été", true },
    { "été", "un e\u0301te\u0301 chaud", true },
    { "=été", "un e\u0301te\u0301 chaud", true },
    { "final office", "ﬁnal oﬃce", true },
    { "abc", "ＡＢＣ", true },
    { "ガギ", "ｶﾞｷﾞ", true },
    { "ｶﾞｷﾞ", "ガギ", true },
    { "hyphenated", "hyphen\u00ADated", true },
    { "USA", "in the U.S.A. and", true },
    { "u.s.a.", "the USA", true },
    { "1000", "1,000 ducks", true },
    { "dont", "I don't", true },
    { "dont", "I don’t", true },
    { "don't", "I dont", true },
    { "don’t", "I don't", true },
    { "wharton", "Wharton’s novels", true },
    { "oeuvre", "l’œuvre complète", true },
    { "arte", "storia dell'arte", true },
    { "istanbul", "İstanbul'da yaşıyor", true },
    { "oreilly", "O’Reilly books", true },
    { "O'Reilly", "O’Reilly books", true },
    { "C++", "written in C++ today", true },
    { "C++", "vitamin C", false },
    { "C", "written in C++ today", false },
    { ".NET", "the .NET runtime", true },
    { "node.js", "uses node.js here", true },
    { "user@example.com", "write to user@example.com now", true },
    { "COVID-19", "the COVID-19 wave", true },
    { "covid19", "the COVID-19 wave", true },
    { "AT&T", "phones by AT&T", true },
    { "3.14", "pi is 3.14 or so", true },
    { "314", "pi is 3.14 or so", false },
    { "example", "see https://example.com/path", true },
    { "\"state of the art\"", "a state-of-the-art kitchen", true },
    { "email", "an e-mail came", true },
    { "e-mail", "an email came", true },
    { "groesse", "die Größe", true },
    { "京", "東京都2019年3月", true },
    { "東", "東京都2019年3月", true },
    { "東京", "東京都2019年3月", true },
    { "京都2019", "東京都2019年3月", true },
    { "東京都2019年3月", "東京都2019年3月", true },
    { "2019年", "東京都2019年3月", true },
    { "都東", "東京都2019年3月", false },
    { "ไทย", "ภาษาไทย", true },
    { "ท", "ภาษาไทย", true },
    { "서울", "서울에서 만나요", true },
    { "울", "서울에서 만나요", true },
    { "にほん", "にほんご", true },
    { "астроном", "астрономами открыта", true },
    { "كتاب", "الْكِتَابُ", true },
    { "كتاب", "هذا كتاب جديد", true },
    { "भाषा", "भष", false },
    { "भाषा", "हिन्दी भाषा", true },
    { "が", "か", false },
    { "が", "が", true },
    { "שלום", "שָׁלוֹם", true },
    { "שָׁלוֹם", "שלום", true },
    { "צה\"ל", "חיילי צה״ל", true },
    { "צה״ל", "חיילי צה\"ל", true },
    { "5\"", "a 5\" pipe", true },
    { "война", "воина", false },
    { "елка", "Ёлка зажглась", true },
    { "ёлка", "елка зажглась", true },
    { "كتاب", "کتاب", true },
    { "ايران", "ایران", true },
    { "👍", "well done 👍🏽", true },
    { "❤", "with ❤️ from", true },
    { "wom?n", "a woman", true },
    { "wom?n", "a wombn", true },
    { "wom?n", "a wooman", false },
    { "carti*", "cartilage grows", true },
    { "*tila*", "cartilage grows", true },
    { "*tila", "cartilage grows", false },
    { "/^cart.*ge$/", "cartilage grows", true },
    { "/^art.*ge$/", "cartilage grows", false },
    { "cartilege~1", "cartilage grows", true },
    { "cartelege~1", "cartilage grows", false },
    { "cartelege~2", "cartilage grows", true },
    { "what?", "so what", true },
    { "versicherung", "Die Krankenversicherung ist für alle da", true },
    { "=versicherung", "Die Krankenversicherung ist für alle da", false },
    { "\"versicherung\"", "Die Krankenversicherung ist für alle da", false },
};

enum { ROW_COUNT = sizeof ROWS / sizeof ROWS[0] };

static void add_line(struct buffer *lines, size_t number, const char *text)
{
    buffer_format(lines, "{\"_id\":\"t%zu\",\"title\":\"\",\"text\":\"",
                  number);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') buffer_add_byte(lines, '\\');
        buffer_add_byte(lines, *text);
    }
    buffer_add_string(lines, "\"}\n");
}

static offprint_index *make_index(size_t first, size_t last)
{
    struct buffer lines = { 0 };
    for (size_t i = first; i <= last; i++) add_line(&lines, i, ROWS[i].text);
    index_archive(test_file("lines.jsonl", buffer_slice(&lines)));
    buffer_free(&lines);
    return open_index();
}

static bool finds(offprint_index *index, size_t row, bool exact,
                  enum offprint_match match)
{
    char name[32];
    snprintf(name, sizeof name, "t%zu", row);
    struct offprint_search_options ask = { .query = ROWS[row].query,
                                           .exact = exact,
                                           .match = match,
                                           .limit = 1000,
                                           .brief = true };
    struct offprint_result *result;
    bool found = false;
    struct offprint_error err;
    if (offprint_search(index, &ask, &result, &err)) {
        test_row(err.message);
        CHECK(!"the search fails");
        return false;
    }
    for (size_t i = 0; i < result->hit_count; i++)
        found |= strcmp(result->hits[i].article.name, name) == 0;
    offprint_result_free(result);
    return found;
}

TEST(forgiving, each_line_among_all)
{
    offprint_index *index = make_index(0, ROW_COUNT - 1);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        test_row(ROWS[i].query);
        CHECK_INT(finds(index, i, false, OFFPRINT_MATCH_ALL), ROWS[i].finds);
        CHECK_INT(finds(index, i, false, OFFPRINT_MATCH_ANY) || !ROWS[i].finds,
                  true);
    }
    offprint_index_close(index);
}

// The form as typed comes before its relatives.
TEST(forgiving, the_word_as_typed_comes_first)
{
    static const struct {
        const char *query;
        const char *first; // as typed
        const char *other;
    } PAIRS[] = {
        { "cafe", "one cafe here", "one café here" },
        { "café", "one café here", "one cafe here" },
        { "observing", "observing the sky", "observations the sky" },
        { "us", "give us time", "give U.S. time" },
        { "strasse", "die strasse da", "die Straße da" },
    };
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++)
        for (int swapped = 0; swapped < 2; swapped++) {
            struct buffer lines = { 0 };
            test_row(PAIRS[i].query);
            add_line(&lines, swapped, PAIRS[i].first);
            add_line(&lines, !swapped, PAIRS[i].other);
            const char *paths[] = { test_file("p.jsonl",
                                              buffer_slice(&lines)) };
            buffer_free(&lines);
            struct offprint_update_options options = { .paths = paths,
                                                       .path_count = 1 };
            offprint_update(test_path("pairs"), &options, NULL, NULL);
            offprint_index *index;
            struct offprint_result *result;
            struct offprint_search_options ask = { .query = PAIRS[i].query,
                                                   .limit = 2 };
            offprint_index_open(test_path("pairs"), &index, NULL);
            offprint_search(index, &ask, &result, NULL);
            CHECK_INT(result->hit_count, 2);
            CHECK_STRING(result->hits[0].article.name, swapped ? "t1" : "t0");
            offprint_result_free(result);
            offprint_index_close(index);
        }
}

TEST(forgiving, each_line_alone)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        test_row(ROWS[i].query);
        offprint_index *index = make_index(i, i);
        CHECK_INT(finds(index, i, false, OFFPRINT_MATCH_AUTO), ROWS[i].finds);
        offprint_index_close(index);
    }
}
