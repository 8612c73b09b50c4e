// analysis.c - how fast text is cut into words: analysis FILE [TIMES].
//
// FILE is plain text. Beside the analysis a loop runs that loads each byte and
// looks it up in a table, over the same text in the same turn: on a machine
// that does other things as well, compare the ratio of the two. Both figures
// are the best of TIMES turns, in seconds of processor time.

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/buffer.h"
#include "text/words.h"

// What a sink cannot be without: it looks at each word and at its term.
struct tally {
    uint64_t words;
    uint64_t bytes;
    uint64_t sum;
};

static int count_word(void *context, const struct word *word)
{
    struct tally *tally = context;
    tally->words++;
    tally->bytes += word->term.len;
    tally->sum += (uint8_t)word->term.ptr[0] ^ word->start ^ word->position;
    return 0;
}

// Words as wc sees them: the reference.
static uint64_t count_words_plainly(struct slice text)
{
    static const uint8_t IS_SPACE[256] = {
        ['\t'] = 1, ['\n'] = 1, ['\v'] = 1, ['\f'] = 1, ['\r'] = 1, [' '] = 1,
    };
    uint64_t count = 0;
    unsigned before = 1;
    for (size_t i = 0; i < text.len; i++) {
        unsigned space = IS_SPACE[(uint8_t)text.ptr[i]];
        count += before & ~space;
        before = space;
    }
    return count;
}

static double seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void keep_best(double *best, double since)
{
    double taken = seconds() - since;
    if (*best == 0 || taken < *best) *best = taken;
}

static bool read_file(const char *path, struct buffer *buffer)
{
    enum { PIECE = 1 << 20 };
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    size_t got = 1;
    while (got > 0 && buffer_reserve(buffer, PIECE)) {
        got = fread(buffer->ptr + buffer->len, 1, PIECE, file);
        buffer->len += got;
    }
    bool ok = !ferror(file) && !buffer->failed;
    fclose(file);
    return ok;
}

static void measure(const char *path, struct slice text, int times)
{
    double analysis = 0, reference = 0;
    struct tally tally = { 0 };
    volatile uint64_t plain_words = 0;
    for (int i = 0; i < times; i++) {
        double start = seconds();
        plain_words = count_words_plainly(text);
        keep_best(&reference, start);
        tally = (struct tally){ 0 };
        start = seconds();
        words_analyse(text, count_word, &tally);
        keep_best(&analysis, start);
    }
    (void)plain_words;
    double megabytes = (double)text.len / 1e6;
    double words = tally.words ? (double)tally.words : 1;
    printf("%s: %.1f MB, %llu words of %.2f bytes: %.0f MB/s, %.1f ns a word; "
           "reference %.0f MB/s, ratio %.3f (%08llx)\n",
           path, megabytes, (unsigned long long)tally.words,
           (double)tally.bytes / words, megabytes / analysis,
           analysis * 1e9 / words, megabytes / reference, reference / analysis,
           (unsigned long long)(tally.sum & 0xFFFFFFFF));
}

int main(int argc, char **argv)
{
    long times = argc == 3 ? strtol(argv[2], NULL, 10) : 5;
    if (argc < 2 || argc > 3 || times < 1 || times > 1000) {
        fputs("usage: analysis FILE [TIMES]\n", stderr);
        return 2;
    }
    struct buffer buffer = { 0 };
    if (!read_file(argv[1], &buffer)) {
        fprintf(stderr, "analysis: %s: cannot be read\n", argv[1]);
        buffer_free(&buffer);
        return 1;
    }
    measure(argv[1], buffer_slice(&buffer), (int)times);
    buffer_free(&buffer);
    return 0;
}
