// Windows are found by going over the marks twice, with a sweep that holds the
// marks between two places and their worth. Once for the most that a window
// can be worth; then, as narrow windows of that worth are few, the closest ones
// are made passages and compared.

#include "search/snippet.h"

#include "base/utf8.h"
#include "search/sentences.h"
#include "text/graphemes.h"

enum {
    SAMPLE_BYTES = 4096, // of the text, to learn how wide its bytes are
    WORD_BYTES = 32,     // that a passage may be longer, to end with a word
    SHORTLIST = 32,      // windows that are looked at in their text
};

// What a passage is worth beside its words, in shares of their being close.
static const double FIT = 1.0;      // its words are as they were typed
static const double BEGINNING = .5; // it begins with a sentence
static const double EARLY = .2;     // at the start of the text, not at the end
static const double MORE = .1;      // a further mark, up to MORE_MAX
static const double BROKEN = .1;    // lost by each line that ends in it
enum { MORE_MAX = 4, BROKEN_MAX = 4 };

struct window {
    size_t start;
    size_t end;
    double value; // for being close, and as typed
};

// What is the same for all windows of a text.
struct chooser {
    const struct marker *marker;
    struct slice text;
    const struct marks *marks;
    uint32_t *by_end; // numbers of the marks
    size_t budget;    // bytes of a passage
    struct passage *chosen;
    size_t chosen_count;
    bool *covered; // words that are in a passage chosen already
    // Of a sweep:
    uint32_t *held;                     // marks of each word
    bool *is_in;                        // for each mark
    struct window shortlist[SHORTLIST]; // best first
    size_t shortlist_count;
};

size_t snippet_bytes(struct slice text, size_t width)
{
    struct slice sample = utf8_cut(text, SAMPLE_BYTES);
    size_t columns = utf8_text_width(sample);
    return columns ? width * sample.len / columns : width;
}

// ---- Sweeping over the marks ------------------------------------------------

struct sweep {
    struct chooser *chooser;
    size_t first;   // by start: the mark that the window begins with
    size_t next;    // by end: the first one that is not in
    size_t end;     // of the last one that is
    size_t count;   // of all that are in
    uint64_t worth; // of the different words among them
    double fit;     // sum
};

// A mark that is longer than a passage counts as one that is as long.
static size_t end_of(const struct chooser *chooser, const struct mark *mark)
{
    size_t longest = mark->start + chooser->budget;
    return mark->end < longest ? mark->end : longest;
}

// A word that a passage has already is worth nothing to the next one.
static uint64_t worth_of(const struct chooser *chooser, uint32_t word)
{
    return chooser->covered[word] ? 0 : chooser->marker->words[word].weight;
}

static bool is_taken(const struct chooser *chooser, const struct mark *mark)
{
    for (size_t i = 0; i < chooser->chosen_count; i++)
        if (mark->start < chooser->chosen[i].end
            && mark->end > chooser->chosen[i].start)
            return true;
    return false;
}

// How far a window may reach: a passage, and not into one chosen already.
static size_t reach(const struct chooser *chooser, size_t start)
{
    size_t end = start + chooser->budget;
    for (size_t i = 0; i < chooser->chosen_count; i++)
        if (chooser->chosen[i].start > start && chooser->chosen[i].start < end)
            end = chooser->chosen[i].start;
    return end;
}

static struct sweep sweep_of(struct chooser *chooser)
{
    memset(chooser->held, 0,
           chooser->marker->word_count * sizeof *chooser->held);
    memset(chooser->is_in, 0, chooser->marks->count * sizeof *chooser->is_in);
    return (struct sweep){ .chooser = chooser };
}

static const struct mark *first_of(const struct sweep *sweep)
{
    return &sweep->chooser->marks->items[sweep->first];
}

// Takes in the next mark, if it ends before a place, and may be part of the
// window. False where it does not.
static bool take_in(struct sweep *sweep, size_t before)
{
    struct chooser *chooser = sweep->chooser;
    if (sweep->next == chooser->marks->count) return false;
    const uint32_t number = chooser->by_end[sweep->next];
    const struct mark *mark = &chooser->marks->items[number];
    if (end_of(chooser, mark) > before) return false;
    sweep->next++;
    if (number < sweep->first || is_taken(chooser, mark)) return true;
    chooser->is_in[number] = true;
    sweep->end = end_of(chooser, mark);
    sweep->count++;
    sweep->fit += (double)mark->fit;
    if (chooser->held[mark->word]++ == 0)
        sweep->worth += worth_of(chooser, mark->word);
    return true;
}

// The window begins with the next mark from here on.
static void leave_out_first(struct sweep *sweep)
{
    struct chooser *chooser = sweep->chooser;
    const struct mark *mark = first_of(sweep);
    if (chooser->is_in[sweep->first++]) {
        sweep->count--;
        sweep->fit -= (double)mark->fit;
        if (--chooser->held[mark->word] == 0)
            sweep->worth -= worth_of(chooser, mark->word);
    }
}

// The most that the words of a window are worth. False where no mark is free.
static bool find_most(struct chooser *chooser, uint64_t *most)
{
    struct sweep sweep = sweep_of(chooser);
    bool found = false;
    *most = 0;
    for (; sweep.first < chooser->marks->count; leave_out_first(&sweep)) {
        size_t end = reach(chooser, first_of(&sweep)->start);
        while (take_in(&sweep, end)) {
        }
        found |= sweep.count > 0;
        if (sweep.worth > *most) *most = sweep.worth;
    }
    return found;
}

// ---- The closest windows ----------------------------------------------------

static void offer(struct chooser *chooser, struct window window)
{
    struct window *list = chooser->shortlist;
    size_t at = chooser->shortlist_count;
    if (at == SHORTLIST && window.value <= list[at - 1].value) return;
    if (at == SHORTLIST)
        at--;
    else
        chooser->shortlist_count++;
    for (; at > 0 && list[at - 1].value < window.value; at--)
        list[at] = list[at - 1];
    list[at] = window;
}

static struct window window_of(const struct sweep *sweep)
{
    const struct mark *first = first_of(sweep);
    size_t end = end_of(sweep->chooser, first);
    double spread = sweep->end > end ? (double)(sweep->end - end) : 0;
    return (struct window){
        .start = first->start,
        .end = sweep->end,
        .value = 1 - spread / (double)(sweep->chooser->budget + 1)
                 + FIT * sweep->fit / (double)sweep->count,
    };
}

// Whether the words of the window are worth less without its first mark.
static bool needs_first(const struct sweep *sweep, uint64_t most)
{
    const struct chooser *chooser = sweep->chooser;
    const struct mark *mark = first_of(sweep);
    if (!chooser->is_in[sweep->first]) return false;
    return most == 0
           || (chooser->held[mark->word] == 1
               && worth_of(chooser, mark->word) > 0);
}

// Lists the windows that are worth the most and would not be with one mark
// less at their ends. Where nothing is worth anything, each mark is one.
static void list_windows(struct chooser *chooser, uint64_t most)
{
    struct sweep sweep = sweep_of(chooser);
    chooser->shortlist_count = 0;
    for (; sweep.first < chooser->marks->count; leave_out_first(&sweep)) {
        size_t end = reach(chooser, first_of(&sweep)->start);
        while ((sweep.worth < most || sweep.count == 0)
               && take_in(&sweep, end)) {
        }
        if (sweep.worth >= most && needs_first(&sweep, most))
            offer(chooser, window_of(&sweep));
    }
}

// ---- From a window to a passage ---------------------------------------------

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

// Where a passage with a window should begin, not before floor: with the
// sentence where that begins near, else a few words before.
static size_t find_start(struct slice text, size_t at, size_t before,
                         size_t floor)
{
    size_t limit = at > before ? at - before : 0;
    if (limit < floor) limit = floor;
    for (size_t i = at;; i--) {
        if (sentences_begin(text, i)) return i;
        if (i == limit) break;
    }
    limit = at > before / 2 ? at - before / 2 : 0;
    if (limit < floor) limit = floor;
    for (size_t i = limit; i <= at; i++)
        if (i == 0 || is_space(text.ptr[i - 1])) return i;
    return limit;
}

// Where it should end, not behind ceiling: with a sentence that fills most of
// it, else with a word.
static size_t find_end(struct slice text, size_t start, size_t at,
                       size_t budget, size_t ceiling)
{
    size_t limit = start + budget;
    if (limit < at) limit = at;
    if (limit >= ceiling) return ceiling;
    size_t enough = start + budget * 2 / 3;
    for (size_t i = limit; i > at && i > enough; i--)
        if (sentences_begin(text, i)) return i;
    for (size_t i = limit; i > at; i--)
        if (is_space(text.ptr[i])) return i;
    for (size_t i = limit; i < ceiling && i < limit + WORD_BYTES; i++)
        if (is_space(text.ptr[i])) return i;
    return limit;
}

// Moves the ends of a passage to where graphemes begin, around its window.
static struct passage even_out(struct slice text, struct passage passage,
                               size_t window_end)
{
    passage.start = graphemes_begin(text, passage.start);
    while (passage.end > window_end && is_space(text.ptr[passage.end - 1]))
        passage.end--;
    size_t end = graphemes_begin(text, passage.end);
    while (end < window_end && passage.end < text.len)
        end = graphemes_begin(text, ++passage.end);
    if (end >= window_end) passage.end = end;
    return passage;
}

// Gives a window the text around it, up to the passages beside it.
static struct passage extend(const struct chooser *chooser, size_t start,
                             size_t end)
{
    size_t floor = 0, ceiling = chooser->text.len;
    for (size_t i = 0; i < chooser->chosen_count; i++) {
        const struct passage *other = &chooser->chosen[i];
        if (other->end <= start && other->end > floor) floor = other->end;
        if (other->start >= end && other->start < ceiling)
            ceiling = other->start;
    }
    size_t used = end - start;
    size_t slack = chooser->budget > used ? chooser->budget - used : 0;
    struct passage passage;
    passage.start = find_start(chooser->text, start, slack * 2 / 3, floor);
    passage.end =
        find_end(chooser->text, passage.start, end, chooser->budget, ceiling);
    return even_out(chooser->text, passage, end);
}

// ---- Comparing passages -----------------------------------------------------

static int count_marks(const struct marks *marks, struct passage passage,
                       int most)
{
    int count = 0;
    for (size_t i = marks_from(marks, passage.start);
         i < marks->count && count < most
         && marks->items[i].start < passage.end;
         i++)
        count += marks->items[i].end <= passage.end;
    return count;
}

static int count_lines(struct slice text, struct passage passage, int most)
{
    int count = 0;
    const char *at = text.ptr + passage.start, *end = text.ptr + passage.end;
    while (count < most && at < end
           && (at = memchr(at, '\n', (size_t)(end - at)))) {
        count++;
        at++;
    }
    return count;
}

static double value_of(const struct chooser *chooser,
                       const struct window *window, struct passage passage)
{
    struct slice text = chooser->text;
    return window->value + BEGINNING * sentences_begin(text, passage.start)
           + EARLY * (1 - (double)passage.start / (double)text.len)
           + MORE * count_marks(chooser->marks, passage, MORE_MAX)
           - BROKEN * count_lines(text, passage, BROKEN_MAX);
}

static struct passage best_passage(const struct chooser *chooser)
{
    struct passage best = { 0, 0 };
    double most = 0;
    for (size_t i = 0; i < chooser->shortlist_count; i++) {
        const struct window *window = &chooser->shortlist[i];
        struct passage passage = extend(chooser, window->start, window->end);
        double value = value_of(chooser, window, passage);
        if (i > 0 && value <= most) continue;
        most = value;
        best = passage;
    }
    return best;
}

// ---- Choosing ---------------------------------------------------------------

static void cover(struct chooser *chooser, struct passage passage)
{
    const struct marks *marks = chooser->marks;
    for (size_t i = marks_from(marks, passage.start);
         i < marks->count && marks->items[i].start < passage.end; i++)
        if (marks->items[i].end <= passage.end)
            chooser->covered[marks->items[i].word] = true;
}

// Passages are few: limit is what a user asked for.
static void insert(struct chooser *chooser, struct passage passage)
{
    size_t at = chooser->chosen_count++;
    for (; at > 0 && chooser->chosen[at - 1].start > passage.start; at--)
        chooser->chosen[at] = chooser->chosen[at - 1];
    chooser->chosen[at] = passage;
}

static bool only_space(struct slice text, size_t start, size_t end)
{
    while (start < end && is_space(text.ptr[start])) start++;
    return start >= end;
}

static size_t merge_touching(struct slice text, struct passage *passages,
                             size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0
            && only_space(text, passages[kept - 1].end, passages[i].start))
            passages[kept - 1].end = passages[i].end;
        else
            passages[kept++] = passages[i];
    }
    return kept;
}

// Puts the marks in order by their ends. By their starts they are, and few
// overlap, so each is near its place already.
static void order_by_end(struct chooser *chooser)
{
    const struct mark *marks = chooser->marks->items;
    uint32_t *order = chooser->by_end;
    for (size_t i = 0; i < chooser->marks->count; i++) {
        const size_t end = end_of(chooser, &marks[i]);
        size_t at = i;
        for (; at > 0 && end_of(chooser, &marks[order[at - 1]]) > end; at--)
            order[at] = order[at - 1];
        order[at] = (uint32_t)i;
    }
}

static bool make_room(struct chooser *chooser, size_t limit,
                      struct arena *arena)
{
    const size_t marks = chooser->marks->count;
    const size_t words = chooser->marker->word_count;
    chooser->chosen = arena_alloc(arena, (limit + 1) * sizeof(struct passage));
    chooser->by_end = arena_alloc(arena, (marks + 1) * sizeof(uint32_t));
    chooser->is_in = arena_alloc(arena, (marks + 1) * sizeof(bool));
    chooser->held = arena_alloc(arena, (words + 1) * sizeof(uint32_t));
    chooser->covered = arena_alloc(arena, (words + 1) * sizeof(bool));
    if (!chooser->chosen || !chooser->by_end || !chooser->is_in
        || !chooser->held || !chooser->covered)
        return false;
    order_by_end(chooser);
    return true;
}

static void choose(struct chooser *chooser, size_t limit)
{
    uint64_t most;
    while (chooser->chosen_count < limit && find_most(chooser, &most)) {
        list_windows(chooser, most);
        struct passage passage = best_passage(chooser);
        cover(chooser, passage);
        insert(chooser, passage);
    }
    if (chooser->chosen_count == 0 && limit > 0 && chooser->text.len > 0)
        insert(chooser, extend(chooser, 0, 0));
}

enum offprint_status snippet_choose(const struct marker *marker,
                                    struct slice text,
                                    const struct marks *marks, size_t width,
                                    size_t limit, struct arena *arena,
                                    struct passage **passages, size_t *count,
                                    struct offprint_error *err)
{
    struct chooser chooser = { .marker = marker,
                               .text = text,
                               .marks = marks,
                               .budget = snippet_bytes(text, width) };
    *passages = NULL;
    *count = 0;
    if (limit > marks->count + 1) limit = marks->count + 1;
    if (!make_room(&chooser, limit, arena)) return fail_no_memory(err);
    choose(&chooser, limit);
    *passages = chooser.chosen;
    *count = merge_touching(text, chooser.chosen, chooser.chosen_count);
    return OFFPRINT_OK;
}
