#include "build/relations.h"

#include <stdio.h>

#include "store/related.h"
#include "text/fold_key.h"
#include "text/introductions.h"

enum {
    ROW_WORDS = 8, // of the longest form that an acronym may stand for
    ROW_BYTES = 256,
};

void relations_begin(struct relations *relations, uint32_t article,
                     struct slice language)
{
    relations->article = article;
    relations->told = 0;
    relations->language = language_number(language);
    relations->guessed_by_script = language.len == 0;
    relations->plain_end = SIZE_MAX;
}

static void count_relation(struct relations *relations, struct slice kind,
                           struct slice term, struct slice other)
{
    char room[3 * ROW_BYTES];
    const struct slice parts[] = { kind, term, other };
    size_t len = 0;
    bool is_new = false;
    if (relations->told >= RELATIONS_MAX) return;
    if (term.len >= ROW_BYTES || other.len >= ROW_BYTES) return;
    for (size_t i = 0; i < 3; i++) {
        memcpy(room + len, parts[i].ptr, parts[i].len);
        len += parts[i].len;
        room[len++] = '\0';
    }
    if (!tally_count(relations->tally, (struct slice){ room, len },
                     relations->article, &is_new))
        relations->no_memory = true;
    relations->told += is_new;
}

static bool is_number(struct slice term)
{
    return term.ptr[0] >= '0' && term.ptr[0] <= '9';
}

static bool is_hyphen(struct slice text)
{
    return slice_equal(text, SLICE("-")) || slice_equal(text, SLICE("\u2010"))
           || slice_equal(text, SLICE("\u2011"));
}

// e-mail: joined, it is email.
static void count_joined(struct relations *relations, const struct word *word)
{
    if (relations->plain_end >= word->start) return;
    struct slice between = { relations->text.ptr + relations->plain_end,
                             word->start - relations->plain_end };
    struct slice before = relations->before;
    if (!is_hyphen(between) || before.len + word->term.len > TERM_MAX
        || (is_number(before) && is_number(word->term)))
        return;
    char joined[TERM_MAX], room[TERM_MAX], parts[TERM_MAX + 1];
    memcpy(joined, before.ptr, before.len);
    memcpy(joined + before.len, word->term.ptr, word->term.len);
    memcpy(parts, before.ptr, before.len);
    parts[before.len] = ' ';
    memcpy(parts + before.len + 1, word->term.ptr, word->term.len);
    size_t len = before.len + word->term.len;
    count_relation(relations, SLICE(RELATED_JOINED),
                   fold_key((struct slice){ joined, len }, room),
                   (struct slice){ parts, len + 1 });
}

// Forms that begin otherwise than their stem are found through a stored one.
void relations_stem(struct relations *relations, struct slice term)
{
    int language = relations->language;
    if (relations->guessed_by_script)
        language = language_of_script(script_of(term));
    if (language < 0 || !LANGUAGES[language].prefixes_change) return;
    char room[TERM_MAX], kind[sizeof RELATED_STEM + 8];
    struct slice stem = stem_key(relations->stemmers, language, term, room);
    relations->no_memory |= !stem.ptr;
    if (!stem.ptr) return;
    snprintf(kind, sizeof kind, RELATED_STEM "%s", LANGUAGES[language].code);
    count_relation(relations, slice_of(kind), stem, term);
}

// Terms in a row, joined by spaces.
struct row {
    char bytes[ROW_BYTES];
    size_t len;
    size_t words;
    bool too_long;
};

static int add_to_row(void *context, const struct word *word)
{
    struct row *row = context;
    row->too_long |= word->kind != WORD_PLAIN || ++row->words > ROW_WORDS
                     || row->len + word->term.len + 1 >= sizeof row->bytes;
    if (row->too_long) return 1;
    if (row->len) row->bytes[row->len++] = ' ';
    memcpy(row->bytes + row->len, word->term.ptr, word->term.len);
    row->len += word->term.len;
    return 0;
}

static int count_acronym(void *context, const struct introduction *introduction)
{
    struct relations *relations = context;
    struct row acronym = { .len = 0 }, long_form = { .len = 0 };
    words_analyse(introduction->acronym, add_to_row, &acronym);
    words_analyse(introduction->long_form, add_to_row, &long_form);
    if (acronym.too_long || long_form.too_long || acronym.words != 1
        || long_form.words < 2)
        return 0;
    struct slice a = { acronym.bytes, acronym.len };
    struct slice b = { long_form.bytes, long_form.len };
    count_relation(relations, SLICE(RELATED_ACRONYM), a, b);
    count_relation(relations, SLICE(RELATED_ACRONYM), b, a);
    return relations->no_memory;
}

void relations_acronyms(struct relations *relations, struct slice text)
{
    introductions_find(text, count_acronym, relations);
}

bool relations_wants_stems(const struct relations *relations)
{
    return relations->guessed_by_script
           || (relations->language >= 0
               && LANGUAGES[relations->language].prefixes_change);
}

void relations_text(struct relations *relations, struct slice text)
{
    relations->text = text;
    relations->plain_end = SIZE_MAX;
}

void relations_word(struct relations *relations, const struct word *word)
{
    bool plain = word->kind == WORD_PLAIN;
    if (plain && relations->plain_end != SIZE_MAX)
        count_joined(relations, word);
    // Only a word with a hyphen behind it is looked at again.
    relations->plain_end = SIZE_MAX;
    size_t end = word->end;
    if (!plain || end >= relations->text.len) return;
    char next = relations->text.ptr[end];
    if (next != '-' && next != '\xE2') return;
    relations->plain_end = end;
    memcpy(relations->before_room, word->term.ptr, word->term.len);
    relations->before =
        (struct slice){ relations->before_room, word->term.len };
}
