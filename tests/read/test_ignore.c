#include "read/ignore.h"

#include <time.h>

#include "test.h"

// Each row holds the lines of one file, and what it says of one path: "-" at
// the front of the path asks for a file, else it is a folder.
TEST(ignore, patterns)
{
    static const struct {
        const char *lines, *path;
        bool is_folder;
        enum ignore_verdict verdict;
    } ROWS[] = {
        { "", "a", false, IGNORE_SILENT },
        { "# a\n\n  \n", "a", false, IGNORE_SILENT },
        { "a", "a", false, IGNORE_MATCHED },
        { "a", "b/a", false, IGNORE_MATCHED },
        { "a", "ab", false, IGNORE_SILENT },
        { "a\r\n", "a", false, IGNORE_MATCHED },
        { "a   ", "a", false, IGNORE_MATCHED },
        { "a\\ ", "a ", false, IGNORE_MATCHED },
        { "\\#a", "#a", false, IGNORE_MATCHED },
        { "\\!a", "!a", false, IGNORE_MATCHED },
        { "*.md", "x.md", false, IGNORE_MATCHED },
        { "*.md", "x/y.md", false, IGNORE_MATCHED },
        { "*.md", "x.mdx", false, IGNORE_SILENT },
        { "*", "anything", false, IGNORE_MATCHED },
        { "a*b*c", "axxbyyc", false, IGNORE_MATCHED },
        { "a*b*c", "axxbyy", false, IGNORE_SILENT },
        { "?.md", "é.md", false, IGNORE_SILENT },
        { "?.md", "e.md", false, IGNORE_MATCHED },
        { "[a-c]x", "bx", false, IGNORE_MATCHED },
        { "[!a-c]x", "bx", false, IGNORE_SILENT },
        { "[^a-c]x", "dx", false, IGNORE_MATCHED },
        { "[]a]x", "]x", false, IGNORE_MATCHED },
        { "[a-]x", "-x", false, IGNORE_MATCHED },
        { "[\\]]x", "]x", false, IGNORE_MATCHED },
        { "[ax", "[ax", false, IGNORE_MATCHED },
        // Folders.
        { "a/", "a", true, IGNORE_MATCHED },
        { "a/", "a", false, IGNORE_SILENT },
        { "a/", "b/a", true, IGNORE_MATCHED },
        // A slash inside ties it to the folder of the file.
        { "/a", "a", false, IGNORE_MATCHED },
        { "/a", "b/a", false, IGNORE_SILENT },
        { "a/b", "a/b", false, IGNORE_MATCHED },
        { "a/b", "x/a/b", false, IGNORE_SILENT },
        { "a/b", "a/b/c", false, IGNORE_SILENT },
        { "/a/b/", "a/b", true, IGNORE_MATCHED },
        { "a/*", "a/b", false, IGNORE_MATCHED },
        { "a/*", "a/b/c", false, IGNORE_SILENT },
        // Two stars.
        { "**/a", "a", false, IGNORE_MATCHED },
        { "**/a", "x/y/a", false, IGNORE_MATCHED },
        { "**/a/b", "x/a/b", false, IGNORE_MATCHED },
        { "a/**", "a/b/c", false, IGNORE_MATCHED },
        { "a/**", "a", true, IGNORE_SILENT },
        { "a/**/b", "a/b", false, IGNORE_MATCHED },
        { "a/**/b", "a/x/y/b", false, IGNORE_MATCHED },
        { "a/**/b", "a/x/y/bc", false, IGNORE_SILENT },
        { "a/**/b/**/c", "a/b/x/b/y/c", false, IGNORE_MATCHED },
        { "**", "a/b", false, IGNORE_MATCHED },
        { "a**b", "axxb", false, IGNORE_MATCHED },
        // The last one that matches counts.
        { "*.md\n!a.md", "a.md", false, IGNORE_NEGATED },
        { "!a.md\n*.md", "a.md", false, IGNORE_MATCHED },
        { "*.md\n!a.md\n/a.md", "a.md", false, IGNORE_MATCHED },
        { "/", "a", true, IGNORE_SILENT },
        { "!", "a", true, IGNORE_SILENT },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct arena arena = { 0 };
        struct ignore_list list = { 0 };
        test_row(ROWS[i].lines);
        CHECK(ignore_add_lines(&list, &arena, slice_of(ROWS[i].lines)));
        CHECK_INT(
            ignore_match(&list, slice_of(ROWS[i].path), ROWS[i].is_folder),
            ROWS[i].verdict);
        arena_free(&arena);
    }
}

TEST(ignore, hostile_patterns_stay_cheap)
{
    char pattern[4001], path[4001];
    for (int i = 0; i < 4000; i++) {
        pattern[i] = "a*"[i % 2];
        path[i] = i % 200 == 199 ? '/' : 'a';
    }
    memcpy(pattern + 3990, "/**/a*b", 7);
    pattern[3997] = path[3999] = '\0';
    struct arena arena = { 0 };
    struct ignore_list list = { 0 };
    CHECK(ignore_add(&list, &arena, slice_of(pattern)));
    CHECK(ignore_add(&list, &arena, SLICE("**/a*a*a*a*a*a*a*a*b/**/x")));
    clock_t start = clock();
    CHECK_INT(ignore_match(&list, slice_of(path), false), IGNORE_SILENT);
    CHECK(clock() - start < CLOCKS_PER_SEC);
    arena_free(&arena);
}
