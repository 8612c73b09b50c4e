#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "build/vocabulary.h"
#include "store/articles.h"
#include "store/body.h"
#include "store/check.h"
#include "store/connection.h"
#include "store/lock.h"
#include "store/postings.h"
#include "store/store.h"
#include "store/text_dictionary.h"
#include "test.h"

static struct store *create(const char *path)
{
    struct store *store;
    struct offprint_error err = { 0 };
    CHECK_INT(store_open_writable(path, true, &store, &err), OFFPRINT_OK);
    CHECK_INT(store_publish(store, &err), OFFPRINT_OK);
    CHECK_STRING(err.message, "");
    return store;
}

static int64_t add_source(struct store *store, const char *path)
{
    struct root root = { .path = "/archive" };
    struct root *roots;
    size_t count;
    struct arena arena = { 0 };
    store_roots(store, &arena, &roots, &count, NULL);
    if (count)
        root.id = roots[0].id;
    else
        CHECK_INT(store_add_root(store, &root, NULL), OFFPRINT_OK);
    struct stored_source source = {
        .root = root.id, .path = path, .kind = "text", .articles = 1
    };
    CHECK_INT(store_put_source(store, &source, NULL), OFFPRINT_OK);
    arena_free(&arena);
    return source.id;
}

static int64_t add(struct store *store, const char *path, const char *title,
                   const char *body)
{
    struct stored_article article = { .source = add_source(store, path),
                                      .title = slice_of(title),
                                      .body = slice_of(body) };
    struct offprint_error err = { 0 };
    stored_article_hash(&article, article.hash);
    struct body_codec *codec = body_codec_open();
    struct stored_frame frame = { .dictionary = 0 };
    CHECK_INT(body_compress(codec, NULL, article.body, &frame.bytes, &err),
              OFFPRINT_OK);
    CHECK_INT(store_last_id(store, &article.id, &err), OFFPRINT_OK);
    article.id++;
    article.length = article.body.len;
    CHECK_INT(store_add_row(store, &article, &frame, &err), OFFPRINT_OK);
    CHECK_INT(store_add_postings(store, &article, &err), OFFPRINT_OK);
    body_codec_close(codec);
    return article.id;
}

// Closes a store whose articles came without a run, and counts their words.
static void close_counted(struct store *store)
{
    CHECK_INT(vocabulary_rebuild(store, NULL), OFFPRINT_OK);
    CHECK_INT(store_refresh_derived(store, NULL), OFFPRINT_OK);
    store_close(store);
}

static void count_fault(void *context, const char *message)
{
    (void)message;
    ++*(int *)context;
}

static int faults_of(const char *path)
{
    int told = 0;
    uint64_t faults = 0;
    struct offprint_error err = { 0 };
    enum offprint_status status =
        check_index(path, count_fault, NULL, &told, &faults, &err);
    if (status) return -(int)status;
    CHECK_INT(told, faults);
    return told;
}

static uint64_t matches(struct store *store, const char *expression)
{
    uint64_t count = 0;
    CHECK_INT(store_count_matches(store, expression, &count, NULL),
              OFFPRINT_OK);
    return count;
}

TEST(store, articles_are_found_until_removed)
{
    const char *path = test_path("x.offprint");
    struct store *store = create(path);
    store_begin(store, NULL);
    int64_t first = add(store, "a", "Ankle", "The ankle's cartilage.");
    int64_t second = add(store, "b", "\u6771\u4EAC", "\u6771\u4EAC\u90FD");
    store_commit(store, NULL);
    CHECK(second > first);
    CHECK_INT(matches(store, "\"ankle\""), 1);
    CHECK_INT(matches(store, "\"ankle's cartilage\""), 1);
    CHECK_INT(matches(store, "\"\u6771\u4EAC\u90FD\""), 1);
    CHECK_INT(matches(store, "\"\u4EAC\" *"), 1);
    CHECK_INT(matches(store, "\"dog\""), 0);

    struct arena arena = { 0 };
    struct found_article found;
    CHECK_INT(store_article(store, first, true, &arena, &found, NULL),
              OFFPRINT_OK);
    CHECK_SLICE(found.article.body, slice_of("The ankle's cartilage."));
    CHECK_STRING(found.root, "/archive");
    CHECK_STRING(found.source_path, "a");

    CHECK_INT(store_remove_article(store, first, NULL), OFFPRINT_OK);
    CHECK_INT(matches(store, "\"ankle\""), 0);
    CHECK_INT(store_article(store, first, true, &arena, &found, NULL),
              OFFPRINT_NOT_FOUND);
    int64_t third = add(store, "c", "Third", "text");
    CHECK(third > second); // ids are not used again
    arena_free(&arena);
    close_counted(store);
    CHECK_INT(faults_of(path), 1); // the source of the removed one
}

TEST(store, file_is_private_and_single)
{
    const char *path = test_path("x.offprint");
    struct store *store = create(path);
    bool single;
    CHECK_INT(store_make_single_file(store, 0, &single, NULL), OFFPRINT_OK);
    CHECK(single);
    store_close(store);
    struct stat stat_of_file;
    CHECK_INT(stat(path, &stat_of_file), 0);
    CHECK_INT(stat_of_file.st_mode & 0777, 0600);
    CHECK(access(test_path("x.offprint-wal"), F_OK) != 0);
    CHECK_INT(faults_of(path), 0);
    CHECK(access(test_path("x.offprint-lock"), F_OK) != 0);
}

TEST(store, a_reader_keeps_the_wal_and_the_next_run_tidies_up)
{
    const char *path = test_path("x.offprint");
    struct store *writer = create(path), *reader;
    CHECK_INT(store_open(path, &reader, NULL), OFFPRINT_OK);
    store_begin(reader, NULL);
    CHECK_INT(matches(reader, "\"ankle\""), 0);
    store_begin(writer, NULL);
    add(writer, "a", "Ankle", "text");
    store_commit(writer, NULL);
    CHECK_INT(matches(reader, "\"ankle\""), 0); // one state a transaction
    bool single;
    CHECK_INT(store_make_single_file(writer, 0, &single, NULL), OFFPRINT_OK);
    CHECK(!single);
    store_close(reader);
    store_close(writer);
    CHECK_INT(store_open_writable(path, false, &writer, NULL), OFFPRINT_OK);
    CHECK_INT(matches(writer, "\"ankle\""), 1);
    store_make_single_file(writer, 0, &single, NULL);
    CHECK(single);
    store_close(writer);
}

static void make_database(const char *path, const char *sql)
{
    sqlite3 *db;
    CHECK_INT(sqlite3_open(path, &db), SQLITE_OK);
    CHECK_INT(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

TEST(store, what_is_no_index_is_refused_and_left_alone)
{
    static const char TEXT[] = "This is a text file, and a long one, so that "
                               "it has as many bytes as a header needs to be "
                               "read at all, and then some more of them.";
    make_database(test_path("other.db"), "CREATE TABLE t(a)");
    make_database(test_path("newer.db"), "PRAGMA application_id = 1868984434;"
                                         "PRAGMA user_version = 99");
    test_file("text", slice_of(TEXT));
    test_file("empty", slice_of(""));
    mkdir(test_path("folder"), 0777);
    static const struct {
        const char *name;
        enum offprint_status read;
        enum offprint_status write;
    } ROWS[] = {
        { "missing", OFFPRINT_NO_INDEX, OFFPRINT_NO_INDEX },
        { "empty", OFFPRINT_FOREIGN, OFFPRINT_NO_INDEX },
        { "text", OFFPRINT_FOREIGN, OFFPRINT_FOREIGN },
        { "folder", OFFPRINT_FOREIGN, OFFPRINT_FOREIGN },
        { "other.db", OFFPRINT_FOREIGN, OFFPRINT_FOREIGN },
        { "newer.db", OFFPRINT_TOO_NEW, OFFPRINT_TOO_NEW },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        struct store *store;
        struct offprint_error err = { 0 };
        const char *path = test_path(ROWS[i].name);
        CHECK_INT(store_open(path, &store, &err), ROWS[i].read);
        CHECK(strstr(err.message, path) != NULL);
        CHECK(store == NULL);
        CHECK_INT(store_open_writable(path, false, &store, &err),
                  ROWS[i].write);
        CHECK(strstr(err.message, path) != NULL);
    }
    test_row(NULL);
    char again[sizeof TEXT];
    FILE *file = fopen(test_path("text"), "rb");
    CHECK(file && fread(again, 1, sizeof again, file) == sizeof TEXT - 1);
    if (file) fclose(file);
    CHECK(memcmp(again, TEXT, sizeof TEXT - 1) == 0);
}

TEST(store, check_finds_what_was_changed_behind_its_back)
{
    static const struct {
        const char *name;
        const char *sql;
    } ROWS[] = {
        { "a title", "UPDATE article SET title = 'Knee'" },
        { "an article", "DELETE FROM article WHERE id = 1" },
        { "a source", "DELETE FROM source WHERE id = 1" },
        { "a length", "UPDATE article SET length = 7" },
        { "a date", "UPDATE article SET published = '1066' WHERE id = 1" },
        { "a hash", "UPDATE article SET hash = zeroblob(16) WHERE id = 2" },
        { "a body", "UPDATE article SET body = x'00'" },
        { "a count", "UPDATE source SET articles = 9" },
        { "postings", "DELETE FROM posting_data WHERE id > 10" },
        { "a size", "DELETE FROM posting_docsize WHERE id = 2" },
        { "a dictionary", "DELETE FROM dictionary WHERE id > 0" },
        { "a word", "INSERT INTO dictionary_new VALUES(CAST('ankle' AS BLOB),"
                    " CAST('ankle' AS BLOB), 1, 1, 0)" },
        { "a language", "UPDATE language SET articles = articles + 1" },
        { "a sum of articles", "UPDATE meta SET value = value + 1"
                               " WHERE key = 'word_articles'" },
        { "a sum of words", "UPDATE meta SET value = 0"
                            " WHERE key = 'word_occurrences'" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        const char *path = test_path(ROWS[i].name);
        struct store *store = create(path);
        add(store, "a", "Ankle", "The ankle's cartilage.");
        add(store, "b", "Bridge", "Over the river.");
        close_counted(store);
        CHECK_INT(faults_of(path), 0);
        make_database(path, ROWS[i].sql);
        CHECK(faults_of(path) > 0);
    }
}

TEST(store, check_without_writing_sees_the_same)
{
    const char *path = test_path("x.offprint");
    struct store *store = create(path);
    for (int i = 0; i < 50; i++) {
        char name[16], text[64];
        snprintf(name, sizeof name, "%d", i);
        snprintf(text, sizeof text, "word%d in the \u6771\u4EAC\u90FD text",
                 i % 7);
        add(store, name, "Title", text);
    }
    close_counted(store);
    struct run_lock lock; // another run is writing: no INSERT is possible
    CHECK_INT(run_lock_acquire(path, 0, NULL, &lock, NULL), OFFPRINT_OK);
    CHECK_INT(faults_of(path), 0);
    make_database(path, "UPDATE article SET title = 'Knee' WHERE id = 3");
    CHECK_INT(faults_of(path), 2); // its words, and its row
    run_lock_release(&lock);
}

TEST(store, one_run_at_a_time)
{
    struct run_lock first, second;
    struct offprint_error err;
    const char *path = test_path("x.offprint");
    CHECK_INT(run_lock_acquire(path, 0, NULL, &first, NULL), OFFPRINT_OK);
    const bool stop = true;
    CHECK_INT(run_lock_acquire(path, 60, &stop, &second, &err),
              OFFPRINT_INTERRUPTED);
    CHECK_INT(run_lock_acquire(path, 0.1, NULL, &second, &err), OFFPRINT_BUSY);
    char pid[32];
    snprintf(pid, sizeof pid, "process %ld", (long)getpid());
    CHECK(strstr(err.message, pid) != NULL);
    run_lock_release(&first);
    CHECK_INT(run_lock_acquire(path, 0, NULL, &second, &err), OFFPRINT_OK);
    run_lock_release(&second);
    CHECK(access(test_path("x.offprint-lock"), F_OK) != 0);
}

// What a killed run left is taken over, and then told from other files again.
TEST(store, the_lock_of_a_killed_run_is_taken_over)
{
    struct run_lock lock, second;
    struct offprint_error err;
    const char *path = test_path("x.offprint");
    const char *lock_path = test_file("x.offprint-lock", SLICE("12345678\n"));
    char pid[32], written[32] = { 0 };
    snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
    CHECK_INT(run_lock_acquire(path, 0, NULL, &lock, &err), OFFPRINT_OK);
    FILE *file = fopen(lock_path, "rb");
    size_t len = file ? fread(written, 1, sizeof written, file) : 0;
    if (file) fclose(file);
    CHECK_SLICE(((struct slice){ written, len }), slice_of(pid));
    CHECK_INT(run_lock_acquire(path, 0, NULL, &second, &err), OFFPRINT_BUSY);
    run_lock_release(&lock);
}

// Words of a small language, so that a dictionary has something to find.
static struct slice random_text(char *text, size_t room, bool any_bytes)
{
    size_t len = test_random() % room;
    for (size_t i = 0; i < len; i++)
        text[i] = any_bytes ? (char)test_random()
                            : "the sea and a moon "[test_random() % 19];
    return (struct slice){ text, len };
}

// A dictionary made from random texts, in the store too.
static struct body_dictionary *make_dictionary(struct store *store)
{
    enum { TEXTS = 500, TEXT_BYTES = 3000 };
    struct slice texts[TEXTS];
    struct buffer bytes = { 0 };
    struct arena arena = { 0 };
    for (size_t i = 0; i < TEXTS; i++) {
        char text[TEXT_BYTES];
        texts[i] =
            arena_copy(&arena, random_text(text, sizeof text, i % 10 == 0));
    }
    CHECK_INT(body_dictionary_train(texts, TEXTS, &bytes, NULL), OFFPRINT_OK);
    CHECK(bytes.len > 0);
    CHECK_INT(
        store_set_text_dictionary(store, buffer_slice(&bytes), NULL, 0, NULL),
        OFFPRINT_OK);
    struct body_dictionary *dictionary;
    CHECK_INT(body_dictionary_open(buffer_slice(&bytes), &dictionary, NULL),
              OFFPRINT_OK);
    struct buffer again = { 0 };
    CHECK_INT(store_text_dictionary(store, &again, NULL), OFFPRINT_OK);
    CHECK(slice_equal(buffer_slice(&again), buffer_slice(&bytes)));
    buffer_free(&again);
    buffer_free(&bytes);
    arena_free(&arena);
    return dictionary;
}

TEST(store, bodies_come_back_and_damage_is_seen)
{
    struct store *store = create(test_path("x.offprint"));
    struct body_dictionary *dictionary = make_dictionary(store);
    struct body_codec *codec = body_codec_open();
    struct arena arena = { 0 };
    for (int round = 0; round < 200; round++) {
        char text[3000];
        struct slice body = random_text(text, sizeof text, round % 2), frame;
        struct body_dictionary *with = round % 3 ? dictionary : NULL;
        int64_t id = with ? body_dictionary_id(with) : 0;
        struct slice back;
        CHECK_INT(body_compress(codec, with, body, &frame, NULL), OFFPRINT_OK);
        struct slice copy = arena_copy(&arena, frame);
        CHECK_INT(text_reader_read(store->texts, id, copy, &arena, &back, NULL),
                  OFFPRINT_OK);
        CHECK(slice_equal(back, body));
        CHECK_INT(text_reader_read(store->texts, 77, copy, &arena, &back, NULL),
                  OFFPRINT_CORRUPT);
        // Cut anywhere, it is damage and nothing worse.
        copy.len = test_random() % copy.len;
        CHECK_INT(text_reader_read(store->texts, id, copy, &arena, &back, NULL),
                  OFFPRINT_CORRUPT);
        arena_reset(&arena);
    }
    arena_free(&arena);
    body_codec_close(codec);
    body_dictionary_close(dictionary);
    store_close(store);
}

TEST(store, a_damaged_dictionary_gives_no_texts)
{
    struct store *store = create(test_path("x.offprint"));
    struct body_dictionary *dictionary = make_dictionary(store);
    struct body_codec *codec = body_codec_open();
    struct arena arena = { 0 };
    struct slice frame, back;
    struct buffer bytes = { 0 };
    CHECK_INT(body_compress(codec, dictionary, SLICE("the moon"), &frame, NULL),
              OFFPRINT_OK);
    CHECK_INT(store_execute(store,
                            "UPDATE zstd_dictionary SET bytes ="
                            " substr(bytes, 1, 999) || x'00'"
                            " || substr(bytes, 1001)",
                            NULL),
              OFFPRINT_OK);
    CHECK_INT(text_reader_read(store->texts, body_dictionary_id(dictionary),
                               frame, &arena, &back, NULL),
              OFFPRINT_CORRUPT);
    CHECK_INT(store_text_dictionary(store, &bytes, NULL), OFFPRINT_CORRUPT);
    buffer_free(&bytes);
    arena_free(&arena);
    body_codec_close(codec);
    body_dictionary_close(dictionary);
    store_close(store);
}

TEST(store, text_function_is_safe_on_any_blob)
{
    struct store *store = create(test_path("x.offprint"));
    static const char ASK[] = "SELECT offprint_text(?1, NULL)";
    for (int round = 0; round < 2000; round++) {
        char blob[64] = "\x28\xB5\x2F\xFD"; // as a frame of zstd begins
        for (size_t i = 4; i < sizeof blob; i++) blob[i] = (char)test_random();
        sqlite3_stmt *stmt;
        CHECK_INT(store_prepare(store, ASK, &stmt, NULL), OFFPRINT_OK);
        sqlite3_bind_blob(stmt, 1, blob, (int)(test_random() % sizeof blob),
                          SQLITE_STATIC);
        int code = sqlite3_step(stmt);
        CHECK(code == SQLITE_ROW || (code & 0xFF) == SQLITE_CORRUPT);
        sqlite3_reset(stmt);
    }
    store_close(store);
}

TEST(store, absorbed_roots_keep_their_sources)
{
    struct store *store = create(test_path("x.offprint"));
    struct root file = { .path = "/a/b/c.txt" }, folder = { .path = "/a/d" };
    store_add_root(store, &file, NULL);
    store_add_root(store, &folder, NULL);
    struct stored_source of_file = { .root = file.id, .path = "" };
    struct stored_source of_folder = { .root = folder.id, .path = "e.txt" };
    store_put_source(store, &of_file, NULL);
    store_put_source(store, &of_folder, NULL);
    struct root above = { .path = "/a" };
    store_add_root(store, &above, NULL);
    CHECK_INT(store_absorb_root(store, file.id, above.id, "b/c.txt", NULL),
              OFFPRINT_OK);
    CHECK_INT(store_absorb_root(store, folder.id, above.id, "d", NULL),
              OFFPRINT_OK);
    struct arena arena = { 0 };
    struct stored_source *sources;
    size_t count;
    store_sources(store, above.id, &arena, &sources, &count, NULL);
    CHECK_INT(count, 2);
    if (count == 2) {
        CHECK_STRING(sources[0].path, "b/c.txt");
        CHECK_STRING(sources[1].path, "d/e.txt");
    }
    arena_free(&arena);
    store_close(store);
}

// ---- An index that is being made --------------------------------------------

struct renaming {
    const char *from, *to;
    unsigned delay;
};

static void *rename_soon(void *context)
{
    const struct renaming *renaming = context;
    for (volatile unsigned i = 0; i < renaming->delay;) i++;
    rename(renaming->from, renaming->to);
    return NULL;
}

// Its file gets its name while somebody looks for it: it is always there.
TEST(store, is_never_missed_while_it_gets_its_name)
{
    int missed = 0;
    struct renaming renaming = { test_path("new-build"), test_path("new"), 0 };
    for (int i = 0; i < 200; i++) {
        pthread_t renamer;
        test_file("new-build", SLICE("index"));
        renaming.delay = (unsigned)(test_random() % 20000);
        CHECK_INT(pthread_create(&renamer, NULL, rename_soon, &renaming), 0);
        while (access(renaming.to, F_OK) != 0)
            missed += store_must_exist(renaming.to, NULL) != OFFPRINT_OK;
        pthread_join(renamer, NULL);
        unlink(renaming.to);
    }
    CHECK_INT(missed, 0);
}
