// The tokens that FTS5 gets, in texts and in queries.

#include <sqlite3.h>

#include "base/buffer.h"
#include "store/tokenizer.h"
#include "test.h"
#include "text/words.h"

static fts5_api *find_api(sqlite3 *db)
{
    fts5_api *api = NULL;
    sqlite3_stmt *stmt;
    CHECK_INT(sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &stmt, NULL),
              SQLITE_OK);
    sqlite3_bind_pointer(stmt, 1, &api, "fts5_api_ptr", NULL);
    sqlite3_step(stmt);
    sqlite3_finalize(stmt);
    return api;
}

static int print_token(void *context, int flags, const char *token, int size,
                       int start, int end)
{
    struct buffer *out = context;
    (void)flags;
    buffer_format(out, "%s%.*s:%d-%d", out->len ? " " : "", size, token, start,
                  end);
    return SQLITE_OK;
}

// The tokens of text as "term:start-end", added to out.
static void tokenize(struct slice text, int flags, struct buffer *out)
{
    sqlite3 *db;
    CHECK_INT(sqlite3_open(":memory:", &db), SQLITE_OK);
    CHECK_INT(tokenizer_register(db), SQLITE_OK);
    fts5_tokenizer methods;
    void *context;
    Fts5Tokenizer *tokenizer;
    fts5_api *api = find_api(db);
    CHECK_INT(api->xFindTokenizer(api, "offprint", &context, &methods),
              SQLITE_OK);
    CHECK_INT(methods.xCreate(context, NULL, 0, &tokenizer), SQLITE_OK);
    CHECK_INT(methods.xTokenize(tokenizer, out, flags, text.ptr, (int)text.len,
                                print_token),
              SQLITE_OK);
    methods.xDelete(tokenizer);
    sqlite3_close(db);
}

TEST(tokenizer, table)
{
    enum {
        TEXT = FTS5_TOKENIZE_DOCUMENT,
        QUERY = FTS5_TOKENIZE_QUERY,
        PREFIX = FTS5_TOKENIZE_QUERY | FTS5_TOKENIZE_PREFIX,
    };
    static const struct {
        const char *name;
        int flags;
        struct slice text;
        const char *tokens;
    } ROWS[] = {
        { "words", TEXT, { "An Œuvre", 9 }, "an:0-2 œuvre:3-9" },
        { "empty", QUERY, { "", 0 }, "" },
        { "the tail of a run in a text",
          TEXT,
          { "東京都", 9 },
          "東京:0-6 京都:3-9 都:6-9" },
        { "no tail in a query", QUERY, { "東京都", 9 }, "東京:0-6 京都:3-9" },
        { "the tail between words",
          QUERY,
          { "東京2019年", 13 },
          "東京:0-6 京:3-6 2019:6-10 年:10-13" },
        { "one term verbatim", QUERY, { "\x01U.S.A", 6 }, "U.S.A:1-6" },
        { "neither cut nor without its tail",
          QUERY,
          { "\x01東京\x01京都\x01都", 18 },
          "東京:1-7 京都:8-14 都:15-18" },
        { "white space is part of a term",
          QUERY,
          { "\x01 a b\x01\n", 7 },
          " a b:1-5 \n:6-7" },
        { "empty terms are skipped",
          QUERY,
          { "\x01\x01\x01x\x01", 5 },
          "x:3-4" },
        { "nothing but an announcement", QUERY, { "\x01", 1 }, "" },
        { "a prefix verbatim", PREFIX, { "\x01U.S", 4 }, "U.S:1-4" },
        { "announced too late", QUERY, { "A\x01U.S", 5 }, "a:0-1 u.s:2-5" },
        { "texts are always cut", TEXT, { "\x01U.S", 4 }, "u.s:1-4" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        struct buffer out = { 0 };
        tokenize(ROWS[i].text, ROWS[i].flags, &out);
        CHECK_STRING(buffer_string(&out), ROWS[i].tokens);
        buffer_free(&out);
    }
}

TEST(tokenizer, verbatim_terms_are_as_long_as_terms_may_be)
{
    char text[1 + 2 * TERM_MAX];
    memset(text, 'X', sizeof text);
    text[0] = TOKENIZER_VERBATIM;
    memcpy(text + TERM_MAX, "\xC3\xA9", 2); // the last byte of the term, cut
    struct buffer out = { 0 }, want = { 0 };
    tokenize((struct slice){ text, sizeof text }, FTS5_TOKENIZE_QUERY, &out);
    buffer_add(&want, (struct slice){ text + 1, TERM_MAX - 1 });
    buffer_format(&want, ":1-%zu", sizeof text);
    CHECK_STRING(buffer_string(&out), buffer_string(&want));
    buffer_free(&out);
    buffer_free(&want);
}
