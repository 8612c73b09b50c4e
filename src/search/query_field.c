#include "search/query_field.h"

#include "search/query_date.h"

enum { PATH_BYTES = 4096 }; // no path is longer

static const struct query_field FIELDS[] = {
    { "title", false, 0 },         { "author", true, FILTER_AUTHOR },
    { "tag", true, FILTER_TAG },   { "lang", true, FILTER_LANGUAGE },
    { "site", true, FILTER_SITE }, { "path", true, FILTER_PATH },
    { "date", true, FILTER_DATE }, { "added", true, FILTER_ADDED },
};

const char QUERY_FIELDS[] = "title, author, tag, lang, site, path, date, added";

static size_t letters_before_colon(struct slice text)
{
    size_t len = 0;
    while (len < text.len && ((text.ptr[len] | 0x20) >= 'a')
           && ((text.ptr[len] | 0x20) <= 'z'))
        len++;
    return len < text.len && text.ptr[len] == ':' ? len : 0;
}

const struct query_field *query_field_named(struct slice name)
{
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++)
        if (slice_equal_nocase(name, slice_of(FIELDS[i].name)))
            return &FIELDS[i];
    return NULL;
}

bool query_field_is_empty(struct slice text)
{
    const size_t len = letters_before_colon(text);
    return len > 0 && len + 1 == text.len
           && query_field_named((struct slice){ text.ptr, len });
}

const struct query_field *query_field_take(struct slice *rest)
{
    size_t len = letters_before_colon(*rest);
    if (len == 0 || len + 1 == rest->len) return NULL;
    char next = rest->ptr[len + 1];
    if (next == ' ' || next == ')' || (next >= '\t' && next <= '\r'))
        return NULL;
    const struct query_field *field =
        query_field_named((struct slice){ rest->ptr, len });
    if (field) *rest = slice_from(*rest, len + 1);
    return field;
}

// Neither http://... nor the drive c: is one, nor are code and ratios.
bool query_field_is_unknown(struct slice chunk)
{
    size_t len = letters_before_colon(chunk);
    if (len < 3 || len + 1 == chunk.len) return false;
    char next = chunk.ptr[len + 1];
    return next != '/' && next != ':' && next != '\\'
           && !query_field_named((struct slice){ chunk.ptr, len });
}

// Letters, digits and hyphens, in small letters.
static enum field_reading read_language(struct slice text, struct arena *arena,
                                        struct filter_condition *condition)
{
    enum { LONGEST_TAG = 35 }; // of RFC 5646 without extensions
    if (text.len == 0 || text.len > LONGEST_TAG) return FIELD_NONE;
    char *copy = arena_string(arena, text);
    if (!copy) return FIELD_NO_MEMORY;
    for (size_t i = 0; i < text.len; i++) {
        char c = copy[i];
        if (c >= 'A' && c <= 'Z') copy[i] = c |= 0x20;
        bool fits =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        if (!fits) return FIELD_NONE;
    }
    condition->value = (struct slice){ copy, text.len };
    return FIELD_READ;
}

static enum field_reading read_dates(struct slice text, const char *today,
                                     struct arena *arena,
                                     struct filter_condition *condition)
{
    struct date_range range;
    switch (query_date_read(text, today, &range)) {
    case DATE_NONE: return FIELD_NONE;
    case DATE_IMPOSSIBLE: return FIELD_IMPOSSIBLE;
    case DATE_READ: break;
    }
    condition->from = arena_copy(arena, slice_of(range.from));
    condition->until = arena_copy(arena, slice_of(range.until));
    return condition->from.ptr && condition->until.ptr ? FIELD_READ
                                                       : FIELD_NO_MEMORY;
}

static int count_word(void *context, const struct word *word)
{
    (void)word;
    *(bool *)context = true;
    return 1;
}

static enum field_reading read_text(struct slice text, struct arena *arena,
                                    struct filter_condition *condition)
{
    bool words = false;
    words_analyse(text, count_word, &words);
    if (!words) return FIELD_NONE;
    condition->value = arena_copy(arena, text);
    return condition->value.ptr ? FIELD_READ : FIELD_NO_MEMORY;
}

enum field_reading query_field_read(struct slice text, const char *today,
                                    struct arena *arena,
                                    struct filter_condition *condition)
{
    switch (condition->field) {
    case FILTER_LANGUAGE: return read_language(text, arena, condition);
    case FILTER_DATE:
    case FILTER_ADDED: return read_dates(text, today, arena, condition);
    case FILTER_PATH:
        if (text.len > PATH_BYTES) return FIELD_NONE;
        condition->value = arena_copy(arena, text);
        return condition->value.ptr ? FIELD_READ : FIELD_NO_MEMORY;
    case FILTER_SITE:
    case FILTER_AUTHOR:
    case FILTER_TAG: return read_text(text, arena, condition);
    }
    return FIELD_NONE;
}
