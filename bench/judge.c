// judge.c - how good rankings are, query by query: judge MEASURE QRELS RUN...
//
// Prints a row for each query that has a relevant article: its id and, for each
// run, how good its ranking of that query is; a query without a run counts 0.
// Measures:
//
//     ndcg  nDCG@10 as trec_eval's ndcg_cut_10: linear gain, discount
//           log2(rank + 1)
//     rr    reciprocal rank of the first relevant article
//
// QRELS: "query 0 article relevance"; RUN: "query Q0 article rank score tag",
// of which the order of the lines of a query is taken.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CUT = 10, NAME_BYTES = 256 };

struct judgement {
    char query[NAME_BYTES];
    char article[NAME_BYTES];
    int relevance;
};

struct judgements {
    struct judgement *items; // by query, the greatest relevance first
    size_t count;
    size_t room;
};

// The judgements of one query.
struct part {
    const struct judgement *items;
    size_t count;
};

typedef double measure(struct part judged, struct part hits);

// ---- Reading ----------------------------------------------------------------

static int by_query(const void *left, const void *right)
{
    const struct judgement *a = left, *b = right;
    int order = strcmp(a->query, b->query);
    return order ? order : b->relevance - a->relevance;
}

static struct judgement *add(struct judgements *list)
{
    if (list->count == list->room) {
        list->room = list->room ? list->room * 2 : 1024;
        list->items = realloc(list->items, list->room * sizeof *list->items);
        if (!list->items) exit(1);
    }
    return &list->items[list->count++];
}

static FILE *open_file(const char *path)
{
    FILE *file = fopen(path, "r");
    if (file) return file;
    perror(path);
    exit(1);
}

static void read_judgements(const char *path, struct judgements *list)
{
    FILE *file = open_file(path);
    struct judgement read;
    while (fscanf(file, "%255s %*s %255s %d", read.query, read.article,
                  &read.relevance)
           == 3)
        *add(list) = read;
    fclose(file);
    qsort(list->items, list->count, sizeof *list->items, by_query);
}

// The run in its own order: relevance is the place within its query.
static void read_run(const char *path, struct judgements *list)
{
    FILE *file = open_file(path);
    struct judgement read = { "", "", 0 };
    char last[NAME_BYTES] = "";
    int place = 0;
    while (fscanf(file, "%255s %*s %255s %*s %*s %*s", read.query, read.article)
           == 2) {
        place = strcmp(read.query, last) == 0 ? place + 1 : 0;
        memcpy(last, read.query, sizeof last);
        read.relevance = -place; // sorted descending: the first comes first
        *add(list) = read;
    }
    fclose(file);
    qsort(list->items, list->count, sizeof *list->items, by_query);
}

// The part of the query at *at, behind which *at goes.
static struct part next_part(const struct judgements *list, size_t *at)
{
    struct part part = { &list->items[*at], 0 };
    while (*at < list->count
           && strcmp(list->items[*at].query, part.items->query) == 0) {
        part.count++;
        ++*at;
    }
    return part;
}

// The part of a query behind *at; those of queries before it are passed.
static struct part part_of(const struct judgements *list, size_t *at,
                           const char *query)
{
    while (*at < list->count && strcmp(list->items[*at].query, query) < 0)
        ++*at;
    if (*at == list->count || strcmp(list->items[*at].query, query) != 0)
        return (struct part){ NULL, 0 };
    return next_part(list, at);
}

// ---- Measures ---------------------------------------------------------------

static int relevance_of(struct part judged, const char *article)
{
    for (size_t i = 0; i < judged.count; i++)
        if (strcmp(judged.items[i].article, article) == 0)
            return judged.items[i].relevance;
    return 0;
}

static double discount(size_t place)
{
    return 1 / log2((double)place + 2);
}

static double ndcg(struct part judged, struct part hits)
{
    double ideal = 0, got = 0;
    for (size_t i = 0; i < CUT && i < judged.count; i++)
        if (judged.items[i].relevance > 0)
            ideal += judged.items[i].relevance * discount(i);
    for (size_t i = 0; i < CUT && i < hits.count; i++)
        got += relevance_of(judged, hits.items[i].article) * discount(i);
    return got / ideal;
}

static double reciprocal_rank(struct part judged, struct part hits)
{
    for (size_t i = 0; i < hits.count; i++)
        if (relevance_of(judged, hits.items[i].article) > 0)
            return 1 / ((double)i + 1);
    return 0;
}

static measure *measure_of(const char *name)
{
    if (strcmp(name, "ndcg") == 0) return ndcg;
    return strcmp(name, "rr") == 0 ? reciprocal_rank : NULL;
}

// -----------------------------------------------------------------------------

int main(int argc, char **argv)
{
    measure *value_of = argc > 3 ? measure_of(argv[1]) : NULL;
    if (!value_of) {
        fprintf(stderr, "usage: judge ndcg|rr QRELS RUN...\n");
        return 2;
    }
    size_t run_count = (size_t)argc - 3;
    struct judgements qrels = { 0 };
    struct judgements *runs = calloc(run_count, sizeof *runs);
    size_t *places = calloc(run_count, sizeof *places);
    if (!runs || !places) return 1;
    read_judgements(argv[2], &qrels);
    for (size_t i = 0; i < run_count; i++) read_run(argv[3 + i], &runs[i]);
    for (size_t at = 0; at < qrels.count;) {
        struct part judged = next_part(&qrels, &at);
        if (judged.items->relevance <= 0) continue;
        printf("%s", judged.items->query);
        for (size_t i = 0; i < run_count; i++)
            printf("\t%.6f", value_of(judged, part_of(&runs[i], &places[i],
                                                      judged.items->query)));
        putchar('\n');
    }
    for (size_t i = 0; i < run_count; i++) free(runs[i].items);
    free(runs);
    free(places);
    free(qrels.items);
    return fflush(stdout) != 0;
}
