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

// What stands for nothing, such as an expression that fits no word, may have
// any bytes in it; a space, too, is in no term.
static void add_term(struct buffer *out, struct slice term)
{
    buffer_add_byte(out, '\1');
    for (size_t i = 0; i < term.len; i++) {
        const char c = term.ptr[i];
        if (c == '"') buffer_add_byte(out, '"');
        buffer_add_byte(out, c == '\0' || c == '\1' ? ' ' : c);
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

static struct match_phrase phrase_of(const struct form *form, uint32_t number)
{
    return (struct match_phrase){ number, form->weight,
                                  (uint32_t)form->term_count };
}

void expression_add_family(struct expression *expression,
                           const struct family *family, uint32_t number)
{
    expression_add(expression, family->title_only ? "title : (" : "(");
    for (size_t i = 0; i < family->form_count; i++) {
        const struct form *form = &family->forms[i];
        if (i) expression_add(expression, " OR ");
        add_form(expression, form, phrase_of(form, number));
    }
    expression_add(expression, ")");
}

bool expression_add_near_forms(struct expression *expression,
                               const struct family *family, float least)
{
    size_t count = 0;
    expression_add(expression, family->title_only ? "title : (" : "(");
    for (size_t i = 0; i < family->form_count; i++) {
        const struct form *form = &family->forms[i];
        if (form->weight < least) continue;
        if (count++) expression_add(expression, " OR ");
        add_form(expression, form, (struct match_phrase){ 0, form->weight, 1 });
    }
    expression_add(expression, ")");
    return count > 0 && count < family->form_count;
}

void expression_add_row(struct expression *expression, const struct form *form,
                        uint32_t number)
{
    add_form(expression, form, phrase_of(form, number));
}

// ---- Nodes ------------------------------------------------------------------

static bool holds(const struct plan_node *node, unsigned depth)
{
    enum { DEPTH_MAX = 8 };
    if (depth > DEPTH_MAX || node->kind == PLAN_EVERY) return false;
    for (size_t i = 0; i < node->part_count; i++)
        if (!holds(node->parts[i], depth + 1)) return false;
    return true;
}

bool expression_can_hold(const struct plan_node *node)
{
    return holds(node, 0);
}

// FTS5's NEAR knows phrases alone, so there is one for each choice of forms. Of
// long families the first forms stand for all.
enum { NEAR_CHOICES_MAX = 1024 };

static size_t forms_each(const struct plan_node *near)
{
    size_t each = 1;
    for (;;) {
        size_t choices = 1;
        bool more = false;
        for (size_t i = 0; i < near->part_count; i++) {
            size_t forms = near->parts[i]->family->form_count;
            more |= forms > each;
            choices *= forms <= each ? forms : each + 1;
            if (choices > NEAR_CHOICES_MAX) return each;
        }
        if (!more) return each;
        each++;
    }
}

static size_t choices_of(const struct plan_node *part, size_t each)
{
    size_t count = part->family->form_count;
    return count < each ? count : each;
}

// The choice-th NEAR: its number has a digit for each part.
static void add_choice(struct expression *expression,
                       const struct plan_node *near, size_t each, size_t choice)
{
    bool title = near->parts[0]->family->title_only;
    expression_add(expression, title ? "title : NEAR(" : "NEAR(");
    for (size_t i = 0; i < near->part_count; i++) {
        const struct family *family = near->parts[i]->family;
        size_t count = choices_of(near->parts[i], each);
        add_form(expression, &family->forms[choice % count],
                 (struct match_phrase){ 0 });
        expression_add(expression, " ");
        choice /= count;
    }
    buffer_format(&expression->text, ", %u)", near->distance);
}

static void add_near(struct expression *expression,
                     const struct plan_node *near)
{
    size_t each = forms_each(near), choices = 1;
    for (size_t i = 0; i < near->part_count; i++)
        choices *= choices_of(near->parts[i], each);
    expression_add(expression, "(");
    for (size_t i = 0; i < choices; i++) {
        if (i) expression_add(expression, " OR ");
        add_choice(expression, near, each, i);
    }
    expression_add(expression, ")");
}

static void add_parts(struct expression *expression,
                      const struct plan_node *node, size_t first,
                      const char *operator_name)
{
    expression_add(expression, "(");
    for (size_t i = first; i < node->part_count; i++) {
        if (i > first) expression_add(expression, operator_name);
        expression_add_node(expression, node->parts[i]);
    }
    expression_add(expression, ")");
}

static void add_unscored(struct expression *expression,
                         const struct family *family)
{
    expression_add(expression, family->title_only ? "title : (" : "(");
    for (size_t i = 0; i < family->form_count; i++) {
        if (i) expression_add(expression, " OR ");
        add_form(expression, &family->forms[i], (struct match_phrase){ 0 });
    }
    expression_add(expression, ")");
}

void expression_add_node(struct expression *expression,
                         const struct plan_node *node)
{
    switch (node->kind) {
    case PLAN_FAMILY: add_unscored(expression, node->family); break;
    case PLAN_NEAR: add_near(expression, node); break;
    case PLAN_ANY: add_parts(expression, node, 0, " OR "); break;
    case PLAN_ALL: add_parts(expression, node, 0, " AND "); break;
    case PLAN_BUT:
        expression_add(expression, "(");
        expression_add_node(expression, node->parts[0]);
        expression_add(expression, " NOT ");
        add_parts(expression, node, 1, " OR ");
        expression_add(expression, ")");
        break;
    case PLAN_EVERY: expression->failed = true; break;
    }
}
