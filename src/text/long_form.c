// A text is held against an acronym word by word, from its end backwards:
//
//     in mesenchymal stem cells, MSC
//        M           S    C
//
// A word has to give its first letter, and may give more from within: capitals,
// and letters that may begin a part of a compound (deoxyribo|nucleic acid,
// DNA). Small words may be passed over, no others. Which word gives which
// letters is found by dynamic programming over the rest of the acronym; the
// first word that leaves no letter over begins the long form.

#include "text/long_form.h"

#include "base/utf8.h"

enum {
    WORD_LETTERS_MAX = 64, // looked at in a word
    SMALL_LETTERS = 3,     // of, and, the, de, für, και: may be passed over
    PART_LETTERS = 3,      // of the shortest part of a compound
    COMPOUND_LETTERS = 4,  // an average part, where the long form is one word
    CAPITALS_IN_ROW = 4,   // RNA may give all its letters; a heading may not
};

// ---- Words ------------------------------------------------------------------

struct long_word {
    size_t start; // in the text that it was taken from
    size_t end;
    struct acronym_letter letters[WORD_LETTERS_MAX];
    unsigned count;
    bool small;
};

// Whether the stop at a place belongs to a single letter: U.S.
static bool stop_of_initial(struct slice text, size_t at)
{
    uint32_t c;
    if (at == 0) return false;
    const size_t start = acronym_step_back(text, at, &c);
    if (acronym_kind_of(c) != ACRONYM_LETTER) return false;
    if (start == 0) return true;
    acronym_step_back(text, start, &c);
    return acronym_kind_of(c) != ACRONYM_LETTER;
}

// The end of the last word before end, its marks included; SIZE_MAX where the
// long form has no more of them.
static size_t last_word_end(struct slice text, size_t end)
{
    size_t marks_end = SIZE_MAX; // of the marks behind a letter, perhaps
    while (end > 0) {
        uint32_t c;
        const size_t start = acronym_step_back(text, end, &c);
        const enum acronym_kind kind = acronym_kind_of(c);
        if (kind == ACRONYM_LETTER)
            return marks_end < SIZE_MAX ? marks_end : end;
        if (kind == ACRONYM_STOP && !(c == '.' && stop_of_initial(text, start)))
            break;
        if (kind != ACRONYM_MARK)
            marks_end = SIZE_MAX;
        else if (marks_end == SIZE_MAX)
            marks_end = end;
        end = start;
    }
    return SIZE_MAX;
}

static void read_letters(struct slice text, struct long_word *word)
{
    bool all_capital = true, no_capital = true;
    word->count = 0;
    for (size_t at = word->start;
         at < word->end && word->count < WORD_LETTERS_MAX;) {
        uint32_t c;
        at += utf8_decode(text.ptr + at, word->end - at, &c);
        if (acronym_kind_of(c) != ACRONYM_LETTER) continue;
        const struct acronym_letter letter = acronym_letter_of(c);
        word->letters[word->count++] = letter;
        if (letter.capital)
            no_capital = false;
        else
            all_capital = false;
    }
    word->small = no_capital && word->count <= SMALL_LETTERS;
    if (!all_capital || word->count <= CAPITALS_IN_ROW) return;
    for (unsigned i = 1; i < word->count; i++) word->letters[i].capital = false;
}

// Takes the last word of text before end. False where there is none.
static bool take_word(struct slice text, size_t end, struct long_word *word)
{
    word->end = last_word_end(text, end);
    if (word->end == SIZE_MAX) return false;
    word->start = word->end;
    while (word->start > 0) {
        uint32_t c;
        const size_t start = acronym_step_back(text, word->start, &c);
        if (acronym_kind_of(c) > ACRONYM_MARK) break;
        word->start = start;
    }
    read_letters(text, word);
    return true;
}

// ---- Words against letters --------------------------------------------------

enum { NEVER = 1000 }; // a cost beyond any

// cost[i]: how many letters from i on come from within words, where the words
// so far give all of them.
struct alignment {
    const struct acronym *acronym;
    unsigned cost[ACRONYM_LETTERS_MAX + 1];
    unsigned words;
    unsigned letters; // of these words
};

// Whether a word begins like a letter; X is how English writes "ex".
static bool begins(const struct long_word *word,
                   const struct acronym_letter *letter)
{
    const struct acronym_letter *first = word->letters;
    if (first[0].base == letter->base) return true;
    return letter->base == 'x' && word->count > 1 && first[0].base == 'e'
           && first[1].base == 'x';
}

// The first letter of its kind within a word behind the letter at; 0 where
// there is none. What is no capital costs one.
static unsigned find_within(const struct long_word *word, unsigned at,
                            const struct acronym_letter *letter, unsigned *cost)
{
    for (unsigned i = at + 1; i < word->count; i++) {
        if (word->letters[i].base != letter->base) continue;
        if (word->letters[i].capital) return i;
        if (i - at < PART_LETTERS) continue;
        ++*cost;
        return i;
    }
    return 0;
}

// The least cost of the letters from first on, where a word gives the first of
// them.
static unsigned cost_with(const struct alignment *alignment,
                          const struct long_word *word, unsigned first)
{
    const struct acronym *acronym = alignment->acronym;
    if (!begins(word, &acronym->letters[first])) return NEVER;
    unsigned least = NEVER, cost = 0, at = 0;
    for (unsigned i = first + 1;; i++) {
        if (alignment->cost[i] + cost < least)
            least = alignment->cost[i] + cost;
        if (i == acronym->count) return least;
        at = find_within(word, at, &acronym->letters[i], &cost);
        if (at == 0) return least;
    }
}

// Puts one more word before the others. False where that leads nowhere.
static bool add_word(struct alignment *alignment, const struct long_word *word)
{
    const bool skipped = word->small && alignment->words > 0;
    bool hope = false;
    // Letters further on are looked up before they are replaced.
    for (unsigned i = 0; i < alignment->acronym->count; i++) {
        unsigned cost = cost_with(alignment, word, i);
        if (skipped && i > 0 && alignment->cost[i] < cost)
            cost = alignment->cost[i];
        alignment->cost[i] = cost;
        hope |= cost < NEVER;
    }
    alignment->cost[alignment->acronym->count] = NEVER;
    alignment->words++;
    alignment->letters += word->count;
    return hope;
}

// What the words so far, the first of which is given, cost as a long form;
// NEVER where they are none.
static unsigned cost_of_all(const struct alignment *alignment,
                            const struct long_word *first)
{
    const unsigned count = alignment->acronym->count;
    const unsigned cost = alignment->cost[0];
    if (first->small || cost >= NEVER) return NEVER;
    const bool compound = count > ACRONYM_LETTERS_MIN
                          && alignment->letters >= COMPOUND_LETTERS * count;
    if (alignment->words == 1) return compound ? cost : NEVER; // BGH
    if (alignment->letters <= 2 * count) return NEVER; // U.S. is none for US
    return 2 * cost <= count ? cost : NEVER;
}

// The end of text that is a long form at the least cost, and the shortest of
// those: computer-mediated communication, not communication, is CMC. Empty
// where there is none.
struct slice long_form_find(struct slice text, const struct acronym *acronym)
{
    struct alignment alignment = { .acronym = acronym };
    for (unsigned i = 0; i < acronym->count; i++) alignment.cost[i] = NEVER;
    struct long_word word = { .start = text.len };
    struct slice best = { text.ptr, 0 };
    unsigned best_cost = NEVER;
    size_t end = 0;
    while (best_cost > 0 && alignment.words < 2 * acronym->count
           && take_word(text, word.start, &word)) {
        if (alignment.words == 0) end = word.end;
        if (!add_word(&alignment, &word)) break;
        const unsigned cost = cost_of_all(&alignment, &word);
        if (cost >= best_cost) continue;
        best = (struct slice){ text.ptr + word.start, end - word.start };
        best_cost = cost;
    }
    return best;
}
