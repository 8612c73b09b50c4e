#include "store/fts5_doclist.h"

static void buffer_add_bytes(struct buffer *buffer, const uint8_t *at,
                             const uint8_t *end)
{
    buffer_add(buffer, (struct slice){ (const char *)at, (size_t)(end - at) });
}

// Notes the last place of a list.
static void walk_list(struct fts5_runs *runs, const uint8_t *at,
                      const uint8_t *end)
{
    uint64_t number;
    runs->column = runs->position = 0;
    while (fts5_varint_read(&at, end, &number)) {
        if (number == 1) {
            fts5_varint_read(&at, end, &runs->column);
            runs->position = 0;
        } else {
            runs->position += number - 2;
        }
    }
}

// Looks for the last list.
static void find_list(struct fts5_runs *runs)
{
    const uint8_t *bytes = (const uint8_t *)runs->bytes->ptr, *list = NULL;
    const uint8_t *at = bytes + runs->start, *end = bytes + runs->bytes->len;
    uint64_t delta, doubled = 0;
    while (at < end) {
        fts5_varint_read(&at, end, &delta);
        fts5_varint_read(&at, end, &doubled);
        list = at;
        at += doubled / 2;
    }
    runs->list = (size_t)(list - bytes);
    walk_list(runs, list, end);
}

// Adds a list, which counts from nothing, to the last one: where it begins in
// the column in which that ends, its first position counts from the last one.
static void add_list(struct fts5_runs *runs, const uint8_t *at,
                     const uint8_t *end)
{
    const uint8_t *next = at;
    uint64_t number = 0, column = 0;
    fts5_varint_read(&next, end, &number);
    if (number == 1) {
        fts5_varint_read(&next, end, &column);
        fts5_varint_read(&next, end, &number);
    }
    if (column == runs->column) {
        fts5_varint_add(runs->bytes, number - runs->position);
        at = next;
    }
    buffer_add_bytes(runs->bytes, at, end);
}

// Writes the size of the last list anew; it had before bytes.
static void set_size(struct fts5_runs *runs, size_t before)
{
    struct buffer *bytes = runs->bytes;
    const size_t size = bytes->len - runs->list;
    const size_t old = fts5_varint_size(before * 2);
    const size_t moved = fts5_varint_size(size * 2) - old;
    assert(size < 1u << 30);
    if (!buffer_reserve(bytes, moved)) return;
    uint8_t *list = (uint8_t *)bytes->ptr + runs->list;
    if (moved) memmove(list + moved, list, size);
    fts5_varint_write(list - old, size * 2);
    bytes->len += moved;
    runs->list += moved;
}

void fts5_runs_join(struct fts5_runs *runs, const uint8_t *at,
                    const uint8_t *end)
{
    if (runs->bytes->failed) return;
    if (runs->list == 0) find_list(runs);
    const size_t before = runs->bytes->len - runs->list;
    uint64_t doubled = 0;
    fts5_varint_read(&at, end, &doubled);
    const uint8_t *list_end = at + doubled / 2;
    add_list(runs, at, list_end);
    set_size(runs, before);
    walk_list(runs, at, list_end);
    buffer_add_bytes(runs->bytes, list_end, end);
    if (list_end < end) runs->list = 0;
}
