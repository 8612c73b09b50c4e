// Passages against a slow search of all windows, and the places they may begin.

#include <stdlib.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "search/sentences.h"
#include "search/snippet.h"
#include "test.h"
#include "text/graphemes.h"

enum { WORDS_MAX = 6 };

// A query of single terms.
struct asked {
    struct arena arena;
    struct slice terms[WORDS_MAX];
    struct form forms[WORDS_MAX];
    struct family families[WORDS_MAX];
    struct marked_word words[WORDS_MAX];
    struct marker marker;
};

static void ask(struct asked *asked, const char *const *terms,
                const double *weights, size_t count)
{
    *asked = (struct asked){ .marker = { .words = asked->words,
                                         .word_count = count } };
    for (size_t i = 0; i < count; i++) {
        asked->terms[i] = slice_of(terms[i]);
        asked->forms[i] = (struct form){ .terms = &asked->terms[i],
                                         .term_count = 1,
                                         .weight = 1 };
        asked->families[i] = (struct family){ .forms = &asked->forms[i],
                                              .form_count = 1,
                                              .weight = weights[i] };
        asked->words[i].family = &asked->families[i];
    }
    CHECK_INT(marker_finish(&asked->marker, &asked->arena, NULL), OFFPRINT_OK);
}

static struct marks find(struct asked *asked, struct slice text)
{
    struct marks marks;
    CHECK_INT(
        marks_find(&asked->marker, text, false, &asked->arena, &marks, NULL),
        OFFPRINT_OK);
    return marks;
}

// ---- Property ---------------------------------------------------------------

static const char *const ASKED[] = { "alpha", "b\u00EAta",    "gamma",
                                     "delta", "\u6771\u4EAC", "omega" };

static void add_random_text(struct buffer *text)
{
    static const char *const OTHERS[] = {
        "and",          "nothing",
        "Where",        "e\u0301te\u0301",
        "2.50",         "\u65E5\u672C",
        "Dr",           "\U0001F468\u200D\U0001F469\u200D\U0001F467",
        "\u0E01\u0E33", "\u05E9\u05DC\u05D5\u05DD",
    };
    static const char *const BETWEEN[] = { " ",  " ",  " ",    " ",      ". ",
                                           ", ", "\n", "\n\n", "\u3002", "" };
    size_t words = test_random() % 200;
    for (size_t i = 0; i < words; i++) {
        bool asked = test_random() % 8 == 0;
        buffer_add_string(text, asked ? ASKED[test_random() % WORDS_MAX]
                                      : OTHERS[test_random() % 10]);
        buffer_add_string(text, BETWEEN[test_random() % 10]);
    }
}

static uint64_t worth_between(const struct marker *marker,
                              const struct marks *marks, size_t start,
                              size_t end, bool *seen)
{
    uint64_t worth = 0;
    for (size_t i = 0; i < marks->count; i++) {
        const struct mark *mark = &marks->items[i];
        if (mark->start < start || mark->end > end || seen[mark->word])
            continue;
        seen[mark->word] = true;
        worth += marker->words[mark->word].weight;
    }
    return worth;
}

static uint64_t best_by_force(const struct marker *marker,
                              const struct marks *marks, size_t budget)
{
    uint64_t best = 0;
    for (size_t i = 0; i < marks->count; i++) {
        bool seen[WORDS_MAX] = { false };
        size_t start = marks->items[i].start;
        uint64_t worth =
            worth_between(marker, marks, start, start + budget, seen);
        if (worth > best) best = worth;
    }
    return best;
}

static void check_passages(struct asked *asked, struct slice text, size_t width,
                           size_t limit)
{
    struct marks marks = find(asked, text);
    struct passage *passages;
    size_t count, marked = 0, behind = 0;
    CHECK_INT(snippet_choose(&asked->marker, text, &marks, width, limit,
                             &asked->arena, &passages, &count, NULL),
              OFFPRINT_OK);
    CHECK(count <= limit);
    CHECK(count > 0 || text.len == 0);
    bool seen[WORDS_MAX] = { false };
    uint64_t worth = 0;
    for (size_t i = 0; i < count; i++) {
        struct passage passage = passages[i];
        CHECK(passage.start < passage.end || text.len == 0);
        CHECK(passage.end <= text.len);
        CHECK(i == 0 || passage.start > behind);
        CHECK_INT(graphemes_begin(text, passage.start), passage.start);
        CHECK_INT(graphemes_begin(text, passage.end), passage.end);
        for (size_t j = 0; j < marks.count; j++)
            if (marks.items[j].start < passage.end
                && marks.items[j].end > passage.start) {
                marked++;
                break;
            }
        worth += worth_between(&asked->marker, &marks, passage.start,
                               passage.end, seen);
        behind = passage.end;
    }
    CHECK_INT(marked, marks.count ? count : 0);
    CHECK(worth
          >= best_by_force(&asked->marker, &marks, snippet_bytes(text, width)));
}

TEST(snippet, holds_as_much_as_the_best_window)
{
    struct buffer text = { 0 };
    for (int i = 0; i < 2000; i++) {
        struct asked asked;
        double weights[WORDS_MAX];
        size_t count = 1 + test_random() % WORDS_MAX;
        for (size_t j = 0; j < count; j++)
            weights[j] = (double)(test_random() % 1000) / 100;
        ask(&asked, ASKED, weights, count);
        buffer_reset(&text);
        add_random_text(&text);
        check_passages(&asked, slice_trim(buffer_slice(&text)),
                       20 + test_random() % 200, 1 + test_random() % 4);
        arena_free(&asked.arena);
    }
    buffer_free(&text);
}

// ---- Tables -----------------------------------------------------------------

TEST(snippet, sentences_begin_behind_stops)
{
    // A bar stands where one begins; the text is read without bars.
    static const char *const ROWS[] = {
        "|One ends. |Two does too! |\u201CThree?\u201D |(Four.) |Five",
        "|It cost 3.50 a pound, says Dr. Smith of St. Ives.",
        "|J. R. Miller wrote it. |He was 40.",
        "|It was e.g. this one, para. 3 of it. |In 1962. |12 came.",
        "|\u6771\u4EAC\u3067\u3059\u3002|\u300C\u306F\u3044\u3002\u300D|"
        "\u3067\u3059",
        "|\u0915\u0916\u0964 |\u0917",
        "|A heading\n|Then text",
        "|Flour\n|sugar\n|\n|salt",
        "|This line is long enough to have been broken by hand where it has\nits end, "
        "and goes on.",
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i]);
        struct buffer text = { 0 }, marked = { 0 };
        for (const char *c = ROWS[i]; *c; c++)
            if (*c != '|') buffer_add_byte(&text, *c);
        struct slice all = buffer_slice(&text);
        for (size_t at = 0; at < all.len; at++) {
            if (sentences_begin(all, at)) buffer_add_byte(&marked, '|');
            buffer_add_byte(&marked, all.ptr[at]);
        }
        CHECK_SLICE(buffer_slice(&marked), slice_of(ROWS[i]));
        buffer_free(&text);
        buffer_free(&marked);
    }
}

TEST(snippet, frequent_words_do_not_hide_rare_ones)
{
    static const char *const TERMS[] = { "often", "seldom" };
    static const double WEIGHTS[] = { .5, 9 };
    struct asked asked;
    struct buffer text = { 0 };
    for (int i = 0; i < 200000; i++) buffer_add_string(&text, "often so ");
    buffer_add_string(&text, ". Here seldom comes behind often.");
    ask(&asked, TERMS, WEIGHTS, 2);
    struct slice all = buffer_slice(&text);
    struct marks marks = find(&asked, all);
    struct passage *passages;
    size_t count;
    CHECK_INT(snippet_choose(&asked.marker, all, &marks, 60, 1, &asked.arena,
                             &passages, &count, NULL),
              OFFPRINT_OK);
    CHECK_INT(count, 1);
    CHECK_SLICE(slice_from(all, passages[0].start),
                SLICE("Here seldom comes behind often."));
    CHECK(marks.count < 10000);
    arena_free(&asked.arena);
    buffer_free(&text);
}
