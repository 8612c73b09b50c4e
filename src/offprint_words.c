// Words: how a text is cut, which terms the index holds, and what the words of
// a query stood for.

#include <stdlib.h>

#include "base/buffer.h"
#include "facade.h"
#include "search/pattern.h"
#include "search/query_term.h"
#include "search/word_family.h"
#include "store/store.h"
#include "text/fold_key.h"

// ---- Tokens -----------------------------------------------------------------

struct tokens {
    bool (*on_token)(void *context, const struct offprint_token *token);
    void *context;
    struct stemmers *stemmers;
    int language; // -1: none
    struct arena arena;
    bool no_memory;
};

static const char *kind_name(enum word_kind kind)
{
    switch (kind) {
    case WORD_PLAIN: return "word";
    case WORD_PAIR: return "pair";
    case WORD_TAIL: return "tail";
    case WORD_SINGLE: return "single";
    }
    return "";
}

static int give_token(void *context, const struct word *word)
{
    struct tokens *tokens = context;
    char key_room[TERM_MAX], stem_room[TERM_MAX];
    arena_reset(&tokens->arena);
    struct offprint_token token = {
        .term = arena_string(&tokens->arena, word->term),
        .start = word->start,
        .end = word->end,
        .position = word->position,
        .kind = kind_name(word->kind),
        .key = arena_string(&tokens->arena, fold_key(word->term, key_room)),
    };
    if (tokens->language >= 0) {
        struct slice stem =
            stem_key(tokens->stemmers, tokens->language, word->term, stem_room);
        token.stem = stem.ptr ? arena_string(&tokens->arena, stem) : NULL;
        tokens->no_memory |= !token.stem;
    }
    tokens->no_memory |= !token.term || !token.key;
    return tokens->no_memory || !tokens->on_token(tokens->context, &token);
}

enum offprint_status offprint_tokens(
    const char *text, size_t size, const char *language,
    bool (*on_token)(void *context, const struct offprint_token *token),
    void *context, struct offprint_error *err)
{
    struct tokens tokens = { .on_token = on_token,
                             .context = context,
                             .language = -1 };
    if (language) {
        tokens.language = language_number(slice_of(language));
        if (tokens.language < 0)
            return fail(err, OFFPRINT_MISUSE,
                        "%s: no language with a stemmer (en, de, ru ...)",
                        language);
    }
    tokens.stemmers = stemmers_open();
    if (!tokens.stemmers) return fail_no_memory(err);
    words_analyse((struct slice){ text, size }, give_token, &tokens);
    arena_free(&tokens.arena);
    stemmers_close(tokens.stemmers);
    return tokens.no_memory ? fail_no_memory(err) : OFFPRINT_OK;
}

// ---- Terms ------------------------------------------------------------------

struct terms {
    offprint_index *index;
    const struct offprint_terms_options *options;
    struct arena arena;
    struct dictionary *dictionary;
    struct lookup lookup;
};

// The family of a word, as a search would have it, with its counts; to the
// letter, itself alone.
static enum offprint_status find_family(struct terms *terms, struct slice term,
                                        struct slice typed, bool exact,
                                        struct offprint_error *err)
{
    static const struct query NO_QUERY;
    struct kinship kinship = { .store = terms->index->store,
                               .dictionary = terms->dictionary,
                               .stemmers = terms->index->stemmers,
                               .arena = &terms->arena };
    struct forms forms = { .arena = &terms->arena };
    struct lookup *lookup = &terms->lookup;
    enum offprint_status status = archive_languages_read(
        kinship.store, &NO_QUERY, &kinship.languages, err);
    if (!status && exact) forms_add_term(&forms, term, RELATION_TYPED);
    if (!status && !exact)
        status = word_family_add(&kinship, term, typed, &forms, err);
    if (!status && forms.no_memory) status = fail_no_memory(err);
    if (status) return status;
    *lookup = (struct lookup){ .items = arena_alloc(
                                   &terms->arena,
                                   (forms.count + 1) * sizeof *lookup->items) };
    if (!lookup->items) return fail_no_memory(err);
    for (size_t i = 0; !status && i < forms.count; i++) {
        const struct form *form = &forms.items[i];
        char room[TERM_MAX];
        struct lookup_term *item = &lookup->items[lookup->count];
        bool found = false;
        if (form->term_count != 1) continue;
        struct slice key =
            arena_copy(&terms->arena, fold_key(form->terms[0], room));
        if (!key.ptr) return fail_no_memory(err);
        status = dictionary_find(terms->dictionary, key, form->terms[0],
                                 &item->entry, &found, err);
        lookup->count += found;
    }
    lookup->total = lookup->count;
    return status;
}

static int by_articles(const void *left, const void *right)
{
    const struct dictionary_entry *a =
        &((const struct lookup_term *)left)->entry;
    const struct dictionary_entry *b =
        &((const struct lookup_term *)right)->entry;
    if (a->articles != b->articles) return a->articles < b->articles ? 1 : -1;
    return slice_compare(a->term, b->term);
}

static enum offprint_status look_up(struct terms *terms,
                                    struct offprint_error *err)
{
    struct slice pattern = slice_trim(slice_of(terms->options->pattern));
    uint64_t asked = terms->options->limit;
    size_t limit = asked && asked < SIZE_MAX ? (size_t)asked : SIZE_MAX;
    struct arena *arena = &terms->arena;
    struct query_term term;
    if (!query_term_read(pattern, arena, &term)
        || !query_term_cut(&term, QUERY_WORDS_MAX, arena))
        return fail_no_memory(err);
    if (term.word_count != 1 || term.prefix)
        return fail(err, OFFPRINT_MISUSE,
                    "%s: not a pattern for words (a word, pre*, *mid*, wom?n, "
                    "/regex/ or word~1)",
                    terms->options->pattern);
    struct slice word = term.words[0].term;
    if (term.form != TERM_TEXT)
        return pattern_look_up(terms->dictionary, &term, limit, arena,
                               &terms->lookup, err);
    enum offprint_status status =
        find_family(terms, word, term.text, term.exact, err);
    if (!status)
        qsort(terms->lookup.items, terms->lookup.count,
              sizeof *terms->lookup.items, by_articles);
    return status;
}

static enum offprint_status give_terms(
    struct terms *terms,
    bool (*on_term)(void *context, const struct offprint_term *term),
    void *context, struct offprint_error *err)
{
    const struct lookup *lookup = &terms->lookup;
    uint64_t limit = terms->options->limit;
    for (size_t i = 0; i < lookup->count && (!limit || i < limit); i++) {
        const struct dictionary_entry *entry = &lookup->items[i].entry;
        struct offprint_term term = {
            .term = arena_string(&terms->arena, entry->term),
            .key = arena_string(&terms->arena, entry->key),
            .articles = entry->articles,
            .occurrences = entry->occurrences,
        };
        if (!term.term || !term.key) return fail_no_memory(err);
        if (!on_term(context, &term)) break;
    }
    return OFFPRINT_OK;
}

enum offprint_status offprint_terms(
    offprint_index *index, const struct offprint_terms_options *options,
    bool (*on_term)(void *context, const struct offprint_term *term),
    void *context, uint64_t *total, struct offprint_error *err)
{
    struct terms terms = { .index = index, .options = options };
    enum offprint_status status = store_begin(index->store, err);
    if (!status)
        status =
            dictionary_open(index->store, &terms.arena, &terms.dictionary, err);
    if (!status) status = look_up(&terms, err);
    store_rollback(index->store);
    if (!status) status = give_terms(&terms, on_term, context, err);
    if (total) *total = status ? 0 : terms.lookup.total;
    arena_free(&terms.arena);
    return status;
}

// ---- What the words of a query stood for ------------------------------------

const char *facade_row_of_terms(const struct form *form, struct arena *arena)
{
    struct buffer row = { 0 };
    for (size_t i = 0; i < form->term_count; i++) {
        if (i) buffer_add_byte(&row, ' ');
        buffer_add(&row, form->terms[i]);
    }
    if (form->prefix) buffer_add_byte(&row, '*');
    const char *copy =
        row.failed ? NULL : arena_string(arena, buffer_slice(&row));
    buffer_free(&row);
    return copy;
}

static bool explain_family(const struct family *family, struct arena *arena,
                           struct offprint_word *word)
{
    struct offprint_form *forms =
        arena_alloc(arena, (family->form_count + 1) * sizeof *forms);
    *word = (struct offprint_word){ .text = arena_string(arena, family->text),
                                    .weight = family->weight,
                                    .articles = family->articles,
                                    .forms = forms,
                                    .form_count = family->form_count,
                                    .form_total = family->found };
    if (!forms || !word->text) return false;
    for (size_t i = 0; i < family->form_count; i++) {
        const struct form *form = &family->forms[i];
        forms[i] =
            (struct offprint_form){ facade_row_of_terms(form, arena),
                                    relation_name(form->relation),
                                    (double)form->weight, form->articles };
        if (!forms[i].term) return false;
    }
    return true;
}

enum offprint_status facade_explain_words(const struct search *search,
                                          struct arena *arena,
                                          struct offprint_result *result,
                                          struct offprint_error *err)
{
    const struct expansion *expansion = &search->expansion;
    const struct query *query = &search->query;
    size_t room = expansion->extra_count, count = 0;
    for (size_t i = 0; i < query->term_count; i++)
        room += expansion->terms[i].word_count;
    struct offprint_word *words =
        arena_alloc(arena, (room + 1) * sizeof *words);
    if (!words) return fail_no_memory(err);
    bool whole = true;
    for (size_t i = 0; i < query->term_count; i++) {
        const struct expanded_term *term = &expansion->terms[i];
        for (size_t j = 0; query->terms[i].wanted && j < term->word_count; j++)
            whole &= explain_family(&term->words[j], arena, &words[count++]);
    }
    for (size_t i = 0; i < expansion->extra_count; i++)
        whole &= explain_family(&expansion->extras[i], arena, &words[count++]);
    result->words = words;
    result->word_count = count;
    return whole ? OFFPRINT_OK : fail_no_memory(err);
}
