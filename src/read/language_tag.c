#include "read/language_tag.h"

enum {
    TAG_MAX = 35, // bytes, RFC 5646, section 4.4.1
    SUBTAG_MAX = 8,
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_joint(char c)
{
    return c == '-' || c == '_';
}

// Length of the subtag that begins at a place; 0 where there is none.
static size_t subtag_length(struct slice tag, size_t at)
{
    size_t end = at;
    while (end < tag.len && !is_joint(tag.ptr[end])) {
        char c = tag.ptr[end];
        if (!is_letter(c) && (c < '0' || c > '9')) return 0;
        end++;
    }
    return end - at <= SUBTAG_MAX ? end - at : 0;
}

static bool is_tag(struct slice tag)
{
    size_t primary = subtag_length(tag, 0);
    if (tag.len > TAG_MAX || primary < 2 || primary > 3) return false;
    for (size_t i = 0; i < primary; i++)
        if (!is_letter(tag.ptr[i])) return false;
    for (size_t at = primary; at < tag.len;) {
        size_t len = subtag_length(tag, at + 1);
        if (len == 0) return false;
        at += 1 + len;
    }
    return true;
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static char upper(char c)
{
    return (char)(c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c);
}

// Lower case, but for regions (two letters, "BR") and scripts (four, "Hant").
static void write_subtag(char *out, size_t len, bool primary)
{
    for (size_t i = 0; i < len; i++) {
        bool capital = !primary && (len == 2 || (len == 4 && i == 0));
        out[i] = capital ? upper(out[i]) : lower(out[i]);
    }
}

bool language_tag(struct arena *arena, struct slice *tag)
{
    if (!is_tag(*tag)) {
        *tag = (struct slice){ NULL, 0 };
        return true;
    }
    char *out = arena_string(arena, *tag);
    if (!out) return false;
    for (size_t at = 0; at < tag->len;) {
        size_t len = subtag_length(*tag, at);
        write_subtag(out + at, len, at == 0);
        at += len;
        if (at < tag->len) out[at++] = '-';
    }
    tag->ptr = out;
    return true;
}
