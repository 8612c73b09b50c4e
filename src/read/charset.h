// charset.h - bytes of any charset to UTF-8.
//
// In this order: a byte order mark; UTF-8 wherever all of it is valid UTF-8, or
// all but a byte here and there, whatever a label says; the declared label;
// UTF-8 with more bad bytes; a guess; windows-1252. What still cannot be read
// becomes U+FFFD, never an error. UTF-8 that was read as another charset before
// and saved so is repaired (mojibake.h).

#ifndef OFFPRINT_READ_CHARSET_H
#define OFFPRINT_READ_CHARSET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

struct charset {
    const char *name;  // "windows-1252", the WHATWG's where there is one
    const char *codec; // what iconv calls it
    size_t unit;       // bytes to skip where a character cannot be read
    size_t longest;    // bytes of its longest character
};

struct decoded {
    struct slice text;   // valid UTF-8 without NUL or byte order mark
    const char *charset; // a constant
    uint64_t replaced;   // bytes that became U+FFFD
    uint64_t repaired;   // characters that had been read in a wrong charset
};

// Decodes all of bytes; label is what they declare of themselves, or empty.
// The text points into bytes where these are clean UTF-8, else into *buffer,
// which is overwritten.
enum offprint_status charset_decode(struct slice bytes, struct slice label,
                                    struct buffer *buffer,
                                    struct decoded *decoded,
                                    struct offprint_error *err);

// What a label as found in pages means, as the WHATWG's Encoding standard maps
// it: latin1 is windows-1252, gb2312 is gb18030. NULL for unknown ones.
const struct charset *charset_of_label(struct slice label);

// UTF-16 or UTF-32 by the byte order mark or by the zeros between the letters;
// else NULL. A beginning of the text is enough.
const struct charset *charset_of_wide(struct slice bytes);

// Whether text is valid UTF-8 without NUL.
bool charset_is_clean(struct slice text);

// Appends text to *buffer with NUL and each byte that is not UTF-8 replaced by
// U+FFFD; returns their number. Ask buffer->failed.
uint64_t charset_mend(struct slice text, struct buffer *buffer);

#endif
