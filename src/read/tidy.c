#include "read/tidy.h"

#include "base/utf8.h"

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_tidy_line(struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!is_space(text.ptr[i])) continue;
        if (text.ptr[i] != ' ' || (i > 0 && text.ptr[i - 1] == ' '))
            return false;
    }
    return true;
}

// Appends text with its runs of white space made one blank; returns the new
// end.
static char *add_line(char *end, struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!is_space(text.ptr[i]))
            *end++ = text.ptr[i];
        else if (!is_space(text.ptr[i - 1])) // text is trimmed, so i > 0
            *end++ = ' ';
    }
    return end;
}

bool tidy_line(struct arena *arena, struct slice *text, size_t limit)
{
    struct slice line = slice_trim(*text);
    if (!is_tidy_line(line)) {
        char *copy = arena_alloc(arena, line.len);
        if (!copy) return false;
        line = (struct slice){ copy, (size_t)(add_line(copy, line) - copy) };
    }
    *text = slice_trim(utf8_cut(line, limit));
    return true;
}

bool tidy_list(struct arena *arena, struct slice *text, size_t limit)
{
    struct slice rest = slice_trim(utf8_cut(*text, limit));
    if (rest.len == 0 || is_tidy_line(rest)) {
        *text = rest;
        return true;
    }
    char *copy = arena_alloc(arena, rest.len + 1), *end = copy;
    if (!copy) return false;
    while (rest.len) {
        const char *stop = memchr(rest.ptr, '\n', rest.len);
        size_t len = stop ? (size_t)(stop - rest.ptr) : rest.len;
        struct slice line = slice_trim((struct slice){ rest.ptr, len });
        if (line.len && end > copy) *end++ = '\n';
        end = add_line(end, line);
        rest = slice_from(rest, stop ? len + 1 : len);
    }
    *text = (struct slice){ copy, (size_t)(end - copy) };
    return true;
}

static bool has_odd_line_ends(struct slice text)
{
    return text.len
           && (memchr(text.ptr, '\r', text.len)
               || memchr(text.ptr, '\f', text.len)
               || memchr(text.ptr, '\v', text.len));
}

bool tidy_body(struct arena *arena, struct slice *text)
{
    struct slice body = slice_trim(*text);
    if (has_odd_line_ends(body)) {
        char *copy = arena_alloc(arena, body.len), *end = copy;
        if (!copy) return false;
        for (size_t i = 0; i < body.len; i++) {
            char c = body.ptr[i];
            if (c == '\r' && i + 1 < body.len && body.ptr[i + 1] == '\n')
                continue;
            *end++ = c == '\r' || c == '\f' || c == '\v' ? '\n' : c;
        }
        body = (struct slice){ copy, (size_t)(end - copy) };
    }
    *text = body;
    return true;
}

struct slice tidy_file_name(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    struct slice name = slice_of(slash && slash[1] ? slash + 1 : path);
    char *text = arena_alloc(arena, name.len * 3 + 1); // 3: U+FFFD
    size_t len = 0;
    for (size_t at = 0; text && at < name.len;) {
        uint32_t c;
        at += utf8_decode(name.ptr + at, name.len - at, &c);
        len += utf8_encode(c, text + len);
    }
    struct slice result = { text, len };
    return tidy_line(arena, &result, TITLE_MAX) ? result
                                                : (struct slice){ NULL, 0 };
}
