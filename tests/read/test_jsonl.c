#include <inttypes.h>
#include <stdlib.h>

#include "read/reading.h"
#include "test.h"

TEST(jsonl, fields)
{
    struct reading *reading = read_bytes(
        "news.jsonl",
        SLICE("{\"_id\":\"a-1\",\"headline\":\"Storm\\n over  town\","
              "\"body\":\"First.\\r\\nSecond.\",\"authors\":[\"A B\",\"C\"],"
              "\"published\":\"4 March 2021\",\"updated\":\"2021-03-05\","
              "\"link\":\"https://example.com/1\",\"keywords\":\"wind, rain\","
              "\"language\":\"en_GB\",\"summary\":\"Short.\","
              "\"publication\":{\"name\":\"The Gazette\"}}\n"
              "\n"
              "{\"title\":\"Second\",\"text\":\"Text.\",\"id\":7}\r\n"
              "{\"title\":\"Third\"}"));
    CHECK_INT(reading->report.state, SOURCE_READ);
    CHECK_STRING(reading->report.kind, "jsonl");
    CHECK_STRING(reading->report.charset, "utf-8");
    CHECK_STRING(reading->report.message, "");
    CHECK_INT(reading->count, 3);
    const struct article *article = &reading->articles[0];
    CHECK_SLICE(article->member, SLICE("a-1"));
    CHECK_SLICE(article->name, SLICE("a-1"));
    CHECK_SLICE(article->title, SLICE("Storm over town"));
    CHECK_SLICE(article->body, SLICE("First.\nSecond."));
    CHECK_SLICE(article->authors, SLICE("A B\nC"));
    CHECK_SLICE(article->published, SLICE("2021-03-04"));
    CHECK_SLICE(article->modified, SLICE("2021-03-05"));
    CHECK_SLICE(article->url, SLICE("https://example.com/1"));
    CHECK_SLICE(article->tags, SLICE("wind\nrain"));
    CHECK_SLICE(article->language, SLICE("en-GB"));
    CHECK_SLICE(article->description, SLICE("Short."));
    CHECK_SLICE(article->site, SLICE("The Gazette"));
    CHECK_SLICE(reading->articles[1].member, SLICE("7"));
    CHECK_SLICE(reading->articles[2].member, SLICE("4"));
    CHECK_SLICE(reading->articles[2].name, SLICE(""));
    CHECK_SLICE(reading->articles[2].body, SLICE(""));
    reading_free(reading);
}

TEST(jsonl, problems_are_told_and_passed)
{
    struct reading *reading =
        read_bytes("mixed.jsonl", SLICE("{\"title\":\"One\"}\n"
                                        "{\"title\":\n"
                                        "[1,2]\n"
                                        "{\"other\":\"field\"}\n"
                                        "   \n"
                                        "{\"title\":\"Two\"}\n"
                                        "not json\n"));
    CHECK_INT(reading->report.state, SOURCE_PARTLY);
    CHECK_INT(reading->count, 2);
    CHECK_INT(reading->report.failed_members, 4);
    CHECK_STRING(
        buffer_string(&reading->problems),
        "line 2: parse error: premature EOF\n"
        "line 3: is a list, not an object\n"
        "line 4: has neither an id nor a title nor a text (--map names other "
        "fields)\n"
        "line 7: lexical error: invalid string in json text\n");
    CHECK_STRING(reading->report.message,
                 "4 of 6 lines could not be read, first line 2: parse error: "
                 "premature EOF");
    reading_free(reading);

    reading = read_bytes("none.jsonl", SLICE("[]\nx\n"));
    CHECK_INT(reading->report.state, SOURCE_FAILED);
    CHECK_INT(reading->report.failed_members, 2);
    reading_free(reading);
}

TEST(jsonl, titles_from_texts)
{
    static const struct {
        const char *text, *title;
    } ROWS[] = {
        { "Short text", "Short text" },
        { "First line\\nSecond line", "First line" },
        { "The whole first line is short. It has two sentences.\\nMore",
          "The whole first line is short. It has two sentences." },
        { "A sentence of some length ends here. Another follows it and goes on "
          "until the line is too long for a title.",
          "A sentence of some length ends here." },
        { "One sentence that goes on and on without any stop at all until even "
          "the most patient reader has lost the thread",
          "One sentence that goes on and on without any stop at all until even "
          "the most…" },
        { "島の診療所と本土を結ぶ。医師は画面の向こうから患者に話しかけ、看護師が"
          "そばで手伝う。島の診療所と本土を結ぶ医師は画面の向こうから患者に話し"
          "かけ、看護師がそばで手伝うことになっているのである。",
          "島の診療所と本土を結ぶ。" },
        { "Version 2.5 of e.g.this came out, and it kept on coming out for so "
          "very long that nobody cared",
          "Version 2.5 of e.g.this came out, and it kept on coming out for so "
          "very long…" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        char line[600];
        snprintf(line, sizeof line, "{\"text\":\"%s\"}", ROWS[i].text);
        test_row(ROWS[i].text);
        struct reading *reading = read_bytes("a.jsonl", slice_of(line));
        CHECK_SLICE(reading->articles[0].title, slice_of(ROWS[i].title));
        CHECK(!reading->articles[0].title_from_path);
        reading_free(reading);
    }
}

TEST(jsonl, maps)
{
    static const struct field_map MAPS[] = { { "title", "name_of_it" },
                                             { "body", "Inhalt" } };
    const char *path = test_file(
        "mapped.jsonl", SLICE("{\"title\":\"Known\",\"name_of_it\":\"Mapped\","
                              "\"Inhalt\":\"Text\",\"text\":\"Other\"}\n"
                              "{\"title\":\"Known\",\"inhalt\":\"no\"}\n"));
    struct reading *reading = read_mapped(path, MAPS, 2);
    CHECK_INT(reading->count, 2);
    CHECK_SLICE(reading->articles[0].title, SLICE("Mapped"));
    CHECK_SLICE(reading->articles[0].body, SLICE("Text"));
    CHECK_SLICE(reading->articles[1].title, SLICE("Known"));
    CHECK_SLICE(reading->articles[1].body, SLICE(""));
    reading_free(reading);
}

TEST(jsonl, bytes_that_are_no_text)
{
    struct reading *reading =
        read_bytes("bad.jsonl", SLICE("\xEF\xBB\xBF{\"title\":\"Marked\"}\n"
                                      "{\"title\":\"bad \xFF byte\"}\n"
                                      "{\"title\":\"NUL \\u0000 escaped\"}\n"));
    CHECK_INT(reading->count, 3);
    CHECK_SLICE(reading->articles[0].title, SLICE("Marked"));
    CHECK_SLICE(reading->articles[1].title, SLICE("bad \uFFFD byte"));
    CHECK_SLICE(reading->articles[2].title, SLICE("NUL \uFFFD escaped"));
    CHECK_INT(reading->report.replaced, 1);
    reading_free(reading);

    reading = read_bytes("wide.jsonl",
                         (struct slice){ "\xFF\xFE{\0\"\0t\0\"\0", 10 });
    CHECK_INT(reading->report.state, SOURCE_FAILED);
    CHECK_STRING(reading->report.message,
                 "is JSON lines in UTF-16 or UTF-32 (convert it to UTF-8)");
    reading_free(reading);
}

// Lines of all lengths around those of the window and its doubling.
TEST(jsonl, long_lines)
{
    static const size_t LENGTHS[] = { 65535,  65536,  262143, 262144,
                                      262145, 524288, 1000000 };
    struct buffer text = { 0 };
    for (size_t i = 0; i < sizeof LENGTHS / sizeof LENGTHS[0]; i++) {
        buffer_add_string(&text, "{\"text\":\"");
        for (size_t at = 0; at < LENGTHS[i]; at++) buffer_add_byte(&text, 'x');
        buffer_add_string(&text, "\"}\n");
    }
    struct reading *reading = read_bytes("long.jsonl", buffer_slice(&text));
    CHECK_INT(reading->count, sizeof LENGTHS / sizeof LENGTHS[0]);
    for (size_t i = 0; i < reading->count; i++)
        CHECK_INT(reading->articles[i].body.len, LENGTHS[i]);
    reading_free(reading);
    buffer_free(&text);
}

TEST(jsonl, too_long_a_line)
{
    enum { LONG = 70 * 1024 * 1024 };
    struct buffer text = { 0 };
    buffer_add_string(&text, "{\"title\":\"Before\"}\n{\"text\":\"");
    buffer_reserve(&text, LONG + 100);
    memset(text.ptr + text.len, 'x', LONG);
    text.len += LONG;
    buffer_add_string(&text, "\"}\n{\"title\":\"After\"}\n");
    struct slice packed = gzipped(buffer_slice(&text));
    struct reading *reading = read_bytes("long.jsonl.gz", packed);
    CHECK_INT(reading->report.state, SOURCE_PARTLY);
    CHECK_INT(reading->count, 2);
    CHECK_STRING(buffer_string(&reading->problems),
                 "line 2: is longer than 64 MiB\n");
    CHECK_SLICE(reading->articles[1].title, SLICE("After"));
    CHECK_SLICE(reading->articles[1].member, SLICE("3"));
    reading_free(reading);
    free((void *)(uintptr_t)packed.ptr);
    buffer_free(&text);
}

static enum offprint_status refuse_article(void *context,
                                           const struct article *article,
                                           struct offprint_error *err)
{
    (void)article;
    (void)err;
    return ++*(int *)context == 2 ? OFFPRINT_INTERRUPTED : OFFPRINT_OK;
}

static enum offprint_status ignore_problem(void *context, const char *member,
                                           const char *message,
                                           struct offprint_error *err)
{
    (void)err;
    (void)context, (void)member, (void)message;
    return OFFPRINT_OK;
}

TEST(jsonl, the_sink_ends_the_reading)
{
    const char *path =
        test_file("three.jsonl", SLICE("{\"title\":\"1\"}\n{\"title\":\"2\"}\n"
                                       "{\"title\":\"3\"}\n"));
    int seen = 0;
    struct source_sink sink = { &seen, refuse_article, ignore_problem };
    struct reader_options options = { 0 };
    struct reader *reader;
    struct source_report report;
    CHECK_INT(reader_open(&options, &reader, NULL), OFFPRINT_OK);
    CHECK_INT(reader_read(reader, path, &sink, &report, NULL),
              OFFPRINT_INTERRUPTED);
    CHECK_INT(seen, 2);
    reader_close(reader);
}

TEST(jsonl, field_maps)
{
    static const struct {
        const char *text, *ours, *theirs;
    } GOOD[] = {
        { "title=headline", "title", "headline" },
        { "TEXT=a=b", "TEXT", "a=b" },
        { "author=Verfasser in", "author", "Verfasser in" },
    };
    static const char *const BAD[] = {
        "",       "title",      "=x",
        "title=", "colour=red", "title=0123456789012345678901234567"
    };
    char buffer[32];
    struct field_map map;
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        test_row(GOOD[i].text);
        CHECK_INT(
            field_map_parse(GOOD[i].text, buffer, sizeof buffer, &map, NULL),
            OFFPRINT_OK);
        CHECK_STRING(map.ours, GOOD[i].ours);
        CHECK_STRING(map.theirs, GOOD[i].theirs);
    }
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        struct offprint_error err = { 0 };
        test_row(BAD[i]);
        CHECK_INT(field_map_parse(BAD[i], buffer, sizeof buffer, &map, &err),
                  OFFPRINT_MISUSE);
        CHECK(err.message[0] != '\0');
    }
    struct field_map unknown = { "colour", "red" };
    struct reader_options options = { .maps = &unknown, .map_count = 1 };
    struct reader *reader;
    CHECK_INT(reader_open(&options, &reader, NULL), OFFPRINT_MISUSE);
    CHECK(reader == NULL);
}
