#include "search/search.h"

#include <math.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "search/expression.h"
#include "store/articles.h"

enum {
    SHORT_QUERY = 3,    // content words up to which all of them come first
    SMALL_ARCHIVE = 50, // articles below which every word is a content word
    COMMON_SHARE = 5, // a word in more than 1 of 5 articles is a function word
};

// An occurrence in the title says more of what an article is about than one in
// its text, one among authors, tags and captions less.
static const struct field_weights WEIGHTS = { 2.0, 1.0, 0.3 };

static enum offprint_status done(struct buffer *expression,
                                 enum offprint_status status,
                                 struct offprint_error *err)
{
    if (!status && expression->failed) status = fail_no_memory(err);
    buffer_free(expression);
    return status;
}

// ---- What is known before ---------------------------------------------------

static enum offprint_status count_group(struct store *store,
                                        const struct query_group *group,
                                        uint64_t *articles,
                                        struct offprint_error *err)
{
    struct buffer expression = { 0 };
    expression_of_group(group, &expression);
    const char *text = buffer_string(&expression);
    enum offprint_status status = OFFPRINT_OK;
    if (text && !expression.failed)
        status = store_count_matches(store, text, articles, err);
    return done(&expression, status, err);
}

static enum offprint_status take_statistics(struct store *store,
                                            struct search *search,
                                            struct arena *arena,
                                            struct offprint_error *err)
{
    size_t count = search->query.group_count;
    search->groups = arena_alloc(arena, (count + 1) * sizeof *search->groups);
    if (!search->groups) return fail_no_memory(err);
    uint64_t articles = 0;
    enum offprint_status status = store_article_count(store, &articles, err);
    for (size_t i = 0; !status && i < count; i++) {
        struct group_statistics *group = &search->groups[i];
        status =
            count_group(store, &search->query.groups[i], &group->articles, err);
        bool common = articles >= SMALL_ARCHIVE
                      && group->articles > articles / COMMON_SHARE;
        group->required = group->articles > 0 && !common;
        group->weight =
            log(1 + (double)articles / (double)(1 + group->articles));
    }
    return status;
}

static size_t count_required(const struct search *search)
{
    size_t required = 0;
    for (size_t i = 0; i < search->query.group_count; i++)
        required += search->groups[i].required;
    return required;
}

// ---- Matching ---------------------------------------------------------------

// Ids of the articles with all words, in their order.
struct complete {
    int64_t *ids;
    size_t count;
    size_t room;
    size_t next; // the first one not yet passed
    bool no_memory;
};

static bool add_complete(void *context, const struct match *match)
{
    struct complete *complete = context;
    void *grown = array_grow(complete->ids, complete->count, &complete->room,
                             sizeof *complete->ids);
    complete->no_memory = !grown;
    if (!grown) return false;
    complete->ids = grown;
    complete->ids[complete->count++] = match->id;
    return true;
}

struct collection {
    struct search *search;
    struct complete complete;
};

static bool add_match(void *context, const struct match *match)
{
    struct collection *collection = context;
    struct complete *complete = &collection->complete;
    while (complete->next < complete->count
           && complete->ids[complete->next] < match->id)
        complete->next++;
    struct ranked ranked = {
        .id = match->id,
        .score = match->score,
        .complete = complete->next < complete->count
                    && complete->ids[complete->next] == match->id,
    };
    collection->search->total++;
    top_offer(&collection->search->top, ranked);
    return !collection->search->top.no_memory;
}

// Finds the articles with all words; skipped tells which do not count.
static enum offprint_status find_complete(struct store *store,
                                          const struct search *search,
                                          const bool *skipped,
                                          struct complete *complete,
                                          struct offprint_error *err)
{
    struct buffer expression = { 0 };
    expression_of_all(&search->query, skipped, &expression);
    enum offprint_status status = OFFPRINT_OK;
    const char *text = buffer_string(&expression);
    if (text && *text && !expression.failed)
        status =
            store_match(store, text, &WEIGHTS, add_complete, complete, err);
    if (!status && complete->no_memory) status = fail_no_memory(err);
    return done(&expression, status, err);
}

static enum offprint_status collect_matches(struct store *store,
                                            struct collection *collection,
                                            struct buffer *expression,
                                            struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    const char *text = buffer_string(expression);
    if (text && *text && !expression->failed)
        status = store_match(store, text, &WEIGHTS, add_match, collection, err);
    if (!status && collection->search->top.no_memory)
        status = fail_no_memory(err);
    return done(expression, status, err);
}

static enum offprint_status match_all(struct store *store,
                                      struct collection *collection,
                                      const bool *skipped,
                                      struct offprint_error *err)
{
    struct buffer expression = { 0 };
    expression_of_all(&collection->search->query, skipped, &expression);
    return collect_matches(store, collection, &expression, err);
}

static enum offprint_status match_any(struct store *store,
                                      struct collection *collection,
                                      struct offprint_error *err)
{
    struct buffer expression = { 0 };
    expression_of_any(&collection->search->query, &expression);
    return collect_matches(store, collection, &expression, err);
}

// Short queries: articles with all words first, then the best of the others.
static enum offprint_status match_auto(struct store *store,
                                       struct collection *collection,
                                       bool *skipped,
                                       struct offprint_error *err)
{
    const struct search *search = collection->search;
    size_t required = count_required(search);
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; i < search->query.group_count; i++)
        skipped[i] = !search->groups[i].required;
    if (required > 0 && required <= SHORT_QUERY)
        status =
            find_complete(store, search, skipped, &collection->complete, err);
    if (!status) status = match_any(store, collection, err);
    return status;
}

enum offprint_status search_run(struct store *store, struct slice text,
                                bool literal, enum offprint_match match,
                                uint64_t limit, struct arena *arena,
                                struct search *search,
                                struct offprint_error *err)
{
    *search =
        (struct search){ .top.limit = limit < SIZE_MAX ? limit : SIZE_MAX };
    enum offprint_status status =
        query_parse(text, literal, arena, &search->query, err);
    if (status || search->query.group_count == 0) return status;
    bool *skipped = arena_alloc(arena, search->query.group_count);
    if (!skipped) return fail_no_memory(err);
    status = take_statistics(store, search, arena, err);
    if (match == OFFPRINT_MATCH_AUTO && search->query.all_wanted)
        match = OFFPRINT_MATCH_ALL;
    struct collection collection = { .search = search };
    if (!status && match == OFFPRINT_MATCH_ALL)
        status = match_all(store, &collection, skipped, err);
    if (!status && match == OFFPRINT_MATCH_ANY)
        status = match_any(store, &collection, err);
    if (!status && match == OFFPRINT_MATCH_AUTO)
        status = match_auto(store, &collection, skipped, err);
    free(collection.complete.ids);
    top_sort(&search->top);
    return status;
}

void search_free(struct search *search)
{
    top_free(&search->top);
}

// ---- What a hit lacks -------------------------------------------------------

static enum offprint_status group_matches(struct store *store,
                                          const struct query_group *group,
                                          int64_t id, bool *matches,
                                          struct offprint_error *err)
{
    struct buffer expression = { 0 };
    expression_of_group(group, &expression);
    const char *text = buffer_string(&expression);
    enum offprint_status status = OFFPRINT_OK;
    if (text && !expression.failed)
        status = store_matches(store, text, id, matches, err);
    return done(&expression, status, err);
}

enum offprint_status search_missing(struct store *store,
                                    const struct search *search, int64_t id,
                                    struct arena *arena, const char ***words,
                                    size_t *count, struct offprint_error *err)
{
    const struct query *query = &search->query;
    *count = 0;
    *words = arena_alloc(arena, (query->group_count + 1) * sizeof **words);
    if (!*words) return fail_no_memory(err);
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < query->group_count; i++) {
        bool matches;
        status = group_matches(store, &query->groups[i], id, &matches, err);
        if (status || matches) continue;
        const char *word = arena_string(arena, query->groups[i].terms[0].text);
        if (!word) return fail_no_memory(err);
        (*words)[(*count)++] = word;
    }
    return status;
}
