// main.c - runs the tests: tests/run [PART OF A NAME].

#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "test.h"

#define RUN(group, name) void test_##group##_##name(void);
#include "list.h"
#undef RUN

static const struct {
    const char *name;
    void (*run)(void);
} TESTS[] = {
#define RUN(group, name) { #group "/" #name, test_##group##_##name },
#include "list.h"
#undef RUN
};

static struct {
    const char *row;
    const char *skipped;
    char *folder;
    struct arena arena; // of the current test
    int failures;       // of the current test
    uint64_t seed;
    uint64_t random;
} current;

void test_row(const char *name)
{
    current.row = name;
}

void test_skip(const char *reason)
{
    current.skipped = reason;
}

static void failed(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void failed(const char *file, int line, const char *format, ...)
{
    current.failures++;
    printf("%s:%d: ", file, line);
    if (current.row) printf("[%s] ", current.row);
    va_list args;
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}

void test_check(bool ok, const char *file, int line, const char *expression)
{
    if (!ok) failed(file, line, "not so: %s", expression);
}

void test_check_int(long long got, long long want, const char *file, int line,
                    const char *expression)
{
    if (got != want)
        failed(file, line, "%s is %lld, not %lld", expression, got, want);
}

void test_check_slice(struct slice got, struct slice want, const char *file,
                      int line, const char *expression)
{
    if (!slice_equal(got, want))
        failed(file, line, "%s is \"%.*s\", not \"%.*s\"", expression,
               SLICE_ARGS(got), SLICE_ARGS(want));
}

const char *test_folder(void)
{
    if (current.folder) return current.folder;
    const char *tmp = getenv("TMPDIR");
    current.folder = arena_format(&current.arena, "%s/offprint-test-XXXXXX",
                                  tmp ? tmp : "/tmp");
    if (!current.folder || !mkdtemp(current.folder)) {
        perror("test_folder");
        exit(1);
    }
    return current.folder;
}

const char *test_path(const char *name)
{
    return arena_format(&current.arena, "%s/%s", test_folder(), name);
}

const char *test_file(const char *name, struct slice content)
{
    char *path = arena_format(&current.arena, "%s/%s", test_folder(), name);
    for (char *slash = path + strlen(test_folder()) + 1;
         (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        mkdir(path, 0777);
        *slash = '/';
    }
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(content.ptr, 1, content.len, file) != content.len
        || fclose(file)) {
        perror(path);
        exit(1);
    }
    return path;
}

const char *test_data(void)
{
    const char *path = getenv("OFFPRINT_DATA");
    if (!path) path = "../shared/data";
    return access(path, R_OK) == 0 ? path : NULL;
}

uint64_t test_random(void)
{
    // splitmix64 (Steele, Lea, Flood 2014)
    uint64_t x = current.random += 0x9E3779B97F4A7C15u;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}

static int remove_one(const char *path, const struct stat *stat, int type,
                      struct FTW *place)
{
    (void)stat, (void)type, (void)place;
    remove(path);
    return 0;
}

static bool run_one(size_t i)
{
    struct arena arena = current.arena;
    arena_reset(&arena);
    uint64_t seed = current.seed;
    memset(&current, 0, sizeof current);
    current.arena = arena;
    current.seed = current.random = seed;
    TESTS[i].run();
    if (current.folder)
        nftw(current.folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    if (current.failures)
        printf("FAILED %s (TEST_SEED=%llu)\n", TESTS[i].name,
               (unsigned long long)current.seed);
    else if (current.skipped)
        printf("%s: skipped: %s\n", TESTS[i].name, current.skipped);
    fflush(stdout);
    return current.failures == 0;
}

int main(int argc, char **argv)
{
    const char *wanted = argc > 1 ? argv[1] : "";
    const char *seed = getenv("TEST_SEED");
    current.seed = seed ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL);
    int passed = 0, failures = 0;
    for (size_t i = 0; i < sizeof TESTS / sizeof TESTS[0]; i++) {
        if (!strstr(TESTS[i].name, wanted)) continue;
        if (run_one(i))
            passed++;
        else
            failures++;
    }
    arena_free(&current.arena);
    printf("%d passed, %d failed\n", passed, failures);
    return failures > 0 || passed == 0;
}
