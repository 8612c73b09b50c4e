#include "read/json.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "read/json_escape.h"
#include "test.h"

static const struct field_names NAMES = { NULL, 0 };

// What the two readers make of the same bytes.
struct both {
    bool scanned;
    struct record scan;
    enum offprint_status status;
    struct record parse;
    struct offprint_error err;
    char *texts[2]; // each its own copy: json_parse() writes in it
    struct buffer scratches[2];
};

static void read_both(struct both *both, struct slice text)
{
    *both = (struct both){ 0 };
    for (int i = 0; i < 2; i++) {
        both->texts[i] = malloc(text.len + 1);
        memcpy(both->texts[i], text.ptr, text.len);
        buffer_reserve(&both->scratches[i], text.len + 1);
    }
    both->scanned =
        json_scan(&NAMES, (struct slice){ both->texts[0], text.len },
                  &both->scratches[0], &both->scan);
    both->status = json_parse(&NAMES, both->texts[1], text.len,
                              &both->scratches[1], &both->parse, &both->err);
}

static void free_both(struct both *both)
{
    for (int i = 0; i < 2; i++) {
        free(both->texts[i]);
        buffer_free(&both->scratches[i]);
    }
}

// Where the scanner accepts, yajl must accept, and find the same.
static void check_agreement(const struct both *both)
{
    if (!both->scanned) return;
    CHECK_INT(both->status, OFFPRINT_OK);
    for (int field = 0; field < FIELD_COUNT; field++) {
        struct field_value scan = both->scan.values[field];
        struct field_value parse = both->parse.values[field];
        CHECK_SLICE(scan.text, parse.text);
        CHECK_INT(scan.list, parse.list);
        CHECK_INT(utf8_valid_prefix(scan.text), scan.text.len);
    }
}

TEST(json, values)
{
    static const struct {
        const char *json;
        enum field field;
        const char *value;
        bool scanned;
    } ROWS[] = {
        { "{\"title\":\"A\"}", FIELD_TITLE, "A", true },
        { " { \"title\" : \"A\" } \r", FIELD_TITLE, "A", true },
        { "{}", FIELD_TITLE, "", true },
        { "{\"TITLE\":\"A\"}", FIELD_TITLE, "A", true },
        { "{\"title\":\"  \",\"headline\":\"B\"}", FIELD_TITLE, "B", true },
        { "{\"headline\":\"B\",\"title\":\"A\"}", FIELD_TITLE, "A", true },
        { "{\"title\":\"A\",\"title\":\"B\"}", FIELD_TITLE, "A", true },
        { "{\"title\":null,\"headline\":\"B\"}", FIELD_TITLE, "B", true },
        { "{\"title\":true}", FIELD_TITLE, "", true },
        { "{\"id\":12}", FIELD_ID, "12", true },
        { "{\"id\":-0.5e+3}", FIELD_ID, "-0.5e+3", true },
        { "{\"id\":1e999999999}", FIELD_ID, "1e999999999", true },
        { "{\"id\":123456789012345678901234567890}", FIELD_ID,
          "123456789012345678901234567890", true },
        { "{\"text\":\"a\\nb\\t\\\"c\\\" \\\\ \\/\"}", FIELD_TEXT,
          "a\nb\t\"c\" \\ /", true },
        { "{\"text\":\"caf\\u00e9 \\u20AC \\ud834\\udd1e\"}", FIELD_TEXT,
          "café € 𝄞", true },
        { "{\"text\":\"a\\u0000b\"}", FIELD_TEXT, "a\uFFFDb", true },
        { "{\"text\":\"a\\ud834b\"}", FIELD_TEXT, "a\uFFFDb", true },
        { "{\"text\":\"a\\ud834\"}", FIELD_TEXT, "a\uFFFD", true },
        { "{\"text\":\"a\\udd1eb\"}", FIELD_TEXT, "a\uFFFDb", true },
        { "{\"text\":\"\\ud834\\ud834\\udd1e\"}", FIELD_TEXT, "\uFFFD𝄞", true },
        { "{\"text\":\"\\\\ud834 is text\"}", FIELD_TEXT, "\\ud834 is text",
          true },
        { "{\"tags\":[\"a\",\"b\"]}", FIELD_TAGS, "a\nb", false },
        { "{\"tags\":[\"a\",null,\"\",2]}", FIELD_TAGS, "a\n2", false },
        { "{\"tags\":[]}", FIELD_TAGS, "", false },
        { "{\"author\":{\"name\":\"A\",\"url\":\"u\"}}", FIELD_AUTHORS, "A",
          false },
        { "{\"author\":{\"url\":\"u\",\"name\":\"A\"}}", FIELD_AUTHORS, "A",
          false },
        { "{\"author\":[{\"name\":\"A\"},\"B\",{\"name\":\"C\"}]}",
          FIELD_AUTHORS, "A\nB\nC", false },
        { "{\"author\":{\"name\":[\"A\"]}}", FIELD_AUTHORS, "", false },
        { "{\"author\":[[\"A\"]]}", FIELD_AUTHORS, "", false },
        { "{\"meta\":{\"title\":\"X\"},\"title\":\"A\"}", FIELD_TITLE, "A",
          false },
        { "{\"ti\\u0074le\":\"A\"}", FIELD_TITLE, "A", true },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].json);
        struct both both;
        read_both(&both, slice_of(ROWS[i].json));
        CHECK_INT(both.scanned, ROWS[i].scanned);
        CHECK_INT(both.status, OFFPRINT_OK);
        CHECK_SLICE(both.parse.values[ROWS[i].field].text,
                    slice_of(ROWS[i].value));
        check_agreement(&both);
        free_both(&both);
    }
}

TEST(json, refusals)
{
    static const struct {
        const char *json, *reason;
    } ROWS[] = {
        { "[1]", "is a list, not an object" },
        { "12", "is not an object" },
        { "\"a\"", "is not an object" },
        { "null", "is not an object" },
        { "{\"a\":1", "parse error: premature EOF" },
        { "{\"a\":\"b", "parse error: premature EOF" },
        { "", "parse error: premature EOF" },
        { "{\"a\":1} x", "parse error: trailing garbage" },
        { "{\"a\":1}{}", "parse error: trailing garbage" },
        { "{\"a\":\"b\tc\"}",
          "lexical error: invalid character inside string" },
        { "{\"a\":\"\\x\"}",
          "lexical error: inside a string, '\\' occurs before a character "
          "which it may not" },
        { "{\"a\":\"\\u12g4\"}",
          "lexical error: invalid (non-hex) character occurs after '\\u' "
          "inside string" },
        { "{\"a\":01}",
          "parse error: after key and value, inside map, I expect "
          "',' or '}'" },
        { "{\"a\":NaN}", "lexical error: invalid char in json text" },
        { "{\"a\":-}", "lexical error: malformed number, a digit is required "
                       "after the minus sign" },
        { "{\"a\":1,}", "parse error: invalid object key (must be a string)" },
        { "{a:1}", "lexical error: invalid char in json text" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].json);
        struct both both;
        read_both(&both, slice_of(ROWS[i].json));
        CHECK(!both.scanned);
        CHECK_INT(both.status, OFFPRINT_CORRUPT);
        CHECK_STRING(both.err.message, ROWS[i].reason);
        free_both(&both);
    }
}

// depth lists inside an object, closed or not.
static struct slice nested(int depth, bool closed)
{
    struct buffer text = { 0 };
    buffer_add_string(&text, "{\"a\":");
    for (int i = 0; i < depth; i++) buffer_add_byte(&text, '[');
    for (int i = 0; closed && i < depth; i++) buffer_add_byte(&text, ']');
    buffer_add_byte(&text, '}');
    return buffer_slice(&text);
}

TEST(json, depth)
{
    static const struct {
        int depth;
        bool closed;
        const char *reason;
    } ROWS[] = {
        { 900, true, NULL },
        { 10000, true, "is nested deeper than 1,000 levels" },
        { 1000000, false, "is nested deeper than 1,000 levels" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct slice text = nested(ROWS[i].depth, ROWS[i].closed);
        struct both both;
        read_both(&both, text);
        CHECK_INT(both.status, ROWS[i].reason ? OFFPRINT_CORRUPT : OFFPRINT_OK);
        if (ROWS[i].reason) CHECK_STRING(both.err.message, ROWS[i].reason);
        free_both(&both);
        free((void *)(uintptr_t)text.ptr);
    }
}

// ---- The scanner against yajl -----------------------------------------------

static void add_random_string(struct buffer *text)
{
    static const char *const PIECES[] = {
        "a",
        "word ",
        "\\n",
        "\\u00e9",
        "\\ud834\\udd1e",
        "\\ud834",
        "\\udd1e",
        "é",
        "漢字",
        "\\\\",
        "\\\"",
        "\\/",
        "𝄞",
        "\\u0000",
        "long enough to be read eight at a time ",
        "\\t",
        "\\uD800\\u0041",
        "\\b\\f\\r",
        "\x7F",
        "",
    };
    buffer_add_byte(text, '"');
    for (uint64_t i = test_random() % 8; i > 0; i--)
        buffer_add_string(
            text, PIECES[test_random() % (sizeof PIECES / sizeof PIECES[0])]);
    buffer_add_byte(text, '"');
}

static void add_random_value(struct buffer *text, int depth)
{
    static const char *const ATOMS[] = { "0",    "-1",    "12.5e-7", "1E5",
                                         "true", "false", "null",    "3.25" };
    switch (test_random() % (depth < 3 ? 10 : 8)) {
    case 8:
        buffer_add_byte(text, '[');
        for (uint64_t i = test_random() % 4; i > 0; i--) {
            add_random_value(text, depth + 1);
            if (i > 1) buffer_add_byte(text, ',');
        }
        buffer_add_byte(text, ']');
        break;
    case 9:
        buffer_add_string(text, "{\"name\":");
        add_random_value(text, depth + 1);
        buffer_add_string(text, "}");
        break;
    case 6:
    case 7:
        buffer_add_string(
            text, ATOMS[test_random() % (sizeof ATOMS / sizeof ATOMS[0])]);
        break;
    default: add_random_string(text);
    }
}

static void add_random_object(struct buffer *text)
{
    static const char *const KEYS[] = { "\"id\"",     "\"title\"", "\"text\"",
                                        "\"author\"", "\"tags\"",  "\"x\"",
                                        "\"Url\"",    "\"date\"" };
    static const char *const BLANKS[] = { "", "", "", " ", "\t", "\r\n", "\v" };
    enum { BLANK_COUNT = sizeof BLANKS / sizeof BLANKS[0] };
    buffer_add_byte(text, '{');
    for (uint64_t i = test_random() % 6; i > 0; i--) {
        buffer_add_string(text, BLANKS[test_random() % BLANK_COUNT]);
        buffer_add_string(text,
                          KEYS[test_random() % (sizeof KEYS / sizeof KEYS[0])]);
        buffer_add_string(text, BLANKS[test_random() % BLANK_COUNT]);
        buffer_add_byte(text, ':');
        add_random_value(text, 0);
        if (i > 1) buffer_add_byte(text, ',');
    }
    buffer_add_byte(text, '}');
}

// A byte changed, dropped or doubled here and there; still valid UTF-8.
static void mutate(struct buffer *text)
{
    static const char BYTES[] = "\"\\{}[]:,u0e-.\n\x01 d8";
    for (uint64_t i = test_random() % 4; i > 0 && text->len; i--) {
        size_t at = test_random() % text->len;
        if (text->ptr[at] & 0x80) continue;
        if (test_random() % 3) {
            text->ptr[at] = BYTES[test_random() % (sizeof BYTES - 1)];
        } else {
            memmove(text->ptr + at, text->ptr + at + 1, text->len - at - 1);
            text->len--;
        }
    }
}

TEST(json, scanner_agrees_with_yajl)
{
    struct buffer text = { 0 };
    int scanned = 0, refused = 0;
    for (int round = 0; round < 30000; round++) {
        buffer_reset(&text);
        add_random_object(&text);
        if (round % 2) mutate(&text);
        struct both both;
        test_row(buffer_string(&text));
        read_both(&both, buffer_slice(&text));
        check_agreement(&both);
        scanned += both.scanned;
        refused += both.status != OFFPRINT_OK;
        free_both(&both);
    }
    test_row(NULL);
    // Else the rounds above tried nothing.
    CHECK(scanned > 3000);
    CHECK(refused > 3000);
    buffer_free(&text);
}

TEST(json, escapes_are_mended_in_place)
{
    static const char *const ROWS[][2] = {
        { "", "" },
        { "no escape", "no escape" },
        { "\\u0041\\u0000\\n", "\\u0041\\ufffd\\n" },
        { "\\ud800", "\\ufffd" },
        { "\\ud800\\udc00", "\\ud800\\udc00" },
        { "\\udc00\\ud800", "\\ufffd\\ufffd" },
        { "\\\\u0000", "\\\\u0000" },
        { "\\\\\\u0000", "\\\\\\ufffd" },
        { "\\u00", "\\u00" },
        { "\\", "\\" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        char text[32];
        size_t len = strlen(ROWS[i][0]);
        test_row(ROWS[i][0]);
        memcpy(text, ROWS[i][0], len);
        json_escape_mend(text, len);
        CHECK_SLICE(((struct slice){ text, len }), slice_of(ROWS[i][1]));
    }
}
