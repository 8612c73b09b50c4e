#include "store/tokenizer.h"

#include "base/utf8.h"
#include "store/sqlite.h"
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

// Gives the terms of a list that is not to be cut (tokenizer.h).
static int give_verbatim(const struct tokens *tokens, struct slice list)
{
    size_t at = 0;
    while (at < list.len) {
        const size_t start = at + 1; // behind the byte that announces a term
        const struct slice rest = slice_from(list, start);
        const char *next =
            rest.len ? memchr(rest.ptr, TOKENIZER_VERBATIM, rest.len) : NULL;
        at = next ? (size_t)(next - list.ptr) : list.len;
        const struct slice term = { rest.ptr, at - start };
        if (term.len == 0) continue;
        const struct word word = { .term = utf8_cut(term, TERM_MAX),
                                   .start = start,
                                   .end = at };
        int code = give(tokens, &word);
        if (code != SQLITE_OK) return code;
    }
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
    const struct slice slice = { text, (size_t)size };
    if (tokens.query && text[0] == TOKENIZER_VERBATIM)
        return give_verbatim(&tokens, slice);
    return words_analyse(slice, add_token, &tokens);
}

int tokenizer_find_fts5(sqlite3 *db, fts5_api **api)
{
    *api = NULL;
    sqlite3_stmt *stmt;
    int code = sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &stmt, NULL);
    if (code != SQLITE_OK) return code;
    code = sqlite3_bind_pointer(stmt, 1, api, "fts5_api_ptr", NULL);
    if (code == SQLITE_OK) sqlite3_step(stmt);
    int end = sqlite3_finalize(stmt);
    if (code != SQLITE_OK || end != SQLITE_OK) return code ? code : end;
    return *api ? SQLITE_OK : SQLITE_ERROR;
}

int tokenizer_register(sqlite3 *db)
{
    fts5_tokenizer methods = { create_tokenizer, delete_tokenizer, tokenize };
    fts5_api *api;
    int code = tokenizer_find_fts5(db, &api);
    if (code != SQLITE_OK) return code;
    // FTS5 copies the methods; the context only has to differ from NULL.
    return api->xCreateTokenizer(api, "offprint", db, &methods, NULL);
}
