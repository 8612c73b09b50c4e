#include "read/fields.h"

#include "read/date.h"
#include "read/language_tag.h"
#include "read/tidy.h"

// In the order in which they are believed.
static const struct {
    const char *name;
    enum field field;
} NAMES[] = {
    { "_id", FIELD_ID },
    { "id", FIELD_ID },
    { "docno", FIELD_ID },
    { "title", FIELD_TITLE },
    { "headline", FIELD_TITLE },
    { "text", FIELD_TEXT },
    { "body", FIELD_TEXT },
    { "content", FIELD_TEXT },
    { "contents", FIELD_TEXT },
    { "author", FIELD_AUTHORS },
    { "authors", FIELD_AUTHORS },
    { "byline", FIELD_AUTHORS },
    { "date", FIELD_PUBLISHED },
    { "published", FIELD_PUBLISHED },
    { "lastmod", FIELD_MODIFIED },
    { "modified", FIELD_MODIFIED },
    { "updated", FIELD_MODIFIED },
    { "url", FIELD_URL },
    { "link", FIELD_URL },
    { "canonical", FIELD_URL },
    { "tags", FIELD_TAGS },
    { "keywords", FIELD_TAGS },
    { "categories", FIELD_TAGS },
    { "lang", FIELD_LANGUAGE },
    { "language", FIELD_LANGUAGE },
    { "description", FIELD_DESCRIPTION },
    { "summary", FIELD_DESCRIPTION },
    { "site", FIELD_SITE },
    { "publication", FIELD_SITE },
    { "source", FIELD_SITE },
};

enum { NAME_COUNT = sizeof NAMES / sizeof NAMES[0] };

static bool find_known(struct slice key, struct field_name *found)
{
    for (unsigned i = 0; i < NAME_COUNT; i++) {
        if (!slice_equal_nocase(key, slice_of(NAMES[i].name))) continue;
        *found = (struct field_name){ NAMES[i].field, i, NAMES[i].name };
        return true;
    }
    return false;
}

bool field_find(const struct field_names *names, struct slice key,
                struct field_name *found)
{
    for (size_t i = 0; i < names->map_count; i++) {
        if (!slice_equal(key, slice_of(names->maps[i].theirs))) continue;
        if (!find_known(slice_of(names->maps[i].ours), found)) continue;
        found->rank = (unsigned)i;
        found->name = names->maps[i].theirs;
        return true;
    }
    if (!find_known(key, found)) return false;
    found->rank += (unsigned)names->map_count;
    return true;
}

enum offprint_status field_map_parse(const char *text, char *buffer,
                                     size_t size, struct field_map *map,
                                     struct offprint_error *err)
{
    *map = (struct field_map){ NULL, NULL };
    size_t len = strlen(text);
    const char *equals = strchr(text, '=');
    if (!equals || equals == text || !equals[1])
        return fail(err, OFFPRINT_MISUSE,
                    "%s: a map is written FIELD=NAME, as title=headline", text);
    if (len >= size)
        return fail(err, OFFPRINT_MISUSE, "%.40s...: the map is too long",
                    text);
    struct slice ours = { text, (size_t)(equals - text) };
    struct field_name name;
    if (!find_known(ours, &name))
        return fail(err, OFFPRINT_MISUSE,
                    "%.*s: no such field (there are id, title, text, author, "
                    "date, modified, url, tags, language, description and "
                    "site)",
                    SLICE_ARGS(ours));
    memcpy(buffer, text, len + 1);
    buffer[ours.len] = '\0';
    *map = (struct field_map){ buffer, buffer + ours.len + 1 };
    return OFFPRINT_OK;
}

void record_set(struct record *record, struct field_name name,
                struct slice text, bool list)
{
    struct field_value *value = &record->values[name.field];
    if (value->text.len && value->rank <= name.rank) return;
    text = slice_trim(text);
    if (text.len)
        *value = (struct field_value){ text, name.rank, name.name, list };
}

// A copy of text with one character for another.
static bool exchange(struct arena *arena, struct slice *text, char from,
                     char to)
{
    char *copy = arena_alloc(arena, text->len);
    if (!copy) return false;
    for (size_t i = 0; i < text->len; i++)
        copy[i] = text->ptr[i] == from ? to : text->ptr[i];
    text->ptr = copy;
    return true;
}

static bool read_date(struct arena *arena, struct slice text,
                      struct slice *result)
{
    char iso[DATE_MAX];
    struct slice date = { iso, date_read(text, iso) };
    *result = (struct slice){ NULL, 0 };
    if (date.len == 0) return true;
    *result = arena_copy(arena, date);
    return result->ptr != NULL;
}

static struct article_sources sources_of(const struct field_value *values)
{
    return (struct article_sources){
        .title = values[FIELD_TITLE].name,
        .description = values[FIELD_DESCRIPTION].name,
        .authors = values[FIELD_AUTHORS].name,
        .site = values[FIELD_SITE].name,
        .published = values[FIELD_PUBLISHED].name,
        .modified = values[FIELD_MODIFIED].name,
        .language = values[FIELD_LANGUAGE].name,
        .tags = values[FIELD_TAGS].name,
        .url = values[FIELD_URL].name,
    };
}

bool record_describe(const struct record *record, struct arena *arena,
                     struct article *article)
{
    const struct field_value *values = record->values;
    article->sources = sources_of(values);
    article->name = values[FIELD_ID].text;
    article->authors = values[FIELD_AUTHORS].text;
    article->url = values[FIELD_URL].text;
    article->tags = values[FIELD_TAGS].text;
    article->description = values[FIELD_DESCRIPTION].text;
    article->site = values[FIELD_SITE].text;
    article->language = values[FIELD_LANGUAGE].text;
    // "a, b" under tags is two of them; authors have commas of their own.
    if (article->tags.len && !values[FIELD_TAGS].list
        && !exchange(arena, &article->tags, ',', '\n'))
        return false;
    return tidy_line(arena, &article->name, TITLE_MAX)
           && tidy_list(arena, &article->authors, FIELD_MAX)
           && tidy_line(arena, &article->url, FIELD_MAX)
           && tidy_list(arena, &article->tags, FIELD_MAX)
           && tidy_line(arena, &article->description, FIELD_MAX)
           && tidy_line(arena, &article->site, TITLE_MAX)
           && read_date(arena, values[FIELD_PUBLISHED].text,
                        &article->published)
           && read_date(arena, values[FIELD_MODIFIED].text, &article->modified)
           && language_tag(arena, &article->language);
}
