#include "search/plan.h"

#include "search/constants.h"

enum { PHRASE_WORDS_MAX = 64 }; // longer queries stand nowhere as they are

// How much of a group must be there.
enum reading {
    READ_LOOSE,    // one of its wanted parts
    READ_WHOLE,    // all of them
    READ_COMPLETE, // all that say something and that the archive holds
    READ_LEFT_OUT, // one of them, to leave it out
};

struct planner {
    const struct plan_request *request;
    struct arena *arena;
    struct plan *plan;
    size_t word_room;
    size_t pair_room;
    bool no_memory;
};

// ---- Nodes ------------------------------------------------------------------

static struct plan_node *new_node(struct planner *planner, enum plan_kind kind)
{
    struct plan_node *node = arena_alloc(planner->arena, sizeof *node);
    planner->no_memory |= !node;
    if (node) node->kind = kind;
    return node;
}

// Room for one more than count, doubled when count is a power of two.
static void *make_room(struct planner *planner, void *items, size_t count,
                       size_t size)
{
    if (count & (count - 1)) return items;
    void *grown = arena_alloc(planner->arena, (count ? 2 * count : 1) * size);
    planner->no_memory |= !grown;
    if (grown && count) memcpy(grown, items, count * size);
    return grown;
}

// Adds a part; those of an ANY to an ANY, and of an ALL to an ALL.
static void add_part(struct planner *planner, struct plan_node *node,
                     struct plan_node *part)
{
    if (!node || !part) return;
    bool same = part->kind == node->kind
                && (node->kind == PLAN_ANY || node->kind == PLAN_ALL);
    for (size_t i = 0; same && i < part->part_count; i++)
        add_part(planner, node, part->parts[i]);
    if (same) return;
    struct plan_node **parts =
        make_room(planner, node->parts, node->part_count, sizeof *parts);
    if (!parts) return;
    node->parts = parts;
    parts[node->part_count++] = part;
}

// A node with one part is that part, with none NULL.
static struct plan_node *reduce(struct plan_node *node)
{
    if (!node || node->part_count == 0) return NULL;
    return node->part_count == 1 ? node->parts[0] : node;
}

// ---- Families ---------------------------------------------------------------

static const struct expanded_term *term_of(const struct planner *planner,
                                           const struct clause *clause)
{
    return &planner->request->expansion->terms[clause->term];
}

// Who leaves a word out means it, not what it may stand for besides.
static bool is_meant(const struct form *form)
{
    return form->relation != RELATION_COMPOUND
           && form->relation != RELATION_ACRONYM
           && form->relation != RELATION_SYNONYM;
}

static const struct family *meant_alone(struct planner *planner,
                                        const struct family *family)
{
    struct family *copy = arena_alloc(planner->arena, sizeof *copy);
    struct form *forms =
        arena_alloc(planner->arena, family->form_count * sizeof *forms);
    planner->no_memory |= !copy || !forms;
    if (!copy || !forms) return family;
    *copy = *family;
    copy->lists = NULL;
    copy->forms = forms;
    copy->form_count = 0;
    for (size_t i = 0; i < family->form_count; i++)
        if (is_meant(&family->forms[i]))
            forms[copy->form_count++] = family->forms[i];
    return copy->form_count ? copy : family;
}

static struct plan_node *match_family(struct planner *planner,
                                      const struct family *family,
                                      enum reading reading)
{
    struct plan_node *node = new_node(planner, PLAN_FAMILY);
    if (!node) return NULL;
    node->family =
        reading == READ_LEFT_OUT ? meant_alone(planner, family) : family;
    return node;
}

static bool has_synonyms(const struct family *family)
{
    for (size_t i = 0; i < family->form_count; i++)
        if (family->forms[i].relation == RELATION_SYNONYM) return true;
    return false;
}

// The words of a chunk such as AT&T, or of a run, each by itself: any or all.
static struct plan_node *match_words(struct planner *planner,
                                     const struct expanded_term *term,
                                     enum plan_kind kind)
{
    struct plan_node *any = new_node(planner, kind);
    for (size_t i = 0; i < term->word_count; i++)
        add_part(planner, any,
                 match_family(planner, &term->words[i], READ_LOOSE));
    if (kind == PLAN_ALL) return reduce(any);
    if (term->words != &term->whole && has_synonyms(&term->whole))
        add_part(planner, any, match_family(planner, &term->whole, READ_LOOSE));
    return reduce(any);
}

// ---- What matches -----------------------------------------------------------

static struct plan_node *match_clause(struct planner *planner,
                                      const struct clause *clause,
                                      enum reading reading);

// Whether a word says something: the archive holds it, and not everywhere.
static bool is_content(const struct planner *planner,
                       const struct clause *clause)
{
    uint64_t all = planner->request->articles, held = 0;
    if (clause->kind == CLAUSE_TERM)
        held = term_of(planner, clause)->whole.articles;
    bool every = clause->kind == CLAUSE_NEAR;
    for (const struct clause *part = clause->first; part; part = part->next) {
        uint64_t of_part = is_content(planner, part);
        if (every && !of_part) return false;
        held |= of_part;
    }
    return held > 0
           && (all < RANK_SMALL_ARCHIVE || held <= all / RANK_COMMON_SHARE);
}

// ---- Near -------------------------------------------------------------------

// Of a word that also stands for rows of terms each row is a word of its own
// here: what is near is told from where it begins and how long it is.
struct choice {
    const struct family *family;
    size_t row; // that form alone; NO_ROW: all forms of one term
};

enum { NEAR_CHOICES_MAX = 64 };
static const size_t NO_ROW = SIZE_MAX;

static size_t count_rows(const struct family *family)
{
    size_t count = 0;
    for (size_t i = 0; i < family->form_count; i++)
        count += family->forms[i].term_count > 1;
    return count;
}

static size_t count_choices(const struct family *family)
{
    const size_t rows = count_rows(family);
    return rows + (rows < family->form_count);
}

static struct plan_node *match_choice(struct planner *planner,
                                      struct choice choice)
{
    struct plan_node *node = new_node(planner, PLAN_FAMILY);
    const struct family *family = choice.family;
    if (node) node->family = family;
    if (family->form_count == 1 || count_rows(family) == 0) return node;
    struct family *copy = arena_alloc(planner->arena, sizeof *copy);
    struct form *forms =
        arena_alloc(planner->arena, family->form_count * sizeof *forms);
    planner->no_memory |= !copy || !forms;
    if (!node || !copy || !forms) return NULL;
    *copy = *family;
    copy->lists = NULL;
    copy->forms = forms;
    copy->form_count = 0;
    for (size_t i = 0; i < family->form_count; i++) {
        const struct form *form = &family->forms[i];
        if (choice.row == NO_ROW ? form->term_count == 1 : i == choice.row)
            forms[copy->form_count++] = *form;
    }
    node->family = copy;
    return node;
}

// The words that may stand for a part, one behind the other.
static const struct clause *first_of(const struct clause *part)
{
    return part->kind == CLAUSE_ANY ? part->first : part;
}

static const struct clause *next_of(const struct clause *part,
                                    const struct clause *word)
{
    return part->kind == CLAUSE_ANY ? word->next : NULL;
}

static const struct family *family_of(struct planner *planner,
                                      const struct clause *word,
                                      enum reading reading)
{
    const struct family *whole = &term_of(planner, word)->whole;
    return reading == READ_LEFT_OUT ? meant_alone(planner, whole) : whole;
}

// Whether rows can be told apart: there are not too many ways to choose.
static bool may_have_rows(struct planner *planner, const struct clause *near,
                          enum reading reading)
{
    size_t ways = 1;
    for (const struct clause *part = near->first; part; part = part->next) {
        size_t choices = 0;
        for (const struct clause *word = first_of(part); word;
             word = next_of(part, word))
            choices += count_choices(family_of(planner, word, reading));
        ways *= choices;
        if (ways > NEAR_CHOICES_MAX) return false;
    }
    return true;
}

// What a NEAR is made of while its parts are chosen.
struct choosing {
    struct planner *planner;
    const struct clause *near;
    enum reading reading;
    bool rows;
    struct plan_node *any; // of the choices
};

static void choose_from(const struct choosing *choosing,
                        const struct clause *part,
                        const struct plan_node *so_far);

static void choose(const struct choosing *choosing, const struct clause *part,
                   const struct plan_node *so_far, struct choice choice)
{
    struct planner *planner = choosing->planner;
    struct plan_node *node = new_node(planner, PLAN_NEAR);
    if (!node) return;
    node->distance = choosing->near->distance;
    for (size_t i = 0; i < so_far->part_count; i++)
        add_part(planner, node, so_far->parts[i]);
    add_part(planner, node, match_choice(planner, choice));
    if (part->next)
        choose_from(choosing, part->next, node);
    else
        add_part(planner, choosing->any, node);
}

// One node for each choice of a word in each part, which all have to be near.
// Where that is too much, rows are left out, but for the first one of what has
// nothing else.
static void choose_from(const struct choosing *choosing,
                        const struct clause *part,
                        const struct plan_node *so_far)
{
    for (const struct clause *word = first_of(part); word;
         word = next_of(part, word)) {
        const struct family *family =
            family_of(choosing->planner, word, choosing->reading);
        const bool terms = count_rows(family) < family->form_count;
        if (terms)
            choose(choosing, part, so_far, (struct choice){ family, NO_ROW });
        for (size_t i = 0; i < family->form_count; i++) {
            if (family->forms[i].term_count == 1) continue;
            if (!choosing->rows && (terms || i > 0)) break;
            choose(choosing, part, so_far, (struct choice){ family, i });
        }
    }
}

static struct plan_node *match_all(struct planner *planner,
                                   const struct clause *clause,
                                   enum reading reading)
{
    struct plan_node *all = new_node(planner, PLAN_ALL);
    for (const struct clause *part = clause->first; part; part = part->next)
        add_part(planner, all, match_clause(planner, part, reading));
    return reduce(all);
}

static struct plan_node *match_near(struct planner *planner,
                                    const struct clause *clause,
                                    enum reading reading)
{
    static const struct plan_node NOTHING;
    if (planner->request->apart && reading != READ_LEFT_OUT)
        return match_all(planner, clause, reading);
    const struct choosing choosing = {
        .planner = planner,
        .near = clause,
        .reading = reading,
        .rows = may_have_rows(planner, clause, reading),
        .any = new_node(planner, PLAN_ANY),
    };
    choose_from(&choosing, clause->first, &NOTHING);
    return reduce(choosing.any);
}

static struct plan_node *every_but(struct planner *planner,
                                   struct plan_node *part)
{
    struct plan_node *but = new_node(planner, PLAN_BUT);
    add_part(planner, but, new_node(planner, PLAN_EVERY));
    add_part(planner, but, part);
    return but;
}

static struct plan_node *match_any(struct planner *planner,
                                   const struct clause *clause,
                                   enum reading reading)
{
    struct plan_node *any = new_node(planner, PLAN_ANY);
    if (reading == READ_COMPLETE) reading = READ_WHOLE;
    for (const struct clause *part = clause->first; part; part = part->next) {
        bool out = part->occur == OCCUR_EXCLUDED;
        struct plan_node *node =
            match_clause(planner, part, out ? READ_LEFT_OUT : reading);
        add_part(planner, any, out ? every_but(planner, node) : node);
    }
    return reduce(any);
}

static bool is_needed(const struct planner *planner, const struct clause *part,
                      enum reading reading)
{
    if (planner->request->any) return false;
    if (part->occur == OCCUR_REQUIRED || reading == READ_WHOLE) return true;
    return reading == READ_COMPLETE
           && (part->kind == CLAUSE_GROUP || is_content(planner, part));
}

// One of the parts that are wanted, where none is needed.
static struct plan_node *match_wanted(struct planner *planner,
                                      const struct clause *group,
                                      enum reading reading)
{
    struct plan_node *any = new_node(planner, PLAN_ANY);
    for (const struct clause *part = group->first; part; part = part->next) {
        if (part->occur == OCCUR_EXCLUDED) continue;
        bool words = part->kind == CLAUSE_TERM && reading == READ_LOOSE;
        add_part(planner, any,
                 words ? match_words(planner, term_of(planner, part), PLAN_ANY)
                       : match_clause(planner, part, reading));
    }
    const struct expansion *expansion = planner->request->expansion;
    bool top = group == planner->request->query->root;
    for (size_t i = 0; top && i < expansion->extra_count; i++)
        add_part(planner, any,
                 match_family(planner, &expansion->extras[i], reading));
    return reduce(any);
}

static struct plan_node *match_group(struct planner *planner,
                                     const struct clause *clause,
                                     enum reading reading)
{
    struct plan_node *all = new_node(planner, PLAN_ALL);
    struct plan_node *but = new_node(planner, PLAN_BUT);
    if (!all || !but) return NULL;
    for (const struct clause *part = clause->first; part; part = part->next)
        if (part->occur != OCCUR_EXCLUDED && is_needed(planner, part, reading))
            add_part(planner, all, match_clause(planner, part, reading));
    struct plan_node *body = reduce(all);
    if (!body && reading != READ_COMPLETE)
        body = match_wanted(planner, clause, reading);
    if (!body && reading == READ_COMPLETE) return NULL;
    add_part(planner, but, body ? body : new_node(planner, PLAN_EVERY));
    for (const struct clause *part = clause->first; part; part = part->next)
        if (part->occur == OCCUR_EXCLUDED)
            add_part(planner, but, match_clause(planner, part, READ_LEFT_OUT));
    return reduce(but);
}

static struct plan_node *match_clause(struct planner *planner,
                                      const struct clause *clause,
                                      enum reading reading)
{
    switch (clause->kind) {
    case CLAUSE_TERM:
        if (planner->request->apart && reading != READ_LEFT_OUT)
            return match_words(planner, term_of(planner, clause), PLAN_ALL);
        return match_family(planner, &term_of(planner, clause)->whole, reading);
    case CLAUSE_ANY: return match_any(planner, clause, reading);
    case CLAUSE_GROUP: return match_group(planner, clause, reading);
    case CLAUSE_NEAR:
        if (planner->request->any) return match_any(planner, clause, reading);
        return match_near(planner, clause, reading);
    case CLAUSE_FILTER: break;
    }
    return NULL;
}

static size_t count_content(const struct planner *planner,
                            const struct clause *clause)
{
    if (clause->kind != CLAUSE_GROUP) return is_content(planner, clause);
    size_t count = 0;
    for (const struct clause *part = clause->first; part; part = part->next)
        if (part->occur != OCCUR_EXCLUDED)
            count += count_content(planner, part);
    return count;
}

static bool is_same_family(const struct plan_node *a, const struct plan_node *b)
{
    return a && b && a->kind == PLAN_FAMILY && b->kind == PLAN_FAMILY
           && a->family == b->family;
}

// Short queries: what has all words comes first.
static const struct plan_node *match_complete(struct planner *planner)
{
    const struct plan_request *request = planner->request;
    const struct clause *root = request->query->root;
    bool wanted = false;
    for (const struct clause *part = root->first; part; part = part->next)
        wanted |= part->occur == OCCUR_WANTED;
    size_t count = count_content(planner, root);
    if (request->match != OFFPRINT_MATCH_AUTO || !wanted || count == 0
        || count > RANK_SHORT_QUERY)
        return NULL;
    struct plan_node *complete = match_group(planner, root, READ_COMPLETE);
    return is_same_family(complete, planner->plan->matching) ? NULL : complete;
}

// ---- What scores ------------------------------------------------------------

static uint32_t number_word(struct planner *planner,
                            const struct family *family)
{
    struct plan *plan = planner->plan;
    size_t i = 0;
    while (i < plan->word_count && plan->words[i].family != family) i++;
    if (i < plan->word_count) return (uint32_t)i;
    struct plan_word *words =
        make_room(planner, plan->words, plan->word_count, sizeof *words);
    if (!words) return 0;
    plan->words = words;
    words[plan->word_count++] = (struct plan_word){ .family = family };
    return (uint32_t)i;
}

static void score_family(struct planner *planner, const struct family *family,
                         double boost)
{
    uint32_t number = number_word(planner, family);
    if (!planner->no_memory)
        planner->plan->words[number].weight += family->weight * boost;
}

static void score_term(struct planner *planner,
                       const struct expanded_term *term, double boost)
{
    if (term->quoted_count) score_family(planner, &term->whole, boost);
    for (size_t i = 0; !term->quoted_count && i < term->word_count; i++)
        score_family(planner, &term->words[i], boost);
}

static void score_clause(struct planner *planner, const struct clause *clause,
                         double boost)
{
    if (clause->occur == OCCUR_EXCLUDED) return;
    boost *= clause->boost;
    if (clause->kind == CLAUSE_TERM)
        score_term(planner, term_of(planner, clause), boost);
    for (const struct clause *part = clause->first; part; part = part->next)
        score_clause(planner, part, boost);
}

// ---- Words next to each other -----------------------------------------------

static void add_pair(struct planner *planner, const struct family *first,
                     const struct family *second)
{
    struct plan *plan = planner->plan;
    double sum = first->weight + second->weight;
    if (sum <= 0 || first->title_only != second->title_only) return;
    struct plan_pair *pairs =
        make_room(planner, plan->pairs, plan->pair_count, sizeof *pairs);
    if (!pairs) return;
    plan->pairs = pairs;
    pairs[plan->pair_count++] = (struct plan_pair){
        .first = number_word(planner, first),
        .second = number_word(planner, second),
        .weight = 2 * first->weight * second->weight / sum,
    };
}

// Adds the pairs within a term, and that of its first word with the last one of
// the term before, last; returns its own last word. NULL where nothing can be
// next to it: a pattern, a phrase, and a run, whose last character stands in
// between.
static const struct family *pair_term(struct planner *planner,
                                      const struct clause *clause,
                                      const struct family *last)
{
    const struct query_term *term =
        &planner->request->query->terms[clause->term];
    const struct expanded_term *expanded = term_of(planner, clause);
    if (clause->occur == OCCUR_EXCLUDED || term->form != TERM_TEXT
        || term->quoted)
        return NULL;
    for (size_t i = 0; i < term->word_count; i++) {
        if (last) add_pair(planner, last, &expanded->words[i]);
        last = &expanded->words[i];
    }
    bool plain = term->words[term->word_count - 1].kind == WORD_PLAIN;
    return plain && !term->prefix ? last : NULL;
}

static void pair_clauses(struct planner *planner, const struct clause *clause)
{
    const struct family *last = NULL;
    bool group = clause->kind == CLAUSE_GROUP;
    for (const struct clause *part = clause->first; part; part = part->next) {
        if (part->kind == CLAUSE_TERM)
            last = pair_term(planner, part, group ? last : NULL);
        else if (part->occur != OCCUR_EXCLUDED)
            pair_clauses(planner, part);
        if (part->kind != CLAUSE_TERM) last = NULL;
    }
}

// ---- The query as a phrase --------------------------------------------------

// Terms while they are collected.
struct row {
    struct planner *planner;
    struct slice *terms;
    size_t count;
    enum word_kind last;
};

static int add_to_row(void *context, const struct word *word)
{
    struct row *row = context;
    struct planner *planner = row->planner;
    struct slice *terms =
        make_room(planner, row->terms, row->count, sizeof *terms);
    if (!terms) return 1;
    row->terms = terms;
    terms[row->count] = arena_copy(planner->arena, word->term);
    planner->no_memory |= !terms[row->count++].ptr;
    row->last = word->kind;
    return planner->no_memory || row->count > PHRASE_WORDS_MAX;
}

static void make_phrase(struct planner *planner)
{
    const struct query *query = planner->request->query;
    struct plan *plan = planner->plan;
    struct row row = { .planner = planner };
    for (const struct clause *part = query->root->first; part;
         part = part->next)
        if (words_analyse(query->terms[part->term].text, add_to_row, &row))
            return;
    if (row.count && row.last == WORD_TAIL) row.count--;
    if (row.count < 2) return;
    plan->phrase = (struct form){ .terms = row.terms,
                                  .term_count = row.count,
                                  .relation = RELATION_TYPED,
                                  .weight = 1 };
    for (size_t i = 0; i < plan->word_count; i++)
        plan->phrase_weight += plan->words[i].weight;
}

// ---- A plan -----------------------------------------------------------------

static void make_scores(struct planner *planner)
{
    const struct plan_request *request = planner->request;
    const struct expansion *expansion = request->expansion;
    score_clause(planner, request->query->root, 1);
    if (planner->no_memory) return;
    pair_clauses(planner, request->query->root);
    if (request->query->plain) make_phrase(planner);
    for (size_t i = 0; i < expansion->extra_count; i++)
        score_family(planner, &expansion->extras[i], 1);
}

enum offprint_status plan_make(const struct plan_request *request,
                               struct arena *arena, struct plan *plan,
                               struct offprint_error *err)
{
    *plan = (struct plan){ .filter = request->filter };
    struct planner planner = { .request = request,
                               .arena = arena,
                               .plan = plan };
    bool all = request->match == OFFPRINT_MATCH_ALL;
    if (request->query->root) {
        plan->matching = match_group(&planner, request->query->root,
                                     all ? READ_WHOLE : READ_LOOSE);
        plan->complete = match_complete(&planner);
        make_scores(&planner);
    } else {
        plan->matching = new_node(&planner, PLAN_EVERY);
    }
    return planner.no_memory ? fail_no_memory(err) : OFFPRINT_OK;
}

enum offprint_status plan_part(const struct plan_request *request,
                               const struct clause *part, struct arena *arena,
                               const struct plan_node **node,
                               struct offprint_error *err)
{
    struct planner planner = { .request = request, .arena = arena };
    *node = match_clause(&planner, part, READ_WHOLE);
    return planner.no_memory ? fail_no_memory(err) : OFFPRINT_OK;
}
