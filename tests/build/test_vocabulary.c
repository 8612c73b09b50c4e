// What the index learns of words from its articles, as a user of the library
// meets it.

#include <stdio.h>
#include <unistd.h>

#include "base/buffer.h"
#include "build/relations.h"
#include "offprint.h"
#include "store/articles.h"
#include "store/connection.h"
#include "store/store.h"
#include "test.h"

static void fail_on_fault(void *context, const char *message)
{
    (void)context;
    CHECK_STRING(message, "no fault");
}

static enum offprint_status update(const char *synonyms,
                                   struct offprint_error *err)
{
    const char *paths[] = { test_path("a") };
    struct offprint_update_options options = { .paths = paths,
                                               .path_count = 1,
                                               .synonyms = synonyms };
    return offprint_update(test_path("index"), &options, NULL, err);
}

static void index_all(const char *synonyms)
{
    struct offprint_error err = { 0 };
    uint64_t faults;
    CHECK_INT(update(synonyms, &err), OFFPRINT_OK);
    CHECK_STRING(err.message, "");
    offprint_check(test_path("index"), fail_on_fault, NULL, NULL, &faults,
                   NULL);
}

static uint64_t found_with(struct offprint_search_options ask)
{
    offprint_index *index;
    struct offprint_error err = { 0 };
    CHECK_INT(offprint_index_open(test_path("index"), &index, &err),
              OFFPRINT_OK);
    struct offprint_result *result = NULL;
    ask.limit = 10;
    CHECK_INT(offprint_search(index, &ask, &result, &err), OFFPRINT_OK);
    uint64_t total = result ? result->total : 0;
    offprint_result_free(result);
    offprint_index_close(index);
    return total;
}

static uint64_t found(const char *query)
{
    return found_with((struct offprint_search_options){ .query = query });
}

// The value of a statement that yields one integer, asked behind our back.
static int64_t ask_database(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    int64_t value = -1;
    CHECK_INT(sqlite3_open(test_path("index"), &db), SQLITE_OK);
    CHECK_INT(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    if (sqlite3_step(stmt) == SQLITE_ROW) value = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return value;
}

static void write_file(const char *name, const char *text)
{
    test_file(name, slice_of(text));
}

static const char ENGLISH[] =
    "The night watch\n\nIn the evening they observed the moon from the tower, "
    "and the next day it was in all of the newspapers of the town.\n";
static const char GERMAN[] =
    "Die Nachtwache\n\nAm Abend beobachteten sie den Mond vom Turm aus, und am "
    "nächsten Tag stand es in allen Zeitungen der Stadt.\n";

TEST(vocabulary, languages_are_guessed_and_asked_for)
{
    write_file("a/en.txt", ENGLISH);
    write_file("a/de.txt", GERMAN);
    write_file("a/declared.md", "---\nlang: pt-BR\n---\n# Vigia\n\nA lua.\n");
    write_file("a/wrong.md", "---\nlang: en\n---\n# Луна\n\nВечером они "
                             "наблюдали луну с башни, и на следующий день об "
                             "этом написали во всех газетах.\n");
    index_all(NULL);
    CHECK_INT(found("lang:en observing"), 1);
    CHECK_INT(found("lang:de Mond"), 1);
    CHECK_INT(found("lang:DE Mond"), 1);
    CHECK_INT(found("lang:en Mond"), 0);
    CHECK_INT(found("lang:pt lua"), 1);
    CHECK_INT(found("lang:pt-BR lua"), 1);
    CHECK_INT(found("lang:pt-PT lua"), 0);
    CHECK_INT(found("lang:ru газета"), 1);
    CHECK_INT(found("lang:en lang:de moon OR Mond"), 2);
    CHECK_INT(found_with((struct offprint_search_options){
                  .query = "moon OR Mond", .language = "de" }),
              1);
    static const char *const NO_CODES[] = { "", "d\"e", "de_DE", "\n" };
    for (size_t i = 0; i < sizeof NO_CODES / sizeof NO_CODES[0]; i++) {
        offprint_index *index;
        struct offprint_result *result;
        struct offprint_search_options ask = { .query = "Mond",
                                               .language = NO_CODES[i] };
        offprint_index_open(test_path("index"), &index, NULL);
        CHECK_INT(offprint_search(index, &ask, &result, NULL), OFFPRINT_MISUSE);
        offprint_index_close(index);
    }
}

TEST(vocabulary, acronyms_come_and_go_with_their_articles)
{
    write_file("a/cells.txt",
               "Cells\n\nOf mesenchymal stem cells (MSCs) little "
               "is known in this town.\n");
    write_file("a/short.txt", "Short\n\nAn MSC is small.\n");
    index_all(NULL);
    CHECK_INT(found("msc"), 2);
    CHECK_INT(found("=msc"), 1);
    CHECK_INT(found("mesenchymal stem cells"), 2);
    CHECK_INT(found_with((struct offprint_search_options){
                  .query = "msc", .no_acronyms = true }),
              1);
    CHECK_INT(found("mscs"), 2);
    CHECK_INT(found_with((struct offprint_search_options){
                  .query = "mesenchymal stem cells", .no_acronyms = true }),
              1);
    unlink(test_path("a/cells.txt"));
    index_all(NULL);
    CHECK_INT(found("mesenchymal stem cells"), 0);
    CHECK_INT(ask_database("SELECT count(*) FROM related"), 0);
}

TEST(vocabulary, joined_words_go_with_their_articles)
{
    write_file("a/one.txt", "One\n\nan e-mail came\n");
    write_file("a/two.txt", "Two\n\nnothing at all\n");
    index_all(NULL);
    CHECK_INT(found("email"), 1);
    unlink(test_path("a/one.txt"));
    index_all(NULL);
    CHECK_INT(found("email"), 0);
    CHECK_INT(ask_database("SELECT count(*) FROM related"), 0);
}

// A bulk leaves out what hyphens join but once.
// What two articles tell of words is packed between them, and what one tells
// has an end: when both have gone nothing is left.
TEST(vocabulary, an_article_tells_of_so_much_and_no_more)
{
    struct buffer lines = { 0 };
    buffer_add_string(&lines, "{\"text\":\"an e-mail\"}\n{\"text\":\"");
    for (int i = 0; i < RELATIONS_MAX + 1000; i++)
        buffer_format(&lines, "a%d-b%d ", i, i);
    buffer_add_string(&lines, "\"}\n{\"text\":\"an e-mail, a1-b1\"}\n");
    test_file("a/many.jsonl", buffer_slice(&lines));
    buffer_free(&lines);
    index_all(NULL);
    CHECK_INT(ask_database("SELECT count(*) FROM related"), RELATIONS_MAX + 1);
    CHECK_INT(ask_database("SELECT sum(articles) FROM related"),
              RELATIONS_MAX + 3);
    CHECK_INT(found("email"), 2);
    CHECK_INT(found("a1b1"), 2);
    unlink(test_path("a/many.jsonl"));
    test_file("a/other.txt", SLICE("Other\n\nnothing at all\n"));
    index_all(NULL);
    CHECK_INT(ask_database("SELECT count(*) FROM related"), 0);
}

TEST(vocabulary, joined_words_of_a_bulk_stay_while_they_are_there)
{
    struct buffer lines = { 0 };
    for (int i = 0; i < 1200; i++)
        buffer_format(&lines, "{\"id\":\"%d\",\"text\":\"word%d\"}\n", i, i);
    test_file("a/many.jsonl", buffer_slice(&lines));
    buffer_free(&lines);
    write_file("a/one.txt", "One\n\na foo-bar once\n");
    index_all(NULL);
    write_file("a/two.txt", "Two\n\nanother foo-bar here\n");
    index_all(NULL);
    CHECK_INT(found("foobar"), 2);
    unlink(test_path("a/one.txt"));
    index_all(NULL);
    CHECK_INT(found("foobar"), 1);
    unlink(test_path("a/two.txt"));
    index_all(NULL);
    CHECK_INT(ask_database("SELECT count(*) FROM related"), 0);
}

TEST(vocabulary, synonyms_are_kept_until_others_take_their_place)
{
    write_file("a/one.txt", "One\n\nan automobile stood there\n");
    write_file("a/two.txt", "Two\n\nthe motor car would not start\n");
    write_file("groups", "# of vehicles\ncar, Automobile, motor car\n\n");
    write_file("none", "");
    write_file("wrong", "a, b\nalone\n");
    index_all(test_path("groups"));
    CHECK_INT(found("automobile"), 2);
    CHECK_INT(found("car"), 2);
    CHECK_INT(found("=automobile"), 1);
    CHECK_INT(found("motor car"), 2);
    CHECK_INT(found("cars"), 2);
    index_all(NULL);
    CHECK_INT(found("automobile"), 2);
    struct offprint_error err = { 0 };
    CHECK_INT(update(test_path("wrong"), &err), OFFPRINT_MISUSE);
    CHECK(strstr(err.message, "line 2") != NULL);
    CHECK_INT(update(test_path("missing"), &err), OFFPRINT_MISUSE);
    CHECK_INT(found("automobile"), 2);
    index_all(test_path("none"));
    CHECK_INT(found("automobile"), 1);
    write_file("a/tokyo.txt", "T\n\n\u884C\u6771\u4EAC\u90FD\n");
    write_file("a/city.txt", "City\n\nTokyo by night, in C# or not\n");
    write_file("more", "Tokyo, \u6771\u4EAC\nC#, csharp # a language\n"
                       "r\u00E9sum\u00E9, CV\n");
    index_all(test_path("more"));
    CHECK_INT(found("tokyo"), 2);
    CHECK_INT(found("\u6771\u4EAC"), 2);
    CHECK_INT(found("csharp"), 1);
}

TEST(vocabulary, forgotten_words_are_erased)
{
    write_file("a/one.txt", "One\n\nthe zyzzyvas of quxville (ZQ)\n");
    write_file("a/two.txt", "Two\n\nnothing of the kind\n");
    write_file("a/three.txt", "Three\n\nnothing of the kind either\n");
    index_all(NULL);
    CHECK_INT(offprint_forget(test_path("index"), test_path("a/one.txt"), 0,
                              NULL, NULL),
              OFFPRINT_OK);
    uint64_t faults;
    offprint_check(test_path("index"), fail_on_fault, NULL, NULL, &faults,
                   NULL);
    struct buffer bytes = { 0 };
    FILE *file = fopen(test_path("index"), "rb");
    char block[4096];
    size_t len;
    while (file && (len = fread(block, 1, sizeof block, file)) > 0)
        buffer_add(&bytes, (struct slice){ block, len });
    if (file) fclose(file);
    CHECK(bytes.len > 0);
    CHECK(slice_find(buffer_slice(&bytes), SLICE("zyzzyva")) == NULL);
    buffer_free(&bytes);
}

// The index of an older schema refuses all but the run that brings it up to
// date; afterwards it finds what it found.
static void check_upgrade(const char *make_old)
{
    write_file("a/en.txt", ENGLISH);
    index_all(NULL);
    struct store *store;
    struct offprint_error err = { 0 };
    CHECK_INT(store_open_writable(test_path("index"), false, &store, &err),
              OFFPRINT_OK);
    CHECK_INT(store_execute(store, make_old, &err), OFFPRINT_OK);
    CHECK_STRING(err.message, "");
    store_close(store);

    offprint_index *index;
    CHECK_INT(offprint_index_open(test_path("index"), &index, &err),
              OFFPRINT_TOO_OLD);
    CHECK(strstr(err.message, "offprint index") != NULL);
    CHECK_INT(
        offprint_forget(test_path("index"), test_path("a"), 0, NULL, NULL),
        OFFPRINT_TOO_OLD);
    index_all(NULL);
    CHECK_INT(found("lang:en observing"), 1);
    int64_t last_id = 0;
    CHECK_INT(store_open_writable(test_path("index"), false, &store, &err),
              OFFPRINT_OK);
    CHECK_INT(store_last_id(store, &last_id, &err), OFFPRINT_OK);
    CHECK_INT(last_id, 9);
    int64_t postings = 0;
    CHECK_INT(store_meta(store, "word_articles", &postings, &err), OFFPRINT_OK);
    CHECK(postings > 0);
    store_close(store);
    uint64_t faults = 0;
    CHECK_INT(
        offprint_check(test_path("index"), NULL, NULL, NULL, &faults, NULL),
        OFFPRINT_OK);
    CHECK_INT(faults, 0);
}

#define MAKE_3                                                      \
    "DROP TABLE length; DROP TABLE packed; DROP TABLE packed_term;" \
    "DROP TABLE packed_segment; DELETE FROM meta WHERE key LIKE 'word_%';"
#define MAKE_2                                                                \
    MAKE_3                                                                    \
    "CREATE TABLE counted(id INTEGER PRIMARY KEY AUTOINCREMENT);"             \
    "DROP TABLE counted;"                                                     \
    "INSERT INTO sqlite_sequence VALUES('article', 9);"                       \
    "DELETE FROM meta WHERE key = 'last_id';"                                 \
    "DROP TABLE zstd_dictionary; DROP TABLE zstd_sample; DROP TABLE posting;" \
    "DROP VIEW article_text;"                                                 \
    "CREATE VIEW article_text AS SELECT id, title, body, '' AS extra"         \
    " FROM article;"                                                          \
    "CREATE VIRTUAL TABLE posting USING fts5(title, body, extra,"             \
    " content='article_text', content_rowid='id', tokenize='offprint');"

TEST(vocabulary, an_index_of_schema_1_is_brought_up_to_date)
{
    check_upgrade("DROP TABLE dictionary; DROP TABLE dictionary_new;"
                  "DROP TABLE related; DROP TABLE language;"
                  "DROP INDEX article_by_language;"
                  "PRAGMA legacy_alter_table = ON;"
                  "UPDATE article SET language = declared;"
                  "ALTER TABLE article DROP COLUMN declared;" MAKE_2
                  "PRAGMA user_version = 1;");
}

TEST(vocabulary, an_index_of_schema_2_is_brought_up_to_date)
{
    check_upgrade(MAKE_2 "PRAGMA user_version = 2;");
}

TEST(vocabulary, an_index_of_schema_3_is_brought_up_to_date)
{
    check_upgrade(MAKE_3 "INSERT OR REPLACE INTO meta VALUES('last_id', 9);"
                         "PRAGMA user_version = 3;");
}

// A mark and a letter once they are folded: of a run all the same.
TEST(vocabulary, a_lone_vowel_is_no_word)
{
    write_file("a/thai.txt", "x \u0E33 y\n");
    write_file("a/lao.txt", "a\u0EB3 1\u0EB3 \u0EB3\n");
    index_all(NULL);
    CHECK_INT(found("x"), 1);
}

// "us" is no "u", and no acronym unless it is typed as one.
TEST(vocabulary, acronyms_are_told_from_words)
{
    write_file("a/one.txt", "One\n\nThe United States (US) is a country.\n");
    write_file("a/two.txt", "Two\n\nThe letter u is the one before v.\n");
    write_file("a/three.txt",
               "Three\n\nThe united states of matter are four.\n");
    write_file("a/four.txt",
               "Four\n\nGlobal positioning systems (GPS) and gp.\n");
    index_all(NULL);
    CHECK_INT(found("us"), 1);
    CHECK_INT(found("US"), 2);
    CHECK_INT(found("gps"), 1);
    CHECK_INT(found("gp"), 1);
}

// Stems of one language do not reach the words of another.
TEST(vocabulary, families_keep_to_their_languages)
{
    struct buffer lines = { 0 };
    for (int i = 0; i < 10; i++) {
        buffer_format(&lines,
                      "{\"lang\":\"en\",\"text\":\"he is able to see a "
                      "mile %d\"}\n",
                      i);
        buffer_format(&lines,
                      "{\"lang\":\"de\",\"text\":\"ab und zu mal aber "
                      "nicht mil %d\"}\n",
                      i);
        buffer_format(&lines,
                      "{\"lang\":\"sv\",\"text\":\"en mil och milen "
                      "bort %d\"}\n",
                      i);
    }
    test_file("a/lines.jsonl", buffer_slice(&lines));
    buffer_free(&lines);
    index_all(NULL);
    CHECK_INT(found("able"), 10);
    CHECK_INT(found("mile"), 10);
    CHECK_INT(found("lang:sv milen"), 10);
}
