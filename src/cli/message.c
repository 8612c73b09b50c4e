#include "cli/message.h"

#include <stdarg.h>

#include "base/utf8.h"
#include "cli/escape.h"

static void print_line(const char *prefix, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

// In one write, so that the lines of two processes do not mix.
static void print_line(const char *prefix, const char *format, va_list args)
{
    char *text = NULL;
    int len = vasprintf(&text, format, args);
    struct buffer line = { 0 };
    buffer_add_string(&line, prefix);
    if (len >= 0)
        escape_name(&line, (struct slice){ text, (size_t)len });
    else
        buffer_add_string(&line, "no memory");
    buffer_add_byte(&line, '\n');
    fwrite(line.ptr, 1, line.len, stderr);
    buffer_free(&line);
    if (len >= 0) free(text);
}

void message(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    print_line("offprint: ", format, args);
    va_end(args);
}

// The end of text, or its beginning, of at most AROUND bytes.
enum { AROUND = 40 };

static struct slice last_part(struct slice text)
{
    if (text.len <= AROUND) return text;
    text = slice_from(text, text.len - AROUND);
    while (text.len && utf8_continues(*text.ptr)) text = slice_from(text, 1);
    return text;
}

void message_place(const char *text, size_t start)
{
    struct slice all = slice_of(text);
    if (start > all.len) start = all.len;
    struct slice before = { text, start }, behind = slice_from(all, start);
    struct slice left = last_part(before), right = utf8_cut(behind, AROUND);
    struct buffer line = { 0 };
    buffer_add_string(&line, left.len < before.len ? "  …" : "  ");
    escape_name(&line, left);
    size_t width = utf8_text_width(buffer_slice(&line));
    escape_name(&line, right);
    buffer_add_string(&line, right.len < behind.len ? "…\n" : "\n");
    buffer_format(&line, "%*s^\n", (int)width, "");
    fwrite(line.ptr, 1, line.len, stderr);
    buffer_free(&line);
}

void message_more(struct slice text)
{
    struct buffer line = { 0 };
    buffer_add_string(&line, "  ");
    escape_name(&line, text);
    buffer_add_byte(&line, '\n');
    fwrite(line.ptr, 1, line.len, stderr);
    buffer_free(&line);
}

static int exit_code_of(enum offprint_status status)
{
    switch (status) {
    case OFFPRINT_OK: return EXIT_DONE;
    case OFFPRINT_NOT_FOUND: return EXIT_NOTHING;
    case OFFPRINT_MISUSE: return EXIT_USAGE;
    case OFFPRINT_BUSY: return EXIT_BUSY;
    case OFFPRINT_INTERRUPTED: return EXIT_INTERRUPTED;
    case OFFPRINT_NO_INDEX:
    case OFFPRINT_FOREIGN:
    case OFFPRINT_TOO_OLD:
    case OFFPRINT_TOO_NEW:
    case OFFPRINT_CORRUPT:
    case OFFPRINT_IO:
    case OFFPRINT_FULL:
    case OFFPRINT_NO_MEMORY: break;
    }
    return EXIT_UNUSABLE;
}

int message_failure(const struct offprint_error *err, const char *index_path)
{
    if (err->status == OFFPRINT_NO_INDEX && index_path)
        message("no index at %s: run offprint index DIR", index_path);
    else
        message("%s", err->message);
    return exit_code_of(err->status);
}
