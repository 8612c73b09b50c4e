#include "search/archive_languages.h"

#include <string.h>

#include "store/related.h"

enum { RARE_SHARE = 200 }; // a language of fewer than 1 in 200 does not count

static bool stands_for(struct slice wanted, struct slice code)
{
    struct slice begins = { code.ptr, wanted.len };
    return code.len >= wanted.len && slice_equal_nocase(begins, wanted)
           && (code.len == wanted.len || code.ptr[wanted.len] == '-');
}

static bool asks_for_some(const struct query *query)
{
    for (size_t i = 0; i < query->filter_count; i++)
        if (query->filters[i].field == FILTER_LANGUAGE
            && !query->filters[i].excluded)
            return true;
    return false;
}

static bool is_asked_for(const struct query *query, struct slice code)
{
    bool some = false, asked = false;
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct filter_condition *filter = &query->filters[i];
        if (filter->field != FILTER_LANGUAGE) continue;
        bool same = stands_for(filter->value, code);
        if (filter->excluded && same) return false;
        some |= !filter->excluded;
        asked |= same;
    }
    return asked || !some;
}

enum offprint_status archive_languages_read(struct store *store,
                                            const struct query *query,
                                            struct archive_languages *languages,
                                            struct offprint_error *err)
{
    *languages = (struct archive_languages){ 0 };
    struct language_count *counts;
    size_t count;
    enum offprint_status status =
        store_keep_languages(store, &counts, &count, err);
    if (status) return status;
    const bool all = !asks_for_some(query);
    uint64_t total = 0;
    for (size_t i = 0; i < count; i++) total += counts[i].articles;
    for (size_t i = 0; i < count; i++) {
        struct slice code = slice_of(counts[i].code);
        const int number = counts[i].number;
        if (code.len == 0 && all)
            languages->unknown = counts[i].articles >= total / RARE_SHARE;
        bool rare = counts[i].articles < total / RARE_SHARE;
        if (number < 0 || (rare && all)
            || (query->filter_count && !is_asked_for(query, code)))
            continue;
        languages->stemmed |= (uint32_t)1 << number;
    }
    return OFFPRINT_OK;
}

size_t archive_languages_of(const struct archive_languages *languages,
                            struct slice term, int numbers[LANGUAGES_MAX])
{
    const char *script = script_of(term);
    size_t count = 0;
    for (unsigned i = 0; i < LANGUAGE_COUNT; i++)
        if (languages->stemmed >> i & 1
            && language_uses_script(&LANGUAGES[i], script))
            numbers[count++] = (int)i;
    int common = language_of_script(script);
    if (common < 0 || !languages->unknown || languages->stemmed >> common & 1)
        return count;
    numbers[count++] = common;
    return count;
}
