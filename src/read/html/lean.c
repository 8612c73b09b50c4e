#include "read/html/lean.h"

#include "read/html/scan.h"

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
        "class",          "id",          "href",     "content",
        "property",       "name",        "rel",      "itemprop",
        "style",          "role",        "hidden",   "lang",
        "aria-hidden",    "datetime",    "type",     "http-equiv",
        "data-component", "data-testid", "xml:lang", "pubdate",
    };
    if (attribute->value.len > VALUE_BYTES_MAX
        && !slice_equal_nocase(attribute->name, SLICE("content")))
        return false;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (slice_equal_nocase(attribute->name, slice_of(NAMES[i])))
            return true;
    return false;
}

static bool is_quoted(const struct html_attribute *attribute)
{
    struct slice value = attribute->value;
    return value.ptr
           && value.ptr + value.len < attribute->text.ptr + attribute->text.len;
}

static void write_tag(struct writer *writer, const struct html_token *tag)
{
    size_t at = (size_t)(tag->name.ptr + tag->name.len - tag->text.ptr);
    write_text(writer, (struct slice){ tag->text.ptr, at });
    struct html_attribute attribute;
    bool quoted = false, bare = false; // the value before
    while (html_attribute_next(tag->text, &at, &attribute)) {
        if (!is_asked_for(&attribute)) continue;
        if (!quoted) write_text(writer, SLICE(" "));
        write_text(writer, attribute.text);
        quoted = is_quoted(&attribute);
        bare = attribute.value.len && !quoted;
    }
    if (bare && tag->closes_itself) write_text(writer, SLICE(" "));
    if (tag->closes_itself) write_text(writer, SLICE("/"));
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

// What follows a label up to the end of its line: "https://example.com/".
static struct slice line_after(struct slice text, struct slice label)
{
    const char *found = slice_find(text, label);
    if (!found) return (struct slice){ 0 };
    text = slice_from(text, (size_t)(found - text.ptr) + label.len);
    const char *end = memchr(text.ptr, '\n', text.len);
    if (end) text.len = (size_t)(end - text.ptr);
    return slice_trim(text);
}

static struct slice first_word(struct slice text)
{
    size_t len = 0;
    while (len < text.len && (unsigned char)text.ptr[len] > ' ') len++;
    return (struct slice){ text.ptr, len };
}

// Browsers write "<!-- saved from url=(0022)https://example.com/ -->";
// SingleFile writes lines: " url: https://example.com/ ", " saved date: Sat
// Nov 28 2020 09:30:00 GMT+0100 ".
static struct html_saved read_saved(struct slice page)
{
    static const char *const MARKS[] = { "<!-- saved from url=(",
                                         "Page saved with SingleFile" };
    if (page.len > SAVED_FROM_BYTES) page.len = SAVED_FROM_BYTES;
    struct html_saved saved = { 0 };
    for (size_t i = 0; i < sizeof MARKS / sizeof MARKS[0] && !saved.url.len;
         i++) {
        const char *mark = slice_find(page, slice_of(MARKS[i]));
        if (!mark) continue;
        struct slice rest = slice_from(page, (size_t)(mark - page.ptr));
        const char *end = slice_find(rest, SLICE("-->"));
        if (end) rest.len = (size_t)(end - rest.ptr);
        const char *address = slice_find(rest, SLICE("http"));
        if (!address) continue;
        saved.date = line_after(rest, SLICE("saved date:"));
        saved.url = first_word(slice_from(rest, (size_t)(address - rest.ptr)));
    }
    return saved;
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

// ---- The two forms ----------------------------------------------------------

static bool begin(struct writer *writer, struct slice page, struct arena *arena)
{
    *writer = (struct writer){ 0 };
    writer->start = writer->at = arena_alloc(arena, page.len + 1);
    return writer->start != NULL;
}

static struct slice written(const struct writer *writer)
{
    return (struct slice){ writer->start,
                           (size_t)(writer->at - writer->start) };
}

static bool is_doctype(const struct html_token *token)
{
    struct slice begin = { token->text.ptr, sizeof "<!doctype" - 1 };
    return token->text.len > begin.len
           && slice_equal_nocase(begin, SLICE("<!doctype"));
}

static void write_lean_token(struct writer *writer,
                             const struct html_token *token)
{
    bool is_tag = false, wanted = false;
    switch (token->kind) {
    case HTML_TEXT: wanted = true; break;
    case HTML_RAW: wanted = writer->keeps_raw; break;
    case HTML_COMMENT: wanted = is_doctype(token); break;
    case HTML_OPEN:
    case HTML_CLOSE:
        is_tag = true;
        wanted = writer->keeps_raw || !is_useless(token->tag);
    }
    if (!wanted)
        leave_out(writer);
    else if (is_tag)
        write_tag(writer, token);
    else
        write_text(writer, token->text);
}

// False where the page is too wild for the parser.
static bool write_lean(struct writer *writer, struct slice page)
{
    struct html_scan scan = { .page = page };
    struct html_token token;
    while (html_scan_next(&scan, &token)) {
        if (token.kind == HTML_OPEN)
            writer->keeps_raw = has_raw_text(token.tag) || is_json_ld(&token);
        if (token.attributes > ATTRIBUTES_MAX) return false;
        if (!count_depth(writer, &token)) return false;
        write_lean_token(writer, &token);
    }
    return written(writer).len <= PAGE_BYTES_MAX;
}

static bool speaks_of_page(const struct html_token *tag)
{
    switch (tag->tag) {
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_META:
    case GUMBO_TAG_LINK: return tag->attributes <= ATTRIBUTES_MAX;
    default: return is_json_ld(tag);
    }
}

// Only tags that speak of the page. Those with raw text count where it ends.
static void write_flat(struct writer *writer, struct slice page)
{
    struct html_scan scan = { .page = page, .forgiving = true };
    struct html_token token;
    char *before_tag = writer->at;
    while (html_scan_next(&scan, &token)) {
        bool raw =
            token.tag == GUMBO_TAG_TITLE || token.tag == GUMBO_TAG_SCRIPT;
        switch (token.kind) {
        case HTML_OPEN:
            before_tag = writer->at;
            writer->keeps_raw =
                speaks_of_page(&token) && (!raw || scan.raw.len);
            if (writer->keeps_raw) write_tag(writer, &token);
            break;
        case HTML_RAW:
            if (scan.forgave) writer->at = before_tag;
            if (scan.forgave) writer->keeps_raw = false;
            if (writer->keeps_raw) write_text(writer, token.text);
            break;
        case HTML_CLOSE:
            if (raw && writer->keeps_raw) write_text(writer, token.text);
            break;
        case HTML_TEXT:
        case HTML_COMMENT: break;
        }
    }
}

bool html_lean_flatten(struct slice page, struct arena *arena,
                       struct html_lean *lean)
{
    struct writer writer;
    *lean = (struct html_lean){ .saved = read_saved(page), .flat = true };
    if (!begin(&writer, page, arena)) return false;
    write_flat(&writer, page);
    lean->page = written(&writer);
    return true;
}

bool html_lean_read(struct slice page, struct arena *arena,
                    struct html_lean *lean)
{
    struct writer writer;
    *lean = (struct html_lean){ .saved = read_saved(page) };
    if (!begin(&writer, page, arena)) return false;
    if (!write_lean(&writer, page)) return html_lean_flatten(page, arena, lean);
    lean->page = written(&writer);
    return true;
}
