// like.c - what offprint finds like the articles of a collection: like INDEX
// JUDGED.
//
// JUDGED has the names of articles, a line each. Prints a run of the hits of
// each, as judge.c reads it, with the name of the article as the query's.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "offprint.h"

static void die(const char *cause)
{
    fprintf(stderr, "like: %s\n", cause);
    exit(1);
}

// Whether a name is one of the lines of the file.
static bool is_judged(const char *judged, const char *name)
{
    size_t len = strlen(name);
    for (const char *at = judged; (at = strstr(at, name)); at += len)
        if ((at == judged || at[-1] == '\n') && at[len] == '\n') return true;
    return false;
}

static char *read_file(const char *path)
{
    char *text = NULL;
    size_t room = 0;
    FILE *file = fopen(path, "r");
    if (!file || getdelim(&text, &room, '\0', file) < 0) die(path);
    fclose(file);
    return text;
}

static void print_hits(const char *name, const struct offprint_result *result)
{
    for (size_t i = 0; i < result->hit_count; i++)
        printf("%s Q0 %s %zu %.6f like\n", name, result->hits[i].article.name,
               i + 1, result->hits[i].score);
}

struct run {
    offprint_index *index;
    const char *judged;
};

// Names may be numbers, and ids of others: it is asked for by its id.
static bool find_like(void *context, const struct offprint_article *article)
{
    const struct run *run = context;
    const struct offprint_search_options options = { .limit = 10,
                                                     .brief = true };
    struct offprint_result *result;
    struct offprint_error err;
    char id[32];
    if (!is_judged(run->judged, article->name)) return true;
    snprintf(id, sizeof id, "%lld", (long long)article->id);
    if (offprint_like(run->index, id, &options, &result, &err))
        die(err.message);
    print_hits(article->name, result);
    offprint_result_free(result);
    return true;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: like INDEX JUDGED\n");
        return 2;
    }
    struct run run = { .judged = read_file(argv[2]) };
    struct offprint_error err;
    const struct offprint_list_options all = { .sort = OFFPRINT_BY_ID };
    if (offprint_index_open(argv[1], &run.index, &err)
        || offprint_list(run.index, &all, find_like, &run, NULL, &err))
        die(err.message);
    offprint_index_close(run.index);
    return fflush(stdout) != 0;
}
