#include "cli/page.h"

#include "base/utf8.h"

enum {
    LONG_LINE = 80, // columns; text that came in lines has shorter ones
};

// Takes a line off *rest, without its end.
static struct slice take_line(struct slice *rest)
{
    const char *end = memchr(rest->ptr, '\n', rest->len);
    struct slice line = { rest->ptr,
                          end ? (size_t)(end - rest->ptr) : rest->len };
    *rest = slice_from(*rest, line.len + (end ? 1 : 0));
    return line;
}

static bool is_long(struct slice line)
{
    return utf8_text_width(slice_trim(line)) > LONG_LINE;
}

bool page_next_line(struct page_lines *lines, struct page_line *line)
{
    while (lines->rest.len) {
        const struct slice whole = take_line(&lines->rest);
        line->text = slice_trim(whole);
        line->indent = 0;
        while (line->indent < whole.len && whole.ptr[line->indent] == ' ')
            line->indent++;
        // What stands above a long line is most often a heading.
        struct slice behind = lines->rest;
        const bool apart =
            is_long(whole) || (behind.len && is_long(take_line(&behind)));
        if (line->text.len == 0 || apart) lines->apart = true;
        if (line->text.len == 0) continue;
        line->apart = lines->apart && lines->begun;
        lines->begun = true;
        lines->apart = is_long(whole);
        return true;
    }
    return false;
}

struct slice page_next_piece(struct page_marks *marks, size_t offset,
                             struct slice *text, bool *hit)
{
    while (marks->next < marks->count
           && marks->spans[marks->next].end <= offset)
        marks->next++;
    size_t len = text->len;
    *hit = false;
    if (marks->next < marks->count) {
        const struct offprint_span *span = &marks->spans[marks->next];
        *hit = span->start <= offset;
        size_t stop = *hit ? span->end : span->start;
        if (stop - offset < len) len = stop - offset;
    }
    struct slice piece = { text->ptr, len };
    *text = slice_from(*text, len);
    return piece;
}
