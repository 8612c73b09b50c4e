// All forms of a word in a language begin alike, but for the languages that
// change beginnings, whose stems are stored: a scan of the dictionary from the
// letters that the word and its stem have in common meets them all. Each term
// met is then held against the word.

#include "search/word_family.h"

#include "base/utf8.h"
#include "search/compounds.h"
#include "store/related.h"
#include "text/fold_key.h"

enum {
    MET_MAX = 2000,      // words that begin with the word itself
    STEMS_MAX = 12000,   // made for a word, in all languages: about 4 ms
    PREFIX_MIN = 2,      // letters: shorter ones begin too many words
    CLITIC_LETTERS = 3,  // of the word before an apostrophe, at least
    CLITIC_SUFFIX = 5,   // letters behind it, at most
    RELATIVES_MAX = 8,   // taken from a relation,
    ACRONYMS_MAX = 3,    // but of what an acronym stands for the commonest,
    STEM_FORMS_MAX = 32, // and of a stem the forms
    FAMILIAR = 5,        // articles from which on a word's languages are its
                         // own, and not those of a quotation
    COMPOUNDS_MAX = 12,
};

// The word whose family is looked for.
struct head {
    const struct kinship *kinship;
    struct forms *forms;
    struct slice term;
    struct slice typed; // as it was typed, case and all; empty: not known
    struct slice key;
    uint32_t own_languages; // of articles that hold the term; 0: not known
    char key_room[TERM_MAX];
    bool respelled; // the term is not what was typed: grosse for groesse
    int languages[LANGUAGES_MAX];
    size_t language_count;
    struct slice stems[LANGUAGES_MAX]; // their keys
    char stem_rooms[LANGUAGES_MAX][TERM_MAX];
    bool is_short; // stands for its key alone
    size_t met;
    size_t at; // of languages: the one at hand
    unsigned stems_left;
    bool cut_short;
    bool no_memory;
};

// ---- The word ---------------------------------------------------------------

static bool is_ascii(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((uint8_t)text.ptr[i] >= 0x80) return false;
    return true;
}

bool word_is_marked(struct slice term)
{
    char room[TERM_MAX];
    return !is_ascii(term) && !slice_equal(fold_key(term, room), term);
}

static struct slice copy_to(char room[TERM_MAX], struct slice text)
{
    memmove(room, text.ptr, text.len);
    return (struct slice){ room, text.len };
}

static void find_stems(struct head *head)
{
    const struct kinship *kinship = head->kinship;
    head->language_count =
        archive_languages_of(&kinship->languages, head->term, head->languages);
    for (size_t i = 0; i < head->language_count; i++) {
        struct slice stem = stem_key(kinship->stemmers, head->languages[i],
                                     head->term, head->stem_rooms[i]);
        head->no_memory |= !stem.ptr;
        if (stem.ptr) head->stems[i] = copy_to(head->stem_rooms[i], stem);
    }
}

static void read_head(struct head *head)
{
    head->key = fold_key(head->term, head->key_room);
    head->is_short = utf8_count(head->key) <= PREFIX_MIN;
    find_stems(head);
}

// ---- Held against it --------------------------------------------------------

static size_t common_length(struct slice a, struct slice b)
{
    size_t len = 0;
    while (len < a.len && len < b.len && a.ptr[len] == b.ptr[len]) len++;
    while (len > 0 && len < a.len && utf8_continues(a.ptr[len])) len--;
    return len;
}

// istanbul'da, wharton's: the word before the apostrophe has the key; but not
// what English shortens, isn't.
static bool has_clitic(const struct head *head,
                       const struct dictionary_entry *entry)
{
    const char *sign = memchr(entry->term.ptr, '\'', entry->term.len);
    if (!sign) return false;
    struct slice word = { entry->term.ptr, (size_t)(sign - entry->term.ptr) };
    struct slice suffix = slice_from(entry->term, word.len + 1);
    char room[TERM_MAX];
    return word.len > 0 && slice_equal(fold_key(word, room), head->key)
           && utf8_count(word) >= CLITIC_LETTERS
           && utf8_count(suffix) <= CLITIC_SUFFIX
           && !slice_equal(suffix, SLICE("t"));
}

// Whether two keys begin alike as far as forms of one word do. Stemmers take
// away endings that were none: hérissons becomes hér, which is not her.
static bool begin_alike(struct slice a, struct slice b)
{
    size_t longer = a.len > b.len ? a.len : b.len;
    return common_length(a, b) * 5 >= longer * 2;
}

// Snowball's stem of a form is not always that of another: астроном has the
// stem астрон, астрономами астроном. So words and stems are held against each
// other.
static bool has_stem(struct head *head, const struct dictionary_entry *entry)
{
    char room[TERM_MAX];
    struct slice stem = stem_key(head->kinship->stemmers,
                                 head->languages[head->at], entry->term, room);
    head->no_memory |= !stem.ptr;
    return stem.ptr
           && (slice_equal(stem, head->stems[head->at])
               || slice_equal(stem, head->key)
               || slice_equal(entry->key, head->stems[head->at]));
}

// The same word but for accents and clitics: of all that begins with the key.
static bool add_same(void *context, const struct dictionary_entry *entry)
{
    struct head *head = context;
    bool same = slice_equal(entry->key, head->key);
    // Short words have no clitics, and too many words begin like them.
    if (head->is_short && !same) return false;
    if (++head->met > MET_MAX) return false;
    // Blue is not blü: of the other spelling only what has the letters.
    if (head->respelled && is_ascii(entry->term)) return true;
    bool typed = slice_equal(entry->term, head->term);
    if (typed && entry->articles >= FAMILIAR)
        head->own_languages = entry->languages;
    if (typed && !head->respelled)
        forms_add_entry(head->forms, entry, RELATION_TYPED);
    else if (same)
        forms_add_entry(head->forms, entry, RELATION_KEY);
    else if (has_clitic(head, entry))
        forms_add_entry(head->forms, entry, RELATION_CLITIC);
    return !head->forms->no_memory;
}

// Whether an article in a language holds a term, going by the dictionary.
static bool is_of(uint32_t languages, int language)
{
    return languages & ((uint32_t)1 << language | LANGUAGE_UNKNOWN);
}

// Another form of the word in the language at hand.
static bool add_stem(void *context, const struct dictionary_entry *entry)
{
    struct head *head = context;
    if (head->respelled && is_ascii(entry->term)) return true;
    if (!is_of(entry->languages, head->languages[head->at])
        || slice_equal(entry->key, head->key)
        || !begin_alike(head->key, entry->key))
        return true;
    if (head->stems_left == 0) {
        head->cut_short = true;
        return false;
    }
    head->stems_left--;
    if (has_stem(head, entry))
        forms_add_entry(head->forms, entry, RELATION_STEM);
    return !head->no_memory && !head->forms->no_memory;
}

// ---- Where to look ----------------------------------------------------------

// The bytes of the last letter of text.
static size_t last_letter(struct slice text)
{
    size_t len = 1;
    while (len < text.len && utf8_continues(text.ptr[text.len - len])) len++;
    return len;
}

// How much of the key all forms in a language have in common: what the stem
// shares with it, less a last letter that changes in that language.
static size_t shared_length(const struct head *head, size_t i)
{
    struct slice stem = head->stems[i];
    const struct language *language = &LANGUAGES[head->languages[i]];
    size_t len = common_length(head->key, stem);
    if (len == stem.len && len > 0) {
        size_t width = last_letter(stem);
        struct slice last = { stem.ptr + stem.len - width, width };
        if (slice_find(slice_of(language->changing), last)) len -= width;
    }
    struct slice shared = { head->key.ptr, len };
    return utf8_count(shared) < PREFIX_MIN ? head->key.len : len;
}

// One scan for the word itself, and one for each language it may be of: what is
// its own comes first, however many words begin like its stems.
static enum offprint_status scan_forms(struct head *head,
                                       struct offprint_error *err)
{
    struct dictionary *dictionary = head->kinship->dictionary;
    enum offprint_status status =
        dictionary_scan(dictionary, head->key, add_same, head, err);
    for (size_t i = 0; !status && i < head->language_count; i++) {
        if (head->is_short || LANGUAGES[head->languages[i]].prefixes_change)
            continue;
        if (head->own_languages
            && !is_of(head->own_languages, head->languages[i]))
            continue;
        struct slice prefix = { head->key.ptr, shared_length(head, i) };
        head->at = i;
        head->stems_left = STEMS_MAX / (unsigned)head->language_count;
        status = dictionary_scan(dictionary, prefix, add_stem, head, err);
    }
    return status;
}

// The same for the word with ä for ae, where it may be German.
static enum offprint_status scan_respelled(const struct head *typed,
                                           struct offprint_error *err)
{
    char room[TERM_MAX];
    bool digraphs = typed->kinship->languages.unknown;
    for (size_t i = 0; i < typed->language_count; i++)
        digraphs |= LANGUAGES[typed->languages[i]].digraphs;
    struct slice key = { NULL, 0 };
    if (digraphs) key = fold_key_of_digraphs(typed->key, room);
    if (key.len == 0) return OFFPRINT_OK;
    struct head head = { .kinship = typed->kinship,
                         .forms = typed->forms,
                         .term = key,
                         .respelled = true };
    read_head(&head);
    enum offprint_status status = scan_forms(&head, err);
    if (!status && head.no_memory) status = fail_no_memory(err);
    return status;
}

// ---- Relations --------------------------------------------------------------

static enum offprint_status add_related(const struct head *head,
                                        struct slice kind, struct slice term,
                                        enum relation relation, size_t limit,
                                        struct offprint_error *err)
{
    struct slice *others;
    size_t count;
    enum offprint_status status =
        store_related(head->kinship->store, kind, term, limit,
                      head->kinship->arena, &others, &count, err);
    for (size_t i = 0; !status && i < count; i++)
        forms_add_row(head->forms, others[i], relation);
    return status;
}

// The forms in languages whose words change at the beginning too.
static enum offprint_status add_stored_stems(const struct head *head,
                                             struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < head->language_count; i++) {
        const struct language *language = &LANGUAGES[head->languages[i]];
        if (!language->prefixes_change) continue;
        char kind[sizeof RELATED_STEM + 8];
        snprintf(kind, sizeof kind, RELATED_STEM "%s", language->code);
        status = add_related(head, slice_of(kind), head->stems[i],
                             RELATION_STEM, STEM_FORMS_MAX, err);
        if (!status && !slice_equal(head->key, head->stems[i]))
            status = add_related(head, slice_of(kind), head->key, RELATION_STEM,
                                 STEM_FORMS_MAX, err);
    }
    return status;
}

// Two letters are more often a word than an acronym, unless they are typed as
// one: US, but us.
static bool may_be_acronym(const struct head *head)
{
    if (utf8_count(head->term) > 2) return true;
    for (size_t i = 0; i < head->typed.len; i++)
        if (head->typed.ptr[i] >= 'a' && head->typed.ptr[i] <= 'z')
            return false;
    return head->typed.len > 0;
}

// What an acronym stands for; MSCs for what MSC does.
static enum offprint_status add_acronym(const struct head *head,
                                        struct offprint_error *err)
{
    if (!may_be_acronym(head)) return OFFPRINT_OK;
    struct slice one = head->term;
    size_t before = head->forms->count;
    enum offprint_status status = add_related(
        head, SLICE(RELATED_ACRONYM), one, RELATION_ACRONYM, ACRONYMS_MAX, err);
    bool found = head->forms->count > before;
    if (!status && !found && one.len > 3 && one.ptr[one.len - 1] == 's') {
        one.len--;
        status = add_related(head, SLICE(RELATED_ACRONYM), one,
                             RELATION_ACRONYM, ACRONYMS_MAX, err);
        if (head->forms->count > before)
            forms_add_term(head->forms, one, RELATION_ACRONYM);
    } else if (found) {
        forms_add_plural(head->forms, one);
    }
    return status;
}

// Synonyms are kept by key; the forms of a word have those of its stem.
static enum offprint_status add_synonyms(const struct head *head,
                                         struct offprint_error *err)
{
    enum offprint_status status =
        add_related(head, SLICE(RELATED_SYNONYM), head->key, RELATION_SYNONYM,
                    RELATIVES_MAX, err);
    for (size_t i = 0; !status && i < head->language_count; i++)
        if (!slice_equal(head->stems[i], head->key))
            status = add_related(head, SLICE(RELATED_SYNONYM), head->stems[i],
                                 RELATION_SYNONYM, RELATIVES_MAX, err);
    return status;
}

static enum offprint_status add_relations(const struct head *head,
                                          struct offprint_error *err)
{
    enum offprint_status status = add_stored_stems(head, err);
    if (!status)
        status = add_related(head, SLICE(RELATED_JOINED), head->key,
                             RELATION_JOINED, RELATIVES_MAX, err);
    if (!status) status = add_synonyms(head, err);
    if (!status && head->kinship->acronyms) status = add_acronym(head, err);
    return status;
}

static enum offprint_status add_compounds(const struct head *head,
                                          struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < head->language_count; i++) {
        if (!LANGUAGES[head->languages[i]].compounds) continue;
        struct lookup lookup;
        status =
            lookup_compounds(head->kinship->dictionary, head->kinship->stemmers,
                             head->languages[i], head->term, COMPOUNDS_MAX,
                             head->kinship->arena, &lookup, err);
        for (size_t j = 0; !status && j < lookup.count; j++)
            forms_add_entry(head->forms, &lookup.items[j].entry,
                            RELATION_COMPOUND);
    }
    return status;
}

// Who types accents means them, and means the words without them too: the same
// letters with other marks count for little. In languages where marks tell
// words apart, as in Vietnamese, they would drown what was asked for.
static void weigh(const struct head *head)
{
    static const float OTHER_MARKS = 0.1F;
    for (size_t i = 0; head->kinship->accents && i < head->forms->count; i++)
        if (head->forms->items[i].relation == RELATION_KEY)
            head->forms->items[i].weight = OTHER_MARKS;
}

enum offprint_status word_family_add(const struct kinship *kinship,
                                     struct slice term, struct slice typed,
                                     struct forms *forms,
                                     struct offprint_error *err)
{
    struct head head = {
        .kinship = kinship, .forms = forms, .term = term, .typed = typed
    };
    read_head(&head);
    enum offprint_status status = scan_forms(&head, err);
    if (!status) status = scan_respelled(&head, err);
    forms_add_term(forms, term, RELATION_TYPED); // where nothing holds it
    if (!status) status = add_relations(&head, err);
    if (!status) status = add_compounds(&head, err);
    weigh(&head);
    forms->cut_short |= head.cut_short;
    if (!status && head.no_memory) status = fail_no_memory(err);
    return status;
}
