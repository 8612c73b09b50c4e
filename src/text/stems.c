#include "text/stems.h"

#include <libstemmer.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "text/fold_key.h"
#include "text/properties.h"

// Most runs need few of them, so each is made when it is first asked for.
struct stemmers {
    struct sb_stemmer *made[LANGUAGES_MAX]; // by number, NULL until needed
};

struct stemmers *stemmers_open(void)
{
    return calloc(1, sizeof(struct stemmers));
}

void stemmers_close(struct stemmers *stemmers)
{
    if (!stemmers) return;
    for (int i = 0; i < LANGUAGES_MAX; i++)
        if (stemmers->made[i]) sb_stemmer_delete(stemmers->made[i]);
    free(stemmers);
}

static struct sb_stemmer *stemmer_of(struct stemmers *stemmers, int language)
{
    struct sb_stemmer **made = &stemmers->made[language];
    if (!*made) *made = sb_stemmer_new(LANGUAGES[language].stemmer, "UTF_8");
    return *made;
}

// Terms have no capitals, and the apostrophe belongs to the word: wharton's.
static bool is_sign(uint32_t c)
{
    return c < 0x80 && (c < 'a' || c > 'z') && c != '\'';
}

static bool is_digit(uint32_t c)
{
    return property_of(c)->word_break[RULES_STANDARD] == WB_NUMERIC;
}

static bool has_stem(const struct language *language, struct slice term)
{
    enum { SHORTEST = 3 }; // code points
    int count = 0;
    for (size_t at = 0; at < term.len; count++) {
        uint32_t c;
        at += utf8_decode(term.ptr + at, term.len - at, &c);
        if (is_sign(c) || is_digit(c)) return false;
    }
    return count >= SHORTEST && term.len <= TERM_MAX
           && language_uses_script(language, script_of(term));
}

struct slice stem_of(struct stemmers *stemmers, int language, struct slice term)
{
    if (!has_stem(&LANGUAGES[language], term)) return term;
    struct sb_stemmer *stemmer = stemmer_of(stemmers, language);
    if (!stemmer) return (struct slice){ NULL, 0 };
    const sb_symbol *stem =
        sb_stemmer_stem(stemmer, (const sb_symbol *)term.ptr, (int)term.len);
    if (!stem) return (struct slice){ NULL, 0 };
    size_t len = (size_t)sb_stemmer_length(stemmer);
    if (len == 0) return term;
    return utf8_cut((struct slice){ (const char *)stem, len }, TERM_MAX);
}

struct slice stem_key(struct stemmers *stemmers, int language,
                      struct slice term, char room[TERM_MAX])
{
    struct slice stem = stem_of(stemmers, language, term);
    return stem.ptr ? fold_key(stem, room) : stem;
}
