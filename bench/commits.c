// commits.c - how long an article takes that comes alone: commits ARCHIVE
// FOLDER [COUNT].
//
// All articles of ARCHIVE (JSON lines) but the last COUNT (700) are indexed at
// once, in FOLDER, which is empty. Each of the others then comes as a file of
// its own, with a run of its own, as from a mail reader or a feed: the folder
// is walked, one article added and committed, and the index becomes one file
// again. Time that the disk takes (fsync) is counted apart, by a file system of
// our own between SQLite and the system's; what SQLite writes is counted there
// as well.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "faulty_vfs.h"
#include "offprint.h"

enum {
    COUNT = 700,
    LIMIT_MS = 50, // what a commit may take
    TOLD = 10,     // slower ones, one by one
};

struct commit {
    double ms; // without the disk
    double disk_ms;
    double writes;
};

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void die(const char *what)
{
    fprintf(stderr, "commits: %s\n", what);
    exit(1);
}

// ---- The archive ------------------------------------------------------------

static char *read_all(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    struct stat of_file;
    if (!file || fstat(fileno(file), &of_file)) die("no archive");
    *size = (size_t)of_file.st_size;
    char *bytes = malloc(*size + 1);
    if (!bytes || fread(bytes, 1, *size, file) != *size) die("cannot read");
    fclose(file);
    return bytes;
}

static void write_all(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file))
        die("cannot write");
}

// Where the last count lines begin.
static size_t start_of_last(const char *bytes, size_t size, int count)
{
    size_t at = size;
    for (; at > 0; at--)
        if (bytes[at - 1] == '\n' && at < size && count-- == 1) break;
    return at;
}

// ---- Runs -------------------------------------------------------------------

static void update(const char *index, const char *archive)
{
    struct offprint_update_options options = { .paths = &archive,
                                               .path_count = 1 };
    struct offprint_error err;
    if (offprint_update(index, &options, NULL, &err)) die(err.message);
}

static struct commit timed_update(const char *index, const char *archive)
{
    struct faulty_vfs disk = { .kind = FAULT_NONE };
    if (!faulty_vfs_register(&disk)) die("no file system");
    const double start = now_ms();
    update(index, archive);
    const double all = now_ms() - start;
    faulty_vfs_unregister(&disk);
    const double disk_ms = disk.sync_seconds * 1e3;
    return (struct commit){ all - disk_ms, disk_ms, (double)disk.writes };
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void print_spread(const char *what, const char *unit, double *values,
                         int count)
{
    double last = values[count - 1];
    qsort(values, (size_t)count, sizeof *values, compare);
    printf(
        "%-28s p50 %7.1f  p95 %7.1f  p99 %7.1f  max %7.1f  the last %7.1f%s\n",
        what, values[count / 2], values[count * 95 / 100],
        values[count * 99 / 100], values[count - 1], last, unit);
}

// Columns of numbers, one a commit.
struct figures {
    double *times;
    double *disk;
    double *writes;
    int over;
};

static void note(struct figures *figures, int i, const struct commit *commit)
{
    figures->times[i] = commit->ms;
    figures->disk[i] = commit->disk_ms;
    figures->writes[i] = commit->writes;
    if (commit->ms < LIMIT_MS) return;
    if (figures->over++ < TOLD)
        printf("  number %d: %.1f ms, %.0f writes\n", i + 1, commit->ms,
               commit->writes);
}

static void print_figures(const struct figures *figures, int count)
{
    printf("%d runs of one article each, %d of them over %d ms\n", count,
           figures->over, LIMIT_MS);
    print_spread("a run, without fsync", " ms", figures->times, count);
    print_spread("fsync", " ms", figures->disk, count);
    print_spread("writes of SQLite", "", figures->writes, count);
}

static void measure(const char *bytes, size_t size, const char *folder,
                    int count)
{
    char index[4096], archive[4096], path[8192];
    snprintf(index, sizeof index, "%s/index", folder);
    snprintf(archive, sizeof archive, "%s/archive", folder);
    if (mkdir(archive, 0777)) die("the folder is not empty");
    size_t at = start_of_last(bytes, size, count);
    if (at == 0) die("too few articles");
    snprintf(path, sizeof path, "%s/bulk.jsonl", archive);
    write_all(path, bytes, at);
    const double start = now_ms();
    update(index, archive);
    printf("bulk      %.1f MB in %.1f s\n", (double)at / 1e6,
           (now_ms() - start) / 1e3);

    struct figures figures = {
        .times = calloc((size_t)count, sizeof(double)),
        .disk = calloc((size_t)count, sizeof(double)),
        .writes = calloc((size_t)count, sizeof(double)),
    };
    if (!figures.times || !figures.disk || !figures.writes) die("no memory");
    for (int i = 0; i < count; i++) {
        const char *end = memchr(bytes + at, '\n', size - at);
        const size_t len = end ? (size_t)(end + 1 - (bytes + at)) : size - at;
        snprintf(path, sizeof path, "%s/%04d.jsonl", archive, i);
        write_all(path, bytes + at, len);
        at += len;
        const struct commit commit = timed_update(index, archive);
        note(&figures, i, &commit);
    }
    print_figures(&figures, count);
    free(figures.times);
    free(figures.disk);
    free(figures.writes);
}

int main(int argc, char **argv)
{
    const int count = argc > 3 ? (int)strtol(argv[3], NULL, 10) : COUNT;
    if (argc < 3 || count < 1) {
        fprintf(stderr, "usage: commits ARCHIVE FOLDER [COUNT]\n");
        return 2;
    }
    size_t size;
    char *bytes = read_all(argv[1], &size);
    measure(bytes, size, argv[2], count);
    free(bytes);
    return 0;
}
