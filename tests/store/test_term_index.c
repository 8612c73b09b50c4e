// Terms in memory, against a search through all of them.

#include "fts5_archive.h"
#include "store/term_index.h"

enum { TERMS = 400, TERM_BYTES = 20 };

struct terms {
    char bytes[TERMS][TERM_BYTES];
    struct slice items[TERMS];
    size_t count;
};

// Few letters, zero bytes among them, so that many begin alike.
static struct slice random_term(char *bytes)
{
    static const char LETTERS[] = { 'a', 'b', '\0', (char)0xFF };
    const size_t len = random_below(TERM_BYTES);
    for (size_t i = 0; i < len; i++)
        bytes[i] = i < 9 && random_below(4) ? 'a' : LETTERS[random_below(4)];
    return (struct slice){ bytes, len };
}

static int by_term_bytes(const void *left, const void *right)
{
    return slice_compare(*(const struct slice *)left,
                         *(const struct slice *)right);
}

static void make_terms(struct terms *terms)
{
    size_t count = random_below(TERMS), kept = 0;
    for (size_t i = 0; i < count; i++)
        terms->items[i] = random_term(terms->bytes[i]);
    qsort(terms->items, count, sizeof *terms->items, by_term_bytes);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || by_term_bytes(&terms->items[kept - 1], &terms->items[i]))
            terms->items[kept++] = terms->items[i];
    terms->count = kept;
}

static void check_term(const struct term_index *index,
                       const struct terms *terms, struct slice wanted)
{
    size_t before = 0; // terms that are not greater
    while (before < terms->count
           && slice_compare(terms->items[before], wanted) <= 0)
        before++;
    int64_t number = -1;
    bool same;
    CHECK_INT(term_index_find(index, wanted, &number, &same), before > 0);
    CHECK_INT(same,
              before > 0 && slice_equal(terms->items[before - 1], wanted));
    if (before > 0) CHECK_INT(number, 1000 + before - 1);
}

TEST(term_index, finds_what_a_scan_finds)
{
    for (int i = 0; i < 60; i++) {
        static struct terms terms;
        struct term_index index = { 0 };
        make_terms(&terms);
        for (size_t j = 0; j < terms.count; j++)
            CHECK(term_index_add(&index, terms.items[j], 1000 + (int64_t)j));
        for (size_t j = 0; j < terms.count; j++)
            check_term(&index, &terms, terms.items[j]);
        for (int j = 0; j < 200; j++) {
            char bytes[TERM_BYTES];
            check_term(&index, &terms, random_term(bytes));
        }
        term_index_free(&index);
        CHECK_INT(index.count, 0);
    }
}

TEST(term_index, reads_rows)
{
    struct store store;
    open_database(&store, ":memory:");
    run_sql(&store, "CREATE TABLE t(term BLOB, number INTEGER);"
                    "INSERT INTO t VALUES(x'', 5), (x'61', 6), (x'6162', 7)");
    sqlite3_stmt *stmt;
    CHECK_INT(store_prepare(&store, "SELECT term, number FROM t ORDER BY term",
                            &stmt, NULL),
              OFFPRINT_OK);
    struct term_index index = { 0 };
    CHECK_INT(term_index_read(&index, &store, stmt, NULL), OFFPRINT_OK);
    CHECK_INT(index.count, 3);
    int64_t number;
    bool same;
    CHECK(term_index_find(&index, SLICE("aa"), &number, &same));
    CHECK_INT(number, 6);
    CHECK(!same);
    CHECK(term_index_find(&index, SLICE(""), &number, &same));
    CHECK_INT(number, 5);
    CHECK(same);
    term_index_free(&index);
    close_database(&store);
}
