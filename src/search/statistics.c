#include "search/statistics.h"

#include <math.h>

#include "search/expression.h"

enum {
    SMALL_ARCHIVE = 50, // articles below which every word is a content word
    COMMON_SHARE = 5, // a word in more than 1 of 5 articles is a function word
};

struct counting {
    struct store *store;
    struct expression expression;
    const struct scorer *scorer;
    uint64_t articles; // in the index
};

// How much a word says: ln(1 + (N - df + .5) / (df + .5)), Robertson and Sparck
// Jones' idf as Lucene has it, which is never below 0, faded by 1 - df / (N + 1)
// for words that nearly all articles have.
static double weight_of(const struct counting *counting, uint64_t frequency)
{
    double n = (double)counting->articles, df = (double)frequency;
    if (df > n) df = n;
    double idf = log(1 + (n - df + 0.5) / (df + 0.5));
    return counting->scorer->fades ? idf * (1 - df / (n + 1)) : idf;
}

static enum offprint_status count_expression(struct counting *counting,
                                             uint64_t *count,
                                             struct offprint_error *err)
{
    const char *text = expression_text(&counting->expression);
    if (!text) return fail_no_memory(err);
    return store_count_matches(counting->store, text, count, err);
}

static enum offprint_status count_family(struct counting *counting,
                                         struct family *family,
                                         struct offprint_error *err)
{
    expression_reset(&counting->expression);
    expression_add_family(&counting->expression, family, 0);
    enum offprint_status status =
        count_expression(counting, &family->articles, err);
    uint64_t near = family->articles;
    // Far relatives, which count for little, must not make a rare word common.
    expression_reset(&counting->expression);
    if (!status && expression_add_near_forms(&counting->expression, family)) {
        status = count_expression(counting, &near, err);
        if (near == 0) near = family->articles;
    }
    family->weight = weight_of(counting, near);
    return status;
}

static enum offprint_status count_term(struct counting *counting,
                                       struct expanded_term *term,
                                       struct offprint_error *err)
{
    enum offprint_status status = count_family(counting, &term->whole, err);
    if (term->words == &term->whole) return status;
    for (size_t i = 0; !status && i < term->word_count; i++)
        status = count_family(counting, &term->words[i], err);
    return status;
}

static enum offprint_status count_group(struct counting *counting,
                                        const struct query_group *group,
                                        struct expanded_term *terms,
                                        struct group_statistics *statistics,
                                        struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < group->count; i++)
        status = count_term(counting, &terms[i], err);
    statistics->articles = terms[0].whole.articles;
    if (!status && group->count > 1) {
        expression_reset(&counting->expression);
        expression_add_group(&counting->expression, group, terms, 0);
        status = count_expression(counting, &statistics->articles, err);
    }
    bool common = counting->articles >= SMALL_ARCHIVE
                  && statistics->articles > counting->articles / COMMON_SHARE;
    statistics->required = statistics->articles > 0 && !common;
    statistics->weight = log(
        1 + (double)counting->articles / (double)(1 + statistics->articles));
    return status;
}

enum offprint_status statistics_take(struct store *store, struct search *search,
                                     const struct scorer *scorer,
                                     struct arena *arena,
                                     struct offprint_error *err)
{
    size_t count = search->query.group_count;
    search->groups = arena_alloc(arena, (count + 1) * sizeof *search->groups);
    if (!search->groups) return fail_no_memory(err);
    struct counting counting = { .store = store, .scorer = scorer };
    enum offprint_status status =
        store_article_count(store, &counting.articles, err);
    for (size_t i = 0; !status && i < count; i++)
        status =
            count_group(&counting, &search->query.groups[i],
                        search->expansion.groups[i], &search->groups[i], err);
    for (size_t i = 0; !status && i < search->expansion.extra_count; i++)
        status = count_family(&counting, &search->expansion.extras[i], err);
    expression_free(&counting.expression);
    return status;
}
