// language_tag.h - language tags in the one form in which they are compared.

#ifndef OFFPRINT_READ_LANGUAGE_TAG_H
#define OFFPRINT_READ_LANGUAGE_TAG_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

// Writes *tag as RFC 5646 recommends it (section 2.1.1): "en", "pt-BR",
// "zh-Hant-TW", whatever its case and joints were. What is no tag, such as
// "English" or "x", becomes empty. False where there is no memory.
bool language_tag(struct arena *arena, struct slice *tag);

#endif
