#include "base/find.h"

#include <stdlib.h>

#include "test.h"

// Texts in memory of just their size, so that a sanitizer sees a read behind.
TEST(find, finds_what_memmem_finds)
{
    enum { TEXT_MAX = 100, NEEDLE_MAX = 40 };
    int found = 0;
    for (int round = 0; round < 20000; round++) {
        size_t text_len = test_random() % TEXT_MAX;
        size_t needle_len = test_random() % NEEDLE_MAX % (1 + text_len);
        size_t letters = 1 + test_random() % 3;
        char *text = malloc(text_len + 1), *end = text + 1 + text_len;
        char *needle = malloc(needle_len + 1);
        for (size_t i = 0; i < text_len; i++)
            text[1 + i] = (char)('a' + test_random() % letters);
        for (size_t i = 0; i < needle_len; i++)
            needle[i] = (char)('a' + test_random() % letters);
        if (round % 2 && needle_len) // a place that there is, the last one
            memcpy(needle, end - needle_len, needle_len);
        struct slice t = { text + 1, text_len }, n = { needle, needle_len };
        CHECK(find_quickly(t, n) == slice_find(t, n));
        found += find_quickly(t, n) != NULL;
        free(text);
        free(needle);
    }
    CHECK(found > 5000);
}

TEST(find, any_byte)
{
    static const char TEXT[] = "\xFF\0\x80 zero\0one two three four five";
    const struct slice text = { TEXT, sizeof TEXT };
    for (size_t from = 0; from < text.len; from++)
        for (size_t to = from; to <= text.len; to++) {
            struct slice needle = { TEXT + from, to - from };
            CHECK(find_quickly(text, needle) == slice_find(text, needle));
        }
    CHECK(find_quickly((struct slice){ NULL, 0 }, SLICE("a")) == NULL);
}
