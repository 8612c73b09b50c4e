#include "cli/json_writer.h"

#include <math.h>

#include "base/utf8.h"
#include "cli/escape.h"

// ---- Between values ---------------------------------------------------------

static void add_string(struct buffer *out, struct slice text);

static void begin(struct json_writer *json, const char *key)
{
    if (json->comma) buffer_add_byte(json->out, ',');
    json->comma = true;
    if (!key) return;
    add_string(json->out, slice_of(key));
    buffer_add_byte(json->out, ':');
}

static void open_with(struct json_writer *json, const char *key, char bracket)
{
    begin(json, key);
    buffer_add_byte(json->out, bracket);
    json->comma = false;
}

static void close_with(struct json_writer *json, char bracket)
{
    buffer_add_byte(json->out, bracket);
    json->comma = true;
}

void json_write_object(struct json_writer *json, const char *key)
{
    open_with(json, key, '{');
}

void json_write_array(struct json_writer *json, const char *key)
{
    open_with(json, key, '[');
}

void json_write_object_end(struct json_writer *json)
{
    close_with(json, '}');
}

void json_write_array_end(struct json_writer *json)
{
    close_with(json, ']');
}

void json_write_line_end(struct json_writer *json)
{
    buffer_add_byte(json->out, '\n');
    json->comma = false;
}

// ---- Strings ----------------------------------------------------------------

// All that needs one is below U+10000.
static void add_escape(struct buffer *out, uint32_t c)
{
    switch (c) {
    case '"': buffer_add_string(out, "\\\""); break;
    case '\\': buffer_add_string(out, "\\\\"); break;
    case '\n': buffer_add_string(out, "\\n"); break;
    case '\r': buffer_add_string(out, "\\r"); break;
    case '\t': buffer_add_string(out, "\\t"); break;
    default: buffer_format(out, "\\u%04x", (unsigned)c);
    }
}

static void add_string(struct buffer *out, struct slice text)
{
    buffer_add_byte(out, '"');
    size_t plain = 0; // bytes before at that need no change
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        size_t len = utf8_decode(text.ptr + at, text.len - at, &c);
        bool malformed = c == UTF8_REPLACEMENT && len == 1;
        if (malformed || c == '"' || c == '\\' || utf8_is_control(c)) {
            buffer_add(out, (struct slice){ text.ptr + plain, at - plain });
            if (malformed)
                buffer_add_code_point(out, c);
            else
                add_escape(out, c);
            plain = at + len;
        }
        at += len;
    }
    buffer_add(out, slice_from(text, plain));
    buffer_add_byte(out, '"');
}

void json_write_slice(struct json_writer *json, const char *key,
                      struct slice text)
{
    begin(json, key);
    if (text.ptr)
        add_string(json->out, text);
    else
        buffer_add_string(json->out, "null");
}

void json_write_string(struct json_writer *json, const char *key,
                       const char *string)
{
    json_write_slice(json, key, slice_of(string));
}

void json_write_path(struct json_writer *json, const char *key,
                     const char *path)
{
    struct buffer encoded = { 0 };
    if (path) escape_path(&encoded, slice_of(path));
    if (encoded.failed) json->out->failed = true;
    struct slice text = buffer_slice(&encoded);
    json_write_slice(json, key, path && !text.ptr ? SLICE("") : text);
    buffer_free(&encoded);
}

void json_write_strings(struct json_writer *json, const char *key,
                        const char *const *strings, size_t count)
{
    json_write_array(json, key);
    for (size_t i = 0; i < count; i++)
        json_write_string(json, NULL, strings[i]);
    json_write_array_end(json);
}

// ---- Numbers ----------------------------------------------------------------

void json_write_integer(struct json_writer *json, const char *key,
                        uint64_t number)
{
    begin(json, key);
    buffer_format(json->out, "%llu", (unsigned long long)number);
}

void json_write_bool(struct json_writer *json, const char *key, bool value)
{
    begin(json, key);
    buffer_add_string(json->out, value ? "true" : "false");
}

void json_format_number(struct buffer *out, double number)
{
    enum { FEWEST = 6, MOST = 17 }; // 17 digits are always enough
    char text[32];
    for (int digits = FEWEST; digits <= MOST; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number) break;
    }
    buffer_add_string(out, text);
}

void json_write_number(struct json_writer *json, const char *key, double number)
{
    begin(json, key);
    if (isfinite(number))
        json_format_number(json->out, number);
    else
        buffer_add_string(json->out, "null");
}

void json_write_milliseconds(struct json_writer *json, const char *key,
                             double ms)
{
    begin(json, key);
    buffer_format(json->out, "%.3f", isfinite(ms) && ms > 0 ? ms : 0);
}
