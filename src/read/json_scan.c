// One pass over the bytes, without a table or a stack. Anything unexpected ends
// it, so it may be simple: yajl then reads the text again from the start and
// knows what is wrong with it, if anything is.

#include "read/json.h"

#include <stdint.h>

#include "base/utf8.h"
#include "read/json_escape.h"

struct scan {
    const char *at;
    const char *end;
    char *out; // where the next unescaped string goes
};

static uint64_t repeat(char byte)
{
    return 0x0101010101010101u * (uint8_t)byte;
}

// The top bit of each byte that is 0; others may be wrong above such a byte.
static uint64_t zero_bytes(uint64_t word)
{
    return (word - repeat(1)) & ~word & repeat('\x80');
}

static bool is_plain(char c)
{
    return c != '"' && c != '\\' && (uint8_t)c >= 0x20;
}

// The first byte that is a quote, a backslash or a control character; eight at
// a time, as texts are long.
static const char *skip_plain(const char *at, const char *end)
{
    while (end - at >= 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        uint64_t controls = (word - repeat(0x20)) & ~word & repeat('\x80');
        if (controls | zero_bytes(word ^ repeat('"'))
            | zero_bytes(word ^ repeat('\\')))
            break;
        at += 8;
    }
    while (at < end && is_plain(*at)) at++;
    return at;
}

static void skip_space(struct scan *scan)
{
    while (scan->at < scan->end
           && (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\r'
               || *scan->at == '\n'))
        scan->at++;
}

static bool take(struct scan *scan, char c)
{
    skip_space(scan);
    if (scan->at == scan->end || *scan->at != c) return false;
    scan->at++;
    return true;
}

// ---- Values -----------------------------------------------------------------

// Reads an escape other than \u; the backslash is already taken.
static bool unescape(char c, char *out)
{
    switch (c) {
    case '"':
    case '\\':
    case '/': *out = c; return true;
    case 'b': *out = '\b'; return true;
    case 'f': *out = '\f'; return true;
    case 'n': *out = '\n'; return true;
    case 'r': *out = '\r'; return true;
    case 't': *out = '\t'; return true;
    default: return false;
    }
}

static bool scan_escape(struct scan *scan)
{
    struct slice rest = { scan->at, (size_t)(scan->end - scan->at) };
    if (rest.len < 2) return false;
    if (rest.ptr[1] != 'u') {
        scan->at += 2;
        return unescape(rest.ptr[1], scan->out++);
    }
    uint32_t c;
    size_t size = json_escape_read(rest, &c);
    scan->at += size;
    if (size) scan->out += utf8_encode(c, scan->out);
    return size > 0;
}

// Reads a string from behind its opening quote to behind its closing one. One
// with escapes is written to scan->out, which has room: none grows.
static bool scan_string(struct scan *scan, struct slice *value)
{
    const char *run = scan->at;
    scan->at = skip_plain(run, scan->end);
    if (scan->at < scan->end && *scan->at == '"') {
        *value = (struct slice){ run, (size_t)(scan->at++ - run) };
        return true;
    }
    value->ptr = scan->out;
    while (scan->at < scan->end) {
        memcpy(scan->out, run, (size_t)(scan->at - run));
        scan->out += scan->at - run;
        if (*scan->at == '"') {
            scan->at++;
            value->len = (size_t)(scan->out - value->ptr);
            return true;
        }
        if (*scan->at != '\\' || !scan_escape(scan)) return false;
        run = scan->at;
        scan->at = skip_plain(run, scan->end);
    }
    return false;
}

static bool scan_digits(struct scan *scan)
{
    const char *start = scan->at;
    while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9')
        scan->at++;
    return scan->at > start;
}

static bool next_is(const struct scan *scan, char c)
{
    return scan->at < scan->end && *scan->at == c;
}

static bool scan_number(struct scan *scan, struct slice *value)
{
    const char *start = scan->at;
    if (next_is(scan, '-')) scan->at++;
    if (next_is(scan, '0'))
        scan->at++;
    else if (!scan_digits(scan))
        return false;
    if (next_is(scan, '.')) {
        scan->at++;
        if (!scan_digits(scan)) return false;
    }
    if (next_is(scan, 'e') || next_is(scan, 'E')) {
        scan->at++;
        if (next_is(scan, '+') || next_is(scan, '-')) scan->at++;
        if (!scan_digits(scan)) return false;
    }
    *value = (struct slice){ start, (size_t)(scan->at - start) };
    return true;
}

// true, false and null, which have no value.
static bool scan_word(struct scan *scan)
{
    static const struct slice WORDS[] = { { "true", 4 },
                                          { "false", 5 },
                                          { "null", 4 } };
    struct slice rest = { scan->at, (size_t)(scan->end - scan->at) };
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (!slice_starts_with(rest, WORDS[i])) continue;
        scan->at += WORDS[i].len;
        return true;
    }
    return false;
}

// ---- The object -------------------------------------------------------------

static bool scan_member(struct scan *scan, const struct field_names *names,
                        struct record *record)
{
    struct slice key, value = { NULL, 0 };
    if (!take(scan, '"') || !scan_string(scan, &key) || !take(scan, ':'))
        return false;
    skip_space(scan);
    if (scan->at == scan->end) return false;
    bool good = *scan->at == '"' ? (scan->at++, scan_string(scan, &value))
                : *scan->at == '-' || (*scan->at >= '0' && *scan->at <= '9')
                    ? scan_number(scan, &value)
                    : scan_word(scan);
    struct field_name name;
    if (good && value.len && field_find(names, key, &name))
        record_set(record, name, value, false);
    return good;
}

bool json_scan(const struct field_names *names, struct slice text,
               struct buffer *scratch, struct record *record)
{
    struct scan scan = { text.ptr, text.ptr + text.len, scratch->ptr };
    if (!take(&scan, '{')) return false;
    if (!take(&scan, '}')) {
        do
            if (!scan_member(&scan, names, record)) return false;
        while (take(&scan, ','));
        if (!take(&scan, '}')) return false;
    }
    skip_space(&scan);
    return scan.at == scan.end;
}
