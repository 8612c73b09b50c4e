// The articles of a word in a window, and one by one.

#include "search/phrase_lists.h"
#include "search/word_lists.h"

// ---- One article ------------------------------------------------------------

enum offprint_status word_look_up(const struct word_lists *word, uint32_t id,
                                  uint32_t *occurrences,
                                  struct offprint_error *err)
{
    *occurrences = 0;
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < word->count; i++) {
        uint32_t at;
        bool found;
        status = list_look_up(word->items[i], id, &at, &found, err);
        if (!status && found) *occurrences += word->items[i]->occurrences[at];
    }
    for (size_t i = 0; !status && word->has_phrases && i < word->form_count;
         i++) {
        uint32_t more = 0;
        if (word->forms[i].phrase && !word->forms[i].phrase->rows)
            status = phrase_look_up(word->forms[i].phrase, id, &more, err);
        *occurrences += more;
    }
    return status;
}

// ---- A window ---------------------------------------------------------------

// What each article scores where the list is the only one of the word.
static void score_each(const struct list_part *part, float weight,
                       const float *norms, const uint8_t *lengths,
                       uint32_t scores[POSTING_BLOCK])
{
    float norm[POSTING_BLOCK];
    for (uint32_t i = 0; i < part->count; i++)
        norm[i] = norms[lengths[(part->ids[i] - part->base) % WINDOW]];
    for (uint32_t i = 0; i < part->count; i++)
        scores[i] = scorer_summand(weight, part->occurrences[i], norm[i]);
}

static void score_part(const struct list_part *part, float weight,
                       const float *norms, const uint8_t *lengths,
                       uint32_t *scores)
{
    uint32_t each[POSTING_BLOCK];
    score_each(part, weight, norms, lengths, each);
    for (uint32_t i = 0; i < part->count; i++)
        scores[(part->ids[i] - part->base) % WINDOW] += each[i];
}

static void add_part(const struct list_part *part, uint32_t *occurrences)
{
    for (uint32_t i = 0; i < part->count; i++)
        occurrences[(part->ids[i] - part->base) % WINDOW] +=
            part->occurrences[i];
}

// Blocks whose articles score less are passed.
struct passing {
    const uint32_t *bounds;
    uint64_t least;
};

static bool passes(const void *context, uint32_t block)
{
    const struct passing *passing = context;
    return passing->bounds[block] < passing->least;
}

enum offprint_status word_next_part(const struct word_context *context,
                                    const struct word_lists *word,
                                    uint32_t window, const uint8_t *lengths,
                                    uint64_t least, uint32_t *block,
                                    struct word_part *part,
                                    struct offprint_error *err)
{
    const struct passing passing = { word->block_bounds, least };
    const struct list_passing list_passing = { passes, &passing };
    enum offprint_status status =
        list_next_part(word->items[0], window * WINDOW,
                       least && word->block_bounds ? &list_passing : NULL,
                       block, &part->part, err);
    if (!status)
        score_each(&part->part, word->weight, context->norms->of, lengths,
                   part->scores);
    return status;
}

// What is done with each part of a window.
struct gathering {
    const struct word_context *context;
    const struct word_lists *word;
    const uint8_t *lengths;
    struct window_set *set;
    uint32_t *scores;      // NULL: none
    uint32_t *occurrences; // of a word with several lists; NULL: none
    uint64_t least; // blocks whose articles score less are passed; 0: none
};

static enum offprint_status gather_list(const struct gathering *gathering,
                                        struct posting_list *list,
                                        uint32_t window,
                                        struct offprint_error *err)
{
    const uint32_t base = window * WINDOW;
    const struct passing passing = { gathering->word->block_bounds,
                                     gathering->least };
    const struct list_passing list_passing = { passes, &passing };
    const bool may_pass = passing.least && passing.bounds;
    uint32_t block = list_block_of(list, base);
    struct list_part part;
    for (;;) {
        enum offprint_status status = list_next_part(
            list, base, may_pass ? &list_passing : NULL, &block, &part, err);
        if (status || part.count == 0) return status;
        list_mark_part(&part, gathering->set);
        if (gathering->occurrences)
            add_part(&part, gathering->occurrences);
        else if (gathering->scores)
            score_part(&part, gathering->word->weight,
                       gathering->context->norms->of, gathering->lengths,
                       gathering->scores);
    }
}

// Scores the occurrences that were added up.
static void score_sums(const struct gathering *gathering)
{
    for (unsigned i = 0; i < WINDOW_WORDS; i++)
        for (uint64_t bits = gathering->set->bits[i]; bits; bits &= bits - 1) {
            const unsigned at = i * 64 + (unsigned)__builtin_ctzll(bits);
            const uint8_t length = gathering->lengths[at];
            gathering->scores[at] += scorer_summand(
                gathering->word->weight, gathering->occurrences[at],
                gathering->context->norms->of[length]);
        }
}

// For a word that is one phrase and nothing else.
struct enough {
    const struct word_lists *word;
    const float *norms;
    const uint8_t *lengths;
    uint64_t least;
};

static bool is_enough(const void *context, uint32_t id, uint32_t most)
{
    const struct enough *enough = context;
    const float norm = enough->norms[enough->lengths[id % WINDOW]];
    return scorer_bound(enough->word->weight, most, norm) >= enough->least;
}

static enum offprint_status gather_phrases(const struct gathering *gathering,
                                           uint32_t window, uint64_t least,
                                           struct offprint_error *err)
{
    const struct word_lists *word = gathering->word;
    const struct enough enough = { word, gathering->context->norms->of,
                                   gathering->lengths, least };
    const struct phrase_filter filter = { is_enough, &enough };
    const bool alone = word->form_count == 1 && gathering->lengths;
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < word->form_count; i++)
        if (word->forms[i].phrase && !word->forms[i].phrase->rows)
            status = phrase_gather(word->forms[i].phrase, window,
                                   alone ? &filter : NULL, gathering->set,
                                   gathering->occurrences, err);
    return status;
}

enum offprint_status word_gather(const struct word_context *context,
                                 const struct word_lists *word, uint32_t window,
                                 const uint8_t *lengths, uint64_t least,
                                 struct window_set *set, uint32_t *scores,
                                 struct offprint_error *err)
{
    const bool adds_up = scores && word_adds_up(word);
    memset(set, 0, sizeof *set);
    if (word->bounds[window] == 0) return OFFPRINT_OK;
    const struct gathering gathering = { context,
                                         word,
                                         lengths,
                                         set,
                                         scores,
                                         adds_up ? context->occurrences : NULL,
                                         adds_up ? 0 : least };
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < word->count; i++)
        status = gather_list(&gathering, word->items[i], window, err);
    if (!status && word->has_phrases)
        status = gather_phrases(&gathering, window, least, err);
    if (!status && adds_up) score_sums(&gathering);
    if (adds_up) window_clear(context->occurrences, set);
    return status;
}
