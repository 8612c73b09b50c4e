// expression.h - families in the language of FTS5's MATCH.
//
// Terms stand in quotes, each behind the byte 1, so that FTS5 takes them as
// they are (store/tokenizer.h) and no input is a syntax error.

#ifndef OFFPRINT_SEARCH_EXPRESSION_H
#define OFFPRINT_SEARCH_EXPRESSION_H

#include "base/buffer.h"
#include "search/families.h"
#include "search/plan.h"
#include "store/postings.h"

// An expression that is being written, and what its phrases stand for. All zero
// bytes: empty. A failed allocation is remembered in failed.
struct expression {
    struct buffer text;
    struct match_phrase *phrases; // in the order of text
    size_t phrase_count;
    size_t phrase_room;
    bool failed;
};

void expression_reset(struct expression *expression);
void expression_free(struct expression *expression);

// The text, or NULL where there is no memory.
const char *expression_text(struct expression *expression);

// Appends text that holds no phrase: an operator, a bracket.
void expression_add(struct expression *expression, const char *text);

// Appends the forms of a family, joined by OR, as number in the request.
void expression_add_family(struct expression *expression,
                           const struct family *family, uint32_t number);

// Appends the forms of a family that weigh least or more, likewise. False where
// there are none, or no others.
bool expression_add_near_forms(struct expression *expression,
                               const struct family *family, float least);

// Appends terms in a row as number in the request.
void expression_add_row(struct expression *expression, const struct form *form,
                        uint32_t number);

// Whether FTS5 can evaluate a node as it is: it has no word for every article,
// and its parser does not go deep.
bool expression_can_hold(const struct plan_node *node);

// Appends such a node; its phrases are never scored.
void expression_add_node(struct expression *expression,
                         const struct plan_node *node);

#endif
