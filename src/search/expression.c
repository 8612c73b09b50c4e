#include "search/expression.h"

static void add_quoted(struct buffer *out, struct slice text)
{
    buffer_add_byte(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '"') buffer_add_byte(out, '"');
        buffer_add_byte(out, c == '\0' ? ' ' : c);
    }
    buffer_add_byte(out, '"');
}

static void add_field(struct buffer *out, const struct query_term *term)
{
    if (term->title_only) buffer_add_string(out, "title : ");
}

static void add_joined(struct buffer *out, const struct query_term *term)
{
    if (term->joined.len == 0) return;
    buffer_add_string(out, " OR ");
    add_field(out, term);
    add_quoted(out, term->joined);
}

// The term as it is wanted: a word, or words that stand together.
static void add_term(struct buffer *out, const struct query_term *term)
{
    add_field(out, term);
    add_quoted(out, term->text);
    if (term->prefix) buffer_add_string(out, " *");
    add_joined(out, term);
}

void expression_of_word(const struct query_term *term, size_t word,
                        struct buffer *out)
{
    bool last = word + 1 == term->word_count;
    add_field(out, term);
    add_quoted(out, term->words[word].term);
    if ((last && term->prefix) || term->words[word].kind == WORD_SINGLE)
        buffer_add_string(out, " *");
}

// The same, its words one by one unless the user put them in quotes.
static void add_loose_term(struct buffer *out, const struct query_term *term)
{
    if (term->quoted || term->word_count == 1) {
        add_term(out, term);
        return;
    }
    for (size_t i = 0; i < term->word_count; i++) {
        if (i) buffer_add_string(out, " OR ");
        expression_of_word(term, i, out);
    }
    add_joined(out, term);
}

static void add_excluded(struct buffer *out, const struct query *query)
{
    for (size_t i = 0; i < query->excluded_count; i++) {
        buffer_add_string(out, i ? " OR " : " NOT (");
        add_term(out, &query->excluded[i]);
    }
    if (query->excluded_count) buffer_add_byte(out, ')');
}

void expression_of_group(const struct query_group *group, struct buffer *out)
{
    for (size_t i = 0; i < group->count; i++) {
        if (i) buffer_add_string(out, " OR ");
        add_term(out, &group->terms[i]);
    }
}

void expression_of_any(const struct query *query, struct buffer *out)
{
    if (query->group_count == 0) return;
    buffer_add_byte(out, '(');
    for (size_t i = 0; i < query->group_count; i++)
        for (size_t j = 0; j < query->groups[i].count; j++) {
            if (i + j) buffer_add_string(out, " OR ");
            add_loose_term(out, &query->groups[i].terms[j]);
        }
    buffer_add_byte(out, ')');
    add_excluded(out, query);
}

void expression_of_all(const struct query *query, const bool *skipped,
                       struct buffer *out)
{
    bool first = true;
    for (size_t i = 0; i < query->group_count; i++) {
        if (skipped[i]) continue;
        buffer_add_string(out, first ? "(" : " AND ");
        buffer_add_byte(out, '(');
        expression_of_group(&query->groups[i], out);
        buffer_add_byte(out, ')');
        first = false;
    }
    if (first) return;
    buffer_add_byte(out, ')');
    add_excluded(out, query);
}
