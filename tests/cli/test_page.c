// Pages of articles: lines, and pieces between marks.

#include "cli/page.h"
#include "test.h"

// Lines as "indent:text", "/" before one that is set apart, "|" before others.
static void write_lines(const char *text, struct buffer *out)
{
    struct page_lines lines = { .rest = slice_of(text) };
    struct page_line line;
    bool first = true;
    while (page_next_line(&lines, &line)) {
        if (!first) buffer_add_byte(out, line.apart ? '/' : '|');
        if (line.indent) buffer_format(out, "%zu:", line.indent);
        buffer_add(out, line.text);
        first = false;
    }
}

#define FORTY "forty columns of text are in this line: "
#define LONG  FORTY FORTY "x"

TEST(page, lines)
{
    static const char *const ROWS[][2] = {
        { "", "" },
        { "\n \n", "" },
        { "one", "one" },
        { "a\nb\n", "a|b" },
        { "a\n\n\nb", "a/b" },
        { "\n\na", "a" },
        { "a\n  b \n\tc", "a|2:b|c" },
        { LONG "\na\nb\n" LONG "\n" LONG, LONG "/a/b/" LONG "/" LONG },
        { "a\nb\nc\n" LONG, "a|b/c/" LONG }, // the heading below a list
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct buffer out = { 0 };
        test_row(ROWS[i][0]);
        write_lines(ROWS[i][0], &out);
        CHECK_SLICE(buffer_slice(&out), slice_of(ROWS[i][1]));
        buffer_free(&out);
    }
}

// Pieces of a line of "0123456789" that begins at an offset, hits in brackets.
static void write_pieces(const struct offprint_span *spans, size_t count,
                         size_t offset, size_t len, struct buffer *out)
{
    struct page_marks marks = { spans, count, 0 };
    struct slice text = slice_from(SLICE("0123456789"), offset);
    text.len = len;
    while (text.len) {
        bool hit;
        struct slice piece = page_next_piece(&marks, offset, &text, &hit);
        CHECK(piece.len > 0);
        offset += piece.len;
        buffer_add_string(out, hit ? "[" : "");
        buffer_add(out, piece);
        buffer_add_string(out, hit ? "]" : "");
    }
}

TEST(page, pieces)
{
    static const struct {
        struct offprint_span spans[2];
        size_t count, offset, len;
        const char *want;
    } ROWS[] = {
        { { { 0, 0 } }, 0, 0, 10, "0123456789" },
        { { { 2, 4 } }, 1, 0, 10, "01[23]456789" },
        { { { 0, 1 }, { 9, 10 } }, 2, 0, 10, "[0]12345678[9]" },
        { { { 2, 4 }, { 5, 7 } }, 2, 4, 6, "4[56]789" },
        { { { 2, 6 } }, 1, 3, 2, "[34]" },
        { { { 2, 6 } }, 1, 5, 3, "[5]67" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct buffer out = { 0 };
        test_row(ROWS[i].want);
        write_pieces(ROWS[i].spans, ROWS[i].count, ROWS[i].offset, ROWS[i].len,
                     &out);
        CHECK_SLICE(buffer_slice(&out), slice_of(ROWS[i].want));
        buffer_free(&out);
    }
}
