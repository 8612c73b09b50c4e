#include "read/html_lean.h"

#include "read/html_scan.h"
#include "read/html_tree.h"

enum {
    DEPTH_MAX = 2000,                 // open elements
    ATTRIBUTES_MAX = 1000,            // of one tag
    PAGE_BYTES_MAX = 8 * 1024 * 1024, // of a lean page: .7 s in the parser
    VALUE_BYTES_MAX = 4096,           // of an attribute: longer ones are images
    CLOSE_REACH = 64,                 // open elements that an end tag may close
    SAVED_FROM_BYTES = 64 * 1024,     // from the start, where browsers put it
};

struct writer {
    char *start; // in the arena; a lean page is never longer than the page
    char *at;
    bool keeps_raw;           // the raw text that comes next is wanted
    GumboTag open[DEPTH_MAX]; // what has been opened and not closed
    size_t depth;
};

// ---- Writing ----------------------------------------------------------------

static void write_text(struct writer *writer, struct slice text)
{
    if (text.len) memcpy(writer->at, text.ptr, text.len);
    writer->at += text.len;
}

// Stands for a token that is left out. A stray "<" before it must not begin a
// tag with what follows.
static void leave_out(struct writer *writer)
{
    if (writer->at > writer->start && writer->at[-1] == '<')
        write_text(writer, SLICE(" "));
}

// The attributes that some pass asks for.
static bool is_asked_for(const struct html_attribute *attribute)
{
    static const char *const NAMES[] = {
        "class",      "id",      "href",           "content",     "property",
        "name",       "rel",     "itemprop",       "style",       "role",
        "hidden",     "lang",    "aria-hidden",    "datetime",    "type",
        "http-equiv", "charset", "data-component", "data-testid", "xml:lang",
        "itemtype",   "pubdate",
    };
    if (attribute->value.len > VALUE_BYTES_MAX
        && !slice_equal_nocase(attribute->name, SLICE("content")))
        return false;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (slice_equal_nocase(attribute->name, slice_of(NAMES[i])))
            return true;
    return false;
}

static void write_tag(struct writer *writer, const struct html_token *tag)
{
    size_t at = (size_t)(tag->name.ptr + tag->name.len - tag->text.ptr);
    write_text(writer, (struct slice){ tag->text.ptr, at });
    struct html_attribute attribute;
    bool quoted = false;
    while (html_attribute_next(tag->text, &at, &attribute)) {
        if (!is_asked_for(&attribute)) continue;
        if (!quoted) write_text(writer, SLICE(" "));
        write_text(writer, attribute.text);
        char last = attribute.text.ptr[attribute.text.len - 1];
        quoted = last == '"' || last == '\'';
    }
    if (tag->closes_itself)
        write_text(writer, quoted ? SLICE("/") : SLICE(" /"));
    write_text(writer, SLICE(">"));
}

// ---- What is wanted ---------------------------------------------------------

static bool is_json_ld(const struct html_token *tag)
{
    struct slice type = html_tag_attribute(tag, SLICE("type"));
    return tag->tag == GUMBO_TAG_SCRIPT
           && slice_find(type, SLICE("ld+json")) != NULL;
}

// Elements without text, of no use to a reader; frames count as such.
static bool is_useless(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_IMAGE:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_PARAM:
    case GUMBO_TAG_SOURCE:
    case GUMBO_TAG_TRACK:
    case GUMBO_TAG_AREA:
    case GUMBO_TAG_WBR:
    case GUMBO_TAG_NOBR:
    case GUMBO_TAG_BASE:
    case GUMBO_TAG_ISINDEX:
    case GUMBO_TAG_FRAME:
    case GUMBO_TAG_FRAMESET:
    case GUMBO_TAG_NOFRAMES: return true;
    default: return false;
    }
}

static bool has_raw_text(GumboTag tag)
{
    return tag == GUMBO_TAG_TITLE || tag == GUMBO_TAG_XMP
           || tag == GUMBO_TAG_PLAINTEXT;
}

// The address in "<!-- saved from url=(0022)https://example.com/ -->", which
// browsers write, or in SingleFile's " url: https://example.com/".
static struct slice saved_from(struct slice page)
{
    static const char *const MARKS[] = { "<!-- saved from url=(",
                                         "Page saved with SingleFile" };
    if (page.len > SAVED_FROM_BYTES) page.len = SAVED_FROM_BYTES;
    for (size_t i = 0; i < sizeof MARKS / sizeof MARKS[0]; i++) {
        const char *mark = slice_find(page, slice_of(MARKS[i]));
        if (!mark) continue;
        struct slice rest = slice_from(page, (size_t)(mark - page.ptr));
        const char *end = slice_find(rest, SLICE("-->"));
        if (end) rest.len = (size_t)(end - rest.ptr);
        const char *address = slice_find(rest, SLICE("http"));
        if (!address) continue;
        rest = slice_from(rest, (size_t)(address - rest.ptr));
        size_t len = 0;
        while (len < rest.len && (unsigned char)rest.ptr[len] > ' ') len++;
        return (struct slice){ address, len };
    }
    return (struct slice){ 0 };
}

// ---- How deep ---------------------------------------------------------------

// Elements that never stand in one of their own kind without another, counted
// one between: old pages leave thousands of them open.
static bool nests(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_P:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_COLGROUP:
    case GUMBO_TAG_COL:
    case GUMBO_TAG_OPTION:
    case GUMBO_TAG_OPTGROUP:
    case GUMBO_TAG_A:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_META:
    case GUMBO_TAG_LINK: return false;
    default: return true;
    }
}

static void close_element(struct writer *writer, GumboTag tag)
{
    for (size_t i = writer->depth, left = CLOSE_REACH; i > 0 && left; left--)
        if (writer->open[--i] == tag) {
            writer->depth = i;
            return;
        }
}

// False where the page is too deep. An estimate: the parser may see another
// depth, on pages written to deceive, and has a guard of its own.
static bool count_depth(struct writer *writer, const struct html_token *token)
{
    if (token->kind != HTML_OPEN && token->kind != HTML_CLOSE) return true;
    // <div/> opens a div, <path/> nothing.
    bool closed = token->closes_itself && token->tag == GUMBO_TAG_UNKNOWN;
    if (!nests(token->tag) || closed) return true;
    if (token->kind == HTML_CLOSE) {
        close_element(writer, token->tag);
    } else {
        if (writer->depth == DEPTH_MAX) return false;
        writer->open[writer->depth++] = token->tag;
    }
    return true;
}

// ---- What becomes of a token ------------------------------------------------

enum use { LEAVE_OUT, AS_IT_IS, AS_TAG, AS_PLAIN_TEXT, AS_LINE_END };

static bool is_doctype(const struct html_token *token)
{
    struct slice begin = { token->text.ptr, sizeof "<!doctype" - 1 };
    return token->text.len > begin.len
           && slice_equal_nocase(begin, SLICE("<!doctype"));
}

static enum use use_in_tree(const struct writer *writer,
                            const struct html_token *token)
{
    switch (token->kind) {
    case HTML_TEXT: return AS_IT_IS;
    case HTML_RAW: return writer->keeps_raw ? AS_IT_IS : LEAVE_OUT;
    case HTML_COMMENT: return is_doctype(token) ? AS_IT_IS : LEAVE_OUT;
    case HTML_OPEN:
    case HTML_CLOSE: break;
    }
    return writer->keeps_raw || !is_useless(token->tag) ? AS_TAG : LEAVE_OUT;
}

static bool speaks_of_page(const struct writer *writer,
                           const struct html_token *tag)
{
    if (tag->attributes > ATTRIBUTES_MAX) return false;
    switch (tag->tag) {
    case GUMBO_TAG_HTML: return tag->kind == HTML_OPEN;
    case GUMBO_TAG_SCRIPT: return writer->keeps_raw;
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_META:
    case GUMBO_TAG_LINK: return true;
    default: return false;
    }
}

static enum use use_in_flat(const struct writer *writer,
                            const struct html_token *token)
{
    switch (token->kind) {
    case HTML_TEXT: return AS_PLAIN_TEXT;
    case HTML_COMMENT: return LEAVE_OUT;
    case HTML_RAW:
        if (!writer->keeps_raw) return LEAVE_OUT;
        return speaks_of_page(writer, token) ? AS_IT_IS : AS_PLAIN_TEXT;
    case HTML_OPEN:
    case HTML_CLOSE: break;
    }
    if (speaks_of_page(writer, token)) return AS_TAG;
    return html_is_block(token->tag) ? AS_LINE_END : LEAVE_OUT;
}

// For a <pre>: only tags end a line there, and raw text begins no tag.
static void write_plain(struct writer *writer, const struct html_token *token)
{
    for (size_t i = 0; i < token->text.len; i++) {
        char c = token->text.ptr[i];
        bool is_markup = c == '<' && token->kind == HTML_RAW;
        if (c == '\n' || c == '\r' || c == '\t' || is_markup) c = ' ';
        *writer->at++ = c;
    }
}

static void write_token(struct writer *writer, const struct html_token *token,
                        enum use use)
{
    switch (use) {
    case LEAVE_OUT: leave_out(writer); break;
    case AS_IT_IS: write_text(writer, token->text); break;
    case AS_TAG: write_tag(writer, token); break;
    case AS_PLAIN_TEXT: write_plain(writer, token); break;
    case AS_LINE_END: write_text(writer, SLICE("\n")); break;
    }
}

// ---- The two forms ----------------------------------------------------------

static const char FLAT_START[] = "<pre>\n";

static bool begin(struct writer *writer, struct slice page, struct arena *arena)
{
    *writer = (struct writer){ 0 };
    writer->start = writer->at =
        arena_alloc(arena, page.len + sizeof FLAT_START);
    return writer->start != NULL;
}

static struct slice written(const struct writer *writer)
{
    return (struct slice){ writer->start,
                           (size_t)(writer->at - writer->start) };
}

static bool write_lean(struct writer *writer, struct slice page)
{
    struct html_scan scan = { .page = page };
    struct html_token token;
    while (html_scan_next(&scan, &token)) {
        if (token.kind == HTML_OPEN)
            writer->keeps_raw = has_raw_text(token.tag) || is_json_ld(&token);
        if (token.attributes > ATTRIBUTES_MAX) return false;
        if (!count_depth(writer, &token)) return false;
        write_token(writer, &token, use_in_tree(writer, &token));
    }
    return written(writer).len <= PAGE_BYTES_MAX;
}

bool html_lean_flatten(struct slice page, struct arena *arena,
                       struct html_lean *lean)
{
    struct writer writer;
    if (!begin(&writer, page, arena)) return false;
    write_text(&writer, slice_of(FLAT_START));
    struct html_scan scan = { .page = page, .forgiving = true };
    struct html_token token;
    while (html_scan_next(&scan, &token)) {
        if (token.kind == HTML_OPEN)
            writer.keeps_raw = has_raw_text(token.tag) || is_json_ld(&token);
        write_token(&writer, &token, use_in_flat(&writer, &token));
    }
    lean->page = written(&writer);
    lean->flat = true;
    return true;
}

bool html_lean_read(struct slice page, struct arena *arena,
                    struct html_lean *lean)
{
    *lean = (struct html_lean){ .saved_from = saved_from(page) };
    struct writer writer;
    if (!begin(&writer, page, arena)) return false;
    if (!write_lean(&writer, page)) return html_lean_flatten(page, arena, lean);
    lean->page = written(&writer);
    return true;
}
