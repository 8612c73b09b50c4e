// recognise.h - what kind of file this is.
//
// The name says it, the content confirms or guesses it, and where they
// disagree beyond doubt (a PDF named .txt) the content is believed.

#ifndef OFFPRINT_READ_RECOGNISE_H
#define OFFPRINT_READ_RECOGNISE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

enum {
    HEAD_BYTES = 64 * 1024, // of the beginning that the content is told by
};

enum format {
    FORMAT_NONE,  // holds no articles: pictures, programs, noise
    FORMAT_LATER, // holds articles, but we do not read it yet
    FORMAT_HTML,
    FORMAT_MARKDOWN,
    FORMAT_TEXT,
    FORMAT_JSONL,
};

struct recognised {
    enum format format;
    const char *kind;  // "html", "pdf", "binary"; a constant
    bool guessed;      // by the content alone
    char message[128]; // why it is not read, where it is not
};

// head is the beginning of the (decompressed) content, HEAD_BYTES or all.
void recognise(const char *path, struct slice head,
               struct recognised *recognised);

#endif
