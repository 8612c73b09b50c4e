// fts5_archive.h - archives of random words, and two ways to index them: as
// segments of ours in the table posting, and by FTS5's own INSERT in the table
// plain. The table text has the texts of both.

#ifndef OFFPRINT_TESTS_STORE_FTS5_ARCHIVE_H
#define OFFPRINT_TESTS_STORE_FTS5_ARCHIVE_H

#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "store/connection.h"
#include "store/fts5_doclist.h"
#include "store/fts5_lengths.h"
#include "store/fts5_segment.h"
#include "test.h"

enum { COLUMNS_MAX = 6, WORD_BYTES_MAX = 128 };

struct article {
    int64_t id;
    uint32_t *words[COLUMNS_MAX]; // places in archive.words
    uint32_t counts[COLUMNS_MAX];
};

struct archive {
    struct arena arena;
    struct slice *words; // by their bytes, each once
    size_t word_count;
    struct article *articles; // by id
    size_t article_count;
    size_t columns;
    const char *names; // of the columns: "c0, c1"
};

// What an archive is to be like.
struct shape {
    const char *name;
    size_t columns;
    size_t words; // different ones, at most
    size_t articles;
    size_t length;   // words of an article, about
    size_t longest;  // words of one article, which is longer than the others
    int64_t gap;     // between two ids, at most
    bool everywhere; // one word is in almost all articles
};

static inline size_t random_below(size_t limit)
{
    return limit ? (size_t)(test_random() % limit) : 0;
}

// ---- Making an archive ------------------------------------------------------

static inline struct slice random_word(struct arena *arena)
{
    static const char *const LETTERS[] = { "a", "b", "c", "d",  "e", "z", "0",
                                           "7", "é", "ж", "日", "𐐨", "ß" };
    const size_t kinds =
        random_below(3) ? 4 : sizeof LETTERS / sizeof LETTERS[0];
    const size_t size = 1 + random_below(random_below(20) ? 8 : WORD_BYTES_MAX);
    struct buffer word = { 0 };
    while (word.len < size)
        buffer_add_string(&word, LETTERS[random_below(kinds)]);
    struct slice copy =
        arena_copy(arena, utf8_cut(buffer_slice(&word), WORD_BYTES_MAX));
    buffer_free(&word);
    return copy;
}

static inline int by_bytes(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

static inline void make_words(struct archive *archive, size_t count)
{
    struct slice *words =
        arena_alloc(&archive->arena, count * sizeof(struct slice));
    for (size_t i = 0; i < count; i++) words[i] = random_word(&archive->arena);
    qsort(words, count, sizeof(struct slice), by_bytes);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || !slice_equal(words[i], words[i - 1]))
            words[archive->word_count++] = words[i];
    archive->words = words;
}

// Few words are frequent, as in a text.
static inline uint32_t draw_word(const struct archive *archive)
{
    size_t most = 1 + random_below(archive->word_count);
    return (uint32_t)random_below(1 + random_below(most));
}

static inline void make_field(struct archive *archive, struct article *article,
                              size_t column, size_t count)
{
    article->counts[column] = (uint32_t)count;
    article->words[column] =
        arena_alloc(&archive->arena, (count + 1) * sizeof(uint32_t));
    for (size_t i = 0; i < count; i++)
        article->words[column][i] = draw_word(archive);
}

static inline void make_article(struct archive *archive,
                                const struct shape *shape,
                                struct article *article, size_t extra)
{
    const size_t length = 2 * shape->length / shape->columns;
    for (size_t c = 0; c < shape->columns; c++)
        make_field(archive, article, c,
                   random_below(length + 1)
                       + (c + 1 == shape->columns ? extra : 0));
    if (!shape->everywhere) return;
    const size_t column = random_below(shape->columns);
    if (article->counts[column] > 0)
        article->words[column][0] = (uint32_t)(archive->word_count / 2);
}

static inline void make_archive(struct archive *archive,
                                const struct shape *shape)
{
    *archive = (struct archive){ .columns = shape->columns,
                                 .article_count = shape->articles };
    archive->names = "c0";
    for (size_t i = 1; i < shape->columns; i++)
        archive->names =
            arena_format(&archive->arena, "%s, c%zu", archive->names, i);
    make_words(archive, shape->words);
    archive->articles =
        arena_alloc(&archive->arena, shape->articles * sizeof(struct article));
    const size_t longest = random_below(shape->articles);
    int64_t id = 0;
    for (size_t i = 0; i < shape->articles; i++) {
        const size_t gap = (size_t)shape->gap >> random_below(40);
        id += 1 + (int64_t)random_below(gap);
        archive->articles[i].id = id;
        make_article(archive, shape, &archive->articles[i],
                     i == longest ? shape->longest : 0);
    }
}

// ---- A database -------------------------------------------------------------

static inline void run_sql(struct store *store, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static inline void run_sql(struct store *store, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *sql = sqlite3_vmprintf(format, args);
    va_end(args);
    struct offprint_error err = { 0 };
    enum offprint_status status = store_execute(store, sql, &err);
    if (status) {
        test_row(sql);
        CHECK_STRING(err.message, "");
        test_row(NULL);
    }
    sqlite3_free(sql);
}

// The first column of the first row; -1 where there is none.
static inline int64_t number_of(struct store *store, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    CHECK_INT(sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL), SQLITE_OK);
    int64_t number = -1;
    if (stmt && sqlite3_step(stmt) == SQLITE_ROW)
        number = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return number;
}

static inline void open_database(struct store *store, const char *path)
{
    static char name[] = "test";
    *store = (struct store){ .path = name };
    CHECK_INT(sqlite3_open(path, &store->db), SQLITE_OK);
}

static inline void close_database(struct store *store)
{
    for (size_t i = 0; i < store->statement_count; i++)
        sqlite3_finalize(store->statements[i].stmt);
    CHECK_INT(sqlite3_close(store->db), SQLITE_OK);
}

// content: "text", or "" for tables that keep no texts.
static inline void make_tables(struct store *store,
                               const struct archive *archive, int page_size,
                               const char *content)
{
    run_sql(store, "CREATE TABLE text(id INTEGER PRIMARY KEY, %s)",
            archive->names);
    static const char *const TABLES[] = { "posting", "plain" };
    for (size_t i = 0; i < 2; i++) {
        run_sql(store,
                "CREATE VIRTUAL TABLE %s USING fts5(%s, content='%s',"
                " content_rowid='id',"
                " tokenize='unicode61 remove_diacritics 0')",
                TABLES[i], archive->names, content);
        run_sql(store, "INSERT INTO %s(%s, rank) VALUES('pgsz', %d)", TABLES[i],
                TABLES[i], page_size);
    }
}

static inline void add_text(const struct archive *archive,
                            const struct article *article, sqlite3_stmt *stmt)
{
    struct buffer text = { 0 };
    sqlite3_bind_int64(stmt, 1, article->id);
    for (size_t c = 0; c < archive->columns; c++) {
        buffer_reset(&text);
        for (size_t i = 0; i < article->counts[c]; i++) {
            buffer_add(&text, archive->words[article->words[c][i]]);
            buffer_add_byte(&text, ' ');
        }
        sqlite3_bind_text(stmt, (int)c + 2, text.len ? text.ptr : "",
                          (int)text.len, SQLITE_TRANSIENT);
    }
    CHECK_INT(sqlite3_step(stmt), SQLITE_DONE);
    sqlite3_reset(stmt);
    buffer_free(&text);
}

static inline void add_texts(struct store *store, struct archive *archive)
{
    const char *sql = "INSERT INTO text VALUES(?1";
    for (size_t c = 0; c < archive->columns; c++)
        sql = arena_format(&archive->arena, "%s, ?%zu", sql, c + 2);
    sql = arena_format(&archive->arena, "%s)", sql);
    sqlite3_stmt *stmt = NULL;
    CHECK_INT(sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL), SQLITE_OK);
    for (size_t i = 0; i < archive->article_count; i++)
        add_text(archive, &archive->articles[i], stmt);
    sqlite3_finalize(stmt);
}

// The articles first to last of archive into a table, by INSERT.
static inline void insert_articles(struct store *store,
                                   const struct archive *archive,
                                   const char *table, size_t first, size_t last)
{
    if (first > last) return;
    run_sql(store,
            "INSERT INTO %s(rowid, %s) SELECT id, %s FROM text"
            " WHERE id BETWEEN %lld AND %lld ORDER BY id",
            table, archive->names, archive->names,
            (long long)archive->articles[first].id,
            (long long)archive->articles[last].id);
}

// ---- Writing segments -------------------------------------------------------

struct growing_list {
    struct fts5_doclist list;
    size_t room; // bytes
};

static inline void make_room(struct growing_list *growing)
{
    struct fts5_doclist *list = &growing->list;
    if (growing->room >= list->size + FTS5_DOCLIST_STEP) return;
    growing->room = 2 * list->size + FTS5_DOCLIST_STEP;
    list->bytes = realloc(list->bytes, growing->room);
}

static inline void add_position(struct growing_list *growing, uint32_t id,
                                uint32_t column, uint32_t position)
{
    make_room(growing);
    fts5_doclist_add(&growing->list, id, column, position);
}

static inline void close_list(struct growing_list *growing)
{
    make_room(growing);
    fts5_doclist_close(&growing->list);
}

// A few consecutive articles, inverted.
struct chunk {
    int64_t base;
    struct growing_list *lists; // of each word of the archive
};

static inline void invert_article(const struct archive *archive,
                                  const struct article *article,
                                  struct chunk *chunk)
{
    const uint32_t id = (uint32_t)(article->id - chunk->base);
    for (uint32_t c = 0; c < archive->columns; c++)
        for (uint32_t i = 0; i < article->counts[c]; i++)
            add_position(&chunk->lists[article->words[c][i]], id, c, i);
}

// Inverts articles from first on, at most to last, and returns the first that
// is left: ids of a chunk differ by less than 2^32.
static inline size_t make_chunk(const struct archive *archive, size_t first,
                                size_t last, struct chunk *chunk)
{
    const struct article *articles = archive->articles;
    *chunk = (struct chunk){
        .base = articles[first].id
                - (int64_t)random_below((size_t)articles[first].id),
        .lists = calloc(archive->word_count, sizeof *chunk->lists),
    };
    if (articles[first].id - chunk->base > UINT32_MAX)
        chunk->base = articles[first].id;
    size_t count = 1 + random_below(1 + random_below(last - first + 1));
    size_t i = first;
    for (; count > 0 && i <= last; count--, i++) {
        if (articles[i].id - chunk->base > UINT32_MAX) break;
        invert_article(archive, &articles[i], chunk);
    }
    for (size_t k = 0; k < archive->word_count; k++)
        close_list(&chunk->lists[k]);
    return i;
}

static inline void write_segment(struct store *store,
                                 const struct archive *archive,
                                 const struct chunk *chunks, size_t count)
{
    struct offprint_error err = { 0 };
    struct fts5_segment *segment;
    CHECK_INT(fts5_segment_open(store, &segment, &err), OFFPRINT_OK);
    CHECK_STRING(err.message, "");
    if (!segment) return;
    for (size_t i = 0; i < archive->word_count; i++) {
        bool begun = false;
        for (size_t k = 0; k < count; k++) {
            const struct fts5_doclist *list = &chunks[k].lists[i].list;
            if (list->size == 0) continue;
            if (!begun)
                CHECK_INT(
                    fts5_segment_add_term(segment, archive->words[i], &err),
                    OFFPRINT_OK);
            begun = true;
            struct fts5_run run = fts5_doclist_run(list, chunks[k].base);
            CHECK_INT(fts5_segment_add_run(segment, &run, &err), OFFPRINT_OK);
        }
    }
    CHECK_INT(fts5_segment_finish(segment, &err), OFFPRINT_OK);
    CHECK_STRING(err.message, "");
    fts5_segment_close(segment);
}

static inline void write_lengths(struct store *store,
                                 const struct archive *archive, size_t first,
                                 size_t last)
{
    uint64_t totals[COLUMNS_MAX] = { 0 };
    for (size_t i = first; i <= last; i++) {
        const struct article *article = &archive->articles[i];
        CHECK_INT(fts5_add_lengths(store, article->id, article->counts,
                                   archive->columns, NULL),
                  OFFPRINT_OK);
        for (size_t c = 0; c < archive->columns; c++)
            totals[c] += article->counts[c];
    }
    CHECK_INT(fts5_add_totals(store, last - first + 1, totals, archive->columns,
                              NULL),
              OFFPRINT_OK);
}

// The articles first to last as a segment of posting.
static inline void write_articles(struct store *store,
                                  const struct archive *archive, size_t first,
                                  size_t last)
{
    struct chunk *chunks = NULL;
    size_t count = 0, room = 0;
    for (size_t next = first; next <= last; count++) {
        chunks = array_grow(chunks, count, &room, sizeof *chunks);
        next = make_chunk(archive, next, last, &chunks[count]);
    }
    write_segment(store, archive, chunks, count);
    write_lengths(store, archive, first, last);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < archive->word_count; k++)
            free(chunks[i].lists[k].list.bytes);
        free(chunks[i].lists);
    }
    free(chunks);
}

#endif
