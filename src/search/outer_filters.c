#include "search/outer_filters.h"

#include "search/query_field.h"

// Each has a number of its own, so that it holds beside those of the text.
static enum offprint_status add(struct query *query, enum filter_field field,
                                const char *option, const char *value,
                                const char *today, struct arena *arena,
                                struct offprint_error *err)
{
    if (!value) return OFFPRINT_OK;
    struct filter_condition *condition = &query->filters[query->filter_count];
    const char *before = strcmp(option, "until") == 0 ? ".." : "";
    const char *behind = strcmp(option, "since") == 0 ? ".." : "";
    struct slice text =
        slice_of(arena_format(arena, "%s%s%s", before, value, behind));
    *condition = (struct filter_condition){
        .field = field,
        .number = UINT32_MAX - (uint32_t)query->filter_count,
        .text = slice_of(arena_format(arena, "--%s %s", option, value)),
    };
    if (!text.ptr || !condition->text.ptr) return fail_no_memory(err);
    switch (query_field_read(text, today, arena, condition)) {
    case FIELD_READ: query->filter_count++; return OFFPRINT_OK;
    case FIELD_NO_MEMORY: return fail_no_memory(err);
    case FIELD_IMPOSSIBLE:
    case FIELD_NONE: break;
    }
    return fail(err, OFFPRINT_MISUSE,
                field == FILTER_LANGUAGE
                    ? "%.64s: not the code of a language"
                    : "%.64s: not a date (2019, 2019-03, 2019-03-15, 2y)",
                value);
}

enum offprint_status outer_filters_add(const struct outer_filters *filters,
                                       const char *today, struct arena *arena,
                                       struct query *query,
                                       struct offprint_error *err)
{
    enum offprint_status status = add(query, FILTER_LANGUAGE, "lang",
                                      filters->language, today, arena, err);
    if (!status)
        status =
            add(query, FILTER_DATE, "since", filters->since, today, arena, err);
    if (!status)
        status =
            add(query, FILTER_DATE, "until", filters->until, today, arena, err);
    return status;
}
