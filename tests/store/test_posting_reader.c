// Whatever FTS5 and we did to the postings, a reader finds the articles that
// FTS5 finds, with as many occurrences at the same places.

#include "posting_archive.h"

// ---- What FTS5 has of a term ------------------------------------------------

struct place {
    uint32_t id;
    uint32_t column;
    uint32_t position;
};

struct places {
    struct place *items;
    size_t count;
    size_t room;
};

static void add_place(struct places *places, struct place place)
{
    places->items = array_grow(places->items, places->count, &places->room,
                               sizeof *places->items);
    places->items[places->count++] = place;
}

// Behind the places of the article at *i, which moves there: how often the term
// stands in each field.
static uint32_t count_article(const struct places *places, size_t *i,
                              uint32_t counts[POSTING_COLUMNS])
{
    const uint32_t id = places->items[*i].id;
    memset(counts, 0, POSTING_COLUMNS * sizeof *counts);
    for (; *i < places->count && places->items[*i].id == id; ++*i)
        counts[places->items[*i].column]++;
    return id;
}

// ---- What the reader has ----------------------------------------------------

struct found {
    uint32_t id;
    uint32_t occurrences;
    uint32_t list;
    uint32_t block;
    uint32_t at;
};

struct founds {
    struct found *items;
    size_t count;
    size_t room;
};

static void add_block(const struct posting_list *list, uint32_t number,
                      uint32_t block, struct founds *founds)
{
    for (uint32_t i = 0; i < list->count; i++) {
        CHECK(list->ids[i] <= list->last[block]);
        CHECK(block == 0 || list->ids[i] > list->last[block - 1]);
        if (list->occurrences[i] == 0) continue;
        founds->items = array_grow(founds->items, founds->count, &founds->room,
                                   sizeof *founds->items);
        founds->items[founds->count++] =
            (struct found){ list->ids[i], list->occurrences[i], number, block,
                            i };
    }
}

static int by_id(const void *left, const void *right)
{
    const struct found *a = left, *b = right;
    return (a->id > b->id) - (a->id < b->id);
}

static void read_list(struct posting_list *list, uint32_t number,
                      struct founds *founds)
{
    struct offprint_error err = { 0 };
    for (uint32_t i = 0; i < list->block_count; i++) {
        if (posting_list_block(list, i, &err)) break;
        add_block(list, number, i, founds);
    }
    CHECK_STRING(err.message, "");
}

static void read_lists(const struct posting_lists *lists, struct founds *founds)
{
    founds->count = 0;
    for (uint32_t i = 0; i < lists->count; i++)
        read_list(&lists->items[i], i, founds);
    if (founds->count)
        qsort(founds->items, founds->count, sizeof *founds->items, by_id);
}

static void check_positions(const struct posting_lists *lists,
                            const struct found *found,
                            const struct places *places, size_t from)
{
    struct posting_list *list = &lists->items[found->list];
    struct offprint_error err = { 0 };
    struct slice bytes;
    if (!posting_list_block(list, found->block, &err))
        posting_list_positions(list, found->at, &bytes, &err);
    CHECK_STRING(err.message, "");
    if (err.status) return;
    struct fts5_positions positions = fts5_positions_of(bytes);
    bool same = true;
    for (; fts5_positions_next(&positions); from++)
        same &= from < places->count && places->items[from].id == found->id
                && places->items[from].column == positions.column
                && places->items[from].position == positions.position;
    CHECK(same
          && (from == places->count || places->items[from].id != found->id));
}

// ---- Beside each other ------------------------------------------------------

struct comparing {
    struct posting_reader *reader;
    struct packed_units units;
    struct arena arena;
    struct founds founds;
    size_t terms;
    size_t packed; // lists
};

static uint32_t at_most(uint32_t number, uint32_t limit)
{
    return number < limit ? number : limit;
}

static uint32_t weigh(const struct packed_units *units, const uint32_t *counts)
{
    return at_most(counts[POSTING_BODY], UINT16_MAX) * units->body
           + at_most(counts[POSTING_TITLE], UINT8_MAX) * units->title
           + at_most(counts[POSTING_EXTRA], UINT8_MAX) * units->extra;
}

// The places of some articles are compared, now and then backwards.
static void check_articles(const struct comparing *comparing,
                           const struct posting_lists *lists,
                           const struct places *places)
{
    const struct founds *founds = &comparing->founds;
    size_t at = 0;
    bool same = true;
    for (size_t i = 0; i < places->count;) {
        uint32_t counts[POSTING_COLUMNS];
        const size_t from = i;
        const uint32_t id = count_article(places, &i, counts);
        const uint32_t wanted = weigh(&comparing->units, counts);
        if (wanted == 0) continue;
        same &= at < founds->count && founds->items[at].id == id
                && founds->items[at].occurrences == wanted;
        if (!same) break;
        if (random_below(5) == 0)
            check_positions(lists, &founds->items[at], places, from);
        at++;
    }
    CHECK(same && at == founds->count);
}

static void check_lists(struct comparing *comparing, struct slice term,
                        uint64_t articles, const struct places *places)
{
    const struct posting_request request = { comparing->units, true, articles };
    struct offprint_error err = { 0 };
    struct posting_lists lists;
    arena_reset(&comparing->arena);
    CHECK_INT(posting_reader_find(comparing->reader, term, &request,
                                  &comparing->arena, &lists, &err),
              OFFPRINT_OK);
    CHECK_STRING(err.message, "");
    if (err.status) return;
    for (size_t i = 0; i < lists.count; i++)
        comparing->packed += lists.items[i].packed;
    read_lists(&lists, &comparing->founds);
    check_articles(comparing, &lists, places);
    posting_reader_release(comparing->reader, (struct posting_mark){ 0 });
}

// Whoever takes a frequent term for a rare one finds the same.
static void check_term(struct comparing *comparing, struct slice term,
                       const struct places *places)
{
    check_lists(comparing, term, UINT64_MAX, places);
    if (random_below(4) == 0) check_lists(comparing, term, 1, places);
    comparing->terms++;
}

// Each term with the places that FTS5 has of it.
static void check_terms(struct store *store, struct comparing *comparing)
{
    sqlite3_stmt *stmt = NULL;
    CHECK_INT(sqlite3_prepare_v2(store->db,
                                 "SELECT term, doc, CASE col WHEN 'body' THEN 0"
                                 " WHEN 'title' THEN 1 ELSE 2 END, offset"
                                 " FROM temp.instance",
                                 -1, &stmt, NULL),
              SQLITE_OK);
    struct buffer term = { 0 };
    struct places places = { 0 };
    for (bool more = true; more;) {
        more = sqlite3_step(stmt) == SQLITE_ROW;
        const struct slice next = { sqlite3_column_blob(stmt, 0),
                                    (size_t)sqlite3_column_bytes(stmt, 0) };
        if (places.count > 0
            && (!more || !slice_equal(next, buffer_slice(&term)))) {
            check_term(comparing, buffer_slice(&term), &places);
            places.count = 0;
        }
        buffer_reset(&term);
        buffer_add(&term, next);
        add_place(&places,
                  (struct place){ (uint32_t)sqlite3_column_int64(stmt, 1),
                                  (uint32_t)sqlite3_column_int64(stmt, 2),
                                  (uint32_t)sqlite3_column_int64(stmt, 3) });
    }
    sqlite3_finalize(stmt);
    buffer_free(&term);
    free(places.items);
}

// All terms are listed, and some absent ones are not found.
static void check_listing(struct comparing *comparing)
{
    const struct posting_request request = { comparing->units, true,
                                             UINT64_MAX };
    struct slice *terms;
    size_t count, total;
    struct posting_lists lists;
    CHECK_INT(posting_reader_terms(comparing->reader, SLICE(""), SIZE_MAX,
                                   &comparing->arena, &terms, &count, &total,
                                   NULL),
              OFFPRINT_OK);
    CHECK(total == count && count >= comparing->terms);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i && count < 50; j++)
            CHECK(!slice_equal(terms[i], terms[j]));
    CHECK_INT(posting_reader_find(comparing->reader, SLICE("nowhere"), &request,
                                  &comparing->arena, &lists, NULL),
              OFFPRINT_OK);
    CHECK_INT(lists.count, 0);
}

// Returns how many packed lists were read.
static size_t check_reader(struct postings *postings)
{
    struct store *store = &postings->store;
    struct comparing comparing = {
        .units = { 1 + (uint32_t)random_below(300), (uint32_t)random_below(600),
                   (uint32_t)random_below(3) },
    };
    struct offprint_error err = { 0 };
    run_sql(store, "BEGIN");
    CHECK_INT(posting_reader_open(store, &comparing.reader, &err), OFFPRINT_OK);
    CHECK_STRING(err.message, "");
    if (comparing.reader) {
        CHECK_INT(posting_reader_articles(comparing.reader),
                  number_of(store, "SELECT count(*) FROM posting_docsize"));
        check_terms(store, &comparing);
        check_listing(&comparing);
        posting_reader_release(comparing.reader, (struct posting_mark){ 0 });
    }
    run_sql(store, "COMMIT");
    arena_free(&comparing.arena);
    free(comparing.founds.items);
    return comparing.packed;
}

// ---- Archives ---------------------------------------------------------------

struct row {
    const char *name;
    struct shape shape;
    int page_size;
    size_t segments;
};

static void check_row(const struct row *row)
{
    struct postings postings;
    test_row(row->name);
    open_postings(&postings, &row->shape, row->page_size);
    fill_postings(&postings, row->segments);
    CHECK_INT(check_reader(&postings), 0);
    refresh(&postings);
    CHECK(check_reader(&postings) > 0 || row->segments > 6);
    for (int i = 0; i < 3; i++) {
        test_row(row->name);
        change_postings(&postings, 1 + random_below(40), true);
        check_reader(&postings);
        if (random_below(2)) merge_some(&postings, 20);
        if (random_below(2)) merge_some(&postings, -20);
        check_reader(&postings);
        if (random_below(2)) refresh(&postings);
        check_reader(&postings);
    }
    command(&postings, "optimize");
    check_reader(&postings);
    refresh(&postings);
    CHECK(check_reader(&postings) > 0);
    change_postings(&postings, 20, true);
    refresh(&postings);
    check_reader(&postings);
    command(&postings, "rebuild");
    check_reader(&postings);
    refresh(&postings);
    CHECK(check_reader(&postings) > 0);
    close_postings(&postings);
}

TEST(posting_reader, finds_what_fts5_finds)
{
    static const struct row ROWS[] = {
        { "one segment", { "", 3, 40, 3000, 12, 0, 3, true }, 200, 1 },
        { "a huge article", { "", 3, 60, 2000, 9, 30000, 0, true }, 1000, 1 },
        { "gaps", { "", 3, 30, 2500, 9, 900, 1 << 14, true }, 100, 1 },
        { "two segments", { "", 3, 20, 4000, 9, 0, 0, true }, 100, 2 },
        { "six segments", { "", 3, 30, 6000, 9, 300, 5, true }, 100, 6 },
        { "twenty segments", { "", 3, 50, 3000, 12, 90, 5, true }, 64, 20 },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        check_row(&ROWS[i]);
}

// ---- Ids that come again ----------------------------------------------------

// Articles from first to before end, in so many segments.
static void insert_parts(struct postings *postings, size_t first, size_t end,
                         size_t parts)
{
    for (size_t i = 0; i < parts; i++)
        insert_articles(&postings->store, &postings->archive, "posting",
                        first + (end - first) * i / parts,
                        first + (end - first) * (i + 1) / parts - 1);
}

// The number of segments stands behind the number of levels.
static const char SEGMENTS[] =
    "SELECT unicode(substr(block, 6, 1)) FROM posting_data WHERE id = 10";

static const char FIRST_TEXT[] =
    "SELECT length(body || title || extra) FROM text ORDER BY id LIMIT 1";

// The first article is deleted in one commit, and there anew in a later one,
// with all that are left: a statement of its own would make a segment.
static void bring_back_first(struct postings *postings, size_t next)
{
    const struct article *articles = postings->archive.articles;
    const long long id = (long long)articles[0].id;
    run_sql(&postings->store, "BEGIN");
    take_out(postings, id);
    run_sql(&postings->store, "COMMIT");
    run_sql(&postings->store,
            "UPDATE text SET body = title || ' ' || body || ' ' || body"
            " WHERE id = %lld",
            id);
    run_sql(&postings->store,
            "INSERT INTO posting(rowid, body, title, extra)"
            " SELECT id, body, title, extra FROM text"
            " WHERE id = %lld OR id >= %lld ORDER BY id",
            id, (long long)articles[next].id);
}

// Older and newer segments with the same article are packed or not, and the
// segment with the marker of its deletion is merged with the newer one or not.
static void check_again(size_t in_oldest, bool merged)
{
    const struct shape shape = { "", 3, 12, 4000, 9, 0, 0, true };
    struct postings postings;
    open_postings(&postings, &shape, 64);
    while (number_of(&postings.store, FIRST_TEXT) == 0) {
        // Deleting it would leave no marker.
        close_postings(&postings);
        open_postings(&postings, &shape, 64);
    }
    run_sql(&postings.store,
            "INSERT INTO posting(posting, rank) VALUES('automerge', 0);"
            "INSERT INTO posting(posting, rank) VALUES('usermerge', 2)");
    if (merged) {
        run_sql(&postings.store, "BEGIN");
        write_articles(&postings.store, &postings.archive, 0, in_oldest - 1);
        run_sql(&postings.store, "COMMIT");
    } else {
        insert_parts(&postings, 0, in_oldest, 1);
    }
    bring_back_first(&postings, in_oldest);
    CHECK_INT(number_of(&postings.store, SEGMENTS), 3);
    if (merged) merge_some(&postings, 500);
    check_reader(&postings);
    refresh(&postings);
    CHECK(check_reader(&postings) > 0);
    close_postings(&postings);
}

TEST(posting_reader, articles_that_come_again)
{
    static const size_t IN_OLDEST[] = { 20, 2000 };
    for (size_t i = 0; i < 2; i++) {
        check_again(IN_OLDEST[i], true);
        check_again(IN_OLDEST[i], false);
    }
}

// ---- Rebuilt by others ------------------------------------------------------

// Two articles change places, and so neither the number of leaves nor the first
// and the last leaf are others, when stock FTS5 makes all postings anew.
TEST(posting_reader, lists_do_not_outlive_a_rebuild)
{
    const struct shape shape = { "", 3, 3, 10, 3, 0, 0, false };
    struct postings postings;
    open_postings(&postings, &shape, 128);
    run_sql(&postings.store,
            "DELETE FROM text;"
            "INSERT INTO text WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL"
            " SELECT i + 1 FROM n WHERE i < 5000) SELECT i, 'first ' ||"
            " CASE WHEN i %% 2 THEN 'odd middle' ELSE 'even middle' END"
            " || ' last', '', '' FROM n;");
    command(&postings, "rebuild");
    refresh_all(&postings);
    CHECK(check_reader(&postings) > 0);
    run_sql(&postings.store,
            "UPDATE text SET body = CASE WHEN id %% 2 THEN 'first even middle"
            " last' ELSE 'first odd middle last' END WHERE id IN (2000, 2001)");
    command(&postings, "rebuild");
    CHECK_INT(check_reader(&postings), 0);
    close_postings(&postings);
}

// ---- One search within another ----------------------------------------------

// The sum of the ids of all articles of a list.
static uint64_t sum_of(struct posting_list *list)
{
    uint64_t sum = 0;
    list->block = UINT32_MAX;
    for (uint32_t i = 0; i < list->block_count; i++) {
        CHECK_INT(posting_list_block(list, i, NULL), OFFPRINT_OK);
        for (uint32_t j = 0; j < list->count; j++) sum += list->ids[j];
    }
    return sum;
}

static struct posting_list *find_first(struct posting_reader *reader,
                                       struct arena *arena)
{
    const struct posting_request request = { { 1, 1, 1 }, true, UINT64_MAX };
    struct posting_lists lists;
    CHECK_INT(posting_reader_find(reader, SLICE("first"), &request, arena,
                                  &lists, NULL),
              OFFPRINT_OK);
    CHECK_INT(lists.count, 1);
    CHECK(lists.items[0].packed);
    return &lists.items[0];
}

// Lists that are open stay so while those opened after them are let go of, and
// what was read of either is forgotten.
TEST(posting_reader, lets_go_of_what_was_opened_last)
{
    const struct shape shape = { "", 3, 3, 10, 3, 0, 0, false };
    struct postings postings;
    struct arena arena = { 0 };
    struct posting_reader *reader;
    struct slice positions;
    open_postings(&postings, &shape, 128);
    run_sql(&postings.store,
            "DELETE FROM text;"
            "INSERT INTO text WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL"
            " SELECT i + 1 FROM n WHERE i < 5000) SELECT i, 'first word', '',"
            " '' FROM n;");
    command(&postings, "rebuild");
    refresh_all(&postings);
    run_sql(&postings.store, "BEGIN");
    postings.store.writable = true; // so that no row is kept
    CHECK_INT(posting_reader_open(&postings.store, &reader, NULL), OFFPRINT_OK);
    const struct posting_mark before = posting_reader_mark(reader);
    struct posting_list *outer = find_first(reader, &arena);
    CHECK_INT(posting_list_block(outer, 0, NULL), OFFPRINT_OK);
    CHECK_INT(posting_list_positions(outer, 7, &positions, NULL), OFFPRINT_OK);
    const struct posting_mark between = posting_reader_mark(reader);
    CHECK(between.held > before.held && between.walks > before.walks);
    const uint64_t sum = sum_of(find_first(reader, &arena));
    posting_reader_release(reader, between);
    CHECK_INT(posting_reader_mark(reader).held, between.held);
    CHECK_INT(posting_reader_mark(reader).walks, between.walks);
    CHECK_INT(sum, (uint64_t)5000 * 5001 / 2);
    CHECK_INT(sum_of(outer), sum);
    posting_reader_release(reader, before);
    CHECK_INT(posting_reader_mark(reader).held, before.held);
    run_sql(&postings.store, "COMMIT");
    close_postings(&postings);
    arena_free(&arena);
}

// ---- Terms ------------------------------------------------------------------

// The most frequent terms come first, wherever they stand in their segment, and
// however its last leaf is filled.
TEST(posting_reader, the_terms_of_a_prefix_are_the_frequent_ones)
{
    static const struct {
        const char *frequent;
        int page_size;
    } ROWS[] = {
        { "wa", 128 },  { "wm", 128 },  { "wz", 128 },
        { "wa", 4050 }, { "wm", 4050 }, { "wz", 4050 },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        const struct shape shape = { "", 3, 3, 10, 3, 0, 0, false };
        struct postings postings;
        struct arena arena = { 0 };
        struct slice *terms = NULL;
        size_t count = 0, total = 0;
        struct posting_reader *reader;
        test_row(ROWS[i].frequent);
        open_postings(&postings, &shape, ROWS[i].page_size);
        run_sql(&postings.store,
                "DELETE FROM text;"
                "INSERT INTO text WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL"
                " SELECT i + 1 FROM n WHERE i < 3000) SELECT i, CASE WHEN"
                " i < 20 THEN 'wb wc wl wn wx wy' ELSE '%s' END, '', ''"
                " FROM n;",
                ROWS[i].frequent);
        command(&postings, "rebuild");
        refresh_all(&postings);
        run_sql(&postings.store, "BEGIN");
        CHECK_INT(posting_reader_open(&postings.store, &reader, NULL),
                  OFFPRINT_OK);
        CHECK_INT(posting_reader_terms(reader, SLICE("w"), 2, &arena, &terms,
                                       &count, &total, NULL),
                  OFFPRINT_OK);
        CHECK_INT(total, 7);
        CHECK_INT(count, 2);
        if (count) CHECK_SLICE(terms[0], slice_of(ROWS[i].frequent));
        posting_reader_release(reader, (struct posting_mark){ 0 });
        run_sql(&postings.store, "COMMIT");
        close_postings(&postings);
        arena_free(&arena);
    }
}
