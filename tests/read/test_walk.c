#include "read/walk.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "read/reading.h"
#include "test.h"

struct found {
    struct buffer files;    // a path a line
    struct buffer problems; // "path: message", "/" behind a folder's
    int limit;              // ends the walk after so many; 0: none
    int count;
};

static enum offprint_status add_file(void *context,
                                     const struct walk_file *file,
                                     struct offprint_error *err)
{
    struct found *found = context;
    buffer_format(&found->files, "%s\n", file->path);
    if (++found->count == found->limit)
        return err ? (err->status = OFFPRINT_INTERRUPTED)
                   : OFFPRINT_INTERRUPTED;
    return OFFPRINT_OK;
}

static void add_problem(void *context, const char *path, bool folder,
                        const char *message)
{
    struct found *found = context;
    buffer_format(&found->problems, "%s%s: %s\n", path, folder ? "/" : "",
                  message);
}

static void check_walk(const char *root, const struct walk_options *options,
                       const char *files, const char *problems)
{
    struct found found = { 0 };
    struct walk_sink sink = { &found, add_file, add_problem };
    CHECK_INT(walk(root, options, &sink, NULL), OFFPRINT_OK);
    CHECK_SLICE(buffer_slice(&found.files), slice_of(files));
    CHECK_SLICE(buffer_slice(&found.problems), slice_of(problems));
    buffer_free(&found.files);
    buffer_free(&found.problems);
}

static void make(const char *name)
{
    test_file(name, SLICE("x"));
}

TEST(walk, order_of_the_bytes_of_the_paths)
{
    static const char *const NAMES[] = { "b.md",     "a/z.md", "a.md",
                                         "a-b/y.md", "A/x.md", "a/b/c.md",
                                         "é.md",     "a/\xFF" };
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) make(NAMES[i]);
    struct walk_options options = { 0 };
    const char *const ORDER = "A/x.md\na/b/c.md\na/z.md\na/\xFF\na-b/y.md\n"
                              "a.md\nb.md\né.md\n";
    check_walk(test_folder(), &options, ORDER, "");
    char slashed[300];
    snprintf(slashed, sizeof slashed, "%s/", test_folder());
    check_walk(slashed, &options, ORDER, "");
}

TEST(walk, what_is_left_out_anyway)
{
    static const char *const NAMES[] = {
        "a.md",           ".hidden",       ".git/config", "page.html",
        "page_files/x",   "other_files/y", "old.htm",     "old_files/z",
        "x.html_files/w", "_files/v",
    };
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) make(NAMES[i]);
    CHECK_INT(mkfifo(test_path("pipe"), 0600), 0);
    struct walk_options options = { 0 };
    check_walk(test_folder(), &options,
               "_files/v\na.md\nold.htm\nother_files/y\npage.html\n"
               "x.html_files/w\n",
               "");
}

TEST(walk, excludes_and_includes)
{
    static const char *const NAMES[] = { "a.md",       "a.txt",
                                         "draft/b.md", "draft/keep/c.md",
                                         "docs/d.txt", "docs/x/e.txt" };
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) make(NAMES[i]);
    const char *drafts[] = { "draft/" };
    const char *texts[] = { "*.txt", "!/docs/*.txt" };
    const char *documents[] = { "*.md", "docs/" };
    const char *top[] = { "/*.md" };
    const struct {
        struct walk_options options;
        const char *files;
    } rows[] = {
        { { .excludes = drafts, .exclude_count = 1 },
          "a.md\na.txt\ndocs/d.txt\ndocs/x/e.txt\n" },
        { { .excludes = texts, .exclude_count = 2 },
          "a.md\ndocs/d.txt\ndraft/b.md\ndraft/keep/c.md\n" },
        { { .includes = documents, .include_count = 2 },
          "a.md\ndocs/d.txt\ndocs/x/e.txt\ndraft/b.md\ndraft/keep/c.md\n" },
        { { .includes = top, .include_count = 1 }, "a.md\n" },
        { { .includes = documents,
            .include_count = 2,
            .excludes = drafts,
            .exclude_count = 1 },
          "a.md\ndocs/d.txt\ndocs/x/e.txt\n" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char row[8];
        snprintf(row, sizeof row, "%zu", i);
        test_row(row);
        check_walk(test_folder(), &rows[i].options, rows[i].files, "");
    }
}

TEST(walk, ignore_files)
{
    static const char *const NAMES[] = { "a.md",   "b.md",     "x/a.md",
                                         "x/b.md", "x/y/b.md", "out/c.md" };
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) make(NAMES[i]);
    test_file(".offprintignore", SLICE("\xEF\xBB\xBF"
                                       "b.md\r\n# comment\r\n/out\r\n"));
    test_file("x/.offprintignore", SLICE("!b.md\ny/b.md\n"));
    struct walk_options options = { 0 };
    check_walk(test_folder(), &options, "a.md\nx/a.md\nx/b.md\n", "");
    // The user's patterns are stronger.
    const char *excludes[] = { "!/b.md", "a.md" };
    options = (struct walk_options){ .excludes = excludes, .exclude_count = 2 };
    check_walk(test_folder(), &options, "b.md\nx/b.md\n", "");
}

TEST(walk, links)
{
    make("dir/a.md");
    CHECK_INT(symlink("dir/a.md", test_path("link.md")), 0);
    CHECK_INT(symlink("dir", test_path("linked")), 0);
    CHECK_INT(symlink("..", test_path("dir/loop")), 0);
    CHECK_INT(symlink("nowhere", test_path("dangling")), 0);
    struct walk_options options = { 0 };
    check_walk(test_folder(), &options, "dir/a.md\nlink.md\n",
               "dangling: is a link that leads nowhere: No such file or "
               "directory\n");
    options.follow_links = true;
    check_walk(test_folder(), &options, "dir/a.md\nlink.md\n",
               "dangling/: is a link that leads nowhere: No such file or "
               "directory\n");
    // A folder that is reached by its link alone.
    check_walk(test_path("linked"), &options, "a.md\nloop/link.md\n",
               "loop/dangling/: is a link that leads nowhere: No such file or "
               "directory\n");
}

TEST(walk, many_folders_through_links)
{
    char name[64];
    for (int i = 0; i < 200; i++) {
        snprintf(name, sizeof name, "real/%03d/a.md", i);
        make(name);
    }
    CHECK_INT(symlink("real", test_path("zlink")), 0);
    struct found found = { 0 };
    struct walk_sink sink = { &found, add_file, add_problem };
    struct walk_options options = { .follow_links = true };
    CHECK_INT(walk(test_folder(), &options, &sink, NULL), OFFPRINT_OK);
    CHECK_INT(found.count, 200);
    buffer_free(&found.files);
    buffer_free(&found.problems);
}

TEST(walk, a_file_as_root)
{
    const char *path = test_file("a.css", SLICE("12345"));
    const char *includes[] = { "*.md" };
    struct walk_options options = { .includes = includes, .include_count = 1 };
    check_walk(path, &options, "\n", "");
}

static enum offprint_status check_file(void *context,
                                       const struct walk_file *file,
                                       struct offprint_error *err)
{
    (void)context, (void)err;
    CHECK_INT(file->size, 5);
    CHECK_INT(file->mtime_ns, 1600000000123456789);
    return OFFPRINT_OK;
}

TEST(walk, sizes_and_times)
{
    const char *path = test_file("a.md", SLICE("12345"));
    struct timespec times[2] = { { 1600000000, 123456789 },
                                 { 1600000000, 123456789 } };
    CHECK_INT(utimensat(AT_FDCWD, path, times, 0), 0);
    struct walk_sink sink = { NULL, check_file, add_problem };
    struct walk_options options = { 0 };
    CHECK_INT(walk(test_folder(), &options, &sink, NULL), OFFPRINT_OK);
}

TEST(walk, failures)
{
    struct found found = { .limit = 2 };
    struct walk_sink sink = { &found, add_file, add_problem };
    struct walk_options options = { 0 };
    struct offprint_error err = { 0 };
    CHECK_INT(walk(test_path("none"), &options, &sink, &err),
              OFFPRINT_NOT_FOUND);
    CHECK_STRING(err.message, "does not exist");
    CHECK_INT(mkfifo(test_path("pipe"), 0600), 0);
    CHECK_INT(walk(test_path("pipe"), &options, &sink, &err), OFFPRINT_IO);
    make("x/1");
    make("x/2");
    make("x/3");
    CHECK_INT(walk(test_folder(), &options, &sink, &err), OFFPRINT_INTERRUPTED);
    CHECK_SLICE(buffer_slice(&found.files), SLICE("x/1\nx/2\n"));
    buffer_free(&found.files);
}

TEST(walk, folders_that_cannot_be_read)
{
    make("a.md");
    make("closed/b.md");
    make("z.md");
    CHECK_INT(chmod(test_path("closed"), 0), 0);
    bool is_root = become_nobody();
    struct walk_options options = { 0 };
    check_walk(test_folder(), &options, "a.md\nz.md\n",
               "closed/: cannot be listed: Permission denied\n");
    if (is_root) become_root();
    CHECK_INT(chmod(test_path("closed"), 0700), 0);
}

// Deeper than a path may be long: told, not followed, and no crash.
TEST(walk, too_deep)
{
    char name[256];
    memset(name, 'd', sizeof name);
    name[200] = '\0';
    char *old = getcwd(NULL, 0);
    CHECK_INT(chdir(test_folder()), 0);
    int depth = 0;
    for (; depth < 30; depth++)
        if (mkdir(name, 0777) || chdir(name)) break;
    CHECK_INT(depth, 30);
    struct found found = { 0 };
    struct walk_sink sink = { &found, add_file, add_problem };
    struct walk_options options = { 0 };
    CHECK_INT(walk(test_folder(), &options, &sink, NULL), OFFPRINT_OK);
    CHECK(slice_ends_with(buffer_slice(&found.problems),
                          SLICE("File name too long\n")));
    // What removes the folder behind the test has the same limit.
    for (; depth > 0; depth--)
        if (chdir("..") || rmdir(name)) break;
    CHECK_INT(depth, 0);
    CHECK_INT(chdir(old), 0);
    free(old);
    buffer_free(&found.files);
    buffer_free(&found.problems);
}
