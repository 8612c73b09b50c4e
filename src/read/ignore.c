// Matching goes from left to right with one place to come back to: after a
// failure behind a "*" it is enough to let the last "*" eat one byte more, and
// behind "**" to let the last "**" eat one folder more. So no pattern takes
// more than (length of pattern) x (length of path) steps.

#include "read/ignore.h"

#include <string.h>

// ---- One name against one piece of a pattern --------------------------------

// Matches "[...]" against c; *used is the length of the brackets, 0 where they
// are not closed and "[" is an ordinary character.
static bool match_set(struct slice pattern, char c, size_t *used)
{
    size_t at = 1;
    bool negated =
        at < pattern.len && (pattern.ptr[at] == '!' || pattern.ptr[at] == '^');
    if (negated) at++;
    bool found = false;
    for (size_t first = at; at < pattern.len; at++) {
        char low = pattern.ptr[at];
        if (low == ']' && at > first) {
            *used = at + 1;
            return found != negated;
        }
        if (low == '\\' && at + 1 < pattern.len) low = pattern.ptr[++at];
        char high = low;
        if (at + 2 < pattern.len && pattern.ptr[at + 1] == '-'
            && pattern.ptr[at + 2] != ']') {
            at += 2;
            high = pattern.ptr[at];
            if (high == '\\' && at + 1 < pattern.len) high = pattern.ptr[++at];
        }
        if ((unsigned char)c >= (unsigned char)low
            && (unsigned char)c <= (unsigned char)high)
            found = true;
    }
    *used = 0;
    return false;
}

// Matches the piece of pattern at its start against c; *used is its length.
static bool match_one(struct slice pattern, char c, size_t *used)
{
    *used = 1;
    switch (pattern.ptr[0]) {
    case '?': return true;
    case '[': {
        bool matched = match_set(pattern, c, used);
        if (*used) return matched;
        *used = 1;
        return c == '[';
    }
    case '\\':
        if (pattern.len < 2) return c == '\\';
        *used = 2;
        return c == pattern.ptr[1];
    default: return c == pattern.ptr[0];
    }
}

static bool match_name(struct slice pattern, struct slice name)
{
    struct slice star = { NULL, 0 }, star_name = { NULL, 0 };
    for (;;) {
        if (pattern.len && pattern.ptr[0] == '*') {
            pattern = slice_from(pattern, 1);
            star = pattern;
            star_name = name;
            continue;
        }
        size_t used;
        if (pattern.len && name.len && match_one(pattern, name.ptr[0], &used)) {
            pattern = slice_from(pattern, used);
            name = slice_from(name, 1);
            continue;
        }
        if (pattern.len == 0 && name.len == 0) return true;
        if (!star.ptr || star_name.len == 0) return false;
        star_name = slice_from(star_name, 1);
        pattern = star;
        name = star_name;
    }
}

// ---- A path against a pattern -----------------------------------------------

// The part of a path or pattern up to the next slash, which is taken too.
static struct slice take_part(struct slice *rest)
{
    const char *slash = memchr(rest->ptr, '/', rest->len);
    struct slice part = { rest->ptr,
                          slash ? (size_t)(slash - rest->ptr) : rest->len };
    *rest = slice_from(*rest, slash ? part.len + 1 : part.len);
    return part;
}

static bool match_path(struct slice pattern, struct slice path)
{
    struct slice stars = { NULL, 0 }, stars_path = { NULL, 0 };
    for (;;) {
        struct slice next = pattern, rest = path;
        struct slice part = take_part(&next);
        if (pattern.len && slice_equal(part, SLICE("**"))) {
            // At the end it stands for everything inside, and not for nothing.
            if (next.len == 0) return path.len > 0;
            pattern = stars = next;
            stars_path = path;
            continue;
        }
        if (pattern.len && path.len && match_name(part, take_part(&rest))) {
            pattern = next;
            path = rest;
            continue;
        }
        if (pattern.len == 0 && path.len == 0) return true;
        if (!stars.ptr || stars_path.len == 0) return false;
        take_part(&stars_path);
        pattern = stars;
        path = stars_path;
    }
}

static struct slice base_name(struct slice path)
{
    size_t at = path.len;
    while (at > 0 && path.ptr[at - 1] != '/') at--;
    return slice_from(path, at);
}

enum ignore_verdict ignore_match(const struct ignore_list *list,
                                 struct slice path, bool is_folder)
{
    for (const struct ignore_pattern *pattern = list->last; pattern;
         pattern = pattern->before) {
        if (pattern->folders_only && !is_folder) continue;
        bool matched = pattern->anchored
                           ? match_path(pattern->text, path)
                           : match_name(pattern->text, base_name(path));
        if (matched) return pattern->negated ? IGNORE_NEGATED : IGNORE_MATCHED;
    }
    return IGNORE_SILENT;
}

// ---- Reading lines ----------------------------------------------------------

// Blanks at the end do not count unless a backslash is before them.
static struct slice without_end_blanks(struct slice line)
{
    while (line.len && strchr(" \t\r\n", line.ptr[line.len - 1])
           && line.ptr[line.len - 1]
           && !(line.len > 1 && line.ptr[line.len - 2] == '\\'))
        line.len--;
    return line;
}

bool ignore_add(struct ignore_list *list, struct arena *arena,
                struct slice line)
{
    line = without_end_blanks(line);
    if (line.len == 0 || line.ptr[0] == '#') return true;
    struct ignore_pattern pattern = { .before = list->last };
    if (line.ptr[0] == '!') {
        pattern.negated = true;
        line = slice_from(line, 1);
    }
    if (slice_ends_with(line, SLICE("/"))) {
        pattern.folders_only = true;
        line.len--;
    }
    pattern.anchored = line.len && memchr(line.ptr, '/', line.len);
    if (line.len && line.ptr[0] == '/') line = slice_from(line, 1);
    if (line.len == 0) return true;
    pattern.text = line;
    struct ignore_pattern *place = arena_alloc(arena, sizeof *place);
    if (!place) return false;
    *place = pattern;
    list->last = place;
    return true;
}

bool ignore_add_lines(struct ignore_list *list, struct arena *arena,
                      struct slice text)
{
    while (text.len) {
        const char *stop = memchr(text.ptr, '\n', text.len);
        size_t len = stop ? (size_t)(stop - text.ptr) : text.len;
        if (!ignore_add(list, arena, (struct slice){ text.ptr, len }))
            return false;
        text = slice_from(text, stop ? len + 1 : len);
    }
    return true;
}
