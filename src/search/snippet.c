#include "search/snippet.h"

#include "base/utf8.h"

enum {
    SAMPLE_BYTES = 4096, // of the text, to learn how wide its bytes are
    WORD_BYTES = 32,     // that a passage may be longer, to end with a word
};

static const double REPEATED = 0.1; // of its weight for a word seen already
static const double SPREAD = 0.2;   // lost by words at both ends of a window
static const double SEEN_BEFORE = 0.25; // in a passage that is chosen already

// What is the same for all windows of a text.
struct chooser {
    const struct search *search;
    struct slice text;
    const struct marks *marks;
    size_t budget; // bytes of a passage
    const struct passage *chosen;
    size_t chosen_count;
    bool covered[QUERY_TERMS_MAX]; // groups in a passage chosen already
};

static size_t budget_bytes(struct slice text, size_t width)
{
    struct slice sample = utf8_cut(text, SAMPLE_BYTES);
    size_t columns = utf8_text_width(sample);
    return columns ? width * sample.len / columns : width;
}

// ---- Windows ----------------------------------------------------------------

static bool is_taken(const struct chooser *chooser, const struct mark *mark)
{
    for (size_t i = 0; i < chooser->chosen_count; i++)
        if (mark->start < chooser->chosen[i].end
            && mark->end > chooser->chosen[i].start)
            return true;
    return false;
}

// The worth of the marks from first that fit into one window; *end is where the
// last of them ends.
static double worth(const struct chooser *chooser, size_t first, size_t *end)
{
    const struct mark *marks = chooser->marks->items;
    bool seen[QUERY_TERMS_MAX] = { false };
    double sum = 0;
    *end = marks[first].end;
    for (size_t i = first; i < chooser->marks->count; i++) {
        const struct mark *mark = &marks[i];
        if (mark->end > marks[first].start + chooser->budget) break;
        if (is_taken(chooser, mark)) break;
        double weight = chooser->search->groups[mark->group].weight;
        if (seen[mark->group])
            weight *= REPEATED;
        else if (chooser->covered[mark->group])
            weight *= SEEN_BEFORE;
        seen[mark->group] = true;
        sum += weight;
        if (mark->end > *end) *end = mark->end;
    }
    double spread = (double)(*end - marks[first].start);
    return sum * (1 - SPREAD * spread / (double)(chooser->budget + 1));
}

// The best window that is not taken; false where none is left.
static bool best_window(const struct chooser *chooser, struct passage *window)
{
    double best = 0;
    for (size_t i = 0; i < chooser->marks->count; i++) {
        size_t end;
        if (is_taken(chooser, &chooser->marks->items[i])) continue;
        double value = worth(chooser, i, &end);
        if (value <= best) continue;
        best = value;
        *window = (struct passage){ chooser->marks->items[i].start, end };
    }
    return best > 0;
}

// ---- From a window to a passage ---------------------------------------------

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

// Whether a sentence or a line begins at a place in the text.
static bool sentence_starts(struct slice text, size_t at)
{
    if (at == 0 || text.ptr[at - 1] == '\n') return true;
    static const struct slice ENDS[] = {
        { ". ", 2 },     { "! ", 2 },     { "? ", 2 },      { "\u3002", 3 },
        { "\uFF01", 3 }, { "\uFF1F", 3 }, { "\u0964 ", 4 }, { "\u061F ", 3 },
    };
    struct slice before = { text.ptr, at };
    for (size_t i = 0; i < sizeof ENDS / sizeof ENDS[0]; i++)
        if (slice_ends_with(before, ENDS[i])) return true;
    return false;
}

// Where a passage with this window should begin, not before floor.
static size_t find_start(struct slice text, size_t at, size_t before,
                         size_t floor)
{
    size_t limit = at > before ? at - before : 0;
    if (limit < floor) limit = floor;
    for (size_t i = at;; i--) {
        if (sentence_starts(text, i)) return i;
        if (i == limit) break;
    }
    // None near: a word's start, a few words before.
    limit = at > before / 2 ? at - before / 2 : 0;
    if (limit < floor) limit = floor;
    for (size_t i = limit; i <= at; i++)
        if (i == 0 || is_space(text.ptr[i - 1])) return i;
    while (limit < at && utf8_continues(text.ptr[limit])) limit++;
    return limit;
}

static size_t find_end(struct slice text, size_t start, size_t at,
                       size_t budget, size_t ceiling)
{
    size_t limit = start + budget;
    if (limit < at) limit = at;
    if (limit >= ceiling) return ceiling;
    for (size_t i = limit; i > at; i--)
        if (is_space(text.ptr[i])) return i;
    for (size_t i = limit; i < ceiling && i < limit + WORD_BYTES; i++)
        if (is_space(text.ptr[i])) return i;
    while (limit > at && utf8_continues(text.ptr[limit])) limit--;
    return limit;
}

// Gives a window the text around it, up to the passages beside it.
static struct passage extend(const struct chooser *chooser,
                             struct passage window)
{
    size_t floor = 0, ceiling = chooser->text.len;
    for (size_t i = 0; i < chooser->chosen_count; i++) {
        const struct passage *other = &chooser->chosen[i];
        if (other->end <= window.start && other->end > floor)
            floor = other->end;
        if (other->start >= window.end && other->start < ceiling)
            ceiling = other->start;
    }
    size_t used = window.end - window.start;
    size_t slack = chooser->budget > used ? chooser->budget - used : 0;
    struct passage passage;
    passage.start =
        find_start(chooser->text, window.start, slack * 2 / 3, floor);
    passage.end = find_end(chooser->text, passage.start, window.end,
                           chooser->budget, ceiling);
    while (passage.end > passage.start
           && is_space(chooser->text.ptr[passage.end - 1]))
        passage.end--;
    return passage;
}

static void cover(struct chooser *chooser, struct passage passage)
{
    for (size_t i = 0; i < chooser->marks->count; i++) {
        const struct mark *mark = &chooser->marks->items[i];
        if (mark->start >= passage.start && mark->end <= passage.end)
            chooser->covered[mark->group] = true;
    }
}

static void insert(struct passage *passages, size_t count,
                   struct passage passage)
{
    while (count > 0 && passages[count - 1].start > passage.start) {
        passages[count] = passages[count - 1];
        count--;
    }
    passages[count] = passage;
}

size_t snippet_choose(const struct search *search, struct slice text,
                      const struct marks *marks, size_t width,
                      struct passage *passages, size_t limit)
{
    struct chooser chooser = { .search = search,
                               .text = text,
                               .marks = marks,
                               .budget = budget_bytes(text, width),
                               .chosen = passages };
    struct passage window = { 0, 0 };
    while (chooser.chosen_count < limit && best_window(&chooser, &window)) {
        struct passage passage = extend(&chooser, window);
        cover(&chooser, passage);
        insert(passages, chooser.chosen_count++, passage);
    }
    if (chooser.chosen_count > 0 || limit == 0 || text.len == 0)
        return chooser.chosen_count;
    passages[0] = extend(&chooser, (struct passage){ 0, 0 });
    return 1;
}
