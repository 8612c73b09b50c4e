// How texts are stored in the course of time, as a user of the library and of
// the file meets it.

#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buffer.h"
#include "offprint.h"
#include "test.h"

static const char SECRET[] = "the combination of the safe is four seven eleven";

static void index_folder(const char *name)
{
    const char *paths[] = { test_path(name) };
    struct offprint_update_options options = { .paths = paths,
                                               .path_count = 1 };
    struct offprint_error err = { 0 };
    CHECK_INT(offprint_update(test_path("index"), &options, NULL, &err),
              OFFPRINT_OK);
    CHECK_STRING(err.message, "");
}

static void write_articles(const char *path, int count, const char *often)
{
    struct buffer lines = { 0 };
    for (int i = 0; i < count; i++) {
        buffer_format(&lines, "{\"title\":\"%s %d\",\"text\":\"", path, i);
        for (int j = 0; j < 60; j++)
            buffer_format(&lines, "w%u %s ", (unsigned)(test_random() & 0xFFF),
                          j % 10 ? "and" : often);
        buffer_add_string(&lines, "\"}\n");
    }
    test_file(path, buffer_slice(&lines));
    buffer_free(&lines);
}

static int64_t ask(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    CHECK_INT(sqlite3_open(test_path("index"), &db), SQLITE_OK);
    CHECK_INT(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    CHECK_INT(sqlite3_step(stmt), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return number;
}

static void check_is_sound(void)
{
    uint64_t faults = 1;
    CHECK_INT(
        offprint_check(test_path("index"), NULL, NULL, NULL, &faults, NULL),
        OFFPRINT_OK);
    CHECK_INT(faults, 0);
}

static bool file_holds(const char *text)
{
    struct buffer bytes = { 0 };
    char block[1 << 16];
    FILE *file = fopen(test_path("index"), "rb");
    size_t size;
    while (file && (size = fread(block, 1, sizeof block, file)) > 0)
        buffer_add(&bytes, (struct slice){ block, size });
    if (file) fclose(file);
    bool holds = slice_find(buffer_slice(&bytes), slice_of(text)) != NULL;
    buffer_free(&bytes);
    return holds;
}

static const char WITHOUT_CURRENT[] =
    "SELECT count(*) FROM article WHERE zstd_dictionary_id IS NOT"
    " (SELECT value FROM meta WHERE key = 'zstd_dictionary')";

TEST(texts, few_articles_have_no_dictionary)
{
    write_articles("a/few.jsonl", 20, "or");
    index_folder("a");
    CHECK_INT(ask("SELECT count(*) FROM zstd_dictionary"), 0);
    check_is_sound();
}

TEST(texts, many_articles_share_a_dictionary)
{
    write_articles("a/many.jsonl", 4000, "or");
    index_folder("a");
    CHECK_INT(ask("SELECT count(*) FROM zstd_dictionary"), 1);
    CHECK_INT(ask(WITHOUT_CURRENT), 0);
    CHECK(ask("SELECT sum(length) > 2 * sum(length(body)) FROM article"));
    // Later ones, too.
    write_articles("a/more.jsonl", 3, "or");
    index_folder("a");
    CHECK_INT(ask("SELECT count(*) FROM zstd_dictionary"), 1);
    CHECK_INT(ask(WITHOUT_CURRENT), 0);
    check_is_sound();
}

TEST(texts, optimize_brings_all_to_one_dictionary)
{
    write_articles("a/few.jsonl", 200, "or");
    index_folder("a");
    CHECK_INT(ask("SELECT count(*) FROM zstd_dictionary"), 0);
    write_articles("a/many.jsonl", 4000, "or");
    index_folder("a");
    CHECK_INT(ask(WITHOUT_CURRENT), 200);
    CHECK_INT(offprint_optimize(test_path("index"), 0, NULL, NULL, NULL),
              OFFPRINT_OK);
    CHECK_INT(ask(WITHOUT_CURRENT), 0);
    CHECK_INT(ask("SELECT count(*) FROM zstd_dictionary"), 1);
    check_is_sound();
}

TEST(texts, what_is_forgotten_is_not_in_the_dictionary)
{
    write_articles("a/many.jsonl", 3500, SECRET);
    write_articles("b/many.jsonl", 4500, "or");
    index_folder("a");
    index_folder("b");
    CHECK(file_holds(SECRET)); // else the test shows nothing
    CHECK_INT(
        offprint_forget(test_path("index"), test_path("a"), 0, NULL, NULL),
        OFFPRINT_OK);
    CHECK(!file_holds(SECRET));
    CHECK_INT(ask("SELECT count(*) FROM zstd_dictionary"), 1);
    CHECK_INT(ask(WITHOUT_CURRENT), 0);
    check_is_sound();
}

TEST(texts, what_is_gone_leaves_the_dictionary_with_optimize)
{
    write_articles("a/many.jsonl", 3500, SECRET);
    write_articles("a/few.jsonl", 30, "or");
    index_folder("a");
    unlink(test_path("a/many.jsonl"));
    index_folder("a");
    CHECK(file_holds(SECRET));
    CHECK_INT(offprint_optimize(test_path("index"), 0, NULL, NULL, NULL),
              OFFPRINT_OK);
    CHECK(!file_holds(SECRET));
    CHECK_INT(ask("SELECT count(*) FROM zstd_dictionary"), 0);
    CHECK_INT(ask(WITHOUT_CURRENT), 0);
    check_is_sound();
}

TEST(texts, ids_are_never_used_again)
{
    write_articles("a/few.jsonl", 5, "or");
    index_folder("a");
    CHECK_INT(ask("SELECT max(id) FROM article"), 5);
    write_articles("a/few.jsonl", 1, "nor");
    index_folder("a");
    CHECK_INT(ask("SELECT max(id) FROM article"), 6);
    unlink(test_path("a/few.jsonl"));
    write_articles("a/other.jsonl", 1, "or");
    index_folder("a");
    CHECK_INT(ask("SELECT min(id) FROM article"), 7);
    check_is_sound();
}
