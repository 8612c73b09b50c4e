// More like this: what is like an article, and what is left out.

#include "archive_index.h"
#include "base/buffer.h"

static const struct {
    const char *path;
    const char *text;
} ARCHIVE[] = {
    { "archive/tides.md", "# Tides\n\nThe tide gauge of the harbour measures "
                          "tides; gauges need a harbour." },
    { "archive/gauges.md", "# Gauges\n\nA gauge in a harbour, read at the "
                           "lowest tide of the year." },
    { "archive/harbour.md", "# Boats\n\nThe harbour has boats." },
    { "archive/bees.md", "# Bees\n\nBees in a garden." },
    { "archive/kyoto.md", "# 橋\n\n京都の橋と川。" },
    { "archive/osaka.md", "# 川\n\n大阪の橋と京都の川。" },
};

static offprint_index *open_archive(void)
{
    for (size_t i = 0; i < sizeof ARCHIVE / sizeof ARCHIVE[0]; i++)
        test_file(ARCHIVE[i].path, slice_of(ARCHIVE[i].text));
    index_archive(test_path("archive"));
    return open_index();
}

// The titles of the hits, and behind a slash how many there are in all.
static const char *titles(const struct offprint_result *result,
                          struct buffer *out)
{
    buffer_reset(out);
    for (size_t i = 0; result && i < result->hit_count; i++)
        buffer_format(out, "%s ", result->hits[i].article.title);
    buffer_format(out, "/ %llu",
                  (unsigned long long)(result ? result->total : 0));
    return buffer_string(out);
}

TEST(like, is_what_has_the_same_words_but_the_article_itself)
{
    static const struct {
        const char *what;
        uint64_t offset;
        uint64_t limit;
        const char *want;
    } ROWS[] = {
        { "archive/tides.md", 0, 10, "Gauges Boats / 2" },
        { "archive/tides.md", 0, 1, "Gauges / 2" },
        { "archive/tides.md", 1, 10, "Boats / 2" },
        { "archive/tides.md", 0, 0, "/ 2" },
        { "archive/tides.md", 0, UINT64_MAX, "Gauges Boats / 2" },
        { "archive/kyoto.md", 0, 10, "川 / 1" },
    };
    offprint_index *index = open_archive();
    struct buffer out = { 0 };
    for (size_t i = 0; index && i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].what);
        struct offprint_search_options ask = { .offset = ROWS[i].offset,
                                               .limit = ROWS[i].limit };
        struct offprint_result *result = NULL;
        CHECK_INT(
            offprint_like(index, test_path(ROWS[i].what), &ask, &result, NULL),
            OFFPRINT_OK);
        CHECK_STRING(titles(result, &out), ROWS[i].want);
        offprint_result_free(result);
    }
    buffer_free(&out);
    offprint_index_close(index);
}

TEST(like, texts_and_files_need_not_be_in_the_index)
{
    static const char TEXT[] = "A harbour and its tide gauge.";
    struct offprint_search_options ask = { .limit = 10 };
    struct offprint_result *result = NULL;
    struct buffer out = { 0 };
    offprint_index *index = open_archive();
    CHECK_INT(
        offprint_like_text(index, TEXT, sizeof TEXT - 1, &ask, &result, NULL),
        OFFPRINT_OK);
    CHECK_STRING(titles(result, &out), "Tides Gauges Boats / 3");
    offprint_result_free(result);
    test_file("elsewhere.html", SLICE("<title>Bees</title><p>A garden."));
    CHECK_INT(
        offprint_like(index, test_path("elsewhere.html"), &ask, &result, NULL),
        OFFPRINT_OK);
    CHECK_STRING(titles(result, &out), "Bees / 1");
    offprint_result_free(result);
    buffer_free(&out);
    offprint_index_close(index);
}

TEST(like, nothing_is_like_what_says_nothing)
{
    static const struct {
        const char *name;
        struct slice text;
    } ROWS[] = {
        { "empty", { "", 0 } },
        { "unknown words", { "xyzzy plugh", 11 } },
        { "bytes", { "\xFF\0\xFE", 3 } },
    };
    struct offprint_search_options ask = { .limit = 10 };
    offprint_index *index = open_archive();
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        struct offprint_result *result = NULL;
        CHECK_INT(offprint_like_text(index, ROWS[i].text.ptr, ROWS[i].text.len,
                                     &ask, &result, NULL),
                  OFFPRINT_OK);
        CHECK(result && result->hit_count == 0 && result->total == 0);
        offprint_result_free(result);
    }
    offprint_index_close(index);
}

TEST(like, what_cannot_be_read_is_said)
{
    struct offprint_search_options ask = { .limit = 10 };
    struct offprint_result *result = NULL;
    offprint_index *index = open_archive();
    test_file("two.jsonl", SLICE("{\"title\":\"a\",\"text\":\"b\"}\n"
                                 "{\"title\":\"c\",\"text\":\"d\"}\n"));
    test_file("empty.txt", SLICE(""));
    CHECK_INT(offprint_like(index, "nowhere", &ask, &result, NULL),
              OFFPRINT_NOT_FOUND);
    CHECK_INT(offprint_like(index, test_path("two.jsonl"), &ask, &result, NULL),
              OFFPRINT_MISUSE);
    CHECK_INT(offprint_like(index, test_path("empty.txt"), &ask, &result, NULL),
              OFFPRINT_MISUSE);
    CHECK(!result);
    offprint_index_close(index);
}

// In an archive of English articles German ones have "die" and "und" in common,
// which are as rare there as what they are about.
static void write_english(void)
{
    struct buffer name = { 0 }, text = { 0 };
    for (int i = 0; i < 200; i++) {
        buffer_reset(&name);
        buffer_reset(&text);
        buffer_format(&name, "archive/english-%d.md", i);
        buffer_format(&text,
                      "# English %d\n\nThe weather of the day was what it is "
                      "on days when there is some of it, and number %d.",
                      i, i * i);
        test_file(buffer_string(&name), buffer_slice(&text));
    }
    buffer_free(&name);
    buffer_free(&text);
}

TEST(like, function_words_of_a_rare_language_say_nothing)
{
    static const char *const GERMAN[][2] = {
        { "archive/a.md",
          "# Gezeiten\n\nDie Pegel und die Schleusen werden von "
          "der Verwaltung und den Lotsen nicht nur im Hafen "
          "gelesen, und das ist auch die Gezeit." },
        { "archive/b.md",
          "# Bienen\n\nDie Bienen und die Wespen werden von der "
          "Wiese und den Blumen nicht nur im Garten ern\u00E4hrt, "
          "und das ist auch die Imkerei." },
        { "archive/c.md", "# Pegel\n\nEin Pegel misst Gezeiten an Schleusen." },
    };
    write_english();
    for (size_t i = 0; i < sizeof GERMAN / sizeof GERMAN[0]; i++)
        test_file(GERMAN[i][0], slice_of(GERMAN[i][1]));
    index_archive(test_path("archive"));
    offprint_index *index = open_index();
    struct offprint_search_options ask = { .limit = 10 };
    struct offprint_result *result = NULL;
    struct buffer out = { 0 };
    CHECK_INT(
        offprint_like(index, test_path("archive/a.md"), &ask, &result, NULL),
        OFFPRINT_OK);
    CHECK_STRING(titles(result, &out), "Pegel / 1");
    offprint_result_free(result);
    buffer_free(&out);
    offprint_index_close(index);
}

TEST(like, says_why_nothing_is_found)
{
    struct offprint_search_options ask = { .limit = 10 };
    struct offprint_result *result = NULL;
    offprint_index *index = open_archive();
    CHECK_INT(offprint_like_text(index, "", 0, &ask, &result, NULL),
              OFFPRINT_OK);
    CHECK(result && result->reason);
    offprint_result_free(result);
    ask.query = "!!!";
    CHECK_INT(offprint_search(index, &ask, &result, NULL), OFFPRINT_OK);
    CHECK_STRING(result->reason, "there are no words in it");
    offprint_result_free(result);
    ask.query = "zebra";
    CHECK_INT(offprint_search(index, &ask, &result, NULL), OFFPRINT_OK);
    CHECK(!result->reason);
    offprint_result_free(result);
    offprint_index_close(index);
}
