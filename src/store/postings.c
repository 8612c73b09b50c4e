#include "store/postings.h"

#include <stdlib.h>

#include "store/articles.h"
#include "store/connection.h"
#include "store/tokenizer.h"

// ---- Scoring ----------------------------------------------------------------

static const char REQUEST_TYPE[] = "offprint_match_request";

// A request while it runs: what all its articles share.
struct scoring {
    const struct match_request *request;
    double average_length; // words of title and body; 0: not asked for yet
    double *counts;        // x of each family, zero between articles
};

static int add_occurrences(const Fts5ExtensionApi *api, Fts5Context *context,
                           const struct scoring *scoring, int phrase)
{
    const struct match_phrase *form = &scoring->request->phrases[phrase];
    const struct field_weights *fields = &scoring->request->fields;
    const double weights[POSTING_COLUMNS] = {
        [POSTING_BODY] = fields->body,
        [POSTING_TITLE] = fields->title,
        [POSTING_EXTRA] = fields->extra,
    };
    Fts5PhraseIter at;
    int column, offset;
    int code = api->xPhraseFirst(context, phrase, &at, &column, &offset);
    for (; code == SQLITE_OK && column >= 0;
         api->xPhraseNext(context, &at, &column, &offset))
        if (column < POSTING_COLUMNS)
            scoring->counts[form->family] += form->weight * weights[column];
    return code;
}

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

// The sum over families; leaves their counts at zero.
static double sum_families(const struct scoring *scoring, double length)
{
    const struct match_request *request = scoring->request;
    double norm =
        request->k1
        * (1 - request->b + request->b * length / scoring->average_length);
    double score = 0;
    for (size_t i = 0; i < request->family_count; i++) {
        double x = scoring->counts[i];
        scoring->counts[i] = 0;
        score +=
            request->family_weights[i] * x * (request->k1 + 1) / (x + norm);
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
    double score = sum_families(scoring, length);
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
    return OFFPRINT_OK;
}

// ---- Matching ---------------------------------------------------------------

// Each statement with and without a filter, which costs its time. A language
// stands for its regions: pt for pt-BR.
#define IN_LANGUAGES                                                \
    " AND rowid IN (SELECT article.id FROM json_each(?3) AS wanted" \
    " JOIN article ON language COLLATE NOCASE >= wanted.value"      \
    " AND language COLLATE NOCASE < wanted.value || '.'"            \
    " WHERE language = wanted.value COLLATE NOCASE"                 \
    " OR language LIKE wanted.value || '-%')"

static const char MATCH[] =
    "SELECT rowid, offprint_score(posting, ?2) FROM posting"
    " WHERE posting MATCH ?1 ORDER BY rowid";
static const char MATCH_FILTERED[] =
    "SELECT rowid, offprint_score(posting, ?2) FROM posting"
    " WHERE posting MATCH ?1" IN_LANGUAGES " ORDER BY rowid";
static const char MATCH_IDS[] =
    "SELECT rowid, 0 FROM posting WHERE posting MATCH ?1 ORDER BY rowid";
static const char MATCH_IDS_FILTERED[] =
    "SELECT rowid, 0 FROM posting"
    " WHERE posting MATCH ?1" IN_LANGUAGES " ORDER BY rowid";

// The languages as a JSON array. They hold letters, digits and hyphens alone.
static bool languages_json(const struct article_filter *filter, char *json,
                           size_t size)
{
    size_t len = 0;
    for (size_t i = 0; i < filter->language_count; i++) {
        int added = snprintf(json + len, size - len, "%c\"%.*s\"",
                             i ? ',' : '[', SLICE_ARGS(filter->languages[i]));
        len += (size_t)added;
        if (len + 2 > size) return false;
    }
    json[len] = ']';
    json[len + 1] = '\0';
    return len > 0;
}

static enum offprint_status match(
    struct store *store, const char *const sql[2], const char *expression,
    struct scoring *scoring, const struct article_filter *filter,
    bool (*on_match)(void *context, const struct match *match), void *context,
    struct offprint_error *err)
{
    bool filtered = filter && filter->language_count > 0;
    char languages[FILTER_LANGUAGES_MAX * 40];
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, sql[filtered], &stmt, err);
    if (status) return status;
    if (filtered && !languages_json(filter, languages, sizeof languages))
        return fail(err, OFFPRINT_MISUSE, "too many languages asked for");
    bind_text(stmt, 1, slice_of(expression));
    if (scoring) sqlite3_bind_pointer(stmt, 2, scoring, REQUEST_TYPE, NULL);
    if (filtered) bind_text(stmt, 3, slice_of(languages));
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
                                 const struct article_filter *filter,
                                 bool (*on_match)(void *context,
                                                  const struct match *match),
                                 void *context, struct offprint_error *err)
{
    static const char *const SQL[] = { MATCH, MATCH_FILTERED };
    struct scoring scoring = {
        .request = request,
        .counts = calloc(request->family_count + 1, sizeof(double)),
    };
    if (!scoring.counts) return fail_no_memory(err);
    enum offprint_status status =
        match(store, SQL, request->expression, &scoring, filter, on_match,
              context, err);
    free(scoring.counts);
    return status;
}

enum offprint_status store_match_ids(struct store *store,
                                     const char *expression,
                                     const struct article_filter *filter,
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
