// charset.c - what a page's head says of its own encoding, wherever in it: one
// page in eight says it beyond the 1,024 bytes in which browsers look, some
// behind scripts and styles that are larger than the text.

#include "read/html/html.h"
#include "read/html/scan.h"

static struct slice unquoted(struct slice value)
{
    value = slice_trim(value);
    size_t len = 0;
    if (value.len && (value.ptr[0] == '"' || value.ptr[0] == '\'')) {
        char quote = value.ptr[0];
        value = slice_from(value, 1);
        while (len < value.len && value.ptr[len] != quote) len++;
    } else {
        while (len < value.len && !strchr(" \t\r\n;,'\"?>", value.ptr[len]))
            len++;
    }
    return slice_trim((struct slice){ value.ptr, len });
}

// What follows name and "=" in text: "text/html; charset=utf-8".
static struct slice value_after(struct slice text, struct slice name)
{
    for (size_t at = 0; at + name.len < text.len; at++) {
        struct slice here = { text.ptr + at, name.len };
        if (!slice_equal_nocase(here, name)) continue;
        struct slice rest = slice_trim(slice_from(text, at + name.len));
        if (rest.len && rest.ptr[0] == '=')
            return unquoted(slice_from(rest, 1));
    }
    return (struct slice){ 0 };
}

static struct slice charset_of_meta(const struct html_token *tag)
{
    struct slice charset = html_tag_attribute(tag, SLICE("charset"));
    if (charset.len) return slice_trim(charset);
    struct slice kind = html_tag_attribute(tag, SLICE("http-equiv"));
    if (!slice_equal_nocase(slice_trim(kind), SLICE("content-type")))
        return (struct slice){ 0 };
    return value_after(html_tag_attribute(tag, SLICE("content")),
                       SLICE("charset"));
}

static bool ends_head(const struct html_token *token)
{
    return (token->kind == HTML_CLOSE && token->tag == GUMBO_TAG_HEAD)
           || (token->kind == HTML_OPEN && token->tag == GUMBO_TAG_BODY);
}

struct slice html_declared_charset(struct slice bytes)
{
    struct html_scan scan = { .page = bytes };
    struct html_token token;
    struct slice of_xml = { 0 };
    while (html_scan_next(&scan, &token) && !ends_head(&token)) {
        if (token.kind == HTML_COMMENT && !of_xml.len
            && slice_starts_with(token.text, SLICE("<?xml")))
            of_xml = value_after(token.text, SLICE("encoding"));
        if (token.kind != HTML_OPEN || token.tag != GUMBO_TAG_META) continue;
        struct slice charset = charset_of_meta(&token);
        if (charset.len) return charset;
    }
    return of_xml;
}
