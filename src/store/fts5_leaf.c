#include "store/fts5_leaf.h"

#include <assert.h>
#include <stdlib.h>

#include "store/fts5_varint.h"

enum {
    // Beside the own bytes of a term: two sizes of two bytes, three bytes of
    // footer; and the head of its first entry, so that most stand together.
    TERM_EXTRA = 7 + 9,
};

bool fts5_leaf_init(struct fts5_leaf *leaf, size_t limit)
{
    assert(limit >= FTS5_LEAF_SIZE_MIN && limit <= FTS5_LEAF_SIZE_MAX);
    const size_t size = limit + FTS5_TERM_MAX + TERM_EXTRA;
    *leaf = (struct fts5_leaf){ .bytes = malloc(size),
                                .footer = malloc(size),
                                .limit = limit };
    if (!leaf->bytes || !leaf->footer) return false;
    fts5_leaf_clear(leaf);
    return true;
}

void fts5_leaf_free(struct fts5_leaf *leaf)
{
    free(leaf->bytes);
    free(leaf->footer);
    *leaf = (struct fts5_leaf){ 0 };
}

void fts5_leaf_clear(struct fts5_leaf *leaf)
{
    memset(leaf->bytes, 0, FTS5_LEAF_HEAD);
    leaf->size = FTS5_LEAF_HEAD;
    leaf->footer_size = leaf->last_term = 0;
    leaf->has_id = false;
}

static void add_varint(struct fts5_leaf *leaf, uint64_t number)
{
    leaf->size += fts5_varint_write(leaf->bytes + leaf->size, number);
}

bool fts5_leaf_takes_term(const struct fts5_leaf *leaf, size_t size,
                          size_t shared)
{
    const size_t own = fts5_leaf_has_term(leaf) ? size - shared : size;
    return fts5_leaf_is_empty(leaf) || own + TERM_EXTRA <= fts5_leaf_room(leaf);
}

void fts5_leaf_add_term(struct fts5_leaf *leaf, struct slice term,
                        size_t shared)
{
    assert(term.len <= FTS5_TERM_MAX);
    const size_t at = leaf->size;
    if (fts5_leaf_has_term(leaf))
        add_varint(leaf, shared);
    else
        shared = 0;
    add_varint(leaf, term.len - shared);
    struct slice own = slice_from(term, shared);
    fts5_leaf_add(leaf, (const uint8_t *)own.ptr, own.len);
    leaf->footer_size += fts5_varint_write(leaf->footer + leaf->footer_size,
                                           at - leaf->last_term);
    leaf->last_term = at;
    leaf->has_id = true;
}

static void put_u16(uint8_t *to, size_t number)
{
    to[0] = (uint8_t)(number >> 8);
    to[1] = (uint8_t)number;
}

void fts5_leaf_add_id(struct fts5_leaf *leaf, uint64_t id)
{
    if (!leaf->has_id) put_u16(leaf->bytes, leaf->size);
    leaf->has_id = true;
    add_varint(leaf, id);
}

struct slice fts5_leaf_finish(struct fts5_leaf *leaf)
{
    put_u16(leaf->bytes + 2, leaf->size);
    memcpy(leaf->bytes + leaf->size, leaf->footer, leaf->footer_size);
    return (struct slice){ (const char *)leaf->bytes,
                           leaf->size + leaf->footer_size };
}
