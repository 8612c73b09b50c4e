#include "store/tokenizer.h"

#include <sqlite3.h>

#include "store/body.h"
#include "store/connection.h"
#include "text/words.h"

// The tokenizer has no state of its own; FTS5 wants an address all the same.
static int create_tokenizer(void *context, const char **arguments, int count,
                            Fts5Tokenizer **tokenizer)
{
    (void)arguments, (void)count;
    *tokenizer = context;
    return SQLITE_OK;
}

static void delete_tokenizer(Fts5Tokenizer *tokenizer)
{
    (void)tokenizer;
}

typedef int token_callback(void *context, int flags, const char *token,
                           int size, int start, int end);

struct tokens {
    token_callback *callback;
    void *context;
    bool query;
    // In a query the last character of a run is left out: the pair before it
    // has it already. Only where more words follow it must be there, as the
    // place between them; so it waits here for the next word.
    bool waiting;
    char tail[TERM_MAX];
    struct word held;
};

static int give(const struct tokens *tokens, const struct word *word)
{
    return tokens->callback(tokens->context, 0, word->term.ptr,
                            (int)word->term.len, (int)word->start,
                            (int)word->end);
}

static int add_token(void *context, const struct word *word)
{
    struct tokens *tokens = context;
    if (tokens->waiting) {
        tokens->waiting = false;
        int code = give(tokens, &tokens->held);
        if (code != SQLITE_OK) return code;
    }
    if (!tokens->query || word->kind != WORD_TAIL) return give(tokens, word);
    tokens->waiting = true;
    tokens->held = *word;
    memcpy(tokens->tail, word->term.ptr, word->term.len);
    tokens->held.term.ptr = tokens->tail;
    return SQLITE_OK;
}

static int tokenize(Fts5Tokenizer *tokenizer, void *context, int flags,
                    const char *text, int size, token_callback *callback)
{
    (void)tokenizer;
    struct tokens tokens = { .callback = callback,
                             .context = context,
                             .query = (flags & FTS5_TOKENIZE_QUERY) != 0 };
    if (size <= 0) return SQLITE_OK;
    return words_analyse((struct slice){ text, (size_t)size }, add_token,
                         &tokens);
}

static fts5_api *find_fts5(sqlite3 *db)
{
    fts5_api *api = NULL;
    sqlite3_stmt *stmt;
    if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &stmt, NULL) != SQLITE_OK)
        return NULL;
    sqlite3_bind_pointer(stmt, 1, &api, "fts5_api_ptr", NULL);
    sqlite3_step(stmt);
    sqlite3_finalize(stmt);
    return api;
}

enum offprint_status register_tokenizer(struct store *store,
                                        struct offprint_error *err)
{
    fts5_tokenizer methods = { create_tokenizer, delete_tokenizer, tokenize };
    fts5_api *api = find_fts5(store->db);
    if (!api) return fail(err, OFFPRINT_IO, "this SQLite library has no FTS5");
    // FTS5 copies the methods; the context only has to differ from NULL.
    if (api->xCreateTokenizer(api, "offprint", store, &methods, NULL)
            != SQLITE_OK
        || body_register(store->db) != SQLITE_OK)
        return fail_no_memory(err);
    return OFFPRINT_OK;
}
