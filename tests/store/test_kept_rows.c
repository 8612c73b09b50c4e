// Kept rows are what the file has, however many there are.

#include "fts5_archive.h"
#include "store/kept_rows.h"

enum { IDS = 30000 };

// A row says its id; some are large, some are empty, some are not there.
static void make_rows(struct store *store)
{
    open_database(store, ":memory:");
    run_sql(store,
            "CREATE TABLE posting_data(id INTEGER PRIMARY KEY, block BLOB);"
            "CREATE TABLE packed(id INTEGER PRIMARY KEY, bytes BLOB)");
    run_sql(store,
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n"
            " WHERE i < %d) INSERT INTO posting_data"
            " SELECT i, CASE i %% 7 WHEN 0 THEN x'' WHEN 1 THEN"
            " CAST(printf('%%-6000d', i) AS BLOB) ELSE"
            " CAST('leaf ' || i AS BLOB) END FROM n WHERE i %% 11",
            IDS);
    run_sql(store, "INSERT INTO packed SELECT id, CAST('packed ' || id AS BLOB)"
                   " FROM posting_data");
}

static void check_row(struct store *store, struct kept_rows *rows,
                      enum kept_table table, int64_t id)
{
    struct kept_row *row;
    char text[32];
    CHECK_INT(kept_rows_read(store, rows, table, id, &row, NULL), OFFPRINT_OK);
    if (id % 11 == 0) {
        CHECK(!row);
        return;
    }
    CHECK(row);
    if (!row) return;
    const bool is_leaf = table == KEPT_LEAF;
    snprintf(text, sizeof text,
             !is_leaf      ? "packed %lld"
             : id % 7 == 1 ? "%lld"
                           : "leaf %lld",
             (long long)id);
    if (is_leaf && id % 7 == 0)
        CHECK_INT(row->size, 0);
    else if (is_leaf && id % 7 == 1)
        CHECK(row->size == 6000 && memcmp(row->bytes, text, strlen(text)) == 0);
    else
        CHECK_SLICE(kept_row_bytes(row), slice_of(text));
    const size_t beyond = is_leaf ? KEPT_BEYOND_LEAF : KEPT_BEYOND_PACKED;
    for (size_t i = 0; i < beyond; i++)
        if (row->bytes[row->size + i] != 0) CHECK_INT(i, -1);
    kept_row_let_go(row);
}

TEST(kept_rows, are_what_the_file_has)
{
    struct store store;
    make_rows(&store);
    struct kept_rows *rows = kept_rows_new();
    for (int i = 0; i < 60000; i++) {
        // Some again and again.
        const int64_t id =
            random_below(2) ? random_below(100) : random_below(IDS);
        check_row(&store, rows, random_below(2) ? KEPT_LEAF : KEPT_PACKED, id);
        if (random_below(20000) == 0) kept_rows_forget(rows);
    }
    kept_rows_free(rows);
    close_database(&store);
}

// They stay until they are forgotten, and for whoever holds one longer.
TEST(kept_rows, stay_until_they_are_forgotten)
{
    struct store store;
    make_rows(&store);
    struct kept_rows *rows = kept_rows_new();
    struct kept_row *held, *again, *fresh;
    CHECK_INT(kept_rows_read(&store, rows, KEPT_LEAF, 3, &held, NULL),
              OFFPRINT_OK);
    run_sql(&store, "UPDATE posting_data SET block = x'21' WHERE id = 3");
    CHECK_INT(kept_rows_read(&store, rows, KEPT_LEAF, 3, &again, NULL),
              OFFPRINT_OK);
    CHECK(again == held);
    kept_rows_forget(rows);
    CHECK_INT(kept_rows_read(&store, rows, KEPT_LEAF, 3, &fresh, NULL),
              OFFPRINT_OK);
    CHECK_SLICE(kept_row_bytes(fresh), SLICE("!"));
    CHECK_SLICE(kept_row_bytes(held), SLICE("leaf 3"));
    kept_row_let_go(held);
    kept_row_let_go(again);
    kept_row_let_go(fresh);
    CHECK_INT(kept_rows_read(&store, NULL, KEPT_LEAF, 3, &fresh, NULL),
              OFFPRINT_OK);
    CHECK_SLICE(kept_row_bytes(fresh), SLICE("!"));
    kept_row_let_go(fresh);
    kept_rows_free(rows);
    kept_rows_free(NULL);
    close_database(&store);
}
