// Any text is a query: its tree is what query.h says, however the text looks.
// The first byte chooses the options.

#include "search/query.h"
#include "fuzz/fuzz.h"

static size_t count_parts(const struct clause *clause)
{
    size_t count = 0;
    for (const struct clause *part = clause->first; part; part = part->next)
        count++;
    return count;
}

static bool is_word(const struct clause *clause)
{
    if (clause->kind == CLAUSE_TERM) return true;
    if (clause->kind != CLAUSE_ANY) return false;
    for (const struct clause *part = clause->first; part; part = part->next)
        if (part->kind != CLAUSE_TERM || part->occur == OCCUR_EXCLUDED)
            return false;
    return true;
}

// Checks a clause and returns how many terms are in it.
static size_t check_clause(const struct query *query, struct slice text,
                           const struct clause *clause, bool wanted)
{
    wanted &= clause->occur != OCCUR_EXCLUDED;
    FUZZ_CHECK(clause->kind != CLAUSE_FILTER);
    FUZZ_CHECK(clause->text.ptr >= text.ptr
               && clause->text.len
                      <= (size_t)(text.ptr + text.len - clause->text.ptr));
    FUZZ_CHECK(clause->boost >= 0);
    if (clause->kind == CLAUSE_TERM) {
        FUZZ_CHECK(clause->term < query->term_count && !clause->first);
        FUZZ_CHECK(!wanted || query->terms[clause->term].wanted);
        return 1;
    }
    const size_t parts = count_parts(clause);
    const bool lone_exclusion =
        parts == 1 && clause->first->occur == OCCUR_EXCLUDED;
    FUZZ_CHECK(parts > 1 || lone_exclusion || clause == query->root);
    size_t count = 0;
    for (const struct clause *part = clause->first; part; part = part->next) {
        FUZZ_CHECK(clause->kind != CLAUSE_NEAR || is_word(part));
        count += check_clause(query, text, part, wanted);
    }
    return count;
}

static void check_query(const struct query *query, struct slice text)
{
    FUZZ_CHECK(query->term_count <= QUERY_TERMS_MAX);
    FUZZ_CHECK(query->filter_count <= QUERY_FILTERS_MAX);
    FUZZ_CHECK(query->warning_count <= QUERY_WARNINGS_MAX);
    for (size_t i = 0; i < query->term_count; i++)
        FUZZ_CHECK(query->terms[i].word_count > 0);
    for (size_t i = 0; i < query->filter_count; i++)
        FUZZ_CHECK(query->filters[i].number > 0);
    for (size_t i = 0; i < query->warning_count; i++) {
        const struct query_warning *warning = &query->warnings[i];
        FUZZ_CHECK(warning->start <= text.len && warning->size > 0);
    }
    if (!query->root) return;
    FUZZ_CHECK(query->root->kind == CLAUSE_GROUP && query->root->first);
    FUZZ_CHECK(check_clause(query, text, query->root, true) <= QUERY_TERMS_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const FIELDS[] = { NULL, "title", "author", "date" };
    if (size < 1) return 0;
    const struct slice text = { (const char *)data + 1, size - 1 };
    const struct query_options options = { .literal = data[0] & 1,
                                           .exact = data[0] & 2,
                                           .field = FIELDS[data[0] / 4 % 4],
                                           .today = "2026-11-28" };
    struct arena arena = { 0 };
    struct query query;
    const enum offprint_status status =
        query_parse(text, &options, &arena, &query, NULL);
    FUZZ_CHECK(status == OFFPRINT_OK || status == OFFPRINT_MISUSE);
    if (!status) check_query(&query, text);
    if (options.literal && !options.field && query.term_count < QUERY_TERMS_MAX)
        FUZZ_CHECK(!status && query.warning_count == 0);
    arena_free(&arena);
    return 0;
}
