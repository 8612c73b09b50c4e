#include "search/forms.h"

#include <stdlib.h>

// What an occurrence of a form is worth beside one of the form that was typed.
// For stems .6 to .8 rank alike on four collections, and 1 loses. A compound
// is about something narrower than the word in it.
static const float WEIGHTS[] = {
    [RELATION_TYPED] = 1.0F,   [RELATION_KEY] = 0.8F,
    [RELATION_STEM] = 0.8F,    [RELATION_CLITIC] = 0.8F,
    [RELATION_JOINED] = 0.8F,  [RELATION_SYNONYM] = 0.8F,
    [RELATION_ACRONYM] = 0.6F, [RELATION_PATTERN] = 1.0F,
    [RELATION_SIMILAR] = 0.7F, [RELATION_COMPOUND] = 0.3F,
};

static struct form *append(struct forms *forms)
{
    if (forms->count < forms->room) return &forms->items[forms->count++];
    size_t room = forms->room ? forms->room * 2 : 8;
    struct form *items = arena_alloc(forms->arena, room * sizeof *items);
    forms->no_memory |= !items;
    if (!items) return NULL;
    if (forms->count) memcpy(items, forms->items, forms->count * sizeof *items);
    forms->items = items;
    forms->room = room;
    return &forms->items[forms->count++];
}

static bool has_term(const struct forms *forms, struct slice term)
{
    for (size_t i = 0; i < forms->count; i++)
        if (forms->items[i].term_count == 1
            && slice_equal(forms->items[i].terms[0], term))
            return true;
    return false;
}

static void add(struct forms *forms, struct form form)
{
    struct form *added = append(forms);
    if (!added) return;
    *added = form;
    added->weight = WEIGHTS[form.relation];
}

static void add_one(struct forms *forms, struct slice term, struct form form)
{
    if (has_term(forms, term)) return;
    form.terms = arena_alloc(forms->arena, sizeof *form.terms);
    form.term_count = 1;
    if (form.terms) form.terms[0] = arena_copy(forms->arena, term);
    forms->no_memory |= !form.terms || !form.terms[0].ptr;
    if (!forms->no_memory) add(forms, form);
}

void forms_add_term(struct forms *forms, struct slice term,
                    enum relation relation)
{
    add_one(forms, term, (struct form){ .relation = relation });
}

void forms_add_entry(struct forms *forms, const struct dictionary_entry *entry,
                     enum relation relation)
{
    add_one(forms, entry->term,
            (struct form){ .relation = relation,
                           .articles = entry->articles,
                           .occurrences = entry->occurrences });
}

void forms_add_again(struct forms *forms, const struct form *form,
                     enum relation relation)
{
    add_one(forms, form->terms[0],
            (struct form){ .relation = relation,
                           .articles = form->articles,
                           .occurrences = form->occurrences });
}

void forms_add_plural(struct forms *forms, struct slice acronym)
{
    enum { LETTERS_MIN = 3 }; // gps is no gp
    char several[TERM_MAX];
    if (acronym.len < LETTERS_MIN || acronym.len + 1 > TERM_MAX
        || memchr(acronym.ptr, ' ', acronym.len))
        return;
    memcpy(several, acronym.ptr, acronym.len);
    several[acronym.len] = 's';
    forms_add_term(forms, (struct slice){ several, acronym.len + 1 },
                   RELATION_ACRONYM);
}

void forms_add_row(struct forms *forms, struct slice text,
                   enum relation relation)
{
    size_t room = 1, count = 0;
    for (size_t i = 0; i < text.len; i++) room += text.ptr[i] == ' ';
    struct slice rest = arena_copy(forms->arena, text);
    struct slice *terms = arena_alloc(forms->arena, room * sizeof *terms);
    forms->no_memory |= !rest.ptr || !terms;
    if (forms->no_memory) return;
    while (rest.len) {
        const char *space = memchr(rest.ptr, ' ', rest.len);
        size_t len = space ? (size_t)(space - rest.ptr) : rest.len;
        if (len) terms[count++] = (struct slice){ rest.ptr, len };
        rest = slice_from(rest, space ? len + 1 : len);
    }
    if (count == 1 && has_term(forms, terms[0])) return;
    if (count)
        add(forms, (struct form){ .terms = terms,
                                  .term_count = count,
                                  .relation = relation });
}

void forms_add_words(struct forms *forms, const struct query_word *words,
                     size_t count, bool prefix, enum relation relation)
{
    struct slice *terms = arena_alloc(forms->arena, count * sizeof *terms);
    forms->no_memory |= !terms;
    if (!terms) return;
    for (size_t i = 0; i < count; i++) terms[i] = words[i].term;
    add(forms, (struct form){ .terms = terms,
                              .term_count = count,
                              .prefix = prefix,
                              .relation = relation });
}

static int by_closeness(const void *left, const void *right)
{
    const struct form *a = left, *b = right;
    bool first_a = a->relation <= RELATION_KEY;
    bool first_b = b->relation <= RELATION_KEY;
    if (first_a != first_b) return first_b - first_a;
    if (first_a && a->relation != b->relation)
        return (int)a->relation - (int)b->relation;
    if (a->weight != b->weight) return a->weight < b->weight ? 1 : -1;
    if (a->articles != b->articles) return a->articles < b->articles ? 1 : -1;
    return slice_compare(a->terms[0], b->terms[0]);
}

enum offprint_status forms_finish(struct forms *forms, size_t limit,
                                  struct family *family,
                                  struct offprint_error *err)
{
    if (forms->no_memory) return fail_no_memory(err);
    if (forms->count > 1)
        qsort(forms->items, forms->count, sizeof *forms->items, by_closeness);
    family->forms = forms->items;
    family->form_count = forms->count < limit ? forms->count : limit;
    family->found = forms->count;
    return OFFPRINT_OK;
}
