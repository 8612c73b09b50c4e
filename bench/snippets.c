// snippets.c - how long the passages of an article take: snippets INDEX TEXT.
//
// TEXT is plain text. Queries are one to four consecutive words of it, drawn
// with a fixed seed, and expanded by the INDEX as any query is. For each the
// pieces of text around its place are marked and passages chosen, the best of
// several turns, in processor time; the cutting of the same pieces into words
// stands beside it, since no way around that is taken.

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/buffer.h"
#include "facade.h"
#include "search/marks.h"
#include "search/snippet.h"

enum { QUERIES = 200, TURNS = 5, COLUMNS = 240, QUERY_BYTES = 256 };

static uint64_t state = 20261128;

static uint64_t next(void)
{
    uint64_t x = state += 0x9E3779B97F4A7C15u;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void die(const char *what)
{
    fprintf(stderr, "snippets: %s\n", what);
    exit(1);
}

static void read_text(const char *path, struct buffer *text)
{
    char bytes[65536];
    FILE *file = fopen(path, "rb");
    if (!file) die("the text cannot be read");
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, file)) > 0;)
        buffer_add(text, (struct slice){ bytes, got });
    fclose(file);
    if (text->failed || text->len < QUERY_BYTES) die("no text to speak of");
}

// Words in a row from somewhere; *at is where.
static struct slice draw_query(struct slice text, int words, size_t *at)
{
    size_t begin = next() % (text.len - QUERY_BYTES), end;
    while (begin > 0 && text.ptr[begin - 1] != ' ') begin--;
    for (end = begin; words > 0 && end < begin + QUERY_BYTES; end++)
        words -= text.ptr[end] == ' ' && end > begin;
    *at = begin;
    return (struct slice){ text.ptr + begin, end - begin };
}

static int ignore_word(void *context, const struct word *word)
{
    *(size_t *)context += word->end;
    return 0;
}

static double time_cutting(struct slice piece)
{
    double best = 1e9;
    for (int i = 0; i < TURNS; i++) {
        size_t sum = 0;
        double start = seconds();
        words_analyse(piece, ignore_word, &sum);
        double taken = seconds() - start;
        if (taken < best) best = taken;
    }
    return best;
}

static double time_passages(const struct marker *marker, struct slice piece)
{
    struct arena arena = { 0 };
    double best = 1e9;
    for (int i = 0; i < TURNS; i++) {
        arena_reset(&arena);
        struct marks marks;
        struct passage *passages;
        size_t count;
        double start = seconds();
        if (marks_find(marker, piece, false, &arena, &marks, NULL)
            || snippet_choose(marker, piece, &marks, COLUMNS, 2, &arena,
                              &passages, &count, NULL))
            die("no memory");
        double taken = seconds() - start;
        if (taken < best) best = taken;
    }
    arena_free(&arena);
    return best;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void measure(const offprint_index *index, struct slice text, size_t size,
                    int queries)
{
    static double taken[QUERIES];
    double cutting = 0, all = 0;
    for (int i = 0; i < queries; i++) {
        size_t at;
        struct arena arena = { 0 };
        struct search search;
        struct marker *marker;
        struct search_request request = {
            .text = draw_query(text, 1 + i % 4, &at),
            .expansion = { false, index->stemmers },
            .limit = 1,
            .brief = true,
        };
        if (search_run(index->store, &request, &arena, &search, NULL)
            || marker_make(&search, &arena, &marker, NULL))
            die("the search failed");
        size_t back = next() % size, start = at > back ? at - back : 0;
        if (start > text.len - size) start = text.len - size;
        struct slice piece = { text.ptr + start, size };
        cutting += time_cutting(piece);
        all += taken[i] = time_passages(marker, piece);
        search_free(&search);
        arena_free(&arena);
    }
    qsort(taken, (size_t)queries, sizeof *taken, compare);
    printf("%9zu bytes: p50 %9.3f  p95 %9.3f  max %9.3f ms; %.2f times the "
           "cutting\n",
           size, taken[queries / 2] * 1e3, taken[queries * 95 / 100] * 1e3,
           taken[queries - 1] * 1e3, all / cutting);
}

int main(int argc, char **argv)
{
    static const struct {
        size_t size;
        int queries;
    } SIZES[] = { { 5000, QUERIES }, { 500000, QUERIES }, { 50000000, 8 } };
    if (argc != 3) {
        fputs("usage: snippets INDEX TEXT\n", stderr);
        return 2;
    }
    struct buffer text = { 0 };
    struct offprint_error err;
    offprint_index *index;
    read_text(argv[2], &text);
    if (offprint_index_open(argv[1], &index, &err)) die(err.message);
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++)
        if (SIZES[i].size <= text.len)
            measure(index, buffer_slice(&text), SIZES[i].size,
                    SIZES[i].queries);
    offprint_index_close(index);
    buffer_free(&text);
    return 0;
}
