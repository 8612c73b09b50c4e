// Whole articles marked, as a user of the library gets them.

#include "archive_index.h"
#include "base/buffer.h"

static offprint_index *make_index(const char *text)
{
    test_file("archive/a.md", slice_of(text));
    index_archive(test_path("archive"));
    return open_index();
}

static void write_marked(const char *text, const struct offprint_span *spans,
                         size_t count, struct buffer *out)
{
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        CHECK(spans[i].start >= at && spans[i].end > spans[i].start);
        buffer_add(out, (struct slice){ text + at, spans[i].start - at });
        buffer_format(out, "[%.*s]", (int)(spans[i].end - spans[i].start),
                      text + spans[i].start);
        at = spans[i].end;
    }
    buffer_add_string(out, text + at);
}

TEST(mark, whole_articles)
{
    static const struct {
        const char *query;
        const char *want; // title|body|captions
    } ROWS[] = {
        { "cell",
          "Stem [cells]|A [cell] is a [cell], of stems.|[Cells], seen" },
        { "stem cell",
          "[Stem cells]|A [cell] is a [cell], of [stems].|[Cells], "
          "seen" },
        { "\"stem cells\"",
          "[Stem cells]|A cell is a cell, of stems.|Cells, seen" },
        { "title:stem",
          "[Stem] cells|A cell is a cell, of stems.|Cells, seen" },
        { "lang:xx -of zebra",
          "Stem cells|A cell is a cell, of stems.|Cells, seen" },
        { "s*", "[Stem] cells|A cell is a cell, of [stems].|Cells, [seen]" },
        { "", "Stem cells|A cell is a cell, of stems.|Cells, seen" },
    };
    offprint_index *index = make_index(
        "---\nlang: en\n---\n# Stem cells\n\nA cell is a cell, of stems.\n\n"
        "![Cells, seen](x.png)\n");
    struct offprint_article *article = NULL;
    CHECK_INT(offprint_find(index, "1", &article, NULL), OFFPRINT_OK);
    for (size_t i = 0; article && i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].query);
        struct offprint_marks *marks = NULL;
        struct buffer out = { 0 };
        CHECK_INT(offprint_mark(index, article, ROWS[i].query, &marks, NULL),
                  OFFPRINT_OK);
        write_marked(article->title, marks->title, marks->title_count, &out);
        buffer_add_byte(&out, '|');
        write_marked(article->body, marks->body, marks->body_count, &out);
        buffer_add_byte(&out, '|');
        write_marked(article->captions, marks->captions, marks->caption_count,
                     &out);
        CHECK_SLICE(buffer_slice(&out), slice_of(ROWS[i].want));
        buffer_free(&out);
        offprint_marks_free(marks);
    }
    offprint_article_free(article);
    offprint_index_close(index);
}

TEST(mark, says_what_is_odd)
{
    offprint_index *index = make_index("# Title\n\nText of it.\n");
    struct offprint_article *article = NULL;
    struct offprint_marks *marks = NULL;
    struct offprint_error err;
    CHECK_INT(offprint_find(index, "1", &article, NULL), OFFPRINT_OK);
    CHECK_INT(offprint_mark(index, article, "(text", &marks, NULL),
              OFFPRINT_OK);
    CHECK_INT(marks ? marks->warning_count : 0, 1);
    CHECK_INT(marks ? marks->body_count : 0, 1);
    offprint_marks_free(marks);
    CHECK_INT(offprint_mark(index, article, "date:2019-13", &marks, &err),
              OFFPRINT_MISUSE);
    CHECK(marks == NULL);
    offprint_marks_free(NULL);
    offprint_article_free(article);
    offprint_index_close(index);
}
