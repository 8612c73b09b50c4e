#include "store/check.h"

#include <stdarg.h>
#include <unistd.h>
#include <xxhash.h>

#include "store/articles.h"
#include "store/check_dictionary.h"
#include "store/check_packed.h"
#include "store/connection.h"
#include "store/lock.h"
#include "store/store.h"
#include "text/words.h"

#define NEW_INDEX "make a new one: offprint -i NEWFILE index DIR"

struct check {
    struct store *store;
    void (*on_fault)(void *context, const char *message);
    void (*on_note)(void *context, const char *message);
    void *context;
    uint64_t faults;
};

static void fault(struct check *check, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void fault(struct check *check, const char *format, ...)
{
    char message[512];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    for (char *line = message; (line = strchr(line, '\n'));) *line = ' ';
    check->faults++;
    if (check->on_fault) check->on_fault(check->context, message);
}

static void note(struct check *check, const char *message)
{
    if (check->on_note) check->on_note(check->context, message);
}

// A statement that fails on an index is a fault that has been found; only what
// is no fault of the index ends the check.
static enum offprint_status damage_is_a_fault(struct check *check,
                                              enum offprint_status status,
                                              const char *what,
                                              struct offprint_error *why,
                                              struct offprint_error *err)
{
    if (status == OFFPRINT_OK) return OFFPRINT_OK;
    if (status == OFFPRINT_NO_MEMORY || status == OFFPRINT_BUSY) {
        if (err) *err = *why;
        return status;
    }
    // Damage shows as anything: as errors of SQL, even as a full disk.
    fault(check, "%s: damaged (" NEW_INDEX ")", what);
    return OFFPRINT_OK;
}

// ---- SQLite's and FTS5's own checks -----------------------------------------

static const char INTEGRITY[] = "PRAGMA integrity_check(20)";

static enum offprint_status check_pages(struct check *check,
                                        struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(check->store, INTEGRITY, &stmt, err);
    if (status) return status;
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        if (text && strcmp(text, "ok") != 0)
            fault(check, "pages: %s (" NEW_INDEX ")", text);
    }
    return store_rows_end(check->store, stmt, code, err);
}

// Rank 1: FTS5 cuts the stored text again and compares.
static const char FTS5_CHECK[] =
    "INSERT INTO posting(posting, rank) VALUES('integrity-check', 1)";

static enum offprint_status check_postings_by_fts5(struct check *check,
                                                   struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(check->store, FTS5_CHECK, &stmt, err);
    if (status) return status;
    return store_run(check->store, stmt, err);
}

// ---- The same comparison without writing ------------------------------------

// The order in which words are met does not matter to a sum of their hashes.
struct instance_sum {
    uint64_t sum;
    uint64_t count;
    int64_t id;
    int column;
};

static void add_instance(struct instance_sum *sum, int64_t id, int column,
                         int64_t position, struct slice term)
{
    const int64_t place[3] = { id, column, position };
    XXH64_hash_t seed = XXH3_64bits(place, sizeof place);
    sum->sum += XXH3_64bits_withSeed(term.ptr, term.len, seed);
    sum->count++;
}

static int add_word(void *context, const struct word *word)
{
    struct instance_sum *sum = context;
    add_instance(sum, sum->id, sum->column, word->position, word->term);
    return 0;
}

static const char ALL_TEXT[] =
    "SELECT id, body, title, extra FROM article_text";

static enum offprint_status sum_texts(struct store *store,
                                      struct instance_sum *sum,
                                      struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, ALL_TEXT, &stmt, err);
    if (status) return status;
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        sum->id = sqlite3_column_int64(stmt, 0);
        for (sum->column = 0; sum->column < POSTING_COLUMNS; sum->column++) {
            int at = sum->column + 1;
            const char *text = (const char *)sqlite3_column_text(stmt, at);
            struct slice slice = { text,
                                   (size_t)sqlite3_column_bytes(stmt, at) };
            words_analyse(slice, add_word, sum);
        }
    }
    return store_rows_end(store, stmt, code, err);
}

static const char MAKE_INSTANCES[] =
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.instance"
    " USING fts5vocab(main, posting, instance)";
static const char ALL_INSTANCES[] =
    "SELECT doc, CASE col WHEN 'body' THEN 0 WHEN 'title' THEN 1 ELSE 2 END,"
    " offset, term FROM temp.instance";

static enum offprint_status sum_postings(struct store *store,
                                         struct instance_sum *sum,
                                         struct offprint_error *err)
{
    enum offprint_status status = store_execute(store, MAKE_INSTANCES, err);
    sqlite3_stmt *stmt;
    if (!status) status = store_prepare(store, ALL_INSTANCES, &stmt, err);
    if (status) return status;
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        struct slice term = { (const char *)sqlite3_column_text(stmt, 3),
                              (size_t)sqlite3_column_bytes(stmt, 3) };
        add_instance(sum, sqlite3_column_int64(stmt, 0),
                     sqlite3_column_int(stmt, 1), sqlite3_column_int64(stmt, 2),
                     term);
    }
    return store_rows_end(store, stmt, code, err);
}

static enum offprint_status check_postings_by_reading(
    struct check *check, struct offprint_error *err)
{
    struct instance_sum texts = { 0 }, postings = { 0 };
    enum offprint_status status = sum_texts(check->store, &texts, err);
    if (!status) status = sum_postings(check->store, &postings, err);
    if (status) return status;
    if (texts.sum != postings.sum || texts.count != postings.count)
        fault(check,
              "postings: %llu words are indexed, the stored texts have %llu, "
              "and they differ (" NEW_INDEX ")",
              (unsigned long long)postings.count,
              (unsigned long long)texts.count);
    return OFFPRINT_OK;
}

// ---- Tables against each other ----------------------------------------------

// Each statement counts what must not be.
static const struct {
    const char *sql;
    const char *what;
} RULES[] = {
    { "SELECT count(*) FROM article WHERE source NOT IN (SELECT id FROM source)",
      "articles belong to no source (" NEW_INDEX ")" },
    { "SELECT count(*) FROM source WHERE root NOT IN (SELECT id FROM root)",
      "sources belong to no root (" NEW_INDEX ")" },
    { "SELECT count(*) FROM source WHERE state <> 4 AND articles <> (SELECT"
      " count(*) FROM article WHERE article.source = source.id)",
      "sources have another number of articles than was counted (run offprint "
      "index)" },
    { "SELECT count(*) FROM article WHERE id NOT IN (SELECT id FROM"
      " posting_docsize)",
      "articles have no postings (" NEW_INDEX ")" },
    { "SELECT count(*) FROM posting_docsize WHERE id NOT IN (SELECT id FROM"
      " article)",
      "postings belong to no article (" NEW_INDEX ")" },
    { "SELECT count(*) FROM (SELECT coalesce(article.language, '') AS code,"
      " count(*) AS articles FROM article GROUP BY 1) AS truth FULL JOIN"
      " (SELECT * FROM language WHERE articles > 0) AS held USING(code)"
      " WHERE truth.articles IS NOT held.articles",
      "languages have another number of articles than was counted (" NEW_INDEX
      ")" },
    { "SELECT count(*) FROM article_text JOIN article USING(id)"
      " WHERE length(CAST(article_text.body AS BLOB)) <> article.length",
      "texts have another length than was noted (" NEW_INDEX ")" },
};

static enum offprint_status check_rule(struct check *check, size_t rule,
                                       struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(check->store, RULES[rule].sql, &stmt, err);
    if (status) return status;
    int code = sqlite3_step(stmt);
    int64_t count = code == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
    if (count > 0) fault(check, "%lld %s", (long long)count, RULES[rule].what);
    return store_rows_end(check->store, stmt, code, err);
}

// Columns that no posting tells of: dates, addresses, names.
static enum offprint_status check_rows(struct check *check,
                                       struct offprint_error *err)
{
    uint64_t changed;
    enum offprint_status status =
        store_count_changed(check->store, &changed, err);
    if (!status && changed > 0)
        fault(check, "%llu articles are not what was stored (" NEW_INDEX ")",
              (unsigned long long)changed);
    return status;
}

// ---- What the texts tell of words -------------------------------------------

static enum offprint_status check_words(struct check *check,
                                        struct offprint_error *err)
{
    struct arena arena = { 0 };
    struct dictionary_differences differences;
    bool sums;
    enum offprint_status status =
        check_dictionary(check->store, &arena, &differences, &sums, err);
    if (!status && differences.count)
        fault(check,
              "dictionary: %llu words have other counts than the postings, "
              "among them %.*s (" NEW_INDEX ")",
              (unsigned long long)differences.count,
              SLICE_ARGS(differences.truth.term.len ? differences.truth.term
                                                    : differences.held.term));
    if (!status && !sums)
        fault(check,
              "dictionary: the sums of its counts are not what was noted "
              "(" NEW_INDEX ")");
    arena_free(&arena);
    return status;
}

// ---- What searches need of the postings -------------------------------------

static enum offprint_status check_derived(struct check *check,
                                          struct offprint_error *err)
{
    struct packed_differences differences;
    enum offprint_status status = check_packed(check->store, &differences, err);
    if (!status && differences.lists)
        fault(check,
              "packed lists: %llu differ from the postings (run offprint "
              "optimize)",
              (unsigned long long)differences.lists);
    if (!status && differences.lengths)
        fault(check,
              "lengths: %llu articles have another length (run offprint "
              "optimize)",
              (unsigned long long)differences.lengths);
    return status;
}

// ---- All of it --------------------------------------------------------------

static enum offprint_status check_store(struct check *check, bool writable,
                                        struct offprint_error *err)
{
    struct offprint_error why = { 0 };
    enum offprint_status status =
        damage_is_a_fault(check, check_pages(check, &why), "pages", &why, err);
    if (!status) {
        status = writable ? check_postings_by_fts5(check, &why)
                          : check_postings_by_reading(check, &why);
        status = damage_is_a_fault(check, status, "postings", &why, err);
    }
    if (!status)
        status = damage_is_a_fault(check, check_rows(check, &why), "articles",
                                   &why, err);
    if (!status)
        status = damage_is_a_fault(check, check_words(check, &why),
                                   "dictionary", &why, err);
    if (!status)
        status = damage_is_a_fault(check, check_derived(check, &why),
                                   "packed lists", &why, err);
    for (size_t i = 0; !status && i < sizeof RULES / sizeof RULES[0]; i++)
        status = damage_is_a_fault(check, check_rule(check, i, &why), "a table",
                                   &why, err);
    return status;
}

static enum offprint_status check_readable(struct check *check,
                                           const char *path,
                                           struct offprint_error *err)
{
    note(check, "the index cannot be written now: texts and postings are "
                "compared by reading them, without FTS5's own check");
    enum offprint_status status = store_open(path, &check->store, err);
    if (!status) status = store_begin(check->store, err);
    if (!status) status = check_store(check, false, err);
    return status;
}

static enum offprint_status check_writable(struct check *check,
                                           const char *path,
                                           struct offprint_error *err)
{
    enum offprint_status status =
        store_open_writable(path, false, &check->store, err);
    if (status == OFFPRINT_BUSY) return check_readable(check, path, err);
    if (status) return status;
    status = check_store(check, true, err);
    bool single;
    store_make_single_file(check->store, 0, &single, NULL);
    return status;
}

// Whether FTS5's check, which is an INSERT, can be run.
static bool can_write(const char *path, struct run_lock *lock)
{
    return access(path, W_OK) == 0
           && run_lock_acquire(path, 0, NULL, lock, NULL) == OFFPRINT_OK;
}

enum offprint_status check_index(
    const char *path, void (*on_fault)(void *context, const char *message),
    void (*on_note)(void *context, const char *message), void *context,
    uint64_t *faults, struct offprint_error *err)
{
    struct check check = { .on_fault = on_fault,
                           .on_note = on_note,
                           .context = context };
    struct run_lock lock;
    struct offprint_error why = { 0 };
    enum offprint_status status = store_open(path, &check.store, &why);
    const bool empty = !status && store_is_in_the_making(check.store);
    store_close(check.store);
    check.store = NULL;
    if (empty) {
        note(&check, "the index is being made, or was when its first run "
                     "ended: it has no articles yet");
    } else if (!status && can_write(path, &lock)) {
        status = check_writable(&check, path, &why);
        store_close(check.store);
        run_lock_release(&lock);
    } else if (!status) {
        status = check_readable(&check, path, &why);
        store_close(check.store);
    }
    if (status == OFFPRINT_CORRUPT) {
        fault(&check, "%s: damaged (" NEW_INDEX ")", path);
        status = OFFPRINT_OK;
    }
    if (status && err) *err = why;
    *faults = check.faults;
    return status;
}
