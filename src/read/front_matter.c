#include "read/front_matter.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "read/collect.h"

enum {
    MATTER_MAX = 64 * 1024, // bytes
    DEPTH_MAX = 64,         // of nesting
};

// ---- Lines ------------------------------------------------------------------

static struct slice take_line(struct slice *text)
{
    const char *stop = text->len ? memchr(text->ptr, '\n', text->len) : NULL;
    struct slice line = { text->ptr,
                          stop ? (size_t)(stop - text->ptr) : text->len };
    *text = slice_from(*text, stop ? line.len + 1 : line.len);
    return line;
}

// Whether a line is mark, blanks behind it aside.
static bool is_mark(struct slice line, struct slice mark)
{
    return slice_starts_with(line, mark) && slice_equal(slice_trim(line), mark);
}

// Cuts "key: value" without looking at what the value means.
static bool split_line(struct slice line, struct slice *key,
                       struct slice *value)
{
    size_t len = 0;
    while (len < line.len && line.ptr[len] != ':') len++;
    if (len == 0 || len == line.len || line.ptr[0] == ' ' || line.ptr[0] == '-')
        return false;
    struct slice rest = slice_from(line, len + 1);
    if (rest.len && rest.ptr[0] != ' ' && rest.ptr[0] != '\t'
        && rest.ptr[0] != '\r')
        return false;
    *key = slice_trim((struct slice){ line.ptr, len });
    *value = slice_trim(rest);
    return true;
}

static bool begins_with_key(struct slice matter)
{
    while (matter.len) {
        struct slice line = take_line(&matter), key, value;
        struct slice bare = slice_trim(line);
        if (bare.len == 0 || bare.ptr[0] == '#') continue;
        return bare.ptr[0] == '{' || split_line(line, &key, &value);
    }
    return true; // nothing in it, or comments
}

bool front_matter_cut(struct slice *text, struct slice *matter)
{
    struct slice rest = *text;
    if (!is_mark(take_line(&rest), SLICE("---"))) return false;
    const char *start = rest.ptr;
    while (rest.len && rest.ptr - start <= MATTER_MAX) {
        struct slice line = take_line(&rest);
        if (!is_mark(line, SLICE("---")) && !is_mark(line, SLICE("...")))
            continue;
        *matter = (struct slice){ start, (size_t)(line.ptr - start) };
        if (!begins_with_key(*matter)) return false;
        *text = rest;
        return true;
    }
    return false;
}

// ---- YAML -------------------------------------------------------------------

// libyaml does not tell keys from values: in a mapping they take turns.
struct nesting {
    bool is_list;
    bool value_next;
};

struct yaml {
    struct collector collector;
    struct nesting nesting[DEPTH_MAX + 1];
};

// Whether the node that begins is a key; it is the other one's turn then.
static bool takes_turn_as_key(struct yaml *yaml)
{
    struct nesting *nesting = &yaml->nesting[yaml->collector.depth];
    if (yaml->collector.depth == 0 || nesting->is_list) return false;
    nesting->value_next = !nesting->value_next;
    return nesting->value_next;
}

static bool begin_nested(struct yaml *yaml, bool is_list)
{
    // A list as a key is legal, and no name of ours.
    if (takes_turn_as_key(yaml)) collect_key(&yaml->collector, SLICE(""));
    if (yaml->collector.depth == DEPTH_MAX) return false;
    collect_begin(&yaml->collector, is_list);
    yaml->nesting[yaml->collector.depth] = (struct nesting){ is_list, false };
    return true;
}

static void add_scalar(struct yaml *yaml, const yaml_event_t *event)
{
    static const char *const NOTHING[] = { "~", "null", "Null", "NULL" };
    // "\0" is an escape of YAML; nothing readable follows a NUL.
    struct slice text = slice_of((const char *)event->data.scalar.value);
    if (takes_turn_as_key(yaml)) {
        collect_key(&yaml->collector, text);
        return;
    }
    bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    for (size_t i = 0; plain && i < sizeof NOTHING / sizeof NOTHING[0]; i++)
        if (slice_equal(text, slice_of(NOTHING[i]))) text.len = 0;
    collect_text(&yaml->collector, text);
}

// False where the nesting is too deep.
static bool add_event(struct yaml *yaml, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_MAPPING_START_EVENT: return begin_nested(yaml, false);
    case YAML_SEQUENCE_START_EVENT: return begin_nested(yaml, true);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT: collect_end(&yaml->collector); return true;
    case YAML_SCALAR_EVENT: add_scalar(yaml, event); return true;
    case YAML_ALIAS_EVENT: // what it stands for may be large: no value
        if (takes_turn_as_key(yaml))
            collect_key(&yaml->collector, SLICE(""));
        else
            collect_text(&yaml->collector, SLICE(""));
        return true;
    default: return true;
    }
}

static enum offprint_status parse_failure(const yaml_parser_t *parser,
                                          struct offprint_error *err)
{
    if (parser->error == YAML_MEMORY_ERROR) return fail_no_memory(err);
    // Lines count from 0, and the "---" is before the first.
    size_t line =
        parser->error == YAML_READER_ERROR ? 0 : parser->problem_mark.line + 2;
    return fail(err, OFFPRINT_CORRUPT, "front matter, line %zu: %s", line,
                parser->problem ? parser->problem : "not YAML");
}

static enum offprint_status read_yaml(struct yaml *yaml, struct slice matter,
                                      struct offprint_error *err)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) return fail_no_memory(err);
    yaml_parser_set_input_string(&parser, (const yaml_char_t *)matter.ptr,
                                 matter.len);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    enum offprint_status status = OFFPRINT_OK;
    bool ended = false;
    while (!ended && status == OFFPRINT_OK) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            status = parse_failure(&parser, err);
            break;
        }
        ended = event.type == YAML_STREAM_END_EVENT;
        if (!add_event(yaml, &event))
            status =
                fail(err, OFFPRINT_CORRUPT,
                     "front matter: nested deeper than %d levels", DEPTH_MAX);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return status;
}

// ---- Where it is not YAML ---------------------------------------------------

static struct slice without_quotes(struct slice value)
{
    if (value.len < 2) return value;
    char first = value.ptr[0], last = value.ptr[value.len - 1];
    if (first != last || (first != '"' && first != '\'')) return value;
    return (struct slice){ value.ptr + 1, value.len - 2 };
}

// "title: Storm: the second day" is what people write, and no YAML.
static void read_lines(const struct field_names *names, struct slice matter,
                       struct record *record)
{
    while (matter.len) {
        struct slice line = take_line(&matter), key, value;
        struct field_name name;
        if (split_line(line, &key, &value)
            && field_find(names, without_quotes(key), &name))
            record_set(record, name, without_quotes(value), false);
    }
}

enum offprint_status front_matter_read(struct slice matter, struct arena *arena,
                                       struct record *record, char *message,
                                       size_t size, struct offprint_error *err)
{
    static const struct field_names NAMES = { NULL, 0 };
    message[0] = '\0';
    // Escapes grow by half at most ("\L" is U+2028), so scratch does not grow.
    struct buffer scratch = { arena_alloc(arena, 2 * matter.len + 1), 0,
                              2 * matter.len + 1, false };
    if (!scratch.ptr) return fail_no_memory(err);
    struct yaml yaml = {
        .collector = { .names = &NAMES, .record = record, .scratch = &scratch }
    };
    struct offprint_error cause;
    enum offprint_status status = read_yaml(&yaml, matter, &cause);
    if (status == OFFPRINT_NO_MEMORY) return fail_no_memory(err);
    if (status != OFFPRINT_OK) {
        snprintf(message, size, "%s", cause.message);
        *record = (struct record){ 0 };
        read_lines(&NAMES, matter, record);
    }
    return OFFPRINT_OK;
}
