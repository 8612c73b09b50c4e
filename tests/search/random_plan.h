// random_plan.h - plans of any kind over the words of an archive.

#ifndef OFFPRINT_TESTS_SEARCH_RANDOM_PLAN_H
#define OFFPRINT_TESTS_SEARCH_RANDOM_PLAN_H

#include "slow_scorer.h"

enum { PLAN_FAMILIES = 8, PLAN_FORMS_MAX = 6, ROW_TERMS_MAX = 3 };

struct random_plan {
    struct arena arena;
    const struct archive *archive;
    struct plan plan;
    struct family families[PLAN_FAMILIES];
    struct scorer scorer;
    bool only_scored; // words of the tree are those that score
};

// ---- Families ---------------------------------------------------------------

static inline struct slice draw_term(struct random_plan *random)
{
    const struct archive *archive = random->archive;
    return archive->words[random_below(3) ? draw_word(archive)
                                          : random_below(archive->word_count)];
}

// Words that stand in a row somewhere.
static inline void draw_row(struct random_plan *random, struct form *form)
{
    const struct archive *archive = random->archive;
    const size_t wanted = 2 + random_below(ROW_TERMS_MAX - 1);
    for (int i = 0; i < 100; i++) {
        const struct article *article =
            &archive->articles[random_below(archive->article_count)];
        const size_t field = random_below(POSTING_COLUMNS);
        if (article->counts[field] < wanted) continue;
        const size_t from = random_below(article->counts[field] - wanted + 1);
        for (size_t j = 0; j < wanted; j++)
            form->terms[j] = archive->words[article->words[field][from + j]];
        form->term_count = wanted;
        return;
    }
    for (size_t j = 0; j < wanted; j++) form->terms[j] = draw_term(random);
    form->term_count = wanted;
}

static inline void make_prefix(struct form *form)
{
    struct slice *last = &form->terms[form->term_count - 1];
    const struct slice cut = utf8_cut(*last, 1 + random_below(3));
    if (cut.len > 0) *last = cut;
    form->prefix = true;
}

static inline void make_form(struct random_plan *random, struct form *form)
{
    static const float WEIGHTS[] = { 1, 1, 1, 0.5F, 0.3F, 0.07F };
    *form = (struct form){ .term_count = 1 };
    form->terms =
        arena_alloc(&random->arena, ROW_TERMS_MAX * sizeof *form->terms);
    form->terms[0] = draw_term(random);
    form->weight = WEIGHTS[random_below(6)];
    if (random_below(5) == 0) draw_row(random, form);
    if (random_below(8) == 0) make_prefix(form);
}

static inline void make_family(struct random_plan *random,
                               struct family *family)
{
    *family = (struct family){
        .form_count = 1 + random_below(1 + random_below(PLAN_FORMS_MAX)),
        .title_only = random_below(8) == 0,
    };
    family->forms =
        arena_alloc(&random->arena, PLAN_FORMS_MAX * sizeof *family->forms);
    for (size_t i = 0; i < family->form_count; i++)
        make_form(random, &family->forms[i]);
}

// ---- Trees ------------------------------------------------------------------

static inline struct plan_node *new_node(struct random_plan *random,
                                         enum plan_kind kind, size_t parts)
{
    struct plan_node *node = arena_alloc(&random->arena, sizeof *node);
    *node = (struct plan_node){ .kind = kind, .part_count = parts };
    node->parts =
        arena_alloc(&random->arena, (parts + 1) * sizeof *node->parts);
    return node;
}

static inline struct plan_node *family_node(struct random_plan *random,
                                            size_t number)
{
    struct plan_node *node = new_node(random, PLAN_FAMILY, 0);
    node->family = &random->families[number];
    return node;
}

static inline struct plan_node *draw_family(struct random_plan *random)
{
    return family_node(random, random_below(random->only_scored
                                                ? random->plan.word_count
                                                : PLAN_FAMILIES));
}

// The first words that score.
static inline struct plan_node *first_words(struct random_plan *random,
                                            enum plan_kind kind, size_t count)
{
    struct plan_node *node = new_node(random, kind, count);
    for (size_t i = 0; i < node->part_count; i++)
        node->parts[i] = family_node(random, i);
    return node;
}

// A NEAR compares forms of one term, or families of one form: those that FTS5
// can be asked for.
static inline bool can_be_near(const struct plan_node *part,
                               const struct plan_node *first)
{
    const struct family *family = part->family;
    if (family->title_only != first->family->title_only) return false;
    for (size_t i = 0; i < family->form_count; i++)
        if (family->form_count > 1 && family->forms[i].term_count > 1)
            return false;
    return true;
}

static inline struct plan_node *make_near(struct random_plan *random)
{
    const size_t wanted = 2 + random_below(2);
    struct plan_node *node = new_node(random, PLAN_NEAR, wanted);
    node->part_count = 0;
    node->distance = (unsigned)random_below(5);
    for (int i = 0; i < 50 && node->part_count < wanted; i++) {
        struct plan_node *part = draw_family(random);
        const struct plan_node *first =
            node->part_count ? node->parts[0] : part;
        if (can_be_near(part, first)) node->parts[node->part_count++] = part;
    }
    return node->part_count > 1 ? node : draw_family(random);
}

static inline struct plan_node *make_tree(struct random_plan *random, int depth)
{
    static const enum plan_kind KINDS[] = { PLAN_ANY, PLAN_ALL, PLAN_BUT };
    if (depth == 0 || random_below(4) == 0) {
        const size_t kind = random_below(20);
        if (kind == 0) return new_node(random, PLAN_EVERY, 0);
        return kind < 4 ? make_near(random) : draw_family(random);
    }
    const enum plan_kind kind = KINDS[random_below(3)];
    struct plan_node *node = new_node(random, kind, 1 + random_below(3));
    for (size_t i = 0; i < node->part_count; i++)
        node->parts[i] = make_tree(random, depth - 1);
    return node;
}

// ---- Plans ------------------------------------------------------------------

static inline void make_scorer(struct random_plan *random)
{
    random->scorer = (struct scorer){
        .k1 = 0.1 + (double)random_below(200) / 100,
        .b = (double)random_below(101) / 100,
        .fields = { .title = 0.5 + (double)random_below(4),
                    .body = 1,
                    .extra = 0.5 + (double)random_below(2) },
        .pair = random_below(3) ? (double)random_below(200) / 100 : 0,
        .pair_k1 = 0.2 + (double)random_below(100) / 100,
        .phrase = random_below(3) ? (double)random_below(300) / 100 : 0,
        .phrase_k1 = 0.2 + (double)random_below(100) / 100,
    };
}

static inline void make_scored(struct random_plan *random)
{
    struct plan *plan = &random->plan;
    plan->word_count = 1 + random_below(PLAN_FAMILIES - 2);
    plan->words =
        arena_alloc(&random->arena, plan->word_count * sizeof *plan->words);
    for (size_t i = 0; i < PLAN_FAMILIES; i++)
        make_family(random, &random->families[i]);
    for (size_t i = 0; i < plan->word_count; i++)
        plan->words[i] = (struct plan_word){
            &random->families[i],
            random_below(20) ? (double)random_below(900) / 100 : 0
        };
}

static inline void make_pairs(struct random_plan *random)
{
    struct plan *plan = &random->plan;
    plan->pairs = arena_alloc(&random->arena,
                              (plan->word_count + 1) * sizeof *plan->pairs);
    for (size_t i = 0; i + 1 < plan->word_count; i++) {
        const double u = plan->words[i].weight, v = plan->words[i + 1].weight;
        if (random_below(4))
            plan->pairs[plan->pair_count++] =
                (struct plan_pair){ (uint32_t)i, (uint32_t)i + 1,
                                    u + v > 0 ? 2 * u * v / (u + v) : 0 };
    }
}

// The first words are typed in a row: each has the term as its first form.
static inline void make_phrase(struct random_plan *random)
{
    struct plan *plan = &random->plan;
    struct form *phrase = &plan->phrase;
    *phrase = (struct form){ 0 };
    phrase->terms =
        arena_alloc(&random->arena, ROW_TERMS_MAX * sizeof *phrase->terms);
    draw_row(random, phrase);
    if (phrase->term_count > plan->word_count)
        phrase->term_count = plan->word_count;
    for (size_t i = 0; i < plan->word_count; i++) {
        random->families[i].title_only = false;
        plan->phrase_weight += plan->words[i].weight;
    }
    for (size_t i = 0; i < phrase->term_count; i++) {
        struct form *typed = &random->families[i].forms[0];
        *typed = (struct form){ .term_count = 1, .weight = 1 };
        typed->terms = &phrase->terms[i];
    }
}

static inline void make_plan(struct random_plan *random,
                             const struct archive *archive)
{
    struct plan *plan = &random->plan;
    *random = (struct random_plan){ .archive = archive };
    make_scorer(random);
    make_scored(random);
    if (random_below(2)) make_pairs(random);
    const bool has_phrase = random_below(2);
    if (has_phrase) make_phrase(random);
    random->only_scored = random_below(2);
    switch (random_below(5)) {
    case 0: plan->matching = make_tree(random, 3); break;
    case 1:
        plan->matching = first_words(random, PLAN_ALL, plan->word_count);
        break;
    case 2: plan->matching = make_tree(random, 1); break;
    default: plan->matching = first_words(random, PLAN_ANY, plan->word_count);
    }
    // Whatever holds the phrase is complete.
    if (random_below(2)) return;
    if (has_phrase)
        plan->complete = first_words(random, PLAN_ALL, plan->phrase.term_count);
    else
        plan->complete = random_below(2)
                             ? first_words(random, PLAN_ALL, plan->word_count)
                             : make_tree(random, 2);
}

// ---- In the language of FTS5 ------------------------------------------------

static inline void write_form(struct buffer *text, const struct form *form)
{
    buffer_add_byte(text, '"');
    for (size_t i = 0; i < form->term_count; i++) {
        buffer_add_byte(text, '\1'); // a term as it is (store/tokenizer.h)
        buffer_add(text, form->terms[i]);
    }
    buffer_add_string(text, form->prefix ? "\" *" : "\"");
}

static inline void write_family(struct buffer *text,
                                const struct family *family)
{
    buffer_add_string(text, family->title_only ? "title : (" : "(");
    for (size_t i = 0; i < family->form_count; i++) {
        if (i) buffer_add_string(text, " OR ");
        write_form(text, &family->forms[i]);
    }
    buffer_add_byte(text, ')');
}

// FTS5's NEAR has no OR: each choice of forms is one of its own.
static inline void write_near(struct buffer *text, const struct plan_node *node,
                              const struct form **chosen, size_t count)
{
    if (count < node->part_count && count < ROW_TERMS_MAX) {
        const struct family *family = node->parts[count]->family;
        for (size_t i = 0; i < family->form_count; i++) {
            chosen[count] = &family->forms[i];
            write_near(text, node, chosen, count + 1);
        }
        return;
    }
    if (text->ptr[text->len - 1] != '(') buffer_add_string(text, " OR ");
    if (node->parts[0]->family->title_only) buffer_add_string(text, "title : ");
    buffer_add_string(text, "NEAR(");
    for (size_t i = 0; i < count; i++) {
        write_form(text, chosen[i]);
        buffer_add_byte(text, ' ');
    }
    buffer_format(text, ", %u)", node->distance);
}

// False where FTS5 cannot be asked: for all articles.
static inline bool write_tree(struct buffer *text, const struct plan_node *node)
{
    static const char *const BETWEEN[] = {
        [PLAN_ANY] = " OR ", [PLAN_ALL] = " AND "
    };
    const struct form *chosen[ROW_TERMS_MAX];
    bool known = node->kind != PLAN_EVERY;
    buffer_add_byte(text, '(');
    if (node->kind == PLAN_FAMILY) write_family(text, node->family);
    if (node->kind == PLAN_NEAR) write_near(text, node, chosen, 0);
    for (size_t i = 0; i < node->part_count && node->kind != PLAN_NEAR; i++) {
        if (node->kind == PLAN_BUT && i > 0)
            buffer_add_string(text, i == 1 ? " NOT (" : " OR ");
        else if (i > 0)
            buffer_add_string(text, BETWEEN[node->kind]);
        known &= write_tree(text, node->parts[i]);
    }
    if (node->kind == PLAN_BUT && node->part_count > 1)
        buffer_add_byte(text, ')');
    buffer_add_byte(text, ')');
    return known;
}

#endif
