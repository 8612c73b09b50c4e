#include "store/schema.h"

#include <sqlite3.h>

#include "store/articles.h"
#include "store/connection.h"
#include "store/dictionary.h"
#include "store/lengths.h"
#include "store/packed.h"
#include "store/related.h"
#include "text/words.h"

// Times are nanoseconds since 1970, UTC. Paths are bytes (BLOB), as the system
// has them. Everything else is UTF-8.
//
//   meta     what the index as a whole knows of itself; since when articles were
//            added, from which id on (store_note_arrival())
//   root     a path that the user asked for; root_option: options given with it
//   source   a file found under a root; its path is relative to the root, so
//            that a moved root is one changed row
//   article  what is found. Lists (authors, tags) have one entry a line. body
//            is a zstd frame (body.h); it stands last, so that the other
//            columns are read without it. The hash is over all that the reader
//            gave.
//   zstd_dictionary, zstd_sample
//            what bodies were compressed with; meta names the current one, and
//            the sample has the articles it was made from, of whose texts it
//            holds pieces.
//   article_text, posting
//            FTS5 with external content: the words as offprint cuts them. It is
//            derived from article and can be rebuilt from it.
//   length, packed, packed_segment, packed_term
//            what searches need of the postings (lengths.h, packed.h): derived
//            from them.
//   dictionary, dictionary_new, related, language
//            what the texts tell of words (dictionary.h, related.h): derived
//            likewise, but for the synonyms that the user gave.
#define ZSTD_DICTIONARY_TABLE       \
    "CREATE TABLE zstd_dictionary(" \
    "  id INTEGER PRIMARY KEY,"     \
    "  bytes BLOB NOT NULL"         \
    ");"                            \
    "CREATE TABLE zstd_sample(article INTEGER PRIMARY KEY);"

// Indexes that were made before it came answer without it, but slower.
#define ARTICLE_BY_DATE                                                \
    "CREATE INDEX IF NOT EXISTS article_by_date ON article(published)" \
    " WHERE published IS NOT NULL;"

static const char TABLES[] = ZSTD_DICTIONARY_TABLE
    "CREATE TABLE meta("
    "  key TEXT PRIMARY KEY,"
    "  value"
    ") WITHOUT ROWID;"

    "CREATE TABLE root("
    "  id INTEGER PRIMARY KEY,"
    "  path BLOB NOT NULL UNIQUE," // absolute
    "  updated INTEGER"            // end of the last run that went through it
    ");"

    "CREATE TABLE root_option("
    "  root INTEGER NOT NULL REFERENCES root,"
    "  kind TEXT NOT NULL," // sources.h
    "  value TEXT NOT NULL,"
    "  PRIMARY KEY(root, kind, value)"
    ") WITHOUT ROWID;"

    "CREATE TABLE source("
    "  id INTEGER PRIMARY KEY,"
    "  root INTEGER NOT NULL REFERENCES root,"
    "  path BLOB NOT NULL,"
    "  kind TEXT,"
    "  charset TEXT,"
    "  size INTEGER NOT NULL,"
    "  mtime INTEGER NOT NULL,"
    "  seen INTEGER NOT NULL,"     // when it was read
    "  hash BLOB,"                 // of its bytes
    "  state INTEGER NOT NULL,"    // sources.h
    "  message TEXT,"              // what went wrong
    "  replaced INTEGER NOT NULL," // bytes that were no text
    "  articles INTEGER NOT NULL,"
    "  UNIQUE(root, path)"
    ");"

    "CREATE TABLE article("
    "  id INTEGER PRIMARY KEY," // never used twice: meta has the last one
    "  source INTEGER NOT NULL REFERENCES source,"
    "  member TEXT,"
    "  name TEXT,"
    "  hash BLOB NOT NULL,"
    "  kind INTEGER NOT NULL," // articles.h
    "  title TEXT NOT NULL,"
    "  authors TEXT,"
    "  site TEXT,"
    "  published TEXT," // ISO 8601 of its own precision
    "  modified TEXT,"
    "  declared TEXT," // the language that the article says it is in
    "  language TEXT," // that it is in: the same, or guessed
    "  tags TEXT,"
    "  url TEXT,"
    "  description TEXT,"
    "  captions TEXT,"
    "  length INTEGER NOT NULL," // bytes of the body
    "  zstd_dictionary_id INTEGER REFERENCES zstd_dictionary," // or NULL
    "  body BLOB NOT NULL"
    ");"
    "CREATE INDEX article_by_source ON article(source);"
    "CREATE INDEX article_by_language ON article(language COLLATE NOCASE);"
    "CREATE INDEX article_by_name ON article(name) WHERE name IS NOT NULL;" ARTICLE_BY_DATE;

static const char POSTINGS[] =
    "CREATE VIEW article_text AS SELECT"
    "  id,"
    "  offprint_text(body, zstd_dictionary_id) AS body,"
    "  title,"
    "  coalesce(authors, '') || char(10) || coalesce(tags, '') || char(10)"
    "  || coalesce(captions, '') || char(10) || coalesce(description, '')"
    "  AS extra"
    " FROM article;"

    "CREATE VIRTUAL TABLE posting USING fts5("
    "  body, title, extra,"
    "  content='article_text', content_rowid='id', tokenize='offprint'"
    ");"
    // Memory for pending words. From 4 to 32 MB make no difference in time that
    // could be measured; the default of 1 MB is a quarter slower.
    "INSERT INTO posting(posting, rank) VALUES('hashsize', 8388608);";

static const char MARK[] =
    "PRAGMA application_id = %d;"
    "PRAGMA user_version = %d;"
    "INSERT INTO meta VALUES('unicode', '%s');"
    "INSERT INTO meta VALUES('created', "
    "CAST(strftime('%%s', 'now') AS INTEGER) * 1000000000);";

enum offprint_status schema_create(struct store *store,
                                   struct offprint_error *err)
{
    enum offprint_status status = store_execute(store, TABLES, err);
    if (!status) status = store_execute(store, POSTINGS, err);
    if (!status) status = store_execute(store, DICTIONARY_TABLES, err);
    if (!status) status = store_execute(store, RELATED_TABLES, err);
    if (!status) status = store_execute(store, LENGTH_TABLE, err);
    if (!status) status = store_execute(store, PACKED_TABLES, err);
    if (status) return status;
    char mark[sizeof MARK + 64];
    snprintf(mark, sizeof mark, MARK, SCHEMA_APPLICATION_ID, SCHEMA_VERSION,
             WORDS_UNICODE_VERSION);
    return store_execute(store, mark, err);
}

// The value of a statement that yields one integer.
static enum offprint_status read_integer(struct store *store, const char *sql,
                                         int64_t *value,
                                         struct offprint_error *err)
{
    *value = 0;
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, sql, &stmt, err);
    if (status) return status;
    int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) *value = sqlite3_column_int64(stmt, 0);
    return store_rows_end(store, stmt, code, err);
}

static const char APPLICATION_ID[] = "PRAGMA application_id";
static const char USER_VERSION[] = "PRAGMA user_version";
static const char TABLE_COUNT[] = "SELECT count(*) FROM sqlite_schema";

// From schema 1, which knew declared languages alone and had no dictionary.
static const char FROM_1[] =
    "ALTER TABLE article ADD COLUMN declared TEXT;"
    "UPDATE article SET declared = language;"
    "CREATE INDEX article_by_language ON article(language COLLATE NOCASE);";

// From schema 2, in which the title was the first column of posting and bodies
// were compressed without a dictionary.
static const char FROM_2[] = ZSTD_DICTIONARY_TABLE
    "INSERT INTO meta SELECT 'last_id', seq FROM sqlite_sequence"
    " WHERE name = 'article';"
    "DROP TABLE posting;"
    "DROP VIEW article_text;";

static enum offprint_status upgrade_to_3(struct store *store, int64_t version,
                                         struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    if (version < 2) {
        status = store_execute(store, FROM_1, err);
        if (!status) status = store_execute(store, DICTIONARY_TABLES, err);
        if (!status) status = store_execute(store, RELATED_TABLES, err);
    }
    if (!status) status = store_execute(store, FROM_2, err);
    if (!status) status = store_execute(store, POSTINGS, err);
    return status;
}

enum offprint_status schema_upgrade(struct store *store,
                                    struct offprint_error *err)
{
    char mark[64];
    int64_t version = 0;
    snprintf(mark, sizeof mark, "PRAGMA user_version = %d;", SCHEMA_VERSION);
    enum offprint_status status =
        read_integer(store, USER_VERSION, &version, err);
    if (!status && version < 3) status = upgrade_to_3(store, version, err);
    // From schema 3, which had nothing beside the postings.
    if (!status) status = store_execute(store, LENGTH_TABLE, err);
    if (!status) status = store_execute(store, PACKED_TABLES, err);
    if (!status && version < 3)
        status = store_rebuild_postings(store, err);
    else if (!status)
        status = store_refresh_derived(store, err);
    if (!status) status = store_execute(store, ARTICLE_BY_DATE, err);
    if (!status) status = store_execute(store, mark, err);
    if (!status) store->outdated = false;
    return status;
}

enum offprint_status schema_verify(struct store *store, bool *empty,
                                   struct offprint_error *err)
{
    *empty = false;
    int64_t application = 0, version = 0, tables = 0;
    enum offprint_status status =
        read_integer(store, APPLICATION_ID, &application, err);
    if (!status) status = read_integer(store, USER_VERSION, &version, err);
    if (!status) status = read_integer(store, TABLE_COUNT, &tables, err);
    if (status) return status;

    if (application == 0 && version == 0 && tables == 0) {
        *empty = true;
        return OFFPRINT_OK;
    }
    if (application != SCHEMA_APPLICATION_ID)
        return fail(err, OFFPRINT_FOREIGN,
                    "%s: a database of another program (name another file "
                    "with -i)",
                    store->path);
    if (version > SCHEMA_VERSION)
        return fail(err, OFFPRINT_TOO_NEW,
                    "%s: written by a newer version of offprint (schema %lld, "
                    "this one reads %d)",
                    store->path, (long long)version, SCHEMA_VERSION);
    if (version < 1)
        return fail(err, OFFPRINT_CORRUPT,
                    "%s: schema version %lld does not exist (run offprint "
                    "check)",
                    store->path, (long long)version);
    store->outdated = version < SCHEMA_VERSION;
    return OFFPRINT_OK;
}

static const char UNICODE[] = "SELECT value FROM meta WHERE key = 'unicode'";

enum offprint_status schema_verify_words(struct store *store,
                                         struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, UNICODE, &stmt, err);
    if (status) return status;
    int code = sqlite3_step(stmt);
    const char *theirs =
        code == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
    if (!theirs || strcmp(theirs, WORDS_UNICODE_VERSION) != 0)
        status = fail(err, OFFPRINT_TOO_NEW,
                      "%s: its words were cut by Unicode %s, this program has "
                      "%s (make a new index: offprint -i NEWFILE index DIR)",
                      store->path, theirs ? theirs : "of no version",
                      WORDS_UNICODE_VERSION);
    enum offprint_status end = store_rows_end(store, stmt, code, err);
    return end ? end : status;
}
