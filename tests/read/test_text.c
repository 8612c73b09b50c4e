#include "read/text.h"

#include "read/reading.h"
#include "read/tidy.h"
#include "test.h"

TEST(text, titles_and_bodies)
{
    static const struct {
        const char *name, *text, *title, *body;
        bool from_path;
    } ROWS[] = {
        { "title", "Title\n\nFirst.\nSecond.\n", "Title", "First.\nSecond.",
          false },
        { "blank lines first", "\n \n  Title  here\nBody", "Title here", "Body",
          false },
        { "one line", "Only this line.\n", "a.txt", "Only this line.", true },
        { "CRLF and CR", "Title\r\nOne\r\nTwo\rThree", "Title",
          "One\nTwo\nThree", false },
        { "form feed", "Title\n\fPage 1\fPage 2", "Title", "Page 1\nPage 2",
          false },
        { "indent kept", "Title\nVerse\n    indented\n", "Title",
          "Verse\n    indented", false },
        { "title ends at a form feed", "Title\fBody", "Title", "Body", false },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        struct reading *reading = read_bytes("a.txt", slice_of(ROWS[i].text));
        CHECK_INT(reading->count, 1);
        CHECK_STRING(reading->report.kind, "text");
        CHECK_SLICE(reading->articles[0].title, slice_of(ROWS[i].title));
        CHECK_SLICE(reading->articles[0].body, slice_of(ROWS[i].body));
        CHECK_INT(reading->articles[0].title_from_path, ROWS[i].from_path);
        reading_free(reading);
    }
}

TEST(text, a_long_first_line_is_no_title)
{
    for (size_t len = 199; len <= 202; len++) {
        char text[300];
        memset(text, 'a', len);
        memcpy(text + len, "\nBody", 6);
        struct reading *reading = read_bytes("long.txt", slice_of(text));
        CHECK_INT(reading->articles[0].title_from_path, len > 200);
        CHECK_INT(reading->articles[0].body.len, len > 200 ? len + 5 : 4);
        reading_free(reading);
    }
}

TEST(text, names_that_are_no_text)
{
    static const char *const ROWS[][2] = {
        { "plain.txt", "plain.txt" },
        { "f\xFFg.txt", "f\uFFFDg.txt" },
        { "a\n\tb.txt", "a b.txt" },
        { "dir/\xE6\x97\xA5.txt.gz", "日.txt.gz" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i][1]);
        struct reading *reading = read_bytes(ROWS[i][0], SLICE("Text."));
        CHECK_SLICE(reading->articles[0].title, slice_of(ROWS[i][1]));
        reading_free(reading);
    }
}

TEST(text, tidy_lines)
{
    static const struct {
        const char *text;
        size_t limit;
        const char *line, *list;
    } ROWS[] = {
        { "", 100, "", "" },
        { " \n ", 100, "", "" },
        { "a b", 100, "a b", "a b" },
        { "  a \t b \n c ", 100, "a b c", "a b\nc" },
        { "a\n\n \nb", 100, "a b", "a\nb" },
        { "éé", 3, "é", "é" },
        { "ab cd", 3, "ab", "ab" },
        { "\va\r\nb\f", 100, "a b", "a\nb" },
    };
    struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].text);
        struct slice line = slice_of(ROWS[i].text), list = line;
        CHECK(tidy_line(&arena, &line, ROWS[i].limit));
        CHECK(tidy_list(&arena, &list, ROWS[i].limit));
        CHECK_SLICE(line, slice_of(ROWS[i].line));
        CHECK_SLICE(list, slice_of(ROWS[i].list));
    }
    arena_free(&arena);
}
