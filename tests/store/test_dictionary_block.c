#include "store/dictionary_block.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <xxhash.h>

#include "base/arena.h"
#include "dictionary_array.h"
#include "store/connection.h"
#include "store/dictionary_walk.h"
#include "store/store.h"
#include "test.h"

enum { SUM_BYTES = 8 };

// One entry whose term is its key, and one whose term is not.
#define ENTRY(key, term, articles, occurrences, languages)                    \
    {                                                                         \
        { (key), sizeof(key) - 1 }, { (term), sizeof(term) - 1 }, (articles), \
            (occurrences), (languages)                                        \
    }

static const struct dictionary_entry DRAWN[] = {
    ENTRY("cafe", "cafe", 3, 4, 1 | 2),
    ENTRY("cafe", "caf\xC3\xA9", 1, 1, 2),
    ENTRY("cafeine", "caf\xC3\xA9ine", 1, 1, 2),
    ENTRY("calf", "calf", 20, 52, 1),
};

// Something of everything: long and short, far apart and near, large and small.
static const struct dictionary_entry MIXED[] = {
    ENTRY("a", "a", 1, 1, 4),
    ENTRY("a", "\xC3\xA0", 14, 28, 1),
    ENTRY("a", "\xC3\xA1", 15, 30, 4),
    ENTRY("abcdefghijklmn", "abcdefghijklmn", 16, 31, 4),
    ENTRY("abcdefghijklmno", "abcdefghijklmno", 1, 1, 4),
    ENTRY("abcdefghijklmnop", "abcdefghijklmnop", 1, 16, 0),
    ENTRY("abcdefghijklmnopq", "abcdefghijklm'nopq", 1, 17, 1),
    ENTRY("abcdefghijklmnopqr", "a-b-c-d-e-f-g-h-i-j-k-l-m", 1, 1, 4),
    ENTRY("abcdefghijklmnopqrstuvwxyz0123456789", "x", UINT32_MAX, INT64_MAX,
          4),
    ENTRY("b", "b", 1000000, 2000000, UINT32_MAX),
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void pack(const struct dictionary_entry *entries, size_t count,
                 struct buffer *block)
{
    struct dictionary_packer packer = { 0 };
    for (size_t i = 0; i < count; i++)
        dictionary_packer_add(&packer, &entries[i]);
    CHECK(dictionary_packer_finish(&packer, block));
    CHECK_INT(packer.count, 0);
    dictionary_packer_free(&packer);
}

TEST(dictionary_block, is_as_drawn)
{
    static const char WANT[] = "\x04\x17\x09\x02\x0F\x07\x00\x03\x10"
                               "\x04\x40\x43\x22"
                               "cafeinelf"
                               "\x01\x00\x32\x35"
                               "\xC3\xA9\xC3\xA9ine"
                               "\x02\x00\x00\x00\x03\x00\x00\x00"
                               "\x01\x00\x00\x00\x01\x00\x00\x02"
                               "\x21\x00\x00\xFF"
                               "\x04\x11";
    struct buffer block = { 0 };
    pack(DRAWN, COUNT(DRAWN), &block);
    CHECK_SLICE(slice_from(buffer_slice(&block), SUM_BYTES), SLICE(WANT));
    buffer_free(&block);
}

// Unpacks a block from and into memory of exactly its size, so that a byte too
// many is seen by the sanitizers. False where it is damaged; *same tells
// whether its entries are those that are wanted.
static bool unpack(struct slice block, const struct dictionary_entry *want,
                   size_t count, bool *same)
{
    *same = false;
    char *data = malloc(block.len + 1);
    memcpy(data, block.ptr, block.len);
    struct dictionary_packed packed;
    struct dictionary_unpacked unpacked;
    void *room = NULL;
    bool whole =
        dictionary_block_parse((struct slice){ data, block.len }, &packed);
    if (whole) {
        CHECK(packed.room < 400000);
        room = calloc(1, packed.room);
        whole = dictionary_block_unpack(&packed, room, &unpacked);
    }
    free(data); // nothing points there any more
    if (whole) {
        struct dictionary_walk walk = dictionary_walk_begin(&unpacked);
        struct dictionary_entry entry;
        size_t i = 0;
        *same = true;
        for (; dictionary_walk_next(&walk, &entry); i++)
            *same = *same && i < count && slice_equal(entry.key, want[i].key)
                    && slice_equal(entry.term, want[i].term)
                    && entry.articles == want[i].articles
                    && entry.occurrences == want[i].occurrences
                    && entry.languages == want[i].languages;
        *same = *same && i == count;
        whole = !walk.damaged;
    }
    free(room);
    return whole;
}

TEST(dictionary_block, comes_back)
{
    struct buffer block = { 0 };
    bool same;
    for (size_t count = 1; count <= COUNT(MIXED); count++)
        for (size_t from = 0; from + count <= COUNT(MIXED); from++) {
            pack(MIXED + from, count, &block);
            CHECK(unpack(buffer_slice(&block), MIXED + from, count, &same));
            CHECK(same);
        }
    buffer_free(&block);
}

TEST(dictionary_block, walks_may_skip)
{
    struct buffer block = { 0 };
    struct dictionary_packed packed;
    struct dictionary_unpacked unpacked;
    pack(MIXED, COUNT(MIXED), &block);
    CHECK(dictionary_block_parse(buffer_slice(&block), &packed));
    void *room = calloc(1, packed.room);
    CHECK(dictionary_block_unpack(&packed, room, &unpacked));
    for (size_t from = 0; from < COUNT(MIXED); from++) {
        for (size_t to = from; to < COUNT(MIXED); to++) {
            struct dictionary_walk walk = dictionary_walk_begin(&unpacked);
            struct dictionary_entry entry;
            dictionary_walk_skip(&walk, from);
            dictionary_walk_skip(&walk, to);
            CHECK(dictionary_walk_next(&walk, &entry));
            CHECK_SLICE(entry.term, MIXED[to].term);
            CHECK_INT(entry.articles, MIXED[to].articles);
            CHECK_INT(entry.occurrences, MIXED[to].occurrences);
            CHECK_INT(entry.languages, MIXED[to].languages);
        }
    }
    free(room);
    buffer_free(&block);
}

// Gives a changed block the sum of what it has become.
static void seal(char *block, size_t len)
{
    uint64_t sum = XXH3_64bits(block + SUM_BYTES, len - SUM_BYTES);
    for (int i = 0; i < SUM_BYTES; i++) block[i] = (char)(sum >> 8 * i);
}

TEST(dictionary_block, cuts_and_flips_are_seen)
{
    struct buffer block = { 0 };
    bool same;
    pack(MIXED, COUNT(MIXED), &block);
    for (size_t len = 0; len < block.len; len++)
        CHECK(!unpack((struct slice){ block.ptr, len }, MIXED, COUNT(MIXED),
                      &same));
    for (size_t bit = 0; bit < block.len * 8; bit++) {
        block.ptr[bit / 8] ^= (char)(1 << bit % 8);
        CHECK(!unpack(buffer_slice(&block), MIXED, COUNT(MIXED), &same));
        block.ptr[bit / 8] ^= (char)(1 << bit % 8);
    }
    CHECK(unpack(buffer_slice(&block), MIXED, COUNT(MIXED), &same) && same);
    buffer_free(&block);
}

// With a sum that fits, other entries may come out, and nothing worse.
TEST(dictionary_block, forged_blocks_do_no_harm)
{
    struct buffer block = { 0 };
    bool same;
    pack(MIXED, COUNT(MIXED), &block);
    size_t refused = 0, cuts_refused = 0;
    char *forged = malloc(block.len);
    for (size_t at = SUM_BYTES; at < block.len; at++) {
        memcpy(forged, block.ptr, block.len);
        seal(forged, at);
        cuts_refused +=
            !unpack((struct slice){ forged, at }, MIXED, COUNT(MIXED), &same);
        for (int byte = 0; byte < 256; byte++) {
            memcpy(forged, block.ptr, block.len);
            forged[at] = (char)byte;
            seal(forged, block.len);
            refused += !unpack((struct slice){ forged, block.len }, MIXED,
                               COUNT(MIXED), &same);
        }
    }
    CHECK_INT(cuts_refused, block.len - SUM_BYTES); // each byte is needed
    CHECK(refused > 1000);
    for (int round = 0; round < 20000; round++) {
        memcpy(forged, block.ptr, block.len);
        for (size_t i = 1 + test_random() % 4; i > 0; i--)
            forged[SUM_BYTES + test_random() % (block.len - SUM_BYTES)] =
                (char)test_random();
        seal(forged, block.len);
        unpack((struct slice){ forged, block.len }, MIXED, COUNT(MIXED), &same);
    }
    free(forged);
    buffer_free(&block);
}

// ---- In the file ------------------------------------------------------------

static struct store *create(void)
{
    struct store *store;
    CHECK_INT(store_open_scratch(&store, NULL), OFFPRINT_OK);
    struct dictionary_change changes[4000];
    static char keys[COUNT(changes)][8];
    for (size_t i = 0; i < COUNT(changes); i++) {
        int len = snprintf(keys[i], sizeof keys[i], "%05zu", i);
        struct slice key = { keys[i], (size_t)len };
        changes[i] = (struct dictionary_change){ key, key, 1, 1, 1 };
    }
    CHECK_INT(dictionary_array_apply(store, changes, COUNT(changes), NULL),
              OFFPRINT_OK);
    return store;
}

static bool go_on(void *context, const struct dictionary_entry *entry)
{
    (void)entry;
    ++*(size_t *)context;
    return true;
}

static enum offprint_status scan(struct store *store, size_t *entries,
                                 struct offprint_error *err)
{
    struct arena arena = { 0 };
    struct dictionary *dictionary;
    *entries = 0;
    enum offprint_status status =
        dictionary_open(store, &arena, &dictionary, err);
    if (!status)
        status = dictionary_scan(dictionary, SLICE(""), go_on, entries, err);
    arena_free(&arena);
    return status;
}

TEST(dictionary_block, damage_in_the_file_is_said)
{
    static const struct {
        const char *name;
        const char *sql;
        const char *message;
    } ROWS[] = {
        { "a block is missing", "DELETE FROM dictionary WHERE id = 2",
          "dictionary block 2 is damaged (make a new one: " },
        { "a block is cut",
          "UPDATE dictionary SET data = substr(data, 1, 100) WHERE id = 1",
          "dictionary block 1 is damaged (make a new one: " },
        { "a block is no blob", "UPDATE dictionary SET data = 7 WHERE id = 1",
          "dictionary block 1 is damaged (make a new one: " },
        { "a block twice",
          "UPDATE dictionary SET data = (SELECT data FROM dictionary WHERE id "
          "= 1) WHERE id = 2",
          "dictionary block 2 is damaged (make a new one: " },
        { "no directory", "DELETE FROM dictionary WHERE id = 0",
          "the directory of the dictionary is damaged (make a new one: " },
        { "a directory of nothing",
          "UPDATE dictionary SET data = x'' WHERE id = 0",
          "the directory of the dictionary is damaged (make a new one: " },
        { "a term of another kind",
          "INSERT INTO dictionary_new VALUES(x'61', 'a', 1, 1, 1)",
          "the dictionary does not fit its articles (run offprint check)" },
        { "a key that is empty",
          "INSERT INTO dictionary_new VALUES(x'', x'61', 1, 1, 1)",
          "the dictionary does not fit its articles (run offprint check)" },
        { "a key of two lines",
          "INSERT INTO dictionary_new VALUES(x'610A61', x'61', 1, 1, 1)",
          "the dictionary does not fit its articles (run offprint check)" },
        { "a key that is too long",
          "INSERT INTO dictionary_new VALUES(randomblob(3000), x'61', 1, 1, 1)",
          "the dictionary does not fit its articles (run offprint check)" },
        { "languages below zero",
          "INSERT INTO dictionary_new VALUES(x'62', x'62', 1, 1, -1)",
          "the dictionary does not fit its articles (run offprint check)" },
        { "languages that are too many",
          "INSERT INTO dictionary_new VALUES(x'62', x'62', 1, 1, 1 << 32)",
          "the dictionary does not fit its articles (run offprint check)" },
        { "languages that are a word",
          "INSERT INTO dictionary_new VALUES(x'62', x'62', 1, 1, 'de')",
          "the dictionary does not fit its articles (run offprint check)" },
        { "a huge side table",
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
          " LIMIT 30000) INSERT INTO dictionary_new"
          " SELECT CAST(i AS BLOB), x'61', 1, 1, 1 FROM n",
          "the dictionary does not fit its articles (run offprint check)" },
    };
    for (size_t i = 0; i < COUNT(ROWS); i++) {
        test_row(ROWS[i].name);
        struct store *store = create();
        struct offprint_error err = { 0 };
        size_t entries;
        CHECK_INT(scan(store, &entries, &err), OFFPRINT_OK);
        CHECK_INT(entries, 4000);
        CHECK_INT(store_execute(store, ROWS[i].sql, NULL), OFFPRINT_OK);
        CHECK_INT(scan(store, &entries, &err), OFFPRINT_CORRUPT);
        CHECK(strstr(err.message, ROWS[i].message));
        struct dictionary_change change = { SLICE("a"), SLICE("a"), 1, 1, 1 };
        err.message[0] = '\0';
        enum offprint_status status =
            dictionary_array_apply(store, &change, 1, &err);
        if (!status) status = dictionary_merge(store, &err);
        CHECK_INT(status, OFFPRINT_CORRUPT);
        CHECK(strstr(err.message, ROWS[i].message));
        store_close(store);
    }
}

static const char READ_DIRECTORY[] = "SELECT data FROM dictionary WHERE id = 0";
static const char WRITE_DIRECTORY[] =
    "UPDATE dictionary SET data = ?1 WHERE id = 0";

static void put_directory(struct store *store, struct slice data)
{
    sqlite3_stmt *stmt;
    CHECK_INT(store_prepare(store, WRITE_DIRECTORY, &stmt, NULL), OFFPRINT_OK);
    bind_bytes(stmt, 1, data);
    CHECK_INT(store_run(store, stmt, NULL), OFFPRINT_OK);
}

TEST(dictionary_block, damaged_directories_do_no_harm)
{
    struct store *store = create();
    struct arena arena = { 0 };
    sqlite3_stmt *stmt;
    size_t entries;
    CHECK_INT(store_prepare(store, READ_DIRECTORY, &stmt, NULL), OFFPRINT_OK);
    CHECK_INT(sqlite3_step(stmt), SQLITE_ROW);
    struct slice whole = column_copy(stmt, 0, &arena);
    sqlite3_reset(stmt);
    char changed[256];
    CHECK(whole.len > SUM_BYTES && whole.len < sizeof changed);
    for (size_t at = 0; at < whole.len; at++) {
        put_directory(store, (struct slice){ whole.ptr, at });
        CHECK_INT(scan(store, &entries, NULL), OFFPRINT_CORRUPT);
        for (int bit = 0; bit < 8; bit++) {
            memcpy(changed, whole.ptr, whole.len);
            changed[at] ^= (char)(1 << bit);
            put_directory(store, (struct slice){ changed, whole.len });
            CHECK_INT(scan(store, &entries, NULL), OFFPRINT_CORRUPT);
            seal(changed, whole.len); // the number of terms is but a number
            put_directory(store, (struct slice){ changed, whole.len });
            enum offprint_status status = scan(store, &entries, NULL);
            CHECK(status == OFFPRINT_CORRUPT || entries == 4000);
        }
    }
    arena_free(&arena);
    store_close(store);
}
