// Why this order: of 130 pages 114 said UTF-8 and were, one said gb2312 and was
// UTF-8, none was valid UTF-8 and meant something else: text of other charsets
// with letters beyond ASCII is practically never valid UTF-8.

#include "read/charset.h"

#include <endian.h>
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <uchardet.h>

#include "base/utf8.h"
#include "read/mojibake.h"

enum {
    GUESS_BYTES = 256 * 1024,       // more does not change uchardet's mind
    GUESS_LEAD = 1024,              // of these are before the first letter
    GUESS_MEMORY = 2 * 1024 * 1024, // more than it uses for that
    WIDE_BYTES = 4096,              // enough to see the zeros of UTF-16
    // A charset in which more than one in this many bytes cannot be read is
    // the wrong one.
    WRONG_ONE_IN = 64,
    // Of a language that needs another single-byte charset than windows-1252,
    // at least one byte in this many is beyond ASCII. Below, uchardet's guesses
    // are noise.
    FOREIGN_ONE_IN = 50,
    // UTF-8 stays UTF-8 while this many of its characters stand against one
    // bad byte.
    GOOD_PER_BAD = 4,
    // And this many, against a label that says otherwise: of text in another
    // charset one character in five is UTF-8 by chance, or none.
    GOOD_PER_BAD_MISLABELLED = 8,
};

static const struct slice MARK = { "\xEF\xBB\xBF", 3 }; // U+FEFF

static const struct charset UTF_8 = { "utf-8", "UTF-8", 1, 4 };
static const struct charset WINDOWS_1252 = { "windows-1252", "CP1252", 1, 1 };
static const struct charset UTF_16LE = { "utf-16le", "UTF-16LE", 2, 4 };
static const struct charset UTF_16BE = { "utf-16be", "UTF-16BE", 2, 4 };
static const struct charset UTF_32LE = { "utf-32le", "UTF-32LE", 4, 4 };
static const struct charset UTF_32BE = { "utf-32be", "UTF-32BE", 4, 4 };

// ---- UTF-8 ------------------------------------------------------------------

// The number of bytes at the start of text that are ASCII but not NUL. Eight
// at a time: most of any archive is such a run.
static size_t ascii_run(struct slice text)
{
    static const uint64_t HIGH = 0x8080808080808080u, ONE = 0x0101010101010101u;
    size_t at = 0;
    for (; at + 8 <= text.len; at += 8) {
        uint64_t word;
        memcpy(&word, text.ptr + at, 8);
        word = le64toh(word); // the first byte is the lowest
        // Below 0x80 a byte borrows into its top bit only when it is 0, and
        // what it borrows from lies behind it.
        uint64_t ends = (word | (word - ONE)) & HIGH;
        if (ends) return at + (size_t)__builtin_ctzll(ends) / 8;
    }
    while (at < text.len && text.ptr[at] && !(text.ptr[at] & 0x80)) at++;
    return at;
}

// The length of the well-formed sequence at ptr, which begins beyond ASCII; 0
// where it is malformed. Most of them outside of Europe are three bytes long
// and need no second look: neither overlong nor a surrogate.
static size_t sequence_length(const char *ptr, size_t left)
{
    uint8_t first = (uint8_t)ptr[0];
    if (left >= 3 && first > 0xE0 && first < 0xED && utf8_continues(ptr[1])
        && utf8_continues(ptr[2]))
        return 3;
    if (left >= 2 && first >= 0xC2 && first < 0xE0 && utf8_continues(ptr[1]))
        return 2;
    uint32_t c;
    size_t len = utf8_decode(ptr, left, &c);
    return len > 1 ? len : 0;
}

// The length of the clean text that text begins with; *good counts its
// characters beyond ASCII.
static size_t clean_prefix(struct slice text, uint64_t *good)
{
    size_t at = 0;
    while (at < text.len) {
        if (!(text.ptr[at] & 0x80)) {
            size_t run = ascii_run(slice_from(text, at));
            if (run == 0) break; // NUL
            at += run;
            continue;
        }
        size_t len = sequence_length(text.ptr + at, text.len - at);
        if (len == 0) break;
        at += len;
        ++*good;
    }
    return at;
}

bool charset_is_clean(struct slice text)
{
    uint64_t good = 0;
    return clean_prefix(text, &good) == text.len;
}

uint64_t charset_mend(struct slice text, struct buffer *buffer)
{
    uint64_t bad = 0, good = 0;
    while (text.len) {
        size_t len = clean_prefix(text, &good);
        buffer_add(buffer, (struct slice){ text.ptr, len });
        text = slice_from(text, len);
        if (text.len == 0) break;
        buffer_add_code_point(buffer, UTF8_REPLACEMENT);
        text = slice_from(text, 1);
        bad++;
    }
    return bad;
}

// ---- Telling ----------------------------------------------------------------

static const struct charset *wide_by_mark(struct slice bytes)
{
    if (slice_starts_with(bytes, SLICE("\xFF\xFE\0\0"))) return &UTF_32LE;
    if (slice_starts_with(bytes, SLICE("\0\0\xFE\xFF"))) return &UTF_32BE;
    if (slice_starts_with(bytes, SLICE("\xFF\xFE"))) return &UTF_16LE;
    if (slice_starts_with(bytes, SLICE("\xFE\xFF"))) return &UTF_16BE;
    return NULL;
}

// Whether bytes hold no unit that text does not have: a control character, a
// surrogate without its other half, a noncharacter. high is where in a unit
// its high byte is, 0 or 1.
static bool is_utf16_text(struct slice bytes, size_t high)
{
    bool wants_low = false;
    for (size_t i = 0; i + 2 <= bytes.len; i += 2) {
        unsigned unit = (unsigned)(uint8_t)bytes.ptr[i + high] << 8
                        | (uint8_t)bytes.ptr[i + 1 - high];
        bool low = unit >= 0xDC00 && unit < 0xE000;
        if (low != wants_low) return false;
        wants_low = unit >= 0xD800 && unit < 0xDC00;
        if (unit < 0x20 && (unit < '\t' || unit > '\r')) return false;
        if (unit >= 0xFFFE) return false;
    }
    return true;
}

// UTF-16 of any alphabet has zeros beside its blanks and stops, on one side.
static const struct charset *wide_by_zeros(struct slice bytes)
{
    if (bytes.len > WIDE_BYTES) bytes.len = WIDE_BYTES;
    size_t zeros[2] = { 0, 0 };
    for (size_t i = 0; i < bytes.len; i++)
        if (bytes.ptr[i] == '\0') zeros[i & 1]++;
    size_t high = zeros[1] > zeros[0];
    size_t units = bytes.len / 2;
    if (zeros[high] < 2 || zeros[high] < units / 20) return NULL;
    if (zeros[1 - high] > zeros[high] / 8) return NULL;
    if (!is_utf16_text(bytes, high)) return NULL;
    return high ? &UTF_16LE : &UTF_16BE;
}

const struct charset *charset_of_wide(struct slice bytes)
{
    const struct charset *charset = wide_by_mark(bytes);
    return charset ? charset : wide_by_zeros(bytes);
}

// Japanese mail and old pages are ASCII with escapes, so valid UTF-8.
static bool has_japanese_escapes(struct slice bytes)
{
    return slice_find(bytes, SLICE("\x1B$B"))
           || slice_find(bytes, SLICE("\x1B$@"));
}

static bool is_nearly_utf8(struct slice bytes, uint64_t good_per_bad)
{
    uint64_t good = 0, bad = 0;
    while (bytes.len) {
        size_t len = clean_prefix(bytes, &good);
        if (len == bytes.len) break;
        if (bytes.ptr[len] != '\0') bad++;
        bytes = slice_from(bytes, len + 1);
    }
    return good / good_per_bad >= bad;
}

// Markup is left out of account.
static bool is_mostly_ascii(struct slice bytes)
{
    size_t beyond = 0, all = 0;
    bool in_tag = false;
    for (size_t i = 0; i < bytes.len; i++) {
        if (bytes.ptr[i] == '<') in_tag = true;
        if (!in_tag) all++;
        if (bytes.ptr[i] == '>') in_tag = false;
        beyond += (bytes.ptr[i] & 0x80) != 0;
    }
    return beyond * FOREIGN_ONE_IN < all;
}

static enum offprint_status guess(struct slice bytes,
                                  const struct charset **charset,
                                  struct offprint_error *err)
{
    *charset = NULL;
    // Pages begin with kilobytes of ASCII that say nothing.
    size_t ascii = ascii_run(bytes);
    if (ascii > GUESS_LEAD) bytes = slice_from(bytes, ascii - GUESS_LEAD);
    if (bytes.len > GUESS_BYTES) bytes.len = GUESS_BYTES;
    // uchardet is C++ and throws where there is no memory, which C cannot
    // catch: see first that there is some.
    struct buffer probe = { 0 };
    bool enough = buffer_reserve(&probe, GUESS_MEMORY);
    buffer_free(&probe);
    uchardet_t detector = enough ? uchardet_new() : NULL;
    if (!detector) return fail_no_memory(err);
    if (uchardet_handle_data(detector, bytes.ptr, bytes.len) == 0) {
        uchardet_data_end(detector);
        *charset = charset_of_label(slice_of(uchardet_get_charset(detector)));
    }
    uchardet_delete(detector);
    if (*charset && (*charset)->longest == 1 && is_mostly_ascii(bytes))
        *charset = &WINDOWS_1252;
    return OFFPRINT_OK;
}

// ---- Converting -------------------------------------------------------------

struct conversion {
    iconv_t iconv;
    struct slice rest; // not converted yet
    struct buffer *out;
    uint64_t replaced;
};

// Converts up to what cannot be read or does not fit; returns an errno or 0.
static int convert_run(struct conversion *conversion)
{
    struct buffer *out = conversion->out;
    // iconv only reads there; POSIX forgot the const.
    char *in = (char *)(uintptr_t)conversion->rest.ptr;
    char *place = out->ptr + out->len;
    size_t room = out->room - out->len;
    size_t result =
        iconv(conversion->iconv, &in, &conversion->rest.len, &place, &room);
    int problem = result == (size_t)-1 ? errno : 0;
    // Some codecs hold a character back, to see whether an accent follows.
    if (conversion->rest.len == 0)
        iconv(conversion->iconv, NULL, NULL, &place, &room);
    conversion->rest.ptr = in;
    out->len = out->room - room;
    return problem;
}

static void skip_unit(struct conversion *conversion, size_t unit)
{
    if (unit > conversion->rest.len) unit = conversion->rest.len;
    conversion->rest = slice_from(conversion->rest, unit);
    conversion->replaced += unit;
    buffer_add_code_point(conversion->out, UTF8_REPLACEMENT);
}

// False where there is no such codec, where more than limit bytes cannot be
// read, or where there is no memory: then out->failed is set.
static bool convert(struct slice bytes, const struct charset *charset,
                    uint64_t limit, struct buffer *out, uint64_t *replaced)
{
    struct conversion conversion = { iconv_open("UTF-8", charset->codec), bytes,
                                     out, 0 };
    if (conversion.iconv == (iconv_t)-1) return false;
    while (conversion.rest.len && conversion.replaced <= limit) {
        // A byte becomes up to three; most text grows less.
        size_t room = conversion.rest.len + conversion.rest.len / 2 + 16;
        if (!buffer_reserve(out, room)) break;
        int problem = convert_run(&conversion);
        if (problem == EILSEQ || problem == EINVAL)
            skip_unit(&conversion, charset->unit);
    }
    iconv_close(conversion.iconv);
    *replaced = conversion.replaced;
    return conversion.rest.len == 0 && conversion.replaced <= limit
           && !out->failed;
}

// ---- Deciding ---------------------------------------------------------------

struct decoding {
    struct slice bytes;
    struct buffer *buffer;
    struct decoded *decoded;
    bool done;
    struct offprint_error *err;
};

// NUL is no text in any charset, iconv lets UTF-8 beyond U+10FFFF pass, and the
// mark that U+FEFF is goes.
static enum offprint_status finish(struct decoding *decoding)
{
    struct buffer *buffer = decoding->buffer;
    struct decoded *decoded = decoding->decoded;
    if (!buffer->failed && !charset_is_clean(buffer_slice(buffer))) {
        struct buffer mended = { 0 };
        decoded->replaced += charset_mend(buffer_slice(buffer), &mended);
        buffer_free(buffer);
        *buffer = mended;
    }
    if (buffer->failed) return fail_no_memory(decoding->err);
    decoded->text = buffer_slice(buffer);
    if (slice_starts_with(decoded->text, MARK))
        decoded->text = slice_from(decoded->text, MARK.len);
    decoding->done = true;
    return OFFPRINT_OK;
}

// Done unless there is no such codec or it cannot read more than limit bytes.
static enum offprint_status try_charset(struct decoding *decoding,
                                        const struct charset *charset,
                                        uint64_t limit)
{
    buffer_reset(decoding->buffer);
    uint64_t replaced = 0;
    bool fits =
        convert(decoding->bytes, charset, limit, decoding->buffer, &replaced);
    if (decoding->buffer->failed) return fail_no_memory(decoding->err);
    if (!fits) return OFFPRINT_OK;
    decoding->decoded->charset = charset->name;
    decoding->decoded->replaced = replaced;
    return finish(decoding);
}

static enum offprint_status mend_utf8(struct decoding *decoding)
{
    buffer_reset(decoding->buffer);
    decoding->decoded->charset = UTF_8.name;
    decoding->decoded->replaced =
        charset_mend(decoding->bytes, decoding->buffer);
    return finish(decoding);
}

// What is neither wide nor clean UTF-8.
static enum offprint_status decode_other(struct decoding *decoding,
                                         const struct charset *declared)
{
    uint64_t few = decoding->bytes.len / WRONG_ONE_IN;
    enum offprint_status status = OFFPRINT_OK;
    if (is_nearly_utf8(decoding->bytes, GOOD_PER_BAD_MISLABELLED))
        return mend_utf8(decoding);
    if (declared && strcmp(declared->name, UTF_8.name) != 0)
        status = try_charset(decoding, declared, few + 1);
    if (status != OFFPRINT_OK || decoding->done) return status;

    if (is_nearly_utf8(decoding->bytes, GOOD_PER_BAD))
        return mend_utf8(decoding);

    const struct charset *guessed = NULL;
    status = guess(decoding->bytes, &guessed, decoding->err);
    if (status == OFFPRINT_OK && guessed)
        status = try_charset(decoding, guessed, few);
    if (status != OFFPRINT_OK || decoding->done) return status;

    status = try_charset(decoding, &WINDOWS_1252, decoding->bytes.len);
    if (status != OFFPRINT_OK || decoding->done) return status;
    return mend_utf8(decoding); // a system without iconv's tables
}

static enum offprint_status decode(struct decoding *decoding,
                                   struct slice label)
{
    struct slice bytes = decoding->bytes;
    struct decoded *decoded = decoding->decoded;
    enum offprint_status status = OFFPRINT_OK;
    const struct charset *wide = charset_of_wide(bytes);
    if (wide) status = try_charset(decoding, wide, bytes.len);
    if (status != OFFPRINT_OK || decoding->done) return status;

    const struct charset *declared = charset_of_label(label);
    if (has_japanese_escapes(bytes)) {
        if (!declared) declared = charset_of_label(SLICE("iso-2022-jp"));
        status = try_charset(decoding, declared, 0);
        if (status != OFFPRINT_OK || decoding->done) return status;
    }
    bool marked = slice_starts_with(bytes, MARK);
    if (marked) decoded->text = slice_from(bytes, MARK.len);
    if (charset_is_clean(decoded->text)) return OFFPRINT_OK;
    return marked ? mend_utf8(decoding) : decode_other(decoding, declared);
}

enum offprint_status charset_decode(struct slice bytes, struct slice label,
                                    struct buffer *buffer,
                                    struct decoded *decoded,
                                    struct offprint_error *err)
{
    *decoded = (struct decoded){ .text = bytes, .charset = UTF_8.name };
    struct decoding decoding = { bytes, buffer, decoded, false, err };
    buffer_reset(buffer);
    enum offprint_status status = decode(&decoding, label);
    if (status) return status;
    decoded->repaired = mojibake_repair(&decoded->text, buffer);
    if (buffer->failed) return fail_no_memory(err);
    if (slice_starts_with(decoded->text, MARK))
        decoded->text = slice_from(decoded->text, MARK.len);
    return OFFPRINT_OK;
}
