#include "search/topk_tree.h"

#include "search/phrase_lists.h"
#include "store/articles.h"

// Articles that are looked up one by one rather than a list gathered.
enum { FEW = 32 };

// ---- Making -----------------------------------------------------------------

static enum offprint_status find_word(const struct tree_words *words,
                                      const struct family *family,
                                      const struct word_lists **found,
                                      struct offprint_error *err)
{
    for (size_t i = 0; i < words->count; i++)
        if (words->words[i].family == family) {
            *found = &words->words[i];
            return OFFPRINT_OK;
        }
    struct word_lists *word = arena_alloc(words->context->arena, sizeof *word);
    if (!word) return fail_no_memory(err);
    *found = word;
    enum offprint_status status = OFFPRINT_OK;
    if (family->lists)
        *word = *family->lists;
    else
        status = word_open(words->context, family, word, err);
    return status ? status : word_weigh(words->context, 0, word, err);
}

enum offprint_status tree_make(const struct tree_words *words,
                               const struct plan_node *plan,
                               struct tree_node *node,
                               struct offprint_error *err)
{
    *node =
        (struct tree_node){ .kind = plan->kind, .distance = plan->distance };
    if (plan->kind == PLAN_FAMILY)
        return find_word(words, plan->family, &node->word, err);
    if (plan->kind == PLAN_NEAR && plan->part_count > SPOTS_WORDS_MAX)
        return fail(err, OFFPRINT_TOO_NEW, "too many words that are near");
    node->parts = arena_alloc(words->context->arena,
                              plan->part_count * sizeof *node->parts + 1);
    if (!node->parts) return fail_no_memory(err);
    node->part_count = plan->part_count;
    for (size_t i = 0; i < plan->part_count; i++) {
        enum offprint_status status =
            tree_make(words, plan->parts[i], &node->parts[i], err);
        if (status) return status;
    }
    return OFFPRINT_OK;
}

bool tree_is_word(const struct tree_node *node, const struct tree_words *words)
{
    return node->kind == PLAN_FAMILY && node->word >= words->words
           && node->word < words->words + words->count;
}

// Each of the words stands directly under the root, or is the root.
bool tree_is_union(const struct tree_node *node, const struct tree_words *words)
{
    if (node->kind == PLAN_FAMILY)
        return words->count == 1 && tree_is_word(node, words);
    if (node->kind != PLAN_ANY) return false;
    size_t seen = 0;
    for (size_t i = 0; i < node->part_count; i++) {
        const struct tree_node *part = &node->parts[i];
        if (!tree_is_word(part, words)) return false;
        bool first = true;
        for (size_t j = 0; j < i; j++)
            first &= node->parts[j].word != part->word;
        seen += first;
    }
    return seen == words->count;
}

// ---- Sets -------------------------------------------------------------------

bool tree_may_match(const struct tree_node *node, uint32_t window)
{
    bool any = false, all = true;
    if (node->kind == PLAN_EVERY) return true;
    if (node->kind == PLAN_FAMILY) return node->word->bounds[window] > 0;
    if (node->kind == PLAN_BUT) return tree_may_match(&node->parts[0], window);
    for (size_t i = 0; i < node->part_count; i++) {
        const bool may = tree_may_match(&node->parts[i], window);
        any |= may;
        all &= may;
    }
    return node->kind == PLAN_ANY ? any : all;
}

// Keeps those of a set that have a word, or that lack it.
static enum offprint_status look_up_each(const struct word_lists *word,
                                         uint32_t window, bool wanted,
                                         struct window_set *set,
                                         struct offprint_error *err)
{
    for (unsigned i = 0; i < WINDOW_WORDS; i++)
        for (uint64_t bits = set->bits[i]; bits; bits &= bits - 1) {
            const unsigned bit = (unsigned)__builtin_ctzll(bits);
            uint32_t occurrences;
            enum offprint_status status = word_look_up(
                word, window * WINDOW + i * 64 + bit, &occurrences, err);
            if (status) return status;
            if ((occurrences > 0) != wanted)
                set->bits[i] &= ~((uint64_t)1 << bit);
        }
    return OFFPRINT_OK;
}

// Keeps those of a set that match a node, or that do not.
static enum offprint_status keep(const struct word_context *context,
                                 const struct tree_node *node, uint32_t window,
                                 bool wanted, struct window_set *set,
                                 struct offprint_error *err)
{
    const unsigned count = window_set_count(set);
    if (count == 0) return OFFPRINT_OK;
    if (count <= FEW && node->kind == PLAN_FAMILY)
        return look_up_each(node->word, window, wanted, set, err);
    struct window_set other;
    enum offprint_status status =
        tree_gather(context, node, window, &other, err);
    for (unsigned i = 0; i < WINDOW_WORDS; i++)
        set->bits[i] &= wanted ? other.bits[i] : ~other.bits[i];
    return status;
}

// About how many articles a node matches: the rarest part leads.
static uint64_t size_of(const struct tree_node *node)
{
    if (node->kind == PLAN_EVERY) return UINT32_MAX;
    if (node->kind == PLAN_FAMILY) return node->word->articles;
    uint64_t sum = 0, least = UINT64_MAX;
    for (size_t i = 0; i < node->part_count; i++) {
        const uint64_t size = size_of(&node->parts[i]);
        sum += size;
        if (size < least) least = size;
        if (node->kind == PLAN_BUT) return size;
    }
    return node->kind == PLAN_ANY ? sum : least;
}

static enum offprint_status gather_all(const struct word_context *context,
                                       const struct tree_node *node,
                                       uint32_t window, struct window_set *set,
                                       struct offprint_error *err)
{
    size_t lead = 0;
    for (size_t i = 1; i < node->part_count; i++)
        if (size_of(&node->parts[i]) < size_of(&node->parts[lead])) lead = i;
    enum offprint_status status =
        tree_gather(context, &node->parts[lead], window, set, err);
    for (size_t i = 0; !status && i < node->part_count; i++)
        if (i != lead)
            status = keep(context, &node->parts[i], window, true, set, err);
    return status;
}

static enum offprint_status gather_any(const struct word_context *context,
                                       const struct tree_node *node,
                                       uint32_t window, struct window_set *set,
                                       struct offprint_error *err)
{
    memset(set, 0, sizeof *set);
    for (size_t i = 0; i < node->part_count; i++) {
        struct window_set part;
        if (!tree_may_match(&node->parts[i], window)) continue;
        enum offprint_status status =
            tree_gather(context, &node->parts[i], window, &part, err);
        if (status) return status;
        for (unsigned j = 0; j < WINDOW_WORDS; j++)
            set->bits[j] |= part.bits[j];
    }
    return OFFPRINT_OK;
}

static enum offprint_status gather_but(const struct word_context *context,
                                       const struct tree_node *node,
                                       uint32_t window, struct window_set *set,
                                       struct offprint_error *err)
{
    enum offprint_status status =
        tree_gather(context, &node->parts[0], window, set, err);
    for (size_t i = 1; !status && i < node->part_count; i++)
        status = keep(context, &node->parts[i], window, false, set, err);
    return status;
}

// ---- Near -------------------------------------------------------------------

// The spots of the words of an article, as they are compared.
struct near {
    struct spots words[SPOTS_WORDS_MAX];
    uint32_t sizes[SPOTS_WORDS_MAX];
};

// Where a word stands, a phrase being where it begins.
static enum offprint_status find_spots(const struct word_context *context,
                                       const struct word_lists *word,
                                       uint32_t id, struct spots *spots,
                                       uint32_t *size,
                                       struct offprint_error *err)
{
    const struct form_lists *only = &word->forms[0];
    const bool is_phrase = word->form_count == 1 && only->phrase;
    *size = is_phrase ? (uint32_t)only->form->term_count : 1;
    if (!is_phrase) return spots_of_word(word, id, spots, err);
    enum offprint_status status =
        phrase_starts(only->phrase, id, spots, context->spots, err);
    if (word->family->title_only) spots_keep_field(spots, POSTING_TITLE);
    return status;
}

static enum offprint_status check_near(const struct word_context *context,
                                       const struct tree_node *node,
                                       uint32_t id, struct near *near,
                                       bool *is_near,
                                       struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < node->part_count; i++)
        status = find_spots(context, node->parts[i].word, id, &near->words[i],
                            &near->sizes[i], err);
    *is_near = !status
               && spots_are_near(near->words, near->sizes, node->part_count,
                                 node->distance);
    return status;
}

static enum offprint_status gather_near(const struct word_context *context,
                                        const struct tree_node *node,
                                        uint32_t window, struct window_set *set,
                                        struct offprint_error *err)
{
    struct near near = { 0 };
    enum offprint_status status = gather_all(context, node, window, set, err);
    for (unsigned i = 0; i < WINDOW_WORDS; i++)
        for (uint64_t bits = set->bits[i]; !status && bits; bits &= bits - 1) {
            const unsigned bit = (unsigned)__builtin_ctzll(bits);
            bool is_near;
            status = check_near(context, node, window * WINDOW + i * 64 + bit,
                                &near, &is_near, err);
            if (!is_near) set->bits[i] &= ~((uint64_t)1 << bit);
        }
    for (size_t i = 0; i < SPOTS_WORDS_MAX; i++) spots_free(&near.words[i]);
    return status;
}

// Articles that are deleted still have a length.
static enum offprint_status gather_every(const struct word_context *context,
                                         uint32_t window,
                                         struct window_set *set,
                                         struct offprint_error *err)
{
    return posting_reader_ids(context->reader, window * WINDOW, WINDOW,
                              set->bits, err);
}

enum offprint_status tree_gather(const struct word_context *context,
                                 const struct tree_node *node, uint32_t window,
                                 struct window_set *set,
                                 struct offprint_error *err)
{
    switch (node->kind) {
    case PLAN_FAMILY:
        return word_gather(context, node->word, window, NULL, 0, set, NULL,
                           err);
    case PLAN_ANY: return gather_any(context, node, window, set, err);
    case PLAN_ALL: return gather_all(context, node, window, set, err);
    case PLAN_BUT: return gather_but(context, node, window, set, err);
    case PLAN_EVERY: return gather_every(context, window, set, err);
    case PLAN_NEAR: return gather_near(context, node, window, set, err);
    }
    return OFFPRINT_OK;
}

// ---- One article ------------------------------------------------------------

static enum offprint_status family_matches(const struct word_context *context,
                                           const struct family *family,
                                           uint32_t id, bool *matches,
                                           struct offprint_error *err)
{
    struct word_lists opened;
    uint32_t occurrences = 0;
    enum offprint_status status = OFFPRINT_OK;
    const struct word_lists *lists = family->lists;
    if (!lists) {
        lists = &opened;
        status = word_open(context, family, &opened, err);
    }
    if (!status) status = word_look_up(lists, id, &occurrences, err);
    *matches = occurrences > 0;
    return status;
}

// What a NEAR wants is looked for in a window with this article alone.
static enum offprint_status near_matches(const struct word_context *context,
                                         const struct plan_node *node,
                                         uint32_t id, bool *matches,
                                         struct offprint_error *err)
{
    const struct tree_words words = { context, NULL, 0 };
    struct tree_node tree;
    struct near near = { 0 };
    enum offprint_status status = tree_make(&words, node, &tree, err);
    if (!status) status = check_near(context, &tree, id, &near, matches, err);
    for (size_t i = 0; i < SPOTS_WORDS_MAX; i++) spots_free(&near.words[i]);
    return status;
}

enum offprint_status tree_matches(const struct word_context *context,
                                  const struct plan_node *node, uint32_t id,
                                  bool *matches, struct offprint_error *err)
{
    *matches = true;
    if (node->kind == PLAN_EVERY) return OFFPRINT_OK;
    if (node->kind == PLAN_FAMILY)
        return family_matches(context, node->family, id, matches, err);
    if (node->kind == PLAN_NEAR)
        return near_matches(context, node, id, matches, err);
    for (size_t i = 0; i < node->part_count; i++) {
        enum offprint_status status =
            tree_matches(context, node->parts[i], id, matches, err);
        if (status) return status;
        if (node->kind == PLAN_BUT && i > 0) *matches = !*matches;
        if (*matches == (node->kind == PLAN_ANY)) return OFFPRINT_OK;
    }
    return OFFPRINT_OK;
}
