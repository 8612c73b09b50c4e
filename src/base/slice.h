// slice.h - a run of bytes that somebody else owns.
//
// All text travels as slices: no copy, no terminating NUL, no strlen. A slice
// of length 0 may have any pointer, NULL included.

#ifndef OFFPRINT_BASE_SLICE_H
#define OFFPRINT_BASE_SLICE_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
    const char *ptr;
    size_t len; // bytes
};

// A literal as a slice: SLICE("title").
#define SLICE(literal) ((struct slice){ (literal), sizeof(literal) - 1 })

// For printf: printf("%.*s", SLICE_ARGS(text)). Cut at INT_MAX by nobody: use
// it for names and messages, not for bodies.
#define SLICE_ARGS(slice) (int)(slice).len, (slice).ptr

static inline struct slice slice_of(const char *string)
{
    return (struct slice){ string, string ? strlen(string) : 0 };
}

static inline bool slice_equal(struct slice a, struct slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool slice_starts_with(struct slice text, struct slice prefix)
{
    return text.len >= prefix.len
           && (prefix.len == 0
               || memcmp(text.ptr, prefix.ptr, prefix.len) == 0);
}

static inline bool slice_ends_with(struct slice text, struct slice suffix)
{
    return text.len >= suffix.len
           && (suffix.len == 0
               || memcmp(text.ptr + text.len - suffix.len, suffix.ptr,
                         suffix.len)
                      == 0);
}

// text without its first n bytes; n <= text.len.
static inline struct slice slice_from(struct slice text, size_t n)
{
    return (struct slice){ text.ptr + n, text.len - n };
}

// The first eight bytes as a number, zeros where there are fewer: slices whose
// heads differ are in the order of these.
static inline uint64_t slice_head(struct slice text)
{
    uint64_t head = 0;
    if (text.len >= sizeof head) {
        memcpy(&head, text.ptr, sizeof head);
        return be64toh(head);
    }
    for (size_t i = 0; i < text.len; i++)
        head |= (uint64_t)(uint8_t)text.ptr[i] << (56 - 8 * i);
    return head;
}

// Order by bytes, a prefix before what it begins: for UTF-8 the order of code
// points.
int slice_compare(struct slice a, struct slice b);

// Equal but for the case of ASCII letters.
bool slice_equal_nocase(struct slice a, struct slice b);

// text without ASCII white space at its ends.
struct slice slice_trim(struct slice text);

// The first place of needle in text, or NULL. An empty needle is at the start.
const char *slice_find(struct slice text, struct slice needle);

#endif
