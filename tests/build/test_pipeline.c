// Many articles at a time, as a user of the library meets them.

#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buffer.h"
#include "build/chunk.h"
#include "faulty_vfs.h"
#include "offprint.h"
#include "test.h"

static void fail_on_fault(void *context, const char *message)
{
    (void)context;
    CHECK_STRING(message, "no fault");
}

static void check_is_clean(const char *name)
{
    uint64_t faults = 0;
    CHECK_INT(offprint_check(test_path(name), fail_on_fault, NULL, NULL,
                             &faults, NULL),
              OFFPRINT_OK);
}

static void index_with(const char *name, unsigned jobs, uint64_t memory)
{
    const char *paths[] = { test_path("a") };
    struct offprint_update_options options = {
        .paths = paths, .path_count = 1, .jobs = jobs, .memory = memory
    };
    struct offprint_error err = { 0 };
    CHECK_INT(offprint_update(test_path(name), &options, NULL, &err),
              OFFPRINT_OK);
    CHECK_STRING(err.message, "");
}

// A number that tells tables with other rows apart; -1 where there is none.
static int64_t sum_of(const char *name, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    uint64_t sum = (uint64_t)-1;
    CHECK_INT(sqlite3_open(test_path(name), &db), SQLITE_OK);
    CHECK_INT(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const unsigned char *bytes = sqlite3_column_blob(stmt, 1);
        int size = sqlite3_column_bytes(stmt, 1);
        sum = sum * 31 + (uint64_t)sqlite3_column_int64(stmt, 0);
        for (int i = 0; i < size; i++) sum = sum * 1099511628211u ^ bytes[i];
    }
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return (int64_t)sum;
}

static int64_t number_of(const char *name, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    int64_t number = -1;
    CHECK_INT(sqlite3_open(test_path(name), &db), SQLITE_OK);
    CHECK_INT(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        number = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return number;
}

static void write_articles(int count, int words)
{
    struct buffer lines = { 0 };
    for (int i = 0; i < count; i++) {
        buffer_format(&lines,
                      "{\"id\":\"n%d\",\"title\":\"number %d\",\"text\":\"", i,
                      i);
        for (int j = 0; j < words; j++) {
            uint64_t random = test_random();
            unsigned rare = (unsigned)(random >> 8 & 0xFFFF) >> (random & 15);
            buffer_format(&lines,
                          j % 50 ? "w%u " : "caf\u00E9-%u \u6771\u4EAC ", rare);
        }
        buffer_add_string(&lines, "\"}\n");
    }
    test_file("a/many.jsonl", buffer_slice(&lines));
    buffer_free(&lines);
}

static uint64_t found(const char *name, const char *query)
{
    offprint_index *index;
    CHECK_INT(offprint_index_open(test_path(name), &index, NULL), OFFPRINT_OK);
    struct offprint_search_options ask = { .query = query, .limit = 1 };
    struct offprint_result *result = NULL;
    CHECK_INT(offprint_search(index, &ask, &result, NULL), OFFPRINT_OK);
    uint64_t total = result ? result->total : 0;
    offprint_result_free(result);
    offprint_index_close(index);
    return total;
}

// Whether two indexes are the same to the byte, but for when they were made.
static void check_are_same(const char *a, const char *b)
{
    static const char *const TABLES[] = {
        "SELECT id, block FROM posting_data ORDER BY id",
        "SELECT id, sz FROM posting_docsize ORDER BY id",
        "SELECT id, body FROM article ORDER BY id",
        "SELECT id, data FROM dictionary ORDER BY id",
        "SELECT articles, other FROM related ORDER BY kind, term, other",
    };
    for (size_t i = 0; i < sizeof TABLES / sizeof TABLES[0]; i++) {
        test_row(TABLES[i]);
        int64_t sum = sum_of(a, TABLES[i]);
        CHECK(sum != -1);
        CHECK_INT(sum_of(b, TABLES[i]), sum);
    }
    test_row(NULL);
}

TEST(pipeline, the_index_does_not_depend_on_the_threads)
{
    enum { ARTICLES = 3000, WORDS = 500, MEMORY = 16 << 20 };
    write_articles(ARTICLES, WORDS); // two batches of several chunks
    index_with("one", 1, MEMORY);
    index_with("eight", 8, MEMORY);
    check_is_clean("one");
    check_are_same("one", "eight");
    CHECK_INT(found("one", "title:number"), ARTICLES);
    CHECK_INT(found("one", "title:2999"), 1);
    CHECK_INT(found("one", "\u6771"), ARTICLES);
}

TEST(pipeline, segments_and_single_articles_live_together)
{
    write_articles(1500, 40);
    index_with("index", 2, 0);
    check_is_clean("index");
    test_file("a/one.txt", SLICE("Single\n\nzebra w1 caf\u00E9\n"));
    index_with("index", 2, 0);
    check_is_clean("index");
    CHECK_INT(found("index", "zebra"), 1);
    unlink(test_path("a/many.jsonl"));
    index_with("index", 2, 0);
    check_is_clean("index");
    uint64_t before = 0, after = 0;
    CHECK_INT(offprint_optimize(test_path("index"), 0, &before, &after, NULL),
              OFFPRINT_OK);
    CHECK(after > 0 && after < before);
    check_is_clean("index");
    CHECK_INT(sum_of("index", "SELECT id, block FROM posting_data"
                              " WHERE instr(block, 'number')"),
              -1);
    CHECK_INT(found("index", "title:number"), 0);
    CHECK_INT(found("index", "zebra"), 1);
    write_articles(1200, 40);
    index_with("index", 3, 0);
    check_is_clean("index");
    CHECK_INT(found("index", "title:number"), 1200);
}

// ---- Long articles ----------------------------------------------------------

// An article of more words than are inverted at once, or of more terms, behind
// some that make a segment worth while.
static void write_long_article(size_t words, size_t terms)
{
    struct buffer lines = { 0 };
    for (int i = 0; i < 150; i++)
        buffer_format(&lines, "{\"id\":\"s%d\",\"text\":\"short w%d\"}\n", i,
                      i);
    buffer_add_string(&lines, "{\"title\":\"long w7\",\"text\":\"");
    for (size_t i = 0; i < words; i++)
        buffer_format(&lines, "w%zu ", i < terms ? i : test_random() % 16);
    buffer_add_string(&lines, "caf\u00E9\",\"tags\":[\"w7\",\"w8\"]}\n");
    test_file("a/long.jsonl", buffer_slice(&lines));
    buffer_free(&lines);
}

TEST(pipeline, a_long_article_is_inverted_in_pieces)
{
    enum { LIST_WORDS = CHUNK_BYTES / CHUNK_WORD_BYTES };
    static const struct {
        const char *name;
        size_t words;
        size_t terms;
    } ROWS[] = {
        { "words", LIST_WORDS + 1000, 10 },
        { "terms", 2 * LIST_WORDS / INVERTER_TERM_WORDS + 1000, SIZE_MAX },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        write_long_article(ROWS[i].words, ROWS[i].terms);
        index_with(ROWS[i].name, 2, 0);
        check_is_clean(ROWS[i].name);
        CHECK_INT(found(ROWS[i].name, "w9"), 2);
        unlink(test_path("a/long.jsonl"));
        test_file("a/other.txt", SLICE("Other\n\nzebra\n"));
        index_with(ROWS[i].name, 2, 0);
        check_is_clean(ROWS[i].name);
    }
}

// ---- Memory -----------------------------------------------------------------

// The number of segments stands behind the number of levels.
static const char SEGMENTS[] =
    "SELECT unicode(substr(block, 6, 1)) FROM posting_data WHERE id = 10";

// A third of them random Han characters: each pair is another term, which takes
// ten times its text. From is the number of the first one.
static void write_pairs(const char *name, int from, int count)
{
    enum { PAIRS = 4000, BYTES = 6 * PAIRS };
    struct buffer lines = { 0 };
    for (int i = from; i < from + count; i++) {
        buffer_format(
            &lines, "{\"id\":\"%d\",\"title\":\"number %d\",\"text\":\"", i, i);
        for (int j = 0; j < PAIRS; j++)
            buffer_add_code_point(&lines,
                                  0x4E00 + (uint32_t)(test_random() % 20000));
        for (int j = 0; j < BYTES / 8; j++)
            buffer_add_string(&lines, " e-mail ");
        buffer_add_string(&lines, "\"}\n");
    }
    test_file(name, buffer_slice(&lines));
    buffer_free(&lines);
}

// The batch is far from its end by its bytes of text. How many chunks are on
// their way when articles go while others come depends on the threads.
TEST(pipeline, what_is_kept_in_memory_ends_a_segment)
{
    enum { ARTICLES = 200, MEMORY = 16 << 20 };
    write_pairs("a/first.jsonl", 0, ARTICLES);
    index_with("one", 1, MEMORY);
    index_with("eight", 8, MEMORY);
    check_are_same("one", "eight");
    CHECK(number_of("one", SEGMENTS) > 1);
    CHECK_INT(found("one", "title:number"), ARTICLES);
    write_pairs("a/first.jsonl", ARTICLES / 2, ARTICLES);
    write_pairs("a/second.jsonl", 2 * ARTICLES, ARTICLES);
    index_with("one", 1, MEMORY);
    index_with("eight", 8, MEMORY);
    check_is_clean("one");
    check_are_same("one", "eight");
    CHECK_INT(found("one", "title:number"), 2 * ARTICLES);
}

// ---- Ids --------------------------------------------------------------------

// FTS5 keeps markers of what was deleted, and they would hide a new article of
// the same id in a segment, which is older by its level.
TEST(pipeline, ids_are_never_used_twice)
{
    static const int COUNTS[] = { 1500, 3, 1200, 1100, 2, 1 };
    test_file("a/first.txt", SLICE("First\n\nzebra\n"));
    int64_t last = 0;
    for (size_t i = 0; i < sizeof COUNTS / sizeof COUNTS[0]; i++) {
        unlink(test_path("a/many.jsonl"));
        if (i > 0) index_with("index", 2, 0); // the index forgets the articles
        if (i % 2)
            CHECK_INT(offprint_optimize(test_path("index"), 0, &(uint64_t){ 0 },
                                        &(uint64_t){ 0 }, NULL),
                      OFFPRINT_OK);
        write_articles(COUNTS[i], 20);
        index_with("index", 2, 0);
        check_is_clean("index");
        CHECK(number_of("index", "SELECT min(id) FROM article"
                                 " WHERE title LIKE 'number %'")
              > last);
        last = number_of("index", "SELECT max(id) FROM article");
        CHECK_INT(found("index", "title:number"), COUNTS[i]);
        CHECK_INT(found("index", "zebra"), 1);
    }
}

// ---- Few changes ------------------------------------------------------------

// However many articles come alone, a run writes a small part of the index.
// That it takes no longer than it should is seen by bench/commits.
TEST(pipeline, an_article_that_comes_alone_costs_little)
{
    enum { RUNS = 100 };
    write_articles(3000, 300);
    index_with("index", 2, 0);
    uint64_t most = 0;
    for (int i = 0; i < RUNS; i++) {
        char name[32], text[64];
        snprintf(name, sizeof name, "a/alone-%d.txt", i);
        snprintf(text, sizeof text, "Alone\n\nnumber w%d stands n%d\n", i, i);
        test_file(name, slice_of(text));
        struct faulty_vfs disk = { .kind = FAULT_NONE };
        CHECK(faulty_vfs_register(&disk));
        index_with("index", 2, 0);
        faulty_vfs_unregister(&disk);
        if (disk.writes > most) most = disk.writes;
    }
    const int64_t pages = number_of("index", "PRAGMA page_count");
    CHECK(most > 0 && most < (uint64_t)pages / 4);
    CHECK_INT(found("index", "title:alone"), RUNS);
    check_is_clean("index");
}

// ---- Unknown formats --------------------------------------------------------

static void change_by_hand(const char *name, const char *sql)
{
    sqlite3 *db;
    CHECK_INT(sqlite3_open(test_path(name), &db), SQLITE_OK);
    CHECK_INT(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

// Segments of FTS5 itself grow from level 0; ours have a level of their own.
static const char HIGH_LEVELS[] = "SELECT substr(block, 5, 1) > x'05'"
                                  " FROM posting_data WHERE id = 10";

TEST(pipeline, a_table_of_an_unknown_format_is_filled_by_insert)
{
    test_file("a/first.txt", SLICE("First\n\nzebra\n"));
    index_with("index", 2, 0);
    // FTS5 ignores such a size, and we do not know what it does instead.
    change_by_hand("index", "INSERT INTO posting_config VALUES('pgsz', 31)");
    write_articles(1500, 40);
    index_with("index", 2, 0);
    check_is_clean("index");
    CHECK_INT(number_of("index", HIGH_LEVELS), 0);
    CHECK_INT(found("index", "title:number"), 1500);
    change_by_hand("index", "DELETE FROM posting_config WHERE k = 'pgsz'");
    unlink(test_path("a/many.jsonl"));
    index_with("index", 2, 0);
    write_articles(1500, 40);
    index_with("index", 2, 0);
    check_is_clean("index");
    CHECK_INT(number_of("index", HIGH_LEVELS), 1);
    CHECK_INT(found("index", "title:number"), 1500);
}

// ---- Few segments -----------------------------------------------------------

TEST(pipeline, many_runs_leave_few_segments)
{
    enum { RUNS = 24, ARTICLES = 110, MANY = 8 };
    for (int i = 0; i < RUNS; i++) {
        write_articles(ARTICLES, 20);
        char name[32];
        snprintf(name, sizeof name, "a/%d.jsonl", i);
        CHECK_INT(rename(test_path("a/many.jsonl"), test_path(name)), 0);
        index_with("index", 2, 0);
    }
    int64_t segments = number_of("index", SEGMENTS);
    CHECK(segments > 0 && segments < MANY);
    CHECK_INT(found("index", "title:number"), RUNS * ARTICLES);
    check_is_clean("index");
}
