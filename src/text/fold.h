// fold.h - NFKC_Casefold: one form for all ways to write the same letters.
//
// It evens out case, width, ligatures and the order and composition of marks,
// and drops what cannot be seen. Accents stay.
//
// Most words need no normalisation, and the property table knows it: fold_add()
// goes through them code point by code point, and as long as none of them
// changes, the result is the source itself and nothing is copied. Where it
// returns false, marks have to be reordered or composed, or something rare be
// decomposed: fold_casefold() then asks utf8proc.

#ifndef OFFPRINT_TEXT_FOLD_H
#define OFFPRINT_TEXT_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/slice.h"
#include "base/utf8.h"
#include "text/properties.h"

enum {
    // Bytes of a word that are looked at: letters of full width have three for
    // each one of the term.
    FOLD_SOURCE_MAX = 384,
    // The short way at most doubles them (properties.py makes sure), and copies
    // an expansion with its padding.
    FOLD_ROOM = 2 * FOLD_SOURCE_MAX + 8,
};

// A fold under way, the short way.
struct fold {
    const char *source;
    char *bytes;        // FOLD_ROOM bytes of the caller
    size_t len;         // bytes of the result
    bool changed;       // the result stands in bytes, not in source
    bool composes;      // the last starter may, with what follows
    uint8_t last_class; // combining class of the last code point
};

static inline struct fold fold_of(const char *source, char bytes[FOLD_ROOM])
{
    return (struct fold){ .source = source, .bytes = bytes };
}

// What was added, folded. Points into the source or into bytes.
static inline struct slice fold_result(const struct fold *fold)
{
    return (struct slice){ fold->changed ? fold->bytes : fold->source,
                           fold->len };
}

// From here on the result differs from the source.
static inline void fold_change(struct fold *fold)
{
    if (!fold->changed) memcpy(fold->bytes, fold->source, fold->len);
    fold->changed = true;
}

// What a FOLD_EXPAND becomes.
const struct fold_expansion *fold_find_expansion(uint32_t code_point);

static inline void fold_expand(struct fold *fold, uint32_t code_point)
{
    const struct fold_expansion *expansion = fold_find_expansion(code_point);
    memcpy(fold->bytes + fold->len, expansion->text, sizeof expansion->text);
    fold->len += expansion->len;
    fold->last_class = expansion->combining_class;
    fold->composes = expansion->composes;
}

// Adds the next code point of the source, width bytes long; all in all not more
// than FOLD_SOURCE_MAX bytes. False: this source takes fold_casefold(), and
// *fold is of no further use.
static inline bool fold_add(struct fold *fold, uint32_t code_point,
                            size_t width, const struct property *property)
{
    if (property->fold == FOLD_KEEP && !fold->changed) { // most often
        fold->len += width;
        fold->last_class = 0;
        fold->composes = property->composes;
        return true;
    }
    switch ((enum fold_kind)property->fold) {
    case FOLD_MAP:
        fold_change(fold);
        code_point = (uint32_t)((int32_t)code_point + property->distance);
        break;
    case FOLD_KEEP: break;
    case FOLD_MAYBE:
        if (fold->composes) return false;
        if (property->combining_class == 0) break;
        __attribute__((fallthrough));
    case FOLD_MARK:
        if (fold->last_class > property->combining_class) return false;
        break;
    case FOLD_DROP: fold_change(fold); return true;
    case FOLD_EXPAND:
        fold_change(fold);
        fold_expand(fold, code_point);
        return true;
    default: return false;
    }
    fold->last_class = property->combining_class;
    if (property->combining_class == 0) fold->composes = property->composes;
    if (fold->changed)
        fold->len += utf8_encode(code_point, fold->bytes + fold->len);
    else
        fold->len += width;
    return true;
}

// Folds any text into out and returns the number of bytes: at most room, cut
// between code points. Only the first FOLD_SOURCE_MAX bytes of text are looked
// at, cut likewise. A byte that is not UTF-8 becomes U+FFFD.
size_t fold_casefold(struct slice text, char *out, size_t room);

#endif
