#include "store/dictionary.h"

struct comparison {
    const struct dictionary_entry *truth; // the next one
    size_t truth_left;
    struct dictionary_differences *differences;
    struct arena *arena;
    bool no_memory;
};

// Counts a difference and keeps the first. Either may be NULL, not both.
static void differ(struct comparison *comparison,
                   const struct dictionary_entry *held,
                   const struct dictionary_entry *truth)
{
    struct dictionary_differences *differences = comparison->differences;
    if (differences->count++ > 0) return;
    const struct dictionary_entry *either = held ? held : truth;
    struct dictionary_entry named = {
        .key = arena_copy(comparison->arena, either->key),
        .term = arena_copy(comparison->arena, either->term),
    };
    comparison->no_memory = !named.key.ptr || !named.term.ptr;
    differences->held = differences->truth = named;
    if (held) {
        differences->held.articles = held->articles;
        differences->held.occurrences = held->occurrences;
    }
    if (truth) {
        differences->truth.articles = truth->articles;
        differences->truth.occurrences = truth->occurrences;
    }
}

static bool compare_entry(void *context, const struct dictionary_entry *held)
{
    struct comparison *comparison = context;
    while (comparison->truth_left > 0) {
        const struct dictionary_entry *truth = comparison->truth;
        int order =
            dictionary_order(truth->key, truth->term, held->key, held->term);
        if (order > 0) break;
        comparison->truth++;
        comparison->truth_left--;
        if (order == 0) {
            if (truth->articles != held->articles
                || truth->occurrences != held->occurrences)
                differ(comparison, held, truth);
            return true;
        }
        differ(comparison, NULL, truth);
    }
    differ(comparison, held, NULL);
    return true;
}

enum offprint_status dictionary_compare(
    struct dictionary *dictionary, const struct dictionary_entry *truth,
    size_t truth_count, struct arena *arena,
    struct dictionary_differences *differences, struct offprint_error *err)
{
    *differences = (struct dictionary_differences){ 0 };
    struct comparison comparison = {
        .truth = truth,
        .truth_left = truth_count,
        .differences = differences,
        .arena = arena,
    };
    enum offprint_status status = dictionary_scan(
        dictionary, (struct slice){ NULL, 0 }, compare_entry, &comparison, err);
    if (status) return status;
    for (; comparison.truth_left > 0; comparison.truth_left--)
        differ(&comparison, NULL, comparison.truth++);
    return comparison.no_memory ? fail_no_memory(err) : OFFPRINT_OK;
}
