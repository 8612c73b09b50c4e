// Every introduction has a bracket, and only brackets are looked at: what
// stands in one, or the word before it, may be an acronym (acronym.h), and the
// text before it, or in it, may end with what that stands for (long_form.h).
//
// The nearest brackets, lines and sentences bound what is looked at, and a
// number of bytes where they do not: time is linear.

#include "text/introductions.h"

#include <stdint.h>
#include <utf8proc.h>

#include "text/long_form.h"

enum {
    NEAR_BYTES = 200, // looked at on either side of a bracket
    TOKEN_BYTES = 64, // that may be an acronym, with what it is quoted by
};

// The last token of a text.
static struct slice last_token(struct slice text)
{
    text = slice_trim(text);
    size_t start = text.len;
    while (start > 0 && (uint8_t)text.ptr[start - 1] > ' ') start--;
    return slice_from(text, start);
}

// The last bytes of text, without the word that this cuts.
static struct slice last_bytes(struct slice text, size_t limit)
{
    if (text.len <= limit) return text;
    text = slice_from(text, text.len - limit);
    const char *space = memchr(text.ptr, ' ', text.len);
    return slice_from(text, space ? (size_t)(space - text.ptr) : text.len);
}

static bool is_quote(uint32_t c)
{
    if (c < 0x80) return c && strchr(" \"'*_", (int)c);
    const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_PI || category == UTF8PROC_CATEGORY_PF;
}

// Without white space and quotes at its end: a long form may stand in them.
static struct slice unquote(struct slice text)
{
    while (text.len > 0) {
        uint32_t c;
        const size_t start = acronym_step_back(text, text.len, &c);
        if (!is_quote(c)) break;
        text.len = start;
    }
    return text;
}

// What is in a bracket up to the first comma or semicolon.
static struct slice first_part(struct slice inside)
{
    size_t len = 0;
    while (len < inside.len && inside.ptr[len] != ',' && inside.ptr[len] != ';')
        len++;
    return (struct slice){ inside.ptr, len };
}

// Looks at one bracket: the texts before it and in it.
static bool find_at(struct slice before, struct slice inside,
                    struct introduction *found)
{
    const struct slice part = first_part(inside);
    struct acronym acronym;
    found->long_form.len = 0;
    if (acronym_read(last_token(part), &acronym))
        found->long_form =
            long_form_find(unquote(last_bytes(before, NEAR_BYTES)), &acronym);
    if (found->long_form.len == 0
        && acronym_read(last_token(last_bytes(before, TOKEN_BYTES)),
                        &acronym)) {
        found->long_form = long_form_find(unquote(inside), &acronym);
        if (found->long_form.len == 0)
            found->long_form = long_form_find(unquote(part), &acronym);
    }
    found->acronym = acronym.text;
    return found->long_form.len > 0;
}

int introductions_find(struct slice text, introductions_sink *sink,
                       void *context)
{
    int verdict = 0;
    size_t at = 0;
    while (!verdict && at < text.len) {
        const char *open = memchr(text.ptr + at, '(', text.len - at);
        if (!open) break;
        const struct slice before = { text.ptr, (size_t)(open - text.ptr) };
        at = before.len + 1;
        struct slice inside = slice_from(text, at);
        if (inside.len > NEAR_BYTES) inside.len = NEAR_BYTES;
        const char *close =
            inside.len ? memchr(inside.ptr, ')', inside.len) : NULL;
        if (!close) continue;
        inside.len = (size_t)(close - inside.ptr);
        struct introduction found;
        if (find_at(before, inside, &found)) verdict = sink(context, &found);
    }
    return verdict;
}
