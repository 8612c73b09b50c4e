// A walk through the leaves reads what FTS5 reads in them.

#include <stdio.h>

#include "fts5_archive.h"
#include "store/fts5_structure.h"
#include "store/fts5_walk.h"

// ---- What the segments hold -------------------------------------------------

struct entry {
    struct slice term;
    int64_t id;
    size_t age; // of its segment: 0 is the newest
    bool deleted;
    struct fts5_place place;
    struct fts5_structure_segment segment;
    struct slice list;
};

struct entries {
    struct arena arena;
    struct entry *items;
    size_t count;
    size_t room;
};

static void free_entries(struct entries *entries)
{
    arena_free(&entries->arena);
    free(entries->items);
}

enum {
    COUNT_BEYOND = 8
}; // bytes that fts5_list_count() may read behind a list

static void add_entry(struct entries *entries, struct fts5_walk *walk,
                      struct slice term, size_t age)
{
    entries->items = array_grow(entries->items, entries->count, &entries->room,
                                sizeof *entries->items);
    struct entry *entry = &entries->items[entries->count++];
    *entry = (struct entry){
        .term = term,
        .id = walk->id,
        .age = age,
        .deleted = walk->deleted,
        .place = walk->place,
        .segment = walk->segment,
    };
    struct slice list;
    CHECK_INT(fts5_walk_list(walk, &list, NULL), OFFPRINT_OK);
    char *copy = arena_alloc(&entries->arena, list.len + COUNT_BEYOND);
    memcpy(copy, list.ptr, list.len);
    entry->list = (struct slice){ copy, list.len };
}

static void read_segment(struct store *store,
                         const struct fts5_structure_segment *segment,
                         size_t age, struct entries *entries)
{
    struct offprint_error err = { 0 };
    struct fts5_walk walk;
    bool more = true;
    fts5_walk_open(&walk, store, segment);
    while (!fts5_walk_term(&walk, &more, &err) && more) {
        struct slice term =
            arena_copy(&entries->arena, fts5_walk_term_text(&walk));
        while (!fts5_walk_next(&walk, &more, &err) && more)
            add_entry(entries, &walk, term, age);
        if (err.status) break;
    }
    CHECK_STRING(err.message, "");
    fts5_walk_close(&walk);
}

// By term, id and age.
static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    const int order = slice_compare(a->term, b->term);
    if (order) return order;
    if (a->id != b->id) return a->id < b->id ? -1 : 1;
    return (a->age > b->age) - (a->age < b->age);
}

static void read_segments(struct store *store, struct entries *entries)
{
    struct fts5_structure *structure;
    CHECK_INT(fts5_structure_read(store, &structure, NULL), OFFPRINT_OK);
    size_t age = 0, first = 0;
    for (uint32_t i = 0; i < structure->level_count; i++) {
        const uint32_t count = structure->levels[i].count;
        for (uint32_t j = count; j-- > 0;)
            read_segment(store, &structure->segments[first + j], age++,
                         entries);
        first += count;
    }
    free(structure);
    if (entries->count)
        qsort(entries->items, entries->count, sizeof *entries->items,
              compare_entries);
}

// ---- Beside FTS5 ------------------------------------------------------------

// The next row of the table instance is a place of an entry.
static bool is_next(sqlite3_stmt *stmt, const struct entry *entry,
                    const struct fts5_positions *positions)
{
    if (sqlite3_step(stmt) != SQLITE_ROW) return false;
    const struct slice term = { sqlite3_column_blob(stmt, 0),
                                (size_t)sqlite3_column_bytes(stmt, 0) };
    return slice_equal(term, entry->term)
           && sqlite3_column_int64(stmt, 1) == entry->id
           && sqlite3_column_int(stmt, 2) == (int)positions->column
           && sqlite3_column_int(stmt, 3) == (int)positions->position;
}

static void check_counts(const struct entry *entry, const uint32_t *counted)
{
    uint32_t counts[COLUMNS_MAX];
    CHECK(fts5_list_count(entry->list, counts, COLUMNS_MAX));
    CHECK(memcmp(counts, counted, sizeof counts) == 0);
}

static bool check_entry(sqlite3_stmt *stmt, const struct entry *entry)
{
    uint32_t counted[COLUMNS_MAX] = { 0 };
    struct fts5_positions positions = fts5_positions_of(entry->list);
    while (fts5_positions_next(&positions)) {
        counted[positions.column % COLUMNS_MAX]++;
        if (!is_next(stmt, entry, &positions)) return false;
    }
    check_counts(entry, counted);
    return true;
}

// The newest entry of each term and id counts.
static void check_instances(struct store *store, const struct entries *entries)
{
    sqlite3_stmt *stmt = NULL;
    CHECK_INT(sqlite3_prepare_v2(store->db,
                                 "SELECT term, doc, substr(col, 2), offset"
                                 " FROM temp.instance",
                                 -1, &stmt, NULL),
              SQLITE_OK);
    bool same = true;
    for (size_t i = 0; same && i < entries->count; i++) {
        const struct entry *entry = &entries->items[i];
        const bool newest = i == 0 || entry[-1].id != entry->id
                            || !slice_equal(entry[-1].term, entry->term);
        if (newest) same = check_entry(stmt, entry);
    }
    CHECK(same && sqlite3_step(stmt) == SQLITE_DONE);
    sqlite3_finalize(stmt);
}

// Going to an entry's term, and to its place, finds the same list.
static void check_ways(struct store *store, const struct entry *entry)
{
    struct fts5_walk walk;
    bool found, more = true;
    struct slice list;
    fts5_walk_open(&walk, store, &entry->segment);
    CHECK_INT(fts5_walk_find(&walk, entry->term, &found, NULL), OFFPRINT_OK);
    CHECK(found);
    while (found && !fts5_walk_next(&walk, &more, NULL) && more)
        if (walk.id == entry->id) break;
    CHECK(more && walk.id == entry->id);
    if (more) {
        CHECK_INT(fts5_walk_list(&walk, &list, NULL), OFFPRINT_OK);
        CHECK_SLICE(list, entry->list);
    }
    CHECK_INT(fts5_walk_to(&walk, entry->place, NULL), OFFPRINT_OK);
    CHECK_INT(walk.deleted, entry->deleted);
    CHECK_INT(fts5_walk_list(&walk, &list, NULL), OFFPRINT_OK);
    CHECK_SLICE(list, entry->list);
    fts5_walk_close(&walk);
}

// The entries of one segment and term, from the first on.
static size_t doclist_of(const struct entries *entries, size_t at,
                         const struct entry **doclist)
{
    const struct entry *of = &entries->items[at];
    size_t count = 0;
    while (at > 0 && slice_equal(entries->items[at - 1].term, of->term)) at--;
    for (;
         at < entries->count && slice_equal(entries->items[at].term, of->term);
         at++)
        if (entries->items[at].age == of->age)
            doclist[count++] = &entries->items[at];
    return count;
}

static void check_at(const struct fts5_walk *walk, const struct entry *entry)
{
    CHECK_INT(walk->id, entry->id);
    CHECK_INT(walk->deleted, entry->deleted);
    CHECK(walk->place.page == entry->place.page
          && walk->place.offset == entry->place.offset);
}

// Takes entries that lie wholly on a leaf; returns how many.
static size_t check_batch(struct fts5_walk *walk, const struct entry **doclist,
                          size_t rest)
{
    struct fts5_entry batch[5];
    const size_t count = fts5_walk_entries(
        walk, batch, 1 + random_below(sizeof batch / sizeof batch[0]));
    CHECK(count <= rest);
    for (size_t i = 0; i < count && i < rest; i++) {
        CHECK_INT(batch[i].id, doclist[i]->id);
        CHECK_INT(batch[i].deleted, doclist[i]->deleted);
        CHECK_INT(batch[i].place, doclist[i]->place.offset);
        CHECK_SLICE(fts5_entry_list(walk, &batch[i]), doclist[i]->list);
    }
    if (count > 0 && count <= rest) check_at(walk, doclist[count - 1]);
    return count;
}

// Steps, leaps and batches through a doclist, in any order.
static void check_steps(struct store *store, const struct entries *entries,
                        size_t at)
{
    const struct entry **doclist =
        malloc(entries->count * sizeof(const struct entry *));
    const size_t count = doclist_of(entries, at, doclist);
    struct term_index leaves = { 0 };
    struct fts5_walk walk;
    struct slice list;
    bool more = true;
    fts5_walk_open(&walk, store, &entries->items[at].segment);
    CHECK_INT(fts5_leaves_read(store, &walk.segment, &leaves, NULL),
              OFFPRINT_OK);
    if (random_below(2)) walk.leaves = &leaves;
    CHECK_INT(fts5_walk_find(&walk, doclist[0]->term, &more, NULL),
              OFFPRINT_OK);
    CHECK(more);
    for (size_t i = 0; more && i < count;) {
        const size_t taken =
            random_below(2) ? check_batch(&walk, doclist + i, count - i) : 0;
        i += taken;
        if (taken > 0 || i == count) continue;
        const uint32_t leap =
            1 + (uint32_t)random_below(random_below(4) ? 3 : 40);
        CHECK_INT(fts5_walk_skip(&walk, leap, &more, NULL), OFFPRINT_OK);
        CHECK_INT(more, i + leap <= count);
        i += leap;
        if (!more) break;
        check_at(&walk, doclist[i - 1]);
        if (random_below(2)) continue;
        CHECK_INT(fts5_walk_list(&walk, &list, NULL), OFFPRINT_OK);
        CHECK_SLICE(list, doclist[i - 1]->list);
    }
    if (more) CHECK_INT(fts5_walk_next(&walk, &more, NULL), OFFPRINT_OK);
    CHECK(!more);
    fts5_walk_close(&walk);
    term_index_free(&leaves);
    free(doclist);
}

// A term that no segment has: the walk goes on with the next greater one.
static void check_absent(struct store *store, const struct entry *entry)
{
    struct fts5_walk walk;
    bool found, more;
    struct buffer near = { 0 };
    buffer_add(&near, entry->term);
    buffer_add_byte(&near, '\1'); // no letter is less
    fts5_walk_open(&walk, store, &entry->segment);
    CHECK_INT(fts5_walk_find(&walk, buffer_slice(&near), &found, NULL),
              OFFPRINT_OK);
    CHECK(!found);
    CHECK_INT(fts5_walk_term(&walk, &more, NULL), OFFPRINT_OK);
    if (more)
        CHECK(slice_compare(fts5_walk_term_text(&walk), buffer_slice(&near))
              > 0);
    fts5_walk_close(&walk);
    buffer_free(&near);
}

static size_t check_walks(struct store *store)
{
    struct entries entries = { 0 };
    run_sql(store, "BEGIN");
    read_segments(store, &entries);
    check_instances(store, &entries);
    for (int i = 0; entries.count && i < 40; i++) {
        check_ways(store, &entries.items[random_below(entries.count)]);
        check_absent(store, &entries.items[random_below(entries.count)]);
        check_steps(store, &entries, random_below(entries.count));
    }
    run_sql(store, "COMMIT");
    const size_t count = entries.count;
    free_entries(&entries);
    return count;
}

// ---- Archives ---------------------------------------------------------------

static void fill(struct store *store, const struct archive *archive)
{
    run_sql(store, "BEGIN");
    for (size_t first = 0; first < archive->article_count;) {
        const size_t rest = archive->article_count - first;
        const size_t last =
            first + (random_below(3) ? random_below(rest) : rest - 1);
        if (random_below(2))
            write_articles(store, archive, first, last);
        else
            insert_articles(store, archive, "posting", first, last);
        if (random_below(2)) run_sql(store, "COMMIT; BEGIN");
        first = last + 1;
    }
    run_sql(store, "COMMIT");
}

static bool has_text(struct store *store, long long id)
{
    char sql[80];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM text WHERE id = %lld", id);
    return number_of(store, sql) > 0;
}

static void delete_some(struct store *store, const struct archive *archive,
                        size_t count, bool back_again)
{
    run_sql(store, "BEGIN");
    for (size_t i = 0; i < count; i++) {
        const size_t at = random_below(archive->article_count);
        const long long id = archive->articles[at].id;
        if (!has_text(store, id)) continue;
        run_sql(store,
                "INSERT INTO posting(posting, rowid, %s) SELECT 'delete', id,"
                " %s FROM text WHERE id = %lld",
                archive->names, archive->names, id);
        if (back_again && random_below(2))
            insert_articles(store, archive, "posting", at, at);
        else
            run_sql(store, "DELETE FROM text WHERE id = %lld", id);
    }
    run_sql(store, "COMMIT");
}

static size_t try_archive(const struct shape *shape, int page_size)
{
    struct store store;
    struct archive archive;
    make_archive(&archive, shape);
    open_database(&store, ":memory:");
    make_tables(&store, &archive, page_size, "text");
    run_sql(&store, "CREATE VIRTUAL TABLE temp.instance"
                    " USING fts5vocab(main, posting, instance)");
    add_texts(&store, &archive);
    fill(&store, &archive);
    size_t entries = check_walks(&store);
    delete_some(&store, &archive, archive.article_count / 4 + 1, true);
    entries += check_walks(&store);
    run_sql(&store, "INSERT INTO posting(posting, rank) VALUES('merge', -20)");
    delete_some(&store, &archive, 3, false);
    entries += check_walks(&store);
    run_sql(&store, "INSERT INTO posting(posting) VALUES('optimize')");
    entries += check_walks(&store);
    close_database(&store);
    arena_free(&archive.arena);
    return entries;
}

static const int PAGE_SIZES[] = { 64, 65, 100, 333, 1000, 4050 };

enum { PAGE_SIZES_COUNT = sizeof PAGE_SIZES / sizeof PAGE_SIZES[0] };

TEST(fts5_walk, random_archives)
{
    size_t entries = 0;
    for (int i = 0; i < 20; i++) {
        const struct shape shape = {
            .columns = 1 + random_below(COLUMNS_MAX),
            .words = 1 + random_below(random_below(4) ? 200 : 3),
            .articles = 1 + random_below(200),
            .length = 1 + random_below(random_below(4) ? 30 : 200),
            .longest = random_below(2) ? 0 : random_below(5000),
            .gap = random_below(2) ? 0 : (int64_t)1 << random_below(42),
            .everywhere = random_below(2),
        };
        entries +=
            try_archive(&shape, PAGE_SIZES[random_below(PAGE_SIZES_COUNT)]);
    }
    CHECK(entries > 20000);
}

TEST(fts5_walk, extreme_archives)
{
    static const struct {
        struct shape shape;
        int page_size;
    } ROWS[] = {
        { { "one huge article", 2, 300, 2, 4, 30000, 0, false }, 64 },
        { { "one word in one huge article", 1, 1, 1, 1, 20000, 0, true }, 100 },
        { { "thousands of leaves", 1, 40, 4000, 3, 0, 1 << 20, true }, 64 },
        { { "gaps over 2^40", 3, 60, 120, 20, 0, (int64_t)1 << 42, true }, 64 },
        { { "many words", 2, 9000, 60, 300, 0, 2, false }, 4050 },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].shape.name);
        CHECK(try_archive(&ROWS[i].shape, ROWS[i].page_size) > 0);
    }
}
