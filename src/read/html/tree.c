// tree.c - gumbo's tree, read under guard and laid out flat.
//
// gumbo has no failure: it asks its allocator for memory and takes what comes.
// So the allocator is the guard. It draws from the arena, which is dropped
// whole, and where memory or patience ends it leaves the parser by longjmp;
// the parser holds nothing else that would have to be given back.

#include "read/html/tree.h"

#include <setjmp.h>
#include <time.h>

#include "base/utf8.h"

// The clock is for pages written to deceive: the one limit that does not give
// the same article everywhere.
enum {
    TREE_BYTES_MAX = 34 * 1024 * 1024, // nodes and all; usual pages of 2 MB
    PATIENCE_MS = 600,                 // the slowest usual page takes 150
    ALLOCATIONS_A_LOOK = 256,          // at the clock
};

// ---- The parser under guard -------------------------------------------------

struct guard {
    struct arena *arena;
    size_t left; // bytes that may still be had
    size_t allocations;
    size_t nodes; // as many as were made, and a few more
    int64_t started;
    enum html_tree_result result;
    jmp_buf leave;
};

// Milliseconds of this thread's own time, so that a busy machine is no reason
// to lose patience.
static int64_t thread_ms(void)
{
    struct timespec now = { 0 };
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void *allocate(void *context, size_t size)
{
    struct guard *guard = context;
    guard->result = HTML_TREE_TOO_LARGE;
    if (size > guard->left) longjmp(guard->leave, 1);
    guard->left -= size;
    if (size == sizeof(GumboNode)) guard->nodes++;
    if (++guard->allocations % ALLOCATIONS_A_LOOK == 0
        && thread_ms() - guard->started > PATIENCE_MS)
        longjmp(guard->leave, 1);

    void *memory = arena_alloc(guard->arena, size);
    guard->result = HTML_TREE_NO_MEMORY;
    if (!memory) longjmp(guard->leave, 1);
    return memory;
}

static void release(void *context, void *memory)
{
    (void)context;
    (void)memory; // the arena's, which is dropped whole
}

static const GumboNode *parse(struct slice page, struct guard *guard)
{
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = allocate;
    options.deallocator = release;
    options.userdata = guard;
    options.max_errors = 0; // else it collects and keeps them
    if (setjmp(guard->leave)) return NULL;
    GumboOutput *output =
        gumbo_parse_with_options(&options, page.ptr, page.len);
    guard->result = HTML_TREE_READ;
    return output->root;
}

// ---- Laying it out ----------------------------------------------------------

bool html_is_block(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_HGROUP:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_P:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_FIELDSET:
    case GUMBO_TAG_LEGEND:
    case GUMBO_TAG_DETAILS:
    case GUMBO_TAG_SUMMARY:
    case GUMBO_TAG_MENU:
    case GUMBO_TAG_DIR:
    case GUMBO_TAG_LISTING:
    case GUMBO_TAG_XMP:
    case GUMBO_TAG_PLAINTEXT:
    case GUMBO_TAG_CENTER: return true;
    default: return false;
    }
}

static struct slice tag_name(const GumboElement *element)
{
    GumboStringPiece name = element->original_tag;
    gumbo_tag_from_original_text(&name);
    return (struct slice){ name.data, name.length };
}

// Elements whose insides are not text of the page. A button or a list to
// choose from is part of an application, a template of none; an annotation in
// a formula says it again in another language.
static bool is_closed_book(const GumboNode *node)
{
    if (node->type == GUMBO_NODE_TEMPLATE) return true;
    switch (node->v.element.tag) {
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_ANNOTATION_XML:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_DATALIST:
    case GUMBO_TAG_MAP: return true;
    case GUMBO_TAG_UNKNOWN:
        return slice_equal(tag_name(&node->v.element), SLICE("annotation"));
    default: return false;
    }
}

static bool is_element(const GumboNode *node)
{
    return node->type == GUMBO_NODE_ELEMENT
           || node->type == GUMBO_NODE_TEMPLATE;
}

static void add_node(struct html_tree *tree, const GumboNode *node,
                     uint32_t parent)
{
    struct html_node added = { .parent = parent, .end = tree->count + 1 };
    if (is_element(node)) {
        added.element = &node->v.element;
        added.tag = node->v.element.tag;
        added.block = html_is_block(added.tag);
    } else if (node->type == GUMBO_NODE_COMMENT) {
        return;
    } else {
        added.tag = (GumboTag)HTML_TEXT_NODE;
        added.text = slice_of(node->v.text.text);
        tree->texts += node->type != GUMBO_NODE_WHITESPACE;
        tree->text_bytes += added.text.len;
    }
    tree->nodes[tree->count++] = added;
}

static const GumboVector *children_of(const GumboNode *node)
{
    static const GumboVector NONE = { 0 };
    return is_element(node) && !is_closed_book(node) ? &node->v.element.children
                                                     : &NONE;
}

// Depth first, by way of the parents: no stack that a page could exhaust.
static void lay_out(struct html_tree *tree, const GumboNode *root)
{
    const GumboNode *node = root;
    uint32_t open = 0; // the parent of the node at hand
    for (;;) {
        uint32_t here = tree->count;
        add_node(tree, node, open);
        const GumboVector *children = children_of(node);
        if (children->length) {
            node = children->data[0];
            open = here;
            continue;
        }
        while (node != root
               && node->index_within_parent + 1
                      == children_of(node->parent)->length) {
            node = node->parent;
            tree->nodes[open].end = tree->count;
            open = tree->nodes[open].parent;
        }
        if (node == root) return;
        node = children_of(node->parent)->data[node->index_within_parent + 1];
    }
}

// Elements of unknown names, custom ones mostly, are lines where they hold
// lines.
static void find_lines(struct html_tree *tree)
{
    struct html_node *nodes = tree->nodes;
    for (uint32_t i = tree->count; i-- > 1;) {
        struct html_node *parent = &nodes[nodes[i].parent];
        if (nodes[i].block && parent->tag == GUMBO_TAG_UNKNOWN)
            parent->block = true;
    }
    for (uint32_t i = 1; i < tree->count; i++) {
        uint32_t parent = nodes[i].parent;
        nodes[i].line = nodes[parent].block ? parent : nodes[parent].line;
    }
}

enum html_tree_result html_tree_read(struct slice page, struct arena *arena,
                                     struct html_tree *tree)
{
    *tree = (struct html_tree){ 0 };
    struct guard guard = { .arena = arena,
                           .left = TREE_BYTES_MAX,
                           .started = thread_ms() };
    const GumboNode *root = parse(page, &guard);
    if (!root) return guard.result;
    size_t bytes = guard.nodes * sizeof *tree->nodes;
    if (bytes > guard.left) return HTML_TREE_TOO_LARGE;
    tree->nodes = arena_alloc(arena, bytes);
    if (!tree->nodes) return HTML_TREE_NO_MEMORY;
    lay_out(tree, root);
    find_lines(tree);
    return HTML_TREE_READ;
}

// ---- Reading it -------------------------------------------------------------

struct slice html_tag_name(const struct html_node *node)
{
    return node->element ? tag_name(node->element) : (struct slice){ 0 };
}

static const GumboAttribute *find_attribute(const struct html_node *node,
                                            const char *name)
{
    if (!node->element) return NULL;
    return gumbo_get_attribute(&node->element->attributes, name);
}

struct slice html_attribute(const struct html_node *node, const char *name)
{
    const GumboAttribute *attribute = find_attribute(node, name);
    return attribute ? slice_trim(slice_of(attribute->value))
                     : (struct slice){ 0 };
}

bool html_has_attribute(const struct html_node *node, const char *name)
{
    return find_attribute(node, name) != NULL;
}

// A line from the texts of nodes; a limit of its own for each page that nests
// what asks for its text.
enum { LINE_BYTES = 4096, LINE_NODES = 4096 };

static char *add_to_line(const char *start, char *at, struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool is_space = c == ' ' || (c >= '\t' && c <= '\r');
        if (is_space && (at == start || at[-1] == ' ')) continue;
        *at++ = is_space ? ' ' : c;
    }
    return at;
}

struct slice html_text(const struct html_tree *tree, uint32_t node,
                       struct arena *arena)
{
    uint32_t end = tree->nodes[node].end;
    if (end - node > LINE_NODES) end = node + LINE_NODES;
    size_t room = 1;
    for (uint32_t i = node; i < end && room < LINE_BYTES; i++)
        room += utf8_cut(tree->nodes[i].text, LINE_BYTES).len + 1;
    char *text = arena_alloc(arena, room), *at = text;
    if (!text) return (struct slice){ 0 };
    for (uint32_t i = node; i < end; i++) {
        const struct html_node *piece = &tree->nodes[i];
        bool breaks = piece->block || piece->tag == GUMBO_TAG_BR;
        struct slice more = utf8_cut(piece->text, LINE_BYTES);
        if (breaks) more = SLICE(" ");
        if (more.len >= room - (size_t)(at - text)) break;
        at = add_to_line(text, at, more);
    }
    return slice_trim((struct slice){ text, (size_t)(at - text) });
}
