#include "read/html/scan.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool ends_name(char c)
{
    return is_space(c) || c == '/' || c == '>';
}

static struct slice cut(struct slice text, size_t from, size_t to)
{
    return (struct slice){ text.ptr + from, to - from };
}

// ---- Attributes -------------------------------------------------------------

static struct slice read_value(struct slice tag, size_t *at)
{
    char quote = *at < tag.len ? tag.ptr[*at] : '>';
    if (quote == '"' || quote == '\'') {
        size_t from = ++*at;
        const char *end = memchr(tag.ptr + from, quote, tag.len - from);
        *at = end ? (size_t)(end - tag.ptr) + 1 : tag.len;
        return cut(tag, from, end ? *at - 1 : *at);
    }
    size_t from = *at;
    while (*at < tag.len && !is_space(tag.ptr[*at]) && tag.ptr[*at] != '>')
        ++*at;
    return cut(tag, from, *at);
}

static size_t skip_spaces(struct slice tag, size_t at)
{
    while (at < tag.len && is_space(tag.ptr[at])) at++;
    return at;
}

bool html_attribute_next(struct slice tag, size_t *at,
                         struct html_attribute *attribute)
{
    while (*at < tag.len && (is_space(tag.ptr[*at]) || tag.ptr[*at] == '/'))
        ++*at;
    if (*at >= tag.len || tag.ptr[*at] == '>') return false;

    size_t from = *at;
    ++*at; // a name may begin with "="
    while (*at < tag.len && !ends_name(tag.ptr[*at]) && tag.ptr[*at] != '=')
        ++*at;
    *attribute = (struct html_attribute){ .name = cut(tag, from, *at) };

    size_t equals = skip_spaces(tag, *at);
    if (equals < tag.len && tag.ptr[equals] == '=') {
        *at = skip_spaces(tag, equals + 1);
        attribute->value = read_value(tag, at);
    }
    attribute->text = cut(tag, from, *at);
    return true;
}

struct slice html_tag_attribute(const struct html_token *tag, struct slice name)
{
    size_t at = (size_t)(tag->name.ptr + tag->name.len - tag->text.ptr);
    struct html_attribute attribute;
    while (html_attribute_next(tag->text, &at, &attribute))
        if (slice_equal_nocase(attribute.name, name)) return attribute.value;
    return (struct slice){ 0 };
}

// ---- Tokens -----------------------------------------------------------------

enum { NAME_MAX = 32 }; // bytes; no element of HTML has a longer name

static GumboTag tag_of(struct slice name)
{
    if (name.len > NAME_MAX) return GUMBO_TAG_UNKNOWN;
    return gumbo_tagn_enum(name.ptr, (unsigned)name.len);
}

// Elements whose text holds no tags. A noframes is read as the markup that it
// holds: we are the browser it was written for.
static bool is_raw(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_XMP:
    case GUMBO_TAG_PLAINTEXT: return true;
    default: return false;
    }
}

static void read_tag(struct html_scan *scan, struct html_token *token)
{
    struct slice rest = slice_from(scan->page, scan->next);
    size_t from = rest.ptr[1] == '/' ? 2 : 1, at = from;
    while (at < rest.len && !ends_name(rest.ptr[at])) at++;
    token->kind = from == 2 ? HTML_CLOSE : HTML_OPEN;
    token->name = cut(rest, from, at);
    token->tag = tag_of(token->name);

    struct html_attribute attribute;
    size_t read_up_to = at;
    while (html_attribute_next(rest, &at, &attribute)) {
        token->attributes++;
        read_up_to = at;
    }
    // In <a href=/x/> the last stroke belongs to the value.
    token->closes_itself = at > read_up_to && rest.ptr[at - 1] == '/';
    token->text = cut(rest, 0, at < rest.len ? at + 1 : at);
    if (at == rest.len)
        *token = (struct html_token){ .kind = HTML_COMMENT, .text = rest };
    else if (token->kind == HTML_OPEN && !scan->forgave && is_raw(token->tag))
        scan->raw = token->name;
}

// Behind the "-->" or "--!>" that ends a comment; "<!-->" and "<!--->" are
// whole, their dashes serve twice.
static size_t comment_end(struct slice comment)
{
    enum { START = 4 }; // of what stands in it
    for (size_t at = START; at < comment.len; at++) {
        const char *sign = memchr(comment.ptr + at, '>', comment.len - at);
        if (!sign) break;
        at = (size_t)(sign - comment.ptr);
        struct slice before = { comment.ptr, at };
        if (slice_ends_with(before, SLICE("--"))) return at + 1;
        if (slice_ends_with(slice_from(before, START), SLICE("--!")))
            return at + 1;
    }
    return comment.len;
}

static void read_comment(struct html_scan *scan, struct html_token *token)
{
    struct slice rest = slice_from(scan->page, scan->next);
    const char *close = memchr(rest.ptr, '>', rest.len);
    size_t end = close ? (size_t)(close - rest.ptr) + 1 : rest.len;
    if (slice_starts_with(rest, SLICE("<!--")) && !scan->forgave) {
        size_t whole = comment_end(rest);
        scan->forgave = scan->forgiving && whole == rest.len;
        if (!scan->forgave) end = whole;
    }
    token->kind = HTML_COMMENT;
    token->text = cut(rest, 0, end);
}

// Up to the tag that ends the element, which is the next token.
static void read_raw(struct html_scan *scan, struct html_token *token)
{
    struct slice rest = slice_from(scan->page, scan->next);
    struct slice name = scan->raw;
    token->kind = HTML_RAW;
    token->name = name;
    token->tag = tag_of(name);
    scan->raw = (struct slice){ 0 };

    for (size_t at = 0; at < rest.len; at++) {
        const char *sign = memchr(rest.ptr + at, '<', rest.len - at);
        if (!sign) break;
        at = (size_t)(sign - rest.ptr);
        size_t end = at + 2 + name.len;
        if (end < rest.len && rest.ptr[at + 1] == '/'
            && ends_name(rest.ptr[end])
            && slice_equal_nocase(cut(rest, at + 2, end), name)) {
            token->text = cut(rest, 0, at);
            return;
        }
    }
    scan->forgave = scan->forgiving;
    if (!scan->forgave) token->text = rest;
}

// Whether "<" at this place begins anything but text.
static bool begins_markup(struct slice page, size_t at)
{
    char next = at + 1 < page.len ? page.ptr[at + 1] : ' ';
    if (next == '/')
        return at + 2 < page.len; // "</ " is a comment of its own kind
    return is_letter(next) || next == '!' || next == '?';
}

static void read_text(struct html_scan *scan, struct html_token *token)
{
    size_t at = scan->next;
    do {
        const char *open =
            memchr(scan->page.ptr + at + 1, '<', scan->page.len - at - 1);
        at = open ? (size_t)(open - scan->page.ptr) : scan->page.len;
    } while (at < scan->page.len && !begins_markup(scan->page, at));
    token->kind = HTML_TEXT;
    token->text = cut(scan->page, scan->next, at);
}

bool html_scan_next(struct html_scan *scan, struct html_token *token)
{
    *token = (struct html_token){ 0 };
    if (scan->next >= scan->page.len) return false;
    struct slice page = scan->page;
    size_t at = scan->next;

    if (scan->raw.len)
        read_raw(scan, token);
    else if (page.ptr[at] != '<' || !begins_markup(page, at))
        read_text(scan, token);
    else if (is_letter(page.ptr[at + 1])
             || (page.ptr[at + 1] == '/' && is_letter(page.ptr[at + 2])))
        read_tag(scan, token);
    else
        read_comment(scan, token);

    scan->next += token->text.len;
    return true;
}
