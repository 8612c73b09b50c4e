// A search: the ranked ids become hits, each with its title and passages
// marked.

#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "facade.h"
#include "search/nothing.h"
#include "search/snippet.h"
#include "store/store.h"

enum { DEFAULT_SNIPPET_COLUMNS = 240 };

// A result that is given away, with the arena that it lives in.
struct owned_result {
    struct offprint_result result; // first: its address is the owner's
    struct arena arena;
};

// What is at hand while the hits of one search are made.
struct composer {
    struct store *store;
    const struct offprint_search_options *options;
    const struct likeness *likeness; // or NULL
    const struct search *search;
    const struct marker *marker;
    struct arena *arena;   // of the result
    struct arena *scratch; // of one hit
    double deadline;       // clock_seconds(); 0: none
};

enum { HITS_IN_ANY_CASE = 10 }; // however late it is

size_t facade_end_of_marks(struct slice text, const struct marks *marks,
                           size_t *first)
{
    size_t end = marks->items[*first].end;
    while (*first + 1 < marks->count) {
        const struct mark *next = &marks->items[*first + 1];
        bool joined = next->start <= end
                      || (next->start == end + 1 && text.ptr[end] == ' ');
        if (!joined) break;
        if (next->end > end) end = next->end;
        ++*first;
    }
    return end;
}

// A copy for readers: what would steer their screen is not in it.
static char *shown_copy(struct arena *arena, struct slice text, size_t *size)
{
    enum { REPLACEMENT_BYTES = 3 };
    char *copy = arena_alloc(arena, REPLACEMENT_BYTES * text.len + 1);
    *size = 0;
    for (size_t at = 0; copy && at < text.len;) {
        uint32_t c;
        size_t width = utf8_decode(text.ptr + at, text.len - at, &c);
        if (utf8_is_control(c) && c != '\n' && c != '\t') c = UTF8_REPLACEMENT;
        *size += utf8_encode(c, copy + *size);
        at += width;
    }
    return copy;
}

// Adds text[start, end), unless it is empty. False where there is no memory.
static bool add_fragment(struct composer *composer, struct slice text,
                         size_t start, size_t end, bool hit,
                         struct offprint_fragment *fragments, size_t *count)
{
    if (end <= start) return true;
    struct offprint_fragment *fragment = &fragments[(*count)++];
    fragment->text = shown_copy(composer->arena,
                                (struct slice){ text.ptr + start, end - start },
                                &fragment->size);
    fragment->hit = hit;
    fragment->start = start;
    fragment->end = end;
    return fragment->text != NULL;
}

// Cuts a passage of text into fragments at its marks.
static enum offprint_status make_fragments(struct composer *composer,
                                           struct slice text,
                                           const struct marks *marks,
                                           struct passage passage,
                                           struct offprint_passage *made,
                                           struct offprint_error *err)
{
    size_t first = marks_from(marks, passage.start);
    size_t room = 1;
    for (size_t i = first; i < marks->count; i++)
        room += marks->items[i].start < passage.end ? 2 : 0;
    struct offprint_fragment *fragments =
        arena_alloc(composer->arena, room * sizeof *fragments);
    if (!fragments) return fail_no_memory(err);
    size_t at = passage.start, count = 0;
    bool added = true;
    for (size_t i = first; added && i < marks->count; i++) {
        size_t start = marks->items[i].start;
        if (start >= passage.end) break;
        size_t end = facade_end_of_marks(text, marks, &i);
        if (end > passage.end) end = passage.end;
        if (start < at) start = at;
        if (end <= start) continue;
        added =
            add_fragment(composer, text, at, start, false, fragments, &count)
            && add_fragment(composer, text, start, end, true, fragments,
                            &count);
        at = end;
    }
    if (!added
        || !add_fragment(composer, text, at, passage.end, false, fragments,
                         &count))
        return fail_no_memory(err);
    made->fragments = fragments;
    made->fragment_count = count;
    made->starts_inside = passage.start > 0;
    made->ends_inside = passage.end < text.len;
    return OFFPRINT_OK;
}

static enum offprint_status mark_title(struct composer *composer,
                                       struct slice title,
                                       struct offprint_hit *hit,
                                       struct offprint_error *err)
{
    struct marks marks;
    enum offprint_status status =
        marks_find(composer->marker, title, true, composer->arena, &marks, err);
    if (status) return status;
    return make_fragments(composer, title, &marks,
                          (struct passage){ 0, title.len }, &hit->title, err);
}

static enum offprint_status make_snippets(struct composer *composer, int64_t id,
                                          struct offprint_hit *hit,
                                          struct offprint_error *err)
{
    size_t limit = (size_t)composer->options->snippet_count;
    size_t width = composer->options->snippet_width > 0
                       ? (size_t)composer->options->snippet_width
                       : DEFAULT_SNIPPET_COLUMNS;
    // The text is needed for a moment only, and may be long.
    struct arena *scratch = composer->scratch;
    arena_reset(scratch);
    struct found_article found;
    struct marks marks;
    enum offprint_status status =
        store_article(composer->store, id, true, scratch, &found, err);
    struct slice body = found.article.body;
    if (!status)
        status =
            marks_find(composer->marker, body, false, scratch, &marks, err);
    struct passage *passages;
    size_t count = 0;
    if (!status)
        status = snippet_choose(composer->marker, body, &marks, width, limit,
                                scratch, &passages, &count, err);
    if (status) return status;
    struct offprint_passage *snippets =
        arena_alloc(composer->arena, (count + 1) * sizeof *snippets);
    if (!snippets) return fail_no_memory(err);
    hit->snippets = snippets;
    hit->snippet_count = count;
    for (size_t i = 0; !status && i < count; i++)
        status = make_fragments(composer, body, &marks, passages[i],
                                &snippets[i], err);
    return status;
}

static enum offprint_status compose_hit(struct composer *composer,
                                        const struct ranked *ranked,
                                        struct offprint_hit *hit,
                                        struct offprint_error *err)
{
    bool snippets =
        composer->options->snippet_count > 0 && !composer->options->brief;
    hit->score = ranked->score;
    hit->article.id = ranked->id;
    if (composer->options->ids_only) return OFFPRINT_OK;
    struct found_article found;
    enum offprint_status status = store_article(
        composer->store, ranked->id, false, composer->arena, &found, err);
    if (status) return status;
    status = facade_publish(&found, composer->arena, &hit->article, err);
    if (!status && composer->options->explain)
        status = facade_explain_score(composer->search, ranked->id,
                                      composer->arena, &hit->explanation, err);
    if (status || composer->options->brief) return status;
    status = mark_title(composer, found.article.title, hit, err);
    if (!status && snippets)
        status = make_snippets(composer, ranked->id, hit, err);
    const char **without;
    // An article may be like another without most of its words.
    if (composer->likeness) return status;
    if (!status)
        status =
            search_missing(composer->store, composer->search, ranked->id,
                           composer->arena, &without, &hit->without_count, err);
    if (!status) hit->without = without;
    return status;
}

static bool is_late(const struct composer *composer)
{
    return composer->deadline > 0 && clock_seconds() >= composer->deadline;
}

static enum offprint_status compose_hits(struct composer *composer,
                                         struct offprint_result *result,
                                         struct offprint_error *err)
{
    const struct top *top = &composer->search->top;
    uint64_t offset = composer->options->offset;
    size_t first = offset < top->count ? (size_t)offset : top->count;
    struct offprint_hit *hits =
        arena_alloc(composer->arena, (top->count - first + 1) * sizeof *hits);
    if (!hits) return fail_no_memory(err);
    enum offprint_status status = OFFPRINT_OK;
    result->hits = hits;
    for (size_t i = first; !status && i < top->count; i++) {
        struct offprint_hit *hit = &hits[result->hit_count];
        result->partial = i - first >= HITS_IN_ANY_CASE && is_late(composer);
        if (result->partial) break;
        hit->rank = i + 1;
        status = compose_hit(composer, &top->items[i], hit, err);
        result->hit_count++;
    }
    return status;
}

static const struct scorer *scorer_of(enum offprint_scorer scorer,
                                      const struct likeness *likeness)
{
    if (scorer == OFFPRINT_SCORER_BM25) return &SCORER_BM25;
    return likeness ? &SCORER_UNORDERED : &SCORER_DEFAULT;
}

struct search_request facade_request(
    const offprint_index *index, const struct offprint_search_options *options,
    const struct likeness *likeness, const char *today)
{
    uint64_t wanted = options->limit < UINT64_MAX - options->offset
                          ? options->limit + options->offset
                          : UINT64_MAX;
    return (struct search_request){
        .text = slice_of(options->query),
        .query = { options->literal, options->exact, options->field, today },
        .expansion = { options->no_acronyms, index->stemmers },
        .filters = { options->language, options->since, options->until },
        .strict = options->strict,
        .sorted = options->sort != OFFPRINT_BY_DEFAULT,
        .order = facade_order(options->sort),
        .match = options->match,
        .scorer = scorer_of(options->scorer, likeness),
        .boosts = likeness ? likeness->weights : NULL,
        .boost_count = likeness ? likeness->count : 0,
        .except = likeness ? likeness->except : 0,
        .limit = options->limit ? wanted : 0,
        .brief = options->brief || options->ids_only || likeness,
        .deadline = options->timeout_seconds > 0
                        ? clock_seconds() + options->timeout_seconds
                        : 0,
    };
}

enum offprint_status facade_warnings(const struct search *search,
                                     struct arena *arena,
                                     const struct offprint_warning **result,
                                     size_t *result_count,
                                     struct offprint_error *err)
{
    const struct query *query = &search->query;
    const struct expansion *expansion = &search->expansion;
    size_t count = query->warning_count + expansion->warning_count;
    struct offprint_warning *warnings =
        arena_alloc(arena, (count + 1) * sizeof *warnings);
    if (!warnings) return fail_no_memory(err);
    for (size_t i = 0; i < query->warning_count; i++) {
        const struct query_warning *warning = &query->warnings[i];
        warnings[i] =
            (struct offprint_warning){ warning->message, warning->start,
                                       warning->size, warning->repair };
    }
    for (size_t i = 0; i < expansion->warning_count; i++)
        warnings[query->warning_count + i].message = expansion->warnings[i];
    *result = warnings;
    *result_count = count;
    return OFFPRINT_OK;
}

// Nothing was found: why, and what would be.
static enum offprint_status publish_nothing(
    struct store *store, const struct search_request *request,
    struct search *search, struct owned_result *owner,
    struct offprint_error *err)
{
    struct nothing nothing;
    enum offprint_status status =
        nothing_explain(store, request, search, &owner->arena, &nothing, err);
    if (status) return status;
    struct offprint_part *parts =
        arena_alloc(&owner->arena, (nothing.part_count + 1) * sizeof *parts);
    struct offprint_looser *looser =
        arena_alloc(&owner->arena, (nothing.looser_count + 1) * sizeof *looser);
    if (!parts || !looser) return fail_no_memory(err);
    for (size_t i = 0; i < nothing.part_count; i++) {
        const struct nothing_part *part = &nothing.parts[i];
        parts[i] =
            (struct offprint_part){ (enum offprint_part_kind)part->kind,
                                    part->text, part->articles, part->without };
    }
    for (size_t i = 0; i < nothing.looser_count; i++)
        looser[i] = (struct offprint_looser){ nothing.looser[i].change,
                                              nothing.looser[i].articles };
    owner->result.parts = parts;
    owner->result.part_count = nothing.part_count;
    owner->result.looser = looser;
    owner->result.looser_count = nothing.looser_count;
    return OFFPRINT_OK;
}

// Why no query of the kind finds anything; NULL where there is no such reason.
static const char *reason_of_nothing(const struct search *search,
                                     const struct likeness *likeness)
{
    if (!search->query.root && search->query.filter_count == 0)
        return likeness ? "it has no words that others share, but for those "
                          "that very many have"
                        : "there are no words in it";
    if (search->articles == 0) return "the index has no articles yet";
    return NULL;
}

static enum offprint_status search_and_compose(
    const offprint_index *index, const struct offprint_search_options *options,
    const struct likeness *likeness, struct owned_result *owner,
    struct offprint_error *err)
{
    struct store *store = index->store;
    double started = clock_seconds();
    struct search search = { 0 };
    char day[CLOCK_DAY_MAX];
    struct search_request request =
        facade_request(index, options, likeness, clock_today(day));
    enum offprint_status status = store_begin(store, err);
    if (!status)
        status = search_run(store, &request, &owner->arena, &search, err);
    owner->result.ranking_ms = (clock_seconds() - started) * 1000;
    struct marker *marker = NULL;
    if (!status && !options->brief)
        status = marker_make(&search, &owner->arena, &marker, err);
    struct arena scratch = { 0 };
    struct composer composer = {
        store,  options,       likeness, &search,
        marker, &owner->arena, &scratch, request.deadline,
    };
    if (!status) status = compose_hits(&composer, &owner->result, err);
    arena_free(&scratch);
    if (!status && search.total == 0 && !request.brief && !search.refused
        && !search.partial)
        status = publish_nothing(store, &request, &search, owner, err);
    else if (search.suggestion_count > search.likely_count)
        search.suggestion_count = search.likely_count;
    store_rollback(store);
    if (!status && search.total == 0 && !search.refused)
        owner->result.reason = reason_of_nothing(&search, likeness);
    owner->result.total = search.total;
    owner->result.total_exact = search.total_exact;
    owner->result.partial |= search.partial;
    owner->result.refused = search.refused;
    owner->result.suggestions = search.suggestions;
    owner->result.suggestion_count = search.suggestion_count;
    if (!status)
        status =
            facade_warnings(&search, &owner->arena, &owner->result.warnings,
                            &owner->result.warning_count, err);
    if (!status && options->explain_words && !search.refused)
        status =
            facade_explain_words(&search, &owner->arena, &owner->result, err);
    search_free(&search);
    return status;
}

enum offprint_status facade_search(
    const offprint_index *index, const struct offprint_search_options *options,
    const struct likeness *likeness, struct offprint_result **result,
    struct offprint_error *err)
{
    *result = NULL;
    double started = clock_seconds();
    struct owned_result *owner = calloc(1, sizeof *owner);
    if (!owner) return fail_no_memory(err);
    enum offprint_status status =
        search_and_compose(index, options, likeness, owner, err);
    owner->result.query = arena_string(&owner->arena, slice_of(options->query));
    if (!status && !owner->result.query) status = fail_no_memory(err);
    owner->result.match = options->match;
    owner->result.elapsed_ms = (clock_seconds() - started) * 1000;
    if (status)
        offprint_result_free(&owner->result);
    else
        *result = &owner->result;
    return status;
}

enum offprint_status offprint_search(
    offprint_index *index, const struct offprint_search_options *options,
    struct offprint_result **result, struct offprint_error *err)
{
    return facade_search(index, options, NULL, result, err);
}

void offprint_result_free(struct offprint_result *result)
{
    if (!result) return;
    struct owned_result *owner = (struct owned_result *)result;
    arena_free(&owner->arena);
    free(owner);
}
