// The best articles are the same whether or not articles are skipped, and those
// that a slow scorer finds in the texts; what matches is what FTS5 matches.

#include "random_plan.h"
// ---- The slow way -----------------------------------------------------------

struct slow {
    struct top top; // all that match, the best first
    struct texts texts;
    size_t skipped; // searches that left articles out
};

static bool is_filtered(const uint64_t *filter, int64_t id)
{
    return filter && !(filter[id / 64] >> id % 64 & 1);
}

static void find_slowly(struct slow *slow, const struct plan *plan,
                        const struct scorer *scorer, const uint64_t *filter)
{
    top_free(&slow->top);
    slow->top.limit = SIZE_MAX;
    for (size_t i = 0; i < slow->texts.count; i++) {
        const struct article *article = &slow->texts.articles[i];
        if (is_filtered(filter, article->id)
            || !slow_matches(&slow->texts, article, plan->matching))
            continue;
        top_offer(
            &slow->top,
            (struct ranked){
                .id = article->id,
                .score = (double)slow_score(&slow->texts, article, plan, scorer)
                         / scale_of(plan, scorer),
                .complete =
                    plan->complete
                    && slow_matches(&slow->texts, article, plan->complete) });
    }
    top_sort(&slow->top);
}

// ---- What FTS5 matches ------------------------------------------------------

static int by_id(const void *left, const void *right)
{
    const int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static void check_match(struct store *store, const struct slow *slow,
                        const char *expression)
{
    int64_t *ids = calloc(slow->top.count + 1, sizeof *ids);
    for (size_t i = 0; i < slow->top.count; i++) ids[i] = slow->top.items[i].id;
    qsort(ids, slow->top.count, sizeof *ids, by_id);
    sqlite3_stmt *stmt = NULL;
    sqlite3_prepare_v2(store->db,
                       "SELECT rowid FROM posting WHERE posting MATCH ?1"
                       " ORDER BY rowid",
                       -1, &stmt, NULL);
    sqlite3_bind_text(stmt, 1, expression, -1, SQLITE_STATIC);
    size_t count = 0;
    bool same = true;
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        same &= count < slow->top.count
                && ids[count] == sqlite3_column_int64(stmt, 0);
        count++;
    }
    CHECK_INT(code, SQLITE_DONE);
    CHECK(same && count == slow->top.count);
    sqlite3_finalize(stmt);
    free(ids);
}

static void check_is_matched(struct store *store, const struct slow *slow,
                             const struct plan_node *matching)
{
    struct buffer text = { 0 };
    if (write_tree(&text, matching))
        check_match(store, slow, buffer_string(&text));
    buffer_free(&text);
}

// ---- One plan ---------------------------------------------------------------

static bool same_rank(const struct ranked *a, const struct ranked *b)
{
    return a->id == b->id && a->complete == b->complete
           && !(a->score < b->score || a->score > b->score);
}

static void check_top(const struct topk_result *result, struct slow *slow,
                      const struct topk_request *request)
{
    const struct top *top = &result->top;
    const size_t wanted =
        top->limit < slow->top.count ? top->limit : slow->top.count;
    bool same = top->count == wanted;
    for (size_t i = 0; same && i < wanted; i++)
        same = same_rank(&top->items[i], &slow->top.items[i]);
    CHECK(same);
    if (result->total_exact || request->exhaustive)
        CHECK_INT(result->total, slow->top.count);
    CHECK(result->total <= slow->top.count);
    CHECK(result->total_exact || !request->exhaustive);
    slow->skipped += !result->total_exact;
}

static void check_run(struct store *store, const struct topk_request *request,
                      size_t limit, struct slow *slow)
{
    struct arena arena = { 0 };
    struct offprint_error err = { 0 };
    struct topk_result result = { .top.limit = limit };
    CHECK_INT(topk_run(store, request, &arena, &result, &err), OFFPRINT_OK);
    CHECK_STRING(err.message, "");
    if (!err.status) check_top(&result, slow, request);
    top_free(&result.top);
    arena_free(&arena);
}

// A filter for all ids, of any density; without bits: none. The caller frees
// these.
static uint64_t *make_filter(uint32_t end, uint64_t *limit)
{
    *limit = ((uint64_t)end / LENGTH_WINDOW + 1) * LENGTH_WINDOW;
    const size_t words = *limit / 64;
    if (random_below(3)) return NULL;
    uint64_t *filter = calloc(words, sizeof *filter);
    const size_t kind = random_below(4);
    for (size_t i = 0; i < words; i++) {
        filter[i] = test_random();
        if (kind == 0) filter[i] &= test_random() & test_random();
        if (kind == 1) filter[i] |= test_random() | test_random();
        for (int j = 0; kind == 2 && j < 6; j++) filter[i] &= test_random();
    }
    return filter;
}

static void check_plan(struct store *store, struct slow *slow,
                       const struct random_plan *random)
{
    static const size_t LIMITS[] = { 1, 10, 100, 1 << 20, 0 };
    const int64_t end = slow->texts.articles[slow->texts.count - 1].id + 1;
    uint64_t limit;
    uint64_t *filter = make_filter((uint32_t)end, &limit);
    const struct article_set set = { filter, limit };
    struct plan plan = random->plan;
    plan.filter = filter ? &set : NULL;
    struct topk_request request = { .plan = &plan, .scorer = &random->scorer };
    find_slowly(slow, &random->plan, &random->scorer, filter);
    if (!filter) check_is_matched(store, slow, random->plan.matching);
    for (size_t i = 0; i < sizeof LIMITS / sizeof LIMITS[0]; i++)
        for (int j = 0; j < 2; j++) {
            request.exhaustive = j;
            check_run(store, &request, LIMITS[i], slow);
        }
    free(filter);
}

// Returns in how many searches articles were skipped.
static size_t check_plans(struct postings *postings, int count)
{
    struct slow slow = { 0 };
    run_sql(&postings->store, "BEGIN");
    read_texts(postings, &slow.texts);
    for (int i = 0; i < count; i++) {
        struct random_plan random;
        make_plan(&random, &postings->archive);
        check_plan(&postings->store, &slow, &random);
        arena_free(&random.arena);
    }
    run_sql(&postings->store, "COMMIT");
    top_free(&slow.top);
    free_texts(&slow.texts);
    return slow.skipped;
}

// ---- Archives ---------------------------------------------------------------

struct row {
    const char *name;
    struct shape shape;
    int page_size;
    size_t segments;
};

// Deletions that we were not told of, then whatever stock FTS5 can do.
static size_t check_row(const struct row *row, int plans)
{
    struct postings postings;
    test_row(row->name);
    open_postings(&postings, &row->shape, row->page_size);
    fill_postings(&postings, row->segments);
    size_t skipped = check_plans(&postings, plans);
    refresh(&postings);
    skipped += check_plans(&postings, plans);
    change_postings(&postings, 30, false);
    test_row(row->name);
    skipped += check_plans(&postings, plans);
    change_postings(&postings, 60, true);
    refresh_all(&postings);
    merge_some(&postings, -30);
    test_row(row->name);
    skipped += check_plans(&postings, plans);
    command(&postings, "optimize");
    refresh(&postings);
    test_row(row->name);
    skipped += check_plans(&postings, plans);
    close_postings(&postings);
    return skipped;
}

// OFFPRINT_LONG=1 tries many more plans.
TEST(topk, as_a_slow_scorer)
{
    static const struct row ROWS[] = {
        { "one segment", { "", 3, 40, 3000, 12, 0, 3, true }, 200, 1 },
        { "a huge article", { "", 3, 60, 1500, 9, 9000, 9, true }, 1000, 1 },
        { "many words", { "", 3, 400, 3000, 12, 0, 0, false }, 200, 2 },
        { "gaps", { "", 3, 30, 2500, 9, 900, 1 << 14, true }, 100, 1 },
        { "two segments", { "", 3, 20, 4000, 9, 0, 5, true }, 100, 2 },
        { "twenty segments", { "", 3, 50, 3000, 12, 90, 5, true }, 64, 20 },
    };
    const int plans = getenv("OFFPRINT_LONG") ? 60 : 4;
    size_t skipped = 0;
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        skipped += check_row(&ROWS[i], plans);
    CHECK(skipped > 20);
}
