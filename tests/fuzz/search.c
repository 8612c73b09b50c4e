// Any text is a query, and is answered: hits in order, the best of all that
// match whether or not articles are skipped, and those that FTS5's MATCH finds.
//
// Four bytes choose the options, all others are the query.

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "facade.h"
#include "fuzz/fuzz.h"
#include "search/match_plan.h"
#include "search/topk.h"
#include "store/store.h"

enum { OPTION_BYTES = 4, ARTICLES = 1500, WORDS = 14 };

// ---- The index --------------------------------------------------------------

// The first ones are in most articles; the last ones are rare.
static const char *const VOCABULARY[] = {
    "the",
    "of",
    "and",
    "a",
    "cell",
    "cells",
    "stem",
    "ankle",
    "joint",
    "knee",
    "mouse",
    "observe",
    "observing",
    "observed",
    "café",
    "cafe",
    "don’t",
    "e-mail",
    "email",
    "AT&T",
    "U.S.A.",
    "1,000",
    "3.14",
    "C++",
    "東京都の橋",
    "京都",
    "서울에서",
    "MSC",
    "Straße",
    "strasse",
    "Krankenversicherung",
    "Versicherung",
    "woman",
    "women",
    "womb",
    "title",
    "lang",
    "NEAR",
    "OR",
    "NOT",
    "l’oeuvre",
    "œuvre",
    "naïve",
    "x",
    "ab",
    "aba",
    "reactive",
    "mesenchymal stem cells (MSC)",
};

enum { VOCABULARY_SIZE = sizeof VOCABULARY / sizeof *VOCABULARY };

static uint32_t draw(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

static void add_words(struct buffer *lines, uint32_t *state, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        const uint32_t most = 1 + draw(state) % VOCABULARY_SIZE;
        buffer_format(lines, "%s%s", VOCABULARY[draw(state) % most],
                      draw(state) % 9 ? " " : ". ");
    }
}

static void add_line(struct buffer *lines, uint32_t *state, unsigned i)
{
    static const char *const WRITTEN_IN[] = { "en", "de", "en-GB", "fr" };
    buffer_format(lines, "{\"_id\":\"%u\",\"lang\":\"%s\",\"title\":\"", i,
                  WRITTEN_IN[draw(state) % 4]);
    add_words(lines, state, 2);
    buffer_add_string(lines, "\",\"text\":\"");
    add_words(lines, state, 1 + draw(state) % WORDS);
    buffer_format(lines, "\",\"date\":\"20%02u-%02u\",\"author\":\"%s Ruth\"",
                  draw(state) % 30, 1 + draw(state) % 12,
                  VOCABULARY[draw(state) % VOCABULARY_SIZE]);
    buffer_format(lines, ",\"tags\":[\"%s\"],\"url\":\"https://%s.org/%u\"}\n",
                  VOCABULARY[draw(state) % VOCABULARY_SIZE],
                  i % 2 ? "example" : "www.news", i);
}

// Some lines are others each time.
static void write_archive(const char *path, unsigned round)
{
    struct buffer lines = { 0 };
    for (unsigned i = 0; i < ARTICLES; i++) {
        uint32_t state = i % 50 == round ? i + ARTICLES * round : i;
        if (i % 50 != round || i % 100) add_line(&lines, &state, i);
    }
    FILE *file = fopen(path, "we");
    FUZZ_CHECK(file && fwrite(lines.ptr, 1, lines.len, file) == lines.len);
    FUZZ_CHECK(fclose(file) == 0);
    buffer_free(&lines);
}

// Two runs, so that there are several segments, and articles that are gone.
static offprint_index *make_index(void)
{
    char folder[] = "/tmp/offprint-fuzz-XXXXXX";
    char archive[64], path[64];
    FUZZ_CHECK(mkdtemp(folder));
    snprintf(archive, sizeof archive, "%s/all.jsonl", folder);
    snprintf(path, sizeof path, "%s/index", folder);
    const char *paths[] = { archive };
    const struct offprint_update_options options = { .paths = paths,
                                                     .path_count = 1,
                                                     .jobs = 1 };
    for (unsigned round = 1; round < 3; round++) {
        write_archive(archive, round);
        FUZZ_CHECK(!offprint_update(path, &options, NULL, NULL));
    }
    offprint_index *index;
    FUZZ_CHECK(!offprint_index_open(path, &index, NULL));
    FUZZ_CHECK(unlink(archive) == 0 && unlink(path) == 0); // it stays open
    FUZZ_CHECK(rmdir(folder) == 0);
    return index;
}

// ---- Options ----------------------------------------------------------------

static struct offprint_search_options options_of(const uint8_t *data,
                                                 const char *query)
{
    static const char *const FIELDS[] = { NULL, NULL,     NULL,  "title",
                                          NULL, "author", "tag", "path" };
    static const char *const ASKED_FOR[] = { NULL, NULL, "en", "de" };
    static const char *const DATES[] = { NULL, NULL, "2019-05", "2y" };
    static const uint64_t LIMITS[] = { 0, 1, 3, 10, 100, UINT64_MAX, 10, 10 };
    static const uint64_t OFFSETS[] = { 0, 0, 5, UINT64_MAX };
    return (struct offprint_search_options){
        .query = query,
        .match = (enum offprint_match)(data[0] % 4 % 3),
        .literal = data[0] & 4,
        .exact = data[0] & 8,
        .scorer = (enum offprint_scorer)(data[0] >> 4 & 1),
        .strict = data[0] & 32,
        .no_acronyms = data[0] & 64,
        .explain = data[0] & 128,
        .explain_words = data[0] & 128,
        .sort = (enum offprint_sort)((data[1] & 8) ? data[1] % 8 % 6 : 0),
        .field = FIELDS[data[1] >> 4 & 7],
        .brief = data[1] & 128,
        .limit = LIMITS[data[2] % 8],
        .offset = OFFSETS[data[2] >> 3 & 3],
        .snippet_count = data[2] >> 5 & 3,
        .language = ASKED_FOR[data[3] & 3],
        .since = DATES[data[3] >> 2 & 3],
        .until = DATES[data[3] >> 4 & 3],
    };
}

// ---- What the public answer promises ----------------------------------------

static void check_passage(const struct offprint_passage *passage)
{
    uint64_t at = 0;
    for (size_t i = 0; i < passage->fragment_count; i++) {
        const struct offprint_fragment *fragment = &passage->fragments[i];
        FUZZ_CHECK(fragment->start >= at && fragment->end > fragment->start);
        FUZZ_CHECK(strlen(fragment->text) == fragment->size);
        at = fragment->end;
    }
}

static void check_hit(const struct offprint_search_options *options,
                      const struct offprint_hit *hit)
{
    FUZZ_CHECK(isfinite(hit->score) && hit->score >= 0);
    check_passage(&hit->title);
    FUZZ_CHECK(hit->snippet_count <= (size_t)options->snippet_count);
    for (size_t i = 0; i < hit->snippet_count; i++)
        check_passage(&hit->snippets[i]);
    const struct offprint_explanation *why = hit->explanation;
    if (why) FUZZ_CHECK(fabs(why->total - hit->score) <= why->rounding);
}

static void check_nothing(offprint_index *index,
                          const struct offprint_search_options *options,
                          const struct offprint_result *result)
{
    if (result->total > 0 || result->refused) return;
    for (size_t i = 0; i < result->looser_count; i++)
        FUZZ_CHECK(result->looser[i].articles > 0);
    for (size_t i = 0; i < result->suggestion_count; i++) {
        struct offprint_search_options other = *options;
        struct offprint_result *found;
        other.query = result->suggestions[i];
        other.limit = 0;
        other.offset = 0;
        FUZZ_CHECK(!offprint_search(index, &other, &found, NULL)
                   && found->total > 0);
        offprint_result_free(found);
    }
}

static void check_result(const struct offprint_search_options *options,
                         const struct offprint_result *result)
{
    FUZZ_CHECK(result->hit_count <= options->limit);
    FUZZ_CHECK(result->total >= result->hit_count);
    FUZZ_CHECK(!result->refused || (options->strict && !result->hit_count));
    for (size_t i = 0; i < result->warning_count; i++)
        FUZZ_CHECK(result->warnings[i].message[0]
                   && result->warnings[i].start <= strlen(result->query));
    for (size_t i = 0; i < result->hit_count; i++) {
        const struct offprint_hit *hit = &result->hits[i];
        FUZZ_CHECK(hit->rank == options->offset + i + 1);
        check_hit(options, hit);
        if (options->sort == OFFPRINT_BY_ID && i)
            FUZZ_CHECK(hit->article.id > hit[-1].article.id);
    }
}

// ---- The same by looking at everything --------------------------------------

static struct search_request request_of(
    const struct offprint_search_options *options, struct slice text,
    const offprint_index *index)
{
    return (struct search_request){
        .text = text,
        .query = { options->literal, options->exact, options->field,
                   "2026-11-28" },
        .expansion = { options->no_acronyms, index->stemmers },
        .filters = { options->language, options->since, options->until },
        .match = options->match,
        .scorer = options->scorer ? &SCORER_BM25 : &SCORER_DEFAULT,
        .limit = options->limit,
        .brief = true,
    };
}

static bool same_rank(const struct ranked *a, const struct ranked *b)
{
    return a->id == b->id && a->complete == b->complete
           && !(a->score < b->score || a->score > b->score);
}

static bool comes_before(const struct ranked *a, const struct ranked *b)
{
    if (a->complete != b->complete) return a->complete;
    if (a->score < b->score || a->score > b->score) return a->score > b->score;
    return a->id < b->id;
}

// The best of those that match come first in all that match.
static void check_begins(const struct top *top, const struct top *all)
{
    FUZZ_CHECK(top->count
               == (top->limit < all->count ? top->limit : all->count));
    for (size_t i = 0; i < top->count; i++)
        FUZZ_CHECK(same_rank(&top->items[i], &all->items[i]));
}

static void check_matched(struct store *store, const struct plan *plan,
                          const struct top *all, struct arena *arena)
{
    struct article_set set;
    FUZZ_CHECK(
        !match_node(store, plan->matching, plan->filter, arena, &set, NULL));
    FUZZ_CHECK(article_set_count(&set) == all->count);
    for (size_t i = 0; i < all->count; i++)
        FUZZ_CHECK(article_set_has(&set, all->items[i].id));
}

static void check_ranking(struct store *store, const struct search *search,
                          const struct scorer *scorer, struct arena *arena)
{
    static const size_t LIMITS[] = { 1, 10, 200 };
    struct topk_request request = { .plan = &search->plan,
                                    .scorer = scorer,
                                    .exhaustive = true,
                                    .keeps_lists = true };
    struct topk_result all = { .top.limit = SIZE_MAX };
    const enum offprint_status status =
        topk_run(store, &request, arena, &all, NULL);
    FUZZ_CHECK(!status || status == OFFPRINT_TOO_NEW);
    if (status) return; // left to FTS5
    FUZZ_CHECK(all.total_exact && all.total == all.top.count);
    for (size_t i = 1; i < all.top.count; i++)
        FUZZ_CHECK(comes_before(&all.top.items[i - 1], &all.top.items[i]));
    check_begins(&search->top, &all.top);
    request.exhaustive = false;
    for (size_t i = 0; i < sizeof LIMITS / sizeof *LIMITS; i++) {
        struct topk_result best = { .top.limit = LIMITS[i] };
        FUZZ_CHECK(!topk_run(store, &request, arena, &best, NULL));
        check_begins(&best.top, &all.top);
        FUZZ_CHECK(best.total_exact ? best.total == all.total
                                    : best.total <= all.total);
        top_free(&best.top);
    }
    if (scorer == &SCORER_DEFAULT) // of others some fields count nothing
        check_matched(store, &search->plan, &all.top, arena);
    top_free(&all.top);
}

static enum offprint_status search_alike(const offprint_index *index,
                                         const struct search_request *request)
{
    struct arena arena = { 0 };
    struct search search;
    struct store *store = index->store;
    FUZZ_CHECK(!store_begin(store, NULL));
    const enum offprint_status status =
        search_run(store, request, &arena, &search, NULL);
    const bool ran = !status && (search.query.root || search.filtered);
    FUZZ_CHECK(!status || status == OFFPRINT_MISUSE);
    if (ran && search.by_lists && !search.scored_by_match)
        check_ranking(store, &search, request->scorer, &arena);
    search_free(&search);
    store_rollback(store);
    arena_free(&arena);
    return status;
}

// ---- One input --------------------------------------------------------------

static void search_in_public(offprint_index *index,
                             const struct offprint_search_options *options,
                             enum offprint_status expected)
{
    struct offprint_error err = { 0 };
    struct offprint_result *result = NULL;
    const enum offprint_status status =
        offprint_search(index, options, &result, &err);
    FUZZ_CHECK(status == expected);
    FUZZ_CHECK(!status || err.message[0]);
    if (!status) {
        check_result(options, result);
        check_nothing(index, options, result);
    }
    offprint_result_free(result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static offprint_index *index;
    if (!index) index = make_index();
    if (size < OPTION_BYTES) return 0;
    const struct slice text = { (const char *)data + OPTION_BYTES,
                                size - OPTION_BYTES };
    char *query = strndup(text.ptr, text.len);
    FUZZ_CHECK(query);
    const struct offprint_search_options options = options_of(data, query);
    const struct search_request request = request_of(&options, text, index);
    const enum offprint_status status = search_alike(index, &request);
    const bool whole = strlen(query) == text.len; // else it has a NUL
    if (whole) search_in_public(index, &options, status);
    free(query);
    return 0;
}
