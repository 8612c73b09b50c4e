#include "search/families.h"

#include "base/buffer.h"
#include "base/glob.h"
#include "base/utf8.h"
#include "search/pattern.h"
#include "search/word_family.h"
#include "store/related.h"
#include "text/fold_key.h"

enum {
    FORMS_MAX = 32,           // of a word; the largest family of enwiki has 23
    PATTERN_FORMS_MAX = 200,  // of a pattern: each is a list to read
    PATTERNS_FORMS_MAX = 400, // of all patterns of a query, which share them,
    PATTERN_FORMS_MIN = 4,    // but for so many of each
    PHRASES_MAX = 8,          // of an implied phrase, by its words' spellings
    EXTRA_WORDS = 6,          // of the longest row that stands for something
    EXTRAS_MAX = 16,
    EXTRA_RELATIVES = 4,
    WARNINGS_MAX = 16,
};

struct expander {
    const struct query *query;
    struct kinship kinship;
    struct arena *arena;
    struct expansion *expansion;
    size_t pattern_count; // in the query
};

const char *relation_name(enum relation relation)
{
    switch (relation) {
    case RELATION_TYPED: return "as typed";
    case RELATION_KEY: return "same letters";
    case RELATION_STEM: return "same stem";
    case RELATION_CLITIC: return "with a suffix";
    case RELATION_JOINED: return "joined or split";
    case RELATION_SYNONYM: return "synonym";
    case RELATION_ACRONYM: return "acronym";
    case RELATION_PATTERN: return "fits the pattern";
    case RELATION_SIMILAR: return "similar";
    case RELATION_COMPOUND: return "compound";
    }
    return "";
}

static void warn(struct expander *expander, const char *message)
{
    struct expansion *expansion = expander->expansion;
    if (message && expansion->warning_count < WARNINGS_MAX)
        expansion->warnings[expansion->warning_count++] = message;
}

static struct forms forms_of(const struct expander *expander)
{
    return (struct forms){ .arena = expander->arena };
}

// ---- Patterns ---------------------------------------------------------------

// How many forms a pattern may stand for.
static size_t pattern_limit(const struct expander *expander)
{
    const size_t share = PATTERNS_FORMS_MAX / expander->pattern_count;
    if (share > PATTERN_FORMS_MAX) return PATTERN_FORMS_MAX;
    return share > PATTERN_FORMS_MIN ? share : PATTERN_FORMS_MIN;
}

static void tell_caps(struct expander *expander, const struct query_term *term,
                      const struct lookup *lookup)
{
    if (lookup->cut_short)
        warn(expander,
             arena_format(expander->arena,
                          "%.*s: takes too long, so only the words found until "
                          "then were searched",
                          SLICE_ARGS(term->text)));
    if (lookup->total > lookup->count)
        warn(expander,
             arena_format(expander->arena,
                          "%.*s: stands for %zu words; only the %zu most "
                          "frequent were searched",
                          SLICE_ARGS(term->text), lookup->total,
                          lookup->count));
}

// A pattern that finds nothing, or is none, stands for a word that nobody
// wrote: the pattern itself, whose signs are in no term.
static enum offprint_status expand_pattern(struct expander *expander,
                                           const struct query_term *term,
                                           struct family *family,
                                           struct offprint_error *err)
{
    struct lookup lookup;
    struct offprint_error why;
    enum offprint_status status = pattern_look_up(
        expander->kinship.dictionary, term, pattern_limit(expander),
        expander->arena, &lookup, &why);
    if (status == OFFPRINT_MISUSE) {
        warn(expander, arena_string(expander->arena, slice_of(why.message)));
        expander->expansion->unreadable = true;
        lookup = (struct lookup){ 0 };
    } else if (status) {
        if (err) *err = why;
        return status;
    }
    tell_caps(expander, term, &lookup);
    struct forms forms = forms_of(expander);
    for (size_t i = 0; i < lookup.count; i++) {
        const struct dictionary_entry *entry = &lookup.items[i].entry;
        enum relation relation = RELATION_PATTERN;
        if (term->exact && term->form == TERM_PATTERN
            && !glob_matches(term->words[0].term, entry->term))
            continue;
        if (term->form == TERM_SIMILAR)
            relation =
                lookup.items[i].distance ? RELATION_SIMILAR : RELATION_TYPED;
        forms_add_entry(&forms, entry, relation);
    }
    if (forms.count == 0)
        forms_add_words(&forms, term->words, 1, false, RELATION_TYPED);
    status = forms_finish(&forms, PATTERN_FORMS_MAX, family, err);
    if (lookup.total > family->found) family->found = lookup.total;
    return status;
}

// ---- Words ------------------------------------------------------------------

// Adds what a row of words stands for as the user said.
static enum offprint_status add_row_synonyms(const struct expander *expander,
                                             const struct query_word *words,
                                             size_t count, struct forms *forms,
                                             struct offprint_error *err)
{
    struct buffer row = { 0 };
    for (size_t i = 0; i < count; i++) {
        char room[TERM_MAX];
        if (i) buffer_add_byte(&row, ' ');
        buffer_add(&row, fold_key(words[i].term, room));
    }
    struct slice *others;
    size_t found = 0;
    enum offprint_status status =
        row.failed
            ? fail_no_memory(err)
            : store_related(expander->kinship.store, SLICE(RELATED_SYNONYM),
                            buffer_slice(&row), EXTRA_RELATIVES,
                            expander->arena, &others, &found, err);
    for (size_t i = 0; !status && i < found; i++)
        forms_add_row(forms, others[i], RELATION_SYNONYM);
    buffer_free(&row);
    return status;
}

// A word to the letter, with how many articles hold it.
static enum offprint_status add_exact(const struct expander *expander,
                                      struct slice term, struct forms *forms,
                                      struct offprint_error *err)
{
    char room[TERM_MAX];
    struct dictionary_entry entry;
    bool found;
    enum offprint_status status =
        dictionary_find(expander->kinship.dictionary, fold_key(term, room),
                        term, &entry, &found, err);
    if (!status) forms_add_entry(forms, &entry, RELATION_TYPED);
    return status;
}

static void tell_cut(struct expander *expander, const struct forms *forms,
                     struct slice term)
{
    if (forms->cut_short)
        warn(expander,
             arena_format(expander->arena,
                          "%.*s: very many words begin like it; not all of its "
                          "forms were looked for",
                          SLICE_ARGS(term)));
}

static enum offprint_status expand_word(struct expander *expander,
                                        const struct query_term *term,
                                        size_t word, struct family *family,
                                        struct offprint_error *err)
{
    const struct query_word *typed = &term->words[word];
    bool last = word + 1 == term->word_count;
    bool prefix = typed->kind == WORD_SINGLE || (last && term->prefix);
    struct forms forms = forms_of(expander);
    *family =
        (struct family){ .text = typed->term, .title_only = term->title_only };
    enum offprint_status status = OFFPRINT_OK;
    if (typed->kind != WORD_PLAIN || prefix) {
        forms_add_words(&forms, typed, 1, prefix, RELATION_TYPED);
        if (!term->exact && !term->quoted)
            status = add_row_synonyms(expander, typed, 1, &forms, err);
    } else if (term->exact || term->quoted) {
        status = add_exact(expander, typed->term, &forms, err);
    } else {
        status = word_family_add(
            &expander->kinship, typed->term,
            term->word_count == 1 ? term->text : (struct slice){ NULL, 0 },
            &forms, err);
    }
    tell_cut(expander, &forms, typed->term);
    return status ? status : forms_finish(&forms, FORMS_MAX, family, err);
}

// The one word that a hyphenated term makes, with its family.
static enum offprint_status expand_joined(struct expander *expander,
                                          const struct query_term *term,
                                          struct family *family,
                                          struct offprint_error *err)
{
    struct forms forms = forms_of(expander);
    *family =
        (struct family){ .text = term->joined, .title_only = term->title_only };
    struct slice joined = utf8_cut(term->joined, TERM_MAX);
    enum offprint_status status = word_family_add(
        &expander->kinship, joined, (struct slice){ NULL, 0 }, &forms, err);
    return status ? status : forms_finish(&forms, FORMS_MAX, family, err);
}

// ---- Words that stand together ----------------------------------------------

// Adds the rows of terms that come of spelling each word of an implied phrase
// in the ways of its fold key: l'oeuvre, l'œuvre. The first row is as typed.
static void add_spellings(struct forms *forms, const struct query_term *term,
                          const struct family *words)
{
    struct query_word row[EXTRA_WORDS];
    size_t count = term->word_count;
    forms_add_words(forms, term->words, count, term->prefix, RELATION_TYPED);
    if (count > EXTRA_WORDS || term->exact) return;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < words[i].form_count; j++) {
            const struct form *form = &words[i].forms[j];
            if (form->relation != RELATION_KEY) continue;
            if (forms->count == PHRASES_MAX) return;
            memcpy(row, term->words, count * sizeof *row);
            row[i].term = form->terms[0];
            forms_add_words(forms, row, count, term->prefix, RELATION_KEY);
        }
}

static enum offprint_status expand_phrase(struct expander *expander,
                                          const struct query_term *term,
                                          const struct family *words,
                                          const struct family *joined,
                                          struct family *whole,
                                          struct offprint_error *err)
{
    struct forms forms = forms_of(expander);
    if (term->quoted)
        forms_add_words(&forms, term->words, term->word_count, term->prefix,
                        RELATION_TYPED);
    else
        add_spellings(&forms, term, words);
    for (size_t i = 0; joined && i < joined->form_count; i++)
        if (joined->forms[i].term_count == 1)
            forms_add_again(&forms, &joined->forms[i], RELATION_JOINED);
    if (!term->quoted && !term->exact && term->word_count <= EXTRA_WORDS) {
        enum offprint_status status = add_row_synonyms(
            expander, term->words, term->word_count, &forms, err);
        if (status) return status;
    }
    return forms_finish(&forms, FORMS_MAX, whole, err);
}

static enum offprint_status expand_words(struct expander *expander,
                                         const struct query_term *term,
                                         struct expanded_term *expanded,
                                         struct offprint_error *err)
{
    struct family *words =
        arena_alloc(expander->arena, (term->word_count + 1) * sizeof *words);
    if (!words) return fail_no_memory(err);
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < term->word_count; i++)
        status = expand_word(expander, term, i, &words[i], err);
    expanded->words = words;
    expanded->word_count = term->word_count;
    struct family *joined = NULL;
    if (!status && term->joined.len && !term->exact) {
        joined = &words[expanded->word_count++];
        status = expand_joined(expander, term, joined, err);
    }
    if (!status)
        status =
            expand_phrase(expander, term, words, joined, &expanded->whole, err);
    return status;
}

// A phrase in quotation marks is one word, as rare as all of its words
// together.
static enum offprint_status expand_quoted(struct expander *expander,
                                          const struct query_term *term,
                                          struct expanded_term *expanded,
                                          struct offprint_error *err)
{
    struct family *words =
        arena_alloc(expander->arena, term->word_count * sizeof *words);
    if (!words) return fail_no_memory(err);
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < term->word_count; i++)
        status = expand_word(expander, term, i, &words[i], err);
    expanded->quoted = words;
    expanded->quoted_count = term->word_count;
    return status ? status
                  : expand_phrase(expander, term, NULL, NULL, &expanded->whole,
                                  err);
}

static enum offprint_status expand_term(struct expander *expander,
                                        const struct query_term *term,
                                        struct expanded_term *expanded,
                                        struct offprint_error *err)
{
    expanded->whole =
        (struct family){ .text = term->text, .title_only = term->title_only };
    expanded->words = &expanded->whole;
    expanded->word_count = 1;
    if (term->form != TERM_TEXT)
        return expand_pattern(expander, term, &expanded->whole, err);
    if (term->word_count == 1) {
        enum offprint_status status =
            expand_word(expander, term, 0, &expanded->whole, err);
        expanded->whole.text = term->text;
        return status;
    }
    if (term->quoted) return expand_quoted(expander, term, expanded, err);
    return expand_words(expander, term, expanded, err);
}

// ---- Rows of words ----------------------------------------------------------

// The term that a part of the query is, if it is one plain word; else NULL.
static const struct query_term *word_of(const struct query *query,
                                        const struct clause *part)
{
    if (part->kind != CLAUSE_TERM || part->occur == OCCUR_EXCLUDED) return NULL;
    const struct query_term *term = &query->terms[part->term];
    bool plain = term->form == TERM_TEXT && !term->quoted && !term->exact
                 && term->word_count == 1 && !term->prefix && !term->title_only
                 && term->words[0].kind == WORD_PLAIN;
    return plain ? term : NULL;
}

static enum offprint_status add_extra(struct expander *expander,
                                      const char *kind, struct slice row,
                                      enum relation relation,
                                      struct offprint_error *err)
{
    struct expansion *expansion = expander->expansion;
    struct slice *others;
    size_t count;
    enum offprint_status status =
        store_related(expander->kinship.store, slice_of(kind), row,
                      EXTRA_RELATIVES, expander->arena, &others, &count, err);
    if (status || count == 0 || expansion->extra_count == EXTRAS_MAX)
        return status;
    struct forms forms = forms_of(expander);
    for (size_t i = 0; i < count; i++) {
        forms_add_row(&forms, others[i], relation);
        if (relation == RELATION_ACRONYM) forms_add_plural(&forms, others[i]);
    }
    struct family *extra = &expansion->extras[expansion->extra_count++];
    extra->text = arena_copy(expander->arena, row);
    if (!extra->text.ptr) return fail_no_memory(err);
    return forms_finish(&forms, FORMS_MAX, extra, err);
}

// What words in a row as they are typed, and by their keys, stand for.
static enum offprint_status expand_row(struct expander *expander,
                                       struct slice row, struct slice key,
                                       struct offprint_error *err)
{
    enum offprint_status status =
        add_extra(expander, RELATED_SYNONYM, key, RELATION_SYNONYM, err);
    if (!status && expander->kinship.acronyms)
        status =
            add_extra(expander, RELATED_ACRONYM, row, RELATION_ACRONYM, err);
    return status;
}

// Several words in a row may stand for one: mesenchymal stem cells for MSC.
static enum offprint_status expand_rows_from(struct expander *expander,
                                             const struct clause *part,
                                             struct buffer *row,
                                             struct buffer *key,
                                             struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    const struct query_term *term;
    buffer_reset(row);
    buffer_reset(key);
    for (size_t words = 0; !status && part && words < EXTRA_WORDS
                           && (term = word_of(expander->query, part));
         words++, part = part->next) {
        char room[TERM_MAX];
        if (words) buffer_add_byte(row, ' ');
        if (words) buffer_add_byte(key, ' ');
        buffer_add(row, term->words[0].term);
        buffer_add(key, fold_key(term->words[0].term, room));
        if (row->failed || key->failed) return fail_no_memory(err);
        if (words)
            status =
                expand_row(expander, buffer_slice(row), buffer_slice(key), err);
    }
    return status;
}

static enum offprint_status expand_rows(struct expander *expander,
                                        struct offprint_error *err)
{
    const struct clause *root = expander->query->root;
    struct buffer row = { 0 }, key = { 0 };
    enum offprint_status status = OFFPRINT_OK;
    for (const struct clause *part = root ? root->first : NULL; !status && part;
         part = part->next)
        status = expand_rows_from(expander, part, &row, &key, err);
    buffer_free(&row);
    buffer_free(&key);
    return status;
}

// ---- The query --------------------------------------------------------------

static enum offprint_status expand_all(struct expander *expander,
                                       struct offprint_error *err)
{
    const struct query *query = expander->query;
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < query->term_count; i++)
        status = expand_term(expander, &query->terms[i],
                             &expander->expansion->terms[i], err);
    return status ? status : expand_rows(expander, err);
}

static size_t count_patterns(const struct query *query)
{
    size_t count = 0;
    for (size_t i = 0; i < query->term_count; i++)
        count += query->terms[i].form != TERM_TEXT;
    return count;
}

static bool has_marks(const struct query *query)
{
    for (size_t i = 0; i < query->term_count; i++) {
        const struct query_term *term = &query->terms[i];
        if (term->form != TERM_TEXT || !term->wanted) continue;
        for (size_t j = 0; j < term->word_count; j++)
            if (word_is_marked(term->words[j].term)) return true;
    }
    return false;
}

enum offprint_status families_expand(struct store *store,
                                     const struct query *query,
                                     const struct expansion_options *options,
                                     struct arena *arena,
                                     struct expansion *expansion,
                                     struct offprint_error *err)
{
    *expansion = (struct expansion){
        .terms = arena_alloc(arena, (query->term_count + 1)
                                        * sizeof *expansion->terms),
        .extras = arena_alloc(arena, EXTRAS_MAX * sizeof *expansion->extras),
        .warnings =
            arena_alloc(arena, WARNINGS_MAX * sizeof *expansion->warnings),
    };
    if (!expansion->terms || !expansion->extras || !expansion->warnings)
        return fail_no_memory(err);
    struct expander expander = { .query = query,
                                 .kinship = { .store = store,
                                              .stemmers = options->stemmers,
                                              .acronyms = !options->no_acronyms,
                                              .accents = has_marks(query),
                                              .arena = arena },
                                 .pattern_count = count_patterns(query),
                                 .arena = arena,
                                 .expansion = expansion };
    enum offprint_status status =
        dictionary_keep(store, arena, &expansion->dictionary, err);
    expander.kinship.dictionary = expansion->dictionary;
    if (!status)
        status = archive_languages_read(store, query,
                                        &expander.kinship.languages, err);
    return status ? status : expand_all(&expander, err);
}

bool family_may_exist(const struct family *family)
{
    for (size_t i = 0; i < family->form_count; i++) {
        const struct form *form = &family->forms[i];
        if (form->articles > 0 || form->term_count > 1 || form->prefix)
            return true;
    }
    return false;
}
