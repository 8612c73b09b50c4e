// jsonld.c - yajl's events become a tree in the arena.

#include "read/html/jsonld.h"

#include <yajl/yajl_parse.h>

#include "read/yajl_pool.h"

enum {
    DEPTH_MAX = 32,    // objects and lists in each other; more is not read
    VALUES_MAX = 8000, // of one script
};

struct reader {
    struct arena *arena;
    struct jsonld *open[DEPTH_MAX + 1]; // open[0] is the list of all
    struct jsonld *last[DEPTH_MAX + 1]; // child of each of them
    size_t depth;
    size_t values;
    struct slice key; // of the next value
    bool no_memory;
};

// ---- Events -----------------------------------------------------------------

static struct jsonld *add_value(struct reader *reader, enum jsonld_kind kind,
                                struct slice text)
{
    if (++reader->values > VALUES_MAX) return NULL;
    struct jsonld *value = arena_alloc(reader->arena, sizeof *value);
    struct slice copy = arena_copy(reader->arena, text);
    if (!value || !copy.ptr) {
        reader->no_memory = true;
        return NULL;
    }
    *value = (struct jsonld){ .kind = kind, .key = reader->key, .text = copy };
    reader->key = (struct slice){ 0 };
    struct jsonld **place = reader->last[reader->depth]
                                ? &reader->last[reader->depth]->next
                                : &reader->open[reader->depth]->first;
    *place = reader->last[reader->depth] = value;
    return value;
}

static int open_value(struct reader *reader, enum jsonld_kind kind)
{
    struct jsonld *value = add_value(reader, kind, (struct slice){ 0 });
    if (!value || reader->depth == DEPTH_MAX) return 0;
    reader->depth++;
    reader->open[reader->depth] = value;
    reader->last[reader->depth] = NULL;
    return 1;
}

static int on_object(void *context)
{
    return open_value(context, JSONLD_OBJECT);
}

static int on_list(void *context)
{
    return open_value(context, JSONLD_LIST);
}

static int on_end(void *context)
{
    struct reader *reader = context;
    reader->depth--;
    return 1;
}

static int on_text(void *context, const unsigned char *text, size_t len)
{
    return add_value(context, JSONLD_TEXT,
                     (struct slice){ (const char *)text, len })
           != NULL;
}

static int on_number(void *context, const char *text, size_t len)
{
    return add_value(context, JSONLD_TEXT, (struct slice){ text, len }) != NULL;
}

static int on_nothing(void *context)
{
    struct reader *reader = context;
    reader->key = (struct slice){ 0 };
    return 1;
}

static int on_boolean(void *context, int value)
{
    (void)value;
    return on_nothing(context);
}

static int on_key(void *context, const unsigned char *text, size_t len)
{
    struct reader *reader = context;
    reader->key =
        arena_copy(reader->arena, (struct slice){ (const char *)text, len });
    reader->no_memory = reader->key.ptr == NULL;
    return !reader->no_memory;
}

static const yajl_callbacks CALLBACKS = {
    .yajl_null = on_nothing,
    .yajl_boolean = on_boolean,
    .yajl_number = on_number,
    .yajl_string = on_text,
    .yajl_start_map = on_object,
    .yajl_map_key = on_key,
    .yajl_end_map = on_end,
    .yajl_start_array = on_list,
    .yajl_end_array = on_end,
};

// ---- Reading ----------------------------------------------------------------

// A copy in which strings hold no control characters, which yajl refuses.
static struct slice without_controls(struct slice script, struct arena *arena)
{
    char *copy = arena_alloc(arena, script.len + 1);
    bool quoted = false;
    for (size_t i = 0; copy && i < script.len; i++) {
        char c = script.ptr[i];
        copy[i] = quoted && (unsigned char)c < ' ' ? ' ' : c;
        bool escape = quoted && c == '\\' && i + 1 < script.len;
        if (c == '"') quoted = !quoted;
        if (!escape) continue;
        i++;
        c = script.ptr[i];
        copy[i] = (unsigned char)c < ' ' ? 'n' : c;
    }
    return (struct slice){ copy, script.len };
}

static struct slice without_frame(struct slice script)
{
    size_t from = 0;
    while (from < script.len && script.ptr[from] != '{'
           && script.ptr[from] != '[')
        from++;
    // "<![CDATA[" has a bracket of its own.
    struct slice rest = slice_from(script, from);
    if (slice_starts_with(rest, SLICE("[CDATA[")))
        return without_frame(slice_from(rest, SLICE("[CDATA[").len));
    return rest;
}

// A value after another, with or without a comma between.
static void parse(struct reader *reader, struct slice text)
{
    struct yajl_pool pool = { .arena = reader->arena };
    yajl_alloc_funcs memory = yajl_pool_memory(&pool);
    if (setjmp(pool.no_memory)) {
        reader->no_memory = true;
        return;
    }
    yajl_handle handle = yajl_alloc(&CALLBACKS, &memory, reader);
    yajl_config(handle, yajl_allow_comments, 1);
    yajl_config(handle, yajl_dont_validate_strings, 1);
    yajl_config(handle, yajl_allow_multiple_values, 1);
    yajl_config(handle, yajl_allow_partial_values, 1);
    if (yajl_parse(handle, (const unsigned char *)text.ptr, text.len)
        == yajl_status_ok)
        yajl_complete_parse(handle);
}

struct jsonld *jsonld_read(struct slice script, struct arena *arena)
{
    struct jsonld *all = arena_alloc(arena, sizeof *all);
    struct slice text = without_controls(without_frame(script), arena);
    if (!all || !text.ptr) return NULL;
    all->kind = JSONLD_LIST;
    struct reader reader = { .arena = arena };
    reader.open[0] = all;
    parse(&reader, text);
    return reader.no_memory ? NULL : all;
}

const struct jsonld *jsonld_member(const struct jsonld *value, const char *key)
{
    if (!value || value->kind != JSONLD_OBJECT) return NULL;
    for (const struct jsonld *child = value->first; child; child = child->next)
        if (slice_equal(child->key, slice_of(key))) return child;
    return NULL;
}
