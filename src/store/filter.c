#include "store/filter.h"

#include "base/bits.h"
#include "base/glob.h"
#include "store/articles.h"
#include "store/connection.h"
#include "store/kept_sets.h"
#include "store/lengths.h"
#include "text/fold_key.h"
#include "text/words.h"

// ---- Sets -------------------------------------------------------------------

uint64_t article_set_count(const struct article_set *set)
{
    uint64_t count = 0;
    for (uint64_t i = 0; i < set->limit / 64; i++)
        count += bits_count(set->bits[i]);
    return count;
}

enum offprint_status article_set_new(struct store *store, struct arena *arena,
                                     struct article_set *set,
                                     struct offprint_error *err)
{
    *set = (struct article_set){ NULL, 0 };
    int64_t last;
    enum offprint_status status = store_last_id(store, &last, err);
    if (status) return status;
    if (last < 0 || last > UINT32_MAX)
        return fail(err, OFFPRINT_CORRUPT,
                    "%s: ids of articles are too large "
                    "(run offprint check)",
                    store->path);
    set->limit = ((uint64_t)last / LENGTH_WINDOW + 1) * LENGTH_WINDOW;
    set->bits = arena_alloc(arena, set->limit / 8);
    return set->bits ? OFFPRINT_OK : fail_no_memory(err);
}

static const char SET_TYPE[] = "offprint_article_set";

// offprint_in(id, set): without a set, everything is.
static void in_function(sqlite3_context *result, int count,
                        sqlite3_value **values)
{
    const struct article_set *set =
        count == 2 ? sqlite3_value_pointer(values[1], SET_TYPE) : NULL;
    sqlite3_result_int(
        result, !set || article_set_has(set, sqlite3_value_int64(values[0])));
}

static struct slice value_slice(sqlite3_value *value)
{
    const char *text = (const char *)sqlite3_value_text(value);
    return (struct slice){ text, (size_t)sqlite3_value_bytes(value) };
}

// offprint_glob(pattern, text): what SQLite's GLOB takes very long for, where
// there are many stars, and brackets are no signs.
static void glob_function(sqlite3_context *result, int count,
                          sqlite3_value **values)
{
    (void)count;
    sqlite3_result_int(
        result, glob_matches(value_slice(values[0]), value_slice(values[1])));
}

static bool add_function(struct store *store, const char *name,
                         void (*function)(sqlite3_context *, int,
                                          sqlite3_value **))
{
    return sqlite3_create_function_v2(store->db, name, 2, SQLITE_UTF8, NULL,
                                      function, NULL, NULL, NULL)
           == SQLITE_OK;
}

enum offprint_status filter_register(struct store *store,
                                     struct offprint_error *err)
{
    return add_function(store, "offprint_in", in_function)
                   && add_function(store, "offprint_glob", glob_function)
               ? OFFPRINT_OK
               : fail_no_memory(err);
}

void bind_article_set(sqlite3_stmt *stmt, int at, const struct article_set *set)
{
    union {
        const struct article_set *set;
        void *pointer;
    } constant = { set }; // SQLite gives it back as it is
    sqlite3_bind_pointer(stmt, at, constant.pointer, SET_TYPE, NULL);
}

// ---- Words of a column ------------------------------------------------------

enum { ROW_MAX = 32 }; // words that are looked for

// Words in a row, by their keys, and how far the text at hand has them.
struct row {
    struct slice keys[ROW_MAX];
    char rooms[ROW_MAX][TERM_MAX];
    size_t count;
    bool prefix;  // the last one is the beginning of a word
    uint32_t met; // bit i: the first i + 1 words end here
    bool found;
};

static int add_to_row(void *context, const struct word *word)
{
    struct row *row = context;
    if (word->kind == WORD_TAIL && row->count) return 0;
    char room[TERM_MAX];
    struct slice key = fold_key(word->term, room);
    memcpy(row->rooms[row->count], key.ptr, key.len);
    row->keys[row->count] = (struct slice){ row->rooms[row->count], key.len };
    row->prefix = word->kind == WORD_SINGLE;
    return ++row->count == ROW_MAX;
}

static int meet(void *context, const struct word *word)
{
    struct row *row = context;
    char room[TERM_MAX];
    struct slice key = fold_key(word->term, room);
    uint32_t fits = 0;
    for (size_t i = 0; i < row->count; i++) {
        bool prefix = row->prefix && i + 1 == row->count;
        if (prefix ? slice_starts_with(key, row->keys[i])
                   : slice_equal(key, row->keys[i]))
            fits |= (uint32_t)1 << i;
    }
    row->met = (row->met << 1 | 1) & fits;
    row->found |= row->met >> (row->count - 1) & 1;
    return row->found;
}

// Whether a line of text has the row.
static bool has_row(struct row *row, struct slice text)
{
    row->found = false;
    while (text.len && row->count && !row->found) {
        const char *end = memchr(text.ptr, '\n', text.len);
        struct slice line = text;
        if (end) line.len = (size_t)(end - text.ptr);
        row->met = 0;
        words_analyse(line, meet, row);
        text = slice_from(text, end ? line.len + 1 : line.len);
    }
    return row->found;
}

// The host of an address, or a name above it: example.org of www.example.org.
static bool has_host(struct slice url, struct slice name)
{
    const char *slashes = slice_find(url, SLICE("://"));
    if (!slashes) return false;
    struct slice host = slice_from(url, (size_t)(slashes - url.ptr) + 3);
    size_t len = 0;
    while (len < host.len && !strchr("/:?#", host.ptr[len])) len++;
    host.len = len;
    if (host.len < name.len) return false;
    struct slice end = slice_from(host, host.len - name.len);
    return slice_equal_nocase(end, name)
           && (host.len == name.len || end.ptr[-1] == '.');
}

static struct slice column_slice(sqlite3_stmt *stmt, int at)
{
    const char *text = (const char *)sqlite3_column_text(stmt, at);
    return (struct slice){ text, (size_t)sqlite3_column_bytes(stmt, at) };
}

static const char AUTHORS[] =
    "SELECT id, authors FROM article WHERE authors IS NOT NULL";
static const char TAGS[] =
    "SELECT id, tags FROM article WHERE tags IS NOT NULL";
static const char SITES[] = "SELECT id, site, url FROM article"
                            " WHERE site IS NOT NULL OR url IS NOT NULL";

static enum offprint_status add_by_words(
    struct store *store, const char *sql,
    const struct filter_condition *condition, struct article_set *set,
    struct offprint_error *err)
{
    struct row row = { .count = 0 };
    words_analyse(condition->value, add_to_row, &row);
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, sql, &stmt, err);
    if (status) return status;
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
        if (has_row(&row, column_slice(stmt, 1))
            || (sql == SITES
                && has_host(column_slice(stmt, 2), condition->value)))
            article_set_add(set, sqlite3_column_int64(stmt, 0));
    return store_rows_end(store, stmt, code, err);
}

// ---- Other columns ----------------------------------------------------------

static const char LANGUAGE[] =
    "SELECT id FROM article WHERE language COLLATE NOCASE >= ?1"
    " AND language COLLATE NOCASE < ?1 || '.'"
    " AND (language = ?1 COLLATE NOCASE OR language LIKE ?1 || '-%')";

// ASCII letters are equal in either case, in paths too.
#define FILE_PATH                                               \
    "lower(CAST(root.path || CASE WHEN length(source.path) > 0" \
    " THEN '/' || source.path ELSE '' END AS TEXT))"
// Sources are fewer than articles.
#define BY_PATH(condition)                                                 \
    "SELECT id FROM article WHERE source IN (SELECT source.id FROM source" \
    " JOIN root ON root.id = source.root WHERE " condition ")"

static const char PATH[] = BY_PATH("instr(" FILE_PATH ", lower(?1)) > 0");
static const char PATH_PATTERN[] =
    BY_PATH("offprint_glob(lower(?1), " FILE_PATH ") OR"
            " offprint_glob('*/' || lower(?1), " FILE_PATH ")");

// A date within lies between these two as a string; without the first, and
// where the last is a year or a month, more do.
#define BETWEEN(date) \
    date " >= coalesce(?1, '') AND " date " <= coalesce(?2, '') || '~' AND "

// A date of less precision than the last one, within the same year or month,
// may be later: "2020" is not until 2020-03, but is until 2020.
#define WITHIN(date)                                       \
    date " IS NOT NULL AND (?1 IS NULL OR " date " >= ?1)" \
         " AND (?2 IS NULL"                                \
         " OR substr(" date " || '~~~~~~~~~~', 1, length(?2)) <= ?2)"
#define DAY(time) "date(" time " / 1000000000, 'unixepoch', 'localtime')"

static const char PUBLISHED[] =
    "SELECT id FROM article WHERE " BETWEEN("published") WITHIN("published");

// By when their ids were given: see store_note_arrival().
#define ARRIVED_WITHIN WITHIN(DAY("span.time"))
#define SEEN_WITHIN    WITHIN(DAY("source.seen"))
static const char ADDED[] =
    "WITH arrival(first, time) AS (SELECT CAST(substr(key, 9) AS INTEGER), value"
    "  FROM meta WHERE key >= 'arrived ' AND key < 'arrived!'),"
    " span(first, next, time) AS (SELECT first,"
    "  lead(first, 1, 1 << 32) OVER (ORDER BY first), time FROM arrival)"
    " SELECT article.id FROM span CROSS JOIN article"
    "  ON article.id >= span.first AND article.id < span.next"
    "  WHERE " ARRIVED_WITHIN " UNION ALL"
    " SELECT article.id FROM article JOIN source"
    "  ON source.id = article.source WHERE article.id <"
    "  coalesce((SELECT min(first) FROM arrival), 1 << 32) AND " SEEN_WITHIN;
static const char EVERY[] = "SELECT id FROM article";

static enum offprint_status add_by_sql(struct store *store, const char *sql,
                                       struct slice first, struct slice second,
                                       struct article_set *set,
                                       struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, sql, &stmt, err);
    if (status) return status;
    if (first.len) bind_text(stmt, 1, first);
    if (second.len) bind_text(stmt, 2, second);
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
        article_set_add(set, sqlite3_column_int64(stmt, 0));
    return store_rows_end(store, stmt, code, err);
}

static bool is_pattern(struct slice text)
{
    return text.len
           && (memchr(text.ptr, '*', text.len)
               || memchr(text.ptr, '?', text.len));
}

// Adds the articles that a condition describes, whether it is excluded or not.
static enum offprint_status add_condition(
    struct store *store, const struct filter_condition *condition,
    struct article_set *set, struct offprint_error *err)
{
    static const struct slice NONE = { NULL, 0 };
    struct slice value = condition->value;
    switch (condition->field) {
    case FILTER_LANGUAGE:
        return add_by_sql(store, LANGUAGE, value, NONE, set, err);
    case FILTER_PATH:
        return add_by_sql(store, is_pattern(value) ? PATH_PATTERN : PATH, value,
                          NONE, set, err);
    case FILTER_DATE:
        return add_by_sql(store, PUBLISHED, condition->from, condition->until,
                          set, err);
    case FILTER_ADDED:
        return add_by_sql(store, ADDED, condition->from, condition->until, set,
                          err);
    case FILTER_SITE: return add_by_words(store, SITES, condition, set, err);
    case FILTER_AUTHOR:
        return add_by_words(store, AUTHORS, condition, set, err);
    case FILTER_TAG: return add_by_words(store, TAGS, condition, set, err);
    }
    return OFFPRINT_OK;
}

// The same, where it was asked for before from memory.
static enum offprint_status add_known_condition(
    struct store *store, const struct filter_condition *condition,
    struct arena *arena, struct article_set *set, struct offprint_error *err)
{
    const struct article_set *known;
    struct article_set fresh;
    enum offprint_status status = kept_sets_find(store, condition, &known, err);
    if (!status && !known) {
        status = article_set_new(store, arena, &fresh, err);
        if (!status) status = add_condition(store, condition, &fresh, err);
        if (!status) kept_sets_add(store, condition, &fresh);
        known = &fresh;
    }
    for (uint64_t i = 0; !status && i < set->limit / 64; i++)
        set->bits[i] |= known->bits[i];
    return status;
}

// ---- All conditions ---------------------------------------------------------

static bool is_first_of_number(const struct filter_condition *conditions,
                               size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (conditions[i].number == conditions[at].number) return false;
    return true;
}

static bool has_excluded(const struct filter_condition *conditions,
                         size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (conditions[i].excluded) return true;
    return false;
}

static enum offprint_status find_every(struct store *store, struct arena *arena,
                                       struct article_set *set,
                                       struct offprint_error *err)
{
    static const struct slice NONE = { NULL, 0 };
    enum offprint_status status = article_set_new(store, arena, set, err);
    if (status) return status;
    return add_by_sql(store, EVERY, NONE, NONE, set, err);
}

// What meets one of the conditions of a number. every is asked for where one of
// them is excluded.
static enum offprint_status find_alternatives(
    struct store *store, const struct filter_condition *conditions,
    size_t count, uint32_t number, const struct article_set *every,
    struct arena *arena, struct article_set *some, struct offprint_error *err)
{
    enum offprint_status status = article_set_new(store, arena, some, err);
    for (size_t i = 0; !status && i < count; i++) {
        struct article_set one;
        if (conditions[i].number != number) continue;
        if (!conditions[i].excluded) {
            status =
                add_known_condition(store, &conditions[i], arena, some, err);
            continue;
        }
        status = article_set_new(store, arena, &one, err);
        if (!status)
            status =
                add_known_condition(store, &conditions[i], arena, &one, err);
        for (uint64_t j = 0; !status && j < one.limit / 64; j++)
            some->bits[j] |= every->bits[j] & ~one.bits[j];
    }
    return status;
}

enum offprint_status store_filter(struct store *store,
                                  const struct filter_condition *conditions,
                                  size_t count, struct arena *arena,
                                  struct article_set *set,
                                  struct offprint_error *err)
{
    if (count == 0) return find_every(store, arena, set, err);
    struct article_set every = { NULL, 0 };
    enum offprint_status status = OFFPRINT_OK;
    if (has_excluded(conditions, count))
        status = find_every(store, arena, &every, err);
    for (size_t i = 0; !status && i < count; i++) {
        struct article_set some;
        if (!is_first_of_number(conditions, i)) continue;
        status =
            find_alternatives(store, conditions, count, conditions[i].number,
                              &every, arena, i ? &some : set, err);
        for (uint64_t j = 0; i && !status && j < set->limit / 64; j++)
            set->bits[j] &= some.bits[j];
    }
    return status;
}
