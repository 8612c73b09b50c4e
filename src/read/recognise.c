#include "read/recognise.h"

#include <stdint.h>
#include <stdio.h>

#include "read/charset.h"
#include "read/kinds.h"

enum {
    LOOK_BYTES = 4096, // of a text, enough to see how it begins
    // A page or a text may hold a stray NUL; every hundredth byte is no stray.
    NULS_PER = 100,
    // Text has a control character in some thousand, random bytes in nine.
    CONTROLS_PER = 20,
};

static const struct kind EMPTY = { "empty", "", FORMAT_NONE };
static const struct kind BINARY = { "binary", "", FORMAT_NONE };
static const struct kind HTML = { "html", "HTML", FORMAT_HTML };
static const struct kind MARKDOWN = { "markdown", "Markdown", FORMAT_MARKDOWN };
static const struct kind TEXT = { "text", "text", FORMAT_TEXT };
static const struct kind JSONL = { "jsonl", "JSON lines", FORMAT_JSONL };
static const struct kind XML = { "xml", "XML", FORMAT_LATER };
static const struct kind JSON = { "json", "JSON other than an object a line",
                                  FORMAT_LATER };

// ---- Text or not ------------------------------------------------------------

// ESC, SO and SI switch charsets in Japanese and Korean mail.
static bool is_control(char c)
{
    return ((uint8_t)c < 0x20 && (c < '\t' || c > '\r') && c != 0x1B
            && c != 0x0E && c != 0x0F)
           || c == 0x7F;
}

static bool is_binary(struct slice head, bool named)
{
    size_t nuls = 0, controls = 0;
    for (size_t i = 0; i < head.len; i++) {
        nuls += head.ptr[i] == '\0';
        controls += is_control(head.ptr[i]);
    }
    if (nuls > (named ? head.len / NULS_PER : 0)) return true;
    return controls > head.len / CONTROLS_PER;
}

// The beginning of a text of wide characters in ASCII, with "?" for all others.
static struct slice narrow(struct slice head, const struct charset *charset,
                           char out[LOOK_BYTES])
{
    size_t unit = charset->unit, len = 0;
    bool little = slice_ends_with(slice_of(charset->name), SLICE("le"));
    for (size_t i = 0; i + unit <= head.len && len < LOOK_BYTES; i += unit) {
        uint32_t c = 0;
        for (size_t j = 0; j < unit; j++)
            c = c << 8 | (uint8_t)head.ptr[little ? i + unit - 1 - j : i + j];
        if (c != 0xFEFF) out[len++] = c > 0 && c < 0x80 ? (char)c : '?';
    }
    return (struct slice){ out, len };
}

// ---- How a text begins ------------------------------------------------------

static bool begins_nocase(struct slice text, struct slice prefix)
{
    if (text.len < prefix.len) return false;
    text.len = prefix.len;
    return slice_equal_nocase(text, prefix);
}

static struct slice without_mark(struct slice text)
{
    static const struct slice MARK = { "\xEF\xBB\xBF", 3 }; // U+FEFF
    return slice_starts_with(text, MARK) ? slice_from(text, MARK.len) : text;
}

// text from behind the first end in it; empty where there is none.
static struct slice behind(struct slice text, struct slice end)
{
    const char *place = slice_find(text, end);
    if (!place) return (struct slice){ NULL, 0 };
    return slice_from(text, (size_t)(place - text.ptr) + end.len);
}

// A page begins with a doctype or a tag of its frame, after comments and an XML
// declaration.
static bool is_page(struct slice text)
{
    static const struct slice BEGINNINGS[] = { { "<!doctype html", 14 },
                                               { "<html", 5 },
                                               { "<head", 5 },
                                               { "<body", 5 },
                                               { "<title", 6 } };
    for (;;) {
        text = slice_trim(text);
        if (slice_starts_with(text, SLICE("<?xml")))
            text = behind(text, SLICE("?>"));
        else if (slice_starts_with(text, SLICE("<!--")))
            text = behind(text, SLICE("-->"));
        else
            break;
    }
    for (size_t i = 0; i < sizeof BEGINNINGS / sizeof BEGINNINGS[0]; i++)
        if (begins_nocase(text, BEGINNINGS[i])) return true;
    return false;
}

// Whether the first line is an object; of a long one only how it begins.
static bool is_json_lines(struct slice text)
{
    text = slice_trim(text);
    if (text.len > LOOK_BYTES) text.len = LOOK_BYTES;
    const char *stop = text.len ? memchr(text.ptr, '\n', text.len) : NULL;
    bool whole = stop || text.len < LOOK_BYTES;
    if (stop) text.len = (size_t)(stop - text.ptr);
    text = slice_trim(text);
    if (!slice_starts_with(text, SLICE("{"))) return false;
    if (!slice_starts_with(slice_trim(slice_from(text, 1)), SLICE("\"")))
        return false;
    return !whole || slice_ends_with(text, SLICE("}"));
}

static bool is_json(struct slice text)
{
    text = slice_trim(text);
    if (!slice_starts_with(text, SLICE("{"))
        && !slice_starts_with(text, SLICE("[")))
        return false;
    struct slice next = slice_trim(slice_from(text, 1));
    return next.len && (next.ptr[0] == '"' || next.ptr[0] == '{');
}

static bool is_markdown(struct slice text)
{
    if (slice_starts_with(text, SLICE("---\n"))
        || slice_starts_with(text, SLICE("---\r\n")))
        return slice_find(text, SLICE("\n---")) != NULL;
    text = slice_trim(text);
    return slice_starts_with(text, SLICE("# "))
           || slice_starts_with(text, SLICE("## "));
}

static const struct kind *guess(struct slice text)
{
    if (is_json_lines(text)) return &JSONL;
    if (is_json(text)) return &JSON;
    if (slice_starts_with(slice_trim(text), SLICE("<?xml"))) return &XML;
    return is_markdown(text) ? &MARKDOWN : &TEXT;
}

// ---- Deciding ---------------------------------------------------------------

// What a text is, which named says it is or NULL.
static const struct kind *kind_of_text(struct slice text,
                                       const struct kind *named, bool *guessed)
{
    text = without_mark(text);
    bool ours = named && named->format > FORMAT_LATER;
    // A script may be what a page shows: "#!" is no reason against a .md.
    const struct kind *marked = kind_of_marked_text(text);
    if (marked && !(ours && marked->format == FORMAT_NONE)) return marked;
    if (ours && named->format != FORMAT_TEXT) return named;
    if (is_page(text)) return &HTML;
    if (named && strcmp(named->name, JSON.name) != 0) return named;
    *guessed = true;
    if (named) return is_json_lines(text) ? &JSONL : named;
    return guess(text);
}

static const struct kind *kind_of_bytes(const struct kind *named,
                                        struct slice head, bool *guessed)
{
    char narrowed[LOOK_BYTES];
    const struct charset *wide = charset_of_wide(head);
    if (wide) return kind_of_text(narrow(head, wide, narrowed), named, guessed);
    if (!is_binary(head, named && named->format > FORMAT_LATER))
        return kind_of_text(head, named, guessed);
    const struct kind *kind = kind_by_magic(head);
    if (!kind) kind = kind_of_marked_text(head);
    // WARC and mail may begin with what is binary.
    if (!kind && named && named->format == FORMAT_LATER) kind = named;
    return kind ? kind : &BINARY;
}

void recognise(const char *path, struct slice head,
               struct recognised *recognised)
{
    *recognised = (struct recognised){ 0 };
    const struct kind *kind = &EMPTY;
    if (slice_trim(without_mark(head)).len > 0)
        kind = kind_of_bytes(kind_by_name(path), head, &recognised->guessed);
    recognised->format = kind->format;
    recognised->kind = kind->name;
    if (kind->format > FORMAT_LATER) return;
    if (kind->format == FORMAT_LATER)
        snprintf(recognised->message, sizeof recognised->message,
                 "%s is not supported yet", kind->what);
    else if (kind->what[0])
        snprintf(recognised->message, sizeof recognised->message,
                 "%s is not an article", kind->what);
    else
        snprintf(recognised->message, sizeof recognised->message, "%s",
                 kind->name);
}
