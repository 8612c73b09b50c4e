// JSON on one line, safe for a terminal.

#include "cli/json_writer.h"
#include "test.h"

TEST(cli_json_writer, nesting)
{
    struct buffer out = { 0 };
    struct json_writer json = { .out = &out };
    static const char *const TWO[] = { "a", NULL };
    json_write_object(&json, NULL);
    json_write_integer(&json, "i", 18446744073709551615u);
    json_write_bool(&json, "yes", true);
    json_write_array(&json, "empty");
    json_write_array_end(&json);
    json_write_strings(&json, "two", TWO, 2);
    json_write_object(&json, "o");
    json_write_object_end(&json);
    json_write_string(&json, "none", NULL);
    json_write_slice(&json, "cut", (struct slice){ "abc", 2 });
    json_write_milliseconds(&json, "ms", 1.23456);
    json_write_object_end(&json);
    json_write_line_end(&json);
    json_write_bool(&json, NULL, false);
    CHECK_SLICE(buffer_slice(&out),
                SLICE("{\"i\":18446744073709551615,\"yes\":true,\"empty\":[],"
                      "\"two\":[\"a\",null],\"o\":{},\"none\":null,"
                      "\"cut\":\"ab\",\"ms\":1.235}\nfalse"));
    buffer_free(&out);
}

TEST(cli_json_writer, strings)
{
    static const struct {
        const char *text;
        const char *want;
        const char *path;
    } ROWS[] = {
        { "", "\"\"", "\"\"" },
        { "né 日 \U0001F600", "\"né 日 \U0001F600\"", "\"né 日 \U0001F600\"" },
        { "a\"b\\c/", "\"a\\\"b\\\\c/\"", "\"a\\\"b\\\\c/\"" },
        { "\n\r\t\b\x7F", "\"\\n\\r\\t\\u0008\\u007f\"",
          "\"\\n\\r\\t\\u0008\\u007f\"" },
        { "\xC2\x85\u202E", "\"\\u0085\\u202e\"", "\"\\u0085\\u202e\"" },
        { "a\xFF\xC3", "\"a\uFFFD\uFFFD\"", "\"a%FF%C3\"" },
        { "\uFFFD", "\"\uFFFD\"", "\"\uFFFD\"" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct buffer out = { 0 };
        struct json_writer json = { .out = &out };
        test_row(ROWS[i].want);
        json_write_string(&json, NULL, ROWS[i].text);
        CHECK_SLICE(buffer_slice(&out), slice_of(ROWS[i].want));
        buffer_reset(&out);
        json = (struct json_writer){ .out = &out };
        json_write_path(&json, NULL, ROWS[i].text);
        CHECK_SLICE(buffer_slice(&out), slice_of(ROWS[i].path));
        buffer_free(&out);
    }
}

TEST(cli_json_writer, numbers)
{
    static const struct {
        double number;
        const char *want;
    } ROWS[] = {
        { 0, "0" },
        { 12.5, "12.5" },
        { 0.1, "0.1" },
        { 1.0 / 3, "0.3333333333333333" },
        { 1e300, "1e+300" },
        { 1e300 * 1e300, "null" },
        { 0.0 / 0.0, "null" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct buffer out = { 0 };
        struct json_writer json = { .out = &out };
        test_row(ROWS[i].want);
        json_write_number(&json, NULL, ROWS[i].number);
        CHECK_SLICE(buffer_slice(&out), slice_of(ROWS[i].want));
        buffer_free(&out);
    }
}

TEST(cli_json_writer, numbers_come_back)
{
    for (int i = 0; i < 2000; i++) {
        double number = (double)(test_random() >> 11) / (double)(i + 1);
        struct buffer out = { 0 };
        json_format_number(&out, number);
        CHECK(strtod(buffer_string(&out), NULL) == number);
        buffer_free(&out);
    }
}
