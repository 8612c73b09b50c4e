// word_list.h - the words of a text, kept, compared and printed, for tests.

#ifndef OFFPRINT_TESTS_TEXT_WORD_LIST_H
#define OFFPRINT_TESTS_TEXT_WORD_LIST_H

#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "test.h"
#include "text/words_careful.h"

// All zero bytes: empty and ready.
struct word_list {
    struct word *words; // their terms stand in terms, one behind the other
    size_t count;
    size_t room;
    struct buffer terms;
};

static inline int word_list_add(void *context, const struct word *word)
{
    struct word_list *list = context;
    struct word *words =
        array_grow(list->words, list->count, &list->room, sizeof *words);
    if (!words) abort();
    list->words = words;
    list->words[list->count++] = *word;
    buffer_add(&list->terms, word->term);
    return 0;
}

static inline void word_list_reset(struct word_list *list)
{
    list->count = 0;
    buffer_reset(&list->terms);
}

static inline void word_list_free(struct word_list *list)
{
    free(list->words);
    buffer_free(&list->terms);
}

// "東京:0-6+ 京:3-6. ab:7-9": term and offsets, and + behind a pair, . behind
// the tail of a run, * behind a single character.
static inline const char *word_list_print(const struct word_list *list,
                                          struct buffer *out)
{
    static const char *const KIND[] = { "", "+", ".", "*" };
    const char *term = list->terms.ptr;
    for (size_t i = 0; i < list->count; i++) {
        const struct word *word = &list->words[i];
        buffer_format(out, "%s%.*s:%zu-%zu%s", i ? " " : "",
                      (int)word->term.len, term, word->start, word->end,
                      KIND[word->kind]);
        term += word->term.len;
    }
    const char *printed = buffer_string(out);
    return printed ? printed : "";
}

// The first word in which two lists differ; the count where they do not.
static inline size_t word_list_difference(const struct word_list *a,
                                          const struct word_list *b)
{
    size_t place = 0;
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        const struct word *x = &a->words[i], *y = &b->words[i];
        if (x->start != y->start || x->end != y->end || x->kind != y->kind
            || x->position != y->position || x->term.len != y->term.len
            || memcmp(a->terms.ptr + place, b->terms.ptr + place, x->term.len))
            return i;
        place += x->term.len;
    }
    return a->count < b->count ? a->count : b->count;
}

// What must hold for the words of any text; NULL, or what does not.
static inline const char *word_list_fault(const struct word_list *list,
                                          size_t text_len)
{
    size_t place = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct word *word = &list->words[i], *before = word - 1;
        struct slice term = { list->terms.ptr + place, word->term.len };
        place += term.len;
        if (word->position != i) return "positions do not count words";
        if (word->start >= word->end) return "a word has no text";
        if (word->end > text_len) return "a word ends behind the text";
        if (term.len == 0 || term.len > TERM_MAX) return "a term has no length";
        if (utf8_valid_prefix(term) != term.len) return "a term is not UTF-8";
        for (size_t j = 0; j < term.len; j++)
            if ((uint8_t)term.ptr[j] <= ' ') return "a term has a space";
        if (i == 0) continue;
        if (before->kind == WORD_PAIR) {
            if (word->start <= before->start || word->end < before->end)
                return "pairs are out of order";
        } else if (word->start < before->end) {
            return "words overlap";
        }
    }
    return NULL;
}

// Checks that the short ways and the long one give the same words of a text,
// and words as they must be. False, and a line, where they do not.
static inline bool word_list_check_text(struct slice text)
{
    static struct word_list shortly, carefully; // grown once for all tests
    word_list_reset(&shortly);
    word_list_reset(&carefully);
    words_analyse(text, word_list_add, &shortly);
    words_analyse_carefully(text, word_list_add, &carefully);
    const char *fault = word_list_fault(&carefully, text.len);
    size_t same = word_list_difference(&shortly, &carefully);
    bool ok = !fault && same == shortly.count && same == carefully.count;
    CHECK(ok);
    if (ok) return true;
    printf("  %s, from word %zu, in:", fault ? fault : "ways differ", same);
    for (size_t i = 0; i < text.len && i < 300; i++)
        printf(" %02X", (uint8_t)text.ptr[i]);
    putchar('\n');
    return false;
}

#endif
