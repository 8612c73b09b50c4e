// resample.c - writes an archive that is several times as large as another:
// resample FILE.jsonl TIMES, to standard output.
//
// Articles come again TIMES times, in the order of the archive. The vocabulary
// of a text grows with about the power .6 of its length (Heaps' law), so ten
// times the text has four times the words: in each repetition some of the rare
// words are renamed, so many that the vocabulary grows like that. What is
// renamed depends on the word and the number of the repetition alone: the new
// words are as frequent, as bursty and as near each other as the old ones.

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    COUNTERS = 1 << 22,
    RARE = 200, // occurrences up to which a word is rare
};

static uint32_t *counts;

static bool is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

static uint64_t hash_of(const char *word, size_t len, uint64_t seed)
{
    uint64_t hash = 14695981039346656037u ^ seed * 0x9E3779B97F4A7C15u;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (uint8_t)word[i]) * 1099511628211u;
    hash = (hash ^ hash >> 30) * 0xBF58476D1CE4E5B9u;
    return hash ^ hash >> 31;
}

static uint32_t *count_of(const char *word, size_t len)
{
    return &counts[hash_of(word, len, 0) % COUNTERS];
}

// The end of the word at text, or of the one byte there that is none. What
// stands behind a backslash is no word of its own.
static const char *end_of(const char *text, const char *end)
{
    const char *at = text + 1;
    if (*text == '\\' && at < end) return at + 1;
    if (!is_letter((unsigned char)*text)) return at;
    while (at < end && is_letter((unsigned char)*at)) at++;
    return at;
}

static void count_words(const char *line, const char *end)
{
    for (const char *at = line, *next; at < end; at = next) {
        next = end_of(at, end);
        if (is_letter((unsigned char)*at)) ++*count_of(at, (size_t)(next - at));
    }
}

// Words of fields keep their names: keys are followed by a colon.
static bool is_key(const char *next, const char *end)
{
    return end - next > 1 && next[0] == '"' && next[1] == ':';
}

static void write_line(const char *line, const char *end, int repetition,
                       double share)
{
    for (const char *at = line, *next; at < end; at = next) {
        next = end_of(at, end);
        size_t len = (size_t)(next - at);
        fwrite(at, 1, len, stdout);
        if (repetition == 0 || !is_letter((unsigned char)*at) || len < 3
            || is_key(next, end) || *count_of(at, len) > RARE)
            continue;
        uint64_t chance = hash_of(at, len, (uint64_t)repetition) >> 11;
        if ((double)chance / 9007199254740992.0 < share)
            printf("q%c", 'a' + repetition % 26);
    }
}

static void write_archive(const char *text, size_t size, int times)
{
    // Each repetition adds share of the vocabulary of the first.
    const double share = times > 1 ? (pow(times, .6) - 1) / (times - 1) : 0;
    for (int i = 0; i < times; i++)
        for (const char *line = text, *end; line < text + size; line = end) {
            end = memchr(line, '\n', (size_t)(text + size - line));
            end = end ? end + 1 : text + size;
            write_line(line, end, i, share);
        }
}

int main(int argc, char **argv)
{
    FILE *file = argc == 3 ? fopen(argv[1], "rb") : NULL;
    if (!file) {
        fprintf(stderr, "usage: resample FILE.jsonl TIMES\n");
        return 2;
    }
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *text = malloc(size + 1);
    counts = calloc(COUNTERS, sizeof *counts);
    if (!text || !counts || fread(text, 1, size, file) != size) return 1;
    count_words(text, text + size);
    write_archive(text, size, (int)strtol(argv[2], NULL, 10));
    fclose(file);
    free(text);
    free(counts);
    return fflush(stdout) != 0;
}
