// fts5_queries.c - stock FTS5 answers queries: fts5_queries search DATABASE
// BATCH, fts5_queries sql BATCH, fts5_queries rank ARCHIVE BATCH.
//
// A batch has a query a line, behind its id and a tab. Of "+a +b" an article
// must have both words, of "a b" one, and "\"a b\"" is a phrase.
//
// search prints what offprint search --timing writes: id, milliseconds from the
// text of the query to its ten best rows, how many match. The database is one
// that fts5 index made.
//
// sql prints the batch with statements in place of queries, as they are given
// to the shell: title and passage of the ten best.
//
// rank indexes an archive in memory with FTS5's own stemmer and prints a run of
// the hundred best, as trec_eval reads it, of all words of each query.

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "sql.h"

// A row of a batch.
struct query {
    char *id;
    char *text;
};

// ---- Batches ----------------------------------------------------------------

static FILE *open_file(const char *path)
{
    FILE *file = fopen(path, "r");
    if (!file) die(path, "cannot be read");
    return file;
}

// Reads the next query into *line, which grows; false at the end.
static bool next_query(FILE *batch, char **line, size_t *room,
                       struct query *query)
{
    ssize_t len = getline(line, room, batch);
    if (len <= 0) return false;
    if ((*line)[len - 1] == '\n') (*line)[len - 1] = '\0';
    char *tab = strchr(*line, '\t');
    if (!tab) die(*line, "no tab between id and query");
    *tab = '\0';
    *query = (struct query){ *line, tab + 1 };
    return true;
}

// ---- Expressions ------------------------------------------------------------

// Bytes of characters beyond ASCII are taken for letters.
static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

// The words of a text, quoted, with an operator between; to be freed.
static char *join_words(const char *text, const char *between)
{
    char *joined = NULL;
    size_t size;
    FILE *out = open_memstream(&joined, &size);
    if (!out) die(text, "no memory");
    for (bool first = true; *text; first = false) {
        while (*text && !is_letter(*text)) text++;
        size_t len = 0;
        while (is_letter(text[len])) len++;
        if (len)
            fprintf(out, "%s\"%.*s\"", first ? "" : between, (int)len, text);
        text += len;
    }
    if (fclose(out)) die(text, "no memory");
    return joined;
}

// A query in the language of MATCH; to be freed.
static char *expression_of(const char *query)
{
    if (*query == '"') return strdup(query);
    return join_words(query, *query == '+' ? " AND " : " OR ");
}

// ---- search -----------------------------------------------------------------

static const char BEST[] =
    "SELECT rowid FROM article WHERE article MATCH ?1 ORDER BY rank LIMIT 10";

static const char COUNT[] =
    "SELECT count(*) FROM article WHERE article MATCH ?1";

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

// Runs a statement to its end; returns the number in its last row.
static long long run(sqlite3 *db, sqlite3_stmt *stmt, const char *expression)
{
    long long last = 0;
    sqlite3_bind_text(stmt, 1, expression, -1, SQLITE_STATIC);
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
        last = sqlite3_column_int64(stmt, 0);
    if (code != SQLITE_DONE) die(expression, sqlite3_errmsg(db));
    sqlite3_reset(stmt);
    return last;
}

static void search(const char *database, const char *path)
{
    sqlite3 *db = open_database(database);
    execute(db, "PRAGMA cache_size = -262144");
    sqlite3_stmt *best = prepare(db, BEST), *count = prepare(db, COUNT);
    FILE *batch = open_file(path);
    char *line = NULL;
    size_t room = 0;
    struct query query;
    while (next_query(batch, &line, &room, &query)) {
        double started = milliseconds();
        char *expression = expression_of(query.text);
        run(db, best, expression);
        double took = milliseconds() - started;
        printf("%s\t%.4f\t%lld\n", query.id, took, run(db, count, expression));
        free(expression);
    }
    free(line);
    fclose(batch);
    sqlite3_finalize(best);
    sqlite3_finalize(count);
    sqlite3_close(db);
}

// ---- sql --------------------------------------------------------------------

static void print_statements(const char *path)
{
    FILE *batch = open_file(path);
    char *line = NULL;
    size_t room = 0;
    struct query query;
    while (next_query(batch, &line, &room, &query)) {
        char *expression = expression_of(query.text);
        char *sql = sqlite3_mprintf(
            "SELECT title, snippet(article, 1, '*', '*', '...', 40)"
            " FROM article WHERE article MATCH %Q ORDER BY rank LIMIT 10",
            expression);
        printf("%s\t%s\n", query.id, sql);
        sqlite3_free(sql);
        free(expression);
    }
    free(line);
    fclose(batch);
}

// ---- rank -------------------------------------------------------------------

static const char CREATE_STEMMED[] =
    "CREATE VIRTUAL TABLE article USING fts5(name UNINDEXED, title, text,"
    " tokenize = 'porter unicode61')";

static const char ADD[] =
    "INSERT INTO article SELECT json_extract(?1, '$._id'),"
    " json_extract(?1, '$.title'), json_extract(?1, '$.text')";

static const char RANK[] =
    "SELECT name, -rank FROM article WHERE article MATCH ?1"
    " ORDER BY rank, rowid LIMIT 100";

static void add_articles(sqlite3 *db, const char *path)
{
    FILE *archive = open_file(path);
    execute(db, CREATE_STEMMED);
    execute(db, "BEGIN");
    sqlite3_stmt *add = prepare(db, ADD);
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, archive) > 0) run(db, add, line);
    sqlite3_finalize(add);
    execute(db, "COMMIT");
    free(line);
    fclose(archive);
}

static void print_ranked(sqlite3 *db, sqlite3_stmt *stmt, const char *id,
                         const char *expression)
{
    sqlite3_bind_text(stmt, 1, expression, -1, SQLITE_STATIC);
    int code;
    for (int place = 1; (code = sqlite3_step(stmt)) == SQLITE_ROW; place++)
        printf("%s Q0 %s %d %.6f fts5\n", id,
               (const char *)sqlite3_column_text(stmt, 0), place,
               sqlite3_column_double(stmt, 1));
    if (code != SQLITE_DONE) die(expression, sqlite3_errmsg(db));
    sqlite3_reset(stmt);
}

static void print_run(const char *archive, const char *path)
{
    sqlite3 *db = open_database(":memory:");
    add_articles(db, archive);
    sqlite3_stmt *stmt = prepare(db, RANK);
    FILE *batch = open_file(path);
    char *line = NULL;
    size_t room = 0;
    struct query query;
    while (next_query(batch, &line, &room, &query)) {
        char *expression = join_words(query.text, " OR ");
        if (*expression) print_ranked(db, stmt, query.id, expression);
        free(expression);
    }
    free(line);
    fclose(batch);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
}

int main(int argc, char **argv)
{
    const char *verb = argc > 1 ? argv[1] : "";
    if (strcmp(verb, "search") == 0 && argc == 4) {
        search(argv[2], argv[3]);
    } else if (strcmp(verb, "sql") == 0 && argc == 3) {
        print_statements(argv[2]);
    } else if (strcmp(verb, "rank") == 0 && argc == 4) {
        print_run(argv[2], argv[3]);
    } else {
        fprintf(stderr, "usage: fts5_queries search DATABASE BATCH\n"
                        "       fts5_queries sql BATCH\n"
                        "       fts5_queries rank ARCHIVE BATCH\n");
        return 2;
    }
    return fflush(stdout) != 0;
}
