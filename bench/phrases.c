// phrases.c - what a reader remembers of an article: phrases ARCHIVE SEED
// FOLDER.
//
// Draws articles of an archive and writes into FOLDER, as searches and judge.c
// read them, phrases.tsv and phrases.qrels: three, four and five consecutive
// words of the body of each, a third of the articles each, cut where offprint
// cuts words; titles.tsv and titles.qrels: their titles. One article is right
// for each. The same seed draws the same.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "read/source.h"
#include "text/words.h"

enum {
    DRAWN = 300,
    WORDS_MIN = 3, // of a phrase
    WORDS_MAX = 5,
};

struct drawn {
    struct buffer name;
    struct buffer title;
    struct buffer body;
};

// Each article is kept with the chance that leaves all an equal one (reservoir
// sampling: Vitter, 1985).
struct draw {
    uint64_t state; // of the random numbers
    uint64_t seen;  // articles so far
    struct drawn kept[DRAWN];
};

// ---- Drawing ----------------------------------------------------------------

static void die(const char *operand, const char *cause)
{
    fprintf(stderr, "phrases: %s: %s\n", operand, cause);
    exit(1);
}

// splitmix64, as any seed will do for it.
static uint64_t random_below(struct draw *draw, uint64_t limit)
{
    uint64_t bits = draw->state += 0x9E3779B97F4A7C15;
    bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9;
    bits = (bits ^ bits >> 27) * 0x94D049BB133111EB;
    return (bits ^ bits >> 31) % limit;
}

static void keep(struct buffer *buffer, struct slice text)
{
    buffer_reset(buffer);
    buffer_add(buffer, text);
    if (buffer->failed) die("an article", "no memory");
}

static int count_word(void *context, const struct word *word)
{
    size_t *count = context;
    (void)word;
    return ++*count == WORDS_MAX;
}

static enum offprint_status draw_article(void *context,
                                         const struct article *article,
                                         struct offprint_error *err)
{
    (void)err;
    struct draw *draw = context;
    size_t words = 0;
    words_analyse(article->body, count_word, &words);
    if (words < WORDS_MAX || article->name.len == 0) return OFFPRINT_OK;
    uint64_t at = draw->seen++;
    if (at >= DRAWN) at = random_below(draw, draw->seen);
    if (at >= DRAWN) return OFFPRINT_OK;
    keep(&draw->kept[at].name, article->name);
    keep(&draw->kept[at].title, article->title);
    keep(&draw->kept[at].body, article->body);
    return OFFPRINT_OK;
}

static enum offprint_status pass_problem(void *context, const char *member,
                                         const char *message,
                                         struct offprint_error *err)
{
    (void)context, (void)member, (void)message, (void)err;
    return OFFPRINT_OK;
}

static void draw_articles(const char *archive, struct draw *draw)
{
    struct reader *reader;
    struct reader_options options = { 0 };
    struct source_report report;
    struct offprint_error err;
    const struct source_sink sink = { draw, draw_article, pass_problem };
    if (reader_open(&options, &reader, &err)
        || reader_read(reader, archive, &sink, &report, &err))
        die(archive, err.message);
    reader_close(reader);
    if (draw->seen < DRAWN) die(archive, "too few articles with names");
}

// ---- Phrases ----------------------------------------------------------------

// Consecutive words of a text, while it is cut.
struct phrase {
    struct slice text;
    uint32_t first; // position
    uint32_t count;
    uint32_t last_position; // of the whole text
    size_t end;             // of the word before
    struct buffer words;
};

static int see_last(void *context, const struct word *word)
{
    ((struct phrase *)context)->last_position = word->position;
    return 0;
}

// Words with anything between them get a blank; those of a run have nothing.
static int add_word(void *context, const struct word *word)
{
    struct phrase *phrase = context;
    if (word->position < phrase->first) return 0;
    if (word->position >= phrase->first + phrase->count) return 1;
    size_t start = word->start;
    if (phrase->words.len && start > phrase->end)
        buffer_add_byte(&phrase->words, ' ');
    if (phrase->words.len && start < phrase->end) start = phrase->end;
    buffer_add(&phrase->words,
               (struct slice){ phrase->text.ptr + start, word->end - start });
    phrase->end = word->end;
    return 0;
}

static struct phrase phrase_of(struct draw *draw, struct slice body,
                               uint32_t count)
{
    struct phrase phrase = { .text = body, .count = count };
    words_analyse(body, see_last, &phrase);
    uint32_t places = phrase.last_position + 2 - count;
    phrase.first = (uint32_t)random_below(draw, places);
    words_analyse(body, add_word, &phrase);
    if (phrase.words.failed) die("a phrase", "no memory");
    return phrase;
}

// ---- Writing ----------------------------------------------------------------

static FILE *create(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file) die(path, "cannot be written");
    return file;
}

struct set {
    FILE *queries;
    FILE *judgements;
};

static struct set open_set(const char *folder, const char *queries,
                           const char *judgements)
{
    return (struct set){ create(folder, queries), create(folder, judgements) };
}

static void add_query(struct set set, size_t number, struct slice query,
                      struct slice name)
{
    fprintf(set.queries, "%zu\t%.*s\n", number, SLICE_ARGS(query));
    fprintf(set.judgements, "%zu 0 %.*s 1\n", number, SLICE_ARGS(name));
}

static void close_set(struct set set)
{
    if (fclose(set.queries) || fclose(set.judgements))
        die("queries", "cannot be written");
}

static void write_sets(struct draw *draw, const char *folder)
{
    struct set phrases = open_set(folder, "phrases.tsv", "phrases.qrels");
    struct set titles = open_set(folder, "titles.tsv", "titles.qrels");
    for (size_t i = 0; i < DRAWN; i++) {
        struct drawn *drawn = &draw->kept[i];
        struct slice name = buffer_slice(&drawn->name);
        uint32_t count = WORDS_MIN + (uint32_t)i % (WORDS_MAX - WORDS_MIN + 1);
        struct phrase phrase =
            phrase_of(draw, buffer_slice(&drawn->body), count);
        add_query(phrases, i, buffer_slice(&phrase.words), name);
        add_query(titles, i, buffer_slice(&drawn->title), name);
        buffer_free(&phrase.words);
    }
    close_set(phrases);
    close_set(titles);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: phrases ARCHIVE SEED FOLDER\n");
        return 2;
    }
    static struct draw draw;
    draw.state = strtoull(argv[2], NULL, 10);
    draw_articles(argv[1], &draw);
    write_sets(&draw, argv[3]);
    for (size_t i = 0; i < DRAWN; i++) {
        buffer_free(&draw.kept[i].name);
        buffer_free(&draw.kept[i].title);
        buffer_free(&draw.kept[i].body);
    }
    return 0;
}
