#include "read/json.h"

#include <string.h>
#include <yajl/yajl_parse.h>

#include "base/arena.h"
#include "read/collect.h"
#include "read/json_escape.h"
#include "read/yajl_pool.h"

enum {
    DEPTH_MAX = 1000, // of nesting; what people write has a dozen levels
};

struct parse {
    struct collector collector;
    const char *refused; // why the parse was ended
};

static int refuse(struct parse *parse, const char *why)
{
    parse->refused = why;
    return 0;
}

static int add_text(void *context, const char *text, size_t len)
{
    struct parse *parse = context;
    if (parse->collector.depth == 0) return refuse(parse, "is not an object");
    collect_text(&parse->collector, (struct slice){ text, len });
    return 1;
}

static int add_string(void *context, const unsigned char *text, size_t len)
{
    return add_text(context, (const char *)text, len);
}

static int add_null(void *context)
{
    return add_text(context, NULL, 0);
}

static int add_boolean(void *context, int value)
{
    (void)value;
    return add_text(context, NULL, 0);
}

static int add_key(void *context, const unsigned char *text, size_t len)
{
    struct parse *parse = context;
    collect_key(&parse->collector, (struct slice){ (const char *)text, len });
    return 1;
}

static int begin_nested(struct parse *parse, bool is_list)
{
    if (parse->collector.depth == 0 && is_list)
        return refuse(parse, "is a list, not an object");
    if (parse->collector.depth == DEPTH_MAX)
        return refuse(parse, "is nested deeper than 1,000 levels");
    collect_begin(&parse->collector, is_list);
    return 1;
}

static int begin_object(void *context)
{
    return begin_nested(context, false);
}

static int begin_list(void *context)
{
    return begin_nested(context, true);
}

static int end_nested(void *context)
{
    struct parse *parse = context;
    collect_end(&parse->collector);
    return 1;
}

static const yajl_callbacks CALLBACKS = {
    .yajl_null = add_null,
    .yajl_boolean = add_boolean,
    .yajl_number = add_text, // as written: no number is too large
    .yajl_string = add_string,
    .yajl_start_map = begin_object,
    .yajl_map_key = add_key,
    .yajl_end_map = end_nested,
    .yajl_start_array = begin_list,
    .yajl_end_array = end_nested,
};

// ---- The parse --------------------------------------------------------------

// yajl's reason without what follows its first line.
static enum offprint_status yajl_failure(yajl_handle yajl,
                                         struct offprint_error *err)
{
    const char *reason = (char *)yajl_get_error(yajl, 0, NULL, 0);
    return fail(err, OFFPRINT_CORRUPT, "%.*s", (int)strcspn(reason, ".\n"),
                reason);
}

static enum offprint_status run_yajl(struct arena *arena, struct parse *parse,
                                     const char *text, size_t len,
                                     struct offprint_error *err)
{
    struct yajl_pool pool = { .arena = arena };
    yajl_alloc_funcs memory = yajl_pool_memory(&pool);
    if (setjmp(pool.no_memory)) return fail_no_memory(err);
    yajl_handle yajl = yajl_alloc(&CALLBACKS, &memory, parse);
    yajl_config(yajl, yajl_dont_validate_strings, 1); // all the text was
    yajl_status result = yajl_parse(yajl, (const unsigned char *)text, len);
    if (result == yajl_status_ok) result = yajl_complete_parse(yajl);
    if (parse->refused)
        return fail(err, OFFPRINT_CORRUPT, "%s", parse->refused);
    return result == yajl_status_ok ? OFFPRINT_OK : yajl_failure(yajl, err);
}

enum offprint_status json_parse(const struct field_names *names, char *text,
                                size_t len, struct buffer *scratch,
                                struct record *record,
                                struct offprint_error *err)
{
    // A value is shorter than its JSON, so scratch does not grow.
    struct parse parse = {
        .collector = { .names = names, .record = record, .scratch = scratch }
    };
    struct arena arena = { 0 };
    json_escape_mend(text, len);
    enum offprint_status status = run_yajl(&arena, &parse, text, len, err);
    arena_free(&arena);
    return status;
}

enum offprint_status json_read(const struct field_names *names, char *text,
                               size_t len, struct buffer *scratch,
                               struct record *record,
                               struct offprint_error *err)
{
    buffer_reset(scratch);
    if (!buffer_reserve(scratch, len + 1)) return fail_no_memory(err);
    if (json_scan(names, (struct slice){ text, len }, scratch, record))
        return OFFPRINT_OK;
    *record = (struct record){ 0 };
    return json_parse(names, text, len, scratch, record, err);
}
