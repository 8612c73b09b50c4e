// ndcg.c - how good a ranking is: ndcg QRELS RUN prints nDCG@10.
//
// As trec_eval's ndcg_cut_10: linear gain, discount log2(rank + 1), the mean over
// all queries that have a relevant article; a query without a run counts 0.
// QRELS: "query 0 article relevance"; RUN: "query Q0 article rank score tag", of
// which the order of the lines of a query is taken.

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
    struct judgement *items;
    size_t count;
    size_t room;
};

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

static int relevance_of(const struct judgement *judged, size_t count,
                        const char *article)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(judged[i].article, article) == 0) return judged[i].relevance;
    return 0;
}

static double discount(int place)
{
    return 1 / log2(place + 2);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: ndcg QRELS RUN\n");
        return 2;
    }
    struct judgements qrels = { 0 }, run = { 0 };
    read_judgements(argv[1], &qrels);
    read_run(argv[2], &run);
    double sum = 0;
    int queries = 0;
    size_t at = 0;
    for (size_t first = 0, end; first < qrels.count; first = end) {
        const struct judgement *judged = &qrels.items[first];
        for (end = first; end < qrels.count; end++)
            if (strcmp(qrels.items[end].query, judged->query) != 0) break;
        double ideal = 0, got = 0;
        for (int i = 0; i < CUT && first + (size_t)i < end; i++)
            if (judged[i].relevance > 0)
                ideal += judged[i].relevance * discount(i);
        if (ideal <= 0) continue;
        queries++;
        while (at < run.count && strcmp(run.items[at].query, judged->query) < 0)
            at++;
        for (int i = 0; i < CUT && at + (size_t)i < run.count; i++) {
            const struct judgement *hit = &run.items[at + (size_t)i];
            if (strcmp(hit->query, judged->query) != 0) break;
            got +=
                relevance_of(judged, end - first, hit->article) * discount(i);
        }
        sum += got / ideal;
    }
    printf("%.4f over %d queries\n", queries ? sum / queries : 0, queries);
    free(qrels.items);
    free(run.items);
    return queries == 0;
}
