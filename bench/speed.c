// speed.c - how fast an archive is indexed and searched: speed PROGRAM ARCHIVE
// INDEX.
//
// Indexing is timed as a whole process, as a user meets it. Queries are drawn
// from the articles themselves, with a fixed seed: words of titles, and one to
// three consecutive words of texts; each is timed in process from text to
// hits with snippets, and some as whole processes.

#include <fcntl.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "offprint.h"

enum {
    QUERIES = 600, // a third each of one, two and three words
    PROCESSES = 40,
    QUERY_BYTES = 256,
};

static const double MB = 1e6;

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void die(const char *what)
{
    fprintf(stderr, "speed: %s\n", what);
    exit(1);
}

// Runs a program to its end with its output thrown away.
static double run(char **arguments, struct rusage *usage)
{
    double start = seconds();
    pid_t child = fork();
    if (child < 0) die("fork failed");
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, 1);
        execv(arguments[0], arguments);
        _exit(127);
    }
    int status;
    if (wait4(child, &status, 0, usage) != child || !WIFEXITED(status)
        || WEXITSTATUS(status) > 1)
        die("the program failed");
    return seconds() - start;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void print_times(const char *what, double *times, int count)
{
    qsort(times, (size_t)count, sizeof *times, compare);
    printf("%-34s p50 %8.2f  p95 %8.2f  p99 %8.2f  max %8.2f ms\n", what,
           times[count / 2] * 1e3, times[count * 95 / 100] * 1e3,
           times[count * 99 / 100] * 1e3, times[count - 1] * 1e3);
}

// ---- Queries ----------------------------------------------------------------

static uint64_t state = 20261122;

static uint64_t next(void)
{
    uint64_t x = state += 0x9E3779B97F4A7C15u;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}

// Copies count words from somewhere in text; fewer where it is short.
static void draw_words(const char *text, int count, char *query)
{
    size_t len = strlen(text), at = len ? next() % len : 0, out = 0;
    while (at > 0 && text[at - 1] != ' ' && text[at - 1] != '\n') at--;
    for (; text[at] && count > 0 && out + 1 < QUERY_BYTES; at++) {
        bool space = text[at] == ' ' || text[at] == '\n';
        count -= space;
        query[out++] = space ? ' ' : text[at];
    }
    query[out] = '\0';
}

static void draw_query(offprint_index *index, uint64_t articles, int number,
                       char *query)
{
    struct offprint_article *article = NULL;
    while (!article) { // ids may have gaps
        char id[32];
        snprintf(id, sizeof id, "%llu",
                 (unsigned long long)(1 + next() % articles));
        offprint_find(index, id, &article, NULL);
    }
    const char *text = number % 2 ? article->body : article->title;
    draw_words(text, 1 + number % 3, query);
    offprint_article_free(article);
}

static void time_queries(const char *path, const char *program)
{
    static char queries[QUERIES][QUERY_BYTES];
    static double times[QUERIES];
    offprint_index *index;
    struct offprint_summary *summary;
    struct offprint_error err;
    if (offprint_index_open(path, &index, &err)
        || offprint_summarise(index, &summary, &err))
        die(err.message);
    for (int i = 0; i < QUERIES; i++)
        draw_query(index, summary->articles, i, queries[i]);
    for (int words = 1; words <= 3; words++) {
        int count = 0;
        for (int i = words - 1; i < QUERIES; i += 3) {
            struct offprint_search_options ask = { .query = queries[i],
                                                   .limit = 10,
                                                   .snippet_count = 1 };
            struct offprint_result *result;
            double start = seconds();
            if (offprint_search(index, &ask, &result, &err)) die(err.message);
            times[count++] = seconds() - start;
            offprint_result_free(result);
        }
        char what[64];
        snprintf(what, sizeof what, "search, %d word%s, in process", words,
                 words > 1 ? "s" : "");
        print_times(what, times, count);
    }
    offprint_summary_free(summary);
    offprint_index_close(index);

    for (int i = 0; i < PROCESSES; i++) {
        struct rusage usage;
        char *arguments[] = { strdup(program),
                              strdup("-i"),
                              strdup(path),
                              strdup("search"),
                              strdup("--"),
                              queries[i * QUERIES / PROCESSES],
                              NULL };
        times[i] = run(arguments, &usage);
        for (int j = 0; j < 5; j++) free(arguments[j]);
    }
    print_times("search, whole process", times, PROCESSES);
}

// ---- Indexing ---------------------------------------------------------------

static void time_indexing(const char *program, const char *archive,
                          const char *path)
{
    char *arguments[] = { strdup(program), strdup("-i"),    strdup(path),
                          strdup("index"), strdup(archive), NULL };
    struct rusage usage;
    double time = run(arguments, &usage);
    double again = 0;
    struct rusage usage_again;
    again = run(arguments, &usage_again);
    for (int i = 0; arguments[i]; i++) free(arguments[i]);

    struct stat of_archive, of_index;
    if (stat(archive, &of_archive) || stat(path, &of_index)) die("no file");
    offprint_index *index;
    struct offprint_summary *summary;
    struct offprint_error err;
    if (offprint_index_open(path, &index, &err)
        || offprint_summarise(index, &summary, &err))
        die(err.message);
    double text = (double)summary->body_size;
    printf("archive   %.1f MB, %llu articles, %.1f MB of text\n",
           (double)of_archive.st_size / MB,
           (unsigned long long)summary->articles, text / MB);
    printf("indexing  %.1f s wall, %.1f s cpu: %.1f MB/s, %.0f articles/s, "
           "peak memory %.0f MB\n",
           time,
           (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec
               + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
                     / 1e6,
           (double)of_archive.st_size / MB / time,
           (double)summary->articles / time, (double)usage.ru_maxrss / 1024);
    printf("again     %.3f s with nothing changed\n", again);
    printf("index     %.1f MB, %.3f of the archive, %.3f of the text: postings "
           "%.3f, stored articles %.3f, dictionary %.3f, the rest %.3f\n",
           (double)of_index.st_size / MB,
           (double)of_index.st_size / (double)of_archive.st_size,
           (double)of_index.st_size / text,
           (double)summary->posting_size / text,
           (double)summary->article_size / text,
           (double)summary->dictionary_size / text,
           (double)summary->other_size / text);
    offprint_summary_free(summary);
    offprint_index_close(index);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: speed PROGRAM ARCHIVE INDEX\n");
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("offprint %s, %s\n", offprint_version(), offprint_libraries());
    time_indexing(argv[1], argv[2], argv[3]);
    time_queries(argv[3], argv[1]);
    return 0;
}
