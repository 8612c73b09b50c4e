// reader.c - searches an index again and again while others write it: reader
// INDEX QUERY, until SIGTERM.
//
// Prints each number of articles that was found, once and in the order of
// time, and on the last line how many searches there were. No search may fail;
// that there is no index is right until one was seen. A hit comes with its
// article, so that one without the other is a failure as well.

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "offprint.h"

enum {
    TOTALS_MAX = 1000,
    HITS = 3,
    PAUSE_NS = 2000000, // there are two cores, and the writer wants both
};

static volatile sig_atomic_t over;

static void stop(int number)
{
    (void)number;
    over = 1;
}

struct seen {
    uint64_t totals[TOTALS_MAX];
    size_t count;
};

static void note(struct seen *seen, uint64_t total)
{
    for (size_t i = 0; i < seen->count; i++)
        if (seen->totals[i] == total) return;
    if (seen->count < TOTALS_MAX) seen->totals[seen->count++] = total;
    printf("%llu\n", (unsigned long long)total);
    fflush(stdout);
}

static bool has_all_hits(const struct offprint_result *result)
{
    uint64_t want = result->total < HITS ? result->total : HITS;
    bool all =
        result->total_exact && !result->partial && result->hit_count == want;
    for (size_t i = 0; i < result->hit_count; i++)
        all = all && result->hits[i].article.title
              && result->hits[i].snippet_count > 0;
    return all;
}

static enum offprint_status search(const char *path, const char *query,
                                   struct seen *seen,
                                   struct offprint_error *err)
{
    offprint_index *index;
    struct offprint_result *result = NULL;
    // By id, so that all are counted and not the best alone.
    struct offprint_search_options ask = { .query = query,
                                           .sort = OFFPRINT_BY_ID,
                                           .limit = HITS,
                                           .snippet_count = 1 };
    enum offprint_status status = offprint_index_open(path, &index, err);
    if (!status) status = offprint_search(index, &ask, &result, err);
    if (!status && !has_all_hits(result)) {
        printf("of %llu hits not all came\n",
               (unsigned long long)result->total);
        status = OFFPRINT_CORRUPT;
    }
    if (!status) note(seen, result->total);
    offprint_result_free(result);
    offprint_index_close(index);
    return status;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: reader INDEX QUERY\n");
        return 2;
    }
    static struct seen seen;
    unsigned long long searches = 0, failures = 0;
    signal(SIGTERM, stop);
    for (; !over; searches++) {
        struct offprint_error err = { 0 };
        enum offprint_status status = search(argv[1], argv[2], &seen, &err);
        bool early = status == OFFPRINT_NO_INDEX && seen.count == 0;
        if (status && !early) {
            if (failures++ == 0) printf("failed: %s\n", err.message);
        }
        nanosleep(&(struct timespec){ 0, PAUSE_NS }, NULL);
    }
    printf("searches %llu failures %llu\n", searches, failures);
    return failures > 0;
}
