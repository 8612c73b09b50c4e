#include <limits.h>

#include "base/arena.h"
#include "base/bits.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/utf8.h"
#include "test.h"

TEST(base, arena_keeps_what_it_gave_until_reset)
{
    struct arena arena = { 0 };
    unsigned char *blocks[200];
    size_t sizes[200];
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 200; i++) {
            sizes[i] = test_random() % 5000 + (i % 50 == 0 ? 100000 : 0)
                       + (i % 70 == 0 ? 2000000 : 0);
            blocks[i] = arena_alloc(&arena, sizes[i]);
            CHECK(blocks[i] != NULL);
            CHECK_INT((uintptr_t)blocks[i] % 16, 0);
            for (size_t j = 0; j < sizes[i]; j++)
                if (blocks[i][j]) CHECK(!"memory of an arena is zero");
            memset(blocks[i], i, sizes[i]);
        }
        for (int i = 0; i < 200; i++)
            for (size_t j = 0; j < sizes[i]; j++)
                if (blocks[i][j] != i) CHECK(!"allocations overlap");
        arena_reset(&arena);
    }
    arena_free(&arena);
}

TEST(base, arena_takes_little_more_than_it_gives)
{
    static const size_t SIZES[] = { 100, 1500000, 3000000 };
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        struct arena arena = { 0 };
        size_t given = 0;
        for (int j = 0; j < 40; j++, given += SIZES[i] + 1000) {
            CHECK(arena_alloc(&arena, SIZES[i]) != NULL);
            CHECK(arena_alloc(&arena, 1000) != NULL);
        }
        CHECK(arena.bytes < given + given / 10 + 200000);
        arena_free(&arena);
    }
}

TEST(base, arena_refuses_what_no_memory_can_hold)
{
    struct arena arena = { 0 };
    CHECK(arena_alloc(&arena, SIZE_MAX) == NULL);
    CHECK(arena_alloc(&arena, SIZE_MAX - 64) == NULL);
    CHECK_STRING(arena_format(&arena, "%d-%s", 7, "x"), "7-x");
    arena_free(&arena);
}

TEST(base, utf8_decode_table)
{
    static const struct {
        const char *name;
        struct slice bytes;
        uint32_t code_point;
        size_t len;
    } ROWS[] = {
        { "ASCII", { "a", 1 }, 'a', 1 },
        { "NUL", { "\0", 1 }, 0, 1 },
        { "two bytes", { "\xC3\xA9", 2 }, 0xE9, 2 },
        { "three bytes", { "\xE6\x9D\xB1", 3 }, 0x6771, 3 },
        { "four bytes", { "\xF0\x9F\x91\x8D", 4 }, 0x1F44D, 4 },
        { "last code point", { "\xF4\x8F\xBF\xBF", 4 }, 0x10FFFF, 4 },
        { "beyond the last", { "\xF4\x90\x80\x80", 4 }, 0xFFFD, 1 },
        { "surrogate", { "\xED\xA0\x80", 3 }, 0xFFFD, 1 },
        { "overlong slash", { "\xC0\xAF", 2 }, 0xFFFD, 1 },
        { "overlong, three", { "\xE0\x80\xAF", 3 }, 0xFFFD, 1 },
        { "cut off", { "\xE6\x9D", 2 }, 0xFFFD, 1 },
        { "lone continuation", { "\x80", 1 }, 0xFFFD, 1 },
        { "never a byte", { "\xFF", 1 }, 0xFFFD, 1 },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        uint32_t c;
        CHECK_INT(utf8_decode(ROWS[i].bytes.ptr, ROWS[i].bytes.len, &c),
                  ROWS[i].len);
        CHECK_INT(c, ROWS[i].code_point);
    }
}

TEST(base, utf8_round_trip_of_every_code_point)
{
    for (uint32_t c = 0; c < 0x110000; c++) {
        char bytes[UTF8_MAX] = { 0 };
        uint32_t back;
        size_t len = utf8_encode(c, bytes);
        bool surrogate = c >= 0xD800 && c <= 0xDFFF;
        size_t got = utf8_decode(bytes, len, &back);
        if (surrogate ? back != UTF8_REPLACEMENT : (back != c || got != len))
            CHECK_INT(back, c);
    }
}

TEST(base, utf8_cut_never_cuts_a_character)
{
    struct slice text = slice_of("a\u00E9\u6771\U0001F44Dz");
    static const size_t WANT[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11 };
    for (size_t limit = 0; limit < sizeof WANT / sizeof WANT[0]; limit++)
        CHECK_INT(utf8_cut(text, limit).len, WANT[limit]);
}

TEST(base, utf8_width)
{
    CHECK_INT(utf8_text_width(slice_of("abc")), 3);
    CHECK_INT(utf8_text_width(slice_of("\u6771\u4EAC")), 4);
    CHECK_INT(utf8_text_width(slice_of("e\u0301")), 1);
    CHECK_INT(utf8_text_width(slice_of("\x1B[31m")), 4); // the escape is none
}

TEST(base, slices)
{
    CHECK_SLICE(slice_trim(slice_of(" \t a b \n")), slice_of("a b"));
    CHECK_SLICE(slice_trim(slice_of(" \n")), slice_of(""));
    CHECK(slice_compare(slice_of("a"), slice_of("ab")) < 0);
    CHECK(slice_compare(slice_of("b"), slice_of("ab")) > 0);
    CHECK(slice_compare(slice_of(""), slice_of("")) == 0);
    CHECK(slice_equal_nocase(slice_of("UTF-8"), slice_of("utf-8")));
    CHECK(!slice_equal_nocase(slice_of("utf-8"), slice_of("utf-16")));
    CHECK(slice_ends_with(slice_of("a.gz"), SLICE(".gz")));
    CHECK(!slice_ends_with(slice_of("gz"), SLICE(".gz")));
}

TEST(base, buffer_grows)
{
    struct buffer buffer = { 0 };
    for (int i = 0; i < 1000; i++) buffer_format(&buffer, "%d,", i);
    CHECK_INT(buffer.len, 3890);
    buffer_add_code_point(&buffer, 0x6771);
    CHECK(slice_ends_with(buffer_slice(&buffer), slice_of("999,\u6771")));
    CHECK(!buffer.failed);
    buffer_reset(&buffer);
    CHECK(!buffer_reserve(&buffer, SIZE_MAX));
    CHECK(buffer.failed);
    buffer_free(&buffer);
}

TEST(base, errors_say_operand_and_cause)
{
    struct offprint_error err;
    CHECK_INT(fail(&err, OFFPRINT_CORRUPT, "page %d", 7), OFFPRINT_CORRUPT);
    error_add_context(&err, "%s", "x.offprint");
    CHECK_STRING(err.message, "x.offprint: page 7");
    char longer[2000];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    error_add_context(&err, "%s", longer);
    CHECK_INT(strlen(err.message), sizeof err.message - 1);
    CHECK_INT(fail(NULL, OFFPRINT_IO, "nobody listens"), OFFPRINT_IO);
}

TEST(base, paths)
{
    static const struct {
        const char *path;
        const char *want;
    } ROWS[] = {
        { "/no/such/../place", "/no/place" },
        { "/no//such/./place/", "/no/such/place" },
        { "/../..", "/" },
        { "/no/such/../../..", "/" },
    };
    struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].path);
        CHECK_STRING(path_absolute(&arena, ROWS[i].path), ROWS[i].want);
    }
    test_row(NULL);
    const char *rest = NULL;
    CHECK(path_is_under("/a/b", "/a", &rest));
    CHECK_STRING(rest, "b");
    CHECK(path_is_under("/a", "/a", &rest));
    CHECK_STRING(rest, "");
    CHECK(path_is_under("/a", "/", &rest));
    CHECK_STRING(rest, "a");
    CHECK(!path_is_under("/ab", "/a", &rest));
    CHECK_STRING(path_join(&arena, "/", "x"), "/x");
    CHECK_STRING(path_join(&arena, "/a", ""), "/a");
    CHECK_STRING(clock_format(&arena, 1614850200000000000),
                 "2021-03-04T09:30:00Z");
    arena_free(&arena);
}

// ---- Bits -------------------------------------------------------------------

TEST(bits, count)
{
    CHECK_INT(bits_count(0), 0);
    CHECK_INT(bits_count(UINT64_MAX), 64);
    for (int i = 0; i < 1000; i++) {
        const uint64_t bits = test_random() & test_random();
        uint64_t count = 0;
        for (unsigned j = 0; j < 64; j++) count += bits >> j & 1;
        CHECK_INT(bits_count(bits), count);
    }
}
