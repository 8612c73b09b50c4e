#include "cli/escape.h"

#include "base/utf8.h"

// One step through a text: a code point, or a byte that belongs to none.
struct piece {
    struct slice bytes;
    uint32_t code_point;
    bool malformed;
};

static bool next_piece(struct slice *rest, struct piece *piece)
{
    if (rest->len == 0) return false;
    size_t len = utf8_decode(rest->ptr, rest->len, &piece->code_point);
    piece->bytes = (struct slice){ rest->ptr, len };
    piece->malformed = piece->code_point == UTF8_REPLACEMENT && len == 1;
    *rest = slice_from(*rest, len);
    return true;
}

// Each byte as "\x1B" or "%1B", as the sign before it says.
static void add_hex(struct buffer *out, const char *sign, struct slice bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        buffer_format(out, "%s%02X", sign, (unsigned char)bytes.ptr[i]);
}

// ---- For people -------------------------------------------------------------

void escape_prose(struct buffer *out, struct slice text)
{
    struct piece piece;
    while (next_piece(&text, &piece)) {
        uint32_t c = piece.code_point;
        bool shown = c == '\n' || c == '\t' || !utf8_is_control(c);
        if (shown && !piece.malformed)
            buffer_add(out, piece.bytes);
        else
            buffer_add_code_point(out, UTF8_REPLACEMENT);
    }
}

static void add_visible(struct buffer *out, const struct piece *piece)
{
    switch (piece->code_point) {
    case '\n': buffer_add_string(out, "\\n"); break;
    case '\t': buffer_add_string(out, "\\t"); break;
    case '\r': buffer_add_string(out, "\\r"); break;
    default:
        if (piece->malformed || utf8_is_control(piece->code_point))
            add_hex(out, "\\x", piece->bytes);
        else
            buffer_add(out, piece->bytes);
    }
}

void escape_name(struct buffer *out, struct slice text)
{
    struct piece piece;
    while (next_piece(&text, &piece)) add_visible(out, &piece);
}

// ---- For programs -----------------------------------------------------------

void escape_field(struct buffer *out, struct slice text)
{
    struct piece piece;
    while (next_piece(&text, &piece)) {
        if (piece.code_point == '\\')
            buffer_add_string(out, "\\\\");
        else
            add_visible(out, &piece);
    }
}

// White space of Unicode, since some readers of run files split at all of it.
static bool is_blank(uint32_t c)
{
    return c == ' ' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A)
           || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F
           || c == 0x3000;
}

void escape_token(struct buffer *out, struct slice text)
{
    struct piece piece;
    while (next_piece(&text, &piece)) {
        if (piece.malformed || is_blank(piece.code_point)
            || utf8_is_control(piece.code_point))
            add_hex(out, "%", piece.bytes);
        else
            buffer_add(out, piece.bytes);
    }
}

void escape_path(struct buffer *out, struct slice text)
{
    struct piece piece;
    while (next_piece(&text, &piece)) {
        if (piece.malformed)
            add_hex(out, "%", piece.bytes);
        else
            buffer_add(out, piece.bytes);
    }
}

void escape_url(struct buffer *out, struct slice text)
{
    static const char PLAIN[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "abcdefghijklmnopqrstuvwxyz0123456789-._~/";
    for (size_t i = 0; i < text.len; i++) {
        struct slice byte = { text.ptr + i, 1 };
        if (memchr(PLAIN, byte.ptr[0], sizeof PLAIN - 1))
            buffer_add(out, byte);
        else
            add_hex(out, "%", byte);
    }
}
