// forms.h - the forms of a family while they are collected.

#ifndef OFFPRINT_SEARCH_FORMS_H
#define OFFPRINT_SEARCH_FORMS_H

#include "search/families.h"

struct forms {
    struct arena *arena;
    struct form *items;
    size_t count;
    size_t room;
    bool cut_short; // there may be more: too many words begin alike
    bool no_memory;
};

// Adds a form of one term, which is copied, unless it is there already. Nothing
// is known of how frequent it is.
void forms_add_term(struct forms *forms, struct slice term,
                    enum relation relation);

// The same for a term of the dictionary, and for a form of another word.
void forms_add_entry(struct forms *forms, const struct dictionary_entry *entry,
                     enum relation relation);
void forms_add_again(struct forms *forms, const struct form *form,
                     enum relation relation);

// Adds an acronym with a plural s: MSCs are told of where MSC is.
void forms_add_plural(struct forms *forms, struct slice acronym);

// Adds a form of the terms between the spaces of text, which is copied.
void forms_add_row(struct forms *forms, struct slice text,
                   enum relation relation);

// Adds a form of words of a query, which live as long as the forms.
void forms_add_words(struct forms *forms, const struct query_word *words,
                     size_t count, bool prefix, enum relation relation);

// Puts the forms in order, those by the closest relation first and of these the
// most frequent, and makes them a family's, at most limit of them.
enum offprint_status forms_finish(struct forms *forms, size_t limit,
                                  struct family *family,
                                  struct offprint_error *err);

#endif
