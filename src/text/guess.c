#include "text/guess.h"

#include "text/guess_scripts.h"
#include "text/guess_votes.h"
#include "text/words.h"

// ---- Which language has the most votes --------------------------------------

// The first two languages of a script.
struct ranking {
    const char *code; // NULL: the tables hold no language of the script
    uint32_t best;
    uint32_t second;
};

// SCRIPT_NONE: of all scripts.
static struct ranking rank(const uint32_t *scores, enum script script)
{
    size_t count;
    const struct guess_language_row *rows = guess_language_rows(&count);
    struct ranking ranking = { 0 };
    for (size_t i = 0; i < count; i++) {
        if (script != SCRIPT_NONE && rows[i].script != script) continue;
        if (!ranking.code || scores[i] > ranking.best) {
            ranking.second = ranking.best;
            ranking.best = scores[i];
            ranking.code = rows[i].code;
        } else if (scores[i] > ranking.second) {
            ranking.second = scores[i];
        }
    }
    return ranking;
}

// How far ahead the first has to be: by one part in so many of what it has.
enum lead {
    LEAD_OF_FEW_WORDS = 2, // to look at no more of them
    LEAD_OF_WORDS = 3,     // to decide without the letters
    LEAD_OF_LETTERS = 16,  // to decide where next to no word is known
};

static bool is_ahead(const struct ranking *ranking, enum lead lead)
{
    return (ranking->best - ranking->second) * lead >= ranking->best;
}

// ---- Words ------------------------------------------------------------------

// Every WORDS_STEP words one looks whether they do. WORDS_ENOUGH, some 600
// bytes, always do: half as many again are no better.
enum { WORDS_STEP = 27, WORDS_ENOUGH = 108 };

static bool is_settled(const struct guess *guess)
{
    if (guess->words >= WORDS_ENOUGH) return true;
    struct ranking ranking = rank(guess->scores, SCRIPT_NONE);
    return guess->known >= WORDS_STEP / 3
           && is_ahead(&ranking, LEAD_OF_FEW_WORDS);
}

void guess_add(struct guess *guess, struct slice term)
{
    if (guess->settled) return;
    guess->words++;
    guess->known += guess_vote_word(term, guess->scores);
    if (guess->words % WORDS_STEP == 0) guess->settled = is_settled(guess);
}

bool guess_is_full(const struct guess *guess)
{
    return guess->settled;
}

// ---- Words and letters ------------------------------------------------------

enum {
    KNOWN_LEAST = 3, // fewer known words are chance
    WORD_LEAST = 12, // units a word; where it has less, the letters are asked
};

// Letters are added to words at a third: of three neighbours that share their
// letters two are an echo.
enum { ECHO = 3 };

// What letters take to decide where next to no word is known: so many threes,
// of so many units each. Numbers and noise have fewer.
enum { THREES_LEAST = 25, THREE_LEAST = 10 };

// Whether words leave no doubt.
static bool words_decide(const struct guess *guess,
                         const struct ranking *ranking)
{
    return guess->known >= KNOWN_LEAST && is_ahead(ranking, LEAD_OF_WORDS)
           && ranking->best >= WORD_LEAST * guess->words;
}

// The language by words and letters together, NULL where both are too few.
static const char *decide(const struct guess *guess, struct slice text,
                          enum script script)
{
    uint32_t scores[GUESS_LANGUAGES_MAX] = { 0 };
    uint32_t threes = guess_vote_letters(text, scores);
    struct ranking letters = rank(scores, script);
    for (size_t i = 0; i < GUESS_LANGUAGES_MAX; i++)
        scores[i] = guess->scores[i] + scores[i] / ECHO;
    struct ranking both = rank(scores, script);
    if (letters.best < THREE_LEAST * threes) return NULL;
    bool enough = threes >= THREES_LEAST && is_ahead(&both, LEAD_OF_LETTERS);
    return guess->known >= KNOWN_LEAST || enough ? both.code : NULL;
}

const char *guess_language(const struct guess *guess, struct slice text)
{
    struct script_counts counts;
    scripts_count(text, &counts);
    enum script script = scripts_main(&counts);
    if (script == SCRIPT_NONE) return NULL;
    struct ranking words = rank(guess->scores, script);
    if (!words.code) return script_owner(script);
    if (words_decide(guess, &words)) return words.code;
    const char *code = decide(guess, text, script);
    return code ? code : script_owner(script);
}

// ---- A whole text -----------------------------------------------------------

static int show_word(void *context, const struct word *word)
{
    guess_add(context, word->term);
    return guess_is_full(context);
}

struct slice guess_unless_declared(struct slice declared, struct slice body,
                                   struct slice title)
{
    if (declared.len && guess_allows(body, declared)) return declared;
    struct guess guess = { 0 };
    if (!words_analyse(body, show_word, &guess))
        words_analyse(title, show_word, &guess);
    return slice_of(guess_language(&guess, body));
}
