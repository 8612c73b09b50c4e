#include "read/html/blocks.h"

#include "base/utf8.h"

enum { ROW_BYTES_MAX = 400 }; // of a table's row that is one line

// The way through the tree. The ends are those of the outermost element of the
// kind that is open, or 0.
struct cutter {
    struct html_tree *tree;
    struct html_blocks *blocks;
    struct html_block *block; // at hand; without letters: not begun
    char *at;                 // end of its text
    uint32_t link_end;
    uint32_t heading_end;
    uint32_t pre_end;
    uint32_t row_end; // of a row that is one line
    uint32_t caption_end;
    bool space; // one is due before the next character
    int breaks; // since the last letter
};

static bool begun(const struct cutter *cutter)
{
    return cutter->block->length > 0;
}

static void next_block(struct cutter *cutter)
{
    struct html_blocks *blocks = cutter->blocks;
    if (begun(cutter)) {
        struct html_block *done = cutter->block;
        done->value = html_value_of(done);
        cutter->at =
            blocks->text + (done->text.ptr - blocks->text) + done->text.len;
        blocks->count++;
    }
    cutter->block = &blocks->blocks[blocks->count];
    *cutter->block = (struct html_block){ .text = { cutter->at, 0 } };
    cutter->space = false;
    cutter->breaks = 0;
}

static void begin_block(struct cutter *cutter, uint32_t node)
{
    struct html_block *block = cutter->block;
    block->node = cutter->tree->nodes[node].line;
    if (node < cutter->link_end) block->links = 1;
    block->heading = node < cutter->heading_end;
    block->fate = node < cutter->caption_end ? HTML_CAPTION : HTML_KEPT;
}

static void add_character(struct cutter *cutter, uint32_t node,
                          struct slice bytes, uint32_t c)
{
    bool is_space = bytes.len == 1 && c <= ' ';
    uint32_t letters = html_letters_of(c);
    struct html_block *block = cutter->block;
    if (!begun(cutter) && letters == 0) return;
    if (!begun(cutter)) begin_block(cutter, node);
    if (is_space && node >= cutter->pre_end) {
        cutter->space = true;
        return;
    }
    if (cutter->space) *cutter->at++ = ' ';
    cutter->space = false;
    memcpy(cutter->at, bytes.ptr, bytes.len);
    cutter->at += bytes.len;
    if (letters == 0) return;
    block->text.len = (size_t)(cutter->at - block->text.ptr);
    block->length += letters;
    if (node < cutter->link_end) block->link_length += letters;
    cutter->breaks = 0;
}

static void add_text(struct cutter *cutter, uint32_t node)
{
    struct slice text = cutter->tree->nodes[node].text;
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        size_t len = utf8_decode(text.ptr + at, text.len - at, &c);
        add_character(cutter, node, (struct slice){ text.ptr + at, len }, c);
        at += len;
    }
}

// A row of data is a line; a row that lays out a page holds lines.
static bool is_line(const struct html_tree *tree, uint32_t row)
{
    size_t bytes = 0;
    for (uint32_t i = row + 1; i < tree->nodes[row].end; i++) {
        const struct html_node *node = &tree->nodes[i];
        bool cell = node->tag == GUMBO_TAG_TD || node->tag == GUMBO_TAG_TH;
        bytes += node->text.len;
        if (bytes > ROW_BYTES_MAX || (node->block && !cell)
            || node->tag == GUMBO_TAG_BR)
            return false;
    }
    return true;
}

static void add_break(struct cutter *cutter, uint32_t node)
{
    if (node < cutter->pre_end)
        add_character(cutter, node, SLICE("\n"), '\n');
    else if (++cutter->breaks == 2)
        next_block(cutter);
    else
        cutter->space = begun(cutter);
}

static void raise(uint32_t *end, uint32_t to)
{
    if (*end < to) *end = to;
}

static void note_kind(struct cutter *cutter, uint32_t i)
{
    const struct html_node *node = &cutter->tree->nodes[i];
    switch (node->tag) {
    case GUMBO_TAG_A:
        if (!html_has_attribute(node, "href")) break;
        raise(&cutter->link_end, node->end);
        if (begun(cutter)) cutter->block->links++;
        break;
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6: raise(&cutter->heading_end, node->end); break;
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_LISTING:
    case GUMBO_TAG_XMP:
    case GUMBO_TAG_PLAINTEXT: raise(&cutter->pre_end, node->end); break;
    case GUMBO_TAG_TR:
        if (is_line(cutter->tree, i)) raise(&cutter->row_end, node->end);
        break;
    default: break;
    }
    if (node->fate == HTML_CAPTION) raise(&cutter->caption_end, node->end);
}

static bool is_boundary(const struct cutter *cutter, uint32_t i)
{
    const struct html_node *node = &cutter->tree->nodes[i];
    if (node->fate == HTML_CAPTION) return true;
    if (node->tag == GUMBO_TAG_TD || node->tag == GUMBO_TAG_TH)
        return i >= cutter->row_end;
    return node->block;
}

static void enter(struct cutter *cutter, uint32_t i)
{
    struct html_node *node = &cutter->tree->nodes[i];
    if (is_boundary(cutter, i))
        next_block(cutter);
    else if (node->block)
        cutter->space = begun(cutter);
    node->first_block = cutter->blocks->count;
    if (node->tag == GUMBO_TAG_BR) add_break(cutter, i);
    note_kind(cutter, i);
}

static void leave(struct cutter *cutter, uint32_t i)
{
    struct html_node *node = &cutter->tree->nodes[i];
    if (is_boundary(cutter, i)) next_block(cutter);
    node->end_block = cutter->blocks->count + (begun(cutter) ? 1 : 0);
}

// Not text of the page, or dropped.
static bool is_passed_over(const struct html_node *node)
{
    return node->fate == HTML_DROPPED || node->tag == GUMBO_TAG_HEAD
           || node->tag == GUMBO_TAG_TITLE || node->tag == GUMBO_TAG_SCRIPT;
}

static void pass_over(struct cutter *cutter, uint32_t i)
{
    for (uint32_t end = cutter->tree->nodes[i].end; i < end; i++) {
        struct html_node *node = &cutter->tree->nodes[i];
        node->first_block = node->end_block = cutter->blocks->count;
    }
}

bool html_blocks_prepare(const struct html_tree *tree, struct arena *arena,
                         struct html_blocks *blocks)
{
    // Each block has a run of text of its own, and one stands after the last;
    // an element may be a space.
    size_t room = (size_t)tree->texts + 1;
    *blocks = (struct html_blocks){
        .blocks = arena_alloc(arena, room * sizeof *blocks->blocks),
        .gain = arena_alloc(arena, room * sizeof *blocks->gain),
        .loss = arena_alloc(arena, room * sizeof *blocks->loss),
        .length = arena_alloc(arena, room * sizeof *blocks->length),
        .link_length = arena_alloc(arena, room * sizeof *blocks->link_length),
        .links = arena_alloc(arena, room * sizeof *blocks->links),
        .text = arena_alloc(arena, tree->text_bytes + tree->count),
    };
    return blocks->blocks && blocks->gain && blocks->loss && blocks->length
           && blocks->link_length && blocks->links && blocks->text;
}

void html_blocks_cut(struct html_tree *tree, struct html_blocks *blocks)
{
    struct cutter cutter = { .tree = tree,
                             .blocks = blocks,
                             .block = blocks->blocks,
                             .at = blocks->text };
    blocks->count = 0;
    *cutter.block = (struct html_block){ .text = { cutter.at, 0 } };

    uint32_t open = 0;
    for (uint32_t i = 0; i < tree->count;) {
        while (tree->nodes[open].end <= i) {
            leave(&cutter, open);
            open = tree->nodes[open].parent;
        }
        const struct html_node *node = &tree->nodes[i];
        if (is_passed_over(node)) {
            pass_over(&cutter, i);
            i = node->end;
            continue;
        }
        if (node->element) {
            enter(&cutter, i);
            open = i;
        } else {
            add_text(&cutter, i);
        }
        i++;
    }
    for (; tree->count; open = tree->nodes[open].parent) {
        leave(&cutter, open);
        if (open == 0) break;
    }
    html_blocks_sum(blocks);
}
