// Containers that are text themselves, at least where they begin.

#include "read/kinds.h"

static const struct {
    struct slice mark;
    struct kind kind;
} MARKS[] = {
    { { "%PDF-", 5 }, { "pdf", "PDF", FORMAT_LATER } },
    { { "%!PS", 4 }, { "postscript", "PostScript", FORMAT_LATER } },
    { { "{\\rtf", 5 }, { "rtf", "RTF", FORMAT_LATER } },
    { { "WARC/", 5 }, { "warc", "WARC", FORMAT_LATER } },
    { { "filedesc://", 11 }, { "arc", "ARC", FORMAT_LATER } },
    { { "AT&TFORM", 8 }, { "djvu", "DjVu", FORMAT_LATER } },
    { { "#!", 2 }, { "code", "a script", FORMAT_NONE } },
    { { "<?php", 5 }, { "code", "source code", FORMAT_NONE } },
};

// ---- Mail -------------------------------------------------------------------

struct headers {
    int count;  // lines that name a header
    int proofs; // of them those that only mail has
    bool multipart_related;
};

static struct slice take_line(struct slice *text)
{
    const char *stop = text->len ? memchr(text->ptr, '\n', text->len) : NULL;
    struct slice line = { text->ptr,
                          stop ? (size_t)(stop - text->ptr) : text->len };
    *text = slice_from(*text, stop ? line.len + 1 : line.len);
    if (slice_ends_with(line, SLICE("\r"))) line.len--;
    return line;
}

// Length of the name before the colon in "Message-ID: ..."; 0 where the line is
// no header. RFC 5322 allows any printable ASCII but the colon in it.
static size_t header_name(struct slice line)
{
    size_t len = 0;
    while (len < line.len && line.ptr[len] > ' ' && line.ptr[len] < 0x7F
           && line.ptr[len] != ':')
        len++;
    return len < line.len && line.ptr[len] == ':' ? len : 0;
}

static bool is_proof(struct slice name)
{
    static const char *const PROOFS[] = {
        "received",     "return-path",  "message-id",
        "mime-version", "content-type", "content-transfer-encoding",
        "content-id",   "delivered-to", "content-disposition",
        "in-reply-to",  "envelope-to",  "x-mailer",
    };
    for (size_t i = 0; i < sizeof PROOFS / sizeof PROOFS[0]; i++)
        if (slice_equal_nocase(name, slice_of(PROOFS[i]))) return true;
    return false;
}

// Reads the lines up to the first that is no part of a header.
static struct headers read_headers(struct slice text)
{
    struct headers headers = { 0 };
    while (text.len) {
        struct slice line = take_line(&text);
        bool folded = headers.count > 0 && line.len
                      && (line.ptr[0] == ' ' || line.ptr[0] == '\t');
        if (slice_find(line, SLICE("multipart/related")))
            headers.multipart_related = true;
        if (folded) continue;
        struct slice name = { line.ptr, header_name(line) };
        if (name.len == 0) break;
        headers.count++;
        headers.proofs += is_proof(name);
    }
    return headers;
}

static const struct kind *kind_of_mail(struct slice head)
{
    static const struct kind MAIL = { "mail", "mail", FORMAT_LATER };
    static const struct kind MBOX = { "mbox", "mbox", FORMAT_LATER };
    static const struct kind MHTML = { "mhtml", "MHTML", FORMAT_LATER };
    struct slice rest = head;
    bool envelope = slice_starts_with(head, SLICE("From "));
    if (envelope) take_line(&rest);
    struct headers headers = read_headers(rest);
    if (headers.count < 2 || headers.proofs == 0) return NULL;
    if (envelope) return &MBOX;
    return headers.multipart_related ? &MHTML : &MAIL;
}

const struct kind *kind_of_marked_text(struct slice head)
{
    for (size_t i = 0; i < sizeof MARKS / sizeof MARKS[0]; i++)
        if (slice_starts_with(head, MARKS[i].mark)) return &MARKS[i].kind;
    return kind_of_mail(head);
}
