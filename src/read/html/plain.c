#include "read/html/plain.h"

#include "read/entity.h"
#include "read/html/scan.h"
#include "read/html/tree.h"

enum { REFERENCE_MAX = 32 }; // bytes of a character reference

// The text so far. What is due is written before the next letter only.
struct plain {
    char *text; // NULL: only its length is wanted
    size_t len;
    char due; // '\n', ' ' or nothing
};

static void write(struct plain *plain, struct slice bytes)
{
    bool parted = plain->due && plain->len > 0;
    if (parted && plain->text) plain->text[plain->len] = plain->due;
    plain->len += parted;
    plain->due = '\0';
    if (plain->text) memcpy(plain->text + plain->len, bytes.ptr, bytes.len);
    plain->len += bytes.len;
}

// White space, or the no-break space that templates fill empty places with.
static bool is_space(struct slice letter)
{
    char c = letter.ptr[0];
    return letter.len == 1 ? c == ' ' || (c >= '\t' && c <= '\r')
                           : slice_equal(letter, SLICE("\u00A0"));
}

static size_t reference_at(struct slice text, char out[UTF8_MAX],
                           size_t *out_len)
{
    size_t len = 1;
    while (len < text.len && len < REFERENCE_MAX && text.ptr[len] != ';'
           && text.ptr[len] != '&')
        len++;
    if (len == text.len || text.ptr[len] != ';') return 0;
    *out_len = entity_decode((struct slice){ text.ptr, len + 1 }, out);
    return *out_len ? len + 1 : 0;
}

static void add_text(struct plain *plain, struct slice text)
{
    for (size_t at = 0; at < text.len;) {
        char c = text.ptr[at], decoded[UTF8_MAX];
        size_t len = 0, decoded_len = 0;
        if (c == '&')
            len = reference_at(slice_from(text, at), decoded, &decoded_len);
        struct slice letter = { decoded, decoded_len };
        if (!len) letter = (struct slice){ &c, len = 1 };
        if (!is_space(letter))
            write(plain, letter);
        else if (!plain->due)
            plain->due = ' ';
        at += len;
    }
}

static bool ends_line(GumboTag tag)
{
    return html_is_block(tag) || tag == GUMBO_TAG_BR || tag == GUMBO_TAG_OPTION;
}

static void read_text(struct plain *plain, struct slice markup)
{
    struct html_scan scan = { .page = markup, .forgiving = true };
    struct html_token token;
    while (html_scan_next(&scan, &token)) {
        bool is_text = token.kind == HTML_TEXT
                       || (token.kind == HTML_RAW
                           && (token.tag == GUMBO_TAG_XMP
                               || token.tag == GUMBO_TAG_PLAINTEXT));
        bool is_tag = token.kind == HTML_OPEN || token.kind == HTML_CLOSE;
        if (is_text) add_text(plain, token.text);
        if (is_tag && ends_line(token.tag)) plain->due = '\n';
    }
}

bool html_plain_text(struct slice markup, struct arena *arena,
                     struct slice *text)
{
    // A page of 50 MB may be pictures for the most part.
    struct plain length = { 0 }, plain = { 0 };
    read_text(&length, markup);
    plain.text = arena_reserve(arena, length.len + 1);
    if (!plain.text) return false;
    read_text(&plain, markup);
    *text = (struct slice){ plain.text, plain.len };
    return true;
}
