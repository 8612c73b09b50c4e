// posting_archive.h - archives of fts5_archive.h with the three fields of an
// index, and beside the postings the tables that searches read. The table text
// has the articles that the postings hold, whatever happens to them; the table
// instance is what FTS5 itself reads in the postings.

#ifndef OFFPRINT_TESTS_STORE_POSTING_ARCHIVE_H
#define OFFPRINT_TESTS_STORE_POSTING_ARCHIVE_H

#include "fts5_archive.h"
#include "store/articles.h"
#include "store/lengths.h"
#include "store/packed.h"
#include "store/posting_reader.h"

struct postings {
    struct store store;
    struct archive archive;
    long long last_id; // the greatest one ever
};

static inline void open_postings(struct postings *postings,
                                 const struct shape *shape, int page_size)
{
    struct store *store = &postings->store;
    make_archive(&postings->archive, shape);
    CHECK_INT(postings->archive.columns, POSTING_COLUMNS);
    postings->archive.names = "body, title, extra";
    open_database(store, ":memory:");
    make_tables(store, &postings->archive, page_size, "text");
    run_sql(store, "%s", LENGTH_TABLE);
    run_sql(store, "%s", PACKED_TABLES);
    run_sql(store, "CREATE VIRTUAL TABLE temp.instance"
                   " USING fts5vocab(main, posting, instance)");
    run_sql(store, "BEGIN");
    add_texts(store, &postings->archive);
    run_sql(store, "COMMIT");
    postings->last_id = (long long)number_of(store, "SELECT max(id) FROM text");
}

static inline void close_postings(struct postings *postings)
{
    posting_reader_close(postings->store.reader);
    close_database(&postings->store);
    arena_free(&postings->archive.arena);
}

// ---- What we do -------------------------------------------------------------

static inline void note_lengths(struct postings *postings, size_t first,
                                size_t last)
{
    for (size_t i = first; i <= last; i++) {
        const struct article *article = &postings->archive.articles[i];
        const uint8_t code =
            length_encode((uint64_t)article->counts[POSTING_BODY]
                          + article->counts[POSTING_TITLE]);
        CHECK_INT(lengths_write(&postings->store, article->id, &code, 1, NULL),
                  OFFPRINT_OK);
    }
}

static inline void refresh(struct postings *postings)
{
    struct offprint_error err = { 0 };
    run_sql(&postings->store, "BEGIN");
    CHECK_INT(packed_refresh(&postings->store, &err), OFFPRINT_OK);
    CHECK_STRING(err.message, "");
    run_sql(&postings->store, "COMMIT");
}

// What optimize does behind FTS5's.
static inline void refresh_all(struct postings *postings)
{
    run_sql(&postings->store, "BEGIN");
    CHECK_INT(lengths_rebuild(&postings->store, NULL), OFFPRINT_OK);
    run_sql(&postings->store, "COMMIT");
    refresh(postings);
}

// All articles in about so many segments; where there are several, one of four
// comes by INSERT, of some of which nobody noted the lengths.
static inline void fill_postings(struct postings *postings, size_t segments)
{
    const size_t count = postings->archive.article_count;
    for (size_t first = 0, last; first < count; first = last + 1) {
        const size_t part =
            segments > 1 ? 1 + random_below(2 * count / segments) : count;
        const bool ours = segments == 1 || random_below(4);
        last = (first + part < count ? first + part : count) - 1;
        run_sql(&postings->store, "BEGIN");
        if (ours)
            write_articles(&postings->store, &postings->archive, first, last);
        else
            insert_articles(&postings->store, &postings->archive, "posting",
                            first, last);
        if (ours || last + 1 < count) note_lengths(postings, first, last);
        run_sql(&postings->store, "COMMIT");
    }
}

// ---- What stock FTS5 does ---------------------------------------------------

// The greatest id that is not greater than that of any article.
static inline long long draw_id(struct postings *postings)
{
    const struct archive *archive = &postings->archive;
    const size_t at = random_below(archive->article_count);
    sqlite3_stmt *stmt = NULL;
    sqlite3_prepare_v2(postings->store.db,
                       "SELECT coalesce(max(id), 0) FROM text WHERE id <= ?1",
                       -1, &stmt, NULL);
    sqlite3_bind_int64(stmt, 1, archive->articles[at].id);
    CHECK_INT(sqlite3_step(stmt), SQLITE_ROW);
    const long long id = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return id;
}

static inline void take_out(struct postings *postings, long long id)
{
    run_sql(&postings->store,
            "INSERT INTO posting(posting, rowid, body, title, extra)"
            " SELECT 'delete', id, body, title, extra FROM text"
            " WHERE id = %lld",
            id);
}

static inline void put_in(struct postings *postings, long long id)
{
    run_sql(&postings->store,
            "INSERT INTO posting(rowid, body, title, extra)"
            " SELECT id, body, title, extra FROM text WHERE id = %lld",
            id);
}

static inline void delete_one(struct postings *postings, long long id)
{
    take_out(postings, id);
    run_sql(&postings->store, "DELETE FROM text WHERE id = %lld", id);
}

// Another text under the same id, with or without a commit in between, or the
// same text again.
static inline void replace_one(struct postings *postings, long long id)
{
    take_out(postings, id);
    if (random_below(2)) run_sql(&postings->store, "COMMIT; BEGIN");
    if (random_below(3))
        run_sql(&postings->store,
                "UPDATE text SET (title, body) = (SELECT title, body FROM text"
                " WHERE id = %lld) WHERE id = %lld",
                draw_id(postings), id);
    put_in(postings, id);
}

static inline void add_one(struct postings *postings, long long id)
{
    if (id > postings->last_id) postings->last_id = id;
    run_sql(&postings->store,
            "INSERT INTO text SELECT %lld, body, title, extra FROM text"
            " WHERE id = %lld",
            id, draw_id(postings));
    put_in(postings, id);
}

static inline void delete_last(struct postings *postings)
{
    delete_one(postings, (long long)number_of(&postings->store,
                                              "SELECT max(id) FROM text"));
}

static inline void change_one(struct postings *postings, bool ids_again)
{
    const long long gap =
        1 + (long long)random_below(random_below(4) ? 9 : 5000);
    switch (random_below(ids_again ? 6 : 3)) {
    case 0: add_one(postings, postings->last_id + gap); break;
    case 1: delete_one(postings, draw_id(postings)); break;
    case 2: delete_last(postings); break;
    case 3:
        delete_last(postings);
        add_one(postings, postings->last_id);
        break;
    default: replace_one(postings, draw_id(postings));
    }
}

// ids_again: another text may come under an id that was there before.
static inline void change_postings(struct postings *postings, size_t count,
                                   bool ids_again)
{
    run_sql(&postings->store, "BEGIN");
    for (size_t i = 0; i < count; i++) {
        change_one(postings, ids_again);
        if (random_below(8) == 0) run_sql(&postings->store, "COMMIT; BEGIN");
    }
    run_sql(&postings->store, "COMMIT");
}

static inline void merge_some(struct postings *postings, int leaves)
{
    run_sql(&postings->store,
            "INSERT INTO posting(posting, rank) VALUES('merge', %d)", leaves);
}

static inline void command(struct postings *postings, const char *name)
{
    run_sql(&postings->store, "INSERT INTO posting(posting) VALUES('%s')",
            name);
}

#endif
