#include "text/segments.h"

#include "test.h"
#include "text/unicode_files.h"

#define DIVIDES "\xC3\xB7" // the division sign: a boundary
#define JOINS   "\xC3\x97" // the multiplication sign: none

// Reads a line of WordBreakTest.txt: its text, and a 1 for each byte of it that
// begins a segment.
static void read_line(struct slice line, struct buffer *text,
                      struct buffer *begins)
{
    bool boundary = false;
    while (line.len > 0) {
        struct slice item = unicode_take_field(&line, ' ');
        if (slice_equal(item, SLICE(DIVIDES))) {
            boundary = true;
        } else if (slice_equal(item, SLICE(JOINS))) {
            boundary = false;
        } else {
            size_t before = text->len;
            unicode_add_points(text, item);
            buffer_add_byte(begins, boundary);
            while (begins->len < text->len) buffer_add_byte(begins, 0);
            CHECK(text->len > before);
        }
    }
}

TEST(segments, break_as_the_standard_says)
{
    FILE *file = fopen(UNICODE_FOLDER "auxiliary/WordBreakTest.txt", "r");
    CHECK(file);
    if (!file) return;
    struct buffer text = { 0 }, want = { 0 }, got = { 0 };
    char *line = NULL;
    size_t room = 0, lines = 0;
    struct slice content;
    while (unicode_next_line(file, &line, &room, &content)) {
        if (content.len == 0) continue;
        buffer_reset(&text);
        buffer_reset(&want);
        buffer_reset(&got);
        read_line(content, &text, &want);
        struct slice all = buffer_slice(&text);
        for (size_t at = 0; at < all.len;) {
            size_t end = segments_end(all, at, RULES_STANDARD);
            buffer_add_byte(&got, 1);
            while (got.len < end) buffer_add_byte(&got, 0);
            at = end;
        }
        test_row(line);
        CHECK_SLICE(buffer_slice(&got), buffer_slice(&want));
        lines++;
    }
    test_row(NULL);
    CHECK(lines > 1800);
    free(line);
    fclose(file);
    buffer_free(&text);
    buffer_free(&want);
    buffer_free(&got);
}

TEST(segments, are_tailored)
{
    static const struct {
        const char *text;
        size_t standard; // end of the first segment
        size_t tailored;
    } ROWS[] = {
        { "word word", 4, 4 },
        { "don't", 5, 5 },
        { "don\u2019t", 7, 7 },
        { "a:b", 3, 1 },
        { "1;2", 3, 1 },
        { "node.js", 7, 4 },
        { "3.14", 4, 4 },
        { "1,000", 5, 5 },
        { "a.1", 1, 1 },
        { "foo_bar", 7, 3 },
        { "1\u202F000", 7, 1 },                     // a narrow space is a space
        { "H\u2082O", 1, 5 },                       // subscript digit
        { "m\u00B2", 1, 1 },                        // superscript
        { "\u30AB\u30BF", 6, 3 },                   // Katakana: a run
        { "\uD55C\uAE00", 6, 3 },                   // Hangul: a run
        { "\u05D0\"\u05D1", 5, 5 },                 // Hebrew: gershayim
        { "a\"b", 1, 1 },                           //
        { "col\u00B7legi", 9, 9 },                  // middle dot
        { "\xFF\xFF", 1, 1 },                       // not UTF-8
        { "a\u0308\u200Db", 7, 7 },                 // marks and joiners
        { "\U0001F1E9\U0001F1EA\U0001F1EB", 8, 8 }, // flags
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].text);
        struct slice text = slice_of(ROWS[i].text);
        CHECK_INT(segments_end(text, 0, RULES_STANDARD), ROWS[i].standard);
        CHECK_INT(segments_end(text, 0, RULES_TAILORED), ROWS[i].tailored);
    }
}

TEST(segments, class_at_a_place)
{
    struct slice text = SLICE("a 1");
    CHECK_INT(segments_class(text, 0, RULES_STANDARD), WB_ALETTER);
    CHECK_INT(segments_class(text, 1, RULES_STANDARD), WB_WSEGSPACE);
    CHECK_INT(segments_class(text, 2, RULES_STANDARD), WB_NUMERIC);
    CHECK_INT(segments_class(text, 3, RULES_STANDARD), WB_OTHER);
}
