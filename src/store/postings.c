#include "store/postings.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "store/articles.h"
#include "store/connection.h"
#include "store/tokenizer.h"

// ---- Scoring ----------------------------------------------------------------

static const char REQUEST_TYPE[] = "offprint_match_request";

// Where a form of a family stands, for pairs.
struct place {
    int column;
    int start; // number of its first word
    int end;   // of the word behind it
    uint32_t family;
};

// A request while it runs: what all its articles share.
struct scoring {
    const struct match_request *request;
    double average_length; // words of title and body; 0: not asked for yet
    double *counts;        // x of each family, zero between articles
    double *pair_counts;   // likewise of each pair
    bool *paired;          // whether a family is in any pair
    struct place *places;  // of the article at hand
    size_t place_count;
    size_t place_room;
};

static double field_weight(const struct scoring *scoring, int column)
{
    const struct field_weights *fields = &scoring->request->fields;
    switch (column) {
    case POSTING_BODY: return fields->body;
    case POSTING_TITLE: return fields->title;
    case POSTING_EXTRA: return fields->extra;
    default: return 0;
    }
}

static bool add_place(struct scoring *scoring, struct place place)
{
    void *grown = array_grow(scoring->places, scoring->place_count,
                             &scoring->place_room, sizeof *scoring->places);
    if (!grown) return false;
    scoring->places = grown;
    scoring->places[scoring->place_count++] = place;
    return true;
}

static int add_occurrences(const Fts5ExtensionApi *api, Fts5Context *context,
                           struct scoring *scoring, int phrase)
{
    const struct match_phrase *form = &scoring->request->phrases[phrase];
    if (form->weight == 0) return SQLITE_OK;
    const bool even = scoring->request->families[form->family].even;
    Fts5PhraseIter at;
    int column, offset;
    int code = api->xPhraseFirst(context, phrase, &at, &column, &offset);
    for (; code == SQLITE_OK && column >= 0;
         api->xPhraseNext(context, &at, &column, &offset)) {
        scoring->counts[form->family] +=
            even ? 1 : form->weight * field_weight(scoring, column);
        struct place place = { column, offset, offset + (int)form->terms,
                               form->family };
        if (scoring->paired[form->family] && !add_place(scoring, place))
            return SQLITE_NOMEM;
    }
    return code;
}

// ---- Pairs ------------------------------------------------------------------

static int by_start(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    if (a->column != b->column) return a->column - b->column;
    return a->start - b->start;
}

// The first place in a column that does not start before a word.
static size_t find_place(const struct scoring *scoring, int column, int start)
{
    const struct place key = { .column = column, .start = start };
    size_t low = 0, high = scoring->place_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_start(&scoring->places[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void count_neighbours(struct scoring *scoring, const struct place *first,
                             const struct place *second)
{
    const struct match_request *request = scoring->request;
    for (size_t i = 0; i < request->pair_count; i++)
        if (request->pairs[i].first == first->family
            && request->pairs[i].second == second->family)
            scoring->pair_counts[i]++;
}

// Counts the pairs of the article at hand, and forgets its places.
static void count_pairs(struct scoring *scoring)
{
    const struct place *places = scoring->places;
    size_t count = scoring->place_count;
    if (count) qsort(scoring->places, count, sizeof *places, by_start);
    for (size_t i = 0; i < count; i++)
        for (size_t j = find_place(scoring, places[i].column, places[i].end);
             j < count && places[j].column == places[i].column
             && places[j].start == places[i].end;
             j++)
            count_neighbours(scoring, &places[i], &places[j]);
    scoring->place_count = 0;
}

// ---- The sum ----------------------------------------------------------------

// Words of title and body of the article at hand.
static int article_length(const Fts5ExtensionApi *api, Fts5Context *context,
                          double *length)
{
    int title = 0, body = 0;
    int code = api->xColumnSize(context, POSTING_TITLE, &title);
    if (code == SQLITE_OK)
        code = api->xColumnSize(context, POSTING_BODY, &body);
    *length = (double)title + (double)body;
    return code;
}

static int average_length(const Fts5ExtensionApi *api, Fts5Context *context,
                          double *average)
{
    sqlite3_int64 rows = 0, title = 0, body = 0;
    int code = api->xRowCount(context, &rows);
    if (code == SQLITE_OK)
        code = api->xColumnTotalSize(context, POSTING_TITLE, &title);
    if (code == SQLITE_OK)
        code = api->xColumnTotalSize(context, POSTING_BODY, &body);
    *average = rows > 0 ? (double)(title + body) / (double)rows : 1;
    if (*average < 1) *average = 1;
    return code;
}

static double saturate(double x, double k1, double norm)
{
    return x * (k1 + 1) / (x + k1 * norm);
}

// Leaves the counts at zero.
static double sum_up(struct scoring *scoring, double length)
{
    const struct match_request *request = scoring->request;
    double norm =
        1 - request->b + request->b * length / scoring->average_length;
    double score = 0;
    for (size_t i = 0; i < request->family_count; i++) {
        const struct match_family *family = &request->families[i];
        score +=
            family->weight * saturate(scoring->counts[i], family->k1, norm);
        scoring->counts[i] = 0;
    }
    for (size_t i = 0; i < request->pair_count; i++) {
        score += request->pairs[i].weight
                 * saturate(scoring->pair_counts[i], request->pair_k1, norm);
        scoring->pair_counts[i] = 0;
    }
    return score;
}

// offprint_score(posting, request)
static void score_function(const Fts5ExtensionApi *api, Fts5Context *context,
                           sqlite3_context *result, int count,
                           sqlite3_value **values)
{
    struct scoring *scoring =
        count == 1 ? sqlite3_value_pointer(values[0], REQUEST_TYPE) : NULL;
    if (!scoring
        || (size_t)api->xPhraseCount(context)
               != scoring->request->phrase_count) {
        sqlite3_result_error(result, "offprint_score: for offprint alone", -1);
        return;
    }
    int code = SQLITE_OK;
    double length = 0;
    if (scoring->average_length == 0)
        code = average_length(api, context, &scoring->average_length);
    for (size_t i = 0; code == SQLITE_OK && i < scoring->request->phrase_count;
         i++)
        code = add_occurrences(api, context, scoring, (int)i);
    if (code == SQLITE_OK) code = article_length(api, context, &length);
    count_pairs(scoring);
    double score = sum_up(scoring, length);
    if (code == SQLITE_OK)
        sqlite3_result_double(result, score);
    else
        sqlite3_result_error_code(result, code);
}

enum offprint_status postings_register(struct store *store,
                                       struct offprint_error *err)
{
    fts5_api *api;
    int code = tokenizer_find_fts5(store->db, &api);
    if (code == SQLITE_NOMEM) return fail_no_memory(err);
    if (code != SQLITE_OK)
        return fail(err, OFFPRINT_IO, "this SQLite library has no FTS5");
    if (api->xCreateFunction(api, "offprint_score", NULL, score_function, NULL)
        != SQLITE_OK)
        return fail_no_memory(err);
    return filter_register(store, err);
}

// ---- Matching ---------------------------------------------------------------

// Each statement with and without a filter, which costs its time.
static const char MATCH[] =
    "SELECT rowid, offprint_score(posting, ?2) FROM posting"
    " WHERE posting MATCH ?1 ORDER BY rowid";
static const char MATCH_FILTERED[] =
    "SELECT rowid, offprint_score(posting, ?2) FROM posting"
    " WHERE posting MATCH ?1 AND offprint_in(rowid, ?3) ORDER BY rowid";
static const char MATCH_IDS[] =
    "SELECT rowid, 0 FROM posting WHERE posting MATCH ?1 ORDER BY rowid";
static const char MATCH_IDS_FILTERED[] =
    "SELECT rowid, 0 FROM posting"
    " WHERE posting MATCH ?1 AND offprint_in(rowid, ?3) ORDER BY rowid";

static enum offprint_status match(
    struct store *store, const char *const sql[2], const char *expression,
    struct scoring *scoring, const struct article_set *filter,
    bool (*on_match)(void *context, const struct match *match), void *context,
    struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, sql[filter != NULL], &stmt, err);
    if (status) return status;
    bind_text(stmt, 1, slice_of(expression));
    if (scoring) sqlite3_bind_pointer(stmt, 2, scoring, REQUEST_TYPE, NULL);
    if (filter) bind_article_set(stmt, 3, filter);
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        struct match match = { sqlite3_column_int64(stmt, 0),
                               sqlite3_column_double(stmt, 1) };
        if (!on_match(context, &match)) break;
    }
    status = store_rows_end(store, stmt, code, err);
    sqlite3_clear_bindings(stmt);
    return status;
}

enum offprint_status store_match(struct store *store,
                                 const struct match_request *request,
                                 const struct article_set *filter,
                                 bool (*on_match)(void *context,
                                                  const struct match *match),
                                 void *context, struct offprint_error *err)
{
    static const char *const SQL[] = { MATCH, MATCH_FILTERED };
    struct scoring scoring = {
        .request = request,
        .counts = calloc(request->family_count + 1, sizeof(double)),
        .pair_counts = calloc(request->pair_count + 1, sizeof(double)),
        .paired = calloc(request->family_count + 1, sizeof(bool)),
    };
    enum offprint_status status = OFFPRINT_OK;
    if (!scoring.counts || !scoring.pair_counts || !scoring.paired)
        status = fail_no_memory(err);
    for (size_t i = 0; !status && i < request->pair_count; i++)
        scoring.paired[request->pairs[i].first] =
            scoring.paired[request->pairs[i].second] = true;
    if (!status)
        status = match(store, SQL, request->expression, &scoring, filter,
                       on_match, context, err);
    free(scoring.counts);
    free(scoring.pair_counts);
    free(scoring.paired);
    free(scoring.places);
    return status;
}

enum offprint_status store_match_ids(struct store *store,
                                     const char *expression,
                                     const struct article_set *filter,
                                     bool (*on_match)(void *context,
                                                      const struct match *),
                                     void *context, struct offprint_error *err)
{
    static const char *const SQL[] = { MATCH_IDS, MATCH_IDS_FILTERED };
    return match(store, SQL, expression, NULL, filter, on_match, context, err);
}

static const char MATCHES[] =
    "SELECT 1 FROM posting WHERE posting MATCH ?1 AND rowid = ?2";

enum offprint_status store_matches(struct store *store, const char *expression,
                                   int64_t id, bool *matches,
                                   struct offprint_error *err)
{
    *matches = false;
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, MATCHES, &stmt, err);
    if (status) return status;
    bind_text(stmt, 1, slice_of(expression));
    sqlite3_bind_int64(stmt, 2, id);
    int code = sqlite3_step(stmt);
    *matches = code == SQLITE_ROW;
    return store_rows_end(store, stmt, code, err);
}

// Steps a statement whose one row is a number.
static enum offprint_status read_count(struct store *store, sqlite3_stmt *stmt,
                                       uint64_t *count,
                                       struct offprint_error *err)
{
    int code = sqlite3_step(stmt);
    *count = code == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(stmt, 0) : 0;
    return store_rows_end(store, stmt, code, err);
}

static const char COUNT_MATCHES[] =
    "SELECT count(*) FROM posting WHERE posting MATCH ?1";

enum offprint_status store_count_matches(struct store *store,
                                         const char *expression,
                                         uint64_t *count,
                                         struct offprint_error *err)
{
    *count = 0;
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, COUNT_MATCHES, &stmt, err);
    if (status) return status;
    bind_text(stmt, 1, slice_of(expression));
    return read_count(store, stmt, count, err);
}

static const char COUNT_ARTICLES[] = "SELECT count(*) FROM article";

enum offprint_status store_article_count(struct store *store, uint64_t *count,
                                         struct offprint_error *err)
{
    *count = 0;
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, COUNT_ARTICLES, &stmt, err);
    if (status) return status;
    return read_count(store, stmt, count, err);
}
