// A run of characters beyond ASCII is sound when its characters, as bytes of
// windows-1252, are one UTF-8 sequence after the other. In ordinary text there
// is none: an accented letter stands between ASCII ones, and alone it is no
// sequence. So a text is what it says unless its runs are sound but for a few,
// which stay as they are: a byte in one of the five holes of windows-1252 may
// have got lost.

#include "read/mojibake.h"

#include "base/utf8.h"

enum {
    SOUND_PER_OTHER = 8,
    // A text whose first runs are as ordinary as this is ordinary.
    ENOUGH_OTHERS = 256,
    ROUNDS = 3, // it may have happened again and again
};

// The byte of a character in windows-1252, whose holes are bytes of Latin-1; 0
// where there is none beyond ASCII.
static uint8_t byte_of(uint32_t c)
{
    static const uint16_t FROM_80[32] = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
        0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
    };
    if (c >= 0x80 && c <= 0xFF) return (uint8_t)c;
    for (size_t i = 0; i < 32; i++)
        if (FROM_80[i] == c) return (uint8_t)(0x80 + i);
    return 0;
}

static size_t length_by_lead(uint8_t lead)
{
    if (lead >= 0xC2 && lead < 0xE0) return 2;
    if (lead >= 0xE0 && lead < 0xF0) return 3;
    return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

// Reads the character that the text begins with twice encoded: returns the
// bytes that it takes there, 0 where there is none.
static size_t read_twice(struct slice text, uint32_t *character)
{
    char bytes[UTF8_MAX];
    size_t len = 1, at = 0;
    for (size_t i = 0; i < len && at < text.len; i++) {
        uint32_t c;
        at += utf8_decode(text.ptr + at, text.len - at, &c);
        uint8_t byte = byte_of(c);
        if (i == 0) len = length_by_lead(byte);
        bytes[i] = (char)byte;
        if (len == 0 || (i > 0 && !utf8_continues(bytes[i]))) return 0;
        if (i + 1 < len) continue;
        // Below U+00A0 are controls, which nobody wrote.
        bool whole = utf8_decode(bytes, len, character) == len;
        return whole && *character >= 0xA0 ? at : 0;
    }
    return 0;
}

// What one alone proves: a small letter, or a mark of punctuation.
static bool is_telling(uint32_t c)
{
    return (c >= 0xDF && c <= 0xFF) || (c >= 0x2010 && c <= 0x2026)
           || c == 0xFEFF;
}

static size_t run_length(struct slice text)
{
    size_t len = 0;
    while (len < text.len && text.ptr[len] & 0x80) len++;
    return len;
}

struct count {
    uint64_t characters; // in sound runs
    uint64_t sound;      // runs
    uint64_t other;
    bool telling;
};

static void count_run(struct slice run, struct count *count)
{
    uint64_t characters = 0;
    bool telling = false;
    while (run.len) {
        uint32_t c;
        size_t len = read_twice(run, &c);
        if (len == 0) break;
        characters++;
        telling |= is_telling(c);
        run = slice_from(run, len);
    }
    count->telling |= telling && run.len == 0;
    if (run.len == 0) count->characters += characters;
    count->sound += run.len == 0;
    count->other += run.len > 0;
}

// The number of characters to repair; 0: leave it as it is.
static uint64_t judge(struct slice text)
{
    struct count count = { 0 };
    for (size_t at = 0; at < text.len;) {
        if (!(text.ptr[at] & 0x80)) {
            at++;
            continue;
        }
        struct slice run = { text.ptr + at, run_length(slice_from(text, at)) };
        count_run(run, &count);
        at += run.len;
        if (count.other >= ENOUGH_OTHERS && count.sound < count.other) return 0;
    }
    if (count.characters < 2 && !count.telling) return 0;
    if (count.sound / SOUND_PER_OTHER < count.other) return 0;
    return count.characters;
}

// Writes the run to out, which may be where it stands: it grows shorter.
static size_t write_run(struct slice run, char *out)
{
    struct count count = { 0 };
    count_run(run, &count);
    if (count.sound == 0) {
        memmove(out, run.ptr, run.len);
        return run.len;
    }
    size_t written = 0;
    while (run.len) {
        uint32_t c = 0;
        run = slice_from(run, read_twice(run, &c));
        written += utf8_encode(c, out + written);
    }
    return written;
}

static size_t write_all(struct slice text, char *out)
{
    size_t written = 0;
    for (size_t at = 0; at < text.len;) {
        if (!(text.ptr[at] & 0x80)) {
            out[written++] = text.ptr[at++];
            continue;
        }
        struct slice run = { text.ptr + at, run_length(slice_from(text, at)) };
        at += run.len;
        written += write_run(run, out + written);
    }
    return written;
}

uint64_t mojibake_repair(struct slice *text, struct buffer *buffer)
{
    uint64_t repaired = 0;
    for (int i = 0; i < ROUNDS; i++) {
        uint64_t count = judge(*text);
        if (count == 0) break;
        // From the second round on it is.
        bool inside = buffer->ptr && text->ptr >= buffer->ptr
                      && text->ptr < buffer->ptr + buffer->room;
        if (!inside) {
            buffer_reset(buffer);
            if (!buffer_reserve(buffer, text->len)) return 0;
        }
        buffer->len = write_all(*text, buffer->ptr);
        *text = buffer_slice(buffer);
        repaired = count;
    }
    return repaired;
}
