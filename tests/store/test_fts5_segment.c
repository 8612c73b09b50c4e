// Tables with segments of ours beside tables that FTS5 filled: an oracle for
// every answer. OFFPRINT_LONG=1 tries many more archives.

#include <stdio.h>

#include "fts5_archive.h"
#include "fts5_compare.h"
#include "store/fts5_block.h"
#include "store/fts5_structure.h"
#include "store/fts5_table.h"

static bool takes_long(void)
{
    const char *wanted = getenv("OFFPRINT_LONG");
    return wanted && *wanted && strcmp(wanted, "0") != 0;
}

// ---- Random archives --------------------------------------------------------

// Fills both tables. In posting, some articles come by INSERT, also right
// before and behind a segment in the same transaction, and FTS5 has looked at
// its list of segments before each change.
static void fill(struct store *store, const struct archive *archive)
{
    insert_articles(store, archive, "plain", 0, archive->article_count - 1);
    run_sql(store, "BEGIN");
    for (size_t first = 0; first < archive->article_count;) {
        size_t last = first + random_below(archive->article_count - first);
        number_of(store,
                  "SELECT count(*) FROM posting WHERE posting MATCH 'a'");
        if (random_below(3))
            write_articles(store, archive, first, last);
        else
            insert_articles(store, archive, "posting", first, last);
        if (random_below(3) == 0) run_sql(store, "COMMIT; BEGIN");
        first = last + 1;
    }
    run_sql(store, "COMMIT");
}

static void run_both(struct store *store, const char *sql)
{
    struct buffer x = { 0 }, y = { 0 };
    run_sql(store, "%s", query_of(sql, "posting", &x));
    run_sql(store, "%s", query_of(sql, "plain", &y));
    buffer_free(&x);
    buffer_free(&y);
}

// Deletes an article and adds another, made of the texts of two.
static void change_one(struct store *store, struct archive *archive)
{
    const int64_t old =
        archive->articles[random_below(archive->article_count)].id;
    const char *names = archive->names;
    struct arena *arena = &archive->arena;
    run_sql(store, "BEGIN");
    if (random_below(2)) {
        run_both(store, arena_format(arena,
                                     "INSERT INTO @(@, rowid, %s)"
                                     " SELECT 'delete', id, %s FROM text"
                                     " WHERE id = %lld",
                                     names, names, (long long)old));
        run_sql(store, "DELETE FROM text WHERE id = %lld", (long long)old);
    }
    run_sql(store, "INSERT INTO text SELECT max(id) + 1 + %d, %s FROM text",
            (int)random_below(9), names);
    run_both(store, arena_format(arena,
                                 "INSERT INTO @(rowid, %s)"
                                 " SELECT id, %s FROM text"
                                 " WHERE id = (SELECT max(id) FROM text)",
                                 names, names));
    run_sql(store, "COMMIT");
}

static void change(struct store *store, struct archive *archive, size_t count)
{
    for (size_t i = 0; i < count; i++) change_one(store, archive);
}

// What stock FTS5 does to a table, and whether the answers stay the same.
static int64_t check_changes(struct store *store, struct archive *archive,
                             bool has_content, int queries)
{
    int64_t rows = 0;
    change(store, archive, 12);
    rows += check_alike(store, archive, queries);
    run_both(store, "INSERT INTO @(@, rank) VALUES('merge', 50)");
    rows += check_alike(store, archive, queries);
    for (int i = 0; i < 3; i++) {
        run_both(store, "INSERT INTO @(@, rank) VALUES('merge', -20)");
        change(store, archive, 3);
    }
    rows += check_alike(store, archive, queries);
    run_both(store, "INSERT INTO @(@) VALUES('optimize')");
    rows += check_alike(store, archive, queries);
    change(store, archive, 12);
    rows += check_alike(store, archive, queries);
    if (!has_content) return rows;
    run_both(store, "INSERT INTO @(@) VALUES('rebuild')");
    return rows + check_alike(store, archive, queries);
}

// Returns how many rows were compared.
static int64_t try_archive(const struct shape *shape, int page_size,
                           bool has_content, int queries)
{
    struct store store;
    struct archive archive;
    make_archive(&archive, shape);
    open_database(&store, ":memory:");
    make_tables(&store, &archive, page_size, has_content ? "text" : "");
    add_texts(&store, &archive);
    fill(&store, &archive);
    int64_t rows = check_alike(&store, &archive, queries);
    rows += check_changes(&store, &archive, has_content, queries);
    CHECK_INT(number_of(&store, "SELECT count(*) FROM pragma_integrity_check"
                                " WHERE integrity_check <> 'ok'"),
              0);
    close_database(&store);
    arena_free(&archive.arena);
    return rows;
}

static const int PAGE_SIZES[] = { 32,  33,   47,   64,    100,
                                  500, 1000, 4050, 16384, 57344 };

enum { PAGE_SIZES_COUNT = sizeof PAGE_SIZES / sizeof PAGE_SIZES[0] };

static int64_t try_random_archive(bool longer)
{
    const struct shape shape = {
        .columns = 1 + random_below(COLUMNS_MAX),
        .words = 1 + random_below(random_below(4) ? 200 : 3),
        .articles = 1 + random_below(longer ? 600 : 120),
        .length = 1 + random_below(random_below(4) ? 30 : 200),
        .longest = random_below(3) ? 0 : random_below(longer ? 30000 : 3000),
        .gap = random_below(2) ? 0 : (int64_t)1 << random_below(42),
        .everywhere = random_below(2),
    };
    return try_archive(&shape, PAGE_SIZES[random_below(PAGE_SIZES_COUNT)],
                       random_below(3) > 0, longer ? 40 : 10);
}

TEST(fts5_segment, random_archives)
{
    const int count = takes_long() ? 400 : 12;
    int64_t rows = 0;
    for (int i = 0; i < count; i++) rows += try_random_archive(takes_long());
    CHECK(rows > 1000 * count);
}

// Shapes that random ones seldom have.
TEST(fts5_segment, extreme_archives)
{
    static const struct {
        struct shape shape;
        int page_size;
    } ROWS[] = {
        { { "one article", 1, 1, 1, 1, 3, 0, false }, 4050 },
        { { "one huge article", 2, 300, 2, 4, 30000, 0, false }, 64 },
        { { "one word in one huge article", 1, 1, 1, 1, 20000, 0, true }, 100 },
        { { "thousands of leaves", 1, 40, 4000, 3, 0, 1 << 20, true }, 32 },
        { { "gaps over 2^40", 3, 60, 120, 20, 0, (int64_t)1 << 42, true }, 64 },
        { { "gaps over 2^40, a large leaf", 6, 60, 120, 20, 0, (int64_t)1 << 42,
            false },
          16384 },
        { { "many words", 2, 9000, 60, 300, 0, 2, false }, 4050 },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].shape.name);
        CHECK(try_archive(&ROWS[i].shape, ROWS[i].page_size, i % 2, 3) > 0);
    }
}

// ---- Segments by hand -------------------------------------------------------

static void make_posting(struct store *store, int page_size)
{
    open_database(store, ":memory:");
    run_sql(store,
            "CREATE VIRTUAL TABLE posting USING fts5(c0, c1, content='');"
            "INSERT INTO posting(posting, rank) VALUES('pgsz', %d)",
            page_size);
}

static struct fts5_segment *open_segment(struct store *store)
{
    struct fts5_segment *segment;
    struct offprint_error err = { 0 };
    CHECK_INT(fts5_segment_open(store, &segment, &err), OFFPRINT_OK);
    CHECK_STRING(err.message, "");
    return segment;
}

static void finish_segment(struct fts5_segment *segment)
{
    CHECK_INT(fts5_segment_finish(segment, NULL), OFFPRINT_OK);
    fts5_segment_close(segment);
}

static void add_list(struct fts5_segment *segment, struct growing_list *growing,
                     int64_t base)
{
    close_list(growing);
    const struct fts5_run run = fts5_doclist_run(&growing->list, base);
    CHECK_INT(fts5_segment_add_run(segment, &run, NULL), OFFPRINT_OK);
    free(growing->list.bytes);
    *growing = (struct growing_list){ 0 };
}

// ---- A list over so many leaves ---------------------------------------------

enum { LIST_ARTICLES = 10000, LIST_WORDS = 24, LIST_PAGE = 32 };

// Each article has the word m some times; the first one has the word a, too, so
// that the list of m neither begins a leaf nor is followed by another.
static void make_list_archive(struct archive *archive)
{
    static struct slice words[] = { { "a", 1 }, { "m", 1 } };
    *archive = (struct archive){ .words = words,
                                 .word_count = 2,
                                 .article_count = LIST_ARTICLES,
                                 .columns = 1,
                                 .names = "c0" };
    archive->articles =
        arena_alloc(&archive->arena, LIST_ARTICLES * sizeof(struct article));
    for (size_t i = 0; i < LIST_ARTICLES; i++) {
        struct article *article = &archive->articles[i];
        const uint32_t count =
            1 + (uint32_t)random_below(i == 0 ? 1 : LIST_WORDS);
        article->id = (int64_t)(i + 1) * 3;
        article->counts[0] = count + (i == 0);
        article->words[0] =
            arena_alloc(&archive->arena, (count + 1) * sizeof(uint32_t));
        article->words[0][0] = 0;
        for (uint32_t k = i == 0; k < article->counts[0]; k++)
            article->words[0][k] = 1;
    }
}

static int64_t count_leaves(struct store *store)
{
    return number_of(store, "SELECT count(*) FROM posting_data"
                            " WHERE id >> 36 = 2");
}

static int64_t leaves_of(const struct archive *archive, size_t articles)
{
    struct store store;
    open_database(&store, ":memory:");
    make_tables(&store, archive, LIST_PAGE, "");
    run_sql(&store, "BEGIN");
    write_articles(&store, archive, 0, articles - 1);
    run_sql(&store, "COMMIT");
    const int64_t leaves = count_leaves(&store);
    close_database(&store);
    return leaves;
}

// How many articles make a list of so many leaves: one adds one at most.
static size_t articles_for(const struct archive *archive, int64_t leaves)
{
    size_t low = 1, high = LIST_ARTICLES;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (leaves_of(archive, middle) < leaves)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// Four leaves without a term have a doclist index, as FTS5 has it.
TEST(fts5_segment, a_list_over_so_many_leaves)
{
    static const struct {
        const char *name;
        int64_t leaves;
        int64_t heights; // of its doclist index
    } ROWS[] = {
        { "1 leaf", 1, 0 },          { "2 leaves", 2, 0 },
        { "4 leaves", 4, 0 },        { "5 leaves", 5, 1 },
        { "6 leaves", 6, 1 },        { "100 leaves", 100, 2 },
        { "5,000 leaves", 5000, 3 },
    };
    struct archive archive;
    make_list_archive(&archive);
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct store store;
        test_row(ROWS[i].name);
        const size_t count = articles_for(&archive, ROWS[i].leaves);
        open_database(&store, ":memory:");
        make_tables(&store, &archive, LIST_PAGE, "text");
        archive.article_count = count;
        add_texts(&store, &archive);
        insert_articles(&store, &archive, "plain", 0, count - 1);
        run_sql(&store, "BEGIN");
        write_articles(&store, &archive, 0, count - 1);
        run_sql(&store, "COMMIT");
        test_row(ROWS[i].name);
        CHECK_INT(count_leaves(&store), ROWS[i].leaves);
        CHECK_INT(number_of(&store, "SELECT max(id >> 31 & 31) + 1"
                                    " FROM posting_data WHERE id >> 36 = 3"),
                  ROWS[i].heights);
        CHECK_INT(number_of(&store, "SELECT count(*) FROM posting_idx"
                                    " WHERE pgno & 1"),
                  ROWS[i].heights > 0);
        const int queries = count > 1000 ? 2 : 10;
        CHECK(check_alike(&store, &archive, queries) > 0);
        CHECK(check_changes(&store, &archive, true, queries) > 0);
        close_database(&store);
    }
    arena_free(&archive.arena);
}

// With leaves of the usual size a doclist index has a second height from lists
// of thousands of leaves on: 20 MB.
TEST(fts5_segment, a_list_over_thousands_of_usual_leaves)
{
    enum { ARTICLES = 50000, POSITIONS = 400, PAGE = 4050, LEAVES = 5000 };
    struct store store;
    make_posting(&store, PAGE);
    run_sql(&store, "BEGIN");
    struct fts5_segment *segment = open_segment(&store);
    struct growing_list list = { 0 };
    CHECK_INT(fts5_segment_add_term(segment, SLICE("word"), NULL), OFFPRINT_OK);
    for (uint32_t id = 1; id <= ARTICLES; id++)
        for (uint32_t i = 0; i < POSITIONS + id % 100; i++)
            add_position(&list, id, 1, i * 2);
    add_list(segment, &list, 0);
    static const uint32_t IDS[] = { 1, 2, 777, 25000, ARTICLES - 1 };
    int64_t sum = 0;
    CHECK_INT(fts5_segment_add_term(segment, SLICE("zone"), NULL), OFFPRINT_OK);
    for (size_t i = 0; i < sizeof IDS / sizeof IDS[0]; i++) {
        add_position(&list, IDS[i], 0, 0);
        sum += IDS[i];
    }
    add_list(segment, &list, 0);
    finish_segment(segment);
    run_sql(&store, "COMMIT");
    CHECK(count_leaves(&store) > LEAVES);
    CHECK_INT(number_of(&store, "SELECT max(id >> 31 & 31) + 1"
                                " FROM posting_data WHERE id >> 36 = 3"),
              2);
    for (int round = 0; round < 2; round++) {
        CHECK_INT(number_of(&store, "SELECT sum(rowid) FROM posting WHERE"
                                    " posting MATCH 'word AND zone'"),
                  sum);
        CHECK_INT(number_of(&store, "SELECT rowid FROM posting WHERE posting"
                                    " MATCH 'word' ORDER BY rowid DESC"
                                    " LIMIT 1 OFFSET 1234"),
                  ARTICLES - 1234);
        CHECK_INT(number_of(&store, "SELECT count(*) FROM posting WHERE"
                                    " posting MATCH 'word' AND rowid BETWEEN"
                                    " 40000 AND 40999"),
                  1000);
        run_sql(&store,
                "INSERT INTO posting(posting) VALUES('integrity-check');"
                "INSERT INTO posting(posting) VALUES('optimize')");
    }
    close_database(&store);
}

// ---- What no text can bring -------------------------------------------------

TEST(fts5_segment, positions_far_apart)
{
    static const uint32_t POSITIONS[] = {
        0, 1, 125, 126, 16383, 1u << 20, 1u << 28, 0x7FFFFFFC, FTS5_POSITION_MAX
    };
    enum { COUNT = sizeof POSITIONS / sizeof POSITIONS[0] };
    struct store store;
    make_posting(&store, 32);
    run_sql(&store, "BEGIN");
    struct fts5_segment *segment = open_segment(&store);
    struct growing_list list = { 0 };
    CHECK_INT(fts5_segment_add_term(segment, SLICE("far"), NULL), OFFPRINT_OK);
    for (uint32_t id = 1; id <= 50; id++)
        for (uint32_t c = 0; c < 2; c++)
            for (size_t i = 0; i < COUNT; i++)
                add_position(&list, id, c, POSITIONS[i]);
    add_list(segment, &list, ((int64_t)1 << 40) - 50);
    finish_segment(segment);
    run_sql(&store, "COMMIT; CREATE VIRTUAL TABLE temp.words"
                    " USING fts5vocab(main, posting, instance)");
    int64_t sum = 0;
    for (size_t i = 0; i < COUNT; i++) sum += POSITIONS[i];
    for (int round = 0; round < 2; round++) {
        CHECK_INT(number_of(&store, "SELECT count(*) FROM words"),
                  50 * 2 * COUNT);
        CHECK_INT(number_of(&store, "SELECT sum(offset) FROM words"),
                  sum * 50 * 2);
        CHECK_INT(number_of(&store, "SELECT max(doc) FROM words"),
                  (int64_t)1 << 40);
        CHECK_INT(number_of(&store, "SELECT count(*) FROM posting"
                                    " WHERE posting MATCH '\"far far\"'"),
                  50);
        run_sql(&store, "INSERT INTO posting(posting) VALUES('optimize')");
    }
    run_sql(&store, "INSERT INTO posting(posting) VALUES('integrity-check')");
    close_database(&store);
}

// The leaves of segment 1.
static void check_leaves(struct store *store, size_t page_size)
{
    size_t leaves = 0, bytes = 0;
    sqlite3_stmt *stmt = NULL;
    CHECK_INT(sqlite3_prepare_v2(store->db,
                                 "SELECT block FROM posting_data"
                                 " WHERE id >> 36 = 2",
                                 -1, &stmt, NULL),
              SQLITE_OK);
    for (; sqlite3_step(stmt) == SQLITE_ROW; leaves++) {
        const uint8_t *leaf = sqlite3_column_blob(stmt, 0);
        const size_t size = (size_t)sqlite3_column_bytes(stmt, 0);
        const size_t footer = (size_t)leaf[2] << 8 | leaf[3];
        CHECK(size <= page_size);
        CHECK(footer > 4 && footer <= size);
        CHECK(leaf[footer - 1] < 0x80);
        bytes += size;
    }
    sqlite3_finalize(stmt);
    CHECK(leaves > 100);
    CHECK(bytes > leaves * (page_size - 5));
}

// What FTS5 puts up with but never writes: leaves larger than asked for, and
// numbers cut by the end of a leaf.
TEST(fts5_segment, leaves_are_full_of_whole_numbers)
{
    struct store store;
    make_posting(&store, 50);
    run_sql(&store, "BEGIN");
    struct fts5_segment *segment = open_segment(&store);
    struct growing_list list = { 0 };
    for (char term = 'a'; term <= 'z'; term++) {
        fts5_segment_add_term(segment, (struct slice){ &term, 1 }, NULL);
        for (uint32_t i = 0, id = 0, at = 0; i < 1000; i++) {
            if (random_below(20) == 0 || id == 0) id++, at = 0;
            at += (uint32_t)random_below((size_t)1 << random_below(22));
            add_position(&list, id, 0, at);
        }
        add_list(segment, &list, 1 << 20);
    }
    finish_segment(segment);
    run_sql(&store, "COMMIT");
    check_leaves(&store, 50);
    close_database(&store);
}

// A word in a million articles, beside one in the first and the last: on small
// leaves its doclist index has a few heights.
static void check_a_million(struct store *store)
{
    static const struct {
        const char *sql;
        int64_t number;
    } ROWS[] = {
        { "SELECT count(*) FROM posting WHERE posting MATCH 'all'", 1000000 },
        { "SELECT sum(rowid) FROM posting WHERE posting MATCH 'all'",
          3 * 500000500000 },
        { "SELECT sum(rowid) FROM posting WHERE posting MATCH 'all ends'",
          3 + 3000000 },
        { "SELECT rowid FROM posting WHERE posting MATCH 'all'"
          " AND rowid > 2000000",
          2000001 },
        { "SELECT rowid FROM posting WHERE posting MATCH 'all'"
          " AND rowid < 2000000 ORDER BY rowid DESC",
          1999998 },
        { "SELECT rowid FROM posting WHERE posting MATCH 'all'"
          " ORDER BY rowid DESC LIMIT 1 OFFSET 999",
          3000000 - 999 * 3 },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].sql);
        CHECK_INT(number_of(store, ROWS[i].sql), ROWS[i].number);
    }
    test_row(NULL);
    run_sql(store, "INSERT INTO posting(posting) VALUES('integrity-check')");
}

TEST(fts5_segment, a_million_articles)
{
    enum { ARTICLES = 1000000, CHUNK = 7001, GAP = 3 };
    struct store store;
    make_posting(&store, 64);
    run_sql(&store, "BEGIN");
    struct fts5_segment *segment = open_segment(&store);
    struct growing_list list = { 0 };
    CHECK_INT(fts5_segment_add_term(segment, SLICE("all"), NULL), OFFPRINT_OK);
    for (uint32_t id = 0; id < ARTICLES;) {
        const uint32_t base = id * GAP;
        for (uint32_t i = 0; i < CHUNK && id < ARTICLES; i++, id++)
            add_position(&list, (id + 1) * GAP - base, id % 2, id % 300);
        add_list(segment, &list, base);
    }
    CHECK_INT(fts5_segment_add_term(segment, SLICE("ends"), NULL), OFFPRINT_OK);
    add_position(&list, GAP, 0, 0);
    add_position(&list, GAP * ARTICLES, 0, 0);
    add_list(segment, &list, 0);
    finish_segment(segment);
    run_sql(&store, "COMMIT");
    CHECK(number_of(&store, "SELECT max(id >> 31 & 31) FROM posting_data"
                            " WHERE id >> 36 & 1")
          >= 2);
    CHECK_INT(number_of(&store, "SELECT count(*) FROM posting_idx"
                                " WHERE pgno & 1"),
              1);
    check_a_million(&store);
    close_database(&store);
}

// ---- Beside FTS5 ------------------------------------------------------------

static void check_found(struct store *store, int64_t count)
{
    CHECK_INT(number_of(store, "SELECT count(*) FROM posting"
                               " WHERE posting MATCH 'word'"),
              count);
}

static void insert_word(struct store *store, int64_t id)
{
    run_sql(store, "INSERT INTO posting(rowid, c0) VALUES(%lld, 'word')",
            (long long)id);
}

// Adds the article id, of one word, to id - 1 others, and then id + 1 by INSERT
// before the totals are written.
static void write_two(struct store *store, int64_t id)
{
    struct fts5_segment *segment = open_segment(store);
    struct growing_list list = { 0 };
    CHECK_INT(fts5_segment_add_term(segment, SLICE("word"), NULL), OFFPRINT_OK);
    add_position(&list, 1, 0, 0);
    add_list(segment, &list, id - 1);
    check_found(store, id - 1);
    finish_segment(segment);
    insert_word(store, id + 1);
    const uint32_t lengths[2] = { 1, 0 };
    const uint64_t totals[2] = { 1, 0 };
    CHECK_INT(fts5_add_lengths(store, id, lengths, 2, NULL), OFFPRINT_OK);
    CHECK_INT(fts5_add_totals(store, 1, totals, 2, NULL), OFFPRINT_OK);
}

// One connection knows at once what was written behind FTS5's back, within a
// transaction and after one, whoever wrote first, and forgets what was rolled
// back.
TEST(fts5_segment, in_turn_with_insert)
{
    struct store store;
    make_posting(&store, 4050);
    int64_t count = 0;
    check_found(&store, 0);
    for (int turn = 0; turn < 4; turn++) {
        run_sql(&store, "BEGIN");
        if (turn & 1) check_found(&store, count);
        insert_word(&store, ++count);
        if (turn & 2) check_found(&store, count);
        write_two(&store, count + 1);
        count += 2;
        if (turn & 1) check_found(&store, count);
        insert_word(&store, ++count);
        run_sql(&store, "COMMIT");
        check_found(&store, count);
        run_sql(&store, "BEGIN");
        write_two(&store, count + 1);
        check_found(&store, count + 2);
        run_sql(&store, "ROLLBACK");
        check_found(&store, count);
        run_sql(&store,
                "INSERT INTO posting(posting) VALUES('integrity-check')");
    }
    CHECK_INT(count, 16);
    CHECK_INT(number_of(&store, "SELECT count(*) FROM posting_docsize"), 16);
    CHECK_INT(number_of(&store, "SELECT block = x'101000' FROM posting_data"
                                " WHERE id = 1"),
              1);
    close_database(&store);
}

TEST(fts5_segment, without_terms_leaves_no_trace)
{
    struct store store;
    make_posting(&store, 4050);
    run_sql(&store, "BEGIN");
    finish_segment(open_segment(&store));
    run_sql(&store, "COMMIT");
    CHECK_INT(number_of(&store, "SELECT count(*) FROM posting_data"), 2);
    CHECK_INT(number_of(&store, "SELECT count(*) FROM posting_idx"), 0);
    write_two(&store, 1);
    check_found(&store, 2);
    close_database(&store);
}

// The segment of number 1, as the structure has it.
static struct fts5_structure_segment first_segment(struct store *store)
{
    struct fts5_structure_segment found = { 0 };
    struct fts5_structure *structure;
    CHECK_INT(fts5_structure_read(store, &structure, NULL), OFFPRINT_OK);
    for (uint32_t i = 0; structure && i < structure->segment_count; i++)
        if (structure->segments[i].number == 1) found = structure->segments[i];
    free(structure);
    return found;
}

// Small commits leave a large segment alone, however many they are.
TEST(fts5_segment, small_commits_stay_small)
{
    struct store store;
    make_posting(&store, 1000);
    run_sql(&store, "BEGIN");
    struct fts5_segment *segment = open_segment(&store);
    struct growing_list list = { 0 };
    CHECK_INT(fts5_segment_add_term(segment, SLICE("word"), NULL), OFFPRINT_OK);
    for (uint32_t id = 1; id <= 200000; id++) add_position(&list, id, 0, 0);
    add_list(segment, &list, 0);
    finish_segment(segment);
    run_sql(&store, "COMMIT");
    const struct fts5_structure_segment before = first_segment(&store);
    CHECK(before.last_leaf > 500);
    int most = 0; // rows of FTS5's tables that one commit changed
    for (int i = 1; i <= 700; i++) {
        const int start = sqlite3_total_changes(store.db);
        run_sql(&store,
                "INSERT INTO posting(rowid, c0)"
                " VALUES(%d, 'word in article number %d')",
                200000 + i, i);
        const int changes = sqlite3_total_changes(store.db) - start;
        if (changes > most) most = changes;
    }
    CHECK(most < 80); // 41 were measured; the segment has 605 leaves
    const struct fts5_structure_segment after = first_segment(&store);
    CHECK_INT(after.first_leaf, 1);
    CHECK_INT(after.last_leaf, before.last_leaf);
    CHECK_INT(number_of(&store, "SELECT count(*) FROM posting"
                                " WHERE posting MATCH 'word'"),
              200700);
    close_database(&store);
}

// ---- What is refused --------------------------------------------------------

TEST(fts5_segment, unknown_formats)
{
    static const struct {
        const char *name;
        const char *options; // of the table
        const char *change;  // SQL
        const char *reason;  // or NULL: known
    } ROWS[] = {
        { "as it is", "", "", NULL },
        { "contentless", ", content=''", "", NULL },
        { "with a tokenizer", ", tokenize = 'unicode61 tokenchars ''='''", "",
          NULL },
        { "a column like an option", ", \"prefix=2\", [detail = none]", "",
          NULL },
        { "prefix", ", prefix='2 3'", "", "option prefix" },
        { "an option cut short", ", pre='2 3'", "", "option pre" },
        { "detail", ", detail=none", "", "option detail" },
        { "columnsize", ", columnsize=0", "", "option columnsize" },
        { "secure-delete", "",
          "UPDATE posting_config SET v = 5 WHERE k = 'version'",
          "FTS5 format 5" },
        { "no version", "", "DELETE FROM posting_config", "FTS5 format 0" },
        { "large leaves", "",
          "INSERT INTO posting_config VALUES('pgsz', 65536)", "65536 bytes" },
        { "small leaves", "", "INSERT INTO posting_config VALUES('pgsz', 31)",
          "31 bytes" },
        { "structure of the second version", "",
          "UPDATE posting_data SET block = x'00000000FF000001000000'"
          " WHERE id = 10",
          "second version" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        struct store store;
        struct fts5_segment *segment;
        struct offprint_error err = { 0 };
        open_database(&store, ":memory:");
        run_sql(&store, "CREATE VIRTUAL TABLE posting USING fts5(c0%s); %s",
                ROWS[i].options, ROWS[i].change);
        test_row(ROWS[i].name);
        CHECK_INT(fts5_table_check(&store, NULL, &err),
                  ROWS[i].reason ? OFFPRINT_TOO_NEW : OFFPRINT_OK);
        if (ROWS[i].reason && !strstr(err.message, ROWS[i].reason))
            CHECK_STRING(err.message, ROWS[i].reason);
        if (!ROWS[i].reason) {
            CHECK_INT(fts5_segment_open(&store, &segment, NULL), OFFPRINT_OK);
            fts5_segment_close(segment);
        }
        close_database(&store);
    }
}

// Since SQLite 3.42 FTS5 can delete in place; then the format is another.
TEST(fts5_segment, deletion_in_place)
{
    if (sqlite3_libversion_number() < 3043000) {
        test_skip("this SQLite deletes nothing in place");
        return;
    }
    const struct shape shape = { "", 2, 60, 300, 40, 2000, 3, true };
    struct store store;
    struct archive archive;
    make_archive(&archive, &shape);
    open_database(&store, ":memory:");
    make_tables(&store, &archive, 100, "text");
    add_texts(&store, &archive);
    fill(&store, &archive);
    run_both(&store, "INSERT INTO @(@, rank) VALUES('secure-delete', 1)");
    CHECK_INT(fts5_table_check(&store, NULL, NULL), OFFPRINT_OK);
    change(&store, &archive, 60);
    CHECK(check_alike(&store, &archive, 20) > 1000);
    CHECK_INT(fts5_table_check(&store, NULL, NULL), OFFPRINT_TOO_NEW);
    close_database(&store);
    arena_free(&archive.arena);

    open_database(&store, ":memory:");
    run_sql(&store, "CREATE VIRTUAL TABLE posting"
                    " USING fts5(c0, content='', contentless_delete=1)");
    CHECK_INT(fts5_table_check(&store, NULL, NULL), OFFPRINT_TOO_NEW);
    close_database(&store);
}

TEST(fts5_segment, failures_are_statuses)
{
    struct store store;
    struct offprint_error err = { 0 };
    make_posting(&store, 4050);
    const uint32_t lengths[2] = { 1, 0 };
    CHECK_INT(fts5_add_lengths(&store, 1, lengths, 2, NULL), OFFPRINT_OK);
    CHECK(fts5_add_lengths(&store, 1, lengths, 2, &err) != OFFPRINT_OK);

    char longest[FTS5_TERM_LONGEST + 1];
    memset(longest, 'x', sizeof longest);
    struct fts5_segment *segment = open_segment(&store);
    CHECK_INT(fts5_segment_add_term(
                  segment, (struct slice){ longest, sizeof longest }, &err),
              OFFPRINT_MISUSE);
    CHECK_INT(fts5_segment_add_term(
                  segment, (struct slice){ longest, FTS5_TERM_LONGEST }, &err),
              OFFPRINT_OK);

    run_sql(&store, "PRAGMA max_page_count = 10");
    struct growing_list list = { 0 };
    for (uint32_t i = 0; i < 100000; i++) add_position(&list, 1, 0, i);
    close_list(&list);
    const struct fts5_run run = fts5_doclist_run(&list.list, 0);
    CHECK_INT(fts5_segment_add_run(segment, &run, &err), OFFPRINT_FULL);
    fts5_segment_close(segment);
    free(list.list.bytes);
    close_database(&store);
}
