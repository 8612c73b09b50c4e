// What is derived from postings for searching: made by every run, found wrong
// by a check, and made anew.

#include <sqlite3.h>
#include <stdio.h>

#include "archive_index.h"
#include "base/buffer.h"

static void index_articles(int articles)
{
    struct buffer lines = { 0 };
    for (int i = 0; i < articles; i++) {
        buffer_format(&lines,
                      "{\"id\":\"%d\",\"title\":\"common %d\","
                      "\"text\":\"",
                      i, i);
        for (uint64_t j = test_random() % 60 + 20; j > 0; j--)
            buffer_format(&lines, "%s w%u ", j % 3 ? "common" : "frequent",
                          (unsigned)(test_random() & 0xFFF));
        buffer_add_string(&lines, "\"}\n");
    }
    index_archive(test_file("a.jsonl", buffer_slice(&lines)));
    buffer_free(&lines);
}

static int64_t run(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    CHECK_INT(sqlite3_open(test_path("index"), &db), SQLITE_OK);
    CHECK_INT(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    int code = sqlite3_step(stmt);
    CHECK(code == SQLITE_ROW || code == SQLITE_DONE);
    int64_t number = code == SQLITE_ROW ? sqlite3_column_int64(stmt, 0)
                                        : sqlite3_changes64(db);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return number;
}

static uint64_t count_faults(void)
{
    uint64_t faults = 0;
    CHECK_INT(
        offprint_check(test_path("index"), NULL, NULL, NULL, &faults, NULL),
        OFFPRINT_OK);
    return faults;
}

static void optimize(void)
{
    uint64_t before, after;
    CHECK_INT(offprint_optimize(test_path("index"), 0, &before, &after, NULL),
              OFFPRINT_OK);
}

TEST(derived, is_made_and_found_sound)
{
    index_articles(3000);
    CHECK(run("SELECT count(*) FROM packed_term") > 0);
    CHECK_INT(run("SELECT count(*) FROM packed_term"
                  " WHERE term IN (x'636F6D6D6F6E', x'6672657175656E74')"),
              2);
    CHECK_INT(run("SELECT sum(length(codes)) FROM length"), 3001);
    CHECK_INT(count_faults(), 0);
}

TEST(derived, damage_is_found_and_mended)
{
    static const char *const DAMAGE[] = {
        "UPDATE packed SET bytes = substr(bytes, 1, 60) || x'01'"
        " || substr(bytes, 62) WHERE id = (SELECT min(id) FROM packed)",
        "UPDATE packed SET bytes = substr(bytes, 1, length(bytes) - 3)"
        " || x'FFFFFF' WHERE id = (SELECT min(id) FROM packed)",
        "UPDATE packed SET bytes = substr(bytes, 1, 10)"
        " WHERE id = (SELECT min(id) FROM packed)",
        "UPDATE length SET codes = x'0001' || substr(codes, 3)",
        "DELETE FROM length",
    };
    index_articles(3000);
    for (size_t i = 0; i < sizeof DAMAGE / sizeof DAMAGE[0]; i++) {
        test_row(DAMAGE[i]);
        CHECK_INT(run(DAMAGE[i]), 1);
        CHECK(count_faults() > 0); // lengths are part of lists, too
        optimize();
        CHECK_INT(count_faults(), 0);
    }
}

// Of lists that hold no longer nobody reads, and the next run drops them.
TEST(derived, lists_of_another_segment_do_not_count)
{
    index_articles(3000);
    run("INSERT INTO packed_segment SELECT 99, first_leaf, last_leaf, hash,"
        " end_list, end_list + 1 FROM packed_segment");
    run("UPDATE packed_segment SET hash = hash + 1 WHERE segment < 99");
    CHECK_INT(count_faults(), 0);
    optimize();
    CHECK_INT(run("SELECT count(*) FROM packed_segment"), 1);
    CHECK_INT(count_faults(), 0);
}
