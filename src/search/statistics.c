#include "search/statistics.h"

#include <math.h>

#include "search/constants.h"
#include "search/expression.h"

// The archive, and how its articles are counted: by lists or, where postings
// cannot be read, by the expression at hand.
struct counting {
    struct store *store;
    const struct word_context *context; // NULL: by expressions
    const struct scorer *scorer;
    struct expression expression;
    uint64_t articles;
    double per_article; // m0: how often a word stands in one that has it
};

// Weighs a family that so many articles hold, so often (constants.h).
static void weigh(const struct counting *counting, double df, double cf,
                  struct family *family)
{
    const double n = (double)counting->articles;
    if (df > n) df = n;
    struct family_figures *figures = &family->figures;
    *figures = (struct family_figures){ df, cf, .rare = 1, .burst = 1 };
    figures->idf = log(1 + (n - df + 0.5) / (df + 0.5));
    if (!counting->scorer->idf_alone) {
        figures->rare = 1 - df / (n + 1);
        figures->burst = 1
                         + log((cf + RANK_KAPPA * counting->per_article)
                               / (df + RANK_KAPPA));
        if (figures->burst < 0) figures->burst = 0;
    }
    family->weight = figures->idf * figures->rare * figures->burst;
}

// Whether the dictionary knows how frequent a form is: a single term, but of no
// run, in any field.
static bool is_known(const struct family *family, const struct form *form)
{
    return form->term_count == 1 && !form->prefix && !family->title_only
           && !words_is_of_run(form->terms[0]);
}

// How often the forms that weigh least or more stand in df articles: where the
// dictionary does not know, as often as words do.
static double count_occurrences(const struct counting *counting,
                                const struct family *family, float least,
                                double df)
{
    double count = 0;
    for (size_t i = 0; i < family->form_count; i++) {
        const struct form *form = &family->forms[i];
        if (form->weight < least) continue;
        if (!is_known(family, form)) return df * counting->per_article;
        count += (double)form->occurrences;
    }
    return count < df ? df : count;
}

static enum offprint_status count_expression(struct counting *counting,
                                             uint64_t *count,
                                             struct offprint_error *err)
{
    const char *text = expression_text(&counting->expression);
    if (!text) return fail_no_memory(err);
    return store_count_matches(counting->store, text, count, err);
}

// Articles with a form that weighs least or more; *articles stays where there
// is none, or no others.
static enum offprint_status match_articles(struct counting *counting,
                                           struct family *family, float least,
                                           uint64_t *articles,
                                           struct offprint_error *err)
{
    const struct form *only = family->forms;
    if (family->form_count == 1 && is_known(family, only)) {
        *articles = only->articles;
        return OFFPRINT_OK;
    }
    expression_reset(&counting->expression);
    if (least == 0)
        expression_add_family(&counting->expression, family, 0);
    else if (!expression_add_near_forms(&counting->expression, family, least))
        return OFFPRINT_OK;
    return count_expression(counting, articles, err);
}

static enum offprint_status open_family(struct counting *counting,
                                        struct family *family,
                                        struct offprint_error *err)
{
    family->lists =
        arena_alloc(counting->context->arena, sizeof *family->lists);
    if (!family->lists) return fail_no_memory(err);
    return word_open(counting->context, family, family->lists, err);
}

static bool has_far_forms(const struct family *family, float least)
{
    for (size_t i = 0; i < family->form_count; i++)
        if (family->forms[i].weight < least) return true;
    return false;
}

// Far relatives, which count for little, must not make a rare word common.
static enum offprint_status count_family(struct counting *counting,
                                         struct family *family,
                                         struct offprint_error *err)
{
    static const float NEAR = 0.5F;
    uint64_t near = 0;
    float least = NEAR;
    enum offprint_status status = OFFPRINT_OK;
    if (counting->context) {
        status = open_family(counting, family, err);
        if (!status)
            status = word_count(counting->context, family->lists, 0,
                                &family->articles, err);
        near = family->articles;
        if (!status && has_far_forms(family, NEAR))
            status =
                word_count(counting->context, family->lists, NEAR, &near, err);
    } else {
        status = match_articles(counting, family, 0, &family->articles, err);
        near = family->articles;
        if (!status)
            status = match_articles(counting, family, NEAR, &near, err);
    }
    if (near == 0) near = family->articles, least = 0;
    double df = (double)near;
    weigh(counting, df, count_occurrences(counting, family, least, df), family);
    return status;
}

static enum offprint_status count_families(struct counting *counting,
                                           struct family *families,
                                           size_t count,
                                           struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < count; i++)
        status = count_family(counting, &families[i], err);
    return status;
}

// The words of a phrase, whose lists nobody reads: where the dictionary knows
// how frequent one is, they are not opened.
static enum offprint_status count_quoted(struct counting *counting,
                                         struct expanded_term *term,
                                         struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < term->quoted_count; i++) {
        struct family *family = &term->quoted[i];
        const struct form *only = family->forms;
        if (family->form_count != 1 || only->articles == 0
            || !is_known(family, only)) {
            status = count_family(counting, family, err);
            continue;
        }
        family->articles = only->articles;
        const double df = (double)only->articles;
        weigh(counting, df, count_occurrences(counting, family, 0, df), family);
    }
    return status;
}

static enum offprint_status count_term(struct counting *counting,
                                       struct expanded_term *term,
                                       struct offprint_error *err)
{
    enum offprint_status status = count_family(counting, &term->whole, err);
    if (!status && term->words != &term->whole)
        status = count_families(counting, term->words, term->word_count, err);
    if (!status) status = count_quoted(counting, term, err);
    if (term->quoted_count) term->whole.weight = 0;
    for (size_t i = 0; i < term->quoted_count; i++)
        term->whole.weight += term->quoted[i].weight;
    return status;
}

enum offprint_status statistics_take(struct store *store, struct search *search,
                                     const struct scorer *scorer,
                                     struct arena *arena,
                                     struct offprint_error *err)
{
    struct expansion *expansion = &search->expansion;
    size_t count = search->query.term_count;
    search->groups = arena_alloc(arena, (count + 1) * sizeof *search->groups);
    if (!search->groups) return fail_no_memory(err);
    struct counting counting = {
        .store = store,
        .context = search->by_lists ? &search->context : NULL,
        .scorer = scorer,
        .articles = search->articles,
    };
    enum offprint_status status = dictionary_mean_occurrences(
        expansion->dictionary, &counting.per_article, err);
    search->mean_occurrences = counting.per_article;
    for (size_t i = 0; !status && i < count; i++) {
        status = count_term(&counting, &expansion->terms[i], err);
        double articles = (double)expansion->terms[i].whole.articles;
        search->groups[i].weight =
            log(1 + (double)search->articles / (1 + articles));
    }
    if (!status)
        status = count_families(&counting, expansion->extras,
                                expansion->extra_count, err);
    expression_free(&counting.expression);
    return status;
}
