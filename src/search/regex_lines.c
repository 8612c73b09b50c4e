#include "search/regex_lines.h"

// What is left of a pattern to be read.
struct reader {
    struct slice left;
    struct buffer *out;
};

// The byte at a distance, NUL behind the end.
static char peek(const struct reader *reader, size_t distance)
{
    return distance < reader->left.len ? reader->left.ptr[distance] : '\0';
}

static void copy(struct reader *reader, size_t bytes)
{
    buffer_add(reader->out, (struct slice){ reader->left.ptr, bytes });
    reader->left = slice_from(reader->left, bytes);
}

static bool is_one_of(char byte, const char *set)
{
    return byte && strchr(set, byte);
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_control(char byte)
{
    return (unsigned char)byte < ' ';
}

static bool is_letter_or_digit(char byte)
{
    return is_digit(byte) || (byte >= 'a' && byte <= 'z')
           || (byte >= 'A' && byte <= 'Z');
}

// \. and the like: the character itself. Letters are another matter: \n, \x0A.
static bool is_quoted_sign(const struct reader *reader)
{
    char byte = peek(reader, 1);
    return !is_control(byte) && !is_letter_or_digit(byte);
}

// \w \d, which take no newline; \b, to which it is as good as the end; \1, but
// not \12, which may be the code of a newline.
static bool copy_escape(struct reader *reader)
{
    char byte = peek(reader, 1);
    bool reference = byte >= '1' && byte <= '9' && !is_digit(peek(reader, 2));
    if (!is_quoted_sign(reader) && !is_one_of(byte, "wdSbB") && !reference)
        return false;
    copy(reader, 2);
    return true;
}

static bool copy_class_member(struct reader *reader, bool negated)
{
    char byte = peek(reader, 0);
    if (is_control(byte)) return false;
    if (byte == '[' && is_one_of(peek(reader, 1), ":.=")) return false;
    if (byte != '\\') {
        copy(reader, 1);
        return true;
    }
    const char *sets = negated ? "wdsWDS" : "wdS";
    if (!is_quoted_sign(reader) && !is_one_of(peek(reader, 1), sets))
        return false;
    copy(reader, 2);
    return true;
}

static bool copy_class(struct reader *reader)
{
    copy(reader, 1);
    bool negated = peek(reader, 0) == '^';
    if (negated) {
        copy(reader, 1);
        buffer_add_string(reader->out, "\\n");
    }
    // The first place is where ] is a member; behind \n it has to be quoted.
    if (peek(reader, 0) == ']') {
        buffer_add_byte(reader->out, '\\');
        copy(reader, 1);
    }
    while (peek(reader, 0) != ']')
        if (!copy_class_member(reader, negated)) return false;
    copy(reader, 1);
    return true;
}

// Groups that only group or look around. Others change what signs mean, call
// themselves, or are orders to the matcher.
static bool copy_group_start(struct reader *reader)
{
    if (peek(reader, 1) == '*') return false;
    bool plain = peek(reader, 1) != '?';
    if (!plain && !is_one_of(peek(reader, 2), ":=!><")) return false;
    copy(reader, plain ? 1 : 3);
    return true;
}

static bool copy_next(struct reader *reader)
{
    char byte = peek(reader, 0);
    if (is_control(byte)) return false;
    switch (byte) {
    case '\\': return copy_escape(reader);
    case '[': return copy_class(reader);
    case '(': return copy_group_start(reader);
    default: copy(reader, 1); return true;
    }
}

bool regex_for_lines(struct slice pattern, struct buffer *lines)
{
    struct reader reader = { pattern, lines };
    while (reader.left.len)
        if (!copy_next(&reader)) return false;
    return true;
}

// ---- What must be there -----------------------------------------------------

static char small_letter(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

// Reads what matches by itself: a character, a class, one end of a group.
// Returns the character, if that is all it is, else NUL.
static char read_item(struct reader *reader, size_t *depth)
{
    char byte = peek(reader, 0);
    switch (byte) {
    case '\\':
        byte = is_quoted_sign(reader) ? peek(reader, 1) : '\0';
        copy(reader, 2);
        break;
    case '[': copy_class(reader); return '\0';
    case '(':
        copy_group_start(reader);
        ++*depth;
        return '\0';
    case ')': --*depth; // fall through
    default:
        copy(reader, 1);
        if (strchr(").^$*+?|", byte)) return '\0';
    }
    return byte & 0x80 ? '\0' : small_letter(byte);
}

// {2,3}: what stands in it are no letters. Nor are they where the braces are no
// counts, which is a pity but no mistake.
static void skip_counts(struct reader *reader)
{
    size_t len = 1; // {2,3}; any other brace is text
    while (len < reader->left.len
           && strchr("0123456789,", reader->left.ptr[len]))
        len++;
    if (len < 2 || len == reader->left.len || reader->left.ptr[len] != '}')
        return;
    for (len++; len > 0; len--) copy(reader, 1);
}

static void end_run(struct buffer *run, struct buffer *longest)
{
    if (run->len > longest->len) {
        buffer_reset(longest);
        buffer_add(longest, buffer_slice(run));
    }
    buffer_reset(run);
}

void regex_literal(struct slice pattern, struct buffer *literal)
{
    struct buffer run = { 0 }, read = { 0 };
    struct reader reader = { pattern, &read };
    size_t depth = 0; // of groups, which may be optional or have alternatives
    while (reader.left.len) {
        if (depth == 0 && peek(&reader, 0) == '|') {
            buffer_reset(&run);
            buffer_reset(literal);
            break;
        }
        char byte = read_item(&reader, &depth);
        bool optional = is_one_of(peek(&reader, 0), "*?{");
        bool needed = byte && depth == 0 && !optional;
        if (needed) buffer_add_byte(&run, byte);
        if (!needed || peek(&reader, 0) == '+') end_run(&run, literal);
        if (peek(&reader, 0) == '{') skip_counts(&reader);
    }
    end_run(&run, literal);
    literal->failed = literal->failed || run.failed || read.failed;
    buffer_free(&run);
    buffer_free(&read);
}

// ---- Case -------------------------------------------------------------------

// The signs between Z and a: a range up to one of them may have capitals in it,
// and they stand for small letters, too.
static bool may_end_capitals(char byte)
{
    return byte > 'Z' && byte < 'a';
}

bool regex_is_folded(struct slice pattern)
{
    char before = '\0';
    for (size_t i = 0; i < pattern.len; i++) {
        char byte = pattern.ptr[i];
        bool capital = byte >= 'A' && byte <= 'Z' && before != '\\';
        bool range = before == '-' && may_end_capitals(byte);
        if (capital || range || (byte & 0x80)) return false;
        before = before == '\\' ? '\0' : byte;
    }
    return true;
}
