#include "search/expression.h"

#include <stdlib.h>

void expression_reset(struct expression *expression)
{
    buffer_reset(&expression->text);
    expression->phrase_count = 0;
    expression->failed = false;
}

void expression_free(struct expression *expression)
{
    buffer_free(&expression->text);
    free(expression->phrases);
    *expression = (struct expression){ 0 };
}

const char *expression_text(struct expression *expression)
{
    const char *text = buffer_string(&expression->text);
    return expression->failed || expression->text.failed ? NULL : text;
}

void expression_add(struct expression *expression, const char *text)
{
    buffer_add_string(&expression->text, text);
}

static void add_phrase(struct expression *expression,
                       struct match_phrase phrase)
{
    void *grown =
        array_grow(expression->phrases, expression->phrase_count,
                   &expression->phrase_room, sizeof *expression->phrases);
    expression->failed |= !grown;
    if (!grown) return;
    expression->phrases = grown;
    expression->phrases[expression->phrase_count++] = phrase;
}

static void add_term(struct buffer *out, struct slice term)
{
    buffer_add_byte(out, '\1');
    for (size_t i = 0; i < term.len; i++) {
        if (term.ptr[i] == '"') buffer_add_byte(out, '"');
        buffer_add_byte(out, term.ptr[i]);
    }
}

static void add_form(struct expression *expression, const struct form *form,
                     struct match_phrase phrase)
{
    struct buffer *out = &expression->text;
    buffer_add_byte(out, '"');
    for (size_t i = 0; i < form->term_count; i++) add_term(out, form->terms[i]);
    buffer_add_byte(out, '"');
    if (form->prefix) buffer_add_string(out, " *");
    add_phrase(expression, phrase);
}

void expression_add_family(struct expression *expression,
                           const struct family *family, uint32_t number)
{
    expression_add(expression, family->title_only ? "title : (" : "(");
    for (size_t i = 0; i < family->form_count; i++) {
        const struct form *form = &family->forms[i];
        if (i) expression_add(expression, " OR ");
        add_form(expression, form,
                 (struct match_phrase){ number, form->weight });
    }
    expression_add(expression, ")");
}

// Who leaves a word out means it, not what it may stand for besides: a compound,
// an acronym, a synonym.
static bool is_excluded(const struct form *form)
{
    return form->relation != RELATION_COMPOUND
           && form->relation != RELATION_ACRONYM
           && form->relation != RELATION_SYNONYM;
}

static void exclude_family(struct expression *expression,
                           const struct family *family)
{
    size_t count = 0;
    expression_add(expression, family->title_only ? "title : (" : "(");
    for (size_t i = 0; i < family->form_count; i++) {
        const struct form *form = &family->forms[i];
        if (!is_excluded(form)) continue;
        if (count++) expression_add(expression, " OR ");
        add_form(expression, form, (struct match_phrase){ 0, 0 });
    }
    expression_add(expression, ")");
}

bool expression_add_near_forms(struct expression *expression,
                               const struct family *family)
{
    static const float NEAR = 0.5F;
    size_t count = 0;
    expression_add(expression, family->title_only ? "title : (" : "(");
    for (size_t i = 0; i < family->form_count; i++) {
        const struct form *form = &family->forms[i];
        if (form->weight < NEAR) continue;
        if (count++) expression_add(expression, " OR ");
        add_form(expression, form, (struct match_phrase){ 0, form->weight });
    }
    expression_add(expression, ")");
    return count > 0 && count < family->form_count;
}

void expression_add_excluded(struct expression *expression,
                             const struct query *query,
                             const struct expansion *expansion)
{
    for (size_t i = 0; i < query->excluded_count; i++) {
        expression_add(expression, i ? " OR " : " NOT (");
        exclude_family(expression, &expansion->excluded[i].whole);
    }
    if (query->excluded_count) expression_add(expression, ")");
}

void expression_add_group(struct expression *expression,
                          const struct query_group *group,
                          const struct expanded_term *terms, uint32_t number)
{
    for (size_t i = 0; i < group->count; i++) {
        if (i) expression_add(expression, " OR ");
        expression_add_family(expression, &terms[i].whole,
                              number + (uint32_t)i);
    }
}
