#include "search/families.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "search/glob.h"
#include "search/pattern.h"
#include "search/word_family.h"
#include "store/related.h"
#include "text/fold_key.h"

enum {
    FORMS_MAX = 32,           // of a word; the largest family of enwiki has 23
    PATTERN_FORMS_MAX = 200,  // of a pattern: each is a list to read
    PATTERNS_FORMS_MAX = 400, // of all patterns of a query, but for
    PATTERN_FORMS_MIN = 4,    // so many of each
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
    size_t pattern_forms; // of the patterns so far
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

// How many forms the next pattern may stand for.
static size_t pattern_limit(const struct expander *expander)
{
    size_t left = PATTERNS_FORMS_MAX > expander->pattern_forms
                      ? PATTERNS_FORMS_MAX - expander->pattern_forms
                      : 0;
    if (left > PATTERN_FORMS_MAX) left = PATTERN_FORMS_MAX;
    return left > PATTERN_FORMS_MIN ? left : PATTERN_FORMS_MIN;
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

// A pattern that finds nothing, or is none, stands for a word that nobody wrote:
// the pattern itself, whose signs are in no term.
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
        forms_add_term(&forms, entry->term, relation, entry->articles);
    }
    if (forms.count == 0)
        forms_add_words(&forms, term->words, 1, false, RELATION_TYPED);
    expander->pattern_forms += forms.count;
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
    if (!status)
        forms_add_term(forms, term, RELATION_TYPED, found ? entry.articles : 0);
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
            forms_add_term(&forms, joined->forms[i].terms[0], RELATION_JOINED,
                           joined->forms[i].articles);
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

// The words of a phrase in quotation marks do not count by themselves.
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
    if (term->quoted)
        return expand_phrase(expander, term, NULL, NULL, &expanded->whole, err);
    return expand_words(expander, term, expanded, err);
}

// ---- Rows of words ----------------------------------------------------------

// Whether a group of the query is one plain word.
static bool is_word(const struct query_group *group)
{
    const struct query_term *term = &group->terms[0];
    return group->count == 1 && term->form == TERM_TEXT && !term->quoted
           && !term->exact && term->word_count == 1 && !term->prefix
           && !term->title_only && term->words[0].kind == WORD_PLAIN;
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

// Several words in a row may stand for one: mesenchymal stem cells for MSC.
static enum offprint_status expand_rows(struct expander *expander,
                                        struct offprint_error *err)
{
    const struct query *query = expander->query;
    struct buffer row = { 0 }, key = { 0 };
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < query->group_count; i++) {
        buffer_reset(&row);
        buffer_reset(&key);
        for (size_t j = i; !status && j < query->group_count
                           && j < i + EXTRA_WORDS && is_word(&query->groups[j]);
             j++) {
            char room[TERM_MAX];
            struct slice term = query->groups[j].terms[0].words[0].term;
            if (j > i) buffer_add_byte(&row, ' ');
            if (j > i) buffer_add_byte(&key, ' ');
            buffer_add(&row, term);
            buffer_add(&key, fold_key(term, room));
            if (j == i || row.failed || key.failed) continue;
            status = add_extra(expander, RELATED_SYNONYM, buffer_slice(&key),
                               RELATION_SYNONYM, err);
            if (!status && expander->kinship.acronyms)
                status = add_extra(expander, RELATED_ACRONYM,
                                   buffer_slice(&row), RELATION_ACRONYM, err);
        }
    }
    if (!status && (row.failed || key.failed)) status = fail_no_memory(err);
    buffer_free(&row);
    buffer_free(&key);
    return status;
}

// ---- The query --------------------------------------------------------------

static enum offprint_status expand_terms(struct expander *expander,
                                         const struct query_term *terms,
                                         size_t count,
                                         struct expanded_term **expanded,
                                         struct offprint_error *err)
{
    *expanded = arena_alloc(expander->arena, (count + 1) * sizeof **expanded);
    if (!*expanded) return fail_no_memory(err);
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < count; i++)
        status = expand_term(expander, &terms[i], &(*expanded)[i], err);
    return status;
}

static enum offprint_status expand_all(struct expander *expander,
                                       struct offprint_error *err)
{
    const struct query *query = expander->query;
    struct expansion *expansion = expander->expansion;
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < query->group_count; i++)
        status =
            expand_terms(expander, query->groups[i].terms,
                         query->groups[i].count, &expansion->groups[i], err);
    if (!status)
        status = expand_terms(expander, query->excluded, query->excluded_count,
                              &expansion->excluded, err);
    return status ? status : expand_rows(expander, err);
}

static bool has_marks(const struct query *query)
{
    for (size_t i = 0; i < query->group_count; i++)
        for (size_t j = 0; j < query->groups[i].count; j++) {
            const struct query_term *term = &query->groups[i].terms[j];
            for (size_t k = 0; k < term->word_count; k++)
                if (term->form == TERM_TEXT
                    && word_is_marked(term->words[k].term))
                    return true;
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
        .groups = arena_alloc(arena, (query->group_count + 1)
                                         * sizeof *expansion->groups),
        .extras = arena_alloc(arena, EXTRAS_MAX * sizeof *expansion->extras),
        .warnings =
            arena_alloc(arena, WARNINGS_MAX * sizeof *expansion->warnings),
    };
    if (!expansion->groups || !expansion->extras || !expansion->warnings)
        return fail_no_memory(err);
    struct expander expander = { .query = query,
                                 .kinship = { .store = store,
                                              .stemmers = options->stemmers,
                                              .acronyms = !options->no_acronyms,
                                              .accents = has_marks(query),
                                              .arena = arena },
                                 .arena = arena,
                                 .expansion = expansion };
    enum offprint_status status =
        dictionary_open(store, arena, &expansion->dictionary, err);
    expander.kinship.dictionary = expansion->dictionary;
    if (!status)
        status = archive_languages_read(store, query, arena,
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
