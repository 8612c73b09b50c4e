#include "base/slice.h"

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

int slice_compare(struct slice a, struct slice b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared ? memcmp(a.ptr, b.ptr, shared) : 0;
    if (order) return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool slice_equal_nocase(struct slice a, struct slice b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.ptr[i]) != lower(b.ptr[i])) return false;
    return true;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct slice slice_trim(struct slice text)
{
    while (text.len && is_space(text.ptr[0])) text = slice_from(text, 1);
    while (text.len && is_space(text.ptr[text.len - 1])) text.len--;
    return text;
}

const char *slice_find(struct slice text, struct slice needle)
{
    if (needle.len == 0) return text.ptr;
    if (text.len < needle.len) return NULL;
    return memmem(text.ptr, text.len, needle.ptr, needle.len);
}
