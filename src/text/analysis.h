// analysis.h - one call of words_analyse(), as the files behind words.h see it.
//
// Each kind of word has a reader with the same face:
//
//     size_t KIND_read(struct analysis *analysis, size_t at);
//
// It looks at what begins at the place `at` of the text, gives the words it
// finds there to the sink, and returns the place behind them; 0 where there is
// nothing of its kind, and then the sink has seen nothing.

#ifndef OFFPRINT_TEXT_ANALYSIS_H
#define OFFPRINT_TEXT_ANALYSIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "text/words.h"

struct analysis {
    struct slice text;
    words_sink *sink;
    void *context;
    size_t plain_end;  // of the last word if it was plain, else SIZE_MAX
    uint32_t position; // of the next word
    int verdict;       // what the sink returned last: not 0 ends the analysis
    bool careful;      // take no short way
};

// A term that is being made.
struct term {
    size_t len;
    char bytes[TERM_MAX];
};

static inline struct slice term_slice(const struct term *term)
{
    return (struct slice){ term->bytes, term->len };
}

static inline struct analysis analysis_of(struct slice text, words_sink *sink,
                                          void *context)
{
    return (struct analysis){
        .text = text, .sink = sink, .context = context, .plain_end = SIZE_MAX
    };
}

// Gives a word to the sink. False where the sink wants no more.
static inline bool analysis_add(struct analysis *analysis, struct slice term,
                                size_t start, size_t end, enum word_kind kind)
{
    const struct word word = { .term = term,
                               .start = start,
                               .end = end,
                               .position = analysis->position++,
                               .kind = kind };
    analysis->plain_end = kind == WORD_PLAIN ? end : SIZE_MAX;
    analysis->verdict = analysis->sink(analysis->context, &word);
    return analysis->verdict == 0;
}

#endif
