// write.c - the blocks that are left become text.

#include "read/html/content.h"

static size_t bytes_between(const struct html_content *content, uint32_t from,
                            uint32_t to, enum html_fate fate)
{
    size_t bytes = 0;
    for (uint32_t i = from; i < to; i++)
        if (content->blocks.blocks[i].fate == fate)
            bytes += content->blocks.blocks[i].text.len + 1;
    return bytes;
}

static bool write_blocks(const struct html_content *content, uint32_t from,
                         uint32_t to, enum html_fate fate, struct arena *arena,
                         struct slice *text)
{
    char *at = arena_alloc(arena, bytes_between(content, from, to, fate) + 1);
    *text = (struct slice){ at, 0 };
    if (!at) return false;
    for (uint32_t i = from; i < to; i++) {
        const struct html_block *block = &content->blocks.blocks[i];
        if (block->fate != fate) continue;
        if (at > text->ptr) *at++ = '\n';
        memcpy(at, block->text.ptr, block->text.len);
        at += block->text.len;
    }
    text->len = (size_t)(at - text->ptr);
    return true;
}

bool html_content_write(const struct html_content *content, struct arena *arena,
                        struct slice *body, struct slice *captions)
{
    uint32_t end = content->tree->nodes[content->container].end_block;
    return write_blocks(content, content->lead, end, HTML_KEPT, arena, body)
           && write_blocks(content, content->lead, end, HTML_CAPTION, arena,
                           captions);
}
